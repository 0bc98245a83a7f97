"""Put a finished work file in the database's place, its search index brought up to date."""

from __future__ import annotations

import os
from itertools import batched
from pathlib import Path

from loader.store import schema
from loader.store.base import beside_base
from loader.store.listing import Numbers
from loader.store.workfile import BATCH_VARIABLES, BEGUN, WorkFile, discard, sibling

FEW = 0.1  # of what search finds, up to which the index is changed in place; of the file's pages, which may be free

# What tells whether something that search finds has the words that it had: (number, id, words that links can change).
WORDS = """
SELECT id, row_id, NULL, NULL FROM {0}.search_index WHERE kind IN ('article', 'quote')
UNION ALL
SELECT s.id, e.id, e.title, e.place FROM {0}.search_index s JOIN {0}.events e ON e.id = s.row_id WHERE s.kind = 'event'
UNION ALL
SELECT rowid, id, name, aliases FROM {0}.people
"""
CHANGED = """
SELECT id FROM {0}.search_index WHERE kind = 'article' AND row_id IN (SELECT id FROM main.run_changed)
UNION ALL
SELECT id FROM {0}.search_index WHERE kind = 'quote' AND row_id IN (
    SELECT id FROM {0}.quotes WHERE article_id IN (SELECT id FROM main.run_changed))
"""


def publish(work: WorkFile, database: Path, numbers: Numbers | None = None) -> None:
    """Puts the finished work file in the database's place, in one step, and removes it.

    `numbers` are those of all that search finds by other words than in the database, as `listing.finish` gives them.

    Where little changed since the database that the work file is a copy of, its search index is changed in place.
    Otherwise the bytes depend on the content alone: the index is built anew, the file is vacuumed into a new one, and
    the schema's counter is set.
    """
    updated = _update_index(work, database, numbers)
    if not updated:
        _build_index(work)
    work.db.execute("DELETE FROM meta WHERE id = ?", [BEGUN])
    work.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    work.db.execute("PRAGMA schema_version = 1")
    pages, free = (
        work.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count")
    )
    new = work.path
    if updated and free <= FEW * pages:
        work.db.execute("PRAGMA schema_version = 2")  # as VACUUM makes it
        work.db.execute("PRAGMA journal_mode = DELETE")
    else:
        new = _vacuumed(work, sibling(database, ".new"))
    work.close()
    _sync(new)
    new.replace(database)
    discard(work.path)


def _vacuumed(work: WorkFile, new: Path) -> Path:
    new.unlink(missing_ok=True)
    try:
        work.db.execute("VACUUM INTO ?", [str(new)])
        _sync(new)
    except BaseException:
        new.unlink(missing_ok=True)  # a full disk needs the room
        raise
    return new


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _update_index(work: WorkFile, database: Path, numbers: Numbers | None) -> bool:
    """Changes the search index where words differ from the database's; whether that could be done, and was worth it."""
    with (
        beside_base(work, database) as same,
        work.transaction(),  # with the stamp: what is taken out of an index twice damages it
    ):
        work.db.execute("DELETE FROM run_base")
        updated = same and _changed_in_place(work, numbers)
        work.db.execute("DELETE FROM run_changed")
        return updated


def _changed_in_place(work: WorkFile, numbers: Numbers | None) -> bool:
    gone, come = (numbers, numbers) if numbers is not None else _differing(work)
    (found,) = work.db.execute("SELECT count(*) FROM search_index").fetchone()
    if len(gone) + len(come) > FEW * found:
        return False
    for search in schema.SEARCHES:
        columns = ", ".join(search.columns)
        for command, name, ids in (("'delete', ", "old", gone), ("", "main", come)):
            into = (
                f"{search.table}({search.table}, rowid, {columns})"
                if command
                else f"{search.table}(rowid, {columns})"
            )
            for some in batched(sorted(ids), BATCH_VARIABLES):
                work.db.execute(
                    f"INSERT INTO {into} SELECT {command}id, {columns} FROM {name}.{search.content}"
                    f" WHERE id IN ({', '.join('?' * len(some))})",
                    some,
                )
    return True


def _differing(work: WorkFile) -> tuple[Numbers, Numbers]:
    """The numbers of all that search finds by other words than in `old`: there, and now."""
    new, old = (WORDS.format(name) for name in ("main", "old"))
    gone, come = (
        {id for (id, *_) in work.db.execute(f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})")}
        | {id for (id,) in work.db.execute(CHANGED.format(name))}
        for one, other, name in ((old, new, "old"), (new, old, "main"))
    )
    return frozenset(gone), frozenset(come)


def _build_index(work: WorkFile) -> None:
    for search in schema.SEARCHES:
        index, columns = search.table, ", ".join(search.columns)
        work.db.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
        work.db.execute(  # in ascending order, which is three times as fast
            f"INSERT INTO {index}(rowid, {columns}) SELECT id, {columns} FROM {search.content} ORDER BY id"
        )
        work.db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
