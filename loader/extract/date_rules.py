"""The table of date rules: the name of each form in `date_patterns`, and the function that says what it means."""

from __future__ import annotations

from collections.abc import Callable

from loader.extract import date_relative, date_stated, date_years
from loader.extract.date_holidays import holiday, holiday_form
from loader.extract.date_stated import Rule, named_pattern

RULES: dict[str, Rule] = {
    "iso": date_stated.iso,
    "slashed": date_stated.slashed,
    "named": date_stated.named,
    "day_range_month_first": date_stated.day_range_month_first,
    "day_range_day_first": date_stated.day_range_day_first,
    "month_day": date_stated.month_day,
    "day_month": date_stated.month_day,
    "listed_day": date_stated.listed_day,
    "month_range": date_stated.month_range,
    "month": date_stated.month,
    "decade": date_years.decade,
    "decade_short": date_years.decade_short,
    "decade_word": date_years.decade_word,
    "century": date_years.century,
    "year_range": date_years.year_range,
    "fiscal": date_years.fiscal,
    "year": date_years.year,
    "holiday": holiday,
    "weekday": date_relative.weekday,
    "weekday_week": date_relative.weekday_week,
    "today": date_relative.today,
    "part_of_today": date_relative.today,
    "day_before_yesterday": date_relative.day_before_yesterday,
    "season": date_relative.season,
    "quarter": date_relative.quarter,
    "q_number": date_relative.q_number,
    "half": date_relative.half,
    "quarter_ago": date_relative.quarter_ago,
    "that_quarter": date_relative.that_quarter,
    "weekend": date_relative.weekend,
    "week_of": date_relative.week_of_day,
    "this_unit": date_relative.this_unit,
    "the_unit": date_relative.the_unit,
    "year_end": date_relative.year_end,
    "ago": date_relative.ago,
    "from_now": date_relative.from_now,
    "in_count": date_relative.in_count,
    "later": date_relative.later,
    "next_day": date_relative.next_day,
    "in_the_day": date_relative.in_the_day,
    "day_before": date_relative.day_before,
}

# Forms that are made from word lists: tried before all others.
OWN_FORMS: tuple[tuple[str, Callable[[], str]], ...] = (("named", named_pattern), ("holiday", holiday_form))
