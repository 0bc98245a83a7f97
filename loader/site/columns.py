"""Holds in memory, as numbers, all that the things search finds are narrowed, sorted and counted by."""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .days import last_of
from .ours import file_stamp

type Rows = NDArray[np.int64]
"""Places of rows of search_index in the order of their ids: what a search finds, and a part of it."""

KINDS = ("article", "quote", "person", "event")
BATCH = 20_000
INDEX = """select id, kind, coalesce(row_id, id), date, year, month, publisher, agency, story_id,
  iif(kind = 'quote', type, null) from search_index order by id"""
PEOPLE = "select rowid, articles, shown from people"
NAMED = "select row_id, person_id from search_people where kind = ?"
TOLD = "select row_id, type, country from search_events where kind = ?"


@dataclass(frozen=True)
class Column:
    """The values that rows have in one respect: row `r` has those of `codes[starts[r]:starts[r + 1]]`."""

    values: list[Any]
    starts: NDArray[np.int64]
    codes: NDArray[np.int32]

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {str(value): code for code, value in enumerate(self.values)}

    def having(self, value: str) -> NDArray[np.bool_]:
        """For every row of the corpus, whether it has `value`."""
        mask = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        code = self._by_name.get(value)
        if code is not None:
            places = np.flatnonzero(self.codes == code)
            mask[np.searchsorted(self.starts, places, side="right") - 1] = True
        return mask

    def counts(self, rows: Rows, groups: NDArray[np.int64] | None = None) -> dict[Any, int]:
        """How many of `rows` have each value; where `groups` tells the group of each (its own number for a row that is
        alone), how many groups."""
        firsts, lengths = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - ends + lengths, lengths)
        codes = self.codes[places].astype(np.int64)
        if groups is not None:
            of_each = np.repeat(groups, lengths)
            together = of_each >= len(self.starts) - 1
            pairs = np.unique(of_each[together] * len(self.values) + codes[together])
            codes = np.concatenate((codes[~together], pairs % max(len(self.values), 1)))
        found = np.bincount(codes, minlength=len(self.values))
        return {self.values[code]: int(found[code]) for code in np.flatnonzero(found)}


@dataclass(frozen=True, eq=False)
class Columns:
    """Everything that search can find, in the order of `ids`: one number a row in each array.

    `kinds` counts in KINDS, `days` sorts by date (-1 undated), `named` is in how many articles a person
    stands, `stories` is the same for articles that tell one story. `dates` are the dates that `days` stands for.
    """

    ids: NDArray[np.int64]
    kinds: NDArray[np.int8]
    days: NDArray[np.int32]
    dates: list[str]
    undated: NDArray[np.bool_]
    uncertain: NDArray[np.bool_]
    named: NDArray[np.int64]
    stories: NDArray[np.int64]
    facets: dict[str, Column]

    def rows(self, ids: NDArray[np.int64]) -> Rows:
        """Where the rows with `ids` are."""
        return np.searchsorted(self.ids, ids)

    def between(self, first: str, last: str) -> tuple[int, int]:
        """The half-open range of `days` from `first` to `last`, days, months or years; "" is open."""
        return bisect_left(self.dates, first), bisect_right(self.dates, last_of(last) or "\U0010ffff")


_kept: dict[str, tuple[object, Columns]] = {}
_lock = threading.Lock()


def columns_of(path: str | Path) -> Columns:
    """The columns of the corpus at `path` as it is now, read once for each file that lies there: about a second for
    100,000 articles."""
    key, stamp = str(path), file_stamp(path)
    known = _kept.get(key)
    if known and known[0] == stamp:
        return known[1]
    with _lock:
        known = _kept.get(key)
        if not known or known[0] != stamp:
            with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as conn:
                known = stamp, read(conn)
            _kept[key] = known
        return known[1]


def read(conn: sqlite3.Connection) -> Columns:
    """The columns of the corpus that `conn` is connected to."""
    ids, kinds, keys, days, years, months, publishers, agencies, stories, said = _table(conn, INDEX, 10)
    size, order = len(ids), np.asarray([KINDS.index(kind) for kind in kinds], dtype=np.int8)
    of_kind = {kind: _Finder(np.asarray(keys), np.flatnonzero(order == n)) for n, kind in enumerate(KINDS)}
    one_each = {
        "year": years, "month": months, "publisher": publishers, "agency": agencies, "said": said,
        "story_id": stories,
    }  # fmt: skip
    facets = {name: _column(np.arange(size), values, size) for name, values in one_each.items()}
    who = [_table(conn, NAMED, 2, kind) for kind in KINDS]
    rows = np.concatenate([of_kind[kind](about) for kind, (about, _) in zip(KINDS, who, strict=True)])
    facets["person_id"] = _column(rows, chain.from_iterable(persons for _, persons in who), size)
    told = [_table(conn, TOLD, 3, kind) for kind in KINDS]
    rows = np.concatenate([of_kind[kind](about) for kind, (about, _, _) in zip(KINDS, told, strict=True)])
    facets["type"] = _column(rows, chain.from_iterable(types for _, types, _ in told), size)
    facets["country"] = _column(rows, chain.from_iterable(countries for _, _, countries in told), size)
    people, articles, shown = _table(conn, PEOPLE, 3)
    rows = of_kind["person"](people)
    uncertain, named = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int64)
    uncertain[rows], named[rows] = [not flag for flag in shown], articles
    dates = sorted({day for day in days if day is not None})
    rank = {day: number for number, day in enumerate(dates)}
    return Columns(
        ids=np.asarray(ids, dtype=np.int64),
        kinds=order,
        days=np.asarray([rank.get(day, -1) for day in days], dtype=np.int32),
        dates=dates,
        undated=np.asarray([year is None for year in years], dtype=np.bool_),
        uncertain=uncertain,
        named=named,
        stories=_stories(facets["story_id"], order),
        facets=facets,
    )


class _Finder:
    """Tells on which of `rows` the key of each lies; all that is looked up must be there."""

    def __init__(self, keys: NDArray[np.int64], rows: Rows) -> None:
        self.rows = rows[np.argsort(keys[rows])]
        self.keys = keys[self.rows]

    def __call__(self, keys: Sequence[int]) -> Rows:
        places = np.searchsorted(self.keys, np.asarray(keys, dtype=np.int64))
        return self.rows[places]


def _stories(column: Column, kinds: NDArray[np.int8]) -> NDArray[np.int64]:
    """A number of its own for each row, but one for all the articles of a story."""
    numbers = np.arange(len(kinds), dtype=np.int64)
    told = np.flatnonzero((np.diff(column.starts) > 0) & (kinds == KINDS.index("article")))
    numbers[told] = len(kinds) + column.codes[column.starts[told]]
    return numbers


def _table(conn: sqlite3.Connection, sql: str, width: int, *parameters: object) -> list[list[Any]]:
    """The answer to `sql`, column by column; a batch at a time, so that few rows are held as tuples."""
    cursor = conn.execute(sql, parameters)
    columns: list[list[Any]] = [[] for _ in range(width)]
    while batch := cursor.fetchmany(BATCH):
        for column, values in zip(columns, zip(*batch, strict=True), strict=True):
            column.extend(values)
    return columns


def _column(rows: Rows, values: Iterable[Any], size: int) -> Column:
    """The column of `size` rows in which each of `rows` has the value beside it; what comes twice counts once."""
    known: dict[Any, int] = {None: -1}
    codes = np.asarray([known.setdefault(value, len(known) - 1) for value in values], dtype=np.int64)
    pairs = (rows * len(known) + codes)[codes >= 0]
    if not (np.diff(pairs) > 0).all():
        pairs = np.unique(pairs)
    owners, codes = np.divmod(pairs, len(known))
    del known[None]
    return Column(list(known), np.searchsorted(owners, np.arange(size + 1)), codes.astype(np.int32))
