"""Look at a database before a load or a check: is it ours, what made it, what does it hold?"""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loader.model import CorpusError
from loader.store import schema
from loader.store.workfile import BEGUN, SourceRow, sibling, work_path

NOT_OURS = "{}: this file is no corpus; choose another --db, or move the file away."


@dataclass(frozen=True, slots=True)
class State:
    """What a load finds: `base` is the corpus that it goes on from (the database, or an interrupted load's work file).

    `sources` are those that the base holds; `outdated` those of a database that another version or model made, which
    must be loaded anew. `begun` are the sources whose load was interrupted, with their row where the database holds
    them and None where it does not.
    """

    base: Path | None = None
    sources: Mapping[str, SourceRow] = field(default_factory=dict)
    outdated: Mapping[str, SourceRow] = field(default_factory=dict)
    begun: Mapping[str, SourceRow | None] = field(default_factory=dict)


def meta_of(version: str, model: str) -> dict[str, str]:
    """What makes a corpus: equal for two corpora that the same code and model made."""
    return {"schema": schema.VERSION, "news_corpus": version, "model": model}


def inspect(database: Path, meta: dict[str, str]) -> State:
    """What there is to go on from.

    Raises CorpusError where the file is no corpus, or cannot be read or replaced.
    """
    folder = database.absolute().parent
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; make it, or choose another --db.")
    if not os.access(folder, os.W_OK) or (database.exists() and not os.access(database, os.W_OK)):
        raise CorpusError(
            f"{database}: cannot be written here; choose another --db, or change the permissions."
        )
    if database.exists() and not database.is_file():
        raise CorpusError(NOT_OURS.format(database))
    is_there = database.exists() and database.stat().st_size > 0
    found = require_corpus(database) if is_there else {}
    _refuse_newer(database, found)
    work = work_path(database)
    at_work = (read_meta(work) or {}) if work.exists() else {}
    begun = json.loads(at_work.pop(BEGUN, "[]"))
    if at_work == meta:
        held = read_sources(database) if is_there else {}
        return State(work, read_sources(work), begun={name: held.get(name) for name in begun})
    if not is_there:
        return State()
    if found == meta:
        return State(database, read_sources(database))
    return State(None, {}, read_sources(database))


def require_corpus(database: Path) -> dict[str, str]:
    """What a corpus says of what made it. Raises CorpusError where the file is missing or is no corpus."""
    if not database.is_file():
        raise CorpusError(
            f"{database}: there is no such database; make it with: corpus load FOLDER --db {database}"
        )
    found = read_meta(database)
    if found is None or "news_corpus" not in found:
        raise CorpusError(NOT_OURS.format(database))
    return found


def require_current(database: Path) -> None:
    """Raises CorpusError where the file is no corpus that this version can read, with the command that makes it one."""
    found = require_corpus(database)
    _refuse_newer(database, found)
    if found.get("schema") != schema.VERSION:
        folder = database.parent
        places = [shlex.quote(str(folder / row.location)) for row in read_sources(database).values()]
        raise CorpusError(
            f"{database} was made by an older version ({found['news_corpus']}). Bring it up to date with:"
            f" corpus load {' '.join(places) or 'FOLDER'} --db {shlex.quote(str(database))}"
        )


def _refuse_newer(database: Path, found: Mapping[str, str]) -> None:
    made, ours = found.get("schema", "0"), schema.VERSION
    if made.isdecimal() and int(made) > int(ours):
        raise CorpusError(
            f"{database} was made by a newer version ({found['news_corpus']}), which this one cannot read."
            " Get that one: pip install --upgrade news-corpus; or choose another --db."
        )


def connect(database: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def read_meta(database: Path) -> dict[str, str] | None:
    """What a corpus says of what made it, or None for what is no corpus. Raises CorpusError where it is locked."""
    try:
        with closing(connect(database)) as connection:
            return dict(connection.execute("SELECT id, value FROM meta").fetchall())
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise CorpusError(
                f"{database}: another program has locked it; close that program and try again."
            ) from error
        return None


def read_sources(database: Path) -> dict[str, SourceRow]:
    """The sources that a corpus holds, by name; none where the file has no such table."""
    try:
        with closing(connect(database)) as connection:
            rows = connection.execute(
                "SELECT id, name, location, corrections FROM sources ORDER BY name"
            ).fetchall()
    except sqlite3.DatabaseError:
        return {}
    return {row[1]: SourceRow(*row) for row in rows}


def known_files(base: Path, source: SourceRow) -> dict[str, str | None]:
    """The files that a corpus holds of a source: path -> key (None where a load was interrupted while reading it)."""
    with closing(connect(base)) as connection:
        return dict(
            connection.execute("SELECT path, key FROM files WHERE source_id = ?", [source.id]).fetchall()
        )


def summary(database: Path) -> dict[str, Any]:
    """Counts of the corpus: `statuses` of its log, rows by table (`counts`), `problems` and `notes` of the log."""
    with closing(connect(database)) as connection:
        run = connection.execute
        return {
            "statuses": dict(
                run("SELECT status, count(*) FROM load_log GROUP BY status ORDER BY status").fetchall()
            ),
            "counts": {
                table: run(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("articles", "people", "quotes", "events", "stories")
            },
            "problems": tuple(
                run(
                    "SELECT path, status, reason FROM load_log WHERE status IN ('skipped', 'failed') ORDER BY path"
                )
            ),
            "notes": tuple(
                f"{path}: {reason}"
                for path, reason in run(
                    "SELECT path, reason FROM load_log WHERE status IN ('loaded', 'unchanged') AND reason IS NOT NULL"
                    " ORDER BY path"
                )
            ),
        }


@contextmanager
def lock(database: Path) -> Iterator[None]:
    """Keeps a second load of the same database out. Raises CorpusError where another load is under way."""
    path = sibling(database, ".lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CorpusError(
            f"{database}: cannot be written here ({error.strerror}); choose another --db, or change the permissions."
        ) from error
    try:
        try:
            _lock(handle)
            if not _is_at(path, handle):
                raise OSError("its last owner removed it just now")
        except OSError as error:
            raise CorpusError(
                f"{database}: another load is writing it; wait until that has ended."
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _is_at(path: Path, handle: int) -> bool:
    """Whether the open file is still the one at `path`: a lock on a file that was removed keeps nobody out."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
