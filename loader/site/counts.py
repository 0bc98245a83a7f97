"""Counts what rows can be narrowed by: every value of every facet in one pass, by kind, within a time."""

from __future__ import annotations

import math
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .corpus import Corpus

BATCH = 4000
"""Rows read at once: enough to be quick, few enough to keep memory flat and the time limit near."""


@dataclass(slots=True)
class Counts:
    """How often each value of each column stands in the rows of each kind; `whole` unless the time was up before."""

    rows: Counter[str] = field(default_factory=Counter)
    values: dict[str, dict[str, Counter[Any]]] = field(default_factory=lambda: defaultdict(dict))
    whole: bool = True

    def of(self, column: str, kind: str = "") -> Counter[Any]:
        """The counts of the values of `column` in rows of `kind`, or of all kinds; empty values are not counted."""
        kinds = [kind] if kind else sorted(self.values)
        total: Counter[Any] = Counter()
        for one in kinds:
            total.update(self.values.get(one, {}).get(column, {}))
        total.pop(None, None)
        return total


async def count(
    corpus: Corpus, select: str, params: Mapping[str, object], columns: Sequence[str], *, seconds: float
) -> Counts:
    """Counts of the rows that `select` gives: first their kind, then `columns`. Stops when `seconds` are over."""

    def counted(conn: sqlite3.Connection) -> tuple[Counts, bool]:
        slow, conn.text_factory = conn.text_factory, str  # Datasette's is a function in Python
        try:
            made = read(conn, select, params, columns, seconds=seconds)
        finally:
            conn.text_factory = slow
        return made, made.whole

    return await corpus.remembered_run(("counts", select, tuple(sorted(params.items()))), counted)


def read(
    conn: sqlite3.Connection,
    select: str,
    params: Mapping[str, object],
    columns: Sequence[str],
    *,
    seconds: float = math.inf,
) -> Counts:
    """The same, read from `conn` here and now."""
    made = Counts()
    end = time.monotonic() + seconds
    cursor = conn.cursor()
    cursor.row_factory = None
    cursor.execute(select, dict(params))
    while batch := cursor.fetchmany(BATCH):
        by_kind: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in batch:
            by_kind[row[0]].append(row)
        for kind, rows in by_kind.items():
            made.rows[kind] += len(rows)
            known = made.values[kind]
            for column, values in zip(columns, list(zip(*rows, strict=True))[1:], strict=True):
                known.setdefault(column, Counter()).update(values)
        if len(batch) == BATCH and time.monotonic() > end:
            made.whole = False
            break
    cursor.close()
    return made
