"""Find the dates that a text names, and what they mean, reckoned from the day of publication."""

from __future__ import annotations

import datetime
import re
from functools import cache

from loader.extract.dates.context import Context
from loader.extract.dates.patterns import FORMS, LEAD
from loader.extract.dates.rules import OWN_FORMS, RULES
from loader.model import DateMention

ODD_LETTERS = str.maketrans("ıſ\u212a", "isK")  # which patterns that heed no case take for i, s and k

Forms = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _forms() -> Forms:
    """Every form in order, those that are made from word lists first."""
    own = tuple((name, form()) for name, form in OWN_FORMS)
    return tuple((name, re.compile(form, re.IGNORECASE)) for name, form in own + FORMS)


@cache
def _anywhere() -> re.Pattern[str]:
    """Finds each place of a text in `_small` letters where some form fits: only there they are tried one by one.

    It heeds case, and so runs more than twice as fast as one that does not.
    """
    unnamed = (re.sub(r"\(\?P<\w+>", "(?:", form.pattern) for _, form in _forms())
    own = "|".join(form() for _, form in OWN_FORMS)
    lead = rf"(?=\d|['’‘]\d0s|(?:{LEAD})(?!\w)|{re.sub(r'\(\?P<\w+>', '(?:', own)})"
    pattern = rf"(?<![\w/$£€#.])(?<!\d-){lead}(?=(?:{'|'.join(unnamed)}))"
    return re.compile(re.sub(r"\\.|[A-Z]+", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), pattern))


def _small(text: str) -> str:
    """The text in small letters, each where it was: a small İ would be two."""
    return text.replace("İ", "ı").lower()


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """The dates named in `text` in order, with their EDTF values.

    `published` is the ISO day of publication or None; without it weekdays and the like are no dates, and a day without
    a year is `XXXX-05-21`. Mentions don't overlap. Rules of meaning: `date_rules`.
    """
    text = text.translate(ODD_LETTERS)
    context = Context(text, _published_day(published))
    found: list[DateMention] = []
    end = 0
    for place in _anywhere().finditer(_small(text)):
        if place.start() < end:
            continue
        mention = _mention_at(place.start(), context)
        if mention:
            found.append(mention)
            end = mention.end_char
            context.remember(mention.edtf, mention.start_char, end)
    return found


def _mention_at(start: int, context: Context) -> DateMention | None:
    """The first form that fits at `start` and has a meaning there."""
    for name, form in _forms():
        match = form.match(context.text, start)
        value = RULES[name](match, context) if match else None
        if match and value:
            return DateMention(start, match.end(), value.edtf, value.basis)
    return None


def _published_day(published: str | None) -> datetime.date | None:
    """The day of publication, where it can be one: news began to be printed around 1600."""
    try:
        day = datetime.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    return day if day and 1600 <= day.year <= 9000 else None
