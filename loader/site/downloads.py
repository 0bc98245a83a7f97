"""Sends all that a search finds as CSV or JSON, a few rows at a time, and gives the SQL that finds the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

from datasette.utils.asgi import AsgiStream, Response
from datasette.utils.asgi import Request as Asked

from loader.cells import harmless

from . import excel
from .corpus import Corpus, Exports, Row
from .found import find
from .query import Query, parse
from .results import results
from .search import Request
from .spelling import speller
from .statement import statement

BATCH = 200
"""Results read at once."""
FIELDS = ("kind", "key", "title", "person", "date", "publisher", "agency", "type", "country", "story_id")
COLUMNS = (*FIELDS, "reports", "article_id", "start_char", "end_char", "address")
LINES = ("kind", "key", "before", "hit", "after", "person", "date", "publisher", "agency", "address")


def links(corpus: Corpus, request: Request, query: Query) -> Exports:
    """Where what `request` finds is as CSV, as JSON, and as a query that can be changed (where strangers may not write
    their own, as a table)."""
    asked = request.arguments()
    return Exports(
        _table(corpus, request, query),
        corpus.page("search.csv", **asked),
        corpus.page("search.json", **asked),
        excel=corpus.page("search.xlsx", **asked) if excel.is_installed() else "",
        feed=corpus.page("search.atom", **asked),
    )


def _table(corpus: Corpus, request: Request, query: Query) -> str:
    if request == Request(kind="person"):
        return corpus.path("people", shown=1, _sort_desc="sort_key")
    if not corpus.datasette.setting("default_allow_sql"):
        return corpus.path("search_index", _search=request.text, kind=request.kind)
    sql, params = statement(request, query)
    return corpus.path(sql=sql, **params)


async def search_csv(corpus: Corpus, asked: Asked) -> AsgiStream:
    """All results as CSV; one row a hit where the search shows lines."""
    request = Request.read(asked.args)
    columns = LINES if request.lines and request.text else COLUMNS

    async def stream(writer: Any) -> None:
        out = io.StringIO()
        made = csv.writer(out)
        made.writerow(columns)
        most = int(corpus.datasette.setting("max_csv_mb")) * 1_000_000
        sent = 0
        async for row in _rows(corpus, asked, request):
            made.writerow([harmless(row[column]) for column in columns])
            if out.tell() > 50_000:
                sent += out.tell()
                await writer.write(out.getvalue())
                out.seek(0)
                out.truncate()
                if most and sent > most:
                    made.writerow([f"This server sends at most {most:,} characters: the list is cut here."])
                    break
        await writer.write(out.getvalue())

    headers = {"content-disposition": 'attachment; filename="search.csv"'}
    return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")


async def search_json(corpus: Corpus, asked: Asked) -> AsgiStream:
    """All results as a JSON array of objects with the columns of the CSV."""
    request = Request.read(asked.args)
    columns = LINES if request.lines and request.text else COLUMNS

    async def stream(writer: Any) -> None:
        before = "[\n"
        async for row in _rows(corpus, asked, request):
            await writer.write(before + json.dumps({name: row[name] for name in columns}, ensure_ascii=False))
            before = ",\n"
        await writer.write("\n]\n" if before != "[\n" else "[]\n")

    return AsgiStream(stream, content_type="application/json; charset=utf-8")


async def search_excel(corpus: Corpus, asked: Asked) -> Response:
    """All results as a file of Excel, with the columns of the CSV."""
    request = Request.read(asked.args)
    columns = LINES if request.lines and request.text else COLUMNS

    async def cells() -> AsyncIterator[list[object]]:
        async for row in _rows(corpus, asked, request):
            yield [row[column] for column in columns]

    most = excel.most_rows(corpus.datasette)
    return await excel.workbook("search", list(columns), cells(), most=most)


async def _rows(corpus: Corpus, asked: Asked, request: Request) -> AsyncIterator[Row]:
    """Every result in its order, with its address; every hit of it where the search shows lines."""
    columns = await corpus.columns()
    query = await corpus.run(lambda conn: parse(request.text, speller(conn)))
    ordered = await corpus.run(lambda conn: find(conn, columns, request, query).ordered(conn))
    rows, told = ordered.rows, ordered.told
    in_lines = bool(request.lines and request.text)
    for start in range(0, len(rows) if request.is_open else 0, BATCH):
        ids = columns.ids[rows[start : start + BATCH]].tolist()
        page = dict(zip(ids, told[start : start + BATCH].tolist(), strict=True))
        for result in await results(corpus, query, page, in_lines=in_lines, in_context=False):
            row = result["row"] | {"reports": result["row"]["told"]}
            for line in result["lines"] if in_lines else ({"href": result["href"]},):
                yield row | line | {"address": corpus.datasette.absolute_url(asked, line["href"])}
