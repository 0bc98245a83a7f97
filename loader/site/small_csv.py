"""Sends a short list, made by a program rather than by a query, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from datasette.utils.asgi import Response

from loader.cells import harmless


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows as a file `name`.csv, with no cell that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")
