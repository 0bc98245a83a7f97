"""Decides where in a page of text the article begins and ends, and which line is its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.normalise import boilerplate, header
from loader.normalise.boilerplate import fold
from loader.normalise.headline import find_headline, key, strip_site, title_like
from loader.normalise.page import Line, Page

PROSE_ABOVE = 3  # the header ends before the third line of prose at the latest
_HEADING = re.compile(r"#{1,6}\s+")  # of Markdown
MOST_UNKNOWN = 12  # lines beside the block of prose that no rule knows; more are a menu or a list of teasers
TEASERS = 3  # titles in a row below the article that share few words with it
TEASER_OVERLAP = 0.34


def mark(page: Page) -> None:
    """Gives every line that is no part of the article's body a reason, and notes the fields of the header."""
    lines = page.lines
    boilerplate.mark_lines(lines)
    header.read_above(page, _header_end(lines))
    start, end = boilerplate.best_block(lines)
    if end == 0:  # no line is prose: better everything than nothing
        end = len(lines)
    first = _opening(lines, start, end)
    _take_headline(page, first, end)
    _cut_above(lines, start)
    header.read_below(page, end)
    _cut_below(lines, end)


def _header_end(lines: Sequence[Line]) -> int:
    """The index of the line before which header lines stand."""
    prose = 0
    for index, line in enumerate(lines):
        prose += line.words >= 12 and line.prose and not line.reason
        if prose >= PROSE_ABOVE:
            return index
    return len(lines)


def _opening(lines: Sequence[Line], start: int, end: int) -> int:
    """The index of the first line of prose in the block that cannot be a headline."""
    text = [
        i
        for i in range(start, end)
        if lines[i].words >= 8 and not lines[i].reason and not title_like(lines[i])
    ]
    return next((i for i in text if lines[i].prose), text[0] if text else start)


def _take_headline(page: Page, first: int, end: int) -> None:
    """Finds the headline above the first line of prose, and marks its line and its copies."""
    if "headline" not in page.found:
        above = [line for line in page.lines[:first] if line.text]
        line = find_headline(above, page.lines[first:end])
        if line is None:
            return
        page.note("headline", strip_site(page, _HEADING.sub("", line.text)), "headline line")
        page.headline_line, line.reason = line.number, "headline"
    title = key(page.found["headline"])
    for line in page.lines[: first + 4]:
        if line.text and line.reason != "headline" and key(line.text) == title:
            line.reason = "headline repeated"


def _cut_above(lines: Sequence[Line], start: int) -> None:
    """Leaves out what stands above the headline, and what stands between it and the block where that is furniture."""
    top = next((i for i in range(start) if lines[i].reason.startswith("headline")), -1)
    for line in lines[: top + 1]:
        if line.text and not line.reason:
            line.reason = "above the headline"
    between = lines[top + 1 : start]
    unknown = [line for line in between if line.text and not line.reason]
    furniture = any(line.reason in boilerplate.FURNITURE for line in between)
    for line in unknown:
        if not line.prose and (furniture or len(unknown) > MOST_UNKNOWN):
            line.reason = "above the text"


def _cut_below(lines: Sequence[Line], end: int) -> None:
    """Leaves out what stands below the block, from the first piece of furniture or list of teasers on."""
    below = [line for line in lines[end:] if line.text]
    marks = (i for i, line in enumerate(below) if line.reason in boilerplate.FURNITURE)
    stop = next(marks, len(below))
    if _are_teasers([line for line in below[:stop] if not line.reason], lines[:end]):
        stop = 0
    for line in below[stop:]:
        line.reason = line.reason or "below the text"


def _are_teasers(lines: Sequence[Line], article: Sequence[Line]) -> bool:
    """Whether the lines below an article are titles of other stories: several, and about something else."""
    titles = [line for line in lines if 5 <= line.words <= 20 and not line.closed]
    if len(titles) < TEASERS or len(titles) != len(lines):
        return False
    said = fold(" ".join(line.text for line in article if not line.reason))
    telling = [word for line in titles for word in key(line.text).split() if len(word) > 3]
    return sum(word in said for word in telling) < TEASER_OVERLAP * len(telling)
