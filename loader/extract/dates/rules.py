"""The table of date rules: the name of each form in `date_patterns`, and the function that says what it means."""

from __future__ import annotations

from collections.abc import Callable

from loader.extract.dates import relative, stated, years
from loader.extract.dates.holidays import holiday, holiday_form
from loader.extract.dates.stated import Rule, named_pattern

RULES: dict[str, Rule] = {
    "iso": stated.iso,
    "slashed": stated.slashed,
    "named": stated.named,
    "day_range_month_first": stated.day_range_month_first,
    "day_range_day_first": stated.day_range_day_first,
    "month_day": stated.month_day,
    "day_month": stated.month_day,
    "listed_day": stated.listed_day,
    "month_range": stated.month_range,
    "month": stated.month,
    "decade": years.decade,
    "decade_short": years.decade_short,
    "decade_word": years.decade_word,
    "century": years.century,
    "year_range": years.year_range,
    "fiscal": years.fiscal,
    "year": years.year,
    "holiday": holiday,
    "weekday": relative.weekday,
    "weekday_week": relative.weekday_week,
    "today": relative.today,
    "part_of_today": relative.today,
    "day_before_yesterday": relative.day_before_yesterday,
    "season": relative.season,
    "quarter": relative.quarter,
    "q_number": relative.q_number,
    "h_number": relative.h_number,
    "half": relative.half,
    "quarter_ago": relative.quarter_ago,
    "that_quarter": relative.that_quarter,
    "weekend": relative.weekend,
    "week_of": relative.week_of_day,
    "this_unit": relative.this_unit,
    "the_unit": relative.the_unit,
    "year_end": relative.year_end,
    "ago": relative.ago,
    "from_now": relative.from_now,
    "in_count": relative.in_count,
    "later": relative.later,
    "next_day": relative.next_day,
    "in_the_day": relative.in_the_day,
    "day_before": relative.day_before,
}

# Forms that are made from word lists: tried before all others.
OWN_FORMS: tuple[tuple[str, Callable[[], str]], ...] = (("named", named_pattern), ("holiday", holiday_form))
