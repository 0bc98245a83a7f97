"""What the tests share: the seeds loaded once, in a folder of their own."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

import loader

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
settings.register_profile("long", max_examples=4000)  # pytest --hypothesis-profile=long: for a night


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the five seeds, beside a copy of them; tests only read it."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copytree(SEEDS, folder / "seeds")
    report = loader.load(folder / "seeds", db=folder / "corpus.db")
    assert report.notes == ()
    return folder / "corpus.db"


@pytest.fixture
def rows(corpus: Path) -> Iterator[sqlite3.Connection]:
    """A connection to that corpus, with rows that are read by name."""
    with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection
