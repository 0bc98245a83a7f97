"""Guesses the language of a text from its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from loader.lexicon import table

SAMPLE = 2000  # characters
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
_LETTERS = re.compile(r"[^\W\d_]+")
_NON_LATIN = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u2000-\u2bff]")


@cache
def _profiles() -> dict[str, tuple[str, ...]]:
    """For each telling word, the languages in whose profile it is."""
    profiles: dict[str, tuple[str, ...]] = {}
    for row in table("normalise_stopwords"):
        for word in row["words"].split():
            profiles[word] = (*profiles.get(word, ()), row["language"])
    return profiles


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of `text` is in, or None where it is not plain."""
    sample = text[:SAMPLE]
    letters = _LETTERS.findall(sample.casefold())
    total = sum(map(len, letters))
    if not total:
        return None
    if len(_NON_LATIN.findall(sample)) * 3 > total:
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) > total * (0.08 if code == "ja" else 0.4):
                return code
    return _by_words(letters)


def _by_words(letters: list[str]) -> str | None:
    scores: dict[str, int] = {}
    for word, count in Counter(letters).items():
        for language in _profiles().get(word, ()):
            scores[language] = scores.get(language, 0) + count
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0
    code, count = ranked[0]
    enough = count * 12 >= len(letters) if len(letters) > 30 else count >= 1
    return code if enough and count > second else None
