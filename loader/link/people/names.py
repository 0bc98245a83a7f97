"""Take a person's name apart: folded words without titles, initials one by one, a generation at the end."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from loader import lexicon

GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
ARTICLES = frozenset(["al", "el", "ul", "as", "ash", "ad", "an", "ar", "at", "az"])
LINKS = frozenset(["ul", "ur", "ud", "uz", "us"])  # Zia ul Haq, Fazl-ur-Rehman
SERVANT = re.compile(r"abd(?:ul|el|al|ur|ol)?")  # Abdul Rahman, Abd al-Rahman, Abdelrahman
FUSED_SERVANT = re.compile(r"abd(?:ul|el|al|ur|ol)(?=[a-z]{3})")
SONS = frozenset(("bin", "ibn", "ben"))
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff'’‘ʼʻ`´\"“”]")
_FUSED_ARTICLE = re.compile(r"\b[AE]l(?=[A-Z][a-z])")  # ElBaradei
_WORD = re.compile(r"[^\W_]+\.?")
_PLAIN = re.compile(
    "[A-Z][a-z]+(?: [A-Z][a-z]+)*"
)  # most names: their words are as they stand, but for the few below


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its words: folded to plain lower-case letters, an initial being one letter."""

    words: tuple[str, ...]
    generation: str = ""

    @property
    def is_full(self) -> bool:
        """Whether it says more than a family name: two words besides a particle in front (`bin Salman`)."""
        return is_full(self.words)

    @property
    def full_words(self) -> int:
        """How many of its words are more than an initial."""
        return sum(len(word) > 1 for word in self.words)


def is_full(words: tuple[str, ...]) -> bool:
    """Whether a name of these words `is_full`."""
    if len(words) != 2:
        return len(words) > 2
    return words[0] not in lexicon.words("link_particles") or words[0] in lexicon.words("link_family_first")


@cache
def _letters() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in lexicon.table("link_letters")}


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower-case text without accents; letters that have no Latin form stay."""
    text = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold().translate(_letters()))
    return "".join(char for char in text if not unicodedata.combining(char)).translate(_letters())


def slug(text: str) -> str:
    """The name as part of an address: ASCII letters, digits and hyphens; never empty."""
    if _PLAIN.fullmatch(text):
        return text.lower().replace(" ", "-")
    made = "-".join(re.findall(r"[a-z0-9]+", fold(text)))
    return made or "person-" + blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


@lru_cache(maxsize=1 << 17)
def parse(text: str) -> Name:
    """The words of `text`; a name written in no letters at all gives no words."""
    plain = plain_words(text)
    if plain is not None:
        return Name(plain)
    shout = text.isupper()
    words: list[str] = []
    for piece in _WORD.findall(_FUSED_ARTICLE.sub("", _DROPPED.sub("", text))):
        word = fold(piece.rstrip("."))
        if _is_initials(piece, word, shout=shout):
            words.extend(word)
        else:
            words.append(word)
    words = _without_titles(words)
    generation = ""
    if len(words) > 2 and words[-1] in GENERATIONS:
        generation = GENERATIONS[words.pop()]
    fused = _fused(words)
    return Name(fused if len(fused) > 1 else tuple(words), generation)


def plain_words(text: str) -> tuple[str, ...] | None:
    """The words of a name that has them as they stand, as most have, or None for `parse` to take it apart."""
    if not _PLAIN.fullmatch(text):
        return None
    folded = text.lower()
    words = tuple(folded.split())
    return words if _special().isdisjoint(words) and "abd" not in folded else None


@cache
def _special() -> frozenset[str]:
    """The words that may be more or less than a word of a name."""
    return lexicon.words("link_titles") | ARTICLES | LINKS | SONS | GENERATIONS.keys()


def _is_initials(piece: str, word: str, *, shout: bool) -> bool:
    """Whether a written word such as `MK` stands for several initials."""
    if not piece.isupper() or not 2 <= len(word) <= 3 or word in GENERATIONS:
        return False
    return not shout or not re.search("[aeiouy]|^ng$|^md$", word)


def _without_titles(words: list[str]) -> list[str]:
    titles = lexicon.words("link_titles")
    start = 0
    while len(words) - start > 1 and words[start] in titles:
        start += 1
    return words[start:]


def _fused(words: list[str]) -> tuple[str, ...]:
    """Words with the Arabic article gone, and what is written now as one word, now as two, made one."""
    made: list[str] = []
    servant = False
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if word in LINKS and made and not last and not servant:
            made[-1] += word
        elif word in ARTICLES and not last and len(words) > 2:  # two words may be Al Gore, or Ar Rahman
            continue
        elif servant:
            made.append("abd" + word)
            servant = False
        elif SERVANT.fullmatch(word) and not last:
            servant = True
        elif word in SONS and made and not last:
            made.append("bin")
        else:
            made.append(FUSED_SERVANT.sub("abd", word) if not word.startswith("abdull") else word)
    return tuple(made)
