"""Check a corpus: spans, search tables, keys, counts; and whether two corpora hold the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from loader.store import schema
from loader.store.inspect import connect, require_corpus

MAY_DIFFER = ("load_log",)  # and tables whose name begins with `run` (contract)
TABLE_NAMES = "SELECT name FROM {}.sqlite_master WHERE type = 'table'"
SHOWN = 5  # examples of each problem

# Each selects the rows that are wrong, as (id, what).
CHECKS = {
    "quotes: text is not what stands at its span": "SELECT q.id, q.text FROM quotes q JOIN articles a ON "
    "a.id = q.article_id WHERE q.text != substr(a.text, q.start_char + 1, q.end_char - q.start_char)",
    "mentions: surface is not what stands at its span": "SELECT m.id, m.surface FROM mentions m JOIN articles a ON "
    "a.id = m.article_id WHERE m.surface != substr(a.text, m.start_char + 1, m.end_char - m.start_char)",
    "articles: text does not begin with the headline": "SELECT id, headline FROM articles WHERE headline IS NOT NULL "
    "AND substr(text, 1, length(headline)) != headline",
    "people: counts are wrong": "SELECT id, mentions FROM people WHERE (mentions, mentions + uncertain) != ("
    "SELECT coalesce(sum(shown), 0), count(*) FROM mentions m "
    "WHERE m.person_id = people.id AND m.kind IN ('name', 'partial')) OR quotes != (SELECT count(*) FROM quotes q "
    "WHERE q.person_id = people.id)",
    "events: count of articles is wrong": "SELECT id, articles FROM events WHERE articles != (SELECT count(DISTINCT "
    "article_id) FROM event_mentions m WHERE m.event_id = events.id)",
    "stories: count of articles is wrong": "SELECT id, articles FROM stories WHERE articles != (SELECT count(*) "
    "FROM articles a WHERE a.story_id = stories.id)",
    "event mentions without an event": "SELECT id, type FROM event_mentions WHERE event_id IS NULL",
    "search index: rows that do not match what can be found": "SELECT id, kind FROM search_index WHERE id NOT IN "
    "(SELECT id FROM search_content) UNION ALL SELECT id, name FROM people WHERE rowid NOT IN (SELECT id FROM "
    "search_index WHERE kind = 'person') OR rowid IS NULL"
    + "".join(
        f" UNION ALL SELECT id, '{kind}' FROM {table} WHERE id NOT IN (SELECT row_id FROM search_index WHERE "
        f"kind = '{kind}')"
        for table, kind in (("articles", "article"), ("quotes", "quote"), ("events", "event"))
    ),
}

SPANS = {
    "mentions": [("start_char", "end_char")],
    "quotes": [("start_char", "end_char"), ("speaker_start", "speaker_end")],
    "quoted_terms": [("start_char", "end_char")],
    "event_mentions": [("start_char", "end_char"), ("sentence_start", "sentence_end")],
    "event_arguments": [("start_char", "end_char")],
    "person_roles": [("start_char", "end_char")],
    "repairs": [("start_char", "end_char")],
}


def problems(database: Path) -> Iterator[str]:
    """What is wrong with a corpus, a line each; nothing where all is well. Raises CorpusError where it is no corpus."""
    require_corpus(database)
    with closing(connect(database)) as connection:
        yield from _integrity(connection)
        for table, spans in SPANS.items():
            for start, end in spans:
                yield from _wrong(
                    connection,
                    f"{table}: {start}, {end} lie outside the text",
                    f"SELECT t.id, t.{start} FROM {table} t JOIN articles a ON a.id = t.article_id WHERE t.{start} < 0 "
                    f"OR t.{end} < t.{start} OR t.{end} > length(a.text) OR (t.{start} IS NULL) != (t.{end} IS NULL)",
                )
        for name, select in CHECKS.items():
            yield from _wrong(connection, name, select)
    yield from _search_tables(database)


def _integrity(connection: sqlite3.Connection) -> Iterator[str]:
    for (message,) in connection.execute("PRAGMA integrity_check(5)"):
        if message != "ok":
            yield f"SQLite: {message}"
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(SHOWN):
        yield f"{table}: row {row} points at a row of {other} that is not there"


def _wrong(connection: sqlite3.Connection, name: str, select: str) -> Iterator[str]:
    found = connection.execute(select).fetchmany(SHOWN)
    if found:
        yield f"{name}: " + ", ".join(f"{id} ({str(what)[:40]!r})" for id, what in found)


def _search_tables(database: Path) -> Iterator[str]:
    """FTS5's own check is an INSERT that changes nothing; it is rolled back all the same."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        for search in schema.SEARCHES:
            try:
                connection.execute(
                    f"INSERT INTO {search.table}({search.table}, rank) VALUES ('integrity-check', 1)"
                )
            except sqlite3.DatabaseError as error:
                if "readonly" not in str(error):
                    yield f"{search.table}: the search index does not match its table ({error})"
            connection.rollback()


def differences(one: Path, other: Path) -> Iterator[str]:
    """The tables in which two corpora differ, with examples; `load_log` may differ."""
    with closing(connect(one)) as connection:
        connection.execute("ATTACH ? AS other", [f"{other.absolute().as_uri()}?mode=ro"])
        here, there = (
            {name for (name,) in connection.execute(TABLE_NAMES.format(db))} for db in ("main", "other")
        )
        yield from (f"{name}: not in both" for name in sorted(here ^ there))
        for table in schema.TABLES:
            name = table.name
            if name not in here & there:
                continue
            if name in MAY_DIFFER or name.startswith("run"):
                continue
            columns = ", ".join(table.stored)
            for one_side, other_side, where in (
                ("main", "other", "only in the first"),
                ("other", "main", "only in the second"),
            ):
                rows = connection.execute(
                    f"SELECT {columns} FROM {one_side}.{name} EXCEPT SELECT {columns} FROM {other_side}.{name}"
                ).fetchmany(SHOWN)
                for row in rows:
                    yield f"{name}, {where}: {str(row)[:200]}"
