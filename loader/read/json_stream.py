"""Take JSON values one by one from a file of any size: an array's members, or values that follow each other."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loader.read.decode import decode
from loader.read.files import Opened
from loader.read.limits import MAX_RECORD, MEGABYTE

TOO_LONG = f"a record over {MAX_RECORD // MEGABYTE} MB; split it"
LISTS = (
    "articles",
    "items",
    "records",
    "data",
    "results",
    "documents",
    "docs",
    "posts",
    "entries",
    "stories",
)

_WRAPPED = re.compile(
    r'\s{0,99}\{[^\[\]{}]{0,2000}"(?:' + "|".join(LISTS) + r')"\s{0,9}:\s{0,9}\[(?=\s{0,99}\{)'
)
_BETWEEN = re.compile(r"[\s,\ufeff]*")
_FIRST_KEY = re.compile(r'\{\s{0,99}("(?:[^"\\]|\\.){1,60}")')
_TAIL = 32  # an error this near to the end of what was read may be the end's


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value, its text, the line where it begins, and what is wrong with it when it could not be read."""

    value: Any
    text: str
    line: int
    encoding: str
    in_list: bool
    problem: str = ""


def mistake(error: Exception) -> str:
    """What is wrong with a JSON text, in words."""
    if isinstance(error, json.JSONDecodeError):
        below = f", {error.lineno - 1} lines below" if error.lineno > 1 else ""
        return f"no valid JSON: {error.msg} at character {error.colno}{below}"
    return "no valid JSON: nested too deeply, or a number too long"


def values(opened: Opened) -> Iterator[Value]:
    """The values of a file in order. After one that is broken, reading goes on where the next one seems to begin."""
    window = _Window(opened)
    wrapped = _WRAPPED.match(window.text)
    if wrapped:
        window.move(wrapped.end())
    in_list = wrapped is not None
    while window.next_is_there():
        character = window.text[window.position]
        if character == "[" and not in_list:
            in_list = True
            window.move(window.position + 1)
        elif character == "]" and in_list:
            if wrapped:
                return
            in_list = False
            window.move(window.position + 1)
        else:
            yield window.take(in_list)


class _Window:
    """The part of a file's text that is looked at: from `position` on, and more when asked for."""

    def __init__(self, opened: Opened) -> None:
        self.encoding = decode(opened.head).encoding
        lenient = codecs.getincrementaldecoder(self.encoding)("replace")
        self.pieces = (lenient.decode(piece) for piece in opened.chunks())
        self.text = ""
        self.position = 0
        self.line = 1
        self.first_key: re.Pattern[str] | None = None
        self.grow()

    def grow(self) -> bool:
        """Read on; False at the end of the file. What lies before `position` is forgotten."""
        piece = next(self.pieces, None)
        if piece is None:
            return False
        self.text = self.text[self.position :] + piece
        self.position = 0
        return True

    def double(self) -> bool:
        """Read on until there is twice as much, so that a long value is not parsed again for every piece."""
        wanted, more = 2 * (len(self.text) - self.position), self.grow()
        while more and len(self.text) < wanted and self.grow():
            pass
        return more

    def move(self, position: int) -> None:
        """Go on to `position`, counting lines."""
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def next_is_there(self) -> bool:
        """Skip what stands between values; False at the end of the file."""
        while True:
            match = _BETWEEN.match(self.text, self.position)
            self.move(match.end() if match else self.position)
            if self.position < len(self.text):
                return True
            if not self.grow():
                return False

    def take(self, in_list: bool) -> Value:
        """The value at `position`, however much must be read for it."""
        decoder = json.JSONDecoder(strict=False)
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.position)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self.text) - _TAIL
                if cut and len(self.text) - self.position <= MAX_RECORD and self.double():
                    continue
                text = self.text[self.position :]
                problem = TOO_LONG if len(text) > MAX_RECORD else _in_record(error, self.position)
                return self.broken(problem, in_list)
            except (ValueError, RecursionError) as error:
                return self.broken(mistake(error), in_list)
            if end == len(self.text) and self.grow():
                continue
            return self.taken(value, end, in_list)

    def taken(self, value: Any, end: int, in_list: bool) -> Value:
        """The value that ends at `end`; a record that is too long is named so."""
        text, line = self.text[self.position : end], self.line
        if self.first_key is None:
            self.first_key = _start_of_next(text)
        self.move(end)
        problem = TOO_LONG if len(text) > MAX_RECORD else ""
        return Value(None if problem else value, text, line, self.encoding, in_list, problem)

    def broken(self, problem: str, in_list: bool) -> Value:
        """A value that could not be read: all up to where an object begins with the key that the first one had."""
        line = self.line
        start = self.first_key or _start_of_next(self.text[self.position : self.position + 1000])
        self.first_key = start
        self.move(self.position + 1)
        text = self.text[self.position - 1 : self.position + 1000]
        while True:
            if start and (match := start.search(self.text, self.position)):
                self.move(match.start())
                break
            self.move(max(self.position, len(self.text) - 200))
            if not self.grow():
                self.move(len(self.text))
                break
        return Value(None, text, line, self.encoding, in_list, problem)


def _start_of_next(text: str) -> re.Pattern[str] | None:
    match = _FIRST_KEY.match(text)
    return re.compile(r"\{\s{0,99}" + re.escape(match[1]) + r"\s{0,9}:") if match else None


def _in_record(error: json.JSONDecodeError, start: int) -> str:
    """The mistake, its place counted from the start of the record."""
    return mistake(json.JSONDecodeError(error.msg, error.doc[start : error.pos + 1], error.pos - start))
