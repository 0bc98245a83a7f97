"""Finds the dates and times of header lines, in all usual forms, without ever adding what is not stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from loader.lexicon import table

FIRST_YEAR, LAST_YEAR = 1600, 2099  # newspapers begin in 1605; a later year is a mistake of the page
_DIGIT = re.compile(r"\d")
_ZONE = r"(?:\s?(?:Z|[A-Z]{2,4}T|GMT|UTC|ist|est|edt|pst|gmt|utc)\b(?:[+-]\d{1,2})?|\s?[+-]\d\d:?\d\d\b)"
_TIME = re.compile(
    r"(?<![\d/.-])(?:T(?=\d))?(?P<time>"
    r"[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?" + _ZONE + "?"
    r"|[0-2]?\d\.[0-5]\d(?:\s?[ap]\.?m\b\.?" + _ZONE + "?|" + _ZONE + ")"
    r"|[01]?\d\s?[ap]\.?m\b\.?" + _ZONE + "?"
    r"|[0-2]\d[0-5]\d\s?(?:GMT|UTC|[A-Z]{2,3}T)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a line: its EDTF value and where it stands."""

    start: int
    end: int
    edtf: str

    @property
    def full(self) -> bool:
        """Whether year, month and day are all stated."""
        return len(self.edtf) == 10 and self.edtf[0] != "X"


@cache
def month_names() -> dict[str, int]:
    """The names of months, casefolded, with their numbers."""
    return {row["name"]: int(row["month"]) for row in table("normalise_months")}


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The forms of dates, the more telling before those that are part of them."""
    month = "(?P<month>" + "|".join(sorted(month_names(), key=lambda name: (-len(name), name))) + r")\b\.?"
    year = r"(?P<y>\d{4})(?!/|\d(?!\d?\s[A-Z][a-z]))"  # "13 Jun 202213 Jun 2022" is one day, twice
    day = r"(?<![\d.,:/-])(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º|er)?"
    forms = (
        r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        rf"{day}[\s/-]*(?:of\s|de\s)?{month},?[\s/-]*(?:de\s)?{year}",
        rf"\b{month}[\s-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[,.]?[\s-]*{year}",
        r"(?<![\d./-])(?P<a>\d{1,2})([/.-])(?P<b>\d{1,2})\2(?P<y>\d{4})(?!\d)",
        rf"{day}\s(?:of\s|de\s)?{month}(?![,\s]*\d{{3}})",
        rf"\b{month},?\s+(?:de\s)?{year}",
        rf"\b{month}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d|[,\s]*\d{{3}})",
        r"(?<![\d/-])(?P<y>\d{4})-(?P<m>\d{2})(?![\d-])",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def find_days(text: str) -> list[Day]:
    """The dates in a line, in order of position; an impossible one (30 February, year 0) is none."""
    return list(_find_days(text))


@lru_cache(maxsize=64)  # a line of the header is asked by several rules
def _find_days(text: str) -> tuple[Day, ...]:
    if not _DIGIT.search(text):
        return ()
    days: list[Day] = []
    for form in _forms():
        for match in form.finditer(text):
            if not any(day.start < match.end() and match.start() < day.end for day in days):
                edtf = _value(match.groupdict())
                if edtf:
                    days.append(Day(match.start(), match.end(), edtf))
    return tuple(sorted(days, key=lambda day: day.start))


def _value(parts: dict[str, str]) -> str | None:
    year = int(parts["y"]) if parts.get("y") else None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if parts.get("a") is not None:
        return _numeric(int(parts["a"]), int(parts["b"]), year or 0)
    month = int(parts["m"]) if parts.get("m") else month_names()[parts["month"].casefold()]
    return edtf_of(year, month, int(parts["d"]) if parts.get("d") else None)


def _numeric(first: int, second: int, year: int) -> str | None:
    """`13/06/2022` has one reading, `03/04/2021` has two: of that only the year is known."""
    readings = {edtf_of(year, month, day) for day, month in ((first, second), (second, first))} - {None}
    return readings.pop() if len(readings) == 1 else str(year) if readings else None


def edtf_of(year: int | None, month: int, day: int | None) -> str | None:
    """The EDTF of a day, of a month, or of a day without a year (`XXXX-05-21`); None where there is no such day."""
    try:
        date(year or 2000, month, day or 1)  # 2000 is a leap year: 29 February without a year is a day
    except ValueError:
        return None
    head = f"{year:04d}" if year else "XXXX"
    return f"{head}-{month:02d}" + (f"-{day:02d}" if day else "")


def find_times(text: str) -> Iterator[re.Match[str]]:
    """The times of day in a line, each with its zone where one is stated (group `time`)."""
    return _TIME.finditer(text)
