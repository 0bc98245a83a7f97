"""Names that are not sure are kept, counted apart, and shown to whom asks for them."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import loader
from loader.site.serve import serve_app
from loader.store import problems

pytestmark = pytest.mark.model
TEXT = """Harbour opens in Delmont

President Maria Lopez opened the harbour on Monday. Lopez said that she was glad.

Semyon Varlin stopped 27 shots on Monday, and the Nordics beat Linus Ulmark.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    loader.load(folder / "texts", db=folder / "corpus.db")
    return folder / "corpus.db"


@pytest.fixture
def connection(corpus: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(corpus)) as opened:
        yield opened


def test_counts_are_of_shown_mentions_and_the_rest_is_counted_apart(
    corpus: Path, connection: sqlite3.Connection
) -> None:
    rows = connection.execute("SELECT name, articles, mentions, uncertain, shown FROM people").fetchall()
    assert ("Maria Lopez", 1, 2, 0, 1) in rows
    unsure = [row for row in rows if not row[4]]
    assert unsure
    assert all(row[1:3] == (0, 0) and row[3] > 0 for row in unsure)
    (shown, named) = connection.execute(
        "SELECT sum(shown), count(*) FROM mentions WHERE kind IN ('name', 'partial')"
    ).fetchone()
    assert (sum(row[2] for row in rows), sum(row[2] + row[3] for row in rows)) == (shown, named)
    assert list(problems(corpus)) == []


def test_views_count_shown_mentions_only(connection: sqlite3.Connection) -> None:
    assert {name for (name,) in connection.execute("SELECT name FROM people_by_month")} == {"Maria Lopez"}
    assert connection.execute("SELECT count(*) FROM named_together").fetchone() == (0,)
    assert ("Maria Lopez", "President") in connection.execute(
        "SELECT name, role FROM roles_over_time"
    ).fetchall()


def test_uncertain_names_of_an_article_are_one_click_away(
    corpus: Path, connection: sqlite3.Connection
) -> None:
    (article,) = connection.execute("SELECT id FROM articles").fetchone()
    names = [name for (name,) in connection.execute("SELECT name FROM people WHERE NOT shown")]

    async def pages() -> tuple[str, str]:
        client = serve_app(corpus).client
        address = f"/corpus/articles/{article}"
        return (await client.get(address)).text, (await client.get(f"{address}?uncertain=1")).text

    page, asked = asyncio.run(pages())
    assert re.search(r'href="\?uncertain=1">show also \d+ uncertain names?<', page)
    assert not any(f">{name}</a>" in page for name in names)
    assert all(f">{name}</a>" in asked for name in names)
    assert "leave out uncertain names" in asked
