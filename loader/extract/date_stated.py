"""What a date means that names its day, month, year or century: the rules for stated dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from loader import lexicon
from loader.extract.date_context import Context
from loader.extract.date_patterns import DECADES, MONTHS, ORDINALS, WEEKDAYS
from loader.extract.date_values import (
    DateValue,
    month_day_near,
    month_near,
    relative,
    shift_months,
    stated,
    valid_day,
    year_edtf,
)

Match = re.Match[str]
Rule = Callable[[Match, Context], DateValue | None]

_UNITS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_TEENS = {
    w: n
    for n, w in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), start=10
    )
}
_TENS = {w: n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
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
        year += _TENS[part] * 10 if part in _TENS else _TEENS.get(part) or _UNITS.get(part, 0)
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


def iso(match: Match, context: Context) -> DateValue | None:
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
    if first > last and first[0] == last[0]:
        return None
    if match["y"]:
        year = int(match["y"])
        start, end = _full_day(year - (first > last), *first), _full_day(year, *last)
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


def day_range_month_first(match: Match, context: Context) -> DateValue | None:
    """June 9 to 12, 2022; but not a change from one day to another, which is two dates."""
    if not _is_month(match["m"], day=True):
        return None
    if match["join"].strip() == "and" and not re.search(r"between\s$", context.before(match), re.IGNORECASE):
        return None
    if (
        match["m2"]
        and re.search(r"to|till|until", match["join"])
        and _CHANGED.search(context.before(match, 60))
    ):
        return None
    month = month_number(match["m"])
    last = month_number(match["m2"]) if match["m2"] else month
    return _range((month, day_number(match["d"])), (last, day_number(match["d2"])), match, context)


def day_range_day_first(match: Match, context: Context) -> DateValue | None:
    """18-22 June; 28 July to 2 August 2022."""
    if not _is_month(match["m"], day=True):
        return None
    if match["join"].strip() == "and" and not re.search(r"between\s$", context.before(match), re.IGNORECASE):
        return None
    if (
        match["m2"]
        and re.search(r"to|till|until", match["join"])
        and _CHANGED.search(context.before(match, 60))
    ):
        return None
    month = month_number(match["m"])
    first = month_number(match["m2"]) if match["m2"] else month
    return _range((first, day_number(match["d"])), (month, day_number(match["d2"])), match, context)


_LOWER_MONTHS = frozenset("january february april july september october november december june".split())


def _is_month(name: str, *, day: bool) -> bool:
    """Whether the word is a month and no verb or name; `day` says that a day of the month stands beside it."""
    if name[0].isupper():
        return day or len(name.rstrip(".")) > 3 or name == "May"
    return name in _LOWER_MONTHS and not day or (day and name in _LOWER_MONTHS)


def month_day(match: Match, context: Context) -> DateValue | None:
    """June 13; Monday, June 13, 2022; March eighth; June 13 last year."""
    if not _is_month(match["m"], day=True):
        return None
    month, number = month_number(match["m"]), day_number(match["d"])
    if match["y"]:
        edtf = _full_day(year_number(match["y"]), month, number)
        return stated(edtf) if edtf else None
    if match["which_year"]:
        year = which_year(match, context)
        edtf = _full_day(year, month, number) if year else None
        return relative(edtf) if edtf else None
    if not context.published:
        edtf = _without_year(month, number)
        return stated(edtf) if edtf else None
    near = month_day_near(context.published, month, number, context.tense(match))
    if near and match["w"]:
        near = _with_weekday(near, match, context)
    return relative(near.isoformat()) if near else None


def _with_weekday(near, match: Match, context: Context):  # type: ignore[no-untyped-def]
    """The year in which the day falls on the weekday that is named, if it is the next or last one."""
    weekday = WEEKDAYS[match["w"][:3].lower()]
    for year in (near.year, near.year - 1, near.year + 1):
        day = valid_day(year, near.month, near.day)
        if day and day.weekday() == weekday and abs((day - context.published).days) < 400:
            return day
    return near


def month_range(match: Match, context: Context) -> DateValue | None:
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
    if match["which_year"]:
        year = which_year(match, context)
        return relative(f"{year:04}-{number:02}") if year else None
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
    if _NOT_MONTHS.search(before) or len(name.rstrip(".")) == 3 and name != "May":
        return False
    if match["which"] or match["part"]:
        return True
    if name[:3].lower() in ("may", "mar", "apr", "jun", "aug"):
        if not _MONTH_LEAD.search(before) or re.match(r"\s[A-Z][a-z]+(?<!day)\b", after):
            return False
        return not re.search(r"\b(?:the|on)\s$", before) or bool(
            re.match(r"\s[a-z]", after) and name != "March"
        )
    return True


def decade(match: Match, context: Context) -> DateValue | None:
    """The 1990s."""
    return stated(f"{match['y']}X")


def decade_short(match: Match, context: Context) -> DateValue | None:
    """The '80s."""
    return stated(f"19{match['y']}X")


def decade_word(match: Match, context: Context) -> DateValue | None:
    """The nineties."""
    return stated(f"19{DECADES[match['y'].lower()]}X")


def century(match: Match, context: Context) -> DateValue | None:
    """The 18th century: 17XX."""
    number = day_number(match["n"])
    return stated(f"{number - 1:02}XX") if 1 <= number <= 40 else None


def year_range(match: Match, context: Context) -> DateValue | None:
    """2018-19; 1939-1945."""
    first, text = int(match["y"]), match["y2"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 150 or not 1400 <= first <= 2100:
        return None
    if match["mark"] == "/" and last != first + 1:
        return None
    return stated(f"{first}/{last}")


def fiscal(match: Match, context: Context) -> DateValue | None:
    """Fiscal 1989."""
    return stated(match["y"])


_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|before|after|between|through|to|late|early|mid|spring|summer|"
    r"autumn|fall|winter|around|circa|the|year|back in|season|as of|than|class of|end of|and|or|of|post|pre)[\s-]|[(\[–-]|^)$",
    re.IGNORECASE,
)
_NOT_YEAR_LEAD = re.compile(
    r"(?:\b(?:resolution|room|flight|article|section|route|highway|page|number|nos?\.?|channel|model|boeing|airbus|act|"
    r"bill|rule|order|suite|unit|case|line|figure|gate|psalm|version|windows|office|nearly|almost|about|over|some|"
    r"roughly|approximately|at least|more than|fewer than|less than|up to|another|only|than|total of|estimated|"
    r"to about|some of the|point|points|index|extension|ext\.?|serial|batch|lot|code|asteroid|unit|formula|category|"
    r"exceeded|exceed|reached|totalled|totaled|numbered|sell|sold|bought|employs|killed|wounded|injured)|[#$£€№])\s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?:hours?|gmt|utc|est|edt|local time|metres?|meters?|km|kilomet\w+|miles?|feet|ft|kg|tons?|tonnes?|pounds?|"
    r"dollars?|euros?|rupees?|yen|yuan|percent|per cent|people|men|women|children|troops|soldiers|police\w*|jobs|employees|"
    r"workers|homes|houses|families|students|pages|words|members|refugees|cases|deaths|votes|shares|points|"
    r"barrels|square|acres|hectares|times|copies|units|vehicles|cars|tickets|million|billion|or so|odd|more|"
    r"other|additional|new|such|[a-z]+-strong|rpm|cc|mph|hp|mw|mg|calories|cubic)\b",
    re.IGNORECASE,
)


_AFTER_TITLE = re.compile(r"\W*$|\s?[.,;:?!)\"”]|\s(?:was|is|has|and|or|[a-z]+ed\s(?:the|an?|to|in|on|at|by|out|up))\b")


def year(match: Match, context: Context) -> DateValue | None:
    """1998, where it is a year and no number, flight, room or title."""
    words = match["y"]
    number = year_number(words)
    if not words.isdigit() or "the year" in match[0].lower() or match["part"]:
        edtf = year_edtf(number)
        return stated(edtf) if edtf and 1000 <= number <= 2200 else None
    before, after = context.before(match), context.after(match)
    if _NOT_YEAR_LEAD.search(before) or re.search(r"\d[-/.]$|[A-Z]-?$|['’]\w$", before):
        return None
    led = bool(_YEAR_LEAD.search(before))
    if _COUNTED.match(after) and not re.search(
        r"\b(?:in|since|by|until|from|during|the)\s$", before, re.IGNORECASE
    ):
        return None
    if re.search(r"['’]s\s$", before) and _AFTER_TITLE.match(after):
        return None
    if led and 1400 <= number <= 2060 or 1900 <= number <= 2035 and not re.match(r"[-/]\d", after):
        return stated(str(number)) if not re.match(r"\s?[+x×=]", after) else None
    return None
