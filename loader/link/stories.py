"""Group near-duplicate articles (wire copy, reprints, updates) into stories, by what their shingles share.

Two articles belong together when one contains at least `SHARED` of the other's sampled shingles; a story is
everything that such pairs connect. The result is a function of the set of fingerprints alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from loader.linked import Copy, Fingerprint, LinkedStory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SHARED = 0.3  # containment from which two articles have a source in common; unrelated pairs stay below .17
LEAST_OF_LONGER = 0.05  # a smaller piece of the longer one is a passage, not its story
DIGEST = 3  # an article that holds pieces of so many stories, which share nothing otherwise, is a digest
LEAST_SHARED = 4  # fewer common shingles than this are chance, however short the texts are
COMMON_SHARE, COMMON_COUNT = 0.01, 100  # a shingle in more articles than both allow is boilerplate
ALL_PAIRS = (
    24  # a shingle in at most so many articles makes every two of them candidates, else neighbours only
)
SAMPLED = 4  # fingerprints of long texts hold multiples of this only (loader.extract.shingles.SAMPLE)
HASH_BITS = 40
_PART = 1 << 20  # about so many shingles are paired at a time: bounds memory
_COUNT = 16  # bits for how often a pair shares a shingle; the others hold pairs of ten million articles


class _Prints(NamedTuple):
    """All different fingerprints as arrays: article ids, bounds of each slice in `values`, and equal articles."""

    ids: list[int]
    bounds: list[int]
    values: Ints
    equal: dict[int, list[int]]

    def of(self, index: int) -> Ints:
        """The sorted shingles of one fingerprint."""
        return self.values[self.bounds[index] : self.bounds[index + 1]]


def link_stories(prints: Iterable[Fingerprint]) -> tuple[LinkedStory, ...]:
    """The stories of at least two articles, by id (their smallest article's), with how much each two share."""
    published: dict[int, str] = {}
    gathered = _gather(prints, published)
    copies = [Copy(ids[0], other, 1.0, 1.0) for ids in gathered.equal.values() for other in ids[1:]]
    copies += _near_copies(gathered)
    parent = {article: article for copy in copies for article in (copy.a, copy.b)}
    mutual = [copy for copy in copies if min(copy.a_in_b, copy.b_in_a) >= SHARED]
    _join(parent, mutual)
    held = [copy for copy in copies if min(copy.a_in_b, copy.b_in_a) < SHARED]
    held = _without_digests(parent, held)
    _join(parent, held)
    members: dict[int, set[int]] = defaultdict(set)
    shared: dict[int, list[Copy]] = defaultdict(list)
    for copy in sorted(mutual + held, key=lambda copy: (copy.a, copy.b)):
        root = _root(parent, copy.a)
        shared[root].append(copy)
        members[root] |= {copy.a, copy.b}
    return tuple(
        LinkedStory(
            id=root,
            members=tuple(sorted(articles)),
            first=min(articles, key=lambda article: (published.get(article, "9999-99-99"), article)),
            copies=tuple(shared[root]),
        )
        for root, articles in sorted(members.items())
    )


def _join(parent: dict[int, int], copies: Iterable[Copy]) -> None:
    """Make the articles of each pair one story; the smallest article is its root."""
    for copy in copies:
        a, b = _root(parent, copy.a), _root(parent, copy.b)
        parent[max(a, b)] = min(a, b)


def _without_digests(parent: dict[int, int], held: list[Copy]) -> list[Copy]:
    """Pairs of which one is held in the other, longer one; not where that one holds pieces of many stories."""
    pieces: dict[int, set[int]] = defaultdict(set)
    for copy in held:
        longer, shorter = (copy.a, copy.b) if copy.a_in_b < copy.b_in_a else (copy.b, copy.a)
        pieces[longer].add(_root(parent, shorter))
    digests = {article for article, stories in pieces.items() if len(stories) >= DIGEST}
    return [copy for copy in held if (copy.a if copy.a_in_b < copy.b_in_a else copy.b) not in digests]


def _root(parent: dict[int, int], article: int) -> int:
    while parent[article] != article:
        parent[article] = parent[parent[article]]
        article = parent[article]
    return article


def _gather(prints: Iterable[Fingerprint], published: dict[int, str]) -> _Prints:
    """Equal fingerprints once each, in order of article id; `published` gets the dates that are known."""
    import numpy as np

    rows: list[tuple[int, Ints]] = []
    for item in prints:
        if item.published:
            published[item.article_id] = item.published
        if len(item.shingles) >= LEAST_SHARED:
            rows.append((item.article_id, np.asarray(item.shingles, dtype=np.int64)))
    rows.sort(key=lambda row: row[0])
    alike: dict[int, list[int]] = defaultdict(list)
    different: list[tuple[int, Ints]] = []
    seen: dict[bytes, int] = {}
    for article, values in rows:
        first = seen.setdefault(blake2b(values.tobytes(), digest_size=16).digest(), article)
        alike[first].append(article)
        if first == article:
            different.append((article, values))
    equal = {first: articles for first, articles in alike.items() if len(articles) > 1}
    rows.clear()
    ids = [article for article, _ in different]
    bounds = [0, *accumulate(len(values) for _, values in different)]
    flat = np.concatenate([np.empty(0, np.int64), *(values for _, values in different)])
    return _Prints(ids, bounds, flat, equal)


def _near_copies(prints: _Prints) -> Iterator[Copy]:
    """Every candidate pair that shares enough, with the shares."""
    import numpy as np

    lengths = np.diff(np.array(prints.bounds))
    owners = np.repeat(np.arange(len(prints.ids), dtype=np.int32), lengths)
    size = len(prints.ids)
    common: list[Ints] = [np.empty(0, np.int64)]
    counted = [np.empty(0, np.int64)]
    parts = np.linspace(0, 1 << HASH_BITS, 2 + len(prints.values) // _PART).astype(np.int64)
    for low, high in pairwise(parts.tolist()):
        rows = np.flatnonzero((prints.values >= low) & (prints.values < high))
        found = list(_pair_codes(prints.values[rows] - low, owners[rows], size, common))
        common[-1] += low
        counted.append(_counted(np.concatenate(found)))
    together = np.concatenate(counted)
    counted.clear()
    codes, tallies = _summed(together)
    shorter = np.minimum(lengths[codes // max(size, 1)], lengths[codes % max(size, 1)])
    # A full short print against a sampled long one can share a quarter only.
    enough = (tallies >= LEAST_SHARED // 2) & (tallies >= SHARED / SAMPLED / 2 * shorter)
    boilerplate = np.concatenate(common)
    for code in codes[enough].tolist():
        copy = _compare(prints, code // size, code % size, boilerplate)
        if copy:
            yield copy


def _counted(codes: Ints) -> Ints:
    """Each code once, in order, with its count in the `_COUNT` lowest bits: what lies in one array is sorted fast."""
    import numpy as np

    codes.sort()
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    counts = np.minimum(np.diff(starts, append=len(codes)), (1 << _COUNT) - 1)
    return codes[starts] << _COUNT | counts


def _summed(counted: Ints) -> tuple[Ints, Ints]:
    """Each code once, in order, with the sum of its counts; the array given is used up."""
    import numpy as np

    counted.sort()
    counts = (counted & (1 << _COUNT) - 1).astype(np.int32)
    counted >>= _COUNT
    starts = np.flatnonzero(np.diff(counted, prepend=-1))
    if not len(starts):
        return counted, counted
    return counted[starts], np.add.reduceat(counts, starts, dtype=np.int64)


def _pair_codes(values: Ints, owners: NDArray[np.int32], size: int, common: list[Ints]) -> Iterator[Ints]:
    """For each shared shingle its pairs of owners, a pair as one number; those in too many articles go to `common`."""
    import numpy as np

    limit = max(COMMON_COUNT, int(COMMON_SHARE * size))
    bits = size.bit_length()
    keys = values << bits | owners  # sorted at once: much faster than to sort one by the other
    keys.sort()
    values, owner = keys >> bits, keys & (1 << bits) - 1
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    counts = np.diff(starts, append=len(values))
    common.append(values[starts[counts > limit]])
    spread = np.repeat(counts, counts)
    rows = np.flatnonzero((spread > 1) & (spread <= limit))
    yield rows[:0]
    for step in range(1, ALL_PAIRS):
        rows = rows[rows + step < len(values)]
        rows = rows[values[rows] == values[rows + step]]
        yield owner[rows] * size + owner[rows + step]
        rows = rows[spread[rows] <= ALL_PAIRS]


def _compare(prints: _Prints, a: int, b: int, common: Ints) -> Copy | None:
    """The shares of two fingerprints, or None where they are too small for one story."""
    first, second = prints.of(a), prints.of(b)
    if _sampled(first) != _sampled(second):
        first, second = first[first % SAMPLED == 0], second[second % SAMPLED == 0]
    first, second = _without(first, common), _without(second, common)
    both = int(len(first) - len(_without(first, second)))
    if both < LEAST_SHARED:
        return None
    a_in_b, b_in_a = both / len(first), both / len(second)
    if max(a_in_b, b_in_a) < SHARED or min(a_in_b, b_in_a) < LEAST_OF_LONGER:
        return None
    return Copy(prints.ids[a], prints.ids[b], round(a_in_b, 4), round(b_in_a, 4))


def _sampled(values: Ints) -> bool:
    return bool((values % SAMPLED == 0).all())


def _without(values: Ints, others: Ints) -> Ints:
    """The sorted `values` that are not among the sorted `others`."""
    if not len(others):
        return values
    places = others.searchsorted(values)
    places[places == len(others)] = 0
    left: Ints = values[others[places] != values]
    return left
