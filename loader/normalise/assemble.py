"""Puts an article's text together from its lines, with all that is known of it."""

from __future__ import annotations

from loader.model import Article, RemovedLine, Repair, Source
from loader.normalise.choose import Published, choose_date
from loader.normalise.header import count_openings
from loader.normalise.page import Line, Page, clean
from loader.normalise.repair import mend_encoding, mend_hyphens, words_of
from loader.normalise.tongue import guess_language


def build(source: Source, page: Page, body: list[Line]) -> Article:
    """The article whose body is in `body`."""
    headline = page.found.get("headline")
    texts = [line.text for line in body]
    numbers = [line.number for line in body]
    if headline:
        texts.insert(0, headline)
        numbers.insert(0, page.headline_line)
    texts, repairs = _mend(texts)
    if headline and texts:
        headline = texts[0]
    text = "\n\n".join(texts)
    published = choose_date(page)
    _note_last(page, text)
    return Article(
        path=source.path,
        text=text,
        headline=headline,
        headline_end=len(headline or ""),
        published=published.day,
        published_time=published.time,
        published_edtf=published.edtf,
        published_source=published.source,
        byline=page.found.get("byline"),
        agency=page.found.get("agency"),
        publisher=page.found.get("publisher"),
        section=page.found.get("section"),
        dateline=page.found.get("dateline"),
        url=page.found.get("url"),
        language=page.found.get("language"),
        origins=_origins(page, published),
        removed=_removed(page),
        repairs=tuple(repairs),
        dates=published.dates,
        paragraph_lines=tuple(numbers),
        sha256=source.sha256,
        bytes=source.bytes,
        encoding=source.encoding,
    )


def _note_last(page: Page, text: str) -> None:
    """Notes what is known only once everything else is: publisher and section of last resort, the language."""
    page.note("publisher", page.hosts[0] if page.hosts else "", "address")
    page.note("section", page.section, "section line")
    if "language" not in page.found:
        page.note("language", guess_language(text) or "", "commonest words")
    openings = count_openings(page.lines)
    if openings > 1:
        page.notes.append(f"{openings} articles in one file: the fields are those of the first")


def _origins(page: Page, published: Published) -> dict[str, str]:
    """The rule behind each field, and what a reader should know (`note`, `published_conflict`)."""
    origins = dict(page.origins)
    if published.rule:
        origins["published"] = published.rule
    if published.conflicts:
        origins["published_conflict"] = "; ".join(published.conflicts)
    if page.notes:
        origins["note"] = "; ".join(page.notes)
    return origins


def _mend(texts: list[str]) -> tuple[list[str], list[Repair]]:
    """The paragraphs mended, and the repairs with their places in the joined text."""
    repairs: list[Repair] = []
    mended: list[str] = []
    occurs = words_of(texts)
    position = 0
    for text in texts:
        fixed, changed = mend_encoding(text)
        if changed:
            fixed = clean(fixed)
            repairs.append(Repair(position, position + len(fixed), text, "text decoded wrongly"))
        fixed, changes = mend_hyphens(fixed, occurs)
        repairs += [
            Repair(position + start, position + end, before, why) for start, end, before, why in changes
        ]
        mended.append(fixed)
        position += len(fixed) + 2
    return mended, repairs


def _removed(page: Page) -> tuple[RemovedLine, ...]:
    """The lines left out; the headline's own line is not lost, and so is not among them."""
    return tuple(
        RemovedLine(number, text, line.reason)
        for line in page.lines
        if line.reason and line.reason != "headline"
        for number, text in line.parts or ((line.number, line.text),)
    )
