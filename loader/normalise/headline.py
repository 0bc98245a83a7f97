"""Finds an article's headline among the lines above its body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from loader.normalise.boilerplate import fold
from loader.normalise.dateline import read_dateline
from loader.normalise.names import is_domain, is_outlet
from loader.normalise.page import Line, Page

LONGEST = 30  # words
LONGEST_CLOSED = 20  # words of a headline that ends as a sentence does
TITLE_CASE = 0.8  # of its telling words begin with a capital in a headline that ends with a full stop
NEAR = 10  # lines above the body among which all are as good
MOST_ABOVE = 400  # lines in which a second copy of the headline is looked for
BODY = 12_000  # characters of the body in which a headline's words are looked for
_SUFFIX = re.compile(r"\s+(?:[|–—•·»]|-|::|\|\|)\s+(?P<site>[^|–—•·»]{2,50})$")
_SMALL = frozenset(
    ("from", "into", "over", "with", "that", "this", "their", "about", "after", "upon", "than")
)
_WORD = re.compile(r"[^\W_]+")
MOST_DECKS = 2
TOLD = 0.3  # of a headline's telling words the body says at least so many
_BESIDE = frozenset(
    ("comments", "share", "follow", "reading time", "separator")
)  # may stand between title and deck
LEAST = 0.9  # below this a line is more likely a piece of the page
WEIGHTS = {
    "in body": 4.0,
    "repeated": 2.0,
    "four words": 1.0,
    "first": 1.0,
    "above byline": 0.5,
    "distance": -0.02,  # lines to the body: in a whole page, titles of other stories stand further up
}


def key(text: str) -> str:
    """A form of `text` by which two copies of a headline are equal."""
    return " ".join(_WORD.findall(fold(text)))


def title_like(line: Line) -> bool:
    """Whether a line may be a headline: not too long, no plain sentence with a full stop, no dateline."""
    text = line.text
    if not 2 <= line.words <= LONGEST or not any(char.isalpha() for char in text) or text[0] in ",;)":
        return False
    if text.endswith("...") or text[-1] in ":;,":
        return False
    if line.closed and (line.words > LONGEST_CLOSED or (_stopped(text) and _title_case(text) <= TITLE_CASE)):
        return False
    return line.words < 8 or read_dateline(text) is None


def _stopped(text: str) -> bool:
    return text.rstrip("\"'’”)")[-1:] in ".。"


def _title_case(text: str) -> float:
    telling = [
        word
        for word in re.findall(r"[^\W\d_][\w'’]*", text)
        if len(word) > 3 and word.casefold() not in _SMALL
    ]
    return sum(word[0].isupper() for word in telling) / len(telling) if telling else 0.0


def find_headline(above: Sequence[Line], body: Sequence[Line]) -> Line | None:
    """The most likely headline among the lines `above` the `body`, None where none may be one.

    What counts is in `WEIGHTS`: above all, the share of its telling words that come again in the body.
    """
    said = fold(" ".join(line.text for line in body if not line.reason)[:BODY])
    candidates = _without_decks(above, said)
    if not candidates:
        return None
    copies = Counter(key(_SUFFIX.sub("", line.text)) for line in [*above, *body[:3]])
    first = candidates[0][1]

    def score(index: int, line: Line) -> float:
        below = above[index + 1].reason if index + 1 < len(above) else ""
        marks = {
            "in body": _share(line, said),
            "repeated": line.words >= 3 and copies[key(_SUFFIX.sub("", line.text))] > 1,
            "four words": line.words >= 4,
            "first": line is first,
            "above byline": below in ("byline", "date line"),
            "distance": max(0, len(above) - index - NEAR),
        }
        return sum(WEIGHTS[name] * float(value) for name, value in marks.items())

    best, line = max(((score(*item), item[1]) for item in candidates), key=lambda scored: scored[0])
    return line if best >= LEAST else None


def _share(line: Line, said: str) -> float:
    """The share of a line's telling words that are said in the body; one more is counted as not said."""
    telling = [word for word in _WORD.findall(fold(line.text)) if len(word) > 3 and word not in _SMALL]
    return sum(word in said for word in telling) / (len(telling) + 1)


def _without_decks(above: Sequence[Line], said: str) -> list[tuple[int, Line]]:
    """The lines that may be a headline, with their indices; of two or three in a row the others are decks of the first.

    More in a row, or some below a heading such as "Trending", are titles of other stories.
    """
    found: list[tuple[int, Line]] = []
    lines = [(index, line) for index, line in enumerate(above) if line.reason not in _BESIDE]
    for likely, group in groupby(lines, key=lambda item: not item[1].reason and title_like(item[1])):
        row = list(group) if likely else []
        decked = 2 <= len(row) <= MOST_DECKS + 1 and row[0][1].words >= 4 and _share(row[0][1], said) >= TOLD
        if decked and row[0][0] > 0 and above[row[0][0] - 1].reason == "related":
            decked = False
        found += row[:1] if decked else row
    return found


def strip_site(page: Page, title: str) -> str:
    """`title` without the name of the site behind it ("... - The Hindu"), which is noted as the publisher."""
    match = _SUFFIX.search(title)
    if not match or len(title[: match.start()].split()) < 3:
        return title
    site, bare = match["site"].strip(), key(title[: match.start()])
    alone = any(key(line.text) == bare for line in page.lines[:MOST_ABOVE] if line.text)
    if alone:  # the title stands a second time, without the site
        page.note("publisher", site if is_outlet(site) else "", "site suffix")
        return title[: match.start()]
    host = "".join(page.hosts[:1]).replace(".", "")
    if is_domain(site) or is_outlet(site) or (len(site) > 3 and key(site).replace(" ", "") in host):
        page.note("publisher", site, "site suffix")
        return title[: match.start()]
    return title
