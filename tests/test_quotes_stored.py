"""Quotes in the database: utterances joined from their parts, and words in marks that are no quotes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import loader
from loader.extract.quotes.terms import find_terms
from loader.model import Quote, QuotedTerm
from loader.store import connect, problems

pytestmark = pytest.mark.model

TEXT = """Berg opens the bridge

OSLO, June 3 2021 - "The river rose," Anna Berg, the mayor, said on Thursday. "Nobody was hurt."

The town shows the film "Night Ferry" in its so-called "water hall".
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    (folder / "texts").mkdir()
    (folder / "texts" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    path: Path = folder / "corpus.db"
    loader.load(folder / "texts", db=path)
    return path


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(connect(database)) as connection:
        connection.row_factory = None
        return [tuple(row) for row in connection.execute(sql).fetchall()]


def test_an_utterance_is_its_parts_with_speaker_person_and_article(database: Path) -> None:
    found = rows(database, "SELECT text, parts, speaker, person_id, article FROM utterances")
    assert found == [
        ("The river rose, ... Nobody was hurt.", 2, "Anna Berg", "anna-berg", "Berg opens the bridge")
    ]


def test_titles_and_terms_have_a_table_of_their_own(database: Path) -> None:
    found = rows(database, "SELECT text, reason FROM quoted_terms ORDER BY start_char")
    assert found == [("Night Ferry", "title"), ("water hall", "named")]
    assert list(problems(database)) == []


def test_a_run_in_a_quote_is_no_term() -> None:
    text = 'She called it "a gift" and "a day of joy for all of the town".'
    quote = Quote(0, 22, "mixed", None, None, None, None, None, None, None, 0.5, "before")
    start = text.index("a day")
    assert find_terms(text, (quote,)) == (QuotedTerm(start, len(text) - 2, "unattributed"),)
