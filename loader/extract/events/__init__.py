"""Find events: who met, signed, struck, visited, ruled or resigned, when and where, as one article tells it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loader.edtf import bounds
from loader.extract.events.beside import Beside
from loader.extract.events.companions import Companions
from loader.extract.events.concrete import is_concrete
from loader.extract.events.fallback import date_leads
from loader.extract.events.modality import PLANNED, promised_type, standing
from loader.extract.events.named import Named, Names
from loader.extract.events.occasions import Report, group, lend, retype
from loader.extract.events.parties import parties_of, struck_at
from loader.extract.events.setting import Settings, When, Where
from loader.extract.events.slots import Slots
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import Entry, Trigger, find_triggers
from loader.model import Argument, Article, DateMention, EventMention, People, PlaceMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "both"})
ADDRESSED = frozenset({"said_must", "refuse_whom"})  # frames that tell nothing unless somebody is addressed
DIPLOMATIC = frozenset({"protest", "summon"})
GRAVE = frozenset({"ASSAULT", "COERCE", "ACCUSE"})
ENDS = (".", "!", "?", '"', "\u201d", "'", "\u2019", ":", ")")  # what a sentence of running text ends with
TITLE_CASE = 0.8  # share of capitals from which a sentence is printed as headlines are


def find_events(
    article: Article,
    doc: Doc,
    people: People,
    dates: Sequence[DateMention],
    places: Sequence[PlaceMention],
) -> tuple[EventMention, ...]:
    """The reports of events in an article, in order of their triggers."""
    tree = Tree(doc)
    names = Names(doc, tree, people, places)
    triggers = find_triggers(tree, names.is_person, names.place, names.taken(dates))
    reader = _Reader(article, tree, names, Settings(tree, names, dates, triggers, article.published))
    reports = [r for r in map(reader.read, triggers) if r is not None]
    retype(reports)
    group(reports)
    lend(reports)
    date_leads(reports, tree, article.published, names.timed)
    reports_of = Counter(r.occasion for r in reports)
    return tuple(
        reader.mention(r) for r in reports if reader.is_concrete(r, alone=reports_of[r.occasion] == 1)
    )


class _Reader:
    """Reads one article's triggers, in order."""

    def __init__(self, article: Article, tree: Tree, names: Names, settings: Settings) -> None:
        self.article, self.tree, self.names, self.settings = article, tree, names, settings
        self.slots = Slots(tree, names.is_person)
        self.companions = Companions(tree, names, self.slots)
        self.beside = Beside(tree, names.dated)
        self.paragraphs = [m.start() for m in re.finditer(r"\n\n", article.text)]

    def read(self, trigger: Trigger) -> Report | None:
        """What the trigger's own sentence says of its event; None where it tells of none."""
        tree, i = self.tree, trigger.i
        headline = self._is_headline(i)
        status = standing(tree, trigger, headline=headline)
        if status is None or (not headline and self._is_inside_a_name(i)):
            return None
        if (entry := self._of_governments(trigger)) is not None:
            trigger = replace(trigger, entry=entry)
        if status == PLANNED and (kind := promised_type(tree, trigger)) != trigger.entry.type:
            trigger = replace(trigger, entry=replace(trigger.entry, type=kind))
        parties = self.companions.resolve(trigger, parties_of(trigger, self.slots, self.names))
        if trigger.entry.frame in ADDRESSED and {role for role, _ in parties} != {"actor", "recipient"}:
            return None
        if trigger.entry.type in GRAVE or trigger.entry.mode == "death":
            parties = [(role, n) for role, n in parties if not self._is_unclear(n)]
        where = self.settings.where(trigger)
        if where is not None and trigger.entry.type in ("ASSAULT", "COERCE"):
            parties = parties + struck_at(where, parties)
        report = Report(
            trigger=trigger,
            lemma=tree.lemma[i],
            status=status,
            parties=parties,
            when=self._when(trigger, status),
            where=where,
            paragraph=bisect_right(self.paragraphs, tree.start[i]),
            definite=self._is_definite(i),
            is_noun=tree.pos[i] not in ("VERB", "AUX", "ADJ"),
            follows=self.companions.follows,
        )
        self.companions.remember(report)
        return report

    def _of_governments(self, trigger: Trigger) -> Entry | None:
        """What a government does when it `protests` or `summons`: it complains officially."""
        if self.tree.lemma[trigger.i] not in DIPLOMATIC or self.tree.pos[trigger.i] != "VERB":
            return None
        acting = self.slots.heads(trigger, "subj")
        country = any(self.names.country_at(k) for k in acting) and not any(map(self.names.is_town, acting))
        return replace(trigger.entry, type="ACCUSE", mode="diplomatic-protest") if country else None

    def _when(self, trigger: Trigger, status: str) -> When | None:
        """The date of a trigger; none that begins after publication for what has happened."""
        when, published = self.settings.when(trigger), self.article.published
        if when is None or published is None or status == PLANNED:
            return when
        start, _, _ = bounds(when.date.edtf)
        return None if start is not None and start > published else when

    def _is_inside_a_name(self, i: int) -> bool:
        tree = self.tree
        return i != tree.first[i] and tree.pos[i] == "VERB" and self.article.text[tree.start[i]].isupper()

    def _is_headline(self, i: int) -> bool:
        tree, text = self.tree, self.article.text
        if tree.start[i] < self.article.headline_end or self._is_title_case(tree.first[i], tree.last[i]):
            return True
        sentence = text[tree.start[tree.first[i]] : tree.end[tree.last[i]]]
        return not sentence.rstrip().endswith(ENDS)

    def _is_title_case(self, first: int, last: int) -> bool:
        pos = self.tree.pos
        words = [k for k in range(first, last + 1) if pos[k] in ("NOUN", "VERB", "ADJ", "PROPN", "ADV")]
        capitals = sum(self.article.text[self.tree.start[k]].isupper() for k in words)
        return (
            len(words) > 2 and capitals >= TITLE_CASE * len(words) and any(pos[k] != "PROPN" for k in words)
        )

    def _is_definite(self, i: int) -> bool:
        return self.tree.pos[i] not in ("VERB", "AUX") and any(
            self.tree.lower[k] in DEFINITE for k in self.tree.deps(i, "det", "poss", "predet")
        )

    def is_concrete(self, report: Report, *, alone: bool) -> bool:
        """Whether a report tells of one occasion, not of a kind of thing."""
        return is_concrete(
            self.tree, self.slots, report, headline=self._is_headline(report.trigger.i), alone=alone
        )

    def mention(self, report: Report) -> EventMention:
        """The report as a record, with the characters that say so."""
        tree, entry, i = self.tree, report.trigger.entry, report.trigger.i
        last = tree.last[i]
        while last > i and tree.pos[last] == "SPACE":
            last -= 1
        return EventMention(
            start=tree.start[i],
            end=tree.end[i],
            sentence_start=tree.start[tree.first[i]],
            sentence_end=tree.end[last],
            type=entry.type,
            mode=entry.mode,
            status=report.status,
            lemma=report.lemma,
            date_edtf=report.when.date.edtf if report.when else report.published,
            date_basis=report.when.date.basis if report.when else "published" if report.published else "none",
            place=report.where.name if report.where else None,
            confidence=min(_confidence(report), 0.5 if self._is_pointed_at(report) else 1.0),
            rule=entry.rule,
            arguments=tuple(self._arguments(report)),
            about=self.beside.words(i),
        )

    def _is_unclear(self, named: Named) -> bool:
        i = named.head
        return named.person is not None and self.tree.pos[i] == "PRON" and self.names.is_unclear(i)

    def _is_pointed_at(self, report: Report) -> bool:
        """Whether a grave thing is told of somebody by a pronoun, which may mean another."""
        tokens = {k for _, n in report.parties if n.person is not None for k in [n.head] if k >= 0}
        return report.trigger.entry.type in GRAVE and any(self.tree.pos[k] == "PRON" for k in tokens)

    def _arguments(self, report: Report) -> list[Argument]:
        i, when, where = report.trigger.i, report.when, report.where
        found: list[Argument] = []
        for role, n in report.parties:
            if not (
                where
                and report.trigger.entry.mode == "visit"
                and n.kind == "organisation"
                and n.start == where.start
            ):
                basis = report.borrowed if report.borrowed != "clause" else self._basis(i, n)
                found.append(Argument("party", role, n.name, n.person, n.country, n.start, n.end, basis))
        if when is not None:
            date = when.date
            found.append(
                Argument("date", None, date.edtf, None, None, date.start_char, date.end_char, when.basis)
            )
        if where is not None:
            found.append(_place(where))
        return found

    def _basis(self, i: int, named: Named) -> str:
        tree = self.tree
        return "clause" if tree.start[tree.first[i]] <= named.start < tree.end[tree.last[i]] else "paragraph"


def _place(where: Where) -> Argument:
    known = where.place
    return Argument(
        "place",
        None,
        where.name,
        None,
        known.country if known else None,
        where.start,
        where.end,
        where.basis,
        latitude=known.latitude if known else None,
        longitude=known.longitude if known else None,
    )


def _confidence(report: Report) -> float:
    """How sure a report is: by its parties, its date and place, and by whether its sentence names the parties."""
    known = 0.5 + 0.15 * min(2, len(report.parties)) + 0.05 * bool(report.when) + 0.05 * bool(report.where)
    if all(n.kind == "group" for _, n in report.parties):
        return 0.5
    return round(known - (0.15 if report.borrowed != "clause" else 0), 2)
