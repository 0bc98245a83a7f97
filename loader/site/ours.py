"""Tells whether a file is a corpus."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from loader.model import CorpusError

OURS = {"meta", "articles", "quotes", "people", "events"}
"""A database with all these tables is a corpus."""


def is_corpus(path: str | Path) -> bool:
    """Whether the file is a database that `corpus load` made."""
    try:
        conn = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        rows = conn.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {name for (name,) in rows} >= OURS
    except sqlite3.Error:
        return False
    finally:
        conn.close()


def check(db: Path) -> None:
    """Make sure that `db` is a corpus; raises CorpusError that says what else it is."""
    if not db.is_file():
        raise CorpusError(f"There is no database at {db}. Make one first: corpus load FOLDER --db {db}")
    if is_corpus(db):
        return
    try:
        with db.open("rb") as file:
            is_sqlite = file.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise CorpusError(f"{db} cannot be read: {error.strerror}. Check its permissions.") from error
    what = "a SQLite database, but not one that corpus load made" if is_sqlite else "not a SQLite database"
    raise CorpusError(f"{db} is {what}. Give another --db, or make one: corpus load FOLDER --db other.db")
