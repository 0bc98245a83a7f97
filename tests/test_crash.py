"""Bad days: kills, full disks, files that change while read, readers during a load, databases of other versions."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import loader
from loader.cli import main
from loader.model import CorpusError
from loader.site.serve import serve_app
from loader.store import connect, differences, inspect, lock, problems, work_path
from loader.store.workfile import WorkFile
from tests.conftest import ROOT, SEEDS
from tests.remembered import quick_model
from tests.site_fixture import make

__all__ = ["quick_model"]  # a fixture that every test here uses


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for seed in sorted(SEEDS.iterdir())[:2]:
        shutil.copy(seed, folder)
    return folder


@pytest.fixture
def loaded(news: Path) -> Path:
    """A corpus of the two files, to which a third has come since."""
    loader.load(news, db=news.parent / "corpus.db")
    shutil.copy(sorted(SEEDS.iterdir())[2], news)
    return news.parent / "corpus.db"


def same_as_fresh(database: Path, *sources: Path) -> bool:
    fresh = database.with_name("fresh.db")
    loader.load(*sources, db=fresh)
    found = [*differences(database, fresh), *problems(database)]
    fresh.unlink()
    return found == []


# ------------------------------------------------------------------------------------------------------- kills
def test_a_load_that_is_killed_at_any_step_leaves_a_whole_corpus_and_goes_on() -> None:
    """The benchmark, run with 100 moments by the clock, does the same."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_kills", "8", "--steps"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "work kept" in done.stdout


def test_a_load_of_another_source_leaves_nothing_of_one_that_was_interrupted(
    loaded: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = news.parent / "other"
    shutil.copytree(SEEDS, other)
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 1)
    with monkeypatch.context() as patch:
        patch.setattr("loader.relink.relink", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            loader.load(other, db=loaded)
    loader.load(news, db=loaded)
    assert same_as_fresh(loaded, news)


# ---------------------------------------------------------------------------------------------------- full disk
def test_a_full_disk_is_told_leaves_the_old_corpus_and_the_load_goes_on(
    loaded: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = WorkFile.__init__

    def small(work: WorkFile, path: Path) -> None:
        whole(work, path)
        work.db.execute("PRAGMA max_page_count = 1")  # SQLite makes it the pages that there are

    before = loaded.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(WorkFile, "__init__", small)
        with pytest.raises(CorpusError, match="no room is left on the disk"):
            loader.load(news, db=loaded)
    assert loaded.read_bytes() == before
    loader.load(news, db=loaded)
    assert same_as_fresh(loaded, news)


@pytest.mark.parametrize("function", ["shutil.copyfile", "os.fsync"])
def test_no_half_copy_stays_on_a_full_disk(
    function: str, loaded: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = loaded.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(function, full)
        with pytest.raises(CorpusError, match="no room is left on the disk"):
            loader.load(news, db=loaded)
    assert {path.suffix for path in loaded.parent.iterdir()} <= {"", ".db", ".work", ".work-wal", ".work-shm"}
    assert loaded.read_bytes() == before
    loader.load(news, db=loaded)
    assert same_as_fresh(loaded, news)


def test_a_damaged_corpus_is_told(loaded: Path, news: Path) -> None:
    data = bytearray(loaded.read_bytes())
    data[8192:] = os.urandom(16) * ((len(data) - 8192) // 16)
    loaded.write_bytes(data)
    with pytest.raises(CorpusError, match=r"damaged|no corpus"):
        loader.load(news, db=loaded)


# ------------------------------------------------------------------------------------ files that change or vanish
def test_a_file_that_is_touched_while_it_is_read_is_read_again(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes stay the same, so that its hash alone would call it unchanged for ever."""
    database, file = tmp_path / "corpus.db", sorted(news.iterdir())[0]
    _while_read(monkeypatch, lambda: os.utime(file, (1, 1)))
    report = loader.load(news, db=database)
    assert [path for path, _, reason in report.problems if "changed while" in reason] == [file.name]
    monkeypatch.undo()
    assert loader.load(news, db=database).counts["articles"] == 2
    assert same_as_fresh(database, news)


def test_a_file_that_vanishes_and_comes_back_as_it_was_is_read(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, file = tmp_path / "corpus.db", sorted(news.iterdir())[0]
    aside = file.rename(tmp_path / "aside") and tmp_path / "aside"
    shutil.copy2(aside, file)
    _while_read(monkeypatch, lambda: file.unlink(missing_ok=True))
    report = loader.load(news, db=database)
    assert [reason.split(":")[0] for path, _, reason in report.problems if path == file.name] == ["gone"]
    monkeypatch.undo()
    shutil.copy2(aside, file)
    assert loader.load(news, db=database).counts["articles"] == 2
    assert same_as_fresh(database, news)


def _while_read(monkeypatch: pytest.MonkeyPatch, happens: Any) -> None:
    """Lets something happen after the folder is listed and before its files are read."""
    import loader.read

    whole = loader.read.read

    def read(*arguments: Any) -> Iterator[Any]:
        happens()
        yield from whole(*arguments)

    monkeypatch.setattr("loader.read.read", read)


# ---------------------------------------------------------------------------------------------------- two loads
def test_a_lock_whose_file_was_removed_keeps_nobody_out_and_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another load may end, and remove the file, between our opening it and our locking it."""
    path = tmp_path / "corpus.db.lock"

    def overtaken(_: int) -> None:
        path.unlink()

    monkeypatch.setattr(sys.modules["loader.store.inspect"], "_lock", overtaken)
    with pytest.raises(CorpusError, match="another load"), lock(tmp_path / "corpus.db"):
        pass


# ------------------------------------------------------------------------------------------- readers during a load
@pytest.fixture
def old_and_new(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = make(tmp_path / "old" / "c.db"), make(tmp_path / "new" / "c.db", extra=400)
    with closing(sqlite3.connect(new)) as connection, connection:
        connection.execute("UPDATE articles SET headline = 'Changed: ' || headline")
    return old, new


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("address", ["/", "/c/articles/1", "/c/articles.json?_size=max", "/search?q=Item"])
def test_an_answer_that_a_load_overtakes_is_made_again(
    address: str, public: bool, old_and_new: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = old_and_new
    datasette, expected = serve_app(old, public=public), serve_app(new, public=public)

    async def ask() -> None:
        from loader.site import live

        await datasette.client.get("/c.json")
        execute, asked = live.LiveDatabase.execute_fn, 0

        async def overtaken(self: Any, fn: Any) -> Any:
            nonlocal asked
            asked += self.path == str(old)
            found = await execute(self, fn)
            if asked == 1:
                new.replace(old)
            return found

        wanted = (await expected.client.get(address)).text
        monkeypatch.setattr(live.LiveDatabase, "execute_fn", overtaken)
        answer = await datasette.client.get(address)
        assert not new.exists()
        assert _settled(answer.text) == _settled(wanted)

    asyncio.run(ask())


def _settled(page: str) -> str:
    """The page without how long it took."""
    return "\n".join(line for line in page.splitlines() if "query_ms" not in line and " ms" not in line)


def test_an_export_that_a_load_overtakes_is_broken_off(old_and_new: tuple[Path, Path]) -> None:
    old, new = old_and_new
    shutil.copy(new, new.with_name("later.db"))
    new.replace(old)
    datasette = serve_app(old)

    async def ask() -> list[bytes]:
        sent: list[bytes] = []

        async def send(message: Any) -> None:
            sent.append(message.get("body", b""))
            if len(sent) == 2:
                new.with_name("later.db").replace(old)

        async def receive() -> Any:
            return {"type": "http.request"}

        scope = {
            "type": "http", "method": "GET", "path": "/c/articles.csv", "raw_path": b"/c/articles.csv",
            "query_string": b"_stream=on&_size=10", "headers": [], "scheme": "http", "http_version": "1.1",
        }  # fmt: skip
        await datasette.invoke_startup()
        with pytest.raises(Exception, match="replaced while this was being read"):
            await datasette.app()(scope, receive, send)
        return sent

    assert 0 < b"".join(asyncio.run(ask())).count(b"\n") < 404


# ---------------------------------------------------------------------------------------------------- versions
def of_version(database: Path, number: str) -> Path:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE id = 'schema'", [number])
        connection.execute("UPDATE meta SET value = ? WHERE id = 'news_corpus'", [f"0.{number}"])
    return database


def test_a_corpus_of_a_newer_version_is_refused_and_left_alone(loaded: Path, news: Path) -> None:
    of_version(loaded, "999")
    before = loaded.read_bytes()
    with pytest.raises(CorpusError, match=r"newer version \(0.999\).*pip install --upgrade"):
        loader.load(news, db=loaded)
    assert loaded.read_bytes() == before
    assert [path.name for path in loaded.parent.iterdir() if path != news] == ["corpus.db"]


@pytest.mark.parametrize(
    "command", [["verify"], ["search", "x"], ["export", "people"], ["review"], ["serve"]]
)
@pytest.mark.parametrize(("number", "told"), [("1", "corpus load"), ("999", "pip install --upgrade")])
def test_reading_a_corpus_of_another_version_is_refused_with_the_command_to_type(
    command: list[str], number: str, told: str, loaded: Path
) -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(main, [*command, "--db", str(of_version(loaded, number))])
    assert result.exit_code == 2
    assert told in result.output
    if number == "1":
        assert f"corpus load {loaded.parent / 'news'} --db {loaded}" in result.output


def test_an_older_corpus_is_rebuilt_whole_and_one_whose_source_is_gone_is_left_alone(
    loaded: Path, news: Path
) -> None:
    other = news.parent / "other"
    shutil.copytree(SEEDS, other)
    loader.load(other, db=loaded)
    of_version(loaded, "1")
    before = loaded.read_bytes()
    aside = news.rename(news.parent / "aside")
    with pytest.raises(CorpusError, match=r"'news' is not at news.*--as news"):
        loader.load(other, db=loaded)
    assert loaded.read_bytes() == before
    aside.rename(news)
    loader.load(other, db=loaded)
    assert same_as_fresh(loaded, other, news)


def test_the_work_file_of_another_version_is_thrown_away(
    loaded: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("loader.relink.relink", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            loader.load(news, db=loaded)
    of_version(work_path(loaded), "999")
    assert inspect(loaded, _meta(loaded)).base == loaded
    loader.load(news, db=loaded)
    assert same_as_fresh(loaded, news)


def _meta(database: Path) -> dict[str, str]:
    with closing(connect(database)) as connection:
        return dict(connection.execute("SELECT id, value FROM meta").fetchall())


def test_a_verification_that_cannot_write_says_so_and_one_that_was_killed_leaves_nothing(
    loaded: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from loader.pipeline import verify

    loader.load(news, db=loaded)
    loaded.with_name("corpus.db.again").write_bytes(b"half")
    loaded.with_name("corpus.db.again.work").write_bytes(b"half")
    assert list(verify(loaded, rebuild=True)) == []
    assert sorted(path.name for path in loaded.parent.iterdir()) == ["corpus.db", "news"]

    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", refused)
        patch.setattr("loader.store.open_work", refused)
        with pytest.raises(CorpusError, match="cannot be written"):
            list(verify(loaded, rebuild=True))
