"""Finds what holds the words of a search, and puts what is left of it in order."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from .columns import KINDS, Columns, Rows
from .query import Query

RANGE = 1_000_000
"""So many rows of search_index are searched at once: their numbers as one text stay within what SQLite may build."""
MATCH = """select group_concat(rowid, ' ') from search_index_fts
  where search_index_fts match ? and rowid between ? and ?"""
BEST = """select rowid from search_index_fts where search_index_fts match :q {}
  order by bm25(search_index_fts, 5.0, 1.0), rowid limit :most"""
"""A word in a title weighs as much as five in the text (BM25: Robertson and Zaragoza 2009, as FTS5 has it)."""
AMONG = "and +rowid in (select value from json_each(:among))"
MOST_WEIGHED = 50_000
"""Of more hits, only those with the words in their title are weighed: each takes a microsecond."""
REMEMBERED_HITS = 8_000_000
"""How many hits of late searches are kept, at 8 bytes each: whoever narrows or leafs through asks for them again."""


class Memory:
    """Keeps the hits of the latest searches of one corpus, REMEMBERED_HITS in all."""

    def __init__(self) -> None:
        self.held = 0
        self.kept: OrderedDict[str, Rows] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, fts: str) -> Rows | None:
        """The hits of `fts`, where they are still known."""
        with self.lock:
            if fts in self.kept:
                self.kept.move_to_end(fts)
            return self.kept.get(fts)

    def keep(self, fts: str, hits: Rows) -> None:
        """Keep `hits`; the ones that nobody asked for longest go first."""
        with self.lock:
            if fts not in self.kept:
                self.kept[fts] = hits
                self.held += len(hits)
            while self.held > REMEMBERED_HITS and len(self.kept) > 1:
                self.held -= len(self.kept.popitem(last=False)[1])


_memories: WeakKeyDictionary[Columns, Memory] = WeakKeyDictionary()


def hits_of(conn: sqlite3.Connection, columns: Columns, query: Query | None) -> Rows:
    """The rows that hold the words of `query`, as remembered or as `conn` finds them; all rows without a query."""
    if query is None:
        return np.arange(len(columns.ids))
    memory = _memories.setdefault(columns, Memory())
    known = memory.get(query.fts)
    if known is None:
        known = _matching(conn, columns, query.fts)
        memory.keep(query.fts, known)
    return known


def _matching(conn: sqlite3.Connection, columns: Columns, fts: str) -> Rows:
    """The rows that hold the words of `fts`. Their numbers come as one text: one by one they took thrice as long."""
    found = []
    for start in range(0, len(columns.ids), RANGE):
        part = columns.ids[start : start + RANGE]
        (numbers,) = conn.execute(MATCH, (fts, int(part[0]), int(part[-1]))).fetchone()
        found.append(np.fromstring(numbers or "", dtype=np.int64, sep=" "))
    return columns.rows(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def best(
    conn: sqlite3.Connection, columns: Columns, fts: str, *, among: Rows, of: Rows, most: int | None
) -> Rows:
    """The `most` best (all: None) of the rows `among` that hold the words of `fts`; `of` are all hits of the query."""
    left_out = len(of) - len(among)
    few = most is not None and left_out <= most
    params = {"q": fts, "most": -1 if most is None else most + left_out * few}
    if left_out and not few:
        params["among"] = json.dumps(columns.ids[among].tolist())
    sql = BEST.format(AMONG if "among" in params else "")
    found = columns.rows(np.asarray([row[0] for row in conn.execute(sql, params)], dtype=np.int64))
    return found[np.isin(found, among)][:most] if few and left_out else found


def titles_first(
    conn: sqlite3.Connection, columns: Columns, fts: str, *, among: Rows, of: Rows, most: int | None
) -> Rows:
    """The same, where hits are too many to weigh: those with the words in their title, the best first, then the newest
    of the others."""
    found = best(conn, columns, f"{{title}} : ({fts})", among=among, of=of, most=most)
    others = np.setdiff1d(among, found, assume_unique=True)
    left = None if most is None else most - len(found)
    return found if left == 0 else np.concatenate((found, by_date(columns, others, "newest", left)))


def by_date(columns: Columns, rows: Rows, sort: str, most: int | None) -> Rows:
    """The first `most` of `rows` (all: None), newest or oldest first, what has no date last; people, where nobody asked
    for an order, by how often they are named."""
    days = columns.days[rows] if sort == "oldest" else len(columns.dates) - columns.days[rows]
    days = np.where(columns.undated[rows], 2 * len(columns.dates) + 1, days)
    later = rows if sort == "oldest" else -rows
    if not sort:
        people = columns.kinds[rows] == KINDS.index("person")
        days, later = np.where(people, -columns.named[rows], days), np.where(people, rows, later)
    return rows[_first(days, later, most)]


def _first(key: NDArray[Any], then: NDArray[np.int64], most: int | None) -> NDArray[np.int64]:
    """The places of the `most` least values of `key` (all: None), in their order; of equal ones by `then`."""
    if most is None or most >= len(key):
        return np.lexsort((then, key))
    near = np.flatnonzero(key <= np.partition(key, most)[most])
    return near[np.lexsort((then[near], key[near]))][:most]
