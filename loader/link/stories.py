"""Group near-duplicate articles (wire copy, reprints, updates) into stories, by what their shingles share.

Two articles belong together when one contains at least `SHARED` of the other's sampled shingles; a story is
everything that such pairs connect. The result is a function of the set of fingerprints alone.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

from loader.link.copies import ABSENT, LEAST_SHARED, SAMPLED, SHARED, Pile, Prints, disturbed, limit_of
from loader.linked import Copy, Fingerprint, LinkedStory, RelinkedStories

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

DIGEST = 3  # an article that holds pieces of so many stories, which share nothing otherwise, is a digest
AT_ONCE = 1000  # fingerprints that are gathered at a time


class _Articles(NamedTuple):
    """Articles as arrays: their ids, and the number of the fingerprint of each, -1 for one too short to count."""

    ids: Ints
    prints: Ints
    published: dict[int, str]


def link_stories(prints: Iterable[Fingerprint]) -> tuple[LinkedStory, ...]:
    """The stories of at least two articles, by id (their smallest article's), with how much each two share."""
    (articles,), different = _gathered(prints)
    return _all_stories(articles, different)


def _all_stories(articles: _Articles, different: Prints) -> tuple[LinkedStory, ...]:
    pile = Pile(different, *_held(different, articles.ids, articles.prints))
    copies = [copy for _, _, copy in pile.copies()]
    return _grouped([*_equal(articles, pile), *copies], articles.published)


def relink_stories(
    prints: Iterable[Fingerprint], changed: Set[int], before: Iterable[Fingerprint]
) -> RelinkedStories:
    """The stories, of those that `link_stories` makes, in which articles that came, went or changed can have a part.

    `before` are the fingerprints of the changed articles as they were, of those that there were.
    """
    import numpy as np

    (now, then), different = _gathered(prints, before)
    altered = np.isin(now.ids, np.array(sorted(changed), dtype=np.int64))
    ids, held = (
        np.concatenate((mine[~altered], others))
        for mine, others in ((now.ids, then.ids), (now.prints, then.prints))
    )
    old, new = _held(different, ids, held), _held(different, now.ids, now.prints)
    if old[1] != new[1]:
        return RelinkedStories(None, _all_stories(now, different))
    pile = Pile(different, *new)
    area = np.zeros(len(pile.first), bool)
    for some in (now.prints[altered], then.prints):
        area[some[some >= 0]] = True
    area |= disturbed(Pile(different, *old), pile)
    area &= pile.rank >= 0
    copies = _around(pile, area)
    chosen = (now.prints >= 0) & area[now.prints]
    near = now._replace(ids=now.ids[chosen], prints=now.prints[chosen])
    stories = _grouped([*_equal(near, pile), *copies], now.published)
    return RelinkedStories(changed | set(near.ids.tolist()), stories)


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


def _gathered(*groups: Iterable[Fingerprint]) -> tuple[list[_Articles], Prints]:
    """The articles of each group, and the different fingerprints that all of them have."""
    import numpy as np

    different = _Different()
    found = []
    for prints in groups:
        ids, numbers = array("q"), array("q")
        published: dict[int, str] = {}
        for some in batched(prints, AT_ONCE):
            ids.extend(item.article_id for item in some)
            numbers.extend(different.numbers([item.shingles for item in some]))
            published |= {item.article_id: item.published for item in some if item.published}
        found.append(_Articles(np.array(ids), np.array(numbers), published))
    return found, different.prints()


class _Different:
    """Collects fingerprints, each different one once."""

    def __init__(self) -> None:
        self.seen: dict[int, int] = {}
        self.values, self.lengths, self.sampled = bytearray(), array("q", [0]), array("q")

    def numbers(self, prints: Sequence[Sequence[int] | Ints]) -> list[int]:
        """The number of each of these among the different ones, -1 where it is too short."""
        import numpy as np

        found = [-1] * len(prints)
        counted = [n for n, own in enumerate(prints) if len(own) >= LEAST_SHARED]
        if not counted:
            return found
        lengths = np.array([len(prints[n]) for n in counted])
        values = np.concatenate([np.asarray(prints[n], dtype=np.int64) for n in counted])
        starts = np.cumsum(lengths) - lengths
        new = []
        for place, (n, told) in enumerate(zip(counted, _digests(values, starts), strict=True)):
            found[n] = self.seen.setdefault(told, len(self.seen))
            if len(self.seen) == len(self.lengths):
                self.lengths.append(int(lengths[place]))
                new.append(place)
        is_new = np.zeros(len(counted), bool)
        is_new[new] = True
        self.values += values[np.repeat(is_new, lengths)].tobytes()
        self.sampled.extend(np.add.reduceat(values % SAMPLED == 0, starts, dtype=np.int64)[is_new].tolist())
        return found

    def prints(self) -> Prints:
        """All that were collected."""
        import numpy as np

        bounds = np.cumsum(np.array(self.lengths))
        return Prints(np.frombuffer(self.values, np.int64), bounds, np.array(self.sampled))


def _digests(values: Ints, starts: Ints) -> list[int]:
    """A number of 64 bits for each slice of values, the same for the same values (their sum, mixed by SplitMix64)."""
    import numpy as np

    mixed = values.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    sums: list[int] = np.add.reduceat(mixed, starts).tolist()
    return sums


def _held(prints: Prints, ids: Ints, held: Ints) -> tuple[Ints, int]:
    """The smallest article that holds each fingerprint, and how many shingles make boilerplate, for a `Pile`."""
    import numpy as np

    first = np.full(len(prints.lengths), ABSENT)
    np.minimum.at(first, held[held >= 0], ids[held >= 0])
    return first, limit_of(len(ids))


def _equal(articles: _Articles, pile: Pile) -> Iterator[Copy]:
    """Every article whose fingerprint is equal to that of one with a smaller id, and the smallest such."""
    counted = articles.prints >= 0
    ids, first = articles.ids[counted], pile.first[articles.prints[counted]]
    for one, other in zip(first[ids != first].tolist(), ids[ids != first].tolist(), strict=True):
        yield Copy(one, other, 1.0, 1.0)
