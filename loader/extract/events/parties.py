"""Find who takes part in an event: those who stand where its frame says that the parties stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.events.homes import country_name
from loader.extract.events.named import DEPTH, Named, Names
from loader.extract.events.slots import Slots
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import Trigger
from loader.extract.events.words import word_set

if TYPE_CHECKING:
    from loader.extract.events.setting import Where

SLOT_ORDER = ("actor", "recipient", "both", "host")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parties of a trigger stand, slot names by role; `place` names the slots of places."""

    roles: Mapping[str, tuple[str, ...]]
    place: tuple[str, ...]


@cache
def frames() -> Mapping[str, Frame]:
    """The frames of the lexicon by name."""
    return {
        row["frame"]: Frame(
            roles={role: tuple(row.get(role, "").split()) for role in SLOT_ORDER if row.get(role)},
            place=tuple(row.get("place", "").split()),
        )
        for row in lexicon.table("events_frames")
    }


def parties_of(trigger: Trigger, slots: Slots, names: Names) -> list[tuple[str, Named]]:
    """(role, who) for each party of a trigger, nobody twice; two who agree or fail together do so both."""
    frame = frames().get(trigger.entry.frame)
    found: list[tuple[str, Named]] = []
    if frame is None:
        return found
    for role, wanted in frame.roles.items():
        for slot in wanted:
            some = _fill(slot, role, trigger, slots, names, taken={n.name for _, n in found})
            if role == "recipient" and not some:
                acting = {
                    n.name for n in _fill(slot, role, trigger, slots, names, taken=set()) if n.kind == "place"
                }
                if acting & {n.name for _, n in found}:  # `Croatia is investigating Croatian extremists`
                    found = [("both" if n.name in acting else r, n) for r, n in found]
                    break
            found += [(role, n) for n in some]
            if some and role != "both":
                break
    found += [("mediator", n) for n in _brokers(trigger, names) if n.name not in {m.name for _, m in found}]
    if len(found) > 1 and trigger.entry.frame in TOGETHER and {role for role, _ in found} == {"actor"}:
        return [("both", n) for _, n in found]
    return found


def _brokers(trigger: Trigger, names: Names) -> list[Named]:
    """The country in `a US-brokered ceasefire`."""
    tree = names.tree
    brought = [k for k in tree.deps(trigger.i, "amod") if tree.lower[k] in BROUGHT]
    return [
        n for k in brought for o in tree.deps(k, "npadvmod", "nmod", "compound") for n in names.country_at(o)
    ]


def _is_told_of(trigger: Trigger, role: str, group: Named, tree: Tree) -> bool:
    """Whether an event is told with those without a name: of a country, forces that act, crowds that protest."""
    if group.country is not None:
        return True
    if role == "recipient":
        return False
    if trigger.entry.mode == "clash":
        return True
    if tree.lemma[group.head] in word_set("forces"):
        return trigger.entry.type in ACTS or trigger.entry.mode in ("ruling", "charge", "investigate")
    return trigger.entry.type == "PROTEST"


def struck_at(where: Where, parties: list[tuple[str, Named]]) -> list[tuple[str, Named]]:
    """The country that a blow from abroad fell on, where none is named (`Iraqi jets bombed targets in Iran`)."""
    place = where.place
    acting = {n.country for role, n in parties if role == "actor"}
    foreign = place is not None and bool(acting) and not acting & {None, place.country}
    if place is None or place.country is None or not foreign or any(role != "actor" for role, _ in parties):
        return []
    name = country_name(place.country) or place.name
    return [("recipient", Named(name, None, place.country, where.start, where.end, "place", -1))]


TOGETHER = frozenset(
    {"agree", "refuse_to"}
)  # frames in which several actors and nobody else act on each other
WHOLE = frozenset(
    {"objmod", "comp", "clause", "purpose"}
)  # slots in which a person inside a noun phrase counts ("the removal of Wang")


BROUGHT = frozenset({"brokered", "mediated"})
ACTS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})  # what forces without a name do
WHERE = frozenset({"in", "at", "on"})  # slots in which a town is where, not who
BODILY = frozenset(
    {"ASSAULT", "COERCE", "OTHER"}
)  # types of what is done to those whom the object names, and no other
FATAL = frozenset({"death", "funeral", "kill", "assassinate", "abduct"})
TO_THINGS = frozenset({"search", "seize", "cyberattack", "censor", "destroy", "ban", "restrict", "ruling"})


def _is_bodily(trigger: Trigger) -> bool:
    """Whether `the friend of Wang` is not Wang: who is arrested is the object, not whom its words also name."""
    return trigger.entry.type in BODILY and trigger.entry.mode not in TO_THINGS


def _is_harm(trigger: Trigger, tree: Tree, head: int) -> bool:
    """Whether one speaks against a harm: who condemns the violation of X's airspace does not condemn X."""
    return trigger.entry.type in ("ACCUSE", "REJECT") and tree.lemma[head] in word_set("harms")


def _fill(
    slot: str, role: str, trigger: Trigger, slots: Slots, names: Names, *, taken: set[str]
) -> list[Named]:
    some: list[Named] = []
    tree = names.tree
    for head in slots.heads(trigger, slot):
        if head == trigger.i or tree.pos[head] == "VERB":
            continue
        if slot == "poss" and trigger.entry.mode in FATAL and tree.pos[head] == "PRON":
            person = names.mention[head].person if head in names.mention else None
            mourners = slots.subjects(tree.head[trigger.i]) if tree.head[trigger.i] != trigger.i else []
            if any(k in names.mention and names.mention[k].person == person for k in mourners):
                continue  # who mourns `his death` is not the dead
        if slot == "mod":
            own = [n for n in names.named_at(head, depth=DEPTH) if not names.is_town(n.head)]
            acts = tree.lemma[head] in word_set("forces") | word_set("bodies")  # no `Iranian embassy siege`
            some += [n for n in own if acts or n.start <= tree.start[head] < n.end]
        elif slot in ("obj", "objmod") and _is_harm(trigger, tree, head):
            some += names.doers_of(head)
        else:
            own = names.named_at(head, inner_persons=slot in WHOLE and not _is_bodily(trigger))
            spots = WHERE | {"from"} if trigger.entry.type in BODILY else WHERE
            some += [n for n in own if slot not in spots or not names.is_spot(n.head)]
        some = [n for n in some if n.kind != "group" or _is_told_of(trigger, role, n, tree)]
        if some and slot == "comp":
            break
    kept: list[Named] = []
    for n in some:
        if n.name not in taken:
            taken.add(n.name)
            kept.append(n)
    return kept
