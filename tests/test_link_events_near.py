"""Linking only what a change can touch gives the events that linking everything gives."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from loader.link.events.decisions import EventDecisions
from loader.link.events.overview import Overview
from loader.link.events.pairs import Place
from loader.link.events.parts import occasions_near, occasions_of_all
from loader.linked import EventReport, Occasion, Party

Corpus = dict[int, EventReport]
KINDS = (
    ("CONSULT", "meeting", "meet"), ("CONSULT", "talks", "talks"), ("ASSAULT", "attack", "attack"),
    ("ASSAULT", "kill", "kill"), ("OTHER", "death", "death"),
)  # fmt: skip
PLACES = (
    ("Oslo", "NO", 59.9, 10.7),
    ("Bergen", "NO", 60.4, 5.3),
    ("Lagos", "NG", 6.5, 3.4),
    ("Norway", "NO", None, None),
)
FIRST = date(2024, 1, 1)


class InMemory:
    """Reports as a corpus has them, and which of them a correction spoke of before."""

    def __init__(self, reports: Corpus, corrected: Collection[int] = ()) -> None:
        self.reports = reports
        self._corrected = corrected
        self.read = 0

    def overview(self) -> Overview:
        some = [self.reports[id] for id in sorted(self.reports)]
        rows = (
            (r.id, r.article_id, r.type, r.mode, r.lemma, r.date_edtf, r.date_basis, r.about) for r in some
        )
        return Overview(rows, {report.article_id for report in some if report.published is None})

    def of(self, ids: Iterable[int], *, words: bool = False) -> Corpus:  # noqa: ARG002 (the words are there)
        found = {id: self.reports[id] for id in sorted(ids)}
        self.read += len(found)
        return found

    def named(self, articles: Collection[int], persons: Collection[str]) -> Iterator[tuple[Place, int]]:
        for report in self.reports.values():
            if report.article_id in articles:
                yield report.article_id, report.id
            for person in {party.person_id for party in report.parties} & set(persons):
                yield f"@{person}", report.id

    def corrected(self) -> Collection[int]:
        return self._corrected


class Maker:
    """Makes reports that have much in common."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.days = self.chance.choice((10, 60, 400))
        self.people = [Party(f"P{n}", "both", "NO", f"p{n}") for n in range(self.chance.choice((3, 12, 60)))]
        self.states = [
            Party(name, "both", name[:2].upper()) for name in ("Norway", "Sweden", "Denmark", "Nigeria")
        ]
        self.words = [f"w{n}" for n in range(self.chance.choice((12, 60, 400)))]
        self.dated = self.chance.choice((0.1, 0.4, 0.8))
        self.published = self.chance.choice((0.0, 0.5, 0.97))
        self.number = 0

    def day(self) -> date:
        return FIRST + timedelta(days=int(self.days * self.chance.random() ** 2))

    def stated(self) -> str:
        day = self.day()
        later = day + timedelta(days=self.chance.choice((1, 4, 40)))
        return self.chance.choice(
            (day.isoformat(),) * 6
            + (
                str(day)[:7],
                str(day)[:4],
                f"{day}/{later}",
                f"../{day}",
                f"XXXX-{str(day)[5:]}",
                f"XXXX-{str(day)[5:7]}",
            )
        )

    def report(self, article: int, published: str | None) -> EventReport:
        chance = self.chance
        self.number += 1
        type_, mode, lemma = chance.choice(KINDS)
        place = chance.choice(PLACES) if chance.random() < 0.4 else (None,) * 4
        parties = chance.sample(self.people, chance.choice((0, 1, 1, 2, 2))) + chance.sample(
            self.states, chance.choice((0, 0, 1, 2))
        )
        words = {
            chance.choice(self.words[: chance.choice((12, 400))]) for _ in range(chance.choice((1, 4, 20)))
        }
        if chance.random() < 0.2:
            words.add(f"{chance.randrange(3)}:boat")
        return EventReport(
            id=chance.randrange(10**6) * 1000 + self.number, article_id=article, published=published,
            type=type_, mode=mode, status=chance.choice(("happened",) * 8 + ("denied", "planned")), lemma=lemma,
            date_edtf=self.stated() if chance.random() < self.dated else None, date_basis="stated",
            place=place[0], country=place[1], latitude=place[2], longitude=place[3], confidence=0.8,
            parties=tuple(parties), about=" ".join(sorted(words)),
        )  # fmt: skip

    def article(self, number: int) -> list[EventReport]:
        published = self.day().isoformat() if self.chance.random() < self.published else None
        return [self.report(number, published) for _ in range(self.chance.choice((0, 2, 5, 9)))]

    def changed(self, corpus: Corpus) -> tuple[Corpus, set[int]]:
        """The corpus after a few changes, and the reports that may have changed."""
        after = dict(corpus)
        articles = sorted({report.article_id for report in corpus.values()})
        for _ in range(self.chance.choice((1, 1, 2, 5))):
            article = self.chance.choice(articles)
            match self.chance.randrange(5):
                case 0:
                    after |= {report.id: report for report in self.article(10**6 + self.chance.randrange(99))}
                case 1:
                    after = {id: report for id, report in after.items() if report.article_id != article}
                case 2 if after:
                    report = after[self.chance.choice(sorted(after))]
                    after[report.id] = replace(self.report(report.article_id, report.published), id=report.id)
                case 3:
                    published = self.chance.choice((None, self.day().isoformat()))
                    for report in list(after.values()):
                        if report.article_id == article:
                            after[report.id] = replace(report, published=published)
                case 4 if after:
                    report = after[self.chance.choice(sorted(after))]
                    after[report.id] = replace(
                        report, parties=(*report.parties[:1], self.chance.choice(self.people))
                    )
        return after, {id for id in corpus.keys() | after.keys() if corpus.get(id) != after.get(id)}


def everything(reports: Corpus, said: EventDecisions) -> dict[tuple[int, ...], Occasion]:
    source = InMemory(reports)
    parts = list(occasions_of_all(source.overview(), source, said))
    assert sorted(id for ids, *_ in parts for id in ids) == sorted(reports)
    return {occasion.members: occasion for _, found, _ in parts for occasion in found}


def decided(chance: random.Random, corpus: Corpus) -> EventDecisions:
    """What a user says of some reports, none of it contradicting the rest."""
    some = chance.sample(sorted(corpus), min(len(corpus), 6))
    same = tuple((*sorted(some[n : n + 2]), "") for n in (0,) if len(some) > 1)
    different = tuple((*sorted(some[n : n + 2]), "") for n in (2, 4) if len(some) > n + 1)
    return EventDecisions(same, different)


@pytest.mark.parametrize("seed", range(24))
def test_near_a_change_as_everywhere(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.link.events.parts.MOST", 9)
    for module in ("events.pairs", "events.area") if seed % 2 else ():
        monkeypatch.setattr(f"loader.link.{module}.LOOK_BACK", 2)
    maker = Maker(seed)
    corpus = {r.id: r for n in range(maker.chance.choice((8, 60, 200))) for r in maker.article(n)}
    said = decided(maker.chance, corpus) if corpus and seed % 3 == 0 else EventDecisions()
    occasions = everything(corpus, said)
    for _ in range(3):
        if not corpus:
            return
        after, changed = maker.changed(corpus)
        meant = {id for a, b, _ in (*said.same, *said.different) for id in (a, b)}
        if not meant <= after.keys():
            return
        source = InMemory(after, corrected=meant)
        before, now = ({id: c[id] for id in changed if id in c} for c in (corpus, after))
        near = occasions_near(source.overview(), source, before, now, said)
        fresh = everything(after, said)
        for inside, found, _ in near or ():
            kept = {
                o
                for o in occasions.values()
                if not changed & set(o.members) and not set(inside) & set(o.members)
            }
            assert {o.members: o for o in (*kept, *found)} == fresh
        corpus, occasions = after, fresh
