"""Tell whether two words of names are one word in two spellings, as other alphabets give when written in Latin.

Consonants must be the same after folding (`kh` = `k`, `q` = `k`, `w` = `v` ...), vowels near (`Shehbaz`, `Shahbaz`),
so that Hassan and Hossein, Jamal and Jamil, Rahim and Rahman stay apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from loader import lexicon

LONG = 5  # a shorter word must agree letter by letter

FOLDS = tuple(  # the last item: letters of which what is folded has one, or none where any word may have it
    (re.compile(pattern), replacement, frozenset(letters))
    for pattern, replacement, letters in (
        ("^ye", "e", "y"),
        ("tch|tsch", "ch", "c"),
        ("sch", "sh", "c"),
        ("dzh|dj|zh", "j", "jz"),
        ("ph", "f", "p"),
        ("([kgbdt])h", r"\1", "h"),
        ("ck|q|c(?![heiy])", "k", "cq"),
        ("c(?=[eiy])", "s", "c"),
        ("x", "ks", "x"),
        ("w", "v", "w"),
        ("tz", "ts", "z"),
        ("y|j$", "i", "yj"),
        ("oo|ou", "u", "o"),
        ("ee|ii+|ie(?=[^aeiou])", "i", "ei"),
        ("aa", "a", "a"),
        ("[ae]h$", "a", "h"),
        (r"(.)\1+", r"\1", ""),
    )
)
NEAR = frozenset(
    frozenset(pair.split("~"))
    for pair in ("a~e", "e~i", "o~u", "ai~e", "ei~e", "ei~i", "au~o", "ie~e", "ue~u")
)
SHORT_VOWELS = frozenset("aeiu")  # may be left out once inside a long word: Fazl, Fazal
_VOWELS = re.compile("[aeiou]+")


@cache
def _groups(name: str) -> dict[str, str]:
    """Each word of a list of equal words -> the first of its line."""
    return {word: line.split()[0] for line in lexicon.lines(f"{name}.txt") for word in line.split()}


def variant(word: str) -> str:
    """The usual form of a word whose spellings are listed, else the word."""
    return _groups("link_variants").get(word, word)


def nickname(word: str) -> str:
    """The given name that a short form stands for, else the word in its usual form."""
    usual = variant(word)
    return _groups("link_nicknames").get(usual, usual)


@lru_cache(maxsize=1 << 17)
def spelled(word: str) -> str:
    """The word in a spelling that transliterations share, vowels kept."""
    for pattern, replacement, letters in FOLDS:
        if not letters or not letters.isdisjoint(word):
            word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """What all spellings of a word have in common: equal for any two words that `alike` or `nickname` join."""
    usual = nickname(word)
    if len(word) == 1:
        return word
    if usual != word or word in _groups("link_variants") or word in _groups("link_nicknames"):
        return "=" + usual
    written = spelled(word)
    return written if len(written) < LONG else _VOWELS.sub("", "'" * (written[0] in "aeiou") + written)


@lru_cache(maxsize=1 << 17)
def alike(a: str, b: str) -> bool:
    """Whether two folded words may be one word transliterated twice."""
    if a == b:
        return True
    if _groups("link_distinct").get(a, a) == _groups("link_distinct").get(b, b):
        return False
    listed = _groups("link_variants")
    if a in listed or b in listed:
        return variant(a) == variant(b)
    one, other = spelled(a), spelled(b)
    if one == other:
        return min(len(a), len(b)) >= LONG - 1
    if min(len(one), len(other)) < LONG or _VOWELS.sub("", one) != _VOWELS.sub("", other):
        return False
    return _vowels_near(re.split("[^aeiou]", one), re.split("[^aeiou]", other))


def _vowels_near(one: list[str], other: list[str]) -> bool:
    """Whether the vowels in each gap between equal consonants are near; at most one may be left out."""
    if len(one) != len(other):
        return False
    left_out = 0
    for place, (a, b) in enumerate(zip(one, other, strict=True)):
        if a == b:
            continue
        inside = 0 < place < len(one) - 1
        if inside and not (a and b) and (a or b) in SHORT_VOWELS:
            left_out += 1
        elif not _near(a, b) or (len(a) == 1 and place == len(one) - 1):
            return False
    return left_out <= 1


def _near(a: str, b: str) -> bool:
    """Whether two runs of vowels are near, as a whole or one by one."""
    if frozenset((a, b)) in NEAR:
        return True
    return len(a) == len(b) and all(x == y or frozenset((x, y)) in NEAR for x, y in zip(a, b, strict=True))
