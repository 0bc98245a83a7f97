"""Stream the lines of a file as decoded text, however large the file; none longer than a record may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loader.read.decode import Decoded, decode, wide_encoding
from loader.read.files import Opened
from loader.read.limits import HEAD, MAX_RECORD


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its 1-based number; `raw` is empty where the line was too long to be kept."""

    number: int
    raw: bytes
    decoded: Decoded
    too_long: bool = False


def lines(opened: Opened) -> Iterator[Line]:
    """The lines of a file, ends kept; each is decoded by itself, so that one in another encoding harms no other."""
    encoding, start = wide_encoding(opened.head[:HEAD])
    width = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}.get(encoding, 1)
    end = _line_end(opened.head, encoding)
    for number, raw in enumerate(_split(opened, start, end, width), 1):
        if len(raw) > MAX_RECORD:
            yield Line(number, b"", Decoded("", encoding), too_long=True)
        elif width == 1:
            yield Line(number, raw, decode(raw))
        else:
            yield Line(number, raw, Decoded(raw.decode(encoding, "replace"), encoding))


def _line_end(head: bytes, encoding: str) -> bytes:
    """What ends a line: a line feed, or a carriage return where the file has no line feeds."""
    feed, carriage = "\n".encode(encoding), "\r".encode(encoding)
    return carriage if carriage in head and feed not in head else feed


def _split(opened: Opened, start: int, end: bytes, width: int) -> Iterator[bytes]:
    """The raw lines. Of a line over the limit, only its first part is given."""
    buffer = bytearray()
    searched, dropping, skip = 0, False, start
    for piece in opened.chunks():
        buffer += piece[skip:]
        skip = 0
        position = 0
        while (found := _find(buffer, end, searched, width, position)) >= 0:
            stop = found + len(end)
            if not dropping:
                yield bytes(buffer[position:stop])
            position, searched, dropping = stop, stop, False
        del buffer[:position]
        searched = max(0, len(buffer) - len(end) + 1) // width * width
        if len(buffer) > MAX_RECORD:
            if not dropping:
                yield bytes(buffer[: MAX_RECORD + 1])
            dropping = True
            del buffer[: len(buffer) // width * width]
            searched = 0
    if buffer and not dropping:
        yield bytes(buffer)


def _find(buffer: bytearray, end: bytes, start: int, width: int, origin: int) -> int:
    """Where the next line end is, on a whole character; -1 without one."""
    found = buffer.find(end, start)
    while found >= 0 and (found - origin) % width:
        found = buffer.find(end, found + 1)
    return found
