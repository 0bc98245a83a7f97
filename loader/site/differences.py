"""Lays two texts side by side, sentence by sentence: what both have, what one leaves out, what is worded otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

MOST_SENTENCES = 1500
"""Texts longer than this are compared as far as this."""
MOST_WORDS = 200
"""Sentences longer than this are shown whole, without marking the words that differ."""
LEAST_ALIKE = 0.5
"""The ratio (Ratcliff and Obershelp, 1988) of words from which two sentences are one sentence worded otherwise."""
SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n\s*\n")
WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison: `kind` is same, changed, left (only in the one) or right (only in the other)."""

    kind: str
    left: Markup | str = ""
    right: Markup | str = ""


def side_by_side(one: str, other: str) -> list[Row]:
    """The sentences of two texts in order, each beside what corresponds to it in the other."""
    left, right = _sentences(one), _sentences(other)
    keys = [[" ".join(WORD.findall(s.casefold())) for s in side] for side in (left, right)]
    made: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "equal":
            made += [Row("same", escape(x), escape(y)) for x, y in zip(left[a:b], right[c:d], strict=True)]
        else:
            made += _unequal(left[a:b], right[c:d])
    return made


def _sentences(text: str) -> list[str]:
    ends = [match.end() for match in SENTENCE.finditer(text)]
    pieces = (text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True))
    return [" ".join(piece.split()) for piece in pieces if piece][:MOST_SENTENCES]


def _unequal(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """Sentences that differ, in order: each beside the first of the other side that is much the same."""
    made: list[Row] = []
    at = 0
    for sentence in left:
        found = next((n for n in range(at, min(at + 5, len(right))) if _alike(sentence, right[n])), None)
        if found is None:
            made.append(Row("left", escape(sentence)))
            continue
        made += [Row("right", right=escape(extra)) for extra in right[at:found]]
        made.append(Row("changed", *_marked(sentence, right[found])))
        at = found + 1
    return made + [Row("right", right=escape(extra)) for extra in right[at:]]


def _alike(one: str, other: str) -> bool:
    words = one.casefold().split()[:MOST_WORDS], other.casefold().split()[:MOST_WORDS]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    return matcher.quick_ratio() >= LEAST_ALIKE and matcher.ratio() >= LEAST_ALIKE


def _marked(one: str, other: str) -> tuple[Markup, Markup]:
    """Both sentences, with the words that the other does not have marked."""
    left, right = one.split(), other.split()
    if max(len(left), len(right)) > MOST_WORDS:
        return escape(one), escape(other)
    sides: tuple[list[Markup], list[Markup]] = ([], [])
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, words, name in ((sides[0], left[a:b], "del"), (sides[1], right[c:d], "ins")):
            if words:
                text = escape(" ".join(words))
                side.append(text if tag == "equal" else Markup(f"<{name}>{text}</{name}>"))
    return Markup(" ").join(sides[0]), Markup(" ").join(sides[1])
