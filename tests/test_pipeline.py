"""A load is exact, repeatable and atomic: the same files give the same corpus, whatever happened before."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import loader
from loader.model import CorpusError
from loader.pipeline import verify
from loader.store import connect, differences, problems, work_path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


def copy_of_seeds(folder: Path) -> Path:
    return Path(shutil.copytree(SEEDS, folder / "seeds"))


def select(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(connect(database)) as connection:
        return connection.execute(sql).fetchall()


def test_two_loads_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    again = copy_of_seeds(tmp_path)
    loader.load(again, db=tmp_path / "corpus.db")
    assert (tmp_path / "corpus.db").read_bytes() == corpus.read_bytes()


def test_the_corpus_in_the_repository_is_a_fresh_build(corpus: Path) -> None:
    assert list(differences(ROOT / "corpus.db", corpus)) == []


def test_a_fresh_corpus_passes_every_check(corpus: Path) -> None:
    assert list(problems(corpus)) == []


def test_a_second_load_changes_nothing_and_runs_no_model(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("loader.language.load_model", refuse)
    before = (corpus.read_bytes(), corpus.stat().st_mtime_ns)
    report = loader.load(corpus.parent / "seeds", db=corpus)
    assert not report.changed
    assert (corpus.read_bytes(), corpus.stat().st_mtime_ns) == before


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_ends_as_a_fresh_load(seed: int, corpus: Path, tmp_path: Path) -> None:
    """Files come one after the other in random order, are edited, renamed and removed, and end as the seeds."""
    chance = random.Random(seed)
    folder = tmp_path / "seeds"
    folder.mkdir()
    files = sorted(SEEDS.iterdir())
    chance.shuffle(files)
    for step, file in enumerate(files):
        shutil.copy(file, folder)
        if step == 2:
            (folder / "other.txt").write_text("A ship sank off Oslo on 3 May 2021, Mary Brown said.\n")
            (folder / file.name).write_text("Something else entirely, said John Smith.\n")
        if step in (1, 2, 4):
            loader.load(folder, db=tmp_path / "corpus.db")
    (folder / "other.txt").rename(folder / "renamed.txt")
    shutil.copy(files[2], folder)
    loader.load(folder, db=tmp_path / "corpus.db")
    (folder / "renamed.txt").unlink()
    loader.load(folder, db=tmp_path / "corpus.db")
    assert list(differences(tmp_path / "corpus.db", corpus)) == []
    assert list(problems(tmp_path / "corpus.db")) == []


def test_corrections_come_and_go_without_a_trace(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of_seeds(tmp_path)
    database = tmp_path / "corpus.db"
    (folder / "corrections.yml").write_text(
        "- article: 004_174aae4802f6c786.txt\n  date: 2025-05-21\n"
        "- name: {Imran Khan: Imran Ahmed Khan Niazi}\n"
        "- wikidata: {Arif Alvi: Q1}\n"
        "- not_a_person: Liu Jianchao\n"
        "- same: [Nobody Here, Nobody There]\n"
        "- article: gone.txt\n  headline: x\n"
    )
    report = loader.load(folder, db=database)
    assert select(database, "SELECT published, published_source FROM articles WHERE path LIKE '004%'") == [
        ("2025-05-21", "corrections")
    ]
    assert select(database, "SELECT date_edtf FROM event_mentions WHERE date_edtf LIKE '2025-05-10'")
    names = {name for (name,) in select(database, "SELECT name FROM people")}
    assert "Imran Ahmed Khan Niazi" in names
    assert "Liu Jianchao" not in names
    assert select(database, "SELECT wikidata_id FROM people WHERE name = 'Arif Alvi'") == [("Q1",)]
    assert any("line 6" in note for note in report.notes)
    assert any("gone.txt" in note for note in report.notes)
    (folder / "corrections.yml").unlink()
    loader.load(folder, db=database)
    assert list(differences(database, corpus)) == []


def test_corrections_of_events_come_and_go_without_a_trace(tmp_path: Path) -> None:
    for name, text in {
        "one/a.txt": "President Ann Dower met Prime Minister Harold Finch in Oslo on 3 May 2021 over fish quotas.\n",
        "one/b.txt": "OSLO: Prime Minister Harold Finch met President Ann Dower on 3 May 2021, an aide said.\n",
        "two/c.txt": "President Ann Dower visited Lima on 9 June 2021.\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    database = tmp_path / "corpus.db"
    for source in ("one", "two"):
        loader.load(tmp_path / source, db=database)
    shutil.copy(database, tmp_path / "before.db")
    together = (
        "SELECT group_concat(path, ' '), reason FROM (SELECT DISTINCT a.path, e.id, e.reason FROM event_mentions m"
        " JOIN articles a ON a.id = m.article_id JOIN events e ON e.id = m.event_id ORDER BY a.path)"
        " GROUP BY id ORDER BY 1"
    )
    assert select(database, together) == [
        ("a.txt b.txt", "2 reports in 2 articles: same party and word"), ("c.txt", "one report")
    ]  # fmt: skip
    said = tmp_path / "one" / "corrections.yml"
    said.write_text(
        "- different_events: [{article: a.txt, event: met}, {article: b.txt, event: met, sentence: OSLO}]\n"
        "- same_event: [{article: a.txt, event: met}, {article: two/c.txt, event: visit}]\n"
        "- same_event: [{article: a.txt, event: met}, {article: c.txt, event: visit}]\n"
    )
    report = loader.load(tmp_path / "one", db=database)
    assert [note for note in report.notes if "line" in note] == [
        "one/corrections.yml, line 3: this correction matches nothing: no event 'visit' in 'c.txt'"
    ]
    assert select(database, together) == [
        ("a.txt c.txt", "2 reports in 2 articles: joined by a correction, kept apart by a correction"),
        ("b.txt", "one report: kept apart by a correction"),
    ]
    assert [*problems(database), *verify(database, rebuild=True)] == []
    said.unlink()
    loader.load(tmp_path / "one", db=database)
    assert list(differences(database, tmp_path / "before.db")) == []


def test_sources_stand_beside_each_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(
            f"The minister, John Smith, met with Mary Brown in London, the {name} said.\n"
        )
    database = tmp_path / "corpus.db"
    loader.load(tmp_path / "one", db=database)
    loader.load(tmp_path / "two", db=database)
    shutil.rmtree(tmp_path / "one")
    (tmp_path / "two" / "b.txt").write_text("Nothing happened.\n")
    loader.load(tmp_path / "two", db=database)
    paths = "SELECT s.name, a.path FROM articles a JOIN sources s ON s.id = a.source_id ORDER BY 1, 2"
    assert select(database, paths) == [("one", "a.txt"), ("two", "a.txt"), ("two", "b.txt")]


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    for parent in ("x", "y"):
        (tmp_path / parent / "news").mkdir(parents=True)
        (tmp_path / parent / "news" / "a.txt").write_text(
            "The minister, John Smith, met with Mary Brown in London and they talked about the weather.\n"
        )
    database = tmp_path / "corpus.db"
    loader.load(tmp_path / "x" / "news", db=database)
    with pytest.raises(CorpusError, match="--as"):
        loader.load(tmp_path / "y" / "news", db=database)
    loader.load(tmp_path / "y" / "news", db=database, name="other")
    assert select(database, "SELECT count(*) FROM articles") == [(2,)]


def test_a_record_that_stays_is_not_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"headline": "A", "text": "The minister spoke to the press in London."}\n')
    loader.load(file, db=tmp_path / "corpus.db")
    with file.open("a") as out:
        out.write('{"headline": "B", "text": "The other minister was not there at all."}\n')
    seen: list[str] = []
    whole = loader.pipeline.spread

    def watch(items, *rest):  # type: ignore[no-untyped-def]
        return whole((seen.append(item.source.path) or item for item in items), *rest)

    monkeypatch.setattr("loader.pipeline.spread", watch)
    loader.load(file, db=tmp_path / "corpus.db")
    assert seen == ["news.jsonl#2"]


def test_processes_change_nothing(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of_seeds(tmp_path)
    loader.load(folder, db=tmp_path / "corpus.db", options=loader.Options(jobs=2))
    assert (tmp_path / "corpus.db").read_bytes() == corpus.read_bytes()


def test_a_vacuum_breaks_nothing(corpus: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(corpus, tmp_path / "copy.db"))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("VACUUM")
        for table in ("articles", "people", "quotes", "events", "search_index"):
            content = {"search_index": "search_content"}.get(table, table)
            key = "rowid" if table == "people" else "id"
            found = connection.execute(
                f"SELECT c.{key} FROM {table}_fts f JOIN {content} c ON c.{key} = f.rowid"
                f" WHERE {table}_fts MATCH 'bajwa'"
            ).fetchall()
            assert found or table == "events"
    assert list(problems(copy)) == []
    assert list(differences(copy, corpus)) == []


def test_verify_rebuilds_and_compares(corpus: Path) -> None:
    assert list(verify(corpus, rebuild=True)) == []
    assert not (corpus.parent / "corpus.db.again").exists()


def test_verify_finds_what_was_tampered_with(corpus: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(corpus, tmp_path / "copy.db"))
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            "UPDATE quotes SET start_char = start_char + 1 WHERE id = (SELECT min(id) FROM quotes)"
        )
        connection.execute(
            "UPDATE articles SET text = text || ' more' WHERE id = (SELECT min(id) FROM articles)"
        )
    found = "\n".join(problems(copy))
    assert "quotes" in found
    assert "search_index_fts" in found


@pytest.mark.parametrize("delay", [0.2, 1.0, 1.8, 2.4, 3.0, 4.0])
def test_a_kill_leaves_the_old_corpus_or_the_new_one(delay: float, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    shutil.copy(sorted(SEEDS.iterdir())[0], folder)
    database = tmp_path / "corpus.db"
    loader.load(folder, db=database)
    old = database.read_bytes()
    shutil.copytree(SEEDS, folder, dirs_exist_ok=True)
    command = [
        sys.executable,
        "-c",
        "from loader.cli import main; main()",
        "load",
        str(folder),
        "--db",
        str(database),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    assert database.read_bytes() == old or list(differences(database, corpus)) == []
    loader.load(folder, db=database)
    assert list(differences(database, corpus)) == []
    assert not work_path(database).exists()


def test_an_interrupted_load_goes_on_from_where_it_was(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of_seeds(tmp_path)
    database = tmp_path / "corpus.db"
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 1)
    with monkeypatch.context() as patch:
        patch.setattr("loader.relink.relink", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            loader.load(folder, db=database)
    assert not database.exists()
    assert work_path(database).exists()
    monkeypatch.setattr("loader.language.load_model", lambda *_: pytest.fail("analysed again"))
    loader.load(folder, db=database)
    assert list(differences(database, corpus)) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_ends_a_load_with_a_promise_that_is_kept(corpus: Path, tmp_path: Path) -> None:
    folder = copy_of_seeds(tmp_path)
    text = (SEEDS / "003_0e87aa88177b14ee.txt").read_text(encoding="utf-8")
    for n in range(60):
        (folder / f"more{n}.txt").write_text(f"Report {n} of many\n\n{text.replace('Wei', f'Wei{n}')}")
    database = tmp_path / "corpus.db"
    code = "import signal, loader.cli; signal.signal(signal.SIGINT, signal.default_int_handler); loader.cli.main()"
    command = [sys.executable, "-c", code, "load", str(folder), "--db", str(database), "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        while "analysing" not in process.stderr.readline():
            pass
        os.killpg(process.pid, signal.SIGINT)
        began = time.monotonic()
        message = process.stderr.read()
        process.wait()
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert "goes on from here" in message
    assert "Traceback" not in message
    for n in range(60):
        (folder / f"more{n}.txt").unlink()
    loader.load(folder, db=database)
    assert list(differences(database, corpus)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.db", "seeds"]


# -------------------------------------------------------------------------------------------------- bad input
def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere: there is no such file"):
        loader.load(tmp_path / "nowhere", db=tmp_path / "corpus.db")


def test_a_folder_without_articles_gives_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    report = loader.load(tmp_path / "news", db=tmp_path / "corpus.db")
    assert report.counts["articles"] == 0
    assert list(problems(tmp_path / "corpus.db")) == []


def test_files_that_are_no_articles_are_logged_and_lose_nothing(tmp_path: Path) -> None:
    folder = copy_of_seeds(tmp_path)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    report = loader.load(folder, db=tmp_path / "corpus.db")
    assert report.counts["articles"] == 5
    assert report.statuses == {"loaded": 5, "skipped": 2}
    assert {path for path, _, _ in report.problems} == {"empty.txt", "picture.txt"}


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + b"x" * 2000])
def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "corpus.db"
    database.write_bytes(content)
    with pytest.raises(CorpusError, match="no corpus"):
        loader.load(SEEDS, db=database)
    assert database.read_bytes() == content


def test_another_programs_sqlite_file_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "corpus.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE mine (id)")
    before = database.read_bytes()
    with pytest.raises(CorpusError, match="no corpus"):
        loader.load(SEEDS, db=database)
    assert database.read_bytes() == before


def test_a_corpus_of_another_version_is_rebuilt_from_its_sources(corpus: Path, tmp_path: Path) -> None:
    copy_of_seeds(tmp_path)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text(
        "The minister, John Smith, met with Mary Brown in London and they talked about the weather.\n"
    )
    database = Path(shutil.copy(corpus, tmp_path / "corpus.db"))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0' WHERE id = 'schema'")
    loader.load(tmp_path / "more", db=database)
    assert select(database, "SELECT count(*) FROM articles") == [(6,)]
    assert list(problems(database)) == []


def test_a_second_load_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    from loader.store import lock

    with lock(tmp_path / "corpus.db"), pytest.raises(CorpusError, match="another load"):
        loader.load(SEEDS, db=tmp_path / "corpus.db")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(CorpusError, match="cannot be written"):
        loader.load(SEEDS, db=tmp_path / "corpus.db")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written here"):
        loader.load(SEEDS, db=tmp_path / "nowhere" / "corpus.db")


def test_an_article_whose_analysis_fails_is_stored_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(
        "The minister, John Smith, met with Mary Brown in London and they talked about the weather.\n"
    )

    def fail(*_: object) -> None:
        raise ValueError("boom")

    monkeypatch.setattr("loader.analyse._found", {})
    monkeypatch.setattr("loader.extract.extract", fail)
    report = loader.load(tmp_path / "a.txt", db=tmp_path / "corpus.db")
    assert report.counts["articles"] == 1
    assert any("boom" in note for note in report.notes)


def test_a_year_is_inferred_from_a_dated_copy_only_and_never_published(tmp_path: Path) -> None:
    body = "".join(
        f"The committee of village {n} met the mayor in the town hall and agreed on repairs of road number {n}.\n\n"
        for n in range(12)
    )
    news = tmp_path / "news"
    news.mkdir()
    (news / "dated.txt").write_text(f"Roads to be repaired\n\nPublished: May 21, 2024\n\n{body}")
    (news / "undated.txt").write_text(f"Roads to be repaired\n\nMay 21\n\n{body}")
    (news / "other.txt").write_text(f"Roads to be repaired\n\nMay 22\n\n{body}")
    loader.load(news, db=tmp_path / "corpus.db")
    found = select(
        tmp_path / "corpus.db", "SELECT path, published, inferred_date FROM articles ORDER BY path"
    )
    assert found == [
        ("dated.txt", "2024-05-21", None), ("other.txt", None, None), ("undated.txt", None, "2024-05-21"),
    ]  # fmt: skip


def test_lines_that_an_outlet_repeats_are_marked_and_stay(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    line = "Rain is expected along the coast, the weather office said."
    for n, text in enumerate(
        (
            "The minister went to London and told reporters that all was well there, which many doubted.",
            "Two ships collided near the harbour in the night; nobody was hurt, but oil ran into the sea.",
            "A bakery in the old town has won the national prize for its bread for the third time.",
            "Voters in the north go to the polls on Sunday to choose a new council and a mayor.",
        )
    ):
        (news / f"{n}.txt").write_text(f"Headline number {n} is here\n\n{text}\n\n{line}\n\n{text[::-1]}\n")
    loader.load(news, db=tmp_path / "corpus.db")
    found = select(
        tmp_path / "corpus.db",
        "SELECT substr(a.text, r.start_char + 1, r.end_char - r.start_char), r.stories FROM repeated_lines r"
        " JOIN articles a ON a.id = r.article_id",
    )
    assert found == [(line, 4)] * 4
