"""A folder of everything that can be wrong loads like any other, and the good articles in it are all there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import loader
from loader.store import connect, problems
from tests.conftest import SEEDS
from tests.hostile import write_hostile

# They can be read, and hold nothing that could be an article.
WORDLESS = {"quotes-10000.txt", "hundred-thousand-lines.txt", "brackets-explode.md"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("hostile") / "news"
    folder.mkdir()
    expected = write_hostile(folder)
    for seed in SEEDS.iterdir():
        shutil.copy(seed, folder)
    database = folder.parent / "corpus.db"
    loader.load(folder, db=database)
    return database, expected


def test_every_input_has_its_row_and_a_reason(hostile: tuple[Path, dict[str, str]]) -> None:
    database, expected = hostile
    with connect(database) as connection:
        log = {
            path: (status, reason)
            for path, status, reason in connection.execute("SELECT path, status, reason FROM load_log")
        }
    connection.close()
    wordless = {path for path in expected if log[path] == ("skipped", "it holds no words of an article")}
    assert wordless == WORDLESS
    assert {path: log[path][0] for path in expected if path not in wordless} == {
        path: status for path, status in expected.items() if path not in wordless
    }
    assert all(reason for status, reason in log.values() if status != "loaded")


def test_the_good_articles_are_all_there_and_the_corpus_is_sound(
    hostile: tuple[Path, dict[str, str]],
) -> None:
    database, _ = hostile
    with connect(database) as connection:
        paths = {path for (path,) in connection.execute("SELECT path FROM articles")}
        failed = connection.execute("SELECT reason FROM load_log WHERE reason LIKE '%Error%'").fetchall()
    connection.close()
    assert {seed.name for seed in SEEDS.iterdir()} <= paths
    assert failed == []
    assert list(problems(database)) == []
