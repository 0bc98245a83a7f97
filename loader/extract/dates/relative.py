"""What a date means that counts from another day: the rules for relative dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from loader.extract.dates.context import Context
from loader.extract.dates.patterns import NUMBERS, QUARTERS, WEEKDAYS
from loader.extract.dates.stated import day_number, month_number, which_year, year_number
from loader.extract.dates.values import (
    SEASONS,
    DateValue,
    last_quarter,
    month_day_near,
    quarter_near,
    relative,
    season_near,
    shift,
    shift_months,
    stated,
    valid_day,
    week_of,
    weekday_near,
    weekend_of,
    year_edtf,
)

Match = re.Match[str]
Rule = Callable[[Match, Context], DateValue | None]

_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "present": 0, "same": 0, "next": 1,
          "following": 1, "coming": 1, "the": 0, "that": 0}  # fmt: skip


def _value(found: datetime.date | str | None) -> DateValue | None:
    return relative(str(found)) if found else None


def _step(which: str | None) -> int:
    return _STEPS[(which or "this").lower().split()[-1]]


def today(match: Match, context: Context) -> DateValue | None:
    """Today, tonight, yesterday, tomorrow; not the name of a newspaper."""
    word = match["word"].lower()
    if match["word"].istitle() and re.search(r"\w,?\s$", context.before(match)):
        return None
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    return _value(shift(context.published, steps.get(word, 0))) if context.published else None


def day_before_yesterday(match: Match, context: Context) -> DateValue | None:
    """The day before yesterday; the day after tomorrow."""
    days = -2 if "yesterday" in match[0].lower() else 2
    return _value(shift(context.published, days)) if context.published else None


_WEEKDAY_NAMES = re.compile(
    r"\s(?:Times|Mirror|Telegraph|Mail|Express|Herald|Post|Independent|Guardian|Agreement|Accord|School|Night Live|"
    r"Night Football|Review|World|People|Sun|Star|Tribune|Business Post|Magazine|Book)\b"
)
_NAMED_WEEKDAY = re.compile(
    r"\b(?:Good|Black|Bloody|Ash|Palm|Easter|Cyber|Super|Fat|Giving|Red|Freaky|Holy|Maundy|Ruby|Man|Blue|Mail on)\s$"
)


def weekday(match: Match, context: Context) -> DateValue | None:
    """Tuesday: by tense the last or next one; last and next Tuesday; not Good Friday, nor The Sunday Times."""
    before = context.before(match)
    if (
        not context.published
        or _NAMED_WEEKDAY.search(before)
        or _WEEKDAY_NAMES.match(context.text, match.end("w"))
    ):
        return None
    if re.search(r"\b(?:every|each|most|some|many)\s$", before, re.IGNORECASE) or (
        match[0].islower() and len(match[0]) < 6
    ):
        return None
    number, which = WEEKDAYS[match["w"][:3].lower()], (match["which"] or "").lower()
    base = context.published
    if which in ("the previous", "the following", "the next"):
        base = context.day_before(match.start()) or base
        which = "last" if which == "the previous" else "next"
    if which in ("last", "next"):
        edge = shift(base, -1 if which == "last" else 1)
        return _value(weekday_near(edge, number, future=which == "next")) if edge else None
    if which == "this":
        return _value(shift(base, number - base.weekday()))
    tense = {"this past": "past", "this coming": "future"}.get(which) or context.tense(match)
    return _value(weekday_near(base, number, future=tense == "future"))


def weekday_week(match: Match, context: Context) -> DateValue | None:
    """Friday last week."""
    if not context.published:
        return None
    number = WEEKDAYS[match["w"][:3].lower()]
    return _value(shift(context.published, number - context.published.weekday() + 7 * _step(match["which"])))


def season(match: Match, context: Context) -> DateValue | None:
    """Autumn 2022; this summer; last winter; not a fall of prices or a spring of water."""
    code = SEASONS[match["s"].lower()]
    if match["y"]:
        return stated(f"{year_number(match['y']):04}-{code}")
    if match["which_year"]:
        year = which_year(match, context)
        return _value(f"{year:04}-{code}") if year else None
    if not context.published:
        return None
    which = (match["which"] or "").lower()
    if which:
        step = {"last": "last", "this past": "last", "next": "next", "this coming": "next"}.get(which, "this")
        if which == "this past":
            return _value(_latest_season(context.published, code, future=False))
        return _value(season_near(context.published, code, step))
    if match["the"] and re.search(_SEASON_LEAD, context.before(match), re.IGNORECASE):
        return _value(_latest_season(context.published, code, future=context.tense(match) == "future"))
    return None


_SEASON_LEAD = r"\b(?:in|over|during|by|through|into|until|since|before|after|for|of)\s$"


def _latest_season(today: datetime.date, code: int, *, future: bool) -> str:
    """The latest season of that name that has begun, or the next one that is not over."""
    first = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    begun, over = today.month >= first, today.month >= first + 3
    return f"{today.year + (over and future) - (not begun and not future):04}-{code}"


_SPORT = re.compile(
    r"\b(?:touchdowns?|halftime|quarterback|rebounds|NBA|NFL|free throws?|field goals?|3-pointers?)\b"
)


def quarter(match: Match, context: Context) -> DateValue | None:
    """The third quarter: the latest one, or that of the year named; not of a match."""
    number = QUARTERS[match["q"].lower()]
    words = match["y"] or match["y0"]
    if words:
        return stated(f"{year_number(words):04}-{32 + number}")
    if not context.published or _SPORT.search(context.text):
        return None
    which = match["which"] or match["which2"]
    if which:
        return _value(f"{context.published.year + _step(which)}-{32 + number}")
    if match["ago"]:
        base = context.quarter if context.quarter and context.quarter.endswith(str(32 + number)) else None
        return _value(_year_before(base or quarter_near(context.published, number, "past")))
    return _value(quarter_near(context.published, number, context.tense(match)))


def _year_before(quarter: str) -> str:
    return f"{int(quarter[:4]) - 1:04}{quarter[4:]}"


def q_number(match: Match, context: Context) -> DateValue | None:
    """Q3 2022."""
    code = 32 + int(match["q"])
    if match["y"]:
        return stated(f"{match['y']}-{code}")
    return (
        _value(quarter_near(context.published, code - 32, context.tense(match)))
        if context.published
        else None
    )


def h_number(match: Match, _: Context) -> DateValue | None:
    """H1 2022."""
    return stated(f"{match['y']}-{39 + int(match['q'])}")


def half(match: Match, context: Context) -> DateValue | None:
    """The first half of 2022 or of this year."""
    code = 40 if match["q"].lower() == "first" else 41
    if match["y"]:
        return stated(f"{match['y']}-{code}")
    return _value(f"{context.published.year + _step(match['which'])}-{code}") if context.published else None


def quarter_ago(match: Match, context: Context) -> DateValue | None:
    """The year-ago quarter: the one named last, a year before."""
    if not context.published:
        return None
    named = context.quarter if match["what"] else context.compared_quarter(match.start())
    if named:
        return _value(_year_before(named))
    if match["what"] and match["what"].lower() == "quarter":
        return _value(_year_before(last_quarter(context.published)))
    return _value(f"{context.published.year - 1}")


def that_quarter(match: Match, context: Context) -> DateValue | None:
    """The quarter, the latest period, the 1988 quarter: the one named last."""
    if not context.published:
        return None
    if match["y"]:
        return _value(match["y"] + context.quarter[4:]) if context.quarter else None
    words = match[0].lower()
    if words.startswith(("this", "the current")):
        return _value(f"{context.published.year}-{33 + (context.published.month - 1) // 3}")
    if words.startswith("the latest"):
        return _value(context.quarter or last_quarter(context.published))
    if not context.quarter:
        return None
    return _value(_year_before(context.quarter) if match["ago"] else context.quarter)


def weekend(match: Match, context: Context) -> DateValue | None:
    """The weekend: the last one by tense, this week's on its own days."""
    base = context.published
    if not base:
        return None
    which = match["which"].lower()
    step = {"last": -7, "next": 7, "this past": -7, "the past": -7}.get(which, 0)
    if which == "the" and base.weekday() < 5 and context.tense(match) != "future":
        step = -7
    if which in ("last", "this past", "the past") and base.weekday() == 6 and which != "last":
        step = 0
    day = shift(base, step)
    return _value(weekend_of(day)) if day else None


def week_of_day(match: Match, context: Context) -> DateValue | None:
    """The week of March 6."""
    month, number = month_number(match["m"]), day_number(match["d"])
    if match["y"]:
        day = valid_day(int(match["y"]), month, number)
    else:
        day = (
            month_day_near(context.published, month, number, context.tense(match))
            if context.published
            else None
        )
    return _value(week_of(day)) if day else None


def _is_title(match: Match, context: Context) -> bool:
    """ "This Week" as the name of a programme or a magazine."""
    words = match[0].split()
    return all(w[0].isupper() and w[1:].islower() for w in words) and context.before(match, 2).rstrip()[
        -1:
    ] in tuple("\"“‘'`")


def this_unit(match: Match, context: Context) -> DateValue | None:
    """Last week, this month, next year, this quarter, this decade."""
    base, step, unit = context.published, _step(match["which"]), match["unit"].lower()
    if not base or _is_title(match, context):
        return None
    if unit == "week":
        day = shift(base, 7 * step)
        return _value(week_of(day)) if day else None
    if unit == "month":
        return _value(shift_months(base, step))
    if unit == "quarter":
        index = base.year * 4 + (base.month - 1) // 3 + step
        return _value(f"{index // 4:04}-{33 + index % 4}")
    if unit == "decade":
        return _value(f"{base.year // 10 + step:03}X") if step else None
    if unit == "century":
        return _value(f"{base.year // 100 + step:02}XX")
    return _value(year_edtf(base.year + step))


def the_unit(match: Match, context: Context) -> DateValue | None:
    """The end of the year, later in the week."""
    if not context.published:
        return None
    unit = match["unit"].lower()
    if unit == "week":
        return _value(week_of(context.published))
    return _value(
        shift_months(context.published, 0) if unit == "month" else year_edtf(context.published.year)
    )


def year_end(_match: Match, context: Context) -> DateValue | None:
    """Year-end: the year of publication."""
    return _value(year_edtf(context.published.year)) if context.published else None


def _count(words: str) -> int:
    words = words.lower()
    if words.isdigit():
        return int(words)
    return sum(NUMBERS[part] for part in re.split(r"[ -]", words))


def _moved(base: datetime.date, unit: str, count: int) -> str | None:
    """So many units away, as precise as the unit."""
    if unit == "day":
        day = shift(base, count)
        return day.isoformat() if day else None
    if unit == "week":
        day = shift(base, 7 * count)
        return week_of(day) if day else None
    if unit == "month":
        return shift_months(base, count)
    years = {"year": 1, "decade": 10, "centurie": 100, "century": 100}[unit]
    return year_edtf(base.year + years * count)


def ago(match: Match, context: Context) -> DateValue | None:
    """Three days ago, two years ago: from publication; a year ago beside a quarter is that quarter's."""
    if not context.published:
        return None
    unit, count = match["unit"].lower(), _count(match["count"])
    quarter = context.compared_quarter(match.start()) if (unit, count) == ("year", 1) else None
    if quarter:
        return _value(_year_before(quarter))
    return _value(_moved(context.published, unit, -count))


def from_now(match: Match, context: Context) -> DateValue | None:
    """Two weeks from now."""
    if not context.published:
        return None
    return _value(_moved(context.published, match["unit"].lower(), _count(match["count"])))


def in_count(match: Match, context: Context) -> DateValue | None:
    """In two weeks, where something is to come; elsewhere it is how long something took."""
    if not context.published or not (match["time"] or context.tense(match) == "future"):
        return None
    return _value(_moved(context.published, match["unit"].lower(), _count(match["count"])))


def later(match: Match, context: Context) -> DateValue | None:
    """Two days earlier: from the day that the text has just named."""
    unit, count, way = match["unit"].lower(), _count(match["count"]), match["way"].lower()
    back = way in ("earlier", "before", "previously")
    if way in ("before", "after") and re.match(r"\s(?!and\b|he\b)[\w$]", context.after(match)):
        return None
    quarter = context.compared_quarter(match.start()) if (unit, count, back) == ("year", 1, True) else None
    if quarter:
        return _value(_year_before(quarter))
    return _value(_from_named(match, context, unit, -count if back else count))


def _from_named(match: Match, context: Context, unit: str, count: int) -> str | None:
    if unit in ("day", "week", "month"):
        base = context.day_before(match.start()) or (
            context.month_before(match.start()) if unit == "month" else None
        )
        return _moved(base, unit, count) if base else None
    year = context.year_before(match.start())
    if year is None and count == -1 and context.published:
        year = context.published.year
    return _moved(datetime.date(year, 1, 1), unit, count) if year else None


def next_day(match: Match, context: Context) -> DateValue | None:
    """The same day, the following year: from the day that the text has just named."""
    words, unit = match["way"].lower().split(), match["unit"].lower()
    unit = unit if unit in ("week", "month", "year") else "day"
    step = _STEPS[words[-1]]
    return _value(_from_named(match, context, unit, step))


def in_the_day(match: Match, context: Context) -> DateValue | None:
    """Later in the day: the day named last, or that of publication."""
    return _value(context.day_before(match.start()) or context.published)


def day_before(match: Match, context: Context) -> DateValue | None:
    """The day before, with nothing named that it is before."""
    if re.match(r"\s\w", context.after(match)):
        return None
    count = -1 if match["way"].lower() in ("before", "earlier") else 1
    return _value(_from_named(match, context, match["unit"].lower(), count))
