"""Link reports of one event: those of one kind whose time, place and participants agree, within and across articles."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from loader.link.event_decisions import APART, JOINED, EventDecisions
from loader.link.event_pairs import neighbours
from loader.link.event_rules import ENOUGH, Case, Telling, agreement, alike, case_of, joined, same_words
from loader.link.event_summary import event_of
from loader.linked import EventReport, LinkedEvent, Occasion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SAMPLE = 6  # reports of an occasion that speak for it when two are compared as wholes
LEAST_SHARED = 2  # of the rare words of two reports, before all are compared
ON_THE_WHOLE = 0.22  # mean likeness from which two occasions are one

_NONE = EventDecisions()


def link_events(reports: Iterable[EventReport], said: EventDecisions = _NONE) -> tuple[LinkedEvent, ...]:
    """One event an occasion, in order of id (the smallest id among its reports); see `find_occasions`."""
    known = {report.id: report for report in reports}
    return tuple(
        event_of([known[id] for id in occasion.members], occasion.reasons)
        for occasion in find_occasions(known.values(), said)
    )


def find_occasions(reports: Iterable[EventReport], said: EventDecisions = _NONE) -> tuple[Occasion, ...]:
    """The occasions that reports tell of, each report in one, in order of id (the smallest among the reports').

    Two reports are of one occasion when their type is the same and mode, date, place and status do not contradict each
    other, and they share enough: parties (`event_rules.agreement`), else words (`event_rules.alike`), the likest first.
    What the user `said` comes before all that. The result does not depend on the order of `reports`.
    """
    some = sorted(reports, key=lambda report: report.id)
    telling = Telling(some)
    cases = sorted(map(case_of, some), key=lambda case: (case.days[0], case.report.id))
    clusters = _Clusters(cases, telling)
    clusters.obey(said)
    when = _When(cases)
    for a, b in _by_parties(cases, when):
        clusters.join_by_parties(a, b)
    for _, a, b in sorted(_likest(cases, telling, when)):
        clusters.join_by_words(a, b)
    return tuple(sorted(clusters.occasions(), key=lambda occasion: occasion.members))


def _by_parties(cases: list[Case], when: _When) -> Iterator[tuple[int, int]]:
    """Pairs that share parties, or place and day: those of closest agreement first, then in order of time."""
    import numpy as np

    number = _Numbers()
    keys, owners = array("q"), array("q")
    for n, case in enumerate(cases):
        kind = number.of(case.kind)
        for tier, one, other in case.blocks():
            keys.extend((tier, kind, number.of(one), number.of(other)))
            owners.append(n)
    table = np.array(keys, dtype=np.int64).reshape(-1, 4)
    found = [
        when.fit(a, b, table[row, 0]) for a, b, row in neighbours(table, np.array(owners, dtype=np.int64))
    ]
    earlier, later, tiers = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((tiers, earlier, later))
    earlier, later, tiers = earlier[order], later[order], tiers[order]
    first = np.ones(len(order), bool)
    first[1:] = (earlier[1:] != earlier[:-1]) | (later[1:] != later[:-1])
    earlier, later, tiers = earlier[first], later[first], tiers[first]
    order = np.lexsort((-earlier, later, tiers))
    yield from zip(earlier[order].tolist(), later[order].tolist(), strict=True)


def _likest(cases: list[Case], telling: Telling, when: _When) -> Iterator[tuple[float, int, int]]:
    """(less the likeness, index, index) of reports that are alike by their words, each pair once."""
    import numpy as np

    number = _Numbers()
    keys, owners = array("q"), array("q")
    for n, case in enumerate(cases):
        if len(case.persons) < ENOUGH:  # persons make words needless
            kind = number.of(case.kind)
            for word in telling.rarest(case.report):
                keys.extend((kind, number.of(word)))
                owners.append(n)
    table = np.array(keys, dtype=np.int64).reshape(-1, 2)
    found = [when.fit(a, b, row) for a, b, row in neighbours(table, np.array(owners, dtype=np.int64))]
    earlier, later, _ = (np.concatenate(part) for part in zip(*found, strict=True))
    codes, words = np.unique(earlier * len(cases) + later, return_counts=True)
    for code in codes[words >= LEAST_SHARED].tolist():
        x, y = divmod(code, len(cases))
        if score := alike(cases[x], cases[y], telling):
            yield -score, x, y


class _Numbers:
    """Small numbers for keys of blocks."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}

    def of(self, key: object) -> int:
        """The number of a key: equal for equal keys."""
        return self._known.setdefault(key, len(self._known))


class _When:
    """The days of all cases as arrays."""

    def __init__(self, cases: list[Case]) -> None:
        import numpy as np

        days = np.array([case.days for case in cases], dtype=np.int64).reshape(-1, 2)
        self._first, self._last = days[:, 0], days[:, 1]
        self._yearless = np.array(
            [case.dated is None and case.day_of_year is not None for case in cases], bool
        )

    def fit(self, a: Ints, b: Ints, *others: Ints) -> tuple[Ints, ...]:
        """The pairs that may have been at one time, with what belongs to each; a first, cheap `times_agree`."""
        fit = (self._first[a] <= self._last[b]) & (self._first[b] <= self._last[a])
        fit |= self._yearless[a] | self._yearless[b]
        return a[fit], b[fit], *(other[fit] for other in others)


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
        for a, b, _ in said.same:
            x, y = self._find(place[a]), self._find(place[b])
            if x != y:
                self._join(x, y, JOINED)
        for a, b, _ in said.different:
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
        scores = [same_words(self.cases[m], self.cases[n], self.telling) for m in ours for n in theirs]
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
