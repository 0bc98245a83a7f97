"""A source as numbered lines, and what has been found on them so far."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from loader.model import DateCandidate

_NEWLINE = re.compile(r"\r\n|\n|\r")
_SEPARATOR = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # paragraph breaks that editors do not count as lines
_JOINERS = "\u200c\u200d"  # invisible, but part of words in Persian, Hindi and in emoji
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MAY_FOLLOW_STOP = "\"'’”»)]*"
STOPS = ".!?…。！？।؟۔"


def clean(text: str) -> str:
    """`text` with every run of white space made one space, and without invisible and control characters."""
    if not text.isprintable():
        text = text.translate(_VISIBLE)
    return " ".join(text.split())


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    if char.isspace():
        return " "
    return "\ufffd" if unicodedata.category(char) == "Cs" else ""


class _Visible(dict[int, str]):
    """A table for `str.translate` that fills itself with the characters it meets."""

    def __missing__(self, code: int) -> str:
        self[code] = _visible(chr(code))
        return self[code]


_VISIBLE = _Visible()


@dataclass(slots=True)
class Line:
    """One line: 1-based `number`, `raw` as found, `text` cleaned, and the `reason` why it is left out, or ""."""

    number: int
    raw: str
    text: str
    reason: str = ""
    words: int = 0
    parts: tuple[tuple[int, str], ...] = ()  # number and text of each line that was joined into this one

    @property
    def closed(self) -> bool:
        """Whether the line ends as a sentence does."""
        return self.text.rstrip(_MAY_FOLLOW_STOP)[-1:] in STOPS

    @property
    def prose(self) -> bool:
        """Whether the line reads as running text: eight words or more, ending as a sentence does."""
        return self.words >= 8 and self.closed


def count_words(text: str) -> int:
    """The number of words in a cleaned text; two letters count as one in scripts that set no spaces."""
    unspaced = 0 if text.isascii() else len(_NO_SPACES.findall(text))
    return text.count(" ") + bool(text) + unspaced // 2


def read_lines(text: str) -> list[Line]:
    """The lines of `text` (LF, CRLF or CR), blank ones included."""
    lines = []
    for number, raw in enumerate(_NEWLINE.split(text), 1):
        for piece in _SEPARATOR.split(raw):
            cleaned = clean(piece)
            lines.append(Line(number, piece, cleaned, words=count_words(cleaned)))
    return lines


@dataclass(slots=True)
class Page:
    """The lines of one source and the fields found on them; the first rule that finds a field keeps it."""

    lines: list[Line]
    found: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    dates: list[tuple[str, DateCandidate, str | None]] = field(default_factory=list)  # (rank, date, time)
    notes: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)  # of addresses, without "www."
    last: int = 0  # number of the line that the rules looked at last
    headline_line: int = 0  # its number, 0 where the headline was declared
    section: str = ""  # of the last line that names a section and nothing else

    def note(self, name: str, value: str, rule: str) -> None:
        """Stores a field under the rule that found it, unless an earlier rule has."""
        if value and name not in self.found:
            self.found[name], self.origins[name] = value, rule

    def filled(self) -> Iterator[Line]:
        """The lines that hold something."""
        return (line for line in self.lines if line.text)
