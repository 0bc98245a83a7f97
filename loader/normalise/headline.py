"""Finds an article's headline among the lines above its body."""

from __future__ import annotations

import re

from loader.normalise.boilerplate import fold
from loader.normalise.names import is_domain, is_outlet
from loader.normalise.page import Line, Page

LONGEST = 30  # words
_SUFFIX = re.compile(r"\s+(?:[|–—•·»]|-|::|\|\|)\s+(?P<site>[^|–—•·»]{2,50})$")
_SMALL = frozenset(
    "a an and as at but by for from in into is of off on or over the to up via vs with his her its".split()
)
_PLAIN = re.compile(r"[^\w]+")


def key(text: str) -> str:
    """A form of `text` by which two copies of a headline are equal."""
    return _PLAIN.sub(" ", fold(text)).strip()


def title_like(line: Line) -> bool:
    """Whether a line may be a headline: not too long, no plain sentence with a full stop."""
    text = line.text
    if not 2 <= line.words <= LONGEST or not any(char.isalpha() for char in text) or text[0] in ",;)":
        return False
    if text.endswith("...") or text[-1] in ":;,":
        return False
    if text.rstrip("\"'’”")[-1:] != ".":
        return True
    return line.words <= 18 and _title_case(text) > 0.8


def _title_case(text: str) -> float:
    telling = [
        word
        for word in re.findall(r"[^\W\d_][\w'’]*", text)
        if word.casefold() not in _SMALL and len(word) > 2
    ]
    return sum(word[0].isupper() for word in telling) / len(telling) if telling else 0.0


def find_headline(page: Page, above: list[Line], body: list[Line]) -> Line | None:
    """The headline's line among those `above` the body (or the body's first), None where there is none.

    A line that the page repeats goes before others, then the first one of four words or more, then the longest.
    """
    candidates = [line for line in above if not line.reason and title_like(line)]
    if not candidates:
        return None
    copies = [key(line.text) for line in [*above, *body[:3]]]
    for line in candidates:
        if line.words >= 3 and copies.count(key(line.text)) > 1:
            return line
    long = [line for line in candidates if line.words >= 4]
    if long:
        return long[0]
    return max(candidates, key=lambda line: (line.words, -line.number))


def strip_site(page: Page, title: str) -> str:
    """`title` without the name of the site behind it ("... - The Hindu"), which is noted as the publisher."""
    match = _SUFFIX.search(title)
    if not match or len(title[: match.start()].split()) < 3:
        return title
    site = match["site"].strip()
    host = "".join(page.hosts[:1]).replace(".", "")
    if is_domain(site) or is_outlet(site) or len(site) > 3 and key(site).replace(" ", "") in host:
        page.note("publisher", site, "site suffix")
        return title[: match.start()]
    return title
