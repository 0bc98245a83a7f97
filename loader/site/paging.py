"""Lets Datasette's next pages, and streams of whole tables, begin where the last page ended, not sort all the rest."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

UNIQUE = r"(sort_key|id|rowid)"
"""Columns of our tables that have a value in every row, and never the same in two."""
AFTER = re.compile(rf"\({UNIQUE} ([<>]) :(p\d+)(?: or \1 is null)? or \(\1 = :\3 and \(\(id > :p\d+\)\)\)\)")
"""What Datasette 0.65 asks for in case that the column has ties or gaps; SQLite then reads all that follows."""
ORDER = re.compile(rf"order by {UNIQUE}( desc)?, id limit ")


PAGE = 200
"""Rows of a page of a stream: few enough to be read within any limit of time, and from a slow disk."""


def begin_there(sql: str) -> str:
    """`sql` with the beginning of a page said in one comparison, where the page is sorted by a unique column."""
    shorter = AFTER.sub(r"\1 \2 :\3", sql)
    return sql if shorter == sql else ORDER.sub(r"order by \1\2 limit ", shorter)


def in_large_pages(query: bytes) -> bytes:
    """The query string of a stream, in pages of PAGE rows: Datasette 0.65 means to ask for large ones and forgets."""
    if b"_stream" not in query:
        return query
    names = {name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)}
    return query + f"&_size={PAGE}".encode() if "_stream" in names and "_size" not in names else query
