"""Write what changed: rows that differ from those stored, and the articles whose links are out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from loader.store.rows import Row

if TYPE_CHECKING:
    from loader.store.workfile import WorkFile


@contextmanager
def listed(
    work: WorkFile, name: str, ids: Iterable[int] | Iterable[str], kind: str = "INTEGER"
) -> Iterator[None]:
    """Keeps ids in a table `temp.NAME` of one column, `id` (of a `kind` of SQLite's), for as long as it is open."""
    work.db.execute(f"CREATE TEMP TABLE {name} (id {kind} PRIMARY KEY)")
    try:
        work.db.conn.executemany(f"INSERT INTO temp.{name} VALUES (?)", ((id,) for id in sorted(ids)))
        yield
    finally:
        work.db.execute(f"DROP TABLE temp.{name}")


def replace(work: WorkFile, table: str, rows: Sequence[Row], where: str = "true") -> set[Any]:
    """Makes `rows` (all with the same keys) the rows of a table; columns that they lack stay as they are.

    With `where`, they take the place of those rows alone of which that is true.
    Only what differs is written: links of a large corpus hardly change when an article comes. The ids of rows that are
    new or differ come back.
    """
    if not rows:
        work.db.execute(f"DELETE FROM {table} WHERE {where}")
        return set()
    columns = list(rows[0])
    names = ", ".join(columns)
    fresh = sorted((tuple(row.values()) for row in rows), key=lambda row: row[0])
    changed: list[tuple[Any, ...]] = []
    gone: list[tuple[Any]] = []
    stored = work.db.execute(f"SELECT {names} FROM {table} WHERE {where} ORDER BY id")
    for old, new in _side_by_side(stored, fresh):
        if new is None:
            gone.append((old[0],))
        elif old != new:
            changed.append(new)
    work.db.conn.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
    put(work, table, columns, changed)
    return {row[0] for row in changed}


def put(work: WorkFile, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Stores rows, over those of the same id."""
    others = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    work.db.conn.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT (id) DO UPDATE SET {others}",
        rows,
    )


def _side_by_side(
    stored: Iterable[tuple[Any, ...]], fresh: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[Any, tuple[Any, ...] | None]]:
    """Stored and fresh rows of one id together, None for what is not there; both come in order of id."""
    waiting = iter(stored)
    old = next(waiting, None)
    for new in fresh:
        while old is not None and old[0] < new[0]:
            yield old, None
            old = next(waiting, None)
        if old is not None and old[0] == new[0]:
            yield old, new
            old = next(waiting, None)
        else:
            yield None, new
    while old is not None:
        yield old, None
        old = next(waiting, None)


def touch(work: WorkFile, select: str) -> None:
    """Notes the articles that a query gives: what links say of them must be made anew."""
    work.db.execute(f"INSERT OR IGNORE INTO run_changed {select}")
