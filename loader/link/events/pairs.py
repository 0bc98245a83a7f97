"""Where reports meet: the keys under which those of one occasion are found, and their neighbours there in time.

A key belongs to one place: an article, a person or a stretch of time. So all that a report may be compared with lies
in its few places, however many reports there are.
"""

from __future__ import annotations

import datetime
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import combinations
from typing import TYPE_CHECKING

from loader.link.events.rules import EVER, Case, Days, Kind, alike, is_day, is_short
from loader.link.events.words import Telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

LOOK_BACK = 12  # reports under a key with which a later one is compared: news of one occasion comes in bursts
LEAST_SHARED = 2  # of the rare words of two reports, before all are compared
ENOUGH = 2  # persons of a report that need no words beside them to be linked by
MOST_PARTIES = 6
WORD = 4  # the tier of keys that are words
ANYTIME = "="  # of the reports that nothing dates, those with one word are a place: this mark and the word

Place = (
    int | str
)  # the id of an article, `@` and the id of a person, or a stretch of time as `times` names it
Key = tuple[
    Kind, Place, int, Hashable, Hashable
]  # the last three: the tier (the lower, the more it says), what is shared


def party_keys(case: Case) -> Iterator[Key]:
    """The keys of a report's parties, of its place and its day."""
    kind, article = case.kind, case.report.article_id
    some = sorted(case.parties)[:MOST_PARTIES]
    when = times_of(case)
    for one, other in combinations(some, 2):
        if one in case.persons or other in case.persons:
            person = one if one in case.persons else other
            yield kind, person, 0, one, other
        else:
            yield kind, article, 0, one, other
            for time in when if is_short(case) else ():
                yield kind, time, 0, one, other
    for name in some:
        yield kind, article, 1, name, ""
        if name in case.persons:
            yield kind, name, 2, name, case.report.lemma
        if case.dated and is_day(case):
            yield kind, when[0], 2, name, case.dated[0]
    if case.places:
        place = case.places[0][0]
        if case.dated and is_day(case):
            yield kind, when[0], 3, place, case.dated[0]
        elif case.day_of_year:
            yield kind, when[0], 3, place, case.day_of_year


def word_keys(case: Case, telling: Telling) -> Iterator[Key]:
    """The keys of the words that tell most, where persons do not tell more."""
    if len(case.persons) < ENOUGH:
        places: tuple[Place, ...] = (case.report.article_id, *times_of(case))
        for word in telling.rarest(case.told):
            for place in places:
                yield case.kind, ANYTIME + word if place == ANYTIME else place, WORD, word, ""


def times_of(case: Case) -> tuple[str, ...]:
    """The stretches of time of a report; see `times`."""
    return times(case.dated, case.day_of_year, case.window == EVER)


@lru_cache(maxsize=65536)
def times(dated: Days | None, day_of_year: str | None, ever: bool) -> tuple[str, ...]:
    """The stretches of time in which a report is compared with those of other articles.

    They are the months of its first and last day; without these, its day of an unknown year; and, where not even its
    publication says when it was (`ever`), `ANYTIME`. A report that only its publication dates is in none: the days of
    a running story are told with the same words.
    """
    if dated:
        first, last = (datetime.date.fromordinal(day).isoformat()[:7] for day in dated)
        return (first,) if first == last else (first, last)
    return (*([day_of_year] if day_of_year else ()), *([ANYTIME] if ever else ()))


class Pairs:
    """The pairs of cases, which lie in order of time, that are looked at: those under one key, both `inside`."""

    def __init__(self, cases: Sequence[Case], telling: Telling, inside: Collection[int] | None) -> None:
        import numpy as np

        self._cases = cases
        self._telling = telling
        days = np.array([case.days for case in cases], dtype=np.int64).reshape(-1, 2)
        self._first, self._last = days[:, 0], days[:, 1]
        self._yearless = np.array([bool(case.day_of_year) for case in cases], bool)
        self._inside = np.array([inside is None or case.report.id in inside for case in cases], bool)

    def by_parties(self) -> Iterator[tuple[int, int]]:
        """Those that share parties, or place and day: of closest agreement first, then in order of time."""
        import numpy as np

        earlier, later, tiers = self._found(party_keys, 1)
        order = np.lexsort((tiers, earlier, later))
        earlier, later, tiers = earlier[order], later[order], tiers[order]
        first = np.ones(len(order), bool)
        first[1:] = (earlier[1:] != earlier[:-1]) | (later[1:] != later[:-1])
        earlier, later, tiers = earlier[first], later[first], tiers[first]
        order = np.lexsort((-earlier, later, tiers))
        yield from zip(earlier[order].tolist(), later[order].tolist(), strict=True)

    def likest(self) -> Iterator[tuple[float, int, int]]:
        """(less the likeness, index, index) of reports that are alike by their words, each pair once."""
        import numpy as np

        size = len(self._cases)
        earlier, later, words = self._found(partial(word_keys, telling=self._telling), 2)
        codes = earlier * size + later
        order = np.lexsort((words, codes))
        codes, words = codes[order], words[order]
        first = np.ones(len(order), bool)  # of a word that two reports share at several places
        first[1:] = (codes[1:] != codes[:-1]) | (words[1:] != words[:-1])
        codes, counts = np.unique(codes[first], return_counts=True)
        for code in codes[counts >= LEAST_SHARED].tolist():
            x, y = divmod(code, size)
            if score := alike(self._cases[x], self._cases[y], self._telling):
                yield -score, x, y

    def _found(self, keys: Callable[[Case], Iterator[Key]], column: int) -> tuple[Ints, Ints, Ints]:
        """The pairs under keys that may have been at one time, a first, cheap `times_agree`; and a column of theirs."""
        import numpy as np

        known: dict[object, int] = {}
        table, owners = array("q"), array("q")
        together: Counter[tuple[Kind, Place]] = Counter(
            (case.kind, case.report.article_id) for case in self._cases
        )
        inside = np.flatnonzero(self._inside).tolist()
        wanted = None
        if len(inside) < len(self._cases):
            wanted = {key for owner in inside for key in keys(self._cases[owner])}
        for owner, case in enumerate(self._cases):
            for key in keys(case):
                kind, place, tier, one, other = key
                if together.get((kind, place)) == 1 or not (wanted is None or key in wanted):
                    continue  # nothing to meet there
                numbers = [known.setdefault(part, len(known)) for part in ((kind, place), one, other)]
                table.extend((numbers[0], tier, *numbers[1:]))
                owners.append(owner)
        found = [
            self._fit(a, b, rows[:, column])
            for a, b, rows in neighbours(
                np.array(table, dtype=np.int64).reshape(-1, 4), np.array(owners, dtype=np.int64)
            )
        ]
        earlier, later, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return earlier, later, values

    def _fit(self, a: Ints, b: Ints, values: Ints) -> tuple[Ints, Ints, Ints]:
        fit = (self._first[a] <= self._last[b]) & (self._first[b] <= self._last[a])
        fit |= self._yearless[a] | self._yearless[b]
        fit &= self._inside[a] & self._inside[b]
        return a[fit], b[fit], values[fit]


def neighbours(keys: Ints, owners: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Pairs (smaller, larger owner, their row of `keys`) of those under one key, `LOOK_BACK` apart at most.

    `keys` has a row for each entry of `owners`; equal rows are one key. A pair comes once for each key that it shares.
    """
    import numpy as np

    order = np.lexsort((owners, *keys.T[::-1]))
    keys, owners = keys[order], owners[order]
    begins = np.ones(len(owners), bool)
    begins[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    block = np.cumsum(begins)
    rows = np.arange(len(owners))
    for step in range(1, LOOK_BACK + 1):
        rows = rows[rows + step < len(owners)]
        rows = rows[block[rows] == block[rows + step]]
        yield owners[rows], owners[rows + step], keys[rows]
