"""Reads the days that people type to narrow a search, and says what is wrong with them."""

from __future__ import annotations

import datetime
import re

WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
FORMS = "write 2022-06-13, 2022-06 or 2022"


def day(typed: str) -> str:
    """`typed` where it is a day, month or year of the calendar (2022-06-13, 2022-06, 2022); "" otherwise."""
    found = WRITTEN.fullmatch(typed)
    if not found:
        return ""
    try:
        datetime.date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return ""
    return typed


def last_of(written: str) -> str:
    """What sorts behind every date of `written`, a day, month or year; "" for ""."""
    return f"{written}~" if written else ""


def notes(first: str, last: str) -> tuple[str, ...]:
    """What to tell whoever typed these ends of a range: which is no date, or that the range runs backwards."""
    made = tuple(f"not a date: {typed[:40]} ({FORMS})" for typed in (first, last) if typed and not day(typed))
    if not made and first and last and first > last_of(last):
        return (f"from {first} is after to {last}: no day lies between, so nothing is found",)
    return made
