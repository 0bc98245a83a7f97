"""Knows which databases are corpora, and keeps reading the newest file of each while the server runs."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted

from .corpus import keep
from .once import Once
from .ours import file_stamp, is_corpus
from .paging import begin_there
from .spelling import stems

MAX_VALUE_BYTES = 20_000_000
"""The longest text or blob that SQLite may make: `hex(zeroblob(300000000))` took 1.5 GB without it."""

MAX_PATTERN_BYTES = 1000
"""The longest pattern of LIKE and GLOB: one comparison takes time by its length, and no time limit ends it."""

COUNT_MS = 200
"""How long the rows of a list may be counted; Datasette shows the list without their number beyond that."""
COUNTING = re.compile(r"\s*select (?:count\(\*\) from|.{1,99} as value, count\(\*\) as count from \()")
"""How the questions begin by which Datasette 0.65 counts rows and facets: always the same for a file."""

TRIES = 3
"""How often a page is asked for again; what was read is then in memory."""

_known: WeakKeyDictionary[Datasette, tuple[str, ...]] = WeakKeyDictionary()


def bound(conn: sqlite3.Connection) -> None:
    """Let no query on `conn` build a value longer than MAX_VALUE_BYTES, nor compare with a long pattern."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, MAX_PATTERN_BYTES)


def corpora(datasette: Datasette) -> tuple[str, ...]:
    """The names of the databases that are corpora, in the order in which they are served."""
    if datasette not in _known:
        databases = datasette.databases.items()
        _known[datasette] = tuple(name for name, db in databases if db.path and is_corpus(db.path))
    return _known[datasette]


def follow_files(datasette: Datasette) -> None:
    """Let each corpus follow its file: a load puts a new file in the old one's place."""
    databases = dict(datasette.databases)
    for name in corpora(datasette):
        old = databases[name]
        if not isinstance(old, LiveDatabase):
            databases[name] = LiveDatabase(datasette, old.path, is_mutable=old.is_mutable)
            databases[name].name, databases[name].route = name, old.route
    datasette.databases = databases


def make_ready(datasette: Datasette, needed: tuple[Once[Any], ...]) -> None:
    """Read what is `needed` of each corpus and for spelling, in a thread of its own, so that nobody waits for it."""
    paths = [datasette.databases[name].path for name in corpora(datasette)]
    threading.Thread(target=_read_ahead, args=(paths, needed), daemon=True).start()


def _read_ahead(paths: list[str], needed: tuple[Once[Any], ...]) -> None:
    for path in paths:
        for read in needed:
            with suppress(sqlite3.Error, OSError):  # whoever asks for it is told
                read(path)
    stems()


def look_up(database: Database, sql: str, key: object) -> Any:
    """The one value that `sql` gives for a key, or None; read in this thread, as the way to another takes longer."""
    if not isinstance(database, LiveDatabase):
        return None
    found = database.connection().execute(sql, (key,)).fetchone()
    return found[0] if found else None


class LiveDatabase(Database):  # type: ignore[misc]
    """A database of Datasette whose every query reads the file that lies at its path now.

    Where it is not mutable, that file is taken to stay as it is (`immutable=1`) until another takes its place.
    """

    hash = None  # Datasette would read the whole file for it, once, and keep it for the next file

    def __init__(self, datasette: Datasette, path: str, *, is_mutable: bool = True) -> None:
        super().__init__(datasette, path, is_mutable=is_mutable)
        self._held = threading.local()
        self._counted: tuple[int, int, int] | None = None
        self._answers: dict[Any, Any] = {}

    @property
    def size(self) -> int:
        """The bytes of the file as it is now."""
        return Path(self.path).stat().st_size

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """The number of rows by table (None where counting takes over `limit` milliseconds), kept for a file."""
        stamp = file_stamp(self.path)
        if stamp != self._counted:
            self._cached_table_counts, self._counted = None, stamp
        counts: dict[str, int | None] = await super().table_counts(limit)
        return counts

    def connection(self) -> sqlite3.Connection:
        """A connection of this thread to the newest file."""
        stamp = file_stamp(self.path)
        held: sqlite3.Connection | None = getattr(self._held, "connection", None)
        if held is None or (stamp and stamp != self._held.stamp):
            fresh: sqlite3.Connection = self.connect()
            self.ds._prepare_connection(fresh, self.name)
            if held is not None:
                self._all_file_connections.remove(held)
                held.close()
            self._held.connection, self._held.stamp = fresh, stamp
            return fresh
        return held

    async def execute(self, sql: str, *arguments: Any, **options: Any) -> Any:
        """The answer to `sql`; a page of Datasette's is found where the last one ended, and asked for again where a
        slow disk took the time: the stream of a table must not end in the middle."""
        if COUNTING.match(sql) and not arguments[1:] and not options.get("truncate"):
            return await self._count(sql, *arguments, **options)
        page = begin_there(sql)
        for _ in range(TRIES if page != sql else 0):
            with suppress(QueryInterrupted):
                return await super().execute(page, *arguments, **options)
        return await super().execute(page, *arguments, **options)

    async def _count(self, sql: str, params: Any = None, **options: Any) -> Any:
        """The answer to a question that counts, kept until the file changes, and so is that there was no time."""
        options.setdefault("custom_time_limit", COUNT_MS)
        key = (file_stamp(self.path), sql, repr(params), options["custom_time_limit"])
        if key not in self._answers:
            answer = None
            with suppress(QueryInterrupted):
                answer = await super().execute(sql, params, **options)
            keep(self._answers, key, answer)
        if self._answers[key] is None:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        return self._answers[key]

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """What `fn` gives when called with a connection to the newest file, in a thread of Datasette's pool."""
        if self.ds.executor is None:
            return fn(self.connection())
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.ds.executor, lambda: fn(self.connection()))
