"""Find the lines that an outlet repeats on its pages: paragraphs that stand alike in several of its stories."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

from loader.link.stories.copies import among
from loader.linked import Paragraphs, RelinkedRepeats, RepeatedLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

LEAST = 3  # independent stories of one outlet; the copies of one story repeat everything
HASH_BITS = 40


def find_repeats(prints: Iterable[Paragraphs]) -> list[RepeatedLine]:
    """Every paragraph that stands in LEAST stories or more of its outlet, by article and place in the text."""
    found = _Lines({}, prints)
    return found.repeated(found.often())[0]


def relink_repeats(prints: Iterable[Paragraphs], touched: Iterable[Paragraphs]) -> RelinkedRepeats:
    """What `find_repeats` finds of the paragraphs that these articles have, or had, in any article of their outlets.

    `touched` are the articles that came, went or changed, or whose stories did, as they were and as they are.
    """
    import numpy as np

    outlets: dict[str, int] = {}
    lines = np.unique(_Lines(outlets, touched).lines)
    found = _Lines(outlets, prints)
    return RelinkedRepeats(*found.repeated(np.flatnonzero(among(found.lines, lines))))


class _Lines:
    """Paragraphs of articles, a row each; `lines` has the same number for those that are alike and of one outlet."""

    def __init__(self, outlets: dict[str, int], prints: Iterable[Paragraphs]) -> None:
        """`outlets` gets a number for each new outlet."""
        import numpy as np

        ids, stories, sizes, numbers = (array("q") for _ in range(4))
        hashes = [np.empty(0, np.int64)]
        for some in prints:
            ids.extend(some.articles)
            stories.extend(some.stories)
            sizes.extend(some.lengths)
            numbers.extend(outlets.setdefault(outlet, len(outlets)) for outlet in some.outlets)
            hashes.append(some.hashes)
        self.ids, self.stories, self.sizes = (np.array(column) for column in (ids, stories, sizes))
        self.lines = np.repeat(np.array(numbers), self.sizes) << HASH_BITS | np.concatenate(hashes)

    def often(self) -> Ints:
        """The rows of lines that stand LEAST times or more."""
        import numpy as np

        alike = np.sort(self.lines)
        starts = np.flatnonzero(np.diff(alike, prepend=-1))
        often = alike[starts[np.diff(starts, append=len(alike)) >= LEAST]]
        return np.flatnonzero(among(self.lines, often))

    def repeated(self, rows: Ints) -> tuple[list[RepeatedLine], list[tuple[int, int]]]:
        """Those rows, which have all that is alike, in LEAST stories or more, and the others' articles and places."""
        import numpy as np

        ends = np.cumsum(self.sizes)
        owners = ends.searchsorted(rows, "right")
        place = rows - (ends - self.sizes)[owners]
        _, line = np.unique(self.lines[rows], return_inverse=True)
        in_story = np.unique(np.stack((line, self.stories[owners])), axis=1)
        counts = np.bincount(in_story[0])[line]
        found = zip(self.ids[owners].tolist(), place.tolist(), counts.tolist(), strict=True)
        repeated, others = [], []
        for article, at, stories in found:
            if stories >= LEAST:
                repeated.append(RepeatedLine(article, at, stories))
            else:
                others.append((article, at))
        return sorted(repeated), others
