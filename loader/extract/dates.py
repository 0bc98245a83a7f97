"""Find the dates that a text names, and what they mean, reckoned from the day of publication."""

from __future__ import annotations

import datetime
import re
from functools import cache

from loader.extract import date_patterns, date_rules
from loader.extract.date_context import Context
from loader.model import DateMention

_LEAD = re.compile(
    r"(?<![\w/$£€#.])(?<!\d-)(?:(?=\d|['’‘]\d0s)|(?=(?:"
    r"the|that|an?|on|in|from|for|about|almost|nearly|around|some|roughly|over|just|more|exactly|only|so|its|comparable|"
    r"last|next|this|early|late|earlier|later|mid|sometime|end|beginning|start|middle|rest|first|second|third|fourth|"
    r"latter|[qQ][1-4]|FY ?\d+|fiscal|financial|year|today|tonight|yesterday|tomorrow|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"summer|spring|winter|autumn|fall|"
    r"[a-z]+teenth|twelfth|eleventh|tenth|ninth|eighth|seventh|sixth|fifth|twentieth|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|"
    r"HOLIDAYS))",
    re.IGNORECASE,
)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(_LEAD.pattern.replace("HOLIDAYS", date_rules.holiday_pattern()), re.IGNORECASE)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    special = {"named": date_rules.named_pattern(), "holiday": date_rules.holiday_form()}
    return tuple(
        (name, re.compile(special.get(name, form), re.IGNORECASE)) for name, form in date_patterns.FORMS
    )


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """The dates named in `text` in order, with their EDTF values.

    `published` is the ISO day of publication or None; without it weekdays and the like are no dates, and a day without
    a year is `XXXX-05-21`. Mentions don't overlap. Rules of meaning: `date_rules`.
    """
    context = Context(text, _published_day(published))
    found: list[DateMention] = []
    end = 0
    for lead in _lead().finditer(text):
        start = lead.start()
        if start < end:
            continue
        for name, form in _forms():
            match = form.match(text, start)
            if not match:
                continue
            value = date_rules.RULES[name](match, context)
            if value is None:
                continue
            end = match.end()
            found.append(DateMention(start, end, value.edtf, value.basis))
            context.remember(value.edtf, start)
            break
    return found


def _published_day(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
