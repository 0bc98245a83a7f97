"""What a date means that names a year, a decade or a century; and which numbers are no years."""

from __future__ import annotations

import re
from functools import cache

from loader.extract.dates.context import Context
from loader.extract.dates.patterns import DECADES
from loader.extract.dates.stated import Match, day_number, year_number
from loader.extract.dates.values import DateValue, stated, year_edtf
from loader.lexicon import words


def decade(match: Match, _context: Context) -> DateValue | None:
    """The 1990s."""
    return stated(f"{match['y']}X")


def decade_short(match: Match, _context: Context) -> DateValue | None:
    """The '80s."""
    return stated(f"19{match['y']}X")


def decade_word(match: Match, _context: Context) -> DateValue | None:
    """The nineties."""
    return stated(f"19{DECADES[match['y'].lower()]}X")


def century(match: Match, _context: Context) -> DateValue | None:
    """The 18th century: 17XX."""
    number = day_number(match["n"])
    return stated(f"{number - 1:02}XX") if 1 <= number <= 40 else None


def year_range(match: Match, _context: Context) -> DateValue | None:
    """2018-19; 1939-1945."""
    first, text = int(match["y"]), match["y2"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 150 or not 1400 <= first <= 2100:
        return None
    if match["mark"] == "/" and last != first + 1:
        return None
    return stated(f"{first}/{last}")


def fiscal(match: Match, _context: Context) -> DateValue | None:
    """Fiscal 1989."""
    return stated(match["y"])


# After these words a number of four digits is a year even if it is not of our time.
_YEAR_LEAD = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|during|before|after|between|through|to|late|early|mid|spring|summer|autumn|"
    r"fall|winter|around|circa|the|year|season|as of|than|class of|end of|and|or|of|post|pre)[\s-]|[(\[–-]|^)$",
    re.IGNORECASE,
)
_SURE_LEAD = re.compile(r"\b(?:in|since|until|during|the)\s$", re.IGNORECASE)
_PART_OF_A_NUMBER = re.compile(r"\d[-/.]$|[A-Z]-?$|['’]\w$|[#$£€№]\s?$")
_IN_A_CODE = re.compile(r"\b(?!US|UK|EU|UN)[A-Z]{2,3}\s?$")  # flight PK 1956
_TITLE_LEAD = re.compile(r"['’]s\s$")  # Orwell's 1984 topped the list
_AFTER_TITLE = re.compile(
    r"\W*$|\s?[.,;:?!)\"”]|\s(?:was|were|is|has|and|or|[a-z]+ed\s(?:the|an?|to|in|on|at|by|out|up))\b"
)
OUR_TIME = range(1900, 2036)  # years that need no word before them
YEARS = range(1400, 2061)


@cache
def _number_lead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('dates_not_years')))})\.?\s?$", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s(?:[a-z]+-strong|{'|'.join(sorted(words('dates_counted')))})\b", re.IGNORECASE)


def year(match: Match, context: Context) -> DateValue | None:
    """1998, where it is a year and no number, flight, room or title."""
    number = year_number(match["y"])
    if not match["y"].isdigit() or match["part"] or "the year" in match[0].lower():
        edtf = year_edtf(number)
        return stated(edtf) if edtf and 1000 <= number <= 2200 else None
    before, after = context.before(match), context.after(match)
    if _number_lead().search(before) or _PART_OF_A_NUMBER.search(before) or _IN_A_CODE.search(before):
        return None
    if _counted().match(after) and not _SURE_LEAD.search(before):
        return None
    if (_TITLE_LEAD.search(before) and _AFTER_TITLE.match(after)) or re.match(r"[-/]\d|\s?[+x×=]", after):
        return None
    if number in OUR_TIME or (number in YEARS and _YEAR_LEAD.search(before)):
        return stated(str(number))
    return None
