"""Find the lines that an outlet repeats on its pages: paragraphs that stand alike in several of its stories."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

from loader.linked import Paragraphs, RepeatedLine

LEAST = 3  # independent stories of one outlet; the copies of one story repeat everything


def find_repeats(prints: Callable[[], Iterable[Paragraphs]]) -> list[RepeatedLine]:
    """Every paragraph that stands in LEAST stories or more of its outlet, by article and place in the text."""
    import numpy as np

    outlets: dict[str, int] = {}
    owners, sizes = array("q"), array("q")
    hashes = [np.empty(0, np.int64)]
    for article in prints():
        owners.extend((article.article_id, outlets.setdefault(article.outlet, len(outlets)), article.story))
        sizes.append(len(article.hashes))
        hashes.append(np.asarray(article.hashes, dtype=np.int64))
    length = np.array(sizes, dtype=np.int64)
    who = np.repeat(np.array(owners, dtype=np.int64).reshape(-1, 3), length, axis=0)
    place = np.arange(len(who)) - np.repeat(np.cumsum(length) - length, length)
    hashed = np.concatenate(hashes)
    order = np.lexsort((who[:, 2], hashed, who[:, 1]))
    who, place, hashed = who[order], place[order], hashed[order]
    new = np.ones(len(who), bool)  # another paragraph or outlet than the row before
    new[1:] = (hashed[1:] != hashed[:-1]) | (who[1:, 1] != who[:-1, 1])
    story = new.copy()
    story[1:] |= who[1:, 2] != who[:-1, 2]
    group = np.cumsum(new) - 1
    stories = np.bincount(group, story).astype(np.int64)[group]
    rows = np.flatnonzero(stories >= LEAST)
    return sorted(map(RepeatedLine, who[rows, 0].tolist(), place[rows].tolist(), stories[rows].tolist()))
