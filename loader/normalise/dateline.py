"""Reads the dateline that opens an article's first paragraph: place, day, agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.normalise.days import Day, find_days
from loader.normalise.names import is_agency, is_outlet, is_place

LONGEST = 110  # characters before the mark that closes a dateline
_CLOSE = re.compile(
    r"\s*(?P<agency>\((?P<in>[^()]{2,40})\))?\s*(?P<mark>:|--+|[-–—]{1,2}(?=\s|[A-Z“\"])|(?<=\))(?=[A-Z“\"]))\s*"
)
_AGENCY = re.compile(r"\((?P<agency>[^()]{2,40})\)\s*(?:[-–—:]+\s*|(?=[A-Z“\"]))")
_SLASHED = re.compile(r"\s*/(?P<agency>[A-Za-z -]{2,25})/\s*[-–—:]*\s*")
_PLACE = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:[ -][A-Za-zÀ-ÖØ-öø-ÿ.'’-]+){0,4}")
_PARTICLE = frozenset("de da do la le el al of the and upon on sur san sous en".split())
_NO_PLACE = frozenset(
    "dear breaking update updated watch exclusive video photo photos opinion analysis editor editors note new live poll quiz review "
    "interview explainer correction warning alert factbox timeline summary background q a question answer read see listen advisory "
    "just in press release news by the here former spoiler tldr tl;dr fact check claim rating verdict".split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; `end` is where the sentence behind it begins."""

    end: int
    place: str | None = None
    agency: str | None = None
    day: Day | None = None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a paragraph, or None.

    Place alone in capitals, a known place, or any place beside a day or an agency: `KABUL (AP) –`, `LONDON, March 3 -`.
    """
    head = paragraph[: LONGEST + 50]
    lone = _AGENCY.match(head)
    if lone and is_agency(lone["agency"]):
        return Dateline(lone.end(), agency=lone["agency"].strip())
    for match in _CLOSE.finditer(head):
        if match.start() > LONGEST:
            break
        found = _parse(head[: match.start()].strip(), match)
        if found:
            return found
        if match.start() and match["mark"] == ":" or len(head[: match.start()].split()) > 14:
            break
    return None


def _parse(stated: str, close: re.Match[str]) -> Dateline | None:
    agency = close["in"].strip() if close["in"] else None
    slashed = _SLASHED.search(stated)
    if slashed and slashed.end() == len(stated):
        stated, agency = stated[: slashed.start()].strip(), slashed["agency"].strip()
    days = find_days(stated)
    day = days[0] if len(days) == 1 and stated[days[0].end :].strip(" ,.()") == "" else None
    if days and day is None:
        return None
    place = stated[: day.start] if day else stated
    place = re.sub(
        r"(?i)[\s,(/]*\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,.]*$", "", place
    )
    inner = re.search(r"\s*\(([^()]{2,40})\)\s*,?\s*$", place)
    if inner:
        agency, place = agency or inner[1], place[: inner.start()]
    place = place.strip(" ,;/-–—")
    parts = [part.strip() for part in re.split(r"[,/]", place) if part.strip()]
    if parts and len(parts) > 1 and is_agency(parts[-1]):
        agency, parts = agency or parts[-1], parts[:-1]
        place = place[: place.rindex(parts[-1]) + len(parts[-1])]
    if not parts or len(parts) > 4 or not all(_looks_like_place(part) for part in parts):
        return None
    credited = agency is not None and (is_agency(agency) or is_outlet(agency) or day is not None)
    known = is_place(place)
    colon = close["mark"] == ":"
    capitals = parts[0].upper() == parts[0] and len(parts[0]) > 2
    if not (credited or known or (day and (capitals or not colon)) or (capitals and agency is None)):
        return None
    if not capitals and not (known or credited or day):
        return None
    return Dateline(close.end(), place, agency if credited else None, day)


def _looks_like_place(part: str) -> bool:
    words = part.split()
    if (
        not _PLACE.fullmatch(part)
        or len(words) > 5
        or any(word.strip(".:").casefold() in _NO_PLACE for word in words)
    ):
        return False
    return all(word[0].isupper() or word in _PARTICLE or "-" in word for word in words)
