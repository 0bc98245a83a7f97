"""What a date means that names its day, month, year or century: the rules for stated dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from loader import lexicon
from loader.extract.dates.context import Context
from loader.extract.dates.patterns import MONTHS, ORDINALS, TEENS, TENS, UNITS, WEEKDAYS
from loader.extract.dates.values import (
    DateValue,
    Day,
    month_day_near,
    month_near,
    relative,
    shift_months,
    stated,
    valid_day,
)

Match = re.Match[str]
Rule = Callable[[Match, Context], DateValue | None]

_CENTURIES = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000, "two thousand": 2000}


def month_number(name: str) -> int:
    """1 to 12."""
    return MONTHS[name[:3].lower()]


def day_number(words: str) -> int:
    """1 to 31, from digits or an ordinal in words."""
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else ORDINALS[words.lower()]


def year_number(words: str) -> int:
    """A year from digits or words ("nineteen ninety-six")."""
    if words.isdigit():
        return int(words)
    parts = re.split(r"[ -]", words.lower().replace("two thousand", "two_thousand"))
    year = _CENTURIES[parts[0].replace("_", " ")]
    for part in parts[1:]:
        year += TENS.get(part) or TEENS.get(part) or UNITS.get(part, 0)
    return year


def which_year(match: Match, context: Context) -> int | None:
    """The year of "last year" and its like behind a month; None without publication."""
    which = match["which_year"].lower()
    if which in ("the same", "that"):
        return context.year_before(match.start())
    if which in ("the following", "the previous"):
        base = context.year_before(match.start())
        return base + (1 if which == "the following" else -1) if base else None
    if not context.published:
        return None
    return context.published.year + {"last": -1, "this": 0, "next": 1}[which]


def _full_day(year: int, month: int, number: int) -> str | None:
    day = valid_day(year, month, number)
    return day.isoformat() if day else None


def _without_year(month: int, number: int) -> str | None:
    return f"XXXX-{month:02}-{number:02}" if valid_day(2000, month, number) else None


def iso(match: Match, _context: Context) -> DateValue | None:
    """2022-06-18, with or without a time."""
    edtf = _full_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return stated(edtf) if edtf else None


def slashed(match: Match, context: Context) -> DateValue | None:
    """14/06/1956 or 06/14/1956; where both orders are possible, the one that publication makes plain, else the year."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if len(match["y"]) == 2:
        if (
            match["mark"] == "."
            or not context.published
            or re.search(r"\w\s?$", context.before(match, 2)) is None
        ):
            return None
        year += 2000 if year <= context.published.year % 100 + 1 else 1900
    days = sorted({d for d in (valid_day(year, b, a), valid_day(year, a, b)) if d})
    if len(days) > 1 and match["mark"] == ".":
        days = [d for d in days if d.day == a]
    if len(days) > 1 and context.published:
        near = [d for d in days if abs((d - context.published).days) <= 10]
        days = near if len(near) == 1 else days
    if not days:
        return None
    return stated(days[0].isoformat() if len(days) == 1 else f"{year}-XX-XX")


@cache
def _named_days() -> dict[str, tuple[str, re.Pattern[str]]]:
    return {
        row["name"].lower(): (row["edtf"], re.compile(row.get("after") or "", re.IGNORECASE))
        for row in lexicon.table("dates_named")
    }


@cache
def named_pattern() -> str:
    """The form of days that have a name of their own."""
    names = sorted((re.escape(name) for name in _named_days()), key=lambda n: (-len(n), n))
    return rf"(?:the )?(?P<name>{'|'.join(names)})(?![\w/]|[.,]\d)(?!,? \d{{4}})"


def named(match: Match, context: Context) -> DateValue | None:
    """9/11, 26/11 and other days that keep their name."""
    edtf, after = _named_days()[match["name"].lower()]
    phrase = re.split(r"[.;!?\n]", context.after(match, 40))[0]
    if not after.search(phrase):
        return None
    if "/" in match["name"] and re.search(r"(?:score[ds]?|by|out of|won|lost)\s$", context.before(match)):
        return None
    return stated(edtf)


def _range(first: tuple[int, int], last: tuple[int, int], match: Match, context: Context) -> DateValue | None:
    """From (month, day) to (month, day) in the year that is stated, or in the nearest."""
    if first > last and first[0] == last[0] and not match["y1"]:
        return None
    if match["y"]:
        year = int(match["y"])
        opened = int(match["y1"]) if match["y1"] else year - (first > last)
        start, end = _full_day(opened, *first), _full_day(year, *last)
        return stated(f"{start}/{end}") if start and end else None
    if not context.published:
        start, end = _without_year(*first), _without_year(*last)
        return stated(f"{start}/{end}") if start and end else None
    opening = month_day_near(context.published, *first, context.tense(match))
    if not opening:
        return None
    end = _full_day(opening.year + (first > last), *last)
    return relative(f"{opening}/{end}") if end else None


_CHANGED = re.compile(
    r"\b(?:mov|postpon|chang|shift|reschedul|delay|extend|push|brought|put)\w*\b[^.]{0,40}$", re.IGNORECASE
)


def _is_day_range(match: Match, context: Context) -> bool:
    """Whether two days of months are one stretch, and not a list or a change from one day to another."""
    if not _is_month(match["m"], day=True):
        return False
    if match["join"].strip() == "and" and not re.search(r"between\s$", context.before(match), re.IGNORECASE):
        return False
    moves = match["m2"] and re.search(r"to|till|until", match["join"])
    return not (moves and _CHANGED.search(context.before(match, 60)))


def day_range_month_first(match: Match, context: Context) -> DateValue | None:
    """June 9 to 12, 2022; but not a change from one day to another, which is two dates."""
    if not _is_day_range(match, context):
        return None
    month = month_number(match["m"])
    last = month_number(match["m2"]) if match["m2"] else month
    return _range((month, day_number(match["d"])), (last, day_number(match["d2"])), match, context)


def day_range_day_first(match: Match, context: Context) -> DateValue | None:
    """18-22 June; 28 July to 2 August 2022."""
    if not _is_day_range(match, context):
        return None
    month = month_number(match["m"])
    first = month_number(match["m2"]) if match["m2"] else month
    return _range((first, day_number(match["d"])), (month, day_number(match["d2"])), match, context)


_LOWER_MONTHS = frozenset(
    ("january", "february", "april", "june", "july", "september", "october", "november", "december")
)


def _is_month(name: str, *, day: bool) -> bool:
    """Whether the word is a month and no verb or name; `day` says that a day of the month stands beside it."""
    if name[0].islower():
        return name in _LOWER_MONTHS
    return day or len(name.rstrip(".")) > 3 or name == "May"


def month_day(match: Match, context: Context) -> DateValue | None:
    """June 13; Monday, June 13, 2022; March eighth; June 13 last year; but not the rocket Long March 3."""
    if not _is_month(match["m"], day=True) or context.before(match).endswith("Long "):
        return None
    month, number = month_number(match["m"]), day_number(match["d"])
    if match["y"]:
        edtf = _full_day(year_number(match["y"]), month, number)
        return stated(edtf) if edtf else None
    year = which_year(match, context) if match["which_year"] else None
    if year:
        edtf = _full_day(year, month, number)
        return relative(edtf) if edtf else None
    if not context.published:
        edtf = _without_year(month, number)
        return stated(edtf) if edtf else None
    near = month_day_near(context.published, month, number, context.tense(match))
    if near and match["w"]:
        near = _with_weekday(near, match)
    return relative(near.isoformat()) if near else None


def _with_weekday(near: Day, match: Match) -> Day:
    """The year nearest to `near` in which the day falls on the weekday that is named, else `near`."""
    weekday = WEEKDAYS[match["w"][:3].lower()]
    days = (valid_day(near.year + step, near.month, near.day) for step in (0, -1, 1))
    return next((day for day in days if day and day.weekday() == weekday), near)


_LIST_JOIN = re.compile(r",? and |, (?:and )?|,? or | & ")
_DAY_ENDS = re.compile(
    r"$|\s?[.,;:)—–-]|\s(?:at|in|on|to|for|and|the|when|by|with|of|after|before|during|as|that|he|she|it|they|will)\b"
)


def listed_day(match: Match, context: Context) -> DateValue | None:
    """The 20 of "May 19 and 20", the 29th after "Feb. 28": a day of the month that the text has just named."""
    base = context.day_before(match.start())
    listed = _LIST_JOIN.fullmatch(context.text, context.last_end, match.start()) and not match["the"]
    ordinal = match["the"] and match["d"][-1].isalpha()
    if not base or not (listed or ordinal) or not _DAY_ENDS.match(context.after(match)):
        return None
    day = valid_day(base.year, base.month, day_number(match["d"]))
    if listed and (not day or day <= base or not context.last_is_number):
        return None
    return relative(day.isoformat()) if day else None


def month_range(match: Match, _context: Context) -> DateValue | None:
    """March to May 2022."""
    if not (_is_month(match["m"], day=False) and _is_month(match["m2"], day=False) and match["y"]):
        return None
    first, last = month_number(match["m"]), month_number(match["m2"])
    year = int(match["y"])
    return stated(f"{year - (first > last)}-{first:02}/{year}-{last:02}")


_MONTH_LEAD = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|before|after|for|between|through|to|this|last|next|late|early|mid|every|"
    r"and|or|the|back in|around|as of|starting|beginning|end|ending|than|on|an?)[\s-]$",
    re.IGNORECASE,
)
_NAME_FOLLOWS = re.compile(r"\s[A-Z][a-z]+(?<!day)\b")
_COMMON_NOUN = re.compile(r"\s(?!(?:on|for|of|to|in|against|through|by|at)\b)[a-z]")
_NOT_MONTHS = re.compile(
    r"\b(?:Black|Red|Theresa|Brian|Miss|Ms\.?|Mr\.?|Mrs\.?|Lady|Lord|Sir|Dr\.?|[A-Z]\.)\s$"
)


def month(match: Match, context: Context) -> DateValue | None:
    """March; last June; May 2021; in September next year."""
    name = match["m"]
    if not _is_month(name, day=False) and not (match["y"] and name[0].isupper()):
        return None
    number = month_number(name)
    if match["y"]:
        return stated(f"{year_number(match['y']):04}-{number:02}")
    year = which_year(match, context) if match["which_year"] else None
    if year:
        return relative(f"{year:04}-{number:02}")
    if not _is_bare_month(match, context):
        return None
    if not context.published:
        return stated(f"XXXX-{number:02}")
    edtf = _month_of(number, match, context)
    return relative(edtf) if edtf else None


def _month_of(number: int, match: Match, context: Context) -> str | None:
    today, which = context.published, (match["which"] or "").lower()
    assert today is not None
    if which == "last":
        return shift_months(today, -((today.month - number - 1) % 12 + 1))
    if which == "next":
        return shift_months(today, (number - today.month - 1) % 12 + 1)
    if which == "this past":
        return month_near(today, number, "past")
    if which == "this coming":
        return month_near(today, number, "future")
    if which == "this":
        return f"{today.year}-{number:02}"
    return month_near(today, number, context.tense(match))


def _is_bare_month(match: Match, context: Context) -> bool:
    """Whether a month alone is meant as one: not May, April, June or August as a name, March as a march."""
    name, before, after = match["m"], context.before(match), context.after(match)
    if _NOT_MONTHS.search(before) or (len(name.rstrip(".")) == 3 and name != "May"):
        return False
    if match["which"] or match["part"]:
        return True
    led = bool(_MONTH_LEAD.search(before))
    if name[:3].lower() not in ("may", "mar", "apr", "jun", "aug"):
        return led or not _NAME_FOLLOWS.match(after)
    if not led or _NAME_FOLLOWS.match(after):
        return False
    return not re.search(r"\b(?:the|on|an?)\s$", before) or bool(_COMMON_NOUN.match(after))
