"""Chooses the day of publication among all candidates, by one table of trust, and says where they disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from loader.model import DateCandidate
from loader.normalise.page import Page

TRUST = {  # where a date stands, the most trusted first -> its `published_source`
    "corrections": "corrections",
    "sidecar": "sidecar",
    "record": "record",
    "metadata": "metadata",
    "crawler line": "header",  # agrees with the address on 9 of 9 pages that have both
    "published line": "header",
    "byline": "byline",
    "date line": "header",
    "updated line": "header",
    "dateline": "dateline",
    "address": "url",
    "path": "url",
}


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication, as far as it is known, with its rule; `conflicts` are candidates that differ."""

    edtf: str | None = None
    time: str | None = None
    source: str = "none"
    rule: str = ""
    dates: tuple[DateCandidate, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def day(self) -> str | None:
        """The full ISO day, or None."""
        return self.edtf if self.edtf and _full(self.edtf) else None


def _full(edtf: str) -> bool:
    return len(edtf) == 10 and edtf[0] != "X"


def choose_date(page: Page) -> Published:
    """The most trusted full day; without one, the most trusted part of a date. Nothing is ever completed."""
    order = list(TRUST)
    ranked = sorted(page.dates, key=lambda found: (order.index(found[0]), found[1].line or 0))
    if not ranked:
        return Published()
    dates = tuple(replace(found, source=TRUST[rank]) for rank, found, _ in ranked)
    best = next((item for item in ranked if _full(item[1].edtf)), ranked[0])
    declared = ranked[0] if order.index(ranked[0][0]) < order.index("crawler line") else None
    rank, found, time = declared or best
    if time is None:  # a less trusted line that gives the same day may give its time
        time = next((stated for _, other, stated in ranked if stated and other.edtf == found.edtf), None)
    conflicts = tuple(
        f"{other.edtf} ({name}, line {other.line})"
        for name, other, _ in ranked
        if _differ(found.edtf, other.edtf)
    )
    return Published(
        found.edtf, time, TRUST[rank], rank, tuple(dict.fromkeys(dates)), tuple(dict.fromkeys(conflicts))
    )


def _differ(one: str, other: str) -> bool:
    """Whether two dates cannot be the same, give or take a day."""
    if _full(one) and _full(other):
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) > 1
    if one[0] == "X" or other[0] == "X":
        return one[5:] != other[5:] and len(one) == len(other)
    short = min(len(one), len(other))
    return one[:short] != other[:short]
