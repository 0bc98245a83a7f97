"""Find events: who met, signed, struck, visited, ruled or resigned, when and where, as one article tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loader.extract.modality import PLANNED, known_lemmas, promised_type, standing
from loader.extract.occasions import Report, group, lend
from loader.extract.parties import Named, Names, Slots, parties_of
from loader.extract.setting import Settings
from loader.extract.tree import Tree
from loader.extract.triggers import Trigger, find_triggers, verb_lemmas
from loader.model import Argument, Article, DateMention, EventMention, People, PlaceMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLLECTIVE = frozenset(
    "side leader country nation party official minister counterpart pair they both two neighbour neighbor government ally president delegation".split()
)
COUNTRIES = frozenset({"country", "nation", "neighbour", "neighbor"})
LEADERS = frozenset({"leader", "president", "minister", "official", "counterpart", "they"})
TEAMS = frozenset({"delegation", "team", "mission", "entourage"})
HARD_TYPES = frozenset(
    {"ASSAULT", "COERCE", "OTHER", "PROTEST", "MOBILIZE", "AID", "YIELD", "SANCTION"}
)  # acts, told of the unnamed too
HARD_MODES = frozenset({"charge", "investigate", "lawsuit", "signing"})
VAGUE = frozenset({"you", "we", "i", "one", "people", "anyone", "someone", "everyone", "it", "that", "this", "what", "which", "who", "any", "all",
                   "every", "no", "some", "many", "more", "other", "such", "several", "few", "themselves", "himself"})  # fmt: skip
SHARED_FRAMES = frozenset({"deal", "agree", "mutual", "mutual_obj"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "both"})


def find_events(
    article: Article, doc: Doc, people: People, dates: Sequence[DateMention], places: Sequence[PlaceMention]
) -> tuple[EventMention, ...]:
    """The reports of events in an article, in order of their triggers."""
    tree = Tree(doc)
    tree.mend_lemmas(verb_lemmas() | known_lemmas())
    names = Names(doc, tree, people, places)
    triggers = find_triggers(tree, names.is_person, names.taken(dates))
    settings = Settings(tree, names, dates, triggers)
    reader = _Reader(article, tree, names, settings)
    reports = [r for r in map(reader.read, triggers) if r is not None]
    group(reports)
    lend(reports)
    return tuple(reader.mention(r) for r in reports if reader.is_concrete(r))


class _Reader:
    """Reads one article's triggers, in order; remembers who met whom, for `both sides` and `the two leaders`."""

    def __init__(self, article: Article, tree: Tree, names: Names, settings: Settings) -> None:
        self.article, self.tree, self.names, self.settings = article, tree, names, settings
        self.slots = Slots(tree, names.is_person)
        self.together: list[list[Named]] = []
        self.visitor: list[Named] = []
        self.topic: list[str] | None = None
        self.by_verb: dict[int, list[tuple[str, Named]]] = {}

    def read(self, trigger: Trigger) -> Report | None:
        """What the trigger's own sentence says of its event; None where it tells of none."""
        tree, i = self.tree, trigger.i
        headline = self._is_headline(i)
        status = standing(tree, trigger, headline=headline)
        if status is None or (not headline and i != tree.first[i] and self._is_capital(i)):
            return None
        if status == PLANNED and (kind := promised_type(tree, trigger)) != trigger.entry.type:
            trigger = replace(trigger, entry=replace(trigger.entry, type=kind))
        parties = parties_of(trigger, self.slots, self.names)
        parties = self._resolved(trigger, parties)
        if trigger.entry.frame == "said_must" and {role for role, _ in parties} != {"actor", "recipient"}:
            return None
        self._remember(trigger, parties)
        return Report(
            trigger=trigger, lemma=tree.lemma[i], status=status, parties=parties,
            when=self.settings.when(trigger), where=self.settings.where(trigger),
            paragraph=self.article.text.count("\n\n", 0, tree.start[i]), definite=self._is_definite(i),
            is_noun=tree.pos[i] not in ("VERB", "AUX", "ADJ"),
        )  # fmt: skip

    def _is_capital(self, i: int) -> bool:
        return self.tree.pos[i] == "VERB" and self.article.text[self.tree.start[i]].isupper()

    def _is_headline(self, i: int) -> bool:
        tree, text = self.tree, self.article.text
        if tree.start[i] < self.article.headline_end:
            return True
        end = tree.end[tree.last[i]]
        if self._is_title_case(tree.first[i], tree.last[i]):
            return True
        return (
            not text[tree.start[tree.first[i]] : end]
            .rstrip()
            .endswith((".", "!", "?", '"', "”", "'", "’", ":", ")"))
        )

    def _is_title_case(self, first: int, last: int) -> bool:
        """Whether a sentence is printed as headlines are, with capitals throughout."""
        words = [
            k for k in range(first, last + 1) if self.tree.pos[k] in ("NOUN", "VERB", "ADJ", "PROPN", "ADV")
        ]
        capitals = sum(self.article.text[self.tree.start[k]].isupper() for k in words)
        return (
            len(words) > 2
            and capitals >= 0.8 * len(words)
            and any(self.tree.pos[k] != "PROPN" for k in words)
        )

    def _is_definite(self, i: int) -> bool:
        return self.tree.pos[i] not in ("VERB", "AUX") and any(
            self.tree.lower[k] in DEFINITE for k in self.tree.deps(i, "det", "poss", "predet")
        )

    def _resolved(self, trigger: Trigger, parties: list[tuple[str, Named]]) -> list[tuple[str, Named]]:
        """The parties, with `the two sides` taken as those who met last, and `the delegation` as the last visitors."""
        heads = self.slots.heads(trigger, "subj") + self.slots.heads(trigger, "between")
        known = {n.name for _, n in parties}
        acting = {role for role, _ in parties} & {"actor", "both"}
        teams = any(self.tree.lemma[h] in TEAMS for h in heads)
        if teams and self.visitor and len(parties) < 2:
            role = "both" if "both" in acting else "actor"
            return [(role, n) for n in self.visitor if n.name not in known] + parties
        if not acting:
            for head in heads:
                if self._is_collective(head):
                    return [("both", n) for n in self._those_two(head) if n.name not in known] + parties
        return self._of_one_breath(trigger, parties)

    def _of_one_breath(self, trigger: Trigger, parties: list[tuple[str, Named]]) -> list[tuple[str, Named]]:
        """`held talks with Wang and signed an agreement`: the agreement is with Wang too."""
        if (
            trigger.entry.frame not in SHARED_FRAMES
            or len(parties) != 1
            or self.tree.dep[trigger.i] != "conj"
        ):
            return parties
        earlier = self.by_verb.get(self.tree.head[trigger.i], [])
        known = {n.name for _, n in parties}
        return parties + [("both", n) for role, n in earlier if role == "both" and n.name not in known]

    def _is_collective(self, head: int) -> bool:
        tree = self.tree
        if tree.lemma[head] not in COLLECTIVE or self.names.is_person(head):
            return False
        if tree.lower[head] in ("they", "both", "two"):
            return True
        return any(tree.lower[k] in ("both", "two") for k in tree.kids[head]) and not self.names.named_at(
            head
        )

    def _those_two(self, head: int) -> list[Named]:
        """Who `the two leaders` (persons), `the two countries` or `both sides` (either) are: those who last acted together."""
        lemma = self.tree.lemma[head]
        if lemma in COUNTRIES:
            return next((t for t in reversed(self.together) if all(n.kind == "place" for n in t)), [])
        if lemma in LEADERS:
            return next((t for t in reversed(self.together) if all(n.person is not None for n in t)), [])
        return self.together[-1] if self.together else []

    def _remember(self, trigger: Trigger, parties: list[tuple[str, Named]]) -> None:
        both = [n for role, n in parties if role == "both"]
        if len(both) >= 2:
            self.together.append(both)
        if self.tree.pos[trigger.i] == "VERB":
            self.by_verb[trigger.i] = parties
        if trigger.entry.mode == "visit":
            self.visitor = [n for role, n in parties if role == "actor"] or self.visitor

    def is_concrete(self, report: Report) -> bool:
        """Whether a report tells of one occasion: with somebody or something in particular, not of a kind of thing."""
        tree, entry = self.tree, report.trigger.entry
        hard = entry.type in HARD_TYPES or entry.mode in HARD_MODES
        if report.is_noun:
            known = bool(report.when or report.where or report.definite)
            if report.parties:
                return True
            return (known or report.trigger.light is not None) and (hard or entry.type == "CONSULT" or bool(report.when or report.where)) or (
                hard and self._is_singular(report.trigger.i))  # fmt: skip
        if report.parties:
            return True
        return hard and any(
            self._is_specific(h)
            for slot in ("obj", "subj")
            for h in self.slots.heads(report.trigger, slot)
            if tree.pos[h] != "VERB"
        )

    def _is_singular(self, i: int) -> bool:
        return self.tree.tag[i] == "NN" and any(
            self.tree.lower[k] in ("a", "an") for k in self.tree.deps(i, "det")
        )

    def _is_specific(self, head: int) -> bool:
        """Whether a noun phrase points to somebody or something in particular."""
        tree = self.tree
        if tree.pos[head] in ("DET", "NUM"):
            return True
        if tree.pos[head] == "PRON":
            return tree.lower[head] not in VAGUE
        if tree.lower[head] in VAGUE:
            return False
        described = tree.deps(head, "det", "nummod", "poss", "amod", "compound", "appos")
        return (
            tree.pos[head] == "PROPN"
            or self._is_headline(head)
            or any(tree.lower[k] not in VAGUE for k in described)
        )

    def mention(self, report: Report) -> EventMention:
        """The report as a record, with the characters that say so."""
        tree, trigger, entry = self.tree, report.trigger, report.trigger.entry
        i = trigger.i
        arguments = [
            Argument(
                "party",
                role,
                n.name,
                n.person,
                n.country,
                n.start,
                n.end,
                report.borrowed if report.borrowed != "clause" else _basis(tree, i, n),
            )
            for role, n in report.parties
        ]
        when, where = report.when, report.where
        if when is not None:
            arguments.append(
                Argument(
                    "date",
                    None,
                    when.date.edtf,
                    None,
                    None,
                    when.date.start_char,
                    when.date.end_char,
                    when.basis,
                )
            )
        if where is not None:
            place = where.place
            arguments.append(
                Argument("place", None, where.name, None, place.country if place else None, where.start, where.end, where.basis,
                         place.latitude if place else None, place.longitude if place else None))  # fmt: skip
        return EventMention(
            start=tree.start[i], end=tree.end[i], sentence_start=tree.start[tree.first[i]], sentence_end=tree.end[tree.last[i]],
            type=entry.type, mode=entry.mode, status=report.status, lemma=report.lemma,
            date_edtf=when.date.edtf if when else None, date_basis=when.date.basis if when else "none",
            place=where.name if where else None, confidence=_confidence(report), rule=entry.rule, arguments=tuple(arguments),
            about=self._about(i),
        )  # fmt: skip

    def _about(self, i: int) -> str:
        """The nouns of the trigger's sentence and their numbers (`23:pirate`), to tell reports of the unnamed apart."""
        tree = self.tree
        found = {
            tree.lemma[k].rstrip(".") for k in range(tree.first[i], tree.last[i] + 1)
            if tree.pos[k] in ("NOUN", "PROPN") and k != i and len(tree.lemma[k]) > 2 and k not in self.names.dated
        }  # fmt: skip
        counted = {
            f"{tree.lower[n]}:{tree.lemma[k]}" for k in range(tree.first[i], tree.last[i] + 1) if tree.lemma[k] in found
            for n in tree.deps(k, "nummod") if tree.lower[n].isdigit()
        }  # fmt: skip
        return " ".join(sorted({*sorted(found)[:MOST_WORDS], *self._topic()}) + sorted(counted))

    def _topic(self) -> list[str]:
        """The words that the article uses most, names before others."""
        if self.topic is None:
            tree = self.tree
            counts: Counter[str] = Counter()
            for k, pos in enumerate(tree.pos):
                if pos in ("NOUN", "PROPN") and len(tree.lemma[k]) > 2 and k not in self.names.dated:
                    counts[tree.lemma[k].rstrip(".")] += 2 if pos == "PROPN" else 1
            self.topic = sorted(counts, key=lambda w: (-counts[w], w))[:TOPIC_WORDS]
        return self.topic


MOST_WORDS, TOPIC_WORDS = 24, 16


def _basis(tree: Tree, i: int, named: Named) -> str:
    inside = tree.start[tree.first[i]] <= named.start < tree.end[tree.last[i]]
    return "clause" if inside else "paragraph"


def _confidence(report: Report) -> float:
    """How sure a report is: by its parties, and by whether they stand in its own clause."""
    base = (
        0.5
        + 0.15 * min(2, len(report.parties))
        + (0.05 if report.when else 0)
        + (0.05 if report.where else 0)
    )
    return round(base - (0.15 if report.borrowed != "clause" else 0), 2)
