"""Corpora loaded apart and merged are what one load of all their sources gives, and can be loaded further."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import loader
from loader import store
from loader.model import CorpusError
from loader.store import connect, differences, discard, lock, problems, work_path
from tests.test_cli import run

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
WIRE = (
    "The harbour of Lowmouth will be closed for {} weeks, Mayor Ann Dower told reporters on 3 May 2021.\n\n"
    + (
        "Dredgers have to take out the sand that two winters of storms have left there, and the fishermen of the town"
        " will land their catch at Eastness until that is done, as the council agreed with them on Monday.\n\n"
        '"Nobody loses a day at sea over this," said Dower, who met Harold Finch, the head of the port of Eastness.\n'
    )
)
TEXTS = {
    "wire.txt": WIRE.format("six"),
    "copy.txt": WIRE.format("six") + "\nMore to follow.\n",
    "later.txt": WIRE.format("eight"),
    "other.txt": "Finch to leave the port\n\nHarold Finch, the head of the port, resigned on 9 June 2021.\n",
    "dower.txt": 'Ann Dower said that she would run again. "The town is my home," Ms Dower told a crowd in Lowmouth.\n',
    "empty.txt": "",
    "news.jsonl": '{"title": "Dower wins", "text": "Ann Dower won, Harold Finch said.", "date": "2022-05-01"}\n'
    '{"title": broken\n',
    **{seed.name: seed.read_text(encoding="utf-8") for seed in sorted(SEEDS.iterdir())[:3]},
}
CORRECTIONS = (
    "- same: [Ann Dower, Harold Finch]\n"
    "- different_events: [{article: wire.txt, event: met}, {article: outlet1/copy.txt, event: met}]\n",
    "- wikidata: {Ann Dower: Q1}\n- not_a_person: Nobody Here\n",
    "",
)


def sources(folder: Path, chance: random.Random, count: int = 3) -> list[Path]:
    """The texts, dealt out to so many folders, some with corrections."""
    folders = [folder / f"outlet{n}" for n in range(count)]
    for source in folders:
        source.mkdir(parents=True)
    for name, text in TEXTS.items():
        (chance.choice(folders) / name).write_text(text, encoding="utf-8")
    for source, said in zip(folders, CORRECTIONS, strict=False):
        if said:
            (source / "corrections.yml").write_text(said)
    return folders


def log(database: Path) -> list[tuple[object, ...]]:
    with closing(connect(database)) as connection:
        return connection.execute("SELECT * FROM load_log ORDER BY id").fetchall()


@pytest.mark.parametrize("seed", range(4))
def test_shards_joined_are_what_one_load_gives_to_the_byte(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    folders = sources(tmp_path / "news", chance, count=chance.randrange(2, 5))
    shards: dict[Path, list[Path]] = {}
    for folder in folders:
        shards.setdefault(tmp_path / "shards" / f"{chance.randrange(3)}" / "part.db", []).append(folder)
    for shard, some in shards.items():
        shard.parent.mkdir(parents=True)
        loader.load(*some, db=shard)
    order = list(shards)
    chance.shuffle(order)
    merged = loader.merge(*order, db=tmp_path / "merged.db")
    whole = loader.load(*folders, db=tmp_path / "whole.db")
    assert list(differences(merged.database, whole.database)) == []
    assert log(merged.database) == log(whole.database)
    assert merged.database.read_bytes() == whole.database.read_bytes()
    assert (merged.counts, merged.statuses, merged.problems) == (whole.counts, whole.statuses, whole.problems)
    assert list(problems(merged.database)) == []


def test_what_was_merged_is_loaded_further_from_its_own_folder(tmp_path: Path) -> None:
    one, two, three = sources(tmp_path / "news", random.Random(7))
    (tmp_path / "a").mkdir()
    (tmp_path / "deep" / "down").mkdir(parents=True)
    loader.load(one, two, db=tmp_path / "a" / "a.db")
    loader.load(three, db=tmp_path / "deep" / "down" / "b.db")
    merged = tmp_path / "deep" / "merged.db"
    loader.merge(tmp_path / "a" / "a.db", tmp_path / "deep" / "down" / "b.db", db=merged)
    assert not loader.load(one, two, three, db=merged).changed
    (two / "new.txt").write_text("Ann Dower met Harold Finch in Eastness on 4 July 2021, her office said.\n")
    (two / "corrections.yml").unlink(missing_ok=True)
    next(iter(sorted(three.iterdir()))).unlink()
    loader.load(two, three, db=merged)
    loader.load(one, two, three, db=tmp_path / "deep" / "fresh.db")
    assert list(differences(merged, tmp_path / "deep" / "fresh.db")) == []


def test_merging_again_brings_the_result_up_to_date(tmp_path: Path) -> None:
    one, two, _ = sources(tmp_path / "news", random.Random(1))
    for folder in (one, two):
        loader.load(folder, db=tmp_path / f"{folder.name}.db")
    shards = [tmp_path / "outlet0.db", tmp_path / "outlet1.db"]
    loader.merge(*shards, db=tmp_path / "all.db")
    (one / "new.txt").write_text("Ann Dower met Harold Finch in Eastness on 4 July 2021, her office said.\n")
    loader.load(one, db=shards[0])
    report = loader.merge(*shards, db=tmp_path / "all.db")
    loader.load(one, two, db=tmp_path / "whole.db")
    assert list(differences(report.database, tmp_path / "whole.db")) == []


def test_a_source_that_has_moved_since_is_loaded_further_when_its_name_says_so(tmp_path: Path) -> None:
    one, two, _ = sources(tmp_path / "news", random.Random(3))
    loader.load(one, db=tmp_path / "one.db")
    loader.load(two, db=tmp_path / "two.db")
    (tmp_path / "elsewhere").mkdir()
    merged = tmp_path / "elsewhere" / "merged.db"
    loader.merge(tmp_path / "one.db", tmp_path / "two.db", db=merged)
    here = Path(shutil.move(one, tmp_path / "elsewhere" / one.name))
    with pytest.raises(CorpusError, match=f"with --as {one.name}"):
        loader.load(here, db=merged)
    loader.load(here, db=merged, name=one.name)
    assert not loader.load(here, db=merged).changed
    with pytest.raises(CorpusError, match="already holds a source"):
        loader.load(here, db=merged, name=two.name)
    loader.load(here, two, db=tmp_path / "elsewhere" / "fresh.db")
    assert list(differences(merged, tmp_path / "elsewhere" / "fresh.db")) == []


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two shards of a source each."""
    made = []
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(
            f"Mary Brown of the {name} met John Smith in London, she said.\n"
        )
        made.append(loader.load(tmp_path / name, db=tmp_path / f"{name}.db").database)
    return made[0], made[1]


def test_the_command_merges_and_says_what_came_of_it(pair: tuple[Path, Path], tmp_path: Path) -> None:
    code, out = run("merge", *pair, "--db", tmp_path / "all.db")
    assert code == 0
    assert "all.db: 2 articles" in out
    assert "Next: corpus serve" in out


def refused(message: str, *shards: Path, db: Path) -> None:
    """Merging is refused with a message, status 2, and leaves every file as it was."""
    folder = db.parent
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(CorpusError, match=message):
        loader.merge(*shards, db=db)
    code, out = run("merge", *shards, "--db", db)
    assert code == 2
    assert "Traceback" not in out
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_sources_of_one_name_are_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(pair[0], tmp_path / "copy.db"))
    refused("both hold a source 'north'.*--as NAME", pair[0], copy, db=tmp_path / "all.db")
    refused("both hold a source 'north'", pair[0], pair[0], db=tmp_path / "all.db")


def change_meta(database: Path, what: str, value: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE id = ?", [value, what])


def test_a_shard_of_another_version_or_model_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    change_meta(pair[1], "model", "en_other 1.0")
    refused("south.db was made with the model 'en_other 1.0'", *pair, db=tmp_path / "all.db")
    change_meta(pair[1], "news_corpus", "0.0.1")
    refused("south.db was made by version 0.0.1", *pair, db=tmp_path / "all.db")


def test_shards_of_one_other_model_are_merged_without_it(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for shard in pair:
        change_meta(shard, "model", "en_other 1.0")
    assert loader.merge(*pair, db=tmp_path / "all.db").counts["articles"] == 2


def test_what_is_no_corpus_is_named(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello")
    refused("text.db: this file is no corpus", pair[0], tmp_path / "text.db", db=tmp_path / "all.db")
    refused("nowhere.db: there is no such database", pair[0], tmp_path / "nowhere.db", db=tmp_path / "all.db")


def test_nothing_is_lost_by_merging(pair: tuple[Path, Path], tmp_path: Path) -> None:
    refused("itself to be merged", *pair, db=pair[0])
    (tmp_path / "mine.db").write_bytes(b"hello")
    refused("mine.db: this file is no corpus", *pair, db=tmp_path / "mine.db")
    loader.load(SEEDS, db=tmp_path / "seeds.db")
    refused("holds the source 'seeds', which would be lost", *pair, db=tmp_path / "seeds.db")
    shutil.copy(pair[0], work_path(tmp_path / "all.db"))
    refused("was interrupted", *pair, db=tmp_path / "all.db")


def test_a_damaged_shard_gives_a_message_and_leaves_nothing(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with closing(sqlite3.connect(pair[1])) as connection, connection:
        connection.execute(
            "UPDATE mentions SET id = (SELECT min(id) FROM mentions) - 1 WHERE id = (SELECT max(id) FROM mentions)"
        )
        connection.execute("DROP TABLE quotes")
    refused("south.db: cannot be joined.*corpus verify", *pair, db=tmp_path / "all.db")


@pytest.mark.parametrize("pages", [1, 15])
def test_a_full_disk_is_told_and_leaves_the_old_corpus(
    pages: int, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(database: Path, meta: dict[str, str]) -> store.WorkFile:
        work = new_merge(database, meta)
        work.db.execute(f"PRAGMA max_page_count = {room + pages}")
        return work

    new_merge = store.new_merge
    empty = new_merge(tmp_path / "empty", {})
    room = empty.db.execute("PRAGMA page_count").fetchone()[0]
    empty.close()
    discard(empty.path)
    loader.load(SEEDS, db=tmp_path / "seeds.db")
    monkeypatch.setattr("loader.store.new_merge", small)
    refused("no room is left on the disk", *pair, tmp_path / "seeds.db", db=tmp_path / "all.db")


def test_a_merge_waits_for_no_load(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with lock(tmp_path / "all.db"), pytest.raises(CorpusError, match="another load"):
        loader.merge(*pair, db=tmp_path / "all.db")


def test_an_interrupted_merge_leaves_the_old_corpus_and_nothing_else(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = loader.merge(*pair, db=tmp_path / "all.db").database
    before = database.read_bytes(), sorted(tmp_path.iterdir())
    monkeypatch.setattr("loader.relink.relink", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        loader.merge(*pair, db=database)
    assert (database.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_what_is_said_of_events_holds_across_shards(tmp_path: Path) -> None:
    for n, name in enumerate(("wire.txt", "copy.txt")):
        (tmp_path / f"outlet{n}").mkdir()
        (tmp_path / f"outlet{n}" / name).write_text(TEXTS[name])
    (tmp_path / "outlet0" / "corrections.yml").write_text(CORRECTIONS[0])
    shards = [tmp_path / "outlet0.db", tmp_path / "outlet1.db"]
    alone = [loader.load(shard.with_suffix(""), db=shard) for shard in shards]
    assert "no event 'met' in 'outlet1/copy.txt'" in alone[0].notes[0]
    merged = loader.merge(*shards, db=tmp_path / "all.db")
    assert merged.notes == ()
    with closing(connect(merged.database)) as connection:
        reasons = connection.execute(
            "SELECT count(DISTINCT e.id), min(e.reason) FROM events e JOIN event_mentions m ON m.event_id = e.id"
            " JOIN articles a ON a.id = m.article_id WHERE substr(a.text, m.start_char + 1, 3) = 'met'"
        ).fetchone()
    assert tuple(reasons) == (2, "one report: kept apart by a correction")
