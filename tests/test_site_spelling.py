"""Words are found however the texts spell and break them, and by any beginning."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from loader.site.query import parse
from loader.site.spelling import TOKENIZE, speller
from loader.store import schema

TEXTS = {
    1: "General Karim Raz-zaque spoke of Mu-hammad Omar.",
    2: "Muhammad Omar and Karim Razzaque agreed.",
    3: "They put in a word, and were not able to co-operate.",
    4: "Putin was notable. Negotiations, said O'Brien, need cooperation.",
    5: "The governments of the universities met the OBrien family.",
    6: "Ali's brother put in more.",
}
FINDS = [
    ("Razzaque", {1, 2}),
    ('"Karim Razzaque"', {1, 2}),
    ("Muhammad", {1, 2}),
    ("Mu-hammad", {1, 2}),
    ("Mu-hammad -Razzaque", set()),
    ("Putin", {4}),
    ("notable", {4}),
    ("cooperate", {3, 4}),
    ("co-operate", {3, 4}),
    ("O'Brien", {4, 5}),
    ("O’Brien", {4, 5}),
    ("Ali's", {6}),
    ("negotiat*", {4}),
    ("governmen*", {5}),
    ("universit*", {5}),
    ("coop*", {4}),
    ('"put in"', {3, 6}),
    ("NEAR(Karim Razzaque, 3)", {2}),
    ("ne*", set()),
]


@pytest.fixture(scope="module")
def texts() -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(":memory:")
    conn.execute(f"create virtual table search_index_fts using fts5(title, text, tokenize = '{TOKENIZE}')")
    conn.executemany("insert into search_index_fts (rowid, text) values (?, ?)", TEXTS.items())
    yield conn
    conn.close()


@pytest.mark.parametrize(("typed", "found"), FINDS)
def test_finds_every_spelling(texts: sqlite3.Connection, typed: str, found: set[int]) -> None:
    query = parse(typed, speller(texts))
    rows = texts.execute("select rowid from search_index_fts where search_index_fts match ?", (query.fts,))
    assert {row for (row,) in rows} == found, query


def test_other_spellings_are_told(texts: sqlite3.Connection) -> None:
    assert parse("Razzaque Omar", speller(texts)).shown == "(Razzaque OR Raz-zaque) AND Omar"
    assert parse("negotiat*", speller(texts)).shown == "negotiat*"
    assert parse("ne*", speller(texts)).notes == (
        "A beginning of words needs 3 letters: ne is taken as a word.",
    )
    assert parse("Ali or Omar", speller(texts)).notes == (
        "Write OR in capitals to find either of two words.",
    )


def test_words_are_cut_as_the_corpus_cuts_them() -> None:
    assert TOKENIZE == schema.TOKENIZE


def test_a_long_query_is_understood_in_time(texts: sqlite3.Connection) -> None:
    query = parse("abcdefghijklmnopqrst " * 500, speller(texts))
    assert texts.execute("select count(*) from search_index_fts where search_index_fts match ?", (query.fts,))
