"""What a holiday means as a date: its day in the nearest year."""

from __future__ import annotations

import datetime
import re
from functools import cache

from loader import lexicon
from loader.extract.dates.context import Context
from loader.extract.dates.values import DateValue, easter, nth_weekday, relative, shift, stated

_NOT_A_DAY = re.compile(
    r"['’]?s?\s(?:Agreement|Accord|peace|card|tree|present|gift|dinner|carol|party|shopping|sale|island|turkey|market|"
    r"message|bonus|song|decoration|light|spirit|season|holiday|period|break|parade)",
    re.IGNORECASE,
)


@cache
def _days() -> dict[str, str]:
    return {row["name"].lower(): row["day"] for row in lexicon.table("dates_holidays")}


@cache
def holiday_pattern() -> str:
    """The names of all holidays as one alternation, the longest first."""
    names = sorted((re.escape(name).replace("'", "['’]") for name in _days()), key=lambda n: (-len(n), n))
    return "(?:" + "|".join(names) + r")(?!\w)"


@cache
def holiday_form() -> str:
    """The form of a holiday, with its year if it is named."""
    return (
        rf"(?:(?P<which>last|next|this)\ )?(?P<name>{holiday_pattern()})"
        r"(?:,? (?P<y>(?:19|20)\d\d)|(?:,? (?:of )?(?P<which_year>last|this|next) year(?!['’])))?"
    )


def holiday(match: re.Match[str], context: Context) -> DateValue | None:
    """Christmas Eve; last Thanksgiving; Good Friday, but not its Agreement."""
    name = match["name"].replace("’", "'").lower()
    if not match["name"][0].isupper() or _NOT_A_DAY.match(context.after(match)):
        return None
    if match["y"]:
        return stated(_in_year(name, int(match["y"])).isoformat())
    today = context.published
    if not today:
        fixed = _days()[name]
        return stated(f"XXXX-{fixed}") if re.fullmatch(r"\d\d-\d\d", fixed) else None
    if match["which_year"]:
        year = today.year + {"last": -1, "this": 0, "next": 1}[match["which_year"].lower()]
        return relative(_in_year(name, year).isoformat())
    days = [_in_year(name, today.year + step) for step in (-1, 0, 1) if 1 < today.year + step < 9999]
    which = (match["which"] or "").lower()
    tense = {"last": "past", "next": "future"}.get(which) or context.tense(match)
    before, after = [d for d in days if d <= today], [d for d in days if d >= today]
    if which == "this" or tense is None or not before or not after:
        return relative(min(days, key=lambda d: (abs((d - today).days), d)).isoformat())
    return relative((after[0] if tense == "future" else before[-1]).isoformat())


def _in_year(name: str, year: int) -> datetime.date:
    rule = _days()[name]
    if rule.startswith("easter"):
        return shift(easter(year), int(rule.removeprefix("easter"))) or easter(year)
    if ":" not in rule:
        return datetime.date(year, int(rule[:2]), int(rule[3:]))
    rule, _, extra = rule.partition("+")
    month, weekday, nth = (int(part) for part in rule.split(":"))
    day = nth_weekday(year, month, weekday, nth)
    return shift(day, int(extra or 0)) or day
