"""What a change can touch: the reports whose events must be made anew, found without a look at all the others.

Two reports interact only where a rule may join them: an edge. So occasions are a matter of the reports that hang
together by edges, and where none of these came, went or changed, they stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loader.link.events.pairs import LOOK_BACK, WORD, Key, Place, party_keys, word_keys
from loader.link.events.rules import Case, Kind, agreement, alike, case_of
from loader.link.events.words import Telling
from loader.linked import EventReport

Spot = tuple[int, int]  # first day and id of a report: under each key, reports lie in this order
Fetch = Callable[[Collection[tuple[Kind, Place]], Collection[int]], Iterable[EventReport]]
"""Gives all reports at places, as they are now, but for those with some ids."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Reports by id as they were `before` and are `after`, and what words told `then` and tell `now`.

    `others` are those of which no more may have changed than what their words tell, or what the user says of them.
    """

    before: Mapping[int, EventReport]
    after: Mapping[int, EventReport]
    others: Mapping[int, EventReport]
    then: Telling
    now: Telling


@dataclass(frozen=True, slots=True)
class Area:
    """The reports (ids) whose events must be made anew, and all those (`known`) near which one of them lies."""

    inside: set[int]
    known: list[EventReport]


@dataclass(slots=True)
class _State:
    """Reports and the keys under which they lie, before a change or after it."""

    telling: Telling
    cases: dict[int, Case] = field(default_factory=dict)
    under: dict[Key, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    sorted: set[Key] = field(default_factory=set)
    edges: dict[tuple[int, int, bool], bool] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        self.cases[case.report.id] = case
        for key in self.keys(case):
            self.under[key].append(_spot(case))
            self.sorted.discard(key)

    def keys(self, case: Case) -> list[Key]:
        return [*party_keys(case), *word_keys(case, self.telling)]

    def line(self, key: Key) -> list[Spot]:
        """The reports under a key, in order."""
        if key not in self.sorted:
            self.under[key].sort()
            self.sorted.add(key)
        return self.under[key]

    def is_edge(self, one: Spot, other: Spot, tier: int) -> bool:
        """Whether a rule may join two reports that share a key of that tier."""
        a, b = min(one, other)[1], max(one, other)[1]
        known = a, b, tier == WORD
        if known not in self.edges:
            x, y = self.cases[a], self.cases[b]
            self.edges[known] = bool(alike(x, y, self.telling) if tier == WORD else agreement(x, y))
        return self.edges[known]


def find_area(changes: Changes, fetch: Fetch, most: int) -> Area | None:
    """The area of changes, whose reports are fetched as needed; None where it takes more than so many."""
    before, after = _State(changes.then), _State(changes.now)
    for state, those in ((before, changes.before), (after, changes.after)):
        for report in {**changes.others, **those}.values():
            state.add(case_of(report))
    hot = before.cases.keys() | after.cases.keys()
    asked: set[tuple[Kind, Place]] = set()

    def load(keys: Iterable[Key]) -> bool:
        places = {key[:2] for key in keys} - asked
        asked.update(places)
        for report in fetch(places, after.cases.keys()) if places else ():
            after.add(case_of(report))
        return len(after.cases) <= most

    own = before.under.keys() | after.under.keys()
    if not load(own):
        return None
    for id, case in after.cases.items():
        if id not in hot:
            before.cases[id] = case
    for key in own:
        before.under[key] += [spot for spot in after.under[key] if spot[1] not in hot]
        before.sorted.discard(key)
    inside = (after.cases.keys() & hot) | _touched(own, hot, before, after)
    inside &= after.cases.keys()
    return (
        Area(inside, [case.report for case in after.cases.values()]) if _close(inside, after, load) else None
    )


def _touched(keys: Iterable[Key], hot: Collection[int], before: _State, after: _State) -> set[int]:
    """The reports with edges that came or went: those of changed reports, and those between which another stands now,
    or no longer does."""
    touched: set[int] = set()
    for key in keys:
        then, now = before.line(key), after.line(key)
        marks = {spot for spot in (*then, *now) if spot[1] in hot}
        old, new = _across(then, marks), _across(now, marks)
        for a, b in old:
            if ((a, b) not in new or a[1] in hot or b[1] in hot) and before.is_edge(a, b, key[2]):
                touched |= {a[1], b[1]}
        for a, b in new - old:
            if after.is_edge(a, b, key[2]):
                touched |= {a[1], b[1]}
    return touched


def _across(line: Sequence[Spot], marks: Iterable[Spot]) -> set[tuple[Spot, Spot]]:
    """The neighbours under a key between which a mark lies, or of which one is a mark."""
    found: set[tuple[Spot, Spot]] = set()
    for mark in marks:
        place = bisect_left(line, mark)
        for first in range(max(0, place - LOOK_BACK), min(place + 1, len(line))):
            for second in range(max(first + 1, place), min(first + LOOK_BACK + 1, len(line))):
                found.add((line[first], line[second]))
    return found


def _close(inside: set[int], after: _State, load: Callable[[Iterable[Key]], bool]) -> bool:
    """Adds to some reports all that hang together with them; whether that could be had."""
    edge_of = sorted(inside)
    while edge_of:
        keys = {id: after.keys(after.cases[id]) for id in edge_of}
        if not load(key for own in keys.values() for key in own):
            return False
        found = {other for id in edge_of for other in _joined(after.cases[id], keys[id], inside, after)}
        inside |= found
        edge_of = sorted(found)
    return True


def _joined(case: Case, keys: Iterable[Key], inside: Collection[int], after: _State) -> Iterator[int]:
    """The reports, of those not inside, that have an edge with a report."""
    own = _spot(case)
    for key in keys:
        line = after.line(key)
        place = bisect_left(line, own)
        for other in line[max(0, place - LOOK_BACK) : place + LOOK_BACK + 1]:
            if other[1] not in inside and after.is_edge(own, other, key[2]):
                yield other[1]


def _spot(case: Case) -> Spot:
    return case.days[0], case.report.id
