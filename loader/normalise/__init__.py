"""Turns a source into a clean article: headline, date, byline ... and text, keeping what it removed, and why."""

from __future__ import annotations

from loader.model import Article, Rejection, Source
from loader.normalise import ending, extent
from loader.normalise.assemble import build
from loader.normalise.dated import add_day
from loader.normalise.dateline import read_dateline
from loader.normalise.declared import take_declared
from loader.normalise.headline import key
from loader.normalise.page import Line, Page, read_lines
from loader.normalise.wrapping import unwrap

HEADER = frozenset(
    ("address", "crawler line", "labelled line", "date line", "byline", "comments", "cookie notice")
)
RESCUED = 5  # words
OPENING = 6  # paragraphs in which a dateline may stand: decks and captions may come first


def normalise(source: Source) -> Article | Rejection:
    """The article in `source`, or why there is none; a function of `source` alone, and it never raises."""
    page = Page(unwrap(read_lines(source.text)))
    take_declared(page, source)
    if source.is_body:
        _mark_copy(page)
    else:
        extent.mark(page)
    body = [line for line in page.lines if line.text and not line.reason]
    if not body and "headline" not in page.found:
        body = _rescue(page)
    if not any(char.isalpha() for line in body for char in line.text) and "headline" not in page.found:
        reason = "it holds no words of an article" if any(page.filled()) else "it is empty"
        return Rejection(source.path, "skipped", reason, source.sha256, source.bytes, source.encoding)
    _read_body(page, body)
    if not source.is_body:
        ending.mark_author_note(page, body)
        ending.read_copyright(page)
    return build(source, page, [line for line in page.filled() if not line.reason])


def _mark_copy(page: Page) -> None:
    """Marks the first line of an extracted body where it is the declared headline again."""
    title = key(page.found.get("headline", ""))
    first = next(page.filled(), None)
    if first and title and key(first.text) == title:
        first.reason = "headline repeated"


def _rescue(page: Page) -> list[Line]:
    """The longer lines of a page whose every line looked like furniture: a short article is better than none."""
    body = [line for line in page.filled() if line.words >= RESCUED and line.reason not in HEADER]
    for line in body:
        line.reason = ""
    return body


def _read_body(page: Page, body: list[Line]) -> None:
    """Notes what the first and last lines of the body say: dateline, agency."""
    for line in body[:OPENING]:
        found = read_dateline(line.text) if line.words >= 6 else None
        if found:
            page.note("dateline", found.place or "", "dateline")
            page.note("agency", found.agency or "", "dateline")
            page.note("byline", found.desk or "", "dateline")
            if found.day:
                add_day(page, found.day, "dateline", line)
            break
    ending.read_agency(page, body)
