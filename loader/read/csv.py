"""Read a table: CSV or TSV with a header line, an article a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from loader.model import Rejection, Source
from loader.read.csv_rows import Row, Rows
from loader.read.decode import decode
from loader.read.files import Opened, UnreadableError, digest
from loader.read.record import NAMES, plain_name
from loader.read.records import article, at_line

SUFFIXES = (".csv", ".tsv", ".tab")
DELIMITERS = (",", "\t", ";", "|")
_KNOWN = frozenset(name for names in NAMES.values() for name in names)


def read(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each row, numbered from 1 without the header."""
    delimiter = sniff(decode(opened.head).text, fields)
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


def sniff(head: str, fields: Mapping[str, str]) -> str:
    """The delimiter with which the header line has most of the names we know; a comma in doubt."""
    first = next((line for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")
    known = _KNOWN | {plain_name(name) for name in fields.values()}

    def recognised(delimiter: str) -> int:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(plain_name(cell) in known for cell in cells)

    return max(DELIMITERS, key=recognised)


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
