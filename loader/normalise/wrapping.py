"""Joins lines that were wrapped at a fixed width into the paragraphs that they were."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loader.normalise.dated import BY, LABEL, labels
from loader.normalise.dateline import read_dateline
from loader.normalise.page import Line, count_words

NARROW, WIDE = 40, 120  # characters: the widths at which texts are wrapped by hand or by machine
MOST_PAIRS = 0.7  # of the lines that go on, this share must have been too full for the next word
SLACK = 6  # characters: hyphens that were not used, spaces that were lost
LONG_LINE = 40


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """The lines with each paragraph that was wrapped on one line; that line knows the `parts` it was made of."""
    width = _width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line.text and groups[-1][-1].text and _goes_on(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group[0] if len(group) == 1 else _join(group) for group in groups]


def _full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the `following` line would not have fitted on this one."""
    first = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(first) > width - SLACK


def _width(lines: Sequence[Line]) -> int:
    """The width at which the text is wrapped, 0 where it is not."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    if len(lengths) < 3:
        return 0
    width = lengths[-1 - len(lengths) // 50]
    if not NARROW <= width <= WIDE:
        return 0
    going = [(a, b) for a, b in pairwise(lines) if a.text and b.text and not a.closed]
    full = sum(_full(a, b, width) for a, b in going)
    return width if len(going) >= 2 and full >= MOST_PAIRS * len(going) else 0


def _goes_on(group: Sequence[Line], following: Line, width: int) -> bool:
    """Whether a paragraph goes on in the line below it."""
    line = group[-1]
    if _indented(following) and not _indented(line):
        return False
    broken = (
        following.text[0].islower()
        and len(line.text) >= LONG_LINE
        and (line.text[-1].isalpha() or line.text[-1] in ",-")
    )
    full = width and _full(line, following, width) and line.text.isupper() == following.text.isupper()
    return bool(broken or full) and not _opens(following)


def _indented(line: Line) -> bool:
    return line.raw.startswith(("  ", "\t"))


def _opens(line: Line) -> bool:
    """Whether a line opens something of its own: a byline, a labelled line, a dateline."""
    label = LABEL.match(line.text[:80])
    known = label is not None and label["label"].strip().casefold() in labels()
    return known or BY.fullmatch(line.text[:80]) is not None or read_dateline(line.text) is not None


def _join(group: Sequence[Line]) -> Line:
    """The lines of one paragraph as one; a word that was broken at a line's end keeps its hyphen for `repair`."""
    pieces = [group[0].text]
    for line, following in pairwise(group):
        broken = line.text[-1] == "-" and line.text[-2:-1].isalpha() and following.text[0].islower()
        pieces += [following.text] if broken else [" ", following.text]
    text = "".join(pieces)
    parts = tuple((line.number, line.text) for line in group)
    return Line(group[0].number, group[0].raw, text, words=count_words(text), parts=parts)
