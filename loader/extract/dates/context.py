"""What the reader of a date knows: the text, the day of publication, and the dates that the text has just named."""

from __future__ import annotations

import datetime
import re

from loader.extract.dates.tense import tense_at

NEAR = 600  # characters within which "two days earlier" looks back for the day it counts from


_LONGER_PERIOD = re.compile(
    r"\b(?:nine months|six months|half|full year|fiscal year|for the year|12 months)\b"
)


class Context:
    """The state of one reading of one text; `published` is None where the day of publication is unknown."""

    def __init__(self, text: str, published: datetime.date | None) -> None:
        self.text = text
        self.published = published
        self.quarter: str | None = None
        self._quarter_at = 0
        self.last_end = 0
        self.last_is_number = False
        self._month: tuple[datetime.date, int] | None = None
        self._day: tuple[datetime.date, int] | None = None
        self._year: tuple[int, int] | None = None

    def remember(self, edtf: str, at: int, end: int) -> None:
        """Take note of the value of a date named from `at` to `end`."""
        self.last_end = end
        self.last_is_number = self.text[end - 1 : end].isdigit()
        if re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", edtf):
            self._month = datetime.date.fromisoformat(edtf + "-01"), at
        if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
            self._day = datetime.date.fromisoformat(edtf), at
        if re.fullmatch(r"\d{4}-3[3-6]", edtf):
            self._note_quarter(edtf, at)
        if edtf[:4].isdigit():
            self._year = int(edtf[:4]), at

    def _note_quarter(self, edtf: str, at: int) -> None:
        """Keep the quarter that a report is about: none to come, and not that of a year ago beside it."""
        year = int(edtf[:4])
        ago = self.quarter is not None and year == int(self.quarter[:4]) - 1
        if not ago and self.published and year <= self.published.year:
            self.quarter, self._quarter_at = edtf, at

    def compared_quarter(self, at: int) -> str | None:
        """The quarter that "a year ago" at `at` counts from; None where longer periods have been named since."""
        if self.quarter and not _LONGER_PERIOD.search(self.text, max(self._quarter_at, at - NEAR), at):
            return self.quarter
        return None

    def day_before(self, at: int) -> datetime.date | None:
        """The day named last before `at`, if it is near."""
        return self._day[0] if self._day and at - self._day[1] <= NEAR else None

    def month_before(self, at: int) -> datetime.date | None:
        """The first day of the month named last before `at`, if it is near."""
        return self._month[0] if self._month and at - self._month[1] <= NEAR else None

    def year_before(self, at: int) -> int | None:
        """The year of the date named last before `at`, if it is near."""
        return self._year[0] if self._year and at - self._year[1] <= NEAR else None

    def tense(self, match: re.Match[str]) -> str | None:
        """`past`, `future` or None, from the verbs around a match."""
        return tense_at(self.text, match.start(), match.end())

    def before(self, match: re.Match[str], length: int = 24) -> str:
        """The characters just before a match."""
        return self.text[max(0, match.start() - length) : match.start()]

    def after(self, match: re.Match[str], length: int = 24) -> str:
        """The characters just after a match."""
        return self.text[match.end() : match.end() + length]
