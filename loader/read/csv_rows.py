"""Take rows from a CSV file of any size; one whose quote mark is never closed swallows no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loader.read.decode import Decoded
from loader.read.files import Opened
from loader.read.limits import MAX_CSV_REPAIRS, MAX_RECORD, MEGABYTE
from loader.read.lines import Line, lines
from loader.read.record import NAMES, plain_name

TOO_LONG = f"a row over {MAX_RECORD // MEGABYTE} MB; split it"
DELIMITERS = (",", "\t", ";", "|")
UNCLOSED = "a quote mark that is never closed"

_KNOWN = frozenset(name for names in NAMES.values() for name in names)

csv.field_size_limit(
    2 * MAX_RECORD
)  # rows are measured here, and the library's own limit is one for all its users


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its bytes and text, the line where it begins, and what is wrong with it."""

    cells: list[str]
    raw: bytes
    decoded: Decoded
    line: int
    problem: str = ""


def delimiter_of(text: str, names: Iterable[str] = ()) -> str:
    """The delimiter with which the first line has most of the names we know (or `names`); a comma in doubt."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    known = _KNOWN | {plain_name(name) for name in names}

    def recognised(delimiter: str) -> int:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(plain_name(cell) in known for cell in cells)

    return max(DELIMITERS, key=recognised)


class Rows:
    """The rows of a file. One whose quotes run on into other rows is cut after its first line."""

    def __init__(self, opened: Opened, delimiter: str) -> None:
        self.lines = lines(opened)
        self.delimiter = delimiter
        self.pending: deque[Line] = deque()
        self.pulled: list[Line] = []
        self.size = 0
        self.repairs = 0

    def __iter__(self) -> Iterator[Row]:
        """All rows in order; blank lines are rows without cells."""
        while True:
            self.pulled, self.size = [], 0
            try:
                cells = next(csv.reader(self._feed(), delimiter=self.delimiter, strict=True))
                yield self._row(cells, TOO_LONG if self.size > MAX_RECORD else "")
            except StopIteration:
                return
            except csv.Error:
                yield self._mended()

    def _feed(self) -> Iterator[str]:
        """The lines of one row, as its reader asks for them."""
        while self.size <= MAX_RECORD:
            line = self.pending.popleft() if self.pending else next(self.lines, None)
            if line is None:
                return
            self.pulled.append(line)
            self.size += len(line.raw)
            yield line.decoded.text or "\n"
            if line.too_long:
                return

    def _mended(self) -> Row:
        """The row in lines that are no strict CSV: one line is read leniently, more are cut after the first."""
        first, *others = self.pulled
        if first.too_long or self.repairs >= MAX_CSV_REPAIRS:
            return self._row([], TOO_LONG if first.too_long else UNCLOSED)
        if not others:
            text = first.decoded.text.replace("\r", " ")  # outside quotes the library refuses it
            return self._row(next(csv.reader([text], delimiter=self.delimiter), []), "")
        self.repairs += 1
        self.pending.extendleft(reversed(others))
        self.pulled = [first]
        return self._row([], UNCLOSED)

    def _row(self, cells: list[str], problem: str) -> Row:
        raw = b"".join(line.raw for line in self.pulled)
        problem = TOO_LONG if self.pulled[0].too_long else problem
        return Row([] if problem else cells, raw, self._decoded(), self.pulled[0].number, problem)

    def _decoded(self) -> Decoded:
        encoding = next(
            (line.decoded.encoding for line in self.pulled if line.decoded.encoding != "utf-8"), "utf-8"
        )
        notes = dict.fromkeys(note for line in self.pulled for note in line.decoded.notes)
        return Decoded("".join(line.decoded.text for line in self.pulled), encoding, tuple(notes))
