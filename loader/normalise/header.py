"""Reads the lines above an article's body: the crawler's line, labels, bylines, dates, sections, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from loader.lexicon import words
from loader.normalise.address import read_url
from loader.normalise.boilerplate import is_section, lexicon_reason
from loader.normalise.dated import BY, LABEL, add_day, labels, note_byline, read_dated
from loader.normalise.dateline import read_dateline
from loader.normalise.days import find_days, find_times
from loader.normalise.names import is_agency, is_desk, is_domain, is_name, is_outlet
from loader.normalise.page import Line, Page, count_words

MAX_HEADER_LINE = 200
FIRST, LAST = 12, 60  # lines above the text that the rules look at
TOP = 8  # filled lines in which a bare "Source: ..." is trusted, whatever it names
_CRAWLER = re.compile(r"date(?:\s+(?P<day>\d{4}-\d{1,2}(?:-\d{1,2})?)(?!\S))(?P<rest>.*)")
_OPENING = re.compile(r"(?i:headline|title)\s*:\s*\S|date \d{4}-\d\d")
_URL = re.compile(
    r"(?:(?:source )?(?:url|link|permalink)\s*:\s*)?(?P<url>(?:https?://|www\.)\S+)", re.IGNORECASE
)
_FROM = re.compile(r"(?i:from) (?P<who>[^,]{3,50}),\s*(?P<place>[A-Z][\w .'’-]{1,40})")
_SECTIONS = re.compile(r"\s*[,/|·]\s*")
_CRUMBS = re.compile(r"\s*[>»›→]\s*")
_PUBLISHED = re.compile(r"(?i)(?:first |last )?(?:published|updated|posted)\b")
_PRINTED = re.compile(
    r"(?i:first )?(?i:published in|appeared in|printed in) (?P<outlet>(?:the )?[A-Z][^,]{2,40}), [^,]{0,20}\d.{0,30}$"
)
_LONE_BY = frozenset(("by", "by:", "written by", "por", "von", "par"))
_MAY_BE_HEADER = frozenset(("", "navigation", "byline", "tags", "credit", "separator", "section"))


def _crawler_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _CRAWLER.match(line.text)
    if not match:
        return False
    for day in find_days(match["day"]):
        add_day(page, day, "crawler line", line, text=match["day"])
    rest = match["rest"].strip(" |-–—·")
    if is_section(rest) or lexicon_reason(rest):
        page.note("section", rest if is_section(rest) else "", "crawler line")
        line.reason = "crawler line"
    elif not rest or is_outlet(rest) or is_agency(rest):
        page.note("publisher", rest, "crawler line")
        line.reason = "crawler line"
    else:
        index = page.lines.index(line)
        page.lines.insert(index, Line(line.number, line.raw, line.text[: match.end("day")], "crawler line"))
        line.text, line.words = rest, count_words(rest)
    return bool(line.reason)


def _url_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _URL.fullmatch(line.text)
    if not match:
        return False
    read_url(page, match["url"], line)
    line.reason = "address"
    return True


def _label_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = LABEL.fullmatch(line.text)
    field = labels().get(match["label"].strip().casefold()) if match else None
    if not match or not field:
        return False
    value = match["value"].strip()
    if field in ("published", "updated"):
        line.reason = "" if value and not read_dated(page, line) else line.reason or "empty label"
        return bool(line.reason)
    if not value:
        line.reason = "empty label"
        return True
    if field != "headline" and find_days(value):
        return read_dated(page, line)
    if field == "agency" and not (is_agency(value) or is_outlet(value) or _near_top(page, line)):
        return False
    if field != "headline" and count_words(value) > 16:
        return False
    _take_label(page, line, field, value)
    return True


def _near_top(page: Page, line: Line) -> bool:
    filled = (other for other in page.lines if other.text)
    return any(other is line for other, _ in zip(filled, range(TOP), strict=False))


def _take_label(page: Page, line: Line, field: str, value: str) -> None:
    line.reason = "labelled line"
    if field == "headline":
        if "headline" not in page.found:
            page.headline_line, line.reason = line.number, "headline"
        page.note("headline", value, "label")
    elif field == "url":
        read_url(page, value, line, "label")
    elif field == "byline":
        note_byline(page, value, "label")
    elif field == "agency":
        page.note("publisher" if is_domain(value) else "agency", value, "source label")
    else:
        page.note(field, value, "label")


def _by_line(page: Page, line: Line, following: Line | None) -> bool:
    if line.text.strip(" :").casefold() in _LONE_BY:
        if following and is_name(following.text) and following.words <= 5:
            note_byline(page, following.text, "by line")
            following.reason = "byline"
        line.reason = "byline"
        return True
    match = BY.fullmatch(line.text)
    if not match or line.words > 16 or (line.closed and line.words > 8) or find_days(line.text):
        return False
    who = re.split(r"\s[|·•–—/-]\s", match["who"])[0]
    line.reason = "byline" if note_byline(page, who, "by line") else line.reason
    return line.reason == "byline"


def _from_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _FROM.fullmatch(line.text.rstrip("."))
    if not match or line.words > 9 or not (is_desk(match["who"]) or is_name(match["who"])):
        return False
    page.note("byline", match["who"], "from line")
    page.note("dateline", match["place"], "from line")
    line.reason = "byline"
    return True


def _desk_line(page: Page, line: Line, _next: Line | None) -> bool:
    bare = line.text.strip(" .:-–—|")
    if is_agency(bare):
        page.note("agency", bare, "agency line")
    elif is_desk(bare) and bare[:1].isupper():
        page.note("byline", bare, "desk line")
    elif bare in words("normalise_outlets") and (bare.isupper() or " " in bare):
        page.note("publisher", bare, "outlet line")
    else:
        return False
    line.reason = "byline"
    return True


def _date_line(page: Page, line: Line, _next: Line | None) -> bool:
    return read_dated(page, line)


def _time_line(page: Page, line: Line, _next: Line | None) -> bool:
    """A time of day alone on the line below a date."""
    time = next(find_times(line.text), None)
    if not time or time.group() != line.text or not page.dates or page.dates[-1][1].line != page.last:
        return False
    rank, found, stated = page.dates[-1]
    page.dates[-1] = (rank, found, stated or time["time"])
    line.reason = "date line"
    return True


def _name_line(page: Page, line: Line, following: Line | None) -> bool:
    """A name alone between a headline and a date line, or one in capitals above the text."""
    if not following or not 2 <= line.words <= 8 or line.closed or is_section(line.text):
        return False
    titled = any(other.words >= 4 and not other.reason for other in page.lines if other.number < line.number)
    plain = any(word.casefold() in words("normalise_words") for word in line.text.split())
    capitals = (
        line.text.isupper() and line.words <= 3 and following.prose and is_name(line.text) and not plain
    )
    above_date = (
        titled and len(following.text) < 80 and bool(find_days(following.text)) and _only_date(following)
    )
    if not (capitals or above_date) or not note_byline(page, line.text, "name line"):
        return False
    line.reason = "byline"
    return True


def _only_date(line: Line) -> bool:
    return read_dated(Page([]), Line(0, "", line.text, words=line.words))


def _crumbs_line(page: Page, line: Line, _next: Line | None) -> bool:
    parts = [part for part in _CRUMBS.split(line.text) if part]
    if len(parts) < 2 or line.words > 24 or line.text[:1] in ">»" or line.closed:
        return False
    known = [part for part in parts if is_section(part)]
    if not known:
        return False
    page.note("section", known[-1], "breadcrumbs")
    line.reason = "breadcrumbs"
    return True


def _section_line(page: Page, line: Line, _next: Line | None) -> bool:
    """A section, or several ("World / Asia", "in National, Top News")."""
    parts = _SECTIONS.split(line.text.removeprefix("in ")) if line.words <= 8 else []
    named = [part for part in parts if is_section(part)]
    if not named or not all(is_section(part) or lexicon_reason(part) for part in parts):
        return False
    line.reason = "section"
    page.section = named[-1].strip(" :|»>")
    return True


def _dateline_line(page: Page, line: Line, _next: Line | None) -> bool:
    """A dateline that stands alone ("RAWALPINDI:")."""
    found = read_dateline(line.text + " A") if line.words <= 6 and line.text[-1] in ":-–—" else None
    if not found or found.end < len(line.text):
        return False
    page.note("dateline", found.place or "", "dateline")
    page.note("agency", found.agency or "", "dateline")
    if found.day:
        add_day(page, found.day, "dateline", line)
    line.reason = "dateline"
    return True


def count_openings(lines: Iterable[Line]) -> int:
    """How many lines open an article as the first one does: with a crawler's line or a labelled headline."""
    short = (line.text for line in lines if 0 < len(line.text) <= MAX_HEADER_LINE)
    return sum(_OPENING.match(text) is not None for text in short)


Rule = Callable[[Page, Line, Line | None], bool]
RULES: tuple[Rule, ...] = (
    _crawler_line,
    _url_line,
    _label_line,
    _from_line,
    _by_line,
    _desk_line,
    _date_line,
    _time_line,
    _crumbs_line,
    _section_line,
    _dateline_line,
    _name_line,
)


def read_above(page: Page, end: int) -> None:
    """Applies the rules to the first `end` lines, each line to the first rule that knows it."""
    filled = [line for line in page.lines[:end] if line.text]
    if len(filled) > FIRST + LAST:  # a long menu: the header is at its top or at its end
        filled = filled[:FIRST] + filled[-LAST:]
    for line, following in zip(filled, [*filled[1:], None], strict=False):
        if line.reason in _MAY_BE_HEADER and len(line.text) <= MAX_HEADER_LINE:
            any(rule(page, line, following) for rule in RULES)
            page.last = line.number
        elif not line.reason:
            _crawler_line(page, line, following)


def read_below(page: Page, start: int) -> None:
    """Applies the rules for labels and labelled dates to the lines from `start` on ("First Published: ...")."""
    for line in page.lines[start:]:
        if line.reason != "headline" and 0 < len(line.text) <= MAX_HEADER_LINE:
            if ":" in line.text and _label_line(page, line, None):
                continue
            printed = _PRINTED.match(line.text)
            if printed:
                page.note("publisher", printed["outlet"], "printed in")
                _note_printed(page, line)
            elif _PUBLISHED.match(line.text):
                read_dated(page, line)


def _note_printed(page: Page, line: Line) -> None:
    for day in find_days(line.text):
        add_day(page, day, "published line", line)
    line.reason = "date line"
