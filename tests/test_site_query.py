"""Whatever a person types is a valid search, and means what it seems to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.site.query import MAX_TERMS, NOTHING, escape_fts, parse

TEXTS = {
    1: "Keller met Haddad in Geneva. Pakistan's envoy spoke of Pak-China ties.",
    2: "Haddad said the ministers would meet again in Vienna.",
    3: "Café prices rose in Geneva, a ministry said.",
}
FINDS = [
    ("Keller", {1}),
    ("keller geneva", {1}),
    ("Geneva", {1, 3}),
    ("Geneva OR Vienna", {1, 2, 3}),
    ("Geneva | Vienna", {1, 2, 3}),
    ("Geneva -Keller", {3}),
    ("Geneva NOT Keller", {3}),
    ('Geneva -"prices rose"', {1}),
    ("Geneva -(Keller OR prices)", set()),
    ("(Keller OR prices) Geneva", {1, 3}),
    ("Keller OR prices rose", {1, 3}),
    ('"met Haddad"', {1}),
    ('"Haddad met"', set()),
    ("“met Haddad”", {1}),
    ('"met Haddad', {1}),
    ("minist*", {2, 3}),
    ("mini", set()),
    ("Pak-China", {1}),
    ("Pakistan's", {1}),
    ("Pakistan’s", {1}),
    ("cafe", {3}),
    ("CAFÉ", {3}),
    ("NEAR(Keller Geneva, 5)", {1}),
    ("NEAR(Keller China, 2)", set()),
    ("Keller NEAR Geneva", {1}),
    ("Keller NEAR/1 Geneva", set()),
    ("or and not near", set()),
    ("meets", {2}),
    ("-Keller", set()),
    ("", set()),
    ("&& ** --", set()),
]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        "create virtual table texts using fts5(text, tokenize='porter unicode61 remove_diacritics 2')"
    )
    connection.executemany("insert into texts (rowid, text) values (?, ?)", TEXTS.items())
    yield connection
    connection.close()


def find(index: sqlite3.Connection, text: str) -> set[int]:
    rows = index.execute("select rowid from texts where texts match ?", (escape_fts(text),))
    return {row for (row,) in rows}


@pytest.mark.parametrize(("typed", "found"), FINDS)
def test_finds_what_was_meant(index: sqlite3.Connection, typed: str, found: set[int]) -> None:
    assert find(index, typed) == found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Keller geneva", "Keller AND geneva"),
        ("a OR b c", "a OR (b AND c)"),
        ('"met Haddad" -x -y', "“met Haddad” NOT (x OR y)"),
        ("minist*", "minist*"),
        ("a NEAR/3 b", "a near b (within 3 words)"),
        ('""', ""),
    ],
)
def test_says_how_it_understood(typed: str, shown: str) -> None:
    assert parse(typed).shown == shown


def test_says_what_it_left_aside() -> None:
    assert parse("-India").notes
    assert parse("word " * (MAX_TERMS + 1)).notes
    assert parse("-India").fts == NOTHING


AWKWARD = st.lists(
    st.sampled_from(
        ['"', "(", ")", "-", "*", "NOT", "OR", "AND", "NEAR", "NEAR(", "NEAR/2", ",", "|", "^", "+", ":", "a", "b c",
         " ", "\0", "é", "😀", "中", "\u0301", "\ud800", "10", "{x}:", "'", "’", "“", "\\"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(AWKWARD, st.text(max_size=60)))
def test_any_string_is_a_valid_expression(index: sqlite3.Connection, typed: str) -> None:
    find(index, typed)


@pytest.mark.parametrize(
    "typed", ["(" * 5000 + "a", "a " * 5000, "x" * 10_000, '"' * 9999, "a NEAR " * 3000, "-" * 5000]
)
def test_long_strings_are_valid_too(index: sqlite3.Connection, typed: str) -> None:
    find(index, typed)
