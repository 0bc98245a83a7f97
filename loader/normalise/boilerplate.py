"""Tells the lines that are no part of an article: by a table of patterns, and by the best block of prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from loader.lexicon import table, words
from loader.normalise.page import Line

MAX_LINE = 420  # a longer line is a paragraph, whatever it begins with
PROSE_CAP = 60  # words: one very long paragraph must not outweigh everything
SHORT_LINE = -5
LEXICON_LINE = -12
END_LINE = -40
PROSE_BEFORE_END = 40  # words of prose above a line such as "Comments" for it to end the article
MOST_LOOSE = 1  # lines of prose right below another, in a list of teasers: there, a title stands above each
FURNITURE = frozenset(
    (
        "navigation",
        "player",
        "share",
        "follow",
        "related",
        "comments",
        "newsletter",
        "cookie notice",
        "footer",
        "tags",
        "contact",
    )
)  # reasons that show a page around the article
_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))


@cache
def _patterns() -> tuple[tuple[str, str, int, Callable[[str], object]], ...]:
    """The table: reason, effect, longest line, and what tells whether a folded line holds the pattern."""
    found = []
    for row in table("normalise_lines"):
        anywhere, pattern = row["pattern"].startswith("~"), re.compile(row["pattern"].removeprefix("~"))
        found.append(
            (row["reason"], row["effect"], int(row["most"]), pattern.search if anywhere else pattern.match)
        )
    return tuple(found)


def fold(text: str) -> str:
    """`text` casefolded, with straight quotes, and without what stands before its first word."""
    folded = text.casefold()
    if not folded.isascii():
        for curly, straight in _STRAIGHT:
            folded = folded.replace(curly, straight)
    return folded.lstrip(" -–—•·*>»|►▶→●■")


def lexicon_reason(text: str, *, prose: bool = False) -> tuple[str, str] | None:
    """Why a line that is no part of an article goes, and what it does to the lines below it (`effect`).

    Patterns with the effect `bare` leave lines of `prose` alone.
    """
    if len(text) > MAX_LINE:
        return None
    folded = fold(text)
    if not folded:
        return "separator", "line"
    length = len(folded)
    for reason, effect, most, holds in _patterns():
        if length <= most and not (prose and effect == "bare") and holds(folded):
            return reason, effect
    return None


def is_section(text: str) -> bool:
    """Whether a line holds nothing but the name of a section or a piece of navigation ("National", "Latest News")."""
    return len(text) < 40 and fold(text).rstrip(" :|»>.") in words("normalise_sections")


def mark_lines(lines: Sequence[Line]) -> None:
    """Gives each line that the table knows its reason; below the line that ends the article, all lines."""
    filled = [line for line in lines if line.text]
    prose = [min(line.words, PROSE_CAP) if line.prose else 0 for line in filled]
    after, loose = sum(prose), sum(map(bool, (a and b for a, b in pairwise(prose))))
    before = 0
    ended = ""
    for index, line in enumerate(filled):
        before, after = before + prose[index], after - prose[index]
        loose -= bool(index and prose[index] and prose[index - 1])
        known = None if line.reason or ended else lexicon_reason(line.text, prose=line.prose)
        if ended or known is None:
            line.reason = line.reason or ended
            continue
        line.reason, effect = known
        if before >= PROSE_BEFORE_END and (
            effect == "comments"
            or (effect == "end" and (after * 4 <= before or (after <= before and loose <= MOST_LOOSE)))
        ):
            ended = known[0]


def weight(line: Line) -> int:
    """What a line adds to a block: its words where it is prose, less than nothing otherwise."""
    if line.reason:
        return END_LINE if line.reason in ("related", "comments") else LEXICON_LINE
    if line.prose:
        return min(line.words, PROSE_CAP)
    if line.words >= 20:
        return line.words // 3
    return 1 if line.closed and line.words >= 4 else SHORT_LINE


def best_block(lines: Sequence[Line]) -> tuple[int, int]:
    """The run of lines with the largest sum of weights, as a half-open range; (0, 0) where no line is prose."""
    best, total, start = (0, 0, 0), 0, 0
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if total <= 0:
            total, start = 0, index
        total += weight(line)
        if total > best[0]:
            best = (total, start, index + 1)
    return best[1], best[2]
