"""Link reports of one event: those of one kind whose time, place and participants agree, within and across articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from loader.link.events.decisions import APART, JOINED, EventDecisions
from loader.link.events.pairs import Pairs
from loader.link.events.rules import Case, agreement, case_of, joined
from loader.link.events.summary import event_of
from loader.link.events.words import Telling, buckets, counted
from loader.linked import EventReport, LinkedEvent, Occasion

SAMPLE = 6  # reports of an occasion that speak for it when two are compared as wholes
ON_THE_WHOLE = 0.22  # mean likeness from which two occasions are one

_NONE = EventDecisions()


def link_events(reports: Iterable[EventReport], said: EventDecisions = _NONE) -> tuple[LinkedEvent, ...]:
    """One event an occasion, in order of id (the smallest id among its reports); see `find_occasions`."""
    known = {report.id: report for report in reports}
    telling = Telling(len(known), counted(buckets(report.about for report in known.values())[0]))
    return tuple(
        event_of([known[id] for id in occasion.members], occasion.reasons)
        for occasion in find_occasions(known.values(), telling, said)
    )


def find_occasions(
    reports: Iterable[EventReport],
    telling: Telling,
    said: EventDecisions = _NONE,
    inside: Collection[int] | None = None,
) -> tuple[Occasion, ...]:
    """The occasions that reports tell of, each report in one, in order of id (the smallest among the reports').

    Two reports are of one occasion when their type is the same and mode, date, place and status do not contradict each
    other, and they share enough: parties (`event_rules.agreement`), else words (`event_rules.alike`), the likest first.
    What the user `said` comes before all that. The result does not depend on the order of `reports`.

    With `inside`, the occasions of these reports (ids) alone: the others only say who is whose neighbour.
    """
    cases = sorted(map(case_of, reports), key=lambda case: (case.days[0], case.report.id))
    clusters = _Clusters(cases, telling)
    clusters.obey(said)
    pairs = Pairs(cases, telling, inside)
    for a, b in pairs.by_parties():
        clusters.join_by_parties(a, b)
    for _, a, b in sorted(pairs.likest()):
        clusters.join_by_words(a, b)
    found = (o for o in clusters.occasions() if inside is None or o.members[0] in inside)
    return tuple(sorted(found, key=lambda occasion: occasion.members))


class _Clusters:
    """Occasions as they grow: a union of reports, each kept free of contradictions."""

    def __init__(self, cases: list[Case], telling: Telling) -> None:
        self.cases = cases
        self.telling = telling
        self.leader = list(range(len(cases)))
        self.members: dict[int, list[int]] = {}
        self.merged: dict[int, tuple[Case, ...]] = {}
        self.reasons: dict[int, set[str]] = {}
        self.apart: dict[int, set[int]] = {}

    def obey(self, said: EventDecisions) -> None:
        """Joins what the user says is one event, and notes what never may be."""
        meant = {id for a, b, _ in (*said.same, *said.different) for id in (a, b)}
        place = {case.report.id: n for n, case in enumerate(self.cases) if case.report.id in meant}
        same, different = (
            [(a, b) for a, b, _ in pairs if a in place and b in place]
            for pairs in (said.same, said.different)
        )
        for a, b in same:
            x, y = self._find(place[a]), self._find(place[b])
            if x != y:
                self._join(x, y, JOINED)
        for a, b in different:
            x, y = self._find(place[a]), self._find(place[b])
            for one, other in ((x, y), (y, x)):
                self.apart.setdefault(one, set()).add(other)
                self.reasons.setdefault(one, set()).add(APART)

    def _find(self, n: int) -> int:
        while self.leader[n] != n:
            self.leader[n] = self.leader[self.leader[n]]
            n = self.leader[n]
        return n

    def join_by_parties(self, a: int, b: int) -> None:
        """Joins the occasions of two reports that share parties."""
        x, y = self._find(a), self._find(b)
        if x != y and (reason := agreement(self.cases[a], self.cases[b])):
            self._join(x, y, reason)

    def join_by_words(self, a: int, b: int) -> None:
        """Joins the occasions of two reports that are alike, where their other reports are so on the whole."""
        x, y = self._find(a), self._find(b)
        if x == y:
            return
        ours, theirs = self.members.get(x, [x])[:SAMPLE], self.members.get(y, [y])[:SAMPLE]
        scores = [self.telling.shared(self.cases[m].told, self.cases[n].told) for m in ours for n in theirs]
        if sum(scores) / len(scores) >= ON_THE_WHOLE:
            self._join(x, y, "same words")

    def _join(self, x: int, y: int, reason: str) -> None:
        """Makes two occasions one, unless the user or something in one contradicts the other."""
        ours, theirs = self.merged.get(x, (self.cases[x],)), self.merged.get(y, (self.cases[y],))
        union = _union(ours, theirs) or (ours + theirs if reason == JOINED else None)
        if union is None or y in self.apart.get(x, ()):
            return
        x, y = min(x, y), max(x, y)
        if y in self.apart:
            self.apart.setdefault(x, set()).update(self.apart[y])
            for other in self.apart.pop(y):
                self.apart[other] = self.apart[other] - {y} | {x}
        self.leader[y] = x
        self.merged[x] = union
        self.members[x] = self.members.get(x, [x]) + self.members.pop(y, [y])
        self.reasons[x] = self.reasons.get(x, set()) | self.reasons.pop(y, set()) | {reason}

    def occasions(self) -> Iterator[Occasion]:
        """Every occasion, with why its reports are together, or apart from others."""
        for n, leader in enumerate(self.leader):
            if leader == n:
                members = sorted(self.cases[m].report.id for m in self.members.get(n, [n]))
                yield Occasion(tuple(members), tuple(sorted(self.reasons.get(n, ()))))


def _union(ours: tuple[Case, ...], theirs: tuple[Case, ...]) -> tuple[Case, ...] | None:
    """Two occasions as one; None where they contradict each other.

    An occasion is more than one case only where the user joined what contradicts itself: a match with one is enough.
    """
    for p in ours:
        for q in theirs:
            if both := joined(p, q):
                return (both, *(case for case in (*ours, *theirs) if case is not p and case is not q))
    return None
