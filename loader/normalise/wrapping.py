"""Joins lines that were wrapped at a fixed width into the paragraphs that they were."""

from __future__ import annotations

from collections.abc import Sequence

from loader.normalise.page import Line

NARROW, WIDE = 40, 120  # characters: the widths at which texts are wrapped by hand or by machine
MOST_PAIRS = 0.7  # of the lines that go on, this share must have been too full for the next word
LONG_LINE = 40


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The kept lines in groups, one for each paragraph."""
    kept = [line for line in lines if not line.reason]
    width = _width(kept)
    groups: list[list[Line]] = []
    previous: Line | None = None
    for line in kept:
        if not line.text:
            previous = None
            continue
        if previous and _goes_on(previous, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
        previous = line
    return groups


def _full(line: Line, following: Line, width: int) -> bool:
    first = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(first) > width


def _width(lines: Sequence[Line]) -> int:
    """The width at which the text is wrapped, 0 where it is not."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    if len(lengths) < 3:
        return 0
    width = lengths[-1 - len(lengths) // 50]
    if not NARROW <= width <= WIDE:
        return 0
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if a.text and b.text]
    open_pairs = [(a, b) for a, b in pairs if not a.closed]
    full = sum(_full(a, b, width - 6) for a, b in open_pairs)
    return width if len(open_pairs) >= 2 and full >= MOST_PAIRS * len(open_pairs) else 0


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether the paragraph of `line` goes on in the line below it."""
    if following.raw.startswith(("  ", "\t")) and not line.raw.startswith(("  ", "\t")):
        return False
    if width and _full(line, following, width - 6):
        return not (line.closed and len(line.text) < 0.75 * width)
    return (
        len(line.text) >= LONG_LINE
        and following.text[0].islower()
        and (line.text[-1].isalpha() or line.text[-1] in ",-")
    )


def join(lines: Sequence[Line]) -> str:
    """The lines of one paragraph as one line; a word that was broken at a line's end keeps its hyphen."""
    joined = lines[0].text
    for line in lines[1:]:
        broken = joined.endswith("-") and joined[-2:-1].isalpha() and line.text[0].islower()
        joined += line.text if broken else " " + line.text
    return joined
