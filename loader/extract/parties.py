"""Find who takes part in an event: the persons, organisations and countries where its frame says they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.tree import NOMINAL, Tree
from loader.extract.triggers import RELATIVES, SUBJECTS, Trigger, passive

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from loader.model import DateMention, Mention, People, PlaceMention

PREMODIFIERS = ("amod", "compound", "nmod", "poss")
INNER = frozenset({"of", "from", "in", "by", "for", "with", "to", "at", "on", "between"})
ORGANISATIONS = frozenset({"ORG", "NORP", "GPE"})
SLOT_ORDER = ("actor", "recipient", "both", "host")
ALIGNED = frozenset({"pro", "anti", "non", "ex"})
LARGER = frozenset({"ethnic", "latin", "african", "native", "north", "south", "central"})
ALIGNED_PREFIXES = ("pro-", "anti-")
DRIVEN = frozenset(
    "backed brokered sponsored supported occupied controlled held born based made owned speaking funded trained built "
    "registered mediated style allied administered supplied run".split()
)
ALONG = frozenset({"along", "alongside", "together"})
PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i", "who", "them", "him", "her", "us"})
DEPTH = 3  # how deep inside a noun phrase a country may stand ("the removal of the president of Armenia")


@dataclass(frozen=True, slots=True)
class Named:
    """Someone as named at some place of the text; `person` is an index into `People.persons`."""

    name: str
    person: int | None
    country: str | None
    start: int
    end: int
    kind: str
    head: int


class Names:
    """Who or what the tokens of a text name."""

    def __init__(self, doc: Doc, tree: Tree, people: People, places: Iterable[PlaceMention]) -> None:
        self.tree, self.text, self.people = tree, doc.text, people
        at = {start: i for i, start in enumerate(tree.start)}
        self.mention: dict[int, Mention] = {}
        for mention in people.mentions:
            for i in self._tokens(at, mention.start, mention.end):
                self.mention[i] = mention
        self.place: dict[int, PlaceMention] = {}
        for place in places:
            for i in self._tokens(at, place.start, place.end):
                self.place[i] = place
        self.entity: dict[int, tuple[int, int, str]] = {}
        self.label: dict[int, str] = {}
        self.dated: frozenset[int] = frozenset()
        for span in doc.ents:
            for i in range(span.start, span.end):
                self.label[i] = span.label_
            if span.label_ in ORGANISATIONS:
                for i in range(span.start, span.end):
                    self.entity[i] = (span.start, span.end, span.label_)

    def _tokens(self, at: Mapping[int, int], start: int, end: int) -> Iterable[int]:
        i = at.get(start)
        while i is not None and i < len(self.tree) and self.tree.start[i] < end:
            yield i
            i += 1

    def taken(self, dates: Iterable[DateMention]) -> set[int]:
        """The tokens that belong to a name or a date, and so report nothing (`March`, `Jammu`)."""
        found = set(self.place) | {i for i, m in self.mention.items() if m.kind in ("name", "partial")}
        found |= {i for i, (first, last, _) in self.entity.items() if last - first > 1 and i < last - 1}
        spans = {i for i, (_, _, label) in self.entity.items() if label == "ORG"}
        starts = {start: i for i, start in enumerate(self.tree.start)}
        self.dated = frozenset(
            i for date in dates for i in self._tokens(starts, date.start_char, date.end_char)
        )
        return found | spans | self.dated

    def is_person(self, i: int) -> bool:
        """Whether a token belongs to the name of a person, or points to one."""
        mention = self.mention.get(i)
        return mention is not None and (mention.person is not None or mention.kind in ("name", "partial"))

    def named_at(self, head: int, *, depth: int = 0, inner_persons: bool = False) -> list[Named]:
        """Who a noun phrase names, its coordinated parts included; countries inside it where it names nobody itself.

        A person inside it (`supporters of Wang`) counts only where `inner_persons` is True.
        """
        found: list[Named] = []
        for i in self.tree.conjuncts(head):
            if self.tree.pos[i] != "VERB" or depth == 0:
                found += self._one(i, depth, inner_persons)
        return found

    def _one(self, i: int, depth: int, inner_persons: bool) -> list[Named]:
        if depth == 0 or inner_persons:
            for k in [i, *self.tree.deps(i, "appos")]:
                person = self._person(k)
                if person is not None:
                    return [person]
        inner = self._premodifiers(i, persons=inner_persons)
        place = self.place.get(i)
        if place is not None:
            if place.kind == "demonym" and any(n.country for n in inner):
                return inner  # `Bosnian Serbs` are of Bosnia
            return (
                [self._country(i, place)]
                if self._stands_for_itself(i) and self._is_party(place, depth)
                else []
            )
        if i in self.entity and self.entity[i][2] != "NORP":
            return [self._organisation(i, inner)]
        if inner:
            return inner
        if depth < DEPTH:
            for word, o in self.tree.prepositions(i):
                if word in INNER:
                    deeper = self.named_at(o, depth=depth + 1, inner_persons=inner_persons)
                    if deeper:
                        return deeper
        return []

    def _is_party(self, place: PlaceMention, depth: int) -> bool:
        """Whether a place can act or be acted on: no region without a country, and no town that merely says where."""
        return place.country is not None and (depth == 0 or place.kind in ("country", "demonym", "capital"))

    def _stands_for_itself(self, i: int) -> bool:
        """Whether a country's name is that of a party: not in `pro-Iranian`, `Syrian-backed` or `ethnic Albanian`."""
        lower, first = self.tree.lower, i
        place = self.place[i]
        while first > 0 and self.place.get(first - 1) is place:
            first -= 1
        last = i
        while self.place.get(last + 1) is place:
            last += 1
        if first > 1 and lower[first - 1] == "-" and lower[first - 2] in ALIGNED:
            return False
        if last + 2 < len(lower) and lower[last + 1] == "-" and lower[last + 2] in DRIVEN:
            return False
        return not (
            first > 0 and (lower[first - 1] in LARGER or lower[first - 1].startswith(ALIGNED_PREFIXES))
        )

    def is_town(self, i: int) -> bool:
        """Whether a token names a place that is no country: where something was, not who did it (`the Pahalgam attack`)."""
        place = self.place.get(i)
        return place is not None and place.kind in ("city", "region", "seat")

    def _person(self, i: int) -> Named | None:
        mention = self.mention.get(i)
        if mention is None or mention.person is None:
            return None
        person = self.people.persons[mention.person]
        country = person.country
        if country is None:
            countries = [n.country for n in self._premodifiers(i, persons=False) if n.country]
            country = countries[0] if countries else None
        return Named(person.name, mention.person, country, mention.start, mention.end, "person", i)

    def _country(self, i: int, place: PlaceMention) -> Named:
        name = place.name
        if place.kind in ("demonym", "capital", "seat") and place.country:
            name = country_name(place.country) or name
        return Named(name, None, place.country, place.start, place.end, "place", i)

    def _organisation(self, i: int, inner: list[Named]) -> Named:
        first, last, _ = self.entity[i]
        start, end = self.tree.start[first], self.tree.end[last - 1]
        text = self.text[start:end]
        if text.lower().startswith("the "):
            start, text = start + 4, text[4:]
        for mark in ("'s", "’s", "'", "’"):
            if text.endswith(mark):
                end, text = end - len(mark), text[: -len(mark)]
                break
        country = next((n.country for n in inner if n.country), None)
        return Named(" ".join(text.split()), None, country, start, end, "organisation", i)

    def _premodifiers(self, i: int, *, persons: bool = True) -> list[Named]:
        """The countries, organisations and persons that modify a noun (`Hungarian and Romanian officials`)."""
        found: list[Named] = []
        for k in self.tree.deps(i, *PREMODIFIERS):
            for c in self.tree.conjuncts(k):
                person = self._person(c) if persons and self.tree.dep[k] == "poss" else None
                place = self.place.get(c)
                if person is not None:
                    found.append(person)
                elif place is not None and place.country:
                    if self._stands_for_itself(c):
                        found.append(self._country(c, place))
                elif (
                    c in self.entity
                    and self.tree.dep[k] in ("poss", "compound", "nmod")
                    and self.entity[c][2] == "ORG"
                ):
                    found.append(self._organisation(c, self._premodifiers(c, persons=False)))
                else:
                    found += self._premodifiers(c, persons=persons)
        return found


@cache
def _countries() -> Mapping[str, str]:
    return {row["country"]: row["names"].split("|")[0] for row in lexicon.table("places_countries")}


def country_name(code: str) -> str | None:
    """The usual English name of the country of that ISO code, or None."""
    return _countries().get(code)


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


class Slots:
    """The heads that stand in the slots of triggers."""

    def __init__(self, tree: Tree, points: Callable[[int], bool]) -> None:
        self.tree, self.points = tree, points

    def heads(self, trigger: Trigger, slot: str) -> list[int]:
        """The heads of the phrases in a slot of a trigger."""
        i, light = trigger.i, trigger.light
        if slot == "subj":
            return self._agents(i, light)
        if slot == "obj":
            return self.objects(i) if light is None else []
        if slot == "dative":
            return self.tree.deps(i, "dative") + [o for w, o in self.tree.prepositions(i) if w == "to"]
        if slot == "clause":
            return self._clause_subjects(i)
        if slot in ("poss", "mod"):
            return (
                self.tree.deps(i, "poss") if slot == "poss" else self.tree.deps(i, "amod", "compound", "nmod")
            )
        if slot == "objmod":
            return self.objects(i)
        if slot == "comp":
            return self._complement(i)
        if slot == "said":
            return self._sayer(i)
        return self._prepositional(trigger, slot)

    def _agents(self, i: int, light: int | None) -> list[int]:
        """The subject and who acts along with it; whose event it is where it includes another (`Dar's visit included talks`)."""
        tree = self.tree
        if tree.dep[i] == "aux":
            return self.subjects(tree.head[i])
        verb = i if light is None else light
        if tree.pos[verb] not in ("VERB", "AUX", "ADJ"):
            return []
        found = self.subjects(verb)
        if tree.lemma[verb] in ("include", "involve") and verb != i:
            return [p for k in found for p in tree.deps(k, "poss")]
        return found + [o for k in [verb, *found] for word, o in tree.prepositions(k) if word in ALONG]

    def subjects(self, i: int, depth: int = 0) -> list[int]:
        """Who does what a verb says, taken from the governing clause where its own names nobody."""
        tree = self.tree
        if depth > 6:
            return []
        if tree.pos[i] == "ADJ":
            i = tree.head[i]
        if passive(tree, i):
            return [o for word, o in tree.prepositions(i) if word == "by"]
        own = tree.deps(i, "nsubj")
        if own:
            if tree.lower[own[0]] in RELATIVES and tree.dep[i] in ("relcl", "acl"):
                return [tree.head[i]]
            if tree.lower[own[0]] in PRONOUNS and not self.points(own[0]):
                return self._antecedent(i) or own
            return own
        head, dep = tree.head[i], tree.dep[i]
        if head == i or dep == "ccomp":
            return self._noun_before(i)
        if dep in ("acl", "relcl"):
            return [head] if tree.tag[i] == "VBG" or dep == "relcl" else self.controllers(head)
        if dep in ("conj", "xcomp", "advcl", "dep") and tree.pos[head] in ("VERB", "AUX"):
            return self._inherited(head, dep, depth)
        if dep == "pcomp":
            verb = tree.head[head]
            return self._inherited(verb, dep, depth) if tree.pos[verb] in ("VERB", "AUX") else [verb]
        return []

    def _noun_before(self, i: int) -> list[int]:
        """The noun right before a finite verb that the parser gave no subject."""
        tree = self.tree
        k = min([i, *tree.deps(i, "aux", "auxpass", "neg")]) - 1
        while k > tree.first[i] and tree.pos[k] == "ADV":
            k -= 1
        return [k] if k >= tree.first[i] and tree.pos[k] in ("NOUN", "PROPN", "PRON") else []

    def _antecedent(self, i: int) -> list[int]:
        """Whom a pronoun in a reported or subordinate clause points to: the subject of the clause above (`Italy said it ...`)."""
        tree, k = self.tree, i
        for above in tree.above(i):
            if tree.pos[above] in ("VERB", "AUX") and tree.dep[k] in ("ccomp", "advcl", "conj", "relcl"):
                own = tree.deps(above, *SUBJECTS)
                if own and tree.lower[own[0]] not in PRONOUNS:
                    return own
            k = above
        return []

    def _inherited(self, head: int, dep: str, depth: int) -> list[int]:
        tree = self.tree
        if dep == "xcomp" and tree.deps(head, "dobj") and tree.lemma[head] not in ("promise", "vow"):
            return tree.deps(head, "dobj")
        if passive(tree, head):
            return tree.deps(head, "nsubjpass") or self.subjects(head, depth + 1)
        return self.subjects(head, depth + 1)

    def controllers(self, noun: int) -> list[int]:
        """Who acts in `X's plan to visit` or `X signed a plan to visit`."""
        tree = self.tree
        if tree.deps(noun, "poss"):
            return tree.deps(noun, "poss")
        if tree.dep[noun] == "dobj":
            return self.subjects(tree.head[noun], 1)
        return []

    def objects(self, i: int) -> list[int]:
        """The heads of what a verb acts on, in active, passive and participial clauses."""
        tree = self.tree
        found = tree.deps(i, "dobj", "nsubjpass")
        if found and tree.lower[found[0]] in RELATIVES and tree.dep[i] in ("relcl", "acl"):
            return [tree.head[i]]
        if found:
            return found
        if passive(tree, i):
            if tree.dep[i] in ("acl", "relcl"):
                return [tree.head[i]]
            if tree.dep[i] in ("conj", "advcl"):
                return tree.deps(tree.head[i], *SUBJECTS)
        if tree.deps(i, "auxpass") and tree.dep[i] in ("ROOT", "ccomp"):
            return self._noun_before(i)
        if (
            tree.dep[i] == "relcl"
            and tree.deps(i, "nsubj")
            and tree.lower[tree.deps(i, "nsubj")[0]] not in RELATIVES
        ):
            return [tree.head[i]]
        return []

    def _clause_subjects(self, i: int) -> list[int]:
        tree = self.tree
        for k in tree.deps(i, "ccomp", "xcomp", "advcl"):
            own = tree.deps(k, "nsubj", "nsubjpass")
            if own:
                return own
        return []

    def _complement(self, i: int) -> list[int]:
        """Whom an infinitive or a clause concerns (`threatened to break ties with Russia`)."""
        tree = self.tree
        found: list[int] = []
        for k in tree.deps(i, "xcomp", "ccomp", "advcl", "prep"):
            for verb in [k] if tree.pos[k] == "VERB" else tree.deps(k, "pcomp"):
                inner = self.objects(verb)
                found += inner
                found += [
                    o
                    for j in [verb, *inner]
                    for word, o in tree.prepositions(j)
                    if word in INNER or word in ("against", "into")
                ]
                found += self._complement(verb) if not found else []
        return found

    def _sayer(self, i: int) -> list[int]:
        """Who says the clause in which a token stands."""
        tree = self.tree
        verb = tree.head[i]
        return self.subjects(tree.head[verb]) if tree.dep[verb] == "ccomp" else []

    def _prepositional(self, trigger: Trigger, slot: str) -> list[int]:
        tree, i = self.tree, trigger.i
        around = [i]
        if tree.pos[i] in ("VERB", "AUX"):
            around += self.objects(i) + tree.deps(i, "prt", "attr")
        elif trigger.light is not None:
            around.append(trigger.light)
        elif tree.dep[i] == "conj" and slot in ("with", "between"):
            around.append(tree.head[i])
        return [o for k in around for word, o in tree.prepositions(k) if word == slot]


def parties_of(trigger: Trigger, slots: Slots, names: Names) -> list[tuple[str, Named]]:
    """(role, who) for each party of a trigger, nobody twice; two who agree or fail together do so both."""
    frame = frames().get(trigger.entry.frame)
    found: list[tuple[str, Named]] = []
    if frame is None:
        return found
    for role, wanted in frame.roles.items():
        for slot in wanted:
            some = _fill(slot, trigger, slots, names, {n.name for _, n in found})
            found += [(role, n) for n in some]
            if some and role != "both":
                break
    if len(found) > 1 and trigger.entry.frame in TOGETHER and {role for role, _ in found} == {"actor"}:
        return [("both", n) for _, n in found]
    return found


TOGETHER = frozenset(
    {"agree", "refuse_to"}
)  # frames in which several actors and nobody else act on each other
WHOLE = frozenset(
    {"objmod", "comp", "clause"}
)  # slots in which a person inside a noun phrase counts ("the removal of Wang")


def _fill(slot: str, trigger: Trigger, slots: Slots, names: Names, taken: set[str]) -> list[Named]:
    some: list[Named] = []
    tree = names.tree
    for head in slots.heads(trigger, slot):
        if head == trigger.i or tree.pos[head] == "VERB":
            continue
        if slot == "mod":
            some += [n for n in names.named_at(head, depth=DEPTH) if not names.is_town(n.head)]
        else:
            some += names.named_at(head, inner_persons=slot in WHOLE)
        if some and slot == "comp":
            break
    kept: list[Named] = []
    for n in some:
        if n.name not in taken:
            taken.add(n.name)
            kept.append(n)
    return kept
