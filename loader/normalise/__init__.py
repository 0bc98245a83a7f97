"""Turns a source into a clean article: headline, date, byline ... and text, keeping what it removed, and why."""

from __future__ import annotations

from loader.model import Article, Rejection, Source
from loader.normalise import boilerplate, choose, ending, header
from loader.normalise.assemble import build
from loader.normalise.dateline import read_dateline
from loader.normalise.declared import take_declared
from loader.normalise.headline import find_headline, key, strip_site
from loader.normalise.page import Line, Page, read_lines

HEADER_LINES = 40
MOST_UNKNOWN = 12  # lines beside the block of prose that no rule knows; more are a menu or a list of teasers
PROSE_ABOVE = 3  # the header ends before the third line of prose at the latest


def normalise(source: Source) -> Article | Rejection:
    """The article in `source`, or why there is none; a function of `source` alone, and it never raises."""
    page = Page(read_lines(source.text))
    take_declared(page, source)
    if source.is_body:
        body = _light(page)
    else:
        body = _article_lines(page)
    if not any(char.isalpha() for line in body for char in line.text) and "headline" not in page.found:
        reason = "no words" if any(page.filled()) else "empty"
        return Rejection(source.path, "skipped", reason, source.sha256, source.bytes, source.encoding)
    return build(source, page, body)


def _light(page: Page) -> list[Line]:
    """The lines of a text that is an article's body already: only a repeated headline goes."""
    title = key(page.found.get("headline", ""))
    body = [line for line in page.lines if not line.reason]
    first = next((line for line in body if line.text), None)
    if first and title and key(first.text) == title:
        first.reason = "headline repeated"
    _read_body(page, body)
    return [line for line in page.lines if not line.reason]


def _article_lines(page: Page) -> list[Line]:
    """The lines of the article in a page of text, its headline left out; all other lines get their reasons."""
    header.read_lines_above(page, _header_end(page.lines))
    boilerplate.mark_lines(page.lines)
    start, end = boilerplate.best_block(page.lines)
    if end == 0:  # no line is prose: better everything than nothing
        start, end = 0, len(page.lines)
    first = next((i for i in range(start, end) if page.lines[i].prose and not page.lines[i].reason), start)
    _take_headline(page, first)
    _cut(page, start, end)
    header.read_lines_below(page, end)
    body = [line for line in page.lines if line.text and not line.reason]
    _read_body(page, body)
    ending.read_copyright(page)
    return [line for line in page.lines if not line.reason]


def _header_end(lines: list[Line]) -> int:
    """The index of the line before which header lines stand."""
    filled = prose = 0
    for index, line in enumerate(lines):
        filled += bool(line.text)
        prose += line.prose and line.words >= 12
        if filled > HEADER_LINES or prose >= PROSE_ABOVE:
            return index
    return len(lines)


def _take_headline(page: Page, first: int) -> None:
    """Finds the headline above the first line of prose, and marks its line and its copies."""
    above = [line for line in page.lines[:first] if line.text]
    if "headline" not in page.found:
        line = find_headline(page, above, [line for line in page.lines[first : first + 4] if line.text])
        if line is None:
            return
        page.note("headline", strip_site(page, line.text), "headline line")
        page.headline_line = line.number
        line.reason = "headline"
    title = key(page.found["headline"])
    for line in page.lines[: first + 4]:
        if line.text and not line.reason and key(line.text) == title:
            line.reason = "headline repeated"


def _cut(page: Page, start: int, end: int) -> None:
    """Leaves out what stands before and after the block of the article.

    Lines that no rule knows stay where nothing shows that a page's furniture stands between them and the block.
    """
    lines = page.lines
    titles = [i for i in range(start) if lines[i].reason.startswith("headline")]
    top = titles[0] if titles else -1
    unknown = [line for line in lines[top + 1 : start] if line.text and not line.reason]
    furniture = any(line.reason in boilerplate.FURNITURE for line in lines[top + 1 : start])
    for line in lines[: top + 1]:
        if line.text and not line.reason:
            line.reason = "before the article"
    for line in unknown:
        if not line.prose and (furniture or len(unknown) > MOST_UNKNOWN):
            line.reason = "before the article"
    ended = False
    marks = any(line.reason in boilerplate.FURNITURE for line in lines[end:])
    unknown = []
    for line in lines[end:]:
        ended = ended or line.reason in boilerplate.FURNITURE or (marks and len(unknown) > MOST_UNKNOWN)
        if line.text and not line.reason:
            unknown.append(line)
            if ended:
                line.reason = "after the article"


def _read_body(page: Page, body: list[Line]) -> None:
    """Notes what the first and last lines of the body say: dateline, agency."""
    filled = [line for line in body if line.text]
    for line in filled[:3]:
        found = read_dateline(line.text) if line.words >= 6 else None
        if found:
            page.note("dateline", found.place or "", "dateline")
            page.note("agency", found.agency or "", "dateline")
            if found.day:
                header.add_day(page, found.day, "dateline", line)
            break
    ending.read_agency(page, filled)
