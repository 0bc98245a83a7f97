"""Group near-duplicate articles (wire copy, reprints, updates) into stories, by what their shingles share.

Two articles belong together when one contains at least `SHARED` of the other's sampled shingles; a story is
everything that such pairs connect. The result is a function of the set of fingerprints alone.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from loader.link.stories.copies import (
    ABSENT,
    LEAST_SHARED,
    SAMPLED,
    SHARED,
    Pile,
    Prints,
    disturbed,
    limit_of,
)
from loader.linked import Copy, Fingerprints, LinkedStory, RelinkedStories

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

DIGEST = 3  # an article that holds pieces of so many stories, which share nothing otherwise, is a digest


class _Articles(NamedTuple):
    """Articles as arrays: their ids, their fingerprints, and which of these, of those that are equal, stands for all.

    A fingerprint that is too short to count has no shingles here.
    """

    ids: Ints
    prints: Prints
    same: Ints
    published: list[str | None]

    def pile(self, there: NDArray[np.bool_]) -> Pile:
        """The fingerprints of those articles that are there."""
        import numpy as np

        first = np.full(len(self.ids), ABSENT)
        np.minimum.at(first, self.same[there], self.ids[there])
        first[self.prints.lengths == 0] = ABSENT
        return Pile(self.prints, first, limit_of(int(np.count_nonzero(there))))

    def stories(
        self, chosen: NDArray[np.bool_], pile: Pile, copies: Iterable[Copy]
    ) -> tuple[LinkedStory, ...]:
        """The stories of those chosen, which have these copies besides those whose fingerprints are equal."""
        import numpy as np

        ids, first = self.ids[chosen], pile.first[self.same[chosen]]
        others = (first != ids) & (first != ABSENT)
        equal = zip(first[others].tolist(), ids[others].tolist(), strict=True)
        days = [self.published[place] for place in np.flatnonzero(chosen).tolist()]
        published = {id: day for id, day in zip(ids.tolist(), days, strict=True) if day}
        return _grouped([*(Copy(one, other, 1.0, 1.0) for one, other in equal), *copies], published)


def link_stories(prints: Iterable[Fingerprints]) -> tuple[LinkedStory, ...]:
    """The stories of at least two articles, by id (their smallest article's), with how much each two share."""
    import numpy as np

    articles = _gathered(prints)
    return _all_stories(articles, np.ones(len(articles.ids), bool))


def _all_stories(articles: _Articles, there: NDArray[np.bool_]) -> tuple[LinkedStory, ...]:
    pile = articles.pile(there)
    return articles.stories(there, pile, (copy for _, _, copy in pile.copies()))


def relink_stories(
    prints: Iterable[Fingerprints], changed: Set[int], before: Iterable[Fingerprints]
) -> RelinkedStories:
    """The stories, of those that `link_stories` makes, in which articles that came, went or changed can have a part.

    `before` are the fingerprints of the changed articles as they were, of those that there were.
    """
    import numpy as np

    gone = list(before)
    articles = _gathered(chain(prints, gone))
    is_now = np.arange(len(articles.ids)) < len(articles.ids) - sum(len(some.articles) for some in gone)
    is_changed = np.isin(articles.ids, np.array(sorted(changed), dtype=np.int64))
    old, new = articles.pile(~(is_now & is_changed)), articles.pile(is_now)
    if old.limit != new.limit:
        return RelinkedStories(None, _all_stories(articles, is_now))
    area = disturbed(old, new)
    area[articles.same[is_changed]] = True
    area &= new.rank >= 0
    copies = _around(new, area)
    near = is_now & area[articles.same]
    return RelinkedStories(changed | set(articles.ids[near].tolist()), articles.stories(near, new, copies))


def _around(pile: Pile, area: NDArray[np.bool_]) -> Iterable[Copy]:
    """Every copy in the area, which grows by all that they connect it with."""
    import numpy as np

    found: dict[tuple[int, int], Copy] = {}
    edge = np.flatnonzero(area)
    while len(edge):
        reached = np.zeros(len(area), bool)
        for one, other, copy in pile.copies(edge):
            found[one, other] = copy
            reached[one] = reached[other] = True
        edge = np.flatnonzero(reached & ~area)
        area |= reached
    return found.values()


def _grouped(copies: Sequence[Copy], published: Mapping[int, str]) -> tuple[LinkedStory, ...]:
    """The stories that copies make, without those by which a digest would tie them together."""
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


def _gathered(prints: Iterable[Fingerprints]) -> _Articles:
    import numpy as np

    ids, lengths, sampled = array("q"), array("q", [0]), array("q")
    values, digests = bytearray(), [np.empty(0, np.uint64)]
    published: list[str | None] = []
    for some in prints:
        size = np.array(some.lengths, dtype=np.int64)
        counts = size >= LEAST_SHARED
        own, size = some.shingles[np.repeat(counts, size)], size * counts
        ids.extend(some.articles)
        lengths.extend(size.tolist())
        sampled.extend(_sums(own & SAMPLED - 1 == 0, size).tolist())
        digests.append(_sums(_mixed(own), size))
        values += own.tobytes()
        published += some.published
    _, first, same = np.unique(np.concatenate(digests), return_index=True, return_inverse=True)
    every = Prints(np.frombuffer(values, np.int64), np.cumsum(np.array(lengths)), np.array(sampled))
    return _Articles(np.array(ids), every, first[same], published)


def _sums(values: NDArray[Any], lengths: Ints) -> NDArray[np.uint64]:
    """The sum of each of the slices, of these lengths, that an array is made of."""
    import numpy as np

    total = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values, dtype=np.uint64, out=total[1:])
    ends = np.cumsum(lengths)
    found: NDArray[np.uint64] = total[ends] - total[ends - lengths]
    return found


def _mixed(values: Ints) -> NDArray[np.uint64]:
    """Numbers of 64 bits whose sums tell sets of values apart (the mixing function of SplitMix64)."""
    import numpy as np

    mixed = values.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed
