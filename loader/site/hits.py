"""Finds what holds the words of a search, narrows and counts it, and puts it in order."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from .columns import KINDS, Columns, Rows
from .query import Query
from .search import Request

MATCH = "select rowid, bm25(search_index_fts, 5.0, 1.0) from search_index_fts where search_index_fts match ?"
"""A word in a title weighs as much as five in the text."""
REMEMBERED_HITS = 4_000_000
"""How many hits of late searches are kept, at 16 bytes each: whoever narrows or leafs through asks for them again."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows that hold the words, with their scores: the lower the better. Without words there are no scores."""

    rows: Rows
    scores: NDArray[np.float64] | None = None

    def where(self, mask: NDArray[np.bool_]) -> Hits:
        """The hits for which `mask` is true."""
        return Hits(self.rows[mask], None if self.scores is None else self.scores[mask])


@dataclass(frozen=True, slots=True)
class Found:
    """What a request finds: `hits` of the kind asked for; `by_kind` counts all kinds.

    Where one report a story is asked for, `groups` tells the story of each hit, and whatever is counted is stories.
    `undated` and `uncertain` are how many hits the range of dates and the doubt about names leave out.
    """

    columns: Columns
    hits: Hits
    by_kind: Mapping[str, int]
    groups: NDArray[np.int64] | None
    undated: int
    uncertain: int

    @property
    def total(self) -> int:
        """How many results there are to leaf through."""
        return len(self.hits.rows) if self.groups is None else len(np.unique(self.groups))

    def counts(self, facet: str) -> dict[object, int]:
        """How many results have each value of `facet`."""
        return self.columns.facets[facet].counts(self.hits.rows, self.groups)

    def ordered(self, sort: str, most: int | None = None) -> tuple[Rows, NDArray[np.int64]]:
        """The first `most` results or all, best (or newest, or oldest) first, and how many reports each stands for."""
        enough = most if self.groups is None else None
        rows = self.hits.rows[_order(self.columns, self.hits, sort, enough)]
        if self.groups is None:
            return rows, np.ones(len(rows), dtype=np.int64)
        _, firsts, told = np.unique(self.columns.stories[rows], return_index=True, return_counts=True)
        places = np.argsort(firsts)
        return rows[firsts[places]], told[places]


def find(columns: Columns, hits: Hits, request: Request) -> Found:
    """What `request` leaves of `hits`."""
    for name, value in request.chosen:
        hits = hits.where(columns.facets[name].having(value)[hits.rows])
    doubtful = columns.uncertain[hits.rows]
    within, undated = _within(columns, hits.rows, request)
    of_kind = _of_kind(columns, hits.rows, request.kind)
    shown = within if request.uncertain else within & ~doubtful
    every = hits.where(shown)
    kinds = columns.kinds[every.rows]
    chosen = hits.where(shown & of_kind) if request.kind else every
    if request.stories:
        first_of_each = np.unique(columns.stories[every.rows], return_index=True)[1]
        kinds = kinds[first_of_each]
    counted = np.bincount(kinds, minlength=len(KINDS))
    return Found(
        columns=columns,
        hits=chosen,
        by_kind={kind: int(number) for kind, number in zip(KINDS, counted, strict=True)},
        groups=columns.stories[chosen.rows] if request.stories else None,
        undated=int((undated & of_kind & (~doubtful | request.uncertain)).sum()),
        uncertain=int((within & doubtful & of_kind).sum()),
    )


def _of_kind(columns: Columns, rows: Rows, kind: str) -> NDArray[np.bool_]:
    if not kind:
        return np.ones(len(rows), dtype=np.bool_)
    return np.asarray(columns.kinds[rows] == KINDS.index(kind))


def _within(columns: Columns, rows: Rows, request: Request) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows lie in the days asked for, and which have no date and are left out for that."""
    undated = columns.undated[rows]
    if request.undated:
        return undated, np.zeros(len(rows), dtype=np.bool_)
    if not (request.first_day or request.last_day):
        return np.ones(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    first, last = columns.between(request.first_day, request.last_day)
    days = columns.days[rows]
    return ~undated & (days >= first) & (days < last), undated


def _order(columns: Columns, hits: Hits, sort: str, most: int | None) -> NDArray[np.int64]:
    """The places of the first `most` of `hits` in the order asked for; people without words by how often they are
    named, what has no date after all that has one."""
    rows = hits.rows
    if not sort and hits.scores is not None:
        return _first(most, hits.scores, rows)
    days = columns.days[rows] if sort == "oldest" else len(columns.dates) - columns.days[rows]
    days = np.where(columns.undated[rows], 2 * len(columns.dates) + 1, days)
    later = rows if sort == "oldest" else -rows
    if sort:
        return _first(most, days, later)
    people = columns.kinds[rows] == KINDS.index("person")
    return _first(most, np.where(people, -columns.named[rows], days), np.where(people, rows, later))


def _first(most: int | None, key: NDArray[Any], then: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the `most` least values of `key` (all: None), in their order; of equal ones by `then`."""
    if most is None or most >= len(key):
        return np.lexsort((then, key))
    near = np.flatnonzero(key <= np.partition(key, most)[most])
    return near[np.lexsort((then[near], key[near]))][:most]


class Memory:
    """Keeps the hits of the latest searches of one corpus, REMEMBERED_HITS in all."""

    def __init__(self) -> None:
        self.held = 0
        self.kept: OrderedDict[str, Hits] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, fts: str) -> Hits | None:
        """The hits of `fts`, where they are still known."""
        with self.lock:
            if fts in self.kept:
                self.kept.move_to_end(fts)
            return self.kept.get(fts)

    def keep(self, fts: str, hits: Hits) -> None:
        """Keep `hits`; the ones that nobody asked for longest go first."""
        with self.lock:
            if fts not in self.kept:
                self.kept[fts] = hits
                self.held += len(hits.rows)
            while self.held > REMEMBERED_HITS and len(self.kept) > 1:
                self.held -= len(self.kept.popitem(last=False)[1].rows)


_memories: WeakKeyDictionary[Columns, Memory] = WeakKeyDictionary()


def hits_of(conn: sqlite3.Connection, columns: Columns, query: Query, request: Request) -> Hits:
    """What holds the words of `query`, as remembered or as `conn` finds them; everything where no words are asked
    for."""
    if not request.text:
        return Hits(np.arange(len(columns.ids)))
    memory = _memories.setdefault(columns, Memory())
    known = memory.get(query.fts)
    if known is None:
        known = matching(conn, columns, query.fts)
        memory.keep(query.fts, known)
    return known


def matching(conn: sqlite3.Connection, columns: Columns, fts: str) -> Hits:
    """All rows that hold the words of `fts`, an FTS5 expression, with their scores."""
    cursor = conn.cursor()
    cursor.row_factory = None
    found = np.asarray(cursor.execute(MATCH, (fts,)).fetchall(), dtype=np.float64).reshape(-1, 2)
    return Hits(columns.rows(found[:, 0].astype(np.int64)), found[:, 1])
