"""Finds how else a typed word is spelt in the corpus: joined or broken by a hyphen, or cut short by the index."""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from loader import lexicon

from .query import Spell

MOST_WORDS = 12
"""In a query of more words than this, the rest are looked up as they are."""
LENGTHS = range(5, 31)
"""How many letters a word has that may stand broken in a text."""
MOST_STEMS = 50
"""More stems than this are not added to a beginning of a word."""
TOKENIZE = "porter unicode61 remove_diacritics 2"
"""How the corpus cuts texts into words: `TOKENIZE` of the schema."""
JOINER = re.compile(r"(?<=\w)(?:-|['’](?!s\b))(?=\w)")
"""What stands within a word; an apostrophe before a last s makes a possessive."""
EXISTS = "select 1 from search_index_fts where search_index_fts match ? limit 1"
HYPHENATED = """select 2 * sum(title like :broken or text like :broken) >= count(*) from (
    select title, text from search_index_fts where search_index_fts match :pieces limit 50)"""
"""Whether most texts that hold the pieces side by side have a hyphen between them: `Putin` is not `put in`."""


def speller(conn: sqlite3.Connection) -> Spell:
    """Other spellings as the corpus that `conn` is connected to has them: `Shamshad` also as `Sham-shad`, `Mu-hammad`
    as `Muhammad`; `negotiat*` also as the words that the index holds as `negoti`."""
    asked = 0

    def spell(word: str, is_beginning: bool) -> list[str]:
        nonlocal asked
        asked += 1
        if asked > MOST_WORDS:
            return []
        return cut_short(word) if is_beginning else list(_broken_or_joined(conn, word))

    return spell


def _broken_or_joined(conn: sqlite3.Connection, word: str) -> Iterator[str]:
    """`word` without its hyphens and apostrophes, or, where it has none, with a hyphen, if the corpus has it so."""
    joined = JOINER.sub("", word)
    if joined != word and conn.execute(EXISTS, (f'"{joined}"',)).fetchone():
        yield joined
    if not word.isalpha() or len(word) not in LENGTHS:
        return
    for place in range(2, len(word) - 1):
        broken = f"{word[:place]}-{word[place:]}"
        if conn.execute(HYPHENATED, {"pieces": f'"{broken}"', "broken": f"%{broken}%"}).fetchone()[0]:
            yield broken


def cut_short(beginning: str) -> list[str]:
    """English words that begin so, but that the index holds under a stem that does not: one word a stem."""
    lower = beginning.lower()
    words, cut = stems()
    made: dict[str, str] = {}
    for place in range(bisect_left(words, lower), len(words)):
        if not words[place].startswith(lower) or len(made) >= MOST_STEMS:
            break
        if not cut[place].startswith(lower):
            made.setdefault(cut[place], words[place])
    return list(made.values())


@cache
def stems() -> tuple[list[str], list[str]]:
    """English words in order of their letters, and beside them their stems: what the corpus' own tokeniser makes of
    them. Takes a fifth of a second, once."""
    words = sorted(word for word in lexicon.words("normalise_words") if word.isascii() and word.isalpha())
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"create virtual table words using fts5(word, tokenize = '{TOKENIZE}')")
        conn.executemany("insert into words (rowid, word) values (?, ?)", enumerate(words))
        conn.execute("create virtual table vocabulary using fts5vocab(words, instance)")
        found = dict(conn.execute("select doc, term from vocabulary"))
    return words, [found[place] for place in range(len(words))]
