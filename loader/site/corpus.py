"""One corpus as the pages see it: its rows, and the addresses of what is in it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.utils import tilde_encode

from . import excel
from .columns import Columns, columns_of
from .limit import work_limit
from .once import Once
from .ours import file_stamp

type Row = dict[str, Any]

REMEMBERED = 256
"""How many answers are kept for each database; the oldest go first."""
_remembered: WeakKeyDictionary[Database, dict[Any, Any]] = WeakKeyDictionary()


def keep(held: dict[Any, Any], key: Any, value: Any) -> None:
    """Put `value` into `held`, which never holds more than REMEMBERED."""
    while len(held) >= REMEMBERED:
        held.pop(next(iter(held)))
    held[key] = value


@dataclass(frozen=True, slots=True)
class Exports:
    """The addresses of a list as data: the table behind it (with its SQL), CSV and JSON, both complete; where there are
    such, an Excel file and a feed."""

    table: str
    csv: str
    json: str
    excel: str = ""
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A database of `datasette` that is a corpus; `is_first` where the short addresses lead to it."""

    datasette: Datasette
    name: str
    is_first: bool = True

    async def rows(self, sql: str, **params: object) -> list[Row]:
        """The rows that `sql` gives, as dicts; raises Datasette's QueryInterrupted beyond its time limit."""
        result = await self.datasette.databases[self.name].execute(sql, params)
        return [dict(row) for row in result.rows]

    async def remembered(self, sql: str, **params: object) -> list[Row]:
        """The same as `rows`, kept until the file changes: for counts over many rows that several pages need."""
        database = self.datasette.databases[self.name]
        held = _remembered.setdefault(database, {})
        key = (file_stamp(database.path), sql, tuple(sorted(params.items())))
        if key not in held:
            keep(held, key, await self.rows(sql, **params))
        rows: list[Row] = held[key]
        return rows

    async def run[T](self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What `read` gives when called with a connection, in a thread and within the server's time limit; raises
        Datasette's QueryInterrupted beyond it."""

        def timed(conn: sqlite3.Connection) -> T:
            with work_limit(conn, self.datasette.sql_time_limit_ms):
                try:
                    return read(conn)
                except sqlite3.OperationalError as error:
                    if error.args == ("interrupted",):
                        raise QueryInterrupted(error, "", {}) from error
                    raise

        made: T = await self.datasette.databases[self.name].execute_fn(timed)
        return made

    async def remembered_run[T](
        self, name: object, read: Callable[[sqlite3.Connection], tuple[T, bool]]
    ) -> T:
        """The same as `run`, kept under `name` until the file changes where `read` says that its answer is whole."""
        database = self.datasette.databases[self.name]
        held = _remembered.setdefault(database, {})
        key = (file_stamp(database.path), name)
        if key in held:
            known: T = held[key]
            return known
        made, whole = await self.run(read)
        if whole:
            keep(held, key, made)
        return made

    async def columns(self) -> Columns:
        """What all that search finds is narrowed and counted by, as the file is now."""
        return await self.once(columns_of)

    async def once[T](self, read: Once[T]) -> T:
        """What `read` finds in the file as it is now, within no limit of time: only for what is read ahead."""
        return await asyncio.to_thread(read, self.datasette.databases[self.name].path)

    async def row(self, sql: str, **params: object) -> Row | None:
        """The first row that `sql` gives, or None."""
        rows = await self.rows(sql, **params)
        return rows[0] if rows else None

    async def value(self, sql: str, **params: object) -> Any:
        """The first value that `sql` gives, or None."""
        row = await self.row(sql, **params)
        return next(iter(row.values())) if row else None

    def path(self, *parts: object, **query: object) -> str:
        """The address of a row, table or page of Datasette: `path("articles", 5)`."""
        encoded = "/".join(tilde_encode(str(part)) for part in (self.name, *parts))
        return self._full(f"/{encoded}", query)

    def page(self, name: str, **query: object) -> str:
        """The address of one of our pages: `page("search", q="Geneva")`."""
        prefix = "" if self.is_first else f"/{tilde_encode(self.name)}/-"
        return self._full(f"{prefix}/{name}", query)

    def _full(self, path: str, query: Mapping[str, object]) -> str:
        kept = {key: value for key, value in query.items() if value not in (None, "", [])}
        address: str = self.datasette.urls.path(path)
        return f"{address}?{urlencode(kept, doseq=True)}" if kept else address

    def article(self, key: object, start: int | None = None, end: int | None = None) -> str:
        """The address of an article, at the characters `start` to `end` where they are given."""
        place = f"#c{start}-{end}" if start is not None else ""
        return self.path("articles", key) + place

    def person(self, key: object) -> str:
        """The address of a person's page."""
        return self.path("people", key)

    def event(self, key: object) -> str:
        """The address of an event's page."""
        return self.path("events", key)

    def story(self, key: object) -> str:
        """The address of a story's page."""
        return self.path("stories", key)

    def exports(self, table: str, **filters: object) -> Exports:
        """Where the rows of `table` with these values are as a table, as CSV and as JSON."""
        return self._exports(table, "&_stream=on&_labels=on", "&_shape=array&_labels=on&_size=max", filters)

    def through(self, *people: object) -> dict[str, list[str]]:
        """What narrows the table of events, as Datasette writes it, to those that all these people took part in."""
        asked = [
            {"table": "event_participants", "column": "person_id", "value": key} for key in people if key
        ]
        return {"_through": [json.dumps(one) for one in asked]}

    def answers(self, query: str, **parameters: object) -> Exports:
        """Where the answers of a query that metadata.yml names are as a table, as CSV and as JSON."""
        return self._exports(query, "", "&_shape=array", parameters)

    def _exports(self, name: str, csv: str, objects: str, query: Mapping[str, object]) -> Exports:
        address, whole = self.path(name), self.path(name, **query)
        asked = whole[len(address) :]
        return Exports(
            table=whole,
            csv=_joined(f"{address}.csv{asked}", csv),
            json=_joined(f"{address}.json{asked}", objects),
            excel=f"{address}.xlsx{asked}" if excel.is_installed() else "",
        )


def _joined(address: str, more: str) -> str:
    """`address` with more arguments, each of which begins with an ampersand."""
    return address + more if "?" in address else address + more.replace("&", "?", 1)
