"""Sends any list as an Excel file, complete, where openpyxl is installed: pip install 'news-corpus[excel]'."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import NotFound, Request, Response

if TYPE_CHECKING:
    from datasette.app import Datasette

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_000
"""Excel's own limit is 1,048,576 rows in a sheet; what is left out is said in the last."""
MOST_ROWS_FOR_STRANGERS = 10_000
"""Where the server bounds CSV: a file of Excel is made whole before it is sent."""
MOST_CHARACTERS = 32_767
"""Excel's limit for a cell."""
MOST_DIGITS = 10**15
"""Excel rounds numbers from here on: ids are written as text."""
WIDE = {"text", "title", "headline", "summary", "context", "article"}


@cache
def is_installed() -> bool:
    """Whether Excel files can be made here."""
    return find_spec("openpyxl") is not None


async def render(
    datasette: Datasette,
    request: Request,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    data: dict[str, Any],
) -> Response:
    """What a page of Datasette shows as an Excel file; of tables and views every row that the filters leave."""
    title = str(data.get("table") or data.get("query_name") or "query")
    if "next" in data and data.get("is_view") is not None:
        return await workbook(title, None, _table(datasette, request), most=most_rows(datasette))
    note = "This server cut the answer here: ask for less." if data.get("truncated") else ""
    return await workbook(title, list(columns), _each(rows), note=note, most=most_rows(datasette))


def most_rows(datasette: Datasette) -> int:
    """How many rows this server puts into one file."""
    return MOST_ROWS_FOR_STRANGERS if datasette.setting("max_csv_mb") else MOST_ROWS


async def workbook(
    title: str,
    columns: list[str] | None,
    rows: AsyncIterator[Sequence[object] | dict[str, Any]],
    *,
    note: str = "",
    most: int = MOST_ROWS,
) -> Response:
    """`rows` as a file of Excel with one sheet; `columns` are the keys of the first row where None is given."""
    if not is_installed():
        raise NotFound("To export to Excel: pip install 'news-corpus[excel]'")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c.isalnum() or c in " _-")[:31] or "list")
    sheet.freeze_panes = "A2"
    count = 0
    async for row in rows:
        if count == 0:
            columns = columns or [str(name) for name in row]
            _head(sheet, columns)
        if count == most:
            note = f"Cut after {most:,} rows, as many as this server puts into one file. CSV holds all."
            break
        sheet.append([_cell(sheet, value) for value in (row.values() if isinstance(row, dict) else row)])
        count += 1
    if not count:
        _head(sheet, columns or ["no rows"])
    if note:
        sheet.append([note])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        headers = {"content-disposition": f'attachment; filename="{sheet.title}.xlsx"'}
        return Response(file.read(), headers=headers, content_type=CONTENT_TYPE)


def _head(sheet: Any, columns: Sequence[str]) -> None:
    """Widths must be set before the first row is written."""
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if column in WIDE else 16
    sheet.append([_cell(sheet, column) for column in columns])


def _cell(sheet: Any, value: object) -> object:
    """`value` as a cell that Excel shows as it is: no formula, no rounded number, no character that it refuses."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) < MOST_DIGITS):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(sheet, text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…")
    cell.data_type = "s"  # whatever it begins with
    return cell


async def _each(rows: Iterable[Sequence[object]]) -> AsyncIterator[Sequence[object]]:
    for row in rows:
        yield list(row)


async def _table(datasette: Datasette, request: Request) -> AsyncIterator[dict[str, Any]]:
    """Every row of a table or view, page by page as Datasette gives them, with the names of what ids stand for."""
    asked = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] != "_size"]
    path = request.path.removesuffix(".xlsx") + ".json"
    headers = {name: request.headers[name] for name in ("cookie", "authorization") if name in request.headers}
    token: str | None = ""
    while token is not None:
        query = [*asked, ("_shape", "objects"), ("_labels", "on"), ("_size", "max"), ("_nofacet", "1")]
        page = await datasette.client.get(
            f"{path}?{urlencode([*query, ('_next', token)] if token else query)}", headers=headers
        )
        page.raise_for_status()
        answer = page.json()
        named = [key["column"] for key, label in answer["expandable_columns"] if label]
        for row in answer["rows"]:
            yield _labelled(row, named)
        token = answer.get("next")


def _labelled(row: dict[str, Any], named: Sequence[str]) -> dict[str, Any]:
    """`row` with the name of what each of the ids in `named` stands for in a column of its own, as Datasette's CSV has
    it."""
    made: dict[str, Any] = {}
    for column, value in row.items():
        known = value if isinstance(value, dict) else {"value": value, "label": None}
        made[column] = known["value"]
        if column in named:
            made[f"{column}_label"] = known["label"]
    return made
