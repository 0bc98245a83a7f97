"""Looks up a list of names: in how many articles each stands, and where first; as a page or as CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from datasette.utils.asgi import Request, Response

from .corpus import Corpus, Row
from .query import NOTHING, parse
from .search import SNIPPETS
from .search_page import keyword_line

MAX_NAMES = 1000
"""Lines beyond this many are reported, not looked up: paste them in a second go."""
OPERATORS = re.compile(r'["*()|]|\b(?:OR|AND|NOT|NEAR)\b')
"""What makes a line a query as on the search page; any other line is looked up as a phrase."""
FOUND = """from search_index_fts f join search_index s on s.id = f.rowid
  where search_index_fts match :q and s.kind = 'article'"""
COLUMNS = ("name", "articles", "first_date", "first_publisher", "first_title", "context", "link", "problem")


async def names_page(corpus: Corpus, request: Request) -> dict[str, Any] | Response:
    """What the names page shows; the CSV itself where that was asked for."""
    sent = await request.post_vars() if request.method == "POST" else {}
    text = sent.get("names") or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [await _look_up(corpus, line) for line in lines[:MAX_NAMES]]
    if sent.get("format") == "csv":
        return _as_csv(found)
    return {"text": text, "found": found, "left": lines[MAX_NAMES:], "most": MAX_NAMES}


async def _look_up(corpus: Corpus, line: str) -> Row:
    cells = next(csv.reader([line], strict=False), [])
    name = (
        next((cell.strip() for cell in cells if cell.strip()), line) if not OPERATORS.search(line) else line
    )
    query = parse(name if OPERATORS.search(name) else f'"{name}"')
    row: Row = {"name": name, "articles": 0, "problem": "" if query.fts != NOTHING else "nothing to look for"}
    row["search"] = corpus.page(
        "search", q=query.shown.replace("“", '"').replace("”", '"') or name, kind="article"
    )
    first = await corpus.row(f"select s.* {FOUND} order by s.date is null, s.date, s.id limit 1", q=query.fts)
    if first:
        row["articles"] = await corpus.value(f"select count(*) {FOUND}", q=query.fts)
        row |= {f"first_{column}": first[column] for column in ("date", "publisher", "title")}
        row["line"] = keyword_line(await corpus.row(SNIPPETS % int(first["id"]), q=query.fts) or {})
        row["context"] = "".join(row["line"] or ())
        row["link"] = corpus.article(first["key"])
    return row


def _as_csv(found: list[Row]) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(row.get(column)) for column in COLUMNS] for row in found)
    headers = {"content-disposition": 'attachment; filename="names.csv"'}
    return Response(out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _harmless(value: Any) -> Any:
    """The value as a cell that a spreadsheet does not run as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
