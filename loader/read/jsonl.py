"""Read JSON: a record a line, an array of records, or one record; streamed, so that size does not matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from loader.model import Rejection, Source
from loader.read.decode import Decoded, decode
from loader.read.files import Opened, digest
from loader.read.json_stream import TOO_LONG, Value, mistake, values
from loader.read.lines import Line, lines
from loader.read.records import article, at_line

SUFFIXES = (".jsonl", ".ndjson", ".jsonlines", ".jl", ".json")
_BLANKS = " \t\r\n\ufeff"


def looks_like(head: bytes) -> bool:
    """Whether a file begins as JSON records do, whatever its name."""
    return (
        re.match(rb'(?:\xef\xbb\xbf)?\s{0,99}(?:\[\s{0,99})?\{\s{0,99}"[^"\\]{1,60}"\s{0,9}:', head)
        is not None
    )


def read(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each record, numbered from 1: by line in JSONL, by place in an array."""
    suffix = opened.entry.file.suffix.lower()
    if suffix in SUFFIXES[:-1] and _a_record_a_line(decode(opened.head).text.lstrip(_BLANKS)):
        return _from_lines(opened, fields)
    return _from_values(opened, fields)


def _a_record_a_line(text: str) -> bool:
    """Whether a file does not begin with an array of objects or an object on several lines."""
    return re.match(r"\[\s*(?:\{|$)|\{[ \t]*[\r\n]", text) is None


def _from_lines(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    records = (line for line in lines(opened) if line.too_long or line.decoded.text.strip(_BLANKS))
    for number, line in enumerate(records, 1):
        yield _of_line(f"{opened.entry.path}#{number}", line, fields)


def _of_line(path: str, line: Line, fields: Mapping[str, str]) -> Source | Rejection:
    if line.too_long:
        return Rejection(path, "failed", f"line {line.number}: {TOO_LONG}")
    try:
        value = json.loads(line.decoded.text.strip(_BLANKS), strict=False)
    except (ValueError, RecursionError) as error:
        reason = f"line {line.number}: {mistake(error)}"
        return Rejection(path, "failed", reason, digest(line.raw), len(line.raw))
    return at_line(article(path, line.raw, line.decoded, value, fields), line.number)


def _from_values(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    found = values(opened)
    start = [item for item in (next(found, None), next(found, None)) if item]
    alone = len(start) == 1 and not start[0].in_list
    for number, value in enumerate(chain(start, found), 1):
        yield _of_value(opened.entry.path if alone else f"{opened.entry.path}#{number}", value, fields)


def _of_value(path: str, value: Value, fields: Mapping[str, str]) -> Source | Rejection:
    raw = value.text.encode("utf-8", "replace")
    if value.problem:
        return Rejection(path, "failed", f"line {value.line}: {value.problem}", digest(raw), len(raw))
    decoded = Decoded(value.text, value.encoding)
    return at_line(article(path, raw, decoded, value.value, fields), value.line)
