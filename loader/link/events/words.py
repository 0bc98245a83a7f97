"""What the words beside a trigger tell: the rarer among all reports, the more.

Words are counted in buckets, by a hash: a table of fixed size, made from all text at once (a rolling hash: Karp and
Rabin, "Efficient randomized pattern-matching algorithms", 1987). Two words rarely share one; they then tell alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.int32]
    Buckets = NDArray[np.int32]
    Sizes = NDArray[np.int64]

LEAST_WORDS = 3  # a sentence that says less than this beside its trigger is like any other
MOST_WORDS = 14  # the words of a report by which it is found, the rarest ones
FIXED, LITTLE = "=", 1  # the mark of countries and places among words, and the weight of each
BITS = 22  # of a bucket's number
BASE, MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93  # odd numbers, whose bits look random
WHOLE = (1 << 64) - 1


class Telling:
    """What words tell where there are so many reports, and so many of them in each bucket (`counts`).

    The weight of a word is how many times rarer it is than all reports, in steps of four; words of a single report
    tell nothing, a country or place a little. (In steps, so that a weight rarely changes when a report comes: see
    `event_area`.)
    """

    def __init__(self, reports: int, counts: Counts) -> None:
        self.reports = step(reports)
        self._weights = _Weights(self.reports, counts)
        self.weighed = lru_cache(maxsize=65536)(self._weighed)

    def _weighed(self, told: str) -> tuple[Mapping[str, int], int]:
        """The words of a report with their weights, and the sum of these."""
        weights = self._weights
        words = {word: weight for word in told.split() if (weight := weights[word])}
        return words, sum(words.values())

    def weight(self, word: str) -> int:
        """What a word tells."""
        return self._weights[word]

    def rarest(self, told: str) -> list[str]:
        """The words of a report that tell most."""
        words, _ = self.weighed(told)
        some = [word for word in words if not word.startswith(FIXED)]
        return sorted(some, key=lambda word: (-words[word], word))[:MOST_WORDS]

    def shared(self, one: str, other: str) -> float:
        """How much of what the shorter of two sentences tells beside the trigger is in the other, from 0 to 1."""
        (ours, weight), (theirs, least) = self.weighed(one), self.weighed(other)
        least = min(weight, least)
        if least < LEAST_WORDS:
            return 0.0
        return sum(map(ours.__getitem__, ours.keys() & theirs.keys())) / least


class _Weights(dict[str, int]):
    """The weight of each word, reckoned when it is first wanted."""

    def __init__(self, reports: int, counts: Counts) -> None:
        super().__init__()
        self._reports, self._counts = reports, counts

    def __missing__(self, word: str) -> int:
        if word.startswith(FIXED):
            self[word] = LITTLE
        else:
            count = int(self._counts[bucket(word)])
            self[word] = self._reports - step(count) if count > 1 else 0
        return self[word]


def step(count: int) -> int:
    """How many times a count is four times another, from one on: 1 to 3 give 0, 4 to 15 give 1."""
    return (count.bit_length() - 1) // 2


def bucket(word: str) -> int:
    """The bucket of a word."""
    value = 0
    for byte in reversed(word.encode()):
        value = (value * BASE + byte) & WHOLE
    return (value * MIX & WHOLE) >> (64 - BITS)


def buckets(reports: Iterable[str]) -> tuple[Buckets, Sizes]:
    """The bucket of each word of reports, one report after the other, and how many words each has; words have a space
    between them, and no other in them."""
    import numpy as np

    text = np.frombuffer("\n".join(reports).encode(), dtype=np.uint8)
    ends = np.append(np.flatnonzero(text <= ord(" ")), len(text))
    starts = np.append(0, ends[:-1] + 1)
    powers, inverses = _powers(1 << len(text).bit_length())
    sums = np.append(np.uint64(0), np.cumsum(text * powers[: len(text)]))
    values = (sums[ends] - sums[starts]) * inverses[starts] * np.uint64(MIX)
    lines = np.flatnonzero(text == ord("\n"))
    sizes = np.bincount(np.searchsorted(lines, starts)[ends > starts], minlength=len(lines) + 1)
    return (values >> np.uint64(64 - BITS)).astype(np.int32)[ends > starts], sizes


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """So many powers of `BASE`, and what undoes each, both within 64 bits."""
    import numpy as np

    powers, inverses = (np.full(size, base, np.uint64) for base in (BASE, pow(BASE, -1, 1 << 64)))
    powers[0] = inverses[0] = 1
    np.multiply.accumulate(powers, out=powers)
    np.multiply.accumulate(inverses, out=inverses)
    return powers, inverses


def counted(words: Buckets) -> Counts:
    """How many words each bucket has."""
    import numpy as np

    return np.bincount(words, minlength=1 << BITS).astype(np.int32)
