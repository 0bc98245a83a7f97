"""Holds in memory, as numbers, all that the things search finds are narrowed, sorted and counted by."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .days import last_of
from .once import Once

type Rows = NDArray[np.int64]
"""Places of rows of search_index in the order of their ids: what a search finds, and a part of it."""

KINDS = ("article", "quote", "person", "event")
BATCH = 20_000
INDEX = """select id, coalesce(row_id, id), kind, date, year, month, publisher, agency, story_id,
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


def read(conn: sqlite3.Connection) -> Columns:
    """The columns of the corpus that `conn` is connected to."""
    read = [_Values() for _ in range(8)]
    ids, keys = _table(conn, INDEX, 2, read)
    kinds, days, years, months, publishers, agencies, stories, said = read
    size, order = len(ids), kinds.ranks(KINDS).astype(np.int8)
    of_kind = {kind: _Finder(keys, np.flatnonzero(order == n)) for n, kind in enumerate(KINDS)}
    one_each = {
        "year": years, "month": months, "publisher": publishers, "agency": agencies, "said": said,
        "story_id": stories,
    }  # fmt: skip
    facets = {name: _column(np.arange(size), values, size) for name, values in one_each.items()}
    people, types, countries = _Values(), _Values(), _Values()
    rows = np.concatenate([of_kind[kind](_table(conn, NAMED, 1, [people], kind)[0]) for kind in KINDS])
    facets["person_id"] = _column(rows, people, size)
    rows = np.concatenate(
        [of_kind[kind](_table(conn, TOLD, 1, [types, countries], kind)[0]) for kind in KINDS]
    )
    facets["type"], facets["country"] = _column(rows, types, size), _column(rows, countries, size)
    numbers, articles, shown = _table(conn, PEOPLE, 3, [])
    rows = of_kind["person"](numbers)
    uncertain, named = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int64)
    uncertain[rows], named[rows] = shown == 0, articles
    dates = sorted(days.found)
    return Columns(
        ids=ids,
        kinds=order,
        days=days.ranks(dates).astype(np.int32),
        dates=dates,
        undated=years.codes < 0,
        uncertain=uncertain,
        named=named,
        stories=_stories(facets["story_id"], order),
        facets=facets,
    )


columns_of = Once(read)
"""The columns of the corpus at a path: some seconds for 100,000 articles dense with names, quotes and events."""


class _Values:
    """The values of a column as they come, each as a number: few of them differ, so that they take little room."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {None: -1}
        self._parts: list[NDArray[np.int32]] = []

    def add(self, values: Sequence[Any]) -> None:
        """Take in the next values."""
        numbers = self._numbers
        for value in dict.fromkeys(values):
            numbers.setdefault(value, len(numbers) - 1)
        self._parts.append(np.fromiter(map(numbers.__getitem__, values), np.int32, len(values)))

    @property
    def found(self) -> list[Any]:
        """The values that differ; the place of each is its number."""
        return list(self._numbers)[1:]

    @property
    def codes(self) -> NDArray[np.int32]:
        """The number of each value that came, -1 for None."""
        return np.concatenate(self._parts) if self._parts else np.zeros(0, dtype=np.int32)

    def ranks(self, order: Sequence[Any]) -> Rows:
        """For each value that came, its place in `order`; -1 for None."""
        places = {value: place for place, value in enumerate(order)}
        return np.asarray([*(places[value] for value in self.found), -1], dtype=np.int64)[self.codes]


class _Finder:
    """Tells on which of `rows` the key of each lies; all that is looked up must be there."""

    def __init__(self, keys: NDArray[np.int64], rows: Rows) -> None:
        self.rows = rows[np.argsort(keys[rows])]
        self.keys = keys[self.rows]

    def __call__(self, keys: NDArray[np.int64]) -> Rows:
        places: Rows = self.rows[np.searchsorted(self.keys, keys)]
        return places


def _stories(column: Column, kinds: NDArray[np.int8]) -> NDArray[np.int64]:
    """A number of its own for each row, but one for all the articles of a story."""
    numbers = np.arange(len(kinds), dtype=np.int64)
    told = np.flatnonzero((np.diff(column.starts) > 0) & (kinds == KINDS.index("article")))
    numbers[told] = len(kinds) + column.codes[column.starts[told]]
    return numbers


def _table(
    conn: sqlite3.Connection, sql: str, width: int, others: Sequence[_Values], *parameters: object
) -> list[NDArray[np.int64]]:
    """The first `width` columns of the answer to `sql`, whole numbers; the rest go to `others`. A batch at a time, so
    that few rows are held as tuples."""
    cursor = conn.execute(sql, parameters)
    parts: list[list[NDArray[np.int64]]] = [[np.zeros(0, dtype=np.int64)] for _ in range(width)]
    while batch := cursor.fetchmany(BATCH):
        columns = list(zip(*batch, strict=True))
        for part, values in zip(parts, columns[:width], strict=True):
            part.append(np.fromiter(values, np.int64, len(values)))
        for other, values in zip(others, columns[width:], strict=True):
            other.add(values)
    return [np.concatenate(part) for part in parts]


def _column(rows: Rows, values: _Values, size: int) -> Column:
    """The column of `size` rows in which each of `rows` has the value beside it; what comes twice counts once."""
    found, codes = values.found, values.codes
    pairs = (rows * (len(found) + 1) + codes)[codes >= 0]
    if not (np.diff(pairs) > 0).all():
        pairs.sort()
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    owners, codes = np.divmod(pairs, len(found) + 1)
    return Column(found, np.searchsorted(owners, np.arange(size + 1)), codes.astype(np.int32))
