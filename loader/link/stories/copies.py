"""Find near copies: pairs of fingerprints one of which holds much of the other, among all or around a few of them.

Fingerprints that share shingles are candidates, and those that share enough are copies. What a pair shares depends on
the two, on which shingles are boilerplate and, for shingles of many, on who stands between them in the order of
articles. `Pile.copies` finds the same copies of a few fingerprints as among all, and `disturbed` those that what came
and went elsewhere can make copies or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from loader.linked import Copy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SHARED = 0.3  # containment from which two articles have a source in common; unrelated pairs stay below .17
LEAST_OF_LONGER = 0.05  # a smaller piece of the longer one is a passage, not its story
LEAST_SHARED = 4  # fewer common shingles than this are chance, however short the texts are
COMMON_SHARE, COMMON_COUNT = 0.01, 100  # a shingle in more articles than both allow is boilerplate
ALL_PAIRS = (
    24  # a shingle in at most so many articles makes each two of them candidates, else neighbours only
)
SAMPLED = 4  # fingerprints of long texts hold multiples of this only (loader.extract.shingles.SAMPLE)
HASH_BITS = 40
ABSENT = 1 << 62  # above every article's id
_BUCKETS = 1 << 20  # in which shingles are counted roughly, at first
_PART = 1 << 20  # about so many shingles, or pairs, at a time: bounds memory


def limit_of(articles: int) -> int:
    """In how many of so many articles a shingle may be that is no boilerplate.

    It is the same until they are twice as many, so that an article more seldom changes what all others share.
    """
    power = 1 << articles.bit_length() >> 1
    return max(COMMON_COUNT, int(COMMON_SHARE * power))


class _Rows(NamedTuple):
    """Where shingles stand: different ones in order, and for each place the number of its shingle and whose it is."""

    shingles: Ints
    which: Ints
    owners: Ints


class Prints:
    """Fingerprints: the sorted shingles of the n-th are `values[bounds[n]:bounds[n + 1]]`."""

    def __init__(self, values: Ints, bounds: Ints, sampled: Ints) -> None:
        """`sampled` is how many of its shingles each would have if it were of a long text."""
        import numpy as np

        self.values, self.bounds, self.sampled = values, bounds, sampled
        self.lengths = np.diff(bounds)
        self._crowded: dict[int, _Rows] = {}

    def owners(self, rows: Ints) -> Ints:
        """Which fingerprints rows of `values` belong to."""
        return self.bounds.searchsorted(rows, "right") - 1

    def rows_of(self, numbers: Ints) -> Ints:
        """The rows of `values` of these fingerprints, one after another."""
        import numpy as np

        lengths = self.lengths[numbers]
        begin = np.repeat(self.bounds[numbers] - np.cumsum(lengths) + lengths, lengths)
        return begin + np.arange(len(begin))

    def rows_with(self, wanted: Ints) -> _Rows:
        """The rows of these shingles, which are in order."""
        import numpy as np

        size = 1 << (32 * len(wanted)).bit_length()
        may_be = np.zeros(size, bool)
        may_be[_bucket(wanted, size)] = True
        rows = np.flatnonzero(np.concatenate([may_be[_bucket(part, size)] for part in self.parts()]))
        which = wanted.searchsorted(self.values[rows])
        which[which == len(wanted)] = 0
        there = wanted[which] == self.values[rows]
        return _Rows(wanted, which[there], self.owners(rows[there]))

    def crowded(self, limit: int) -> _Rows:
        """The rows of shingles that may be in more than `limit` fingerprints: all are counted in few buckets."""
        import numpy as np

        if limit not in self._crowded:
            counted = np.zeros(_BUCKETS, np.int64)
            for part in self.parts():
                counted += np.bincount(_bucket(part, _BUCKETS), minlength=_BUCKETS)
            full = counted > limit
            rows = np.flatnonzero(np.concatenate([full[_bucket(part, _BUCKETS)] for part in self.parts()]))
            shingles, which = np.unique(self.values[rows], return_inverse=True)
            self._crowded[limit] = _Rows(shingles, which, self.owners(rows))
        return self._crowded[limit]

    def parts(self) -> Iterator[Ints]:
        """All of `values`, some at a time."""
        for start in range(0, len(self.values) or 1, _PART):
            yield self.values[start : start + _PART]


class _Index(NamedTuple):
    """Who shares shingles: the fingerprint in place p meets those in the `reach[p]` places after it.

    Fingerprints are told by their ranks, their places in a `Pile`; those that share a shingle stand together, lowest
    first.
    """

    ranks: NDArray[np.int32]
    reach: NDArray[np.uint8]


class Pile:
    """The fingerprints that there are at a time, in order of article, and the pairs of copies among them."""

    def __init__(self, prints: Prints, first: Ints, limit: int) -> None:
        """`first` gives, for each fingerprint, the smallest article that has it, or ABSENT where none has it.

        Of those that are equal, one at most is there. Shingles of more than `limit` fingerprints are boilerplate.
        """
        import numpy as np

        self.prints, self.first, self.limit = prints, first, limit
        self.size = int(np.count_nonzero(first != ABSENT))
        self.order = np.argsort(first, kind="stable")[: self.size]
        self.rank = np.full(len(first), -1)
        self.rank[self.order] = np.arange(self.size)
        crowded = prints.crowded(limit)
        there = self.rank[crowded.owners] >= 0
        common = np.bincount(crowded.which[there], minlength=len(crowded.shingles)) > limit
        self.common = crowded.shingles[common]
        there &= common[crowded.which]
        which, owners = crowded.which[there], crowded.owners[there]
        sampled = crowded.shingles[which] & SAMPLED - 1 == 0
        self._ordinary = prints.lengths - np.bincount(owners, minlength=len(first))
        self._sampled = prints.sampled - np.bincount(owners[sampled], minlength=len(first))

    def copies(self, of: Ints | None = None) -> Iterator[tuple[int, int, Copy]]:
        """Every pair of copies, with the numbers of both fingerprints; only those of `of` where that is given."""
        import numpy as np

        wanted = None
        if of is not None:
            wanted = np.zeros(self.size, bool)
            wanted[self.rank[of]] = True
        for codes, tallies in self._candidates(self._index(of), wanted):
            a, b = self.order[codes // self.size], self.order[codes % self.size]
            shorter = np.minimum(self.prints.lengths[a], self.prints.lengths[b])
            # A full short print against a sampled long one can share a quarter only.
            enough = (tallies >= LEAST_SHARED // 2) & (tallies >= SHARED / SAMPLED / 2 * shorter)
            yield from self.compared(a[enough], b[enough])

    def compared(self, a: Ints, b: Ints) -> Iterator[tuple[int, int, Copy]]:
        """Those of the pairs (a[n], b[n]) that share enough for one story."""
        import numpy as np

        ends = np.cumsum(self.prints.lengths[a] + self.prints.lengths[b])
        cuts = np.unique(ends.searchsorted(np.arange(0, ends[-1:].sum(), _PART)))
        for low, high in pairwise([*cuts.tolist(), len(a)]):
            yield from self._compared(a[low:high], b[low:high])

    def _compared(self, a: Ints, b: Ints) -> Iterator[tuple[int, int, Copy]]:
        import numpy as np

        both = self._both(a, b)
        whole = self.prints.sampled < self.prints.lengths  # of a text so short that all its shingles are kept
        apart = whole[a] != whole[b]
        of_a = np.where(apart, self._sampled[a], self._ordinary[a])
        of_b = np.where(apart, self._sampled[b], self._ordinary[b])
        a_in_b, b_in_a = (both / np.maximum(size, 1) for size in (of_a, of_b))
        copies = both >= LEAST_SHARED
        copies &= (np.maximum(a_in_b, b_in_a) >= SHARED) & (np.minimum(a_in_b, b_in_a) >= LEAST_OF_LONGER)
        for n in np.flatnonzero(copies).tolist():
            one, other = int(a[n]), int(b[n])
            ids = int(self.first[one]), int(self.first[other])
            yield one, other, Copy(*ids, round(float(a_in_b[n]), 4), round(float(b_in_a[n]), 4))

    def _both(self, a: Ints, b: Ints) -> Ints:
        """How many shingles the fingerprints of each pair share, without boilerplate."""
        import numpy as np

        keys = [
            np.repeat(np.arange(len(side)), self.prints.lengths[side]) << HASH_BITS
            | self.prints.values[self.prints.rows_of(side)]
            for side in (a, b)
        ]
        together = np.concatenate(keys)
        together.sort(kind="stable")  # two runs in order, which it merges
        twice = together[1:][together[1:] == together[:-1]]
        twice = twice[~among(twice & (1 << HASH_BITS) - 1, self.common)]
        return np.bincount(twice >> HASH_BITS, minlength=len(a))

    def _index(self, of: Ints | None) -> _Index:
        """Who shares shingles with whom; of the shingles of `of` alone where that is given."""
        import numpy as np

        if of is not None:
            near = self.prints.rows_with(np.unique(self.prints.values[self.prints.rows_of(of)]))
            return self.sharing(near.which, self.rank[near.owners])
        values, found = self.prints.values, []
        ranks = np.repeat(self.rank.astype(np.int32), self.prints.lengths)
        count = 1 + len(values) // _PART
        part_of = np.concatenate(
            [(part * count >> HASH_BITS).astype(np.uint16) for part in self.prints.parts()]
        )
        for part in range(count):
            rows = np.flatnonzero(part_of == part)
            found.append(self.sharing(values[rows] - (part << HASH_BITS) // count, ranks[rows]))
        return _Index(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def sharing(self, shingles: Ints, ranks: NDArray[np.int32] | Ints) -> _Index:
        """Who shares shingles, of rows of any numbers of shingles and ranks of their fingerprints (-1 for absent)."""
        import numpy as np

        bits = self.size.bit_length()
        keys = (shingles << bits | ranks)[ranks >= 0]  # sorted at once: faster than to sort one by the other
        keys.sort()
        shingles = keys >> bits
        starts = np.flatnonzero(np.diff(shingles, prepend=-1))
        counts = np.diff(starts, append=len(keys))
        spread = np.repeat(counts, counts)
        reach = np.repeat(starts + counts, counts) - np.arange(1, len(keys) + 1)
        reach = np.where(spread > ALL_PAIRS, np.minimum(reach, 1), reach)
        kept = (spread > 1) & (spread <= self.limit)
        return _Index((keys[kept] & (1 << bits) - 1).astype(np.int32), reach[kept].astype(np.uint8))

    def _candidates(self, index: _Index, wanted: NDArray[np.bool_] | None) -> Iterator[tuple[Ints, Ints]]:
        """Pairs that share shingles, as one number each, and how many; one of each is `wanted`. Some at a time."""
        import numpy as np

        load = np.cumsum(np.bincount(index.ranks, index.reach, self.size)).astype(np.int64)
        cuts = np.unique(load.searchsorted(np.arange(0, load[-1:].sum(), _PART), "right"))
        for low, high in pairwise([*cuts.tolist(), self.size]):
            a, b = pairs(index, np.flatnonzero((index.ranks >= low) & (index.ranks < high)))
            if wanted is not None:
                either = wanted[a] | wanted[b]
                a, b = a[either], b[either]
            codes = a * np.int64(self.size) + b
            codes.sort()
            starts = np.flatnonzero(np.diff(codes, prepend=-1))
            yield codes[starts], np.diff(starts, append=len(codes))


def pairs(index: _Index, places: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The ranks of those in these places, each with everyone whom it meets."""
    import numpy as np

    reach = index.reach[places].astype(np.int64)
    first = np.repeat(places, reach)
    step = np.arange(1, len(first) + 1) - np.repeat(np.cumsum(reach) - reach, reach)
    return index.ranks[first], index.ranks[first + step]


def disturbed(old: Pile, new: Pile) -> NDArray[np.bool_]:
    """The fingerprints whose copies may be others in one pile than in the other, both with the same limit."""
    import numpy as np

    prints, restless = old.prints, old.first != new.first  # who came, went, or stands elsewhere
    shingles = np.unique(prints.values[prints.rows_of(np.flatnonzero(restless))])
    _, shared, owners = prints.rows_with(shingles)
    spread = [np.bincount(shared[pile.rank[owners] >= 0], minlength=len(shingles)) for pile in (old, new)]
    turned = (spread[0] > old.limit) != (spread[1] > new.limit)  # boilerplate in one of them
    many = (np.maximum(*spread) > ALL_PAIRS)[shared]  # here it counts who stands between
    a, b = _other_tallies(old, new, shared[many], owners[many], restless)
    restless[owners[turned[shared]]] = True
    found: NDArray[np.bool_] = restless.copy()
    for one, other, _ in new.compared(a, b):
        found[one] = found[other] = True
    for one, other, _ in old.copies(np.flatnonzero(restless & (old.rank >= 0))):
        found[one] = found[other] = True
    return found


def _other_tallies(
    old: Pile, new: Pile, shingles: Ints, owners: Ints, restless: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Pairs of fingerprints that stay, but meet at more of these shingles in one pile than in the other."""
    import numpy as np

    codes, signs = [], []
    for sign, pile in ((-1, old), (1, new)):
        index = pile.sharing(shingles, pile.rank[owners])
        a, b = (pile.order[ranks] for ranks in pairs(index, np.arange(len(index.ranks))))
        stay = ~(restless[a] | restless[b])
        codes.append(a[stay] * len(restless) + b[stay])
        signs.append(np.full(len(codes[-1]), sign))
    differing, place = np.unique(np.concatenate(codes), return_inverse=True)
    differing = differing[np.bincount(place, np.concatenate(signs), len(differing)) != 0]
    return differing // len(restless), differing % len(restless)


def _bucket(values: Ints, buckets: int) -> Ints:
    """One of so many buckets (a power of two) for each shingle; sampled ones differ above their lowest bits."""
    return values >> 2 & buckets - 1


def among(values: Ints, others: Ints) -> NDArray[np.bool_]:
    """Which of the values are among the sorted `others`."""
    import numpy as np

    if not len(others):
        return np.zeros(len(values), bool)
    places = others.searchsorted(values)
    places[places == len(others)] = 0
    found: NDArray[np.bool_] = others[places] == values
    return found
