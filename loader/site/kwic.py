"""Cuts texts into lines with a hit in the middle of each: every place where the words stand, in context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

HIT, HIT_END = "\x02", "\x03"  # never in a text that was loaded, so that a text's own marks stay text
WIDTH = 80
"""Characters of context on each side of a hit."""


class Line(NamedTuple):
    """The words before a hit, the hit, the words after it, and where the hit stands in the text."""

    before: str
    hit: str
    after: str
    start: int
    end: int


def lines(marked: str) -> Iterator[Line]:
    """A line for each hit in `marked`, a text with HIT and HIT_END around each."""
    pieces = marked.split(HIT)
    text = marked.replace(HIT, "").replace(HIT_END, "")
    at = len(pieces[0])
    for piece in pieces[1:]:
        hit, _, after = piece.partition(HIT_END)
        end = at + len(hit)
        before, following = text[max(0, at - WIDTH) : at], text[end : end + WIDTH]
        yield Line(_flat(before), _flat(hit), _flat(following), at, end)
        at = end + len(after)


def _flat(text: str) -> str:
    """`text` with one blank for each run of white space, those at its ends too."""
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}" if words else " " * bool(text)
