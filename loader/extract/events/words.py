"""The sets of words that the rules of events use, read from the lexicon by name."""

from __future__ import annotations

from functools import cache

from loader import lexicon


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of that set in `events_words.tsv`."""
    return _sets()[name]


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(row["words"].split()) for row in lexicon.table("events_words")}
