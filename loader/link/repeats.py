"""Find the lines that an outlet repeats on its pages: paragraphs that stand alike in several of its stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from loader.linked import Paragraphs, RepeatedLine

LEAST = 3  # independent stories of one outlet; the copies of one story repeat everything


def find_repeats(prints: Callable[[], Iterable[Paragraphs]]) -> list[RepeatedLine]:
    """Every paragraph that stands in LEAST stories or more of its outlet, by article and place in the text.

    `prints` is called twice and must give the same articles, ordered by outlet and story: counting then needs no sets.
    """
    counts: dict[tuple[str, int], int] = {}
    last: dict[tuple[str, int], int] = {}
    for article in prints():
        for hashed in set(article.hashes):
            key = (article.outlet, hashed)
            if last.get(key) != article.story:
                last[key] = article.story
                counts[key] = counts.get(key, 0) + 1
    return sorted(
        RepeatedLine(article.article_id, place, counts[article.outlet, hashed])
        for article in prints()
        for place, hashed in enumerate(article.hashes)
        if counts[article.outlet, hashed] >= LEAST
    )
