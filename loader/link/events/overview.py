"""All reports in brief: their kinds, the stretches of time in which they meet, and how many have each word."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import batched
from typing import TYPE_CHECKING

from loader.link.events.decisions import EventDecisions
from loader.link.events.pairs import ANYTIME, Place, times
from loader.link.events.rules import Kind, days_of, kind_of
from loader.link.events.words import Telling, bucket, buckets, counted
from loader.linked import BriefReport, EventReport

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

Named = Callable[[Collection[int], Collection[str]], Iterable[tuple[Place, int]]]  # see `Overview.at`
AT_ONCE = 100  # reports whose words are counted together: few enough for the cache of a processor


class _Numbers[T](dict[T, int]):
    """Numbers from 0 on, for things as they come."""

    def __missing__(self, thing: T) -> int:
        self[thing] = len(self)
        return self[thing]


class Overview:
    """A hundred bytes a report, made in one pass over all, which come in order of id; `undated` are the articles whose
    publication nothing dates."""

    def __init__(self, reports: Iterable[BriefReport], undated: Collection[int]) -> None:
        import numpy as np

        ids, named, dated = array("q"), array("q"), array("q")
        names, dates = _Numbers[tuple[str, str | None, str]](), _Numbers[tuple[str | None, str, bool]]()
        words, sizes = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
        for some in batched(reports, AT_ONCE):
            own, articles, types, modes, lemmas, edtfs, bases, texts = zip(*some, strict=True)
            ids.extend(own)
            named.extend(map(names.__getitem__, zip(types, modes, lemmas, strict=True)))
            ever = [article in undated for article in articles]
            dated.extend(map(dates.__getitem__, zip(edtfs, bases, ever, strict=True)))
            some_words, some_sizes = buckets(texts)
            words.append(some_words)
            sizes.append(some_sizes)
        self._kinds = _Numbers[Kind]()
        spans = _Numbers[tuple[str, ...]]()
        kind_of_name = np.array([self._kinds[kind_of(*name)] for name in names], np.int64)
        span_of_date = np.array(
            [spans[times(*days_of(edtf, basis), ever)] for edtf, basis, ever in dates], np.int64
        )
        self._ids = np.array(ids, np.int64)
        self._kind, self._span = kind_of_name[np.array(named)], span_of_date[np.array(dated)]
        self._words, self._sizes = np.concatenate(words), np.concatenate(sizes)
        self.counts = counted(self._words)
        self._spans: dict[Place, list[int]] = {}
        for own_times, number in spans.items():
            for time in own_times:
                self._spans.setdefault(time, []).append(number)

    def __len__(self) -> int:
        return len(self._ids)

    def tellings(
        self, before: Mapping[int, EventReport], after: Mapping[int, EventReport]
    ) -> tuple[Telling, Telling]:
        """What words told when the reports of `after` were those of `before`, and what they tell now."""
        import numpy as np

        then = self.counts.copy()
        for some, more in ((after, -1), (before, 1)):
            np.add.at(then, buckets(report.about for report in some.values())[0], more)
        return Telling(len(self) - len(after) + len(before), then), Telling(len(self), self.counts)

    def having(self, words: Collection[str], among: Flags | None = None) -> Ints:
        """The reports (ids), of all or some, beside which a word stands that tells as much as one of these."""
        import numpy as np

        rows = np.arange(len(self)) if among is None else np.flatnonzero(among)
        sizes = self._sizes[rows]
        ends = np.cumsum(sizes)
        theirs = self._words
        if among is not None:
            first = np.cumsum(self._sizes)[rows] - ends
            theirs = theirs[np.repeat(first, sizes) + np.arange(sizes.sum())]
        sought = np.zeros(len(self.counts), bool)
        sought[[bucket(word) for word in words]] = True
        found = np.zeros(len(rows), bool)
        found[np.searchsorted(ends, np.flatnonzero(sought[theirs]), side="right")] = True
        return self._ids[rows[found]]

    def groups(self, said: EventDecisions) -> Iterator[list[int]]:
        """The reports (ids in order) of each kind; of kinds together that the user has spoken of together."""
        import numpy as np

        leader = list(range(len(self._kinds)))
        for a, b, _ in (*said.same, *said.different):
            one, other = (leader[self._kind[np.searchsorted(self._ids, id)]] for id in (a, b))
            leader = [one if kind == other else kind for kind in leader]
        for kind in sorted(set(leader)):
            yield self._ids[np.isin(self._kind, [n for n, of in enumerate(leader) if of == kind])].tolist()

    def at(self, places: Collection[tuple[Kind, Place]], named: Named) -> set[int]:
        """The reports (ids) of those kinds at those places, and maybe some at other places.

        `named` gives the reports of articles (ids) and persons (ids), each as (the place of the two, id of the report).
        """
        import numpy as np

        found: set[int] = set()
        spans: dict[Kind, list[int]] = {}
        words: dict[Kind, list[str]] = {}
        for kind, place in places:
            spans.setdefault(kind, []).extend(self._spans.get(place, ()))
            if isinstance(place, str) and place.startswith(ANYTIME):
                words.setdefault(kind, []).append(place.removeprefix(ANYTIME))
        for kind, some in spans.items():
            found.update(self._ids[self._of(kind) & np.isin(self._span, np.array(some, np.int64))].tolist())
        for kind, sought in words.items():
            undated = np.isin(self._span, np.array(self._spans.get(ANYTIME, []), np.int64))
            found.update(self.having(sought, self._of(kind) & undated).tolist())
        articles = {place for _, place in places if isinstance(place, int)}
        persons = {place[1:] for _, place in places if isinstance(place, str) and place[:1] == "@"}
        rows = list(named(articles, persons))
        kinds = list(self._kinds)
        own = self._kind[np.searchsorted(self._ids, np.array([id for _, id in rows], np.int64))].tolist()
        found.update(
            id for (place, id), kind in zip(rows, own, strict=True) if (kinds[kind], place) in places
        )
        return found

    def _of(self, kind: Kind) -> Flags:
        """Which reports are of a kind."""
        fit: Flags = self._kind == self._kinds.get(kind, -1)
        return fit
