"""Mends what broke a paragraph's characters: text decoded wrongly, words broken in two by a hyphen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from loader.lexicon import words

_MOJIBAKE = re.compile("[ÃÂâÐÑØÙãå][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2010-\u2044\u20ac\u2122]|\ufffd")
_BROKEN = re.compile(r"(?<![\w-])([^\W\d_]{2,20})-([a-zà-öø-ÿ]{2,20})(?![\w-])")
_STANDING = frozenset(
    "al anti auto bi bin by co counter cross de di down e el ex extra far fore ibn il in inter intra je la le macro mc mega meta micro mid "
    "mini mis multi neo non off on out over pan para post pre pro proto pseudo quasi re self semi sub super sur tele trans tri ul ultra "
    "un under up ur vice well".split()
)  # first parts that make compounds, and particles of names: "re-sign" is no broken "resign"
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
    if "-" not in text:
        return text, []
    changes: list[Change] = []
    pieces: list[str] = []
    last = shift = 0
    for match in _BROKEN.finditer(text):
        joined = match[1] + match[2]
        if not is_broken(match[1], match[2], in_article):
            continue
        pieces += [text[last : match.start()], joined]
        changes.append(
            (match.start() - shift, match.start() - shift + len(joined), match.group(), "broken word")
        )
        shift += len(match.group()) - len(joined)
        last = match.end()
    return ("".join([*pieces, text[last:]]), changes) if changes else (text, [])


def is_broken(first: str, second: str, in_article: Callable[[str], bool]) -> bool:
    """Whether `first-second` is one word that a line's end once broke, rather than a compound."""
    joined = first + second
    if first.casefold() in _STANDING or is_word(first) and is_word(second) and first[0].islower():
        return False
    if is_word(second) and len(second) > 3:
        return in_article(joined) and not is_word(first)
    return is_word(joined) or in_article(joined)


@cache
def _lists() -> frozenset[str]:
    return words("normalise_words")


def is_word(word: str) -> bool:
    """Whether a word, or a name as written, is in the word list."""
    return word in _lists() or word.casefold() in _lists()


def words_of(texts: Iterable[str]) -> Callable[[str], bool]:
    """A test of whether a word occurs in `texts`, which are read only when it is first asked."""
    found: set[str] = set()

    def occurs(word: str) -> bool:
        if not found:
            found.add("")
            for text in texts:
                found.update(re.findall(r"[^\W\d_]+", text))
        return word in found

    return occurs
