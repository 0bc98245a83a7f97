"""Reads header lines that set dates, times, names, desks, agencies and outlets side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loader.lexicon import table
from loader.model import DateCandidate
from loader.normalise.boilerplate import is_section
from loader.normalise.days import Day, find_days, find_times, month_names
from loader.normalise.names import (
    is_agency,
    is_desk,
    is_domain,
    is_known_place,
    is_name,
    is_outlet,
    split_byline,
)
from loader.normalise.page import Line, Page

MOST_WORDS = 30
BY = re.compile(
    r"(?:(?i:(?:written|reported|posted|published|updated|submitted|edited|story|words|text|analysis|opinion|commentary|review|"
    r"interview|article)?\s?by)|Von|Par|Por|Di)\s*[:–—-]?\s+(?P<who>.+)"
)
LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,22}?)\s*[:：]\s*(?P<value>.*)")
_FILLER = re.compile(
    r"(?i)\b(?:first |last |originally |re)?-?(?:published|updated|posted|modified|edited|created|filed|uploaded|"
    r"issued|publication|publish|posted date|post date|update)\b(?: on| at| in)?(?! by\b)|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|"
    r"\b(?:date|time|on|at|last|gmt|ist|pkt|est|edt|pst|utc|hkt|local time|am|pm)\b|기사입력|입력|수정"
)
_AGO = re.compile(
    r"(?i)(?:about |over )?(?:an?|\d+) ?(?:s|m|h|d|w|mo|y|sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|"
    r"days?|weeks?|months?|years?)(?: ago)?"
)
_NUMBER = re.compile(r"[\d/.,:-]+")
_COUNT = re.compile(
    r"(?i)[\d.,k]+ ?(?:comments?|shares?|views?|min(?:ute)?s? read|reads?|likes?)|no comments|new"
)
_BETWEEN = re.compile(r"\s*(?:[|·•¦‧:]|(?<!\S)[-–—/>,](?!\S))\s*")
Piece = tuple[str, str | None]  # what stands beside the dates of a line, and what it is


@cache
def labels() -> dict[str, str]:
    """The labels of header lines, casefolded, with the field that each names."""
    return {row["label"]: row["field"] for row in table("normalise_labels")}


def add_day(
    page: Page, day: Day | str, rank: str, line: Line, *, time: str | None = None, text: str = ""
) -> None:
    """Notes a date found on a line; `rank` is its place in the order of trust (`choose.TRUST`)."""
    edtf = day if isinstance(day, str) else day.edtf
    shown = text or (line.text[day.start : day.end] if isinstance(day, Day) else line.text)
    page.dates.append((rank, DateCandidate(edtf, "", shown[:200], line.number or None), time))


def note_byline(page: Page, text: str, rule: str) -> bool:
    """Notes the names or the desk of a byline, and the agency that it credits; False where it holds neither."""
    byline, agency = split_byline(text)
    if byline and is_outlet(byline) and not is_desk(byline):  # "By Global Times" names no one
        page.note("publisher", byline, rule)
        return True
    page.note("byline", byline, rule)
    page.note("agency", agency or "", rule)
    return bool(byline or agency)


def read_dated(page: Page, line: Line) -> bool:
    """Reads a line of dates, with or without times, labels, names and outlets beside them; False where it is none.

    Lines without a date count where they hold nothing but an agency or a desk and places ("Reuters, Washington,").
    """
    if line.words > MOST_WORDS:
        return False
    days = find_days(line.text)
    pieces = _pieces(line.text, days)
    known = _kinds(pieces, line.text)
    kinds = {kind for _, kind in known}
    if None in kinds:
        return False
    if not days and (kinds <= {"undated"} and not next(find_times(line.text), None)):
        line.reason = "date line"  # a weekday alone, an empty label, a day that does not exist
        return True
    if not days and not kinds & {"ago", "agency", "desk"}:
        return False
    if (
        not any(day.full for day in days)
        and kinds & {"name", "outlet", "place"}
        and not kinds & {"ago", "agency", "desk"}
    ):
        return False
    byline = _note_pieces(page, known)
    _note_days(page, line, days, byline=byline)
    line.reason = "byline" if byline or (not days and kinds & {"agency", "desk"}) else "date line"
    return True


def _pieces(text: str, days: Sequence[Day]) -> list[str]:
    """What a line holds beside its dates, times and the words that label them."""
    for day in reversed(days):
        text = f"{text[: day.start]} | {text[day.end :]}"
    for time in reversed(list(find_times(text))):
        text = f"{text[: time.start()]} | {text[time.end() :]}"
    text = _FILLER.sub(" | ", text)
    pieces: list[str] = []
    for piece in _BETWEEN.split(text):
        bare = piece.strip(" ,;()[]–—-/.")
        parts = [part.strip() for part in bare.split(",") if part.strip()]
        apart = len(parts) > 1 and any(is_agency(part) or is_desk(part) for part in parts)
        pieces += parts if apart else [bare] if bare else []
    return pieces


def _kinds(pieces: Sequence[str], line: str) -> list[Piece]:
    known: list[Piece] = []
    for piece in pieces:
        label = (known[-1][1] or "") if known else ""
        kind = f"labelled {label[6:]}" if label.startswith("label ") else _kind_of(piece, line)
        known.append((piece, kind))
    return known


def _kind_of(piece: str, line: str) -> str | None:
    """What a piece of a date line is, or None where it is none of the things that such lines hold."""
    if _AGO.fullmatch(piece):
        return "ago"
    if all(_NUMBER.fullmatch(word) or word.strip(",.").casefold() in month_names() for word in piece.split()):
        return "undated"
    if _COUNT.fullmatch(piece) or piece.startswith("@"):
        return "chaff"
    field = labels().get(piece.casefold())
    if field:
        return f"label {field}"
    if is_agency(piece):
        return "agency"
    if is_desk(piece):
        return "desk"
    if BY.fullmatch(piece):
        return "by"
    if is_section(piece):
        return "chaff"
    if is_known_place(piece):
        return "place"
    if is_outlet(piece):
        return "outlet"
    if is_name(split_byline(piece)[0]) and len(piece.split()) <= 8 and len(piece) > 3:
        return "name"
    return "chaff" if len(piece) <= 3 and not line.endswith(".") else None


def _note_pieces(page: Page, known: Sequence[Piece]) -> bool:
    """Notes the fields that the pieces give; True where one of them is a byline."""
    byline = credited = False
    for piece, kind in known:
        if kind in ("by", "name", "desk", "labelled byline"):
            match = BY.fullmatch(piece)
            byline = note_byline(page, match["who"] if match else piece, "date line") or byline
        elif kind in ("agency", "labelled agency"):
            page.note("agency", piece, "source label" if kind.startswith("label") else "agency line")
            credited = credited or kind == "agency"
        elif kind in ("outlet", "labelled publisher"):
            page.note("publisher", piece.removeprefix("www.") if is_domain(piece) else piece, "date line")
        elif kind == "labelled section":
            page.note("section", piece, "label")
    for piece, kind in known:
        if kind == "place" and (credited or byline):
            page.note("dateline", piece, "agency line")
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
