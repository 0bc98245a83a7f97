"""Number what search can find: small numbers, a function of the set of ids, whatever its history.

Numbers lie below about four times as many as there are ids, where a search index is half as large as with the ids
themselves. Each id stands at the number that its hash gives it, its home, or at the next that those before it leave
free (a hash table with linear probing in order of the hashes, Amble and Knuth 1974), so that one id more moves few
others: those of its run, numbers taken without a gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from loader.store.ids import ARTICLE_BITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def bits_for(count: int) -> int:
    """How many bits of its hash give an id its home among so many."""
    return max(count - 1, 0).bit_length() + 1


def slots(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids in order of their hashes, and the number of each."""
    import numpy as np

    hashes = ids & ((1 << ARTICLE_BITS) - 1)
    order = np.lexsort((ids, hashes))
    count = np.arange(len(ids))
    homes = hashes[order] >> (ARTICLE_BITS - bits_for(len(ids)))
    numbers = np.maximum.accumulate(homes - count) + count + 1
    return ids[order], numbers


_NONE = (1 << 62, 0)  # beyond all numbers


class Taken(Protocol):
    """The numbers that are taken, as they are stored."""

    def below(self, number: int) -> Iterator[tuple[int, int]]:
        """(number, id) of those below a number, highest first."""

    def upwards(self, number: int) -> Iterator[tuple[int, int]]:
        """(number, id) of those from a number on, lowest first."""


class Numbering:
    """The numbers of a stored set of ids, of which some go and some come while the bits stay the same."""

    def __init__(self, taken: Taken, bits: int) -> None:
        self._taken, self._shift = taken, ARTICLE_BITS - bits

    def number(self, id: int) -> int:
        """The stored number of an id. Raises LookupError where it has none."""
        for number, other in self._taken.upwards(self._home(id)):
            if other == id:
                return number
            if self._place(other) > self._place(id):
                break
        raise LookupError(id)

    def moved(self, come: Collection[int], gone: Collection[int]) -> dict[int, int]:
        """The new numbers of the ids that come, and of those that must move: as `slots` would give all."""
        found: dict[int, int] = {}
        changes = sorted({*come, *gone}, key=self._place)
        at = 0
        while at < len(changes):
            start = self._start(self._home(changes[at]))
            at = self._run(start, changes, at, set(gone), found)
        return found

    def _run(
        self, start: int, changes: list[int], first: int, gone: Collection[int], found: dict[int, int]
    ) -> int:
        """Numbers one run anew, and those that it grows into; the place of the next change beyond them.

        Each id gets its home, or else the number after the last one: what follows a gap keeps its own.
        """
        at, last = first, start - 1
        before = last  # the last number read, as it was
        stored = self._taken.upwards(start)
        number, id = next(stored, _NONE)
        while True:
            within = number == before + 1 or number <= last
            if at < len(changes) and (not within or self._place(changes[at]) <= self._place(id)):
                change = changes[at]
                if not within and self._home(change) > max(last, before + 1) and at > first:
                    return at
                at += 1
                if change not in gone:
                    last = found[change] = max(self._home(change), last + 1)
                    continue
            elif within:
                last = max(self._home(id), last + 1)
                if last != number:
                    found[id] = last
            else:
                return at
            before = number
            number, id = next(stored, _NONE)

    def _start(self, number: int) -> int:
        """Where the run that a number is in, or would continue, begins."""
        for other, _ in self._taken.below(number):
            if other != number - 1:
                break
            number = other
        return number

    def _home(self, id: int) -> int:
        return (self._place(id)[0] >> self._shift) + 1

    @staticmethod
    def _place(id: int) -> tuple[int, int]:
        return id & ((1 << ARTICLE_BITS) - 1), id
