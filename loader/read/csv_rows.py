"""Take rows from a CSV file of any size; one whose quote mark is never closed swallows no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from loader.read.decode import Decoded
from loader.read.files import Opened
from loader.read.limits import MAX_CSV_REPAIRS, MAX_RECORD, MEGABYTE
from loader.read.lines import Line, lines

TOO_LONG = f"a row over {MAX_RECORD // MEGABYTE} MB; split it"
UNCLOSED = "a quote mark that is never closed"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its bytes and text, the line where it begins, and what is wrong with it."""

    cells: list[str]
    raw: bytes
    decoded: Decoded
    line: int
    problem: str = ""


class Rows:
    """The rows of a file. A row that runs to the end or past the limit inside quotes is cut after its first line."""

    def __init__(self, opened: Opened, delimiter: str) -> None:
        self.lines = lines(opened)
        self.delimiter = delimiter
        self.pending: deque[Line] = deque()
        self.pulled: list[Line] = []
        self.size = 0
        self.ended = False
        self.repairs = 0

    def __iter__(self) -> Iterator[Row]:
        """All rows in order; blank lines are rows without cells."""
        csv.field_size_limit(2 * MAX_RECORD)
        while True:
            self.pulled, self.size, self.ended = [], 0, False
            problem, cells = "", list[str]()
            try:
                cells = next(csv.reader(self._feed(), delimiter=self.delimiter))
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"no valid CSV: {error}"
            yield self._row(cells, problem)

    def _feed(self) -> Iterator[str]:
        """The lines of one row, as its reader asks for them."""
        while self.size <= MAX_RECORD:
            line = self.pending.popleft() if self.pending else next(self.lines, None)
            if line is None:
                self.ended = True
                return
            self.pulled.append(line)
            self.size += len(line.raw)
            yield line.decoded.text or "\n"
            if line.too_long:
                return

    def _row(self, cells: list[str], problem: str) -> Row:
        first = self.pulled[0]
        if first.too_long:
            problem = TOO_LONG
        elif self._runs_away() and self.repairs < MAX_CSV_REPAIRS:
            self.repairs += 1
            self.pending.extendleft(reversed(self.pulled[1:]))
            self.pulled = [first]
            problem = UNCLOSED
        elif self.size > MAX_RECORD:
            problem = TOO_LONG
        raw = b"".join(line.raw for line in self.pulled)
        return Row([] if problem else cells, raw, self._decoded(), first.number, problem)

    def _runs_away(self) -> bool:
        """Whether the row has taken lines that are not its own: it ended inside quotes."""
        if len(self.pulled) < 2 or not (self.ended or self.size > MAX_RECORD or self.pulled[-1].too_long):
            return False
        return sum(line.decoded.text.count('"') for line in self.pulled) % 2 == 1

    def _decoded(self) -> Decoded:
        encoding = next(
            (line.decoded.encoding for line in self.pulled if line.decoded.encoding != "utf-8"), "utf-8"
        )
        notes = dict.fromkeys(note for line in self.pulled for note in line.decoded.notes)
        return Decoded("".join(line.decoded.text for line in self.pulled), encoding, tuple(notes))
