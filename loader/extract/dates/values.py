"""Calendar arithmetic for dates in text: from what was read and the day of publication to an EDTF value."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import NamedTuple

Day = datetime.date

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}

# Without words that say last or next, a day this near beats one that is almost a year away on the other side.
NEAR_DAYS, FAR_DAYS = 75, 290


class DateValue(NamedTuple):
    """An EDTF value, and whether the text states it in full or it was reckoned from another day."""

    edtf: str
    basis: str


def stated(edtf: str) -> DateValue:
    """A value that the words alone give."""
    return DateValue(edtf, "stated")


def relative(edtf: str) -> DateValue:
    """A value reckoned from the day of publication or from another date."""
    return DateValue(edtf, "relative")


def valid_day(year: int, month: int, day: int) -> Day | None:
    """The day, or None where the calendar has none such."""
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def shift(day: Day, days: int) -> Day | None:
    """The day so many days later; None beyond the calendar."""
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return None


def shift_months(day: Day, months: int) -> str | None:
    """The month so many months later, as EDTF."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}" if 1 <= year <= 9999 else None


def year_edtf(year: int) -> str | None:
    """A year as EDTF, or None beyond the calendar."""
    return f"{year:04}" if 1 <= year <= 9999 else None


def week_of(day: Day) -> str | None:
    """The week from Monday to Sunday that holds the day."""
    return span_of(shift(day, -day.weekday()), 6)


def weekend_of(day: Day) -> str | None:
    """Saturday and Sunday of the week that holds the day."""
    return span_of(shift(day, 5 - day.weekday()), 1)


def span_of(first: Day | None, days: int) -> str | None:
    """The stretch from a day to so many days later."""
    last = shift(first, days) if first else None
    return f"{first}/{last}" if first and last else None


def weekday_near(day: Day, weekday: int, *, future: bool) -> Day | None:
    """The last such weekday up to and with `day`, or the next one from it on."""
    return shift(day, (weekday - day.weekday()) % 7 if future else -((day.weekday() - weekday) % 7))


def month_day_near(day: Day, month: int, number: int, tense: str | None) -> Day | None:
    """The nearest such day before `day` (itself included), or after it where `tense` is `future`.

    Nobody writes "June 16" of a day that is almost a year away when the same day of another year is near: then the
    near one is meant, whatever the tense.
    """
    years = range(max(day.year - 8, 1), min(day.year + 9, 10000))
    days = [d for d in (valid_day(y, month, number) for y in years) if d]
    before = max((d for d in days if d <= day), default=None)
    after = min((d for d in days if d >= day), default=None)
    if before is None or after is None:
        return before or after
    back, ahead = (day - before).days, (after - day).days
    if tense is None or (tense == "past" and back > FAR_DAYS and ahead < NEAR_DAYS):
        return before if back <= ahead else after
    if tense == "future" and not (ahead > FAR_DAYS and back < NEAR_DAYS):
        return after
    return before


def month_near(day: Day, month: int, tense: str | None) -> str | None:
    """The nearest such month: this one, else the last or the next by tense, else the nearer."""
    back, ahead = (day.month - month) % 12, (month - day.month) % 12
    if tense is None:
        return shift_months(day, -back if back <= ahead else ahead)
    return shift_months(day, ahead if tense == "future" else -back)


def season_near(day: Day, code: int, which: str) -> str | None:
    """`which` is `this`, `last` (the latest that is over) or `next`; winter has the year of its December."""
    year = day.year
    first = _SEASON_MONTHS[code]
    if code == 24 and day.month <= 2:
        year -= 1
    over = (day.year, day.month) >= (year, first) and (day.month >= first + 3 or day.year > year)
    if which == "last" and not (over and code != 24):
        year -= 1
    if which == "next" and (day.year, day.month) >= (year, first):
        year += 1
    return f"{year:04}-{code}" if 1 <= year <= 9999 else None


def quarter_near(day: Day, quarter: int, tense: str | None) -> str:
    """The latest such quarter that has begun, or the next one by tense; the one just over is still in the news."""
    now = (day.month - 1) // 3 + 1
    year = day.year - (quarter > now)
    if tense == "future" and (now - quarter) % 4 > 1:
        year += 1
    return f"{year:04}-{32 + quarter}"


def last_quarter(day: Day) -> str:
    """The latest quarter that is over."""
    now = (day.month - 1) // 3
    return f"{day.year:04}-{32 + now}" if now else f"{day.year - 1:04}-36"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> Day:
    """The nth such weekday of a month; the last one for -1."""
    if nth < 0:
        last = Day(year, month, monthrange(year, month)[1])
        return last - datetime.timedelta((last.weekday() - weekday) % 7)
    first = Day(year, month, 1)
    return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> Day:
    """Western Easter Sunday (the anonymous Gregorian algorithm: Meeus, Astronomical Algorithms, 1991)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return Day(year, month, day + 1)
