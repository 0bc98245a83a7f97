"""Draws bars by month as SVG, with nothing but attributes, so that no style or script has to be allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from .words import month_words

HEIGHT = 60
STEP = 10
MAX_BARS = 240
"""More months than this (20 years) are drawn by year."""
MAX_YEARS = 80
"""What lies further back than this is counted, not drawn: one event of 1300 would leave no room for the rest."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, the words below its two ends, and the numbers behind it; `before` is how many lie before it."""

    svg: Markup
    first: str
    last: str
    most: int
    rows: tuple[tuple[str, int], ...]
    before: int = 0


def bars(
    counts: Iterable[tuple[str, int]], title: str, *, hrefs: dict[str, str] | None = None
) -> Chart | None:
    """Bars of `counts` (month as `2022-06`, number), months without any left empty; None for fewer than two
    months, which are no picture.

    `hrefs` gives the addresses that the bars of months, and of years, lead to.
    """
    given = {month: number for month, number in counts if len(month) == 7}
    if len(given) < 2:
        return None
    months, before = _months(min(given), max(given)), 0
    if len(months) > MAX_BARS:
        given, before = _by_year(given)
        months = [str(year) for year in range(int(min(given)), int(max(given)) + 1)]
    most = max(given.values())
    drawn = [
        _bar(i, month, given[month], most, (hrefs or {}).get(month))
        for i, month in enumerate(months)
        if month in given
    ]
    width = max(len(months) * STEP, 12 * STEP)
    svg = Markup(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="{}" aria-label="{}">'
        '<line x1="0" y1="{}" x2="{}" y2="{}"></line>{}</svg>'
    ).format(
        width,
        HEIGHT,
        "group" if hrefs else "img",
        title,
        HEIGHT - 0.5,
        width,
        HEIGHT - 0.5,
        Markup("").join(drawn),
    )
    rows = tuple((month, given[month]) for month in months if month in given)
    return Chart(svg, month_words(months[0]), month_words(months[-1]), most, rows, before)


def _by_year(given: dict[str, int]) -> tuple[dict[str, int], int]:
    """The numbers by year, as far back as they are drawn, and how many lie before."""
    first, before = int(max(given)[:4]) - MAX_YEARS, 0
    by_year: dict[str, int] = {}
    for month, number in given.items():
        if int(month[:4]) < first:
            before += number
        else:
            by_year[month[:4]] = by_year.get(month[:4], 0) + number
    return by_year, before


def _months(first: str, last: str) -> list[str]:
    count = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, start + count)]


def _bar(place: int, month: str, number: int, most: int, href: str | None) -> Markup:
    height = max(2.0, round(number / most * (HEIGHT - 4), 1))
    rect = Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
        place * STEP + 1, HEIGHT - height, STEP - 2, height, month_words(month), f"{number:,}"
    )
    return Markup('<a href="{}">{}</a>').format(href, rect) if href else rect
