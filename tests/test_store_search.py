"""One search index serves every table, under numbers that depend on the content alone, and is kept up in place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import loader
from loader.store import differences, problems, publishing
from loader.store.ids import row_id
from loader.store.numbers import slots

IDS = st.sets(st.integers(0, 1 << 47), min_size=1, max_size=300)


@given(IDS)
def test_numbers_are_a_function_of_the_set_of_ids_all_different_and_small(ids: set[int]) -> None:
    ordered, numbers = slots(np.array(sorted(ids), dtype=np.int64))
    again, same = slots(np.array(sorted(ids, reverse=True), dtype=np.int64))
    assert (ordered == again).all()
    assert (numbers == same).all()
    assert set(ordered.tolist()) == ids
    assert (np.diff(numbers) > 0).all()
    assert numbers[0] > 0
    assert numbers[-1] <= 5 * len(ids) + 2


def test_one_id_more_moves_few_others() -> None:
    many = [row_id("quote", n) for n in range(20_000)]
    before = dict(zip(*(part.tolist() for part in slots(np.array(many[1:]))), strict=True))
    after = dict(zip(*(part.tolist() for part in slots(np.array(many))), strict=True))
    assert sum(after[id] != number for id, number in before.items()) < 20


@pytest.mark.parametrize(
    ("table", "key"), [("articles", "id"), ("quotes", "id"), ("events", "id"), ("people", "rowid")]
)
def test_datasette_finds_a_full_text_table_for_each_table(corpus: Path, table: str, key: str) -> None:
    from datasette.utils import detect_fts

    with closing(sqlite3.connect(corpus)) as connection:
        assert detect_fts(connection, table) == f"{table}_fts"
        found = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {key} IN "
            f"(SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH 'pakistan OR khan')"
        ).fetchone()
        others = connection.execute(
            f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH 'pakistan OR khan' AND rowid NOT IN "
            f"(SELECT {key} FROM {table})"
        ).fetchone()
    assert found[0] > 0
    assert others == (0,)


def test_an_index_changed_in_place_finds_the_same_as_one_built_anew(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(corpus.parent / "seeds", tmp_path / "seeds"))
    database = Path(shutil.copy(corpus, tmp_path / "corpus.db"))
    monkeypatch.setattr(publishing, "FEW", 1.0)
    monkeypatch.setattr(publishing, "_build_index", _refuse)
    new = folder / "new.txt"
    new.write_text(
        "Ferry sinks off Oslo\n\nA ferry sank, the minister, Mary Brown, told reporters in Oslo.\n"
    )
    loader.load(folder, db=database)
    assert "article" in _hits(database, "ferry")
    assert list(problems(database)) == []
    new.unlink()
    loader.load(folder, db=database)
    assert _hits(database, "ferry") == set()
    assert list(problems(database)) == []
    assert list(differences(database, corpus)) == []


def _refuse(*_: Any) -> None:
    raise AssertionError("the index was built anew")


def _hits(database: Path, words: str) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            kind
            for (kind,) in connection.execute(
                "SELECT s.kind FROM search_index_fts f JOIN search_index s ON s.id = f.rowid"
                " WHERE search_index_fts MATCH ?",
                [words],
            )
        }
