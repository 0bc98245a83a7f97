"""Lays the paragraphs of an article and the lines left out of it in the order of the file that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from .corpus import Row
from .marks import Paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """What begins on line `number` of the file (0 where unknown): a paragraph that begins at `start` in the
    text, or, with a `reason`, a line left out."""

    number: int
    html: Markup
    start: int | None = None
    reason: str = ""


def lines(paragraphs: Sequence[Paragraph], numbers: str | None, removed: Iterable[Row]) -> list[Line]:
    """Everything that is known of a file, in its order. `numbers` are the lines on which the paragraphs begin, as
    `articles.paragraph_lines` holds them; where they are not known the lines left out come first."""
    begins = [int(number) for number in (numbers or "").split()]
    if len(begins) != len(paragraphs):
        begins = [0] * len(paragraphs)
    kept = [Line(n, p.html, start=p.start) for n, p in zip(begins, paragraphs, strict=True)]
    gone = [Line(row["line"], escape(row["text"]), reason=row["reason"]) for row in removed]
    return _in_order(kept, gone) if any(begins) else [*gone, *kept]


def _in_order(kept: list[Line], gone: list[Line]) -> list[Line]:
    """Both in order of their lines; a paragraph whose line is unknown follows the one before it."""
    keyed: list[tuple[int, int, Line]] = []
    last = 0
    for line in kept:
        last = line.number or last
        keyed.append((last, 1, line))
    keyed += [(line.number, 0, line) for line in gone]
    return [line for _, _, line in sorted(keyed, key=lambda item: item[:2])]
