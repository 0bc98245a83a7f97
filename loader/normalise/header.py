"""Reads the lines above an article's body: the crawler's line, labels, bylines, dates, sections, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from loader.lexicon import table
from loader.model import DateCandidate
from loader.normalise.boilerplate import is_section
from loader.normalise.days import Day, edtf_of, find_days, find_times
from loader.normalise.names import is_agency, is_desk, is_domain, is_name, is_outlet, is_place, split_byline
from loader.normalise.page import Line, Page

MAX_HEADER_LINE = 200
_CRAWLER = re.compile(r"date(?:\s+(?P<day>\d{4}-\d{1,2}(?:-\d{1,2})?)(?!\S))(?P<rest>.*)")
_URL = re.compile(
    r"(?:(?:source )?(?:url|link|permalink)\s*:\s*)?(?P<url>(?:https?://|www\.)\S+)", re.IGNORECASE
)
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[/-]?)(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?(?![\d])"
)
_HOST = re.compile(r"(?:https?://)?(?:www\d?\.)?(?P<host>[^/\s:?#]+)", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?i:by|written by|reported by|story by|words by|posted by|published by|text by|analysis by|opinion by|"
    r"commentary by|review by|edited by|interview by)|Von|Par|Por|Di)\s*[:–—-]?\s+(?P<who>.+)"
)
_FROM = re.compile(r"(?i:from) (?P<who>[^,]{3,50}),\s*(?P<place>[A-Z][\w .'’-]{1,40})")
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,22}?)\s*[:：]\s*(?P<value>.*)")
_FILLER = re.compile(
    r"(?i)\b(?:first|last|originally|re)?[ -]?(?:published|updated|posted|modified|edited|created|filed|uploaded|issued|publication|"
    r"publish|post(?:ed)? date|update)\b(?: on| at| in)?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|"
    r"\b(?:date|time|on|at|last|gmt|ist|pkt|est|edt|pst|utc|hkt|local time|am|pm)\b|기사입력|입력|수정"
)
_AGO = re.compile(
    r"(?i)(?:about |over )?(?:an?|\d+) ?(?:s|m|h|d|w|mo|y|sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)(?: ago)?"
)
_COUNT = re.compile(
    r"(?i)[\d.,k]+ ?(?:comments?|shares?|views?|min(?:ute)?s? read|reads?|likes?)|(?:0|no) comments|new"
)
_BETWEEN = re.compile(r"\s*(?:[|·•¦‧:]|(?<!\S)[-–—/>,](?!\S))\s*")
_CRUMBS = re.compile(r"\s*[>»›→]\s*")


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["field"] for row in table("normalise_labels")}


def add_day(
    page: Page, day: Day | str, rank: str, line: Line, *, time: str | None = None, text: str = ""
) -> None:
    """Notes a date found on a line; `rank` is its place in the order of trust (`choose.TRUST`)."""
    edtf = day if isinstance(day, str) else day.edtf
    shown = text or (line.text[day.start : day.end] if isinstance(day, Day) else line.text)
    page.dates.append((rank, DateCandidate(edtf, "", shown[:200], line.number), time))


def _crawler_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _CRAWLER.match(line.text)
    if not match:
        return False
    for day in find_days(match["day"]):
        add_day(page, day, "crawler line", line, text=match["day"])
    rest = match["rest"].strip(" |-–—·")
    if not rest:
        line.reason = "crawler line"
    elif is_outlet(rest) or is_agency(rest):
        page.note("publisher", rest, "crawler line")
        line.reason = "crawler line"
    elif is_section(rest):
        page.note("section", rest, "crawler line")
        line.reason = "crawler line"
    else:
        index = page.lines.index(line)
        page.lines.insert(
            index, Line(line.number, line.raw, line.text[: match.start("rest")].strip(), "crawler line")
        )
        line.text, line.words = rest, len(rest.split())
    return bool(line.reason)


def _url_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _URL.fullmatch(line.text)
    if not match:
        return False
    read_url(page, match["url"], line)
    line.reason = "address"
    return True


def read_url(page: Page, url: str, line: Line, rule: str = "address line") -> None:
    """Notes an address, the day in it, and its host as the publisher of last resort."""
    page.note("url", url, rule)
    host = _HOST.match(url)
    if host and "." in host["host"]:
        page.hosts.append(host["host"].casefold())
    for match in _URL_DAY.finditer(url.split("://", 1)[-1]):
        if match["sep"] == "" and (match["d"] is None or len(match["m"] + match["d"]) != 4):
            continue
        if match["d"] is None and match["sep"] != "/":
            continue
        edtf = edtf_of(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)
        if edtf:
            add_day(page, edtf, "address", line, text=match.group())
            return


def _label_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _LABEL.fullmatch(line.text)
    field = _labels().get(match["label"].strip().casefold()) if match else None
    if not match or not field:
        return False
    value = match["value"].strip()
    if field in ("published", "updated"):
        if not value or _date_line(page, line, None):
            line.reason = "date line"
            return True
        return False
    if not value:
        line.reason = "empty label"
        return True
    return _take_label(page, line, field, value)


def _take_label(page: Page, line: Line, field: str, value: str) -> bool:
    if len(value) > 120 and field != "headline":
        return False
    if field == "headline":
        page.note("headline", value, "label")
        line.reason = "headline"
        return True
    if field == "url":
        read_url(page, value, line, "label")
    elif field == "byline":
        _note_byline(page, value, "label")
    elif field == "agency" and is_domain(value):
        page.note("publisher", value, "source label")
    elif field != "published":
        page.note(field, value, "source label" if field == "agency" else "label")
    line.reason = "labelled line"
    return True


def _note_byline(page: Page, text: str, rule: str) -> bool:
    byline, agency = split_byline(text)
    page.note("byline", byline, rule)
    if agency:
        page.note("agency", agency, rule)
    return bool(byline or agency)


def _by_line(page: Page, line: Line, following: Line | None) -> bool:
    if line.text.strip(" :").casefold() in ("by", "written by", "por", "von", "par", "by:"):
        if following and is_name(following.text) and following.words <= 5:
            _note_byline(page, following.text, "by line")
            following.reason = "byline"
        line.reason = "byline"
        return True
    match = _BY.fullmatch(line.text)
    if not match or line.words > 16 or (line.closed and line.words > 8) or find_days(line.text):
        return False
    who = _BETWEEN.split(match["who"])[0]
    if not _note_byline(page, who, "by line"):
        return False
    line.reason = "byline"
    return True


def _from_line(page: Page, line: Line, _next: Line | None) -> bool:
    match = _FROM.fullmatch(line.text.rstrip("."))
    if not match or not (is_desk(match["who"]) or is_name(match["who"])) or line.words > 9:
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
    else:
        return False
    line.reason = "byline"
    return True


def _date_line(page: Page, line: Line, _next: Line | None) -> bool:
    """A line of dates, with or without times, labels, names and outlets beside them."""
    days = find_days(line.text)
    pieces = _pieces(line.text, days)
    relative = any(_AGO.fullmatch(piece) for piece in pieces)
    if not days and not relative:
        return False
    known = _kinds(pieces, line.text)
    if any(kind is None for _, kind in known) or line.words > 30:
        return False
    if all(not day.full for day in days) and any(kind == "name" for _, kind in known) and not relative:
        return False
    byline = _note_pieces(page, known)
    _note_days(page, line, days, byline=byline)
    line.reason = "byline" if byline else "date line"
    return True


def _pieces(text: str, days: Sequence[Day]) -> list[str]:
    """What a line holds beside its dates, times and the words that label them."""
    for day in reversed(days):
        text = f"{text[: day.start]} | {text[day.end :]}"
    for time in reversed(list(find_times(text))):
        text = f"{text[: time.start()]} | {text[time.end() :]}"
    text = _FILLER.sub(" | ", text)
    pieces = (piece.strip(" ,;()[]–—-/.") for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if piece]


def _kinds(pieces: Sequence[str], line: str) -> list[tuple[str, str | None]]:
    known: list[tuple[str, str | None]] = []
    for piece in pieces:
        labelled = known[-1][1] if known and (known[-1][1] or "").startswith("label ") else None
        known.append((piece, labelled.replace("label ", "labelled ") if labelled else _kind_of(piece, line)))
    return known


def _kind_of(piece: str, line: str) -> str | None:
    """What a piece of a date line is, or None where it is none of the things that such lines hold."""
    label = _LABEL.fullmatch(piece)
    if _AGO.fullmatch(piece) or _COUNT.fullmatch(piece) or piece.startswith("@"):
        return "chaff"
    if _BY.fullmatch(piece):
        return "by"
    if is_agency(piece):
        return "agency"
    if piece.casefold() in ("source", "sources", "via", "by", "author"):
        return "label " + ("byline" if piece.casefold() in ("by", "author") else "agency")
    if label and label["label"].casefold() in _labels():
        return "label " + _labels()[label["label"].casefold()]
    if is_desk(piece):
        return "desk"
    if is_outlet(piece):
        return "outlet"
    if is_section(piece) or is_place(piece):
        return "chaff"
    if is_name(split_byline(piece)[0] or piece) and len(piece.split()) <= 6 and len(piece) > 3:
        return "name"
    return "chaff" if len(piece) <= 3 and not line.endswith(".") else None


def _note_pieces(page: Page, known: Sequence[tuple[str, str | None]]) -> bool:
    """Notes the fields that the pieces give; True where one of them is a byline."""
    byline = False
    for piece, kind in known:
        if kind in ("by", "name", "desk", "labelled byline"):
            match = _BY.fullmatch(piece)
            byline = _note_byline(page, match["who"] if match else piece, "date line") or byline
        elif kind in ("agency", "labelled agency"):
            page.note("agency", piece, "source label" if kind.startswith("label") else "date line")
        elif kind in ("outlet", "labelled publisher"):
            page.note("publisher", piece, "date line")
    return byline


def _note_days(page: Page, line: Line, days: Sequence[Day], *, byline: bool) -> None:
    times = [time["time"] for time in find_times(line.text)]
    previous = 0
    for index, day in enumerate(days):
        label = line.text[previous : day.start].casefold()
        updated = "updat" in label or "modif" in label or "edited" in label
        published = "publi" in label or "post" in label
        rank = (
            "updated line"
            if updated
            else "published line"
            if published
            else "byline"
            if byline
            else "date line"
        )
        time = (
            times[min(index, len(times) - 1)]
            if times and (len(days) == 1 or len(times) >= len(days))
            else None
        )
        add_day(page, day, rank, line, time=time.strip() if time else None)
        previous = day.end


def _section_line(page: Page, line: Line, _next: Line | None) -> bool:
    if not is_section(line.text):
        return False
    line.reason = "section"
    page.sections.append(line)
    return True


def _crumbs_line(page: Page, line: Line, _next: Line | None) -> bool:
    parts = [part for part in _CRUMBS.split(line.text) if part]
    if len(parts) < 2 or line.words > 24 or line.text[:1] in ">»" or line.closed:
        return False
    known = [part for part in parts if is_section(part)]
    if not known or len(parts) == 2 and len(known) < 1:
        return False
    page.note("section", known[-1], "breadcrumbs")
    line.reason = "breadcrumbs"
    return True


Rule = Callable[[Page, Line, Line | None], bool]
RULES: tuple[Rule, ...] = (
    _crawler_line,
    _url_line,
    _label_line,
    _from_line,
    _by_line,
    _desk_line,
    _date_line,
    _crumbs_line,
    _section_line,
)


def read_lines_above(page: Page, end: int) -> None:
    """Applies the rules to the first `end` lines, each line to the first rule that knows it."""
    filled = [line for line in page.lines[:end] if line.text]
    for line, following in zip(filled, [*filled[1:], None], strict=True):
        if not line.reason and len(line.text) <= MAX_HEADER_LINE:
            any(rule(page, line, following) for rule in RULES)
        elif not line.reason:
            _crawler_line(page, line, following)


def read_lines_below(page: Page, start: int) -> None:
    """Applies the rules for labels and dates to the lines from `start` on ("First Published: ...")."""
    for line in page.lines[start:]:
        if line.text and len(line.text) <= MAX_HEADER_LINE and not line.reason:
            any(rule(page, line, None) for rule in (_url_line, _label_line, _date_line))
