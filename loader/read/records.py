"""Make an article of one record, whichever format it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from loader.model import Rejection, Source
from loader.read import html
from loader.read.decode import Decoded
from loader.read.files import digest
from loader.read.make import make_source
from loader.read.markup import plain_text
from loader.read.record import NoTextError, as_line, kind, split_record


def article(
    path: str, raw: bytes, decoded: Decoded, value: Any, fields: Mapping[str, str]
) -> Source | Rejection:
    """The article of a record `value`, whose bytes are `raw`; `path` ends in the number of the record."""
    if not isinstance(value, Mapping):
        return Rejection(path, "failed", f"{kind(value)} where a record was expected", digest(raw), len(raw))
    try:
        declared, text = split_record(value, fields)
    except NoTextError as problem:
        return Rejection(path, problem.status, str(problem), digest(raw), len(raw), decoded.encoding)
    declared = {column: as_line(plain_text(words)) for column, words in declared.items()}
    if html.is_page(text):
        return html.read_page(path, raw, replace(decoded, text=text), declared=declared, by="record")
    decoded = replace(decoded, text=plain_text(text))
    return make_source(path, raw, decoded, declared=declared, by="record", is_body=True)


def at_line(found: Source | Rejection, line: int) -> Source | Rejection:
    """The same, a rejection's reason with its line number."""
    return replace(found, reason=f"line {line}: {found.reason}") if isinstance(found, Rejection) else found
