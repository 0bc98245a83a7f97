"""One search index serves every table, under numbers that depend on the content alone, and is kept up in place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import loader
from loader.store import differences, problems, publishing
from loader.store.ids import row_id
from loader.store.numbers import Numbering, bits_for, slots

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


CROWDED = st.sets(  # ids that share homes, and ids of other kinds with the same hash
    st.builds(
        lambda kind, high, low: kind << 49 | high << 41 | low, *map(st.integers, (0, 0, 0), (2, 63, 3))
    ),
    max_size=60,
)


@given(CROWDED, CROWDED, CROWDED)
def test_numbers_made_again_for_what_comes_and_goes_are_those_of_all(
    stay: set[int], come: set[int], gone: set[int]
) -> None:
    gone, come = gone - stay, come - stay - gone
    bits = bits_for(len(stay | gone))
    assume(stay | come and bits == bits_for(len(stay | come)))
    stored = _numbered(stay | gone)
    numbering = Numbering(_Held(stored), bits)
    assert {id: numbering.number(id) for id in stored} == stored
    moved = numbering.moved(come, gone)
    kept = {id: number for id, number in stored.items() if id not in gone}
    assert kept | moved == _numbered(stay | come)
    assert all(stored.get(id) != number for id, number in moved.items())


def _numbered(ids: set[int]) -> dict[int, int]:
    found, numbers = slots(np.array(sorted(ids), dtype=np.int64))
    return dict(zip(found.tolist(), numbers.tolist(), strict=True))


class _Held:
    """Numbers in memory, as `Numbering` reads those that are stored."""

    def __init__(self, stored: dict[int, int]) -> None:
        self._pairs = sorted((number, id) for id, number in stored.items())

    def below(self, number: int) -> Iterator[tuple[int, int]]:
        return (pair for pair in reversed(self._pairs) if pair[0] < number)

    def upwards(self, number: int) -> Iterator[tuple[int, int]]:
        return (pair for pair in self._pairs if pair[0] >= number)


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
