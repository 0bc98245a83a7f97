"""Tell reports of one occasion from talk of a kind of thing."""

from __future__ import annotations

from loader.extract.events.occasions import Report
from loader.extract.events.setting import CLAUSE
from loader.extract.events.slots import Slots
from loader.extract.events.tree import Tree
from loader.extract.events.words import word_set

HARD_TYPES = frozenset({"ASSAULT", "COERCE", "OTHER", "PROTEST", "MOBILIZE", "AID", "YIELD", "SANCTION"})
HARD_MODES = frozenset({"charge", "investigate", "lawsuit", "signing"})


def is_concrete(tree: Tree, slots: Slots, report: Report, *, headline: bool, alone: bool) -> bool:
    """Whether a report tells of one occasion, with somebody or something in particular.

    Acts (`HARD_TYPES`) are told of the unnamed too; who demands or accuses must have a name.
    `alone` says that no other report is of its occasion.
    """
    entry = report.trigger.entry
    if entry.frame == "mutual_two":
        return len(report.parties) > 1
    if any(n.kind != "group" or n.country for _, n in report.parties):
        return True
    if len(report.parties) > 1 and not report.is_noun:
        return True  # `farmers clashed with police`
    if entry.mode == "relations":
        return False  # ties that somebody cuts, payments that somebody stops
    hard = entry.type in HARD_TYPES or entry.mode in HARD_MODES
    if report.is_noun:
        set_in = bool(report.when or report.where)
        if set_in or (hard and _is_singular(tree, report.trigger.i)):
            return set_in or hard
        return (report.definite and hard and not alone) or (
            report.trigger.light is not None and (hard or entry.type == "CONSULT")
        )
    if entry.type == "PROTEST":
        return bool(slots.heads(report.trigger, "subj"))
    heads = [
        h for slot in ("obj", "subj") for h in slots.heads(report.trigger, slot) if tree.pos[h] != "VERB"
    ]
    own = report.when is not None and report.when.basis == CLAUSE
    return hard and any(headline or own or _is_specific(tree, h) for h in heads)


def _is_singular(tree: Tree, i: int) -> bool:
    return tree.tag[i] == "NN" and any(tree.lower[k] in ("a", "an") for k in tree.deps(i, "det"))


def _is_specific(tree: Tree, head: int) -> bool:
    """Whether a noun phrase points to somebody or something in particular."""
    vague = word_set("vague")
    if tree.pos[head] in ("DET", "NUM"):
        return True
    if tree.deps(head, "nummod"):
        return True
    if tree.lower[head] in vague:
        return False
    described = tree.deps(head, "det", "nummod", "poss", "amod", "compound", "appos")
    return (
        tree.pos[head] in ("PROPN", "PRON")
        or any(tree.lower[k] not in vague for k in described)
        or any(word == "of" and _is_specific(tree, o) for word, o in tree.prepositions(head))
    )
