"""Write whole tables for other programs: CSV, JSON or JSON lines, with names beside ids, row by row."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from loader.cells import harmless
from loader.model import CorpusError

BOM = "\ufeff"  # without it, Excel reads UTF-8 as a local code page

SELECTS = {
    "articles": """
        SELECT a.id, a.headline, a.title, a.published, a.published_edtf, a.published_time, a.published_source, a.byline,
            a.agency, a.publisher, a.section, a.dateline, a.url, a.language, a.words, s.name AS source, a.path,
            a.story_id, a.text
        FROM articles a JOIN sources s ON s.id = a.source_id ORDER BY a.sort_key""",
    "people": """
        SELECT p.id, p.name, p.aliases, p.country, p.wikidata_id, p.scope, p.articles, p.mentions, p.quotes, p.events,
            (SELECT group_concat(role, '; ') FROM (
                SELECT DISTINCT r.role FROM person_roles r WHERE r.person_id = p.id ORDER BY r.as_of, r.role)) AS roles
        FROM people p ORDER BY p.sort_key DESC""",
    "quotes": """
        SELECT q.id, q.text, coalesce(p.name, q.speaker) AS speaker, q.speaker_kind, q.person_id, q.kind, q.cue,
            a.title AS article, a.publisher, a.agency, a.published, a.published_edtf, a.url, s.name AS source, a.path,
            q.start_char, q.end_char, q.part_of, q.confidence, q.rule, q.article_id
        FROM quotes q JOIN articles a ON a.id = q.article_id JOIN sources s ON s.id = a.source_id
        LEFT JOIN people p ON p.id = q.person_id ORDER BY q.sort_key""",
    "events": """
        SELECT e.id, e.summary, e.type, e.mode, e.status, e.date_edtf, e.date_start, e.date_end, e.date_precision,
            e.date_basis, e.place, e.country, e.latitude, e.longitude,
            (SELECT group_concat(name, '; ') FROM (
                SELECT name FROM event_participants ep WHERE ep.event_id = e.id ORDER BY ep.id)) AS participants,
            e.articles, e.stories,
            (SELECT group_concat(title, ' | ') FROM (
                SELECT DISTINCT a.title FROM event_mentions m JOIN articles a ON a.id = m.article_id
                WHERE m.event_id = e.id ORDER BY a.sort_key)) AS reported_in,
            (SELECT group_concat(url, ' ') FROM (
                SELECT DISTINCT a.url FROM event_mentions m JOIN articles a ON a.id = m.article_id
                WHERE m.event_id = e.id AND a.url IS NOT NULL ORDER BY a.sort_key)) AS urls
        FROM events e ORDER BY e.sort_key""",
}


def export(database: Path, table: str, out: TextIO, *, format: str = "csv", excel: bool = False) -> int:
    """Writes every row of a table (a key of SELECTS) to `out`, and returns how many there were.

    `excel` begins the CSV with a byte order mark. In CSV, cells that a spreadsheet would run as formulas get an
    apostrophe in front. Raises CorpusError where the database is no corpus.
    """
    from loader.store import connect, require_corpus

    require_corpus(database)
    try:
        with closing(connect(database)) as connection:
            cursor = connection.execute(SELECTS[table])
            columns = [column[0] for column in cursor.description]
            if excel and format == "csv":
                out.write(BOM)
            return FORMATS[format](columns, cursor, out)
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"{database}: cannot be read ({error}).") from error


def _csv(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> int:
    writer = csv.writer(out)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    return count


def _json_lines(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> int:
    count = 0
    for line in _objects(columns, rows):
        out.write(line + "\n")
        count += 1
    return count


def _json(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> int:
    count = 0
    out.write("[")
    for line in _objects(columns, rows):
        out.write((",\n" if count else "\n") + line)
        count += 1
    out.write("\n]\n")
    return count


def _objects(columns: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)


FORMATS: dict[str, Callable[[list[str], Iterable[tuple[Any, ...]], TextIO], int]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _json_lines,
}


def review_lines(database: Path) -> Iterator[str]:
    """The pairs that linking was unsure of, as YAML to paste into a corrections file: delete what is wrong."""
    from loader.store import connect, require_corpus

    require_corpus(database)
    with closing(connect(database)) as connection:
        pairs = connection.execute(
            "SELECT a.name, b.name, r.reasons_for, r.reasons_against FROM review_pairs r "
            "JOIN people a ON a.id = r.a_id JOIN people b ON b.id = r.b_id ORDER BY a.mentions + b.mentions DESC, r.id"
        )
        for a, b, reasons_for, against in pairs:
            names = f"[{json.dumps(a, ensure_ascii=False)}, {json.dumps(b, ensure_ascii=False)}]"
            yield f"# for: {reasons_for}"
            yield f"# against: {against}"
            yield f"- same: {names}"
            yield f"# - different: {names}"
            yield ""
