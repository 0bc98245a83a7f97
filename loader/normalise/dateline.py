"""Reads the dateline that opens an article's first paragraph: place, day, agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.lexicon import words
from loader.normalise.days import Day, find_days
from loader.normalise.names import is_agency, is_desk, is_major_place, is_outlet, is_place
from loader.normalise.repair import is_word

LONGEST = 110  # characters before the mark that closes a dateline
MOST_PARTS, MOST_WORDS = 3, 5  # of a place: "Tehran, Iran", "Rio de Janeiro"
_CLOSE = re.compile(
    r"\s*(?::|--+|[-–—](?=\s)|[–—](?=[A-Z“\"])|(?<=\))(?=\s?[A-Z“\"])|(?<=/)\.?(?=\s[A-Z“\"]))\s*"
)
_CREDIT = re.compile(
    r"\s*(?:,\s*)?(?:\((?P<round>[^()]{2,70})\)|/(?P<slashed>[A-Za-z][A-Za-z .-]{1,25})/)\s*[,.]?\s*"
)
_COUNTRY = re.compile(r"\s*\[(?P<name>[^\[\]]{2,30})\]")
_WEEKDAY = re.compile(
    r"(?i)[\s,]*\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?[\s,]*$"
)
_PLACE = re.compile(r"[^\W\d_]++(?:(?:[.'’][ .-]?|[ -])[^\W\d_]++)*+[.'’]?")
_SMALL = frozenset(
    ("de", "da", "do", "dos", "la", "le", "el", "al", "of", "the", "and", "upon", "on", "sur", "sous", "en")
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; `end` is where the sentence behind it begins."""

    end: int
    place: str | None = None
    agency: str | None = None
    day: Day | None = None
    desk: str | None = None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a paragraph, or None.

    Place alone in capitals, a known place, or any place beside a day or an agency: `KABUL (AP) –`, `LONDON, March 3 -`.
    """
    head = paragraph[: LONGEST + 30]
    for close in _CLOSE.finditer(head):
        if not 0 < close.start() <= LONGEST:
            return None
        found = _parse(head[: close.start()], close)
        if found or ":" in close.group():
            return found
    return None


def _parse(stated: str, close: re.Match[str]) -> Dateline | None:
    """The dateline that `stated`, the text before the mark that closes it, may be."""
    place, agency, day = _take_apart(stated)
    desk = agency if agency and is_desk(agency) else None
    if desk and is_place(place):
        return Dateline(close.end(), place, None, day, desk)
    if agency is not None and not (is_agency(agency) or is_outlet(agency) or (day and agency[:1].isupper())):
        return None
    credited = agency if agency and (day or is_agency(agency)) else None  # an outlet may name itself: "(CNN)"
    if not place:
        return Dateline(close.end(), None, agency, day) if agency and is_agency(agency) and not day else None
    parts = [part.strip() for part in re.split(r"[,/]", place)]
    if len(parts) > 1 and credited is None and is_agency(parts[-1]):
        credited, place, parts = parts[-1], place[: place.rindex(parts[-1])].rstrip(" ,/"), parts[:-1]
    if len(parts) > MOST_PARTS or not all(map(_shaped_as_place, parts)) or is_agency(place):
        return None
    capitals = parts[0].isupper() and len(parts[0]) > 2
    if is_place(place) and (capitals or agency or day or len(parts) > 1 or is_major_place(place)):
        return Dateline(close.end(), place, credited, day)
    plain = ":" in close.group() and any(
        is_word(word) for part in parts for word in part.split()
    )  # a speaker
    likely = agency or credited or (day and (capitals or is_place(place))) or (capitals and not plain)
    if not likely or is_outlet(place.title()) or any(map(_is_no_place, parts)):
        return None
    return Dateline(close.end(), place, credited, day)


def _take_apart(stated: str) -> tuple[str, str | None, Day | None]:
    """The place, the agency and the day of a dateline; the place is all that is left."""
    agency: str | None = None
    rest = _COUNTRY.sub("", stated, count=1)
    credit = _CREDIT.search(rest)
    if credit:
        agency = (credit["round"] or credit["slashed"]).strip()
        inner = find_days(agency)  # "(APP - UrduPoint / Pakistan Point News - 13th Jun, 2022)"
        behind = rest[credit.end() :] + (agency[inner[0].start : inner[0].end] if inner else "")
        agency = re.split(r"\s[-/–]\s", agency)[0].strip() if inner else agency
        rest = f"{rest[: credit.start()]}, {behind}".strip(" ,")
    days = find_days(rest)
    day = days[0] if len(days) == 1 and not rest[days[0].end :].strip(" ,.") else None
    place = rest[: day.start] if day else rest
    if day:
        inside = stated.find(rest[day.start : day.end])
        day = Day(inside, inside + day.end - day.start, day.edtf) if inside >= 0 else day
    return _WEEKDAY.sub("", place).strip(" ,;/"), agency, day


def _shaped_as_place(part: str) -> bool:
    found = part.split()
    if not 1 <= len(found) <= MOST_WORDS or not _PLACE.fullmatch(part):
        return False
    return all(word[0].isupper() or word in _SMALL for word in found) and found[0][0].isupper()


def _is_no_place(part: str) -> bool:
    return any(word.strip(".").casefold() in words("normalise_no_places") for word in part.split())
