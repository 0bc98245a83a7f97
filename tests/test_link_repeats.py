"""Lines that an outlet repeats are found; those of copies, of other outlets or of two pages are not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from loader.link.stories.repeats import find_repeats
from loader.linked import Paragraphs as Some
from loader.linked import RepeatedLine

FOOTER, OTHER = 7, 8


class Paragraphs(NamedTuple):
    """One article's."""

    article_id: int
    outlet: str
    story: int
    hashes: tuple[int, ...]


def alone(article: Paragraphs) -> Some:
    id, outlet, story, hashes = article
    return Some([id], [outlet], [story], [len(hashes)], np.array(hashes))


def repeats(*articles: Paragraphs) -> list[RepeatedLine]:
    return find_repeats(map(alone, articles))


def test_a_line_in_three_stories_of_an_outlet_is_marked_in_each() -> None:
    found = repeats(*(Paragraphs(n, "Daily", n, (n * 100, FOOTER)) for n in (1, 2, 3)))
    assert found == [RepeatedLine(n, 1, 3) for n in (1, 2, 3)]


def test_copies_of_one_story_count_once() -> None:
    assert repeats(*(Paragraphs(n, "Daily", 1, (OTHER, FOOTER)) for n in (1, 2, 3))) == []


def test_outlets_are_counted_apart() -> None:
    assert repeats(*(Paragraphs(n, f"Daily {n}", n, (FOOTER,)) for n in (1, 2, 3))) == []


def test_a_line_that_stands_twice_on_a_page_counts_once() -> None:
    assert repeats(*(Paragraphs(n, "Daily", n, (FOOTER, FOOTER)) for n in (1, 2))) == []
