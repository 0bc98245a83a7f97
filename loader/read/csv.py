"""Read a table: CSV or TSV with a header line, an article a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from loader.model import Rejection, Source
from loader.read.csv_rows import Row, Rows, delimiter_of
from loader.read.decode import decode
from loader.read.files import Opened, UnreadableError, digest
from loader.read.record import NAMES, plain_name
from loader.read.records import article, at_line

SUFFIXES = (".csv", ".tsv", ".tab")


def read(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each row, numbered from 1 without the header."""
    delimiter = delimiter_of(decode(opened.head).text, fields.values())
    rows = (row for row in Rows(opened, delimiter) if row.problem or any(cell.strip() for cell in row.cells))
    header = next(rows, None)
    if header is None:
        raise UnreadableError("empty: no header line", "skipped")
    names = [cell.strip().lstrip("\ufeff") for cell in header.cells]
    if not _text_is_named(names, fields):
        wanted = f'no column "{fields["text"]}"' if "text" in fields else "no column with a text"
        columns = ", ".join(name[:40] for name in names[:12]) or "nothing"
        raise UnreadableError(
            f"{wanted}: the first line has {columns}; name the right one with --fields text=NAME"
        )
    for number, row in enumerate(rows, 1):
        yield at_line(_article(f"{opened.entry.path}#{number}", names, row, fields), row.line)


def _text_is_named(names: list[str], fields: Mapping[str, str]) -> bool:
    if "text" in fields:
        return fields["text"] in names
    return any(plain_name(name) in NAMES["text"] for name in names)


def _article(path: str, names: list[str], row: Row, fields: Mapping[str, str]) -> Source | Rejection:
    if row.problem:
        return Rejection(path, "failed", row.problem, digest(row.raw), len(row.raw))
    if len(row.cells) > len(names):
        reason = f"{len(row.cells)} cells where the header has {len(names)}: quote the cells that hold the delimiter"
        return Rejection(path, "failed", reason, digest(row.raw), len(row.raw))
    return article(path, row.raw, row.decoded, dict(zip_longest(names, row.cells, fillvalue="")), fields)
