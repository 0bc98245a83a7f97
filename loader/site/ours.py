"""Tells whether a file is a corpus."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from loader.model import CorpusError

OURS = {"meta", "articles", "quotes", "people", "events"}
"""A database with all these tables is a corpus."""
NEEDED = {"search_index", "story_copies", "repeated_lines", "person_roles", "event_mentions"}
NEEDED |= {"search_people", "search_events"}
"""Tables and views that our pages read besides."""


def file_stamp(path: str | Path) -> tuple[int, int, int] | None:
    """What changes when a load puts another file at `path`; None where there is none."""
    try:
        stat = Path(path).stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def is_corpus(path: str | Path) -> bool:
    """Whether the file is a database that `corpus load` made, as our pages need it."""
    return tables(path) >= OURS | NEEDED


def tables(path: str | Path) -> set[str]:
    """The names of the tables and views in the database at `path`; none where it cannot be read."""
    try:
        conn = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return set()
    try:
        rows = conn.execute("select name from sqlite_master where type in ('table', 'view')").fetchall()
        return {name for (name,) in rows}
    except sqlite3.Error:
        return set()
    finally:
        conn.close()


def check(db: Path) -> None:
    """Make sure that `db` is a corpus; raises CorpusError that says what else it is."""
    if not db.is_file():
        raise CorpusError(f"There is no database at {db}. Make one first: corpus load FOLDER --db {db}")
    found = tables(db)
    if found >= OURS | NEEDED:
        return
    if found >= OURS:
        raise CorpusError(
            f"{db} was made by another version. Bring it up to date: corpus load FOLDER --fresh --db {db}"
        )
    try:
        with db.open("rb") as file:
            is_sqlite = file.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise CorpusError(f"{db} cannot be read: {error.strerror}. Check its permissions.") from error
    what = "a SQLite database, but not one that corpus load made" if is_sqlite else "not a SQLite database"
    raise CorpusError(f"{db} is {what}. Give another --db, or make one: corpus load FOLDER --db other.db")
