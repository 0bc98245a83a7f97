"""Search a corpus from the command line: what the search page finds, as lines of text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from loader.model import CorpusError

SELECT = """
    SELECT s.kind, s.key, s.title, s.date, s.publisher, snippet(search_index_fts, 1, '[', ']', '...', 24)
    FROM search_index_fts f JOIN search_index s ON s.id = f.rowid
    WHERE search_index_fts MATCH :query AND (:kind IS NULL OR s.kind = :kind)
    ORDER BY bm25(search_index_fts, 5.0, 1.0), s.id LIMIT :limit
"""


def search_lines(database: Path, words: str, *, kind: str | None = None, limit: int = 20) -> Iterator[str]:
    """The best hits, two lines each: what it is, and the words in their context. Any string is a valid search.

    Raises CorpusError where the database is no corpus.
    """
    from loader.site.query import escape_fts
    from loader.store import connect, require_corpus

    require_corpus(database)
    query = escape_fts(words)
    if not query.strip('" '):
        return
    try:
        with closing(connect(database)) as connection:
            hits = connection.execute(SELECT, {"query": query, "kind": kind, "limit": limit}).fetchall()
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"{database}: cannot be searched ({error}).") from error
    for what, key, title, date, publisher, context in hits:
        yield f"{what} {key}: " + ", ".join(part for part in (title, date, publisher) if part)
        yield "    " + " ".join((context or "").split())
