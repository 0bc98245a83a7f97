"""What an article is known to say is not found again: in its copies, and where its file was moved."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import loader
from loader import analyse
from loader.model import Article, Evidence
from loader.store import differences, reuse
from loader.store.ids import article_id
from loader.store.rows import evidence_rows

ONE = loader.Options(jobs=1)
STORY = "Ferry sinks off Oslo\n\nA ferry sank on Monday, the minister, Mary Brown, told reporters in Oslo.\n"


def test_evidence_read_back_gives_the_same_rows(corpus: Path) -> None:
    with closing(sqlite3.connect(corpus)) as connection:
        articles = connection.execute("SELECT id, path, key, text, published FROM articles").fetchall()
        sources = dict(connection.execute("SELECT 1, name FROM sources"))
        for id, path, key, text, published in articles:
            known = reuse.Reuse([connection]).of(key)
            assert known is not None
            assert (known.read[0], known.read[2]) == (text, published)
            assert article_id(sources[1], path) == id
            rows = evidence_rows(Article(path, text, published=published), known.evidence, id)
            for table in (
                "article_people",
                "mentions",
                "person_roles",
                "quotes",
                "event_mentions",
                "event_arguments",
            ):
                assert rows[table], table
                stored = connection.execute(
                    f"SELECT {', '.join(rows[table][0])} FROM {table} WHERE article_id = ? ORDER BY id", [id]
                ).fetchall()
                made = sorted(tuple(row.values()) for row in rows[table])
                links = [
                    n for n, name in enumerate(rows[table][0]) if name in ("person_id", "event_id", "id")
                ]
                assert [_without(row, links) for row in made] == [_without(row, links) for row in stored]
                assert [row[0] for row in made] == [row[0] for row in stored]


def _without(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    return [value for n, value in enumerate(row) if n not in places]


def test_a_moved_file_and_a_copy_need_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    loader.load(folder, db=tmp_path / "corpus.db", options=ONE)
    (folder / "a.txt").rename(folder / "b.txt")
    (folder / "copies").mkdir()
    shutil.copy(folder / "b.txt", folder / "copies" / "c.txt")
    with monkeypatch.context() as patch:
        patch.setattr(analyse, "_found", {})
        patch.setattr("loader.language.load_model", _refuse)
        loader.load(folder, db=tmp_path / "corpus.db", options=ONE)
    loader.load(folder, db=tmp_path / "fresh.db", options=ONE)
    assert list(differences(tmp_path / "corpus.db", tmp_path / "fresh.db")) == []
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as connection:
        assert connection.execute(
            "SELECT count(*) FROM mentions WHERE surface = 'Mary Brown'"
        ).fetchone() == (2,)


def test_texts_that_read_the_same_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for outlet in ("one", "two", "three"):
        (tmp_path / "news" / outlet).mkdir(parents=True)
        (tmp_path / "news" / outlet / "a.txt").write_text(f"{STORY}\nFollow {outlet} on Twitter\n")
    read: list[str] = []
    annotate = loader.language.Annotator.annotate
    monkeypatch.setattr(
        loader.language.Annotator,
        "annotate",
        lambda self, texts: annotate(self, [read.append(text) or text for text in texts]),
    )
    monkeypatch.setattr(analyse, "_found", {})
    loader.load(tmp_path / "news", db=tmp_path / "corpus.db", options=ONE)
    assert len(read) == 1


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyse, "_found", {})
    monkeypatch.setattr(analyse, "RECENT", 200)
    for n in range(5):
        analyse.analyse([_item(f"The minister, Mary Brown, said {n} ferries sank off Oslo on Monday night.")])
    assert len(analyse._found) == 2


def test_nothing_is_taken_over_where_the_text_came_out_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyse, "_found", {})
    item = _item("The minister, Mary Brown, told reporters in Oslo on Monday that a ferry had sunk.")
    known = loader.model.Known(("another text", 0, None), Evidence())
    (alone,), (told,) = analyse.analyse([item]), analyse.analyse([replace(item, known=known)])
    assert alone.evidence == told.evidence
    assert told.evidence.people.mentions


def _item(text: str) -> analyse.Item:
    return analyse.Item(1, "key", loader.model.Source("a.txt", text))


def _refuse(*_: Any) -> None:
    raise AssertionError("the model was loaded")
