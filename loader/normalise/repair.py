"""Mends what broke a paragraph's characters: text decoded wrongly, words broken in two by a hyphen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from loader.lexicon import lines, words

_MOJIBAKE = re.compile("[ÃÂâÐÑØÙãå][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2010-\u2044\u20ac\u2122]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?P<second>[a-zà-öø-ÿ]{2,20})(?![\w-])")
_FIRST = re.compile(r"(?<![\w-])[^\W\d_]{2,20}$")
_WORD = re.compile(r"[^\W\d_]+")
Change = tuple[int, int, str, str]  # start and end in the mended paragraph, what stood there, why


def mend_encoding(text: str) -> tuple[str, bool]:
    """`text` as it was before it was decoded wrongly, and whether that changed it (ftfy's `fix_encoding`)."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text, False
    from ftfy import fix_encoding

    mended = fix_encoding(text)
    return mended, mended != text


def mend_hyphens(text: str, in_article: Callable[[str], bool]) -> tuple[str, list[Change]]:
    """`text` with broken words joined, and each change; `in_article` says whether a word occurs in the article."""
    changes: list[Change] = []
    pieces: list[str] = []
    last = 0
    for match in _HYPHEN.finditer(text) if "-" in text else ():
        first = _FIRST.search(text[max(last, match.start() - 22) : match.start()])
        if first is None or not is_broken(first.group(), match["second"], in_article):
            continue
        joined = first.group() + match["second"]
        start = match.start() - len(first.group())
        place = start - len(changes)  # each change before this one took one character away
        changes.append((place, place + len(joined), text[start : match.end()], "broken word"))
        pieces += [text[last:start], joined]
        last = match.end()
    return "".join([*pieces, text[last:]]), changes


def is_broken(first: str, second: str, in_article: Callable[[str], bool]) -> bool:
    """Whether `first-second` is one word that a line's end once broke, rather than a compound of two words.

    Two words may still be a broken name ("Sham-shad"), where the article holds that name unbroken.
    """
    joined = first + second
    if first.casefold() in words("normalise_prefixes"):
        return False
    if is_word(first) and is_word(second):
        return first[0].isupper() and not is_word(joined) and in_article(joined)
    if is_word(second) and len(second) > 3:
        return in_article(joined)
    return is_word(joined) or in_article(joined)


def is_word(word: str) -> bool:
    """Whether a word, or a given name, is in the lists."""
    known = words("normalise_words")
    folded = word.casefold()
    return word in known or folded in known or folded.capitalize() in known or folded in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(line.split("\t", 1)[0] for line in lines("people_given.tsv"))


def words_of(texts: Iterable[str]) -> Callable[[str], bool]:
    """A test of whether a word occurs in `texts`, which are read only when it is first asked."""
    found: set[str] = set()

    def occurs(word: str) -> bool:
        if not found:
            found.add("")
            for text in texts:
                found.update(_WORD.findall(text))
        return word in found

    return occurs
