"""Narrows the hits of a search to what is asked for, counts them, and gives them in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import KINDS, Columns, Rows
from .hits import MOST_WEIGHED, best, by_date, hits_of, titles_first
from .query import Query
from .search import Request

TOO_MANY = "So many hits: first those with the words in their title, then the newest."
TOO_LONG = "There was no time to tell the best: the newest come first."
MORE = 8
"""Where one report a story is asked for, so many times as many reports are put in order first; if in vain, all are."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Results in order, how many reports each stands for, and why the order is not the one asked for, or ""."""

    rows: Rows
    told: NDArray[np.int64]
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a request finds: `rows`, of the kind asked for, of all the `hits` of its words; `by_kind` counts all kinds.

    Where one report a story is asked for, whatever is counted is stories. `undated` and `uncertain` are how many hits
    the range of dates and the doubt about names leave out.
    """

    columns: Columns
    request: Request
    query: Query
    hits: Rows
    rows: Rows
    by_kind: Mapping[str, int]
    undated: int
    uncertain: int

    @property
    def groups(self) -> NDArray[np.int64] | None:
        """The story of each row, where one report a story is asked for."""
        return self.columns.stories[self.rows] if self.request.stories else None

    @property
    def total(self) -> int:
        """How many results there are to leaf through."""
        return len(self.rows) if self.groups is None else len(np.unique(self.groups))

    @property
    def dateless(self) -> int:
        """How many results, people apart, have no date."""
        without = self.columns.undated[self.rows] & (self.columns.kinds[self.rows] != KINDS.index("person"))
        return int(without.sum()) if self.groups is None else len(np.unique(self.groups[without]))

    def counts(self, facet: str) -> dict[object, int]:
        """How many results have each value of `facet`."""
        return self.columns.facets[facet].counts(self.rows, self.groups)

    def ordered(self, conn: sqlite3.Connection, most: int | None = None) -> Ordered:
        """The first `most` results (all: None), best, newest or oldest first."""
        if self.groups is None:
            rows, note = self._in_order(conn, most)
            return Ordered(rows, np.ones(len(rows), dtype=np.int64), note)
        stories, told = np.unique(self.groups, return_counts=True)
        rows, note = self._in_order(conn, None if most is None else most * MORE)
        firsts = _first_of_each(self.columns.stories[rows])
        if most is not None and len(firsts) < min(most, len(stories)):
            rows, note = self._in_order(conn, None)
            firsts = _first_of_each(self.columns.stories[rows])
        rows = rows[firsts][:most]
        return Ordered(rows, told[np.searchsorted(stories, self.columns.stories[rows])], note)

    def _in_order(self, conn: sqlite3.Connection, most: int | None) -> tuple[Rows, str]:
        """The first of the rows, and why they are not the best where those are asked for."""
        if not self.request.text or self.request.sort:
            return by_date(self.columns, self.rows, self.request.sort, most), ""
        too_many = len(self.hits) > MOST_WEIGHED
        order, note = (titles_first, TOO_MANY) if too_many else (best, "")
        with suppress(sqlite3.OperationalError):
            return order(conn, self.columns, self.query.fts, among=self.rows, of=self.hits, most=most), note
        return by_date(self.columns, self.rows, "newest", most), TOO_LONG


def find(conn: sqlite3.Connection, columns: Columns, request: Request, query: Query) -> Found:
    """What `request` finds, whose words are understood as `query`."""
    hits = hits_of(conn, columns, query if request.text else None)
    rows = hits
    for name, value in request.chosen:
        rows = rows[columns.facets[name].having(value)[rows]]
    doubtful = columns.uncertain[rows]
    of_kind = (
        columns.kinds[rows] == KINDS.index(request.kind) if request.kind else np.ones(len(rows), np.bool_)
    )
    within, undated = _within(columns, rows, request)
    shown = within if request.uncertain else within & ~doubtful
    every = rows[shown]
    if request.stories:
        every = every[_first_of_each(columns.stories[every])]
    counted = np.bincount(columns.kinds[every], minlength=len(KINDS))
    return Found(
        columns=columns,
        request=request,
        query=query,
        hits=hits,
        rows=rows[shown & of_kind],
        by_kind={kind: int(number) for kind, number in zip(KINDS, counted, strict=True)},
        undated=int((undated & of_kind & (~doubtful | request.uncertain)).sum()),
        uncertain=int((within & doubtful & of_kind).sum()),
    )


def _within(columns: Columns, rows: Rows, request: Request) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows lie in the days asked for, and which have no date and are left out for that."""
    undated = columns.undated[rows]
    none = np.zeros(len(rows), dtype=np.bool_)
    if request.undated:
        return undated, none
    if not (request.first_day or request.last_day):
        return ~none, none
    first, last = columns.between(request.first_day, request.last_day)
    days = columns.days[rows]
    return ~undated & (days >= first) & (days < last), undated


def _first_of_each(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each group comes first, in the order given."""
    return np.sort(np.unique(groups, return_index=True)[1])
