"""Read the EDTF values that the loader writes: which days a value covers, and how precisely it says so.

EDTF is the Library of Congress' Extended Date/Time Format (https://www.loc.gov/standards/datetime/).
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from functools import lru_cache

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_UNSPECIFIED = re.compile(r"(\d+)(X+)")

# EDTF's codes of parts of a year in place of a month: (first month, count of months)
_PARTS_OF_YEAR = {
    21: (3, 3),
    22: (6, 3),
    23: (9, 3),
    24: (12, 3),  # seasons, of the northern hemisphere
    25: (3, 3),
    26: (6, 3),
    27: (9, 3),
    28: (12, 3),
    29: (9, 3),
    30: (12, 3),
    31: (3, 3),
    32: (6, 3),  # of the southern hemisphere
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),  # quarters
    37: (1, 4),
    38: (5, 4),
    39: (9, 4),
    40: (1, 6),
    41: (7, 6),  # thirds and halves
}

Bounds = tuple[str | None, str | None, str]


@lru_cache(maxsize=65536)
def bounds(edtf: str) -> Bounds:
    """The first and last day of a value as ISO days, and its precision.

    Precision is `day`, `week` (Monday to Sunday), `month`, `year`, `decade`, `range` (any other stretch of days, a
    season or quarter included) or `unknown`. Days are None where the year or more is unknown, or the end is open.
    """
    value = re.sub(r"[~?%\s]", "", edtf)
    value = re.sub(r"T[\d:.+Z-]*(?=/|$)", "", value)
    value = re.sub(r"(?<=\d)(-XX)+(?=/|$)", "", value)
    if "/" not in value:
        return _single(value)
    left, _, right = value.partition("/")
    start, end = _single(left)[0], _single(right)[1]
    if not start or not end:
        return start, end, "range" if start or end or _names_a_day(left) or _names_a_day(right) else "unknown"
    if end < start:
        return None, None, "unknown"
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    return start, end, "week" if first.weekday() == 0 and (last - first).days == 6 else "range"


def _names_a_day(value: str) -> bool:
    return re.fullmatch(r"XXXX-\d\d(-\d\d)?", value) is not None


def _single(value: str) -> Bounds:
    """Bounds of a value that is no interval."""
    if (unspecified := _UNSPECIFIED.fullmatch(value)) and len(value) == 4:
        first, last = value.replace("X", "0"), value.replace("X", "9")
        return (
            f"{max(first, '0001')}-01-01",
            f"{last}-12-31",
            "decade" if len(unspecified[2]) == 1 else "range",
        )
    plain = _PLAIN.fullmatch(value)
    if not plain or plain[1] == "0000":
        return None, None, _precision_without_year(value)
    try:
        return _of_numbers(int(plain[1]), int(plain[2] or 0), int(plain[3] or 0))
    except ValueError:  # no such month or day
        return None, None, "unknown"


def _precision_without_year(value: str) -> str:
    without = re.fullmatch(r"XXXX-(\d\d)(-\d\d)?", value)
    if not without:
        return "unknown"
    return "day" if without[2] else "month" if without[1] <= "12" else "range"


def _of_numbers(year: int, month: int, day: int) -> Bounds:
    if day:
        iso = datetime.date(year, month, day).isoformat()
        return iso, iso, "day"
    first, months = _PARTS_OF_YEAR.get(month, (month or 1, 1 if month else 12))
    start = datetime.date(year, first, 1)
    year, last = year + (first + months - 2) // 12, (first + months - 2) % 12 + 1
    end = datetime.date(year, last, monthrange(year, last)[1])
    return start.isoformat(), end.isoformat(), "year" if not month else "month" if months == 1 else "range"
