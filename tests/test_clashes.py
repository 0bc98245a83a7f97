"""Where two rows' hashes meet, as they do among millions, one gets another id and nothing is lost or misdirected."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

import loader
from loader.store import connect, differences, problems
from loader.store.ids import another_id, article_id, row_id

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").iterdir())
# What points at what, told by content and not by ids.
TOLD = (
    "SELECT p.name, m.surface, m.start_char FROM mentions m JOIN article_people p ON p.id = m.article_person_id",
    "SELECT p.name, q.text FROM quotes q JOIN article_people p ON p.id = q.article_person_id",
    "SELECT a.text, b.text FROM quotes a JOIN quotes b ON b.id = a.part_of",
    "SELECT m.lemma, m.start_char, a.name, a.kind FROM event_arguments a JOIN event_mentions m"
    " ON m.id = a.event_mention_id",
    "SELECT p.name, r.role, r.start_char FROM person_roles r JOIN article_people p ON p.id = r.article_person_id",
)  # fmt: skip


def told(database: Path) -> list[list[tuple[object, ...]]]:
    with closing(connect(database)) as connection:
        return [sorted(connection.execute(select).fetchall(), key=repr) for select in TOLD]


def two_sources(folder: Path) -> tuple[Path, Path]:
    """The same article in two sources, with other articles beside it."""
    for n, name in enumerate(("one", "two")):
        (folder / name).mkdir()
        for seed in (SEEDS[0], SEEDS[n + 1]):
            shutil.copy(seed, folder / name)
    return folder / "one", folder / "two"


def test_rows_whose_hashes_meet_keep_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = two_sources(tmp_path)
    plain = loader.load(one, two, db=tmp_path / "plain.db").database
    articles = [article_id(source.name, SEEDS[0].name) for source in (one, two)]

    def narrow(kind: str, *parts: object) -> int:
        """The same for both copies."""
        return row_id(kind, *(part for part in parts if part not in articles))

    monkeypatch.setattr("loader.store.rows.row_id", narrow)
    close = loader.load(one, two, db=tmp_path / "close.db").database
    assert told(close) == told(plain)
    assert list(problems(close)) == []
    for folder in (one, two):
        loader.load(folder, db=tmp_path / f"{folder.name}.db")
    merged = loader.merge(tmp_path / "one.db", tmp_path / "two.db", db=tmp_path / "merged.db").database
    assert list(differences(merged, close)) == []
    loader.load(one, two, db=close, fresh=True)
    assert list(differences(merged, close)) == []


def test_another_id_is_of_the_same_kind_and_a_function_of_the_first() -> None:
    id = row_id("quote", "x")
    assert another_id(id) == another_id(id) != id
    assert another_id(id) >> 49 == id >> 49


def test_an_article_whose_id_another_has_is_told_and_harms_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = two_sources(tmp_path)
    monkeypatch.setattr("loader.store.workfile.article_id", lambda _source, path: int(path == SEEDS[0].name))
    report = loader.load(one, two, db=tmp_path / "corpus.db")
    assert report.counts["articles"] == 2
    assert [(path, status) for path, status, _ in report.problems] == [
        (SEEDS[0].name, "failed"),
        (SEEDS[2].name, "failed"),
    ]
    assert "give one of the two files another name" in report.problems[0][2]
    assert list(problems(tmp_path / "corpus.db")) == []
    assert not loader.load(one, two, db=tmp_path / "corpus.db").changed
