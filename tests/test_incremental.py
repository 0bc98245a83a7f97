"""Whatever happens to the sources between loads, the corpus is the one that a fresh load of them gives, to the byte.

A sequence of changes (files, records, sidecars, corrections, two sources, loads that are interrupted) is drawn, and
carried out. Many more are tried with `--hypothesis-profile=long`.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loader
from loader.store import base, differences, problems, publishing, schema
from tests.remembered import quick_model

__all__ = ["quick_model"]  # a fixture that every test here uses

REPRINT = (
    "Harbour to be dredged this summer\n\n{}\n\nThe council of Port Ellis voted on Monday to dredge the harbour, "
    "Mayor Joan Pellew said. The work will cost four million and take until autumn.\n\n"
    '"We have waited ten years for this," Pellew told reporters. Engineers from the ministry will arrive next week, '
    "and fishing boats will have to use the northern pier until the work is done.\n\n"
    "Opposition councillors voted against the plan, which they called hasty and far too dear for so small a town."
)
FOOTER = "\n\nSubscribe to the Valley Echo and never miss a story from our newsroom."
TEXTS = (
    REPRINT.format("Published: May 21, 2024"),
    REPRINT.format("May 21"),
    REPRINT.format("By Mark Oakes") + FOOTER,
    "Talks end\n\nForeign Minister Anna Kovacs met Prime Minister Omar Haddad in Geneva on 12 June 2022. "
    '"We agreed on every point," Kovacs said.' + FOOTER,
    "Kovacs resigns\n\nAnna Kovacs, the painter, died in Lima on 3 March 2021, her son Pedro Kovacs said."
    + FOOTER,
    "VIENNA, March 3 (AP) - President Kim Ji-won said on Monday that talks with Omar Haddad had failed.",
    "Kim Jiwon, a singer, told reporters she would visit Lagos in May. Haddad will not come, she said."
    + FOOTER,
    "Le maire a dit que le port serait ferme pendant tout l'hiver, et que personne ne pouvait y entrer.",
    "Troops attacked the village of Ayn Dara on Tuesday, killing three, the army said. Haddad condemned the attack.",
    "<html><head><title>Rain</title></head><body><article><h1>Rain falls</h1><p>It rained in Lima on 4 May 2020, "
    "said Joan Pellew, the mayor, and it would rain again.</p></article></body></html>",
    "",
    "\x00\x01\x02\x03" * 50,
)
NAMES = ("a.txt", "b.txt", "c.html", "north/a.txt", "north/b.txt", "z.md")
RECORDS = ("news.jsonl", "north/news.csv")
SIDES = (
    "headline: Declared by hand\n", "published: 2020-02-02\npublisher: Valley Echo\n", "url: [broken\n",
    "publisher: Hill Post\nbyline: Jo Ray\n",
)  # fmt: skip
SAID = (
    "- same: [Kim Ji-won, Kim Jiwon]\n",
    "- different: [Anna Kovacs, Pedro Kovacs]\n",
    "- not_a_person: Omar Haddad\n",
    "- name: {Joan Pellew: Joan M. Pellew}\n",
    "- wikidata: {Omar Haddad: Q42}\n",
    "- country: {Anna Kovacs: HU}\n",
    "- article: a.txt\n  date: 2019-09-09\n",
    "- article: north/a.txt\n  headline: Corrected by hand\n",
    "- article: news.jsonl#2\n  publisher: Corrected Post\n",
    "- article: a.txt\n  quote: We\n  speaker: Omar Haddad\n",
    "- article: b.txt\n  drop: quote\n  text: We\n",
    "- article: gone.txt\n  headline: Of nothing\n",
    "- different_events: [{article: a.txt, event: met}, {article: b.txt, event: met}]\n",
    "- same_event: [{article: a.txt, event: d}, {article: north/a.txt, event: d}]\n",
)


@dataclass
class World:
    """Two sources in a folder, and the corpus of them."""

    folder: Path
    chance: random.Random
    loaded: set[str] = field(default_factory=set)
    records: dict[Path, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "corpus.db"

    def source(self) -> Path:
        return self.folder / self.chance.choice(("one", "two"))

    def files(self) -> list[Path]:
        return sorted(file for file in self.source().rglob("*") if file.is_file())

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def write(self, file: Path, content: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    def load(self, *names: str, **options: Any) -> None:
        loader.load(*(self.folder / name for name in names), db=self.database, **options)
        self.loaded |= set(names)


def write_file(world: World) -> None:
    world.write(world.source() / world.chance.choice(NAMES), world.text())


def write_records(world: World) -> None:
    """A file of records, one of which is added, changed, dropped, or written in other bytes."""
    file = world.source() / world.chance.choice(RECORDS)
    records = world.records.setdefault(file, [])
    place = world.chance.randrange(len(records) + 1)
    match world.chance.randrange(4):
        case 0 if place < len(records):
            del records[place]
        case 1 if place < len(records):
            records[place] = {**records[place], "title": world.chance.choice(("Changed", "Changed again"))}
        case 2:
            world.chance.shuffle(records)
        case _:
            records.insert(place, {"title": "A record", "text": world.text(), "date": "2021-03-04"})
    if file.suffix == ".csv":
        out = io.StringIO()
        table = csv.DictWriter(out, ["title", "text", "date"], quoting=world.chance.randrange(2))
        table.writeheader()
        table.writerows(records)
        world.write(file, out.getvalue())
    else:
        between = world.chance.choice((None, (",  ", ":  ")))
        world.write(file, "".join(json.dumps(record, separators=between) + "\n" for record in records))


def write_sidecar(world: World) -> None:
    name = world.chance.choice(NAMES)
    world.write(world.source() / f"{Path(name).with_suffix('')}.yml", world.chance.choice(SIDES))


def write_table(world: World) -> None:
    rows = [f"{name},{world.chance.choice(('Hill Post', 'Valley Echo', ''))}" for name in NAMES]
    rows.append(f"news.jsonl#{world.chance.randrange(3)},Echo of Records")
    content = "\n".join(["path,publisher", *world.chance.sample(rows, 3)])
    world.write(world.source() / world.chance.choice(("articles.csv", "north/articles.csv")), content + "\n")


def write_corrections(world: World) -> None:
    said = world.chance.sample(SAID, world.chance.randrange(5))
    world.write(world.source() / "corrections.yml", "".join(said) or "[]\n")


def rename(world: World) -> None:
    if files := world.files():
        target = world.source() / world.chance.choice((*NAMES, *RECORDS))
        target.parent.mkdir(parents=True, exist_ok=True)
        world.chance.choice(files).replace(target)


def delete(world: World) -> None:
    if files := world.files():
        world.chance.choice(files).unlink()


def rewrite_the_same(world: World) -> None:
    """Other bytes, the same text: Windows' line ends."""
    if files := world.files():
        file = world.chance.choice(files)
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def empty_a_folder(world: World) -> None:
    shutil.rmtree(world.source() / "north", ignore_errors=True)


def load_one(world: World) -> None:
    world.load(world.source().name, fresh=world.chance.random() < 0.1)


def load_with_other_fields(world: World) -> None:
    world.load("one", "two", options=loader.Options(fields={"headline": "date"}))


def load_interrupted(world: World) -> None:
    """A load that ends after a random number of steps, whatever it was doing then."""
    left = world.chance.randrange(12)

    def tick(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("loader.spread.BATCH_CHARS", 1)
        with suppress(KeyboardInterrupt):
            names = world.chance.choice((["one"], ["two"], ["one", "two"]))
            world.load(*names, options=loader.Options(progress=tick, jobs=1))


CHANGES: tuple[Callable[[World], None], ...] = (
    write_file, write_records, write_sidecar, write_table, write_corrections, rename, delete, rewrite_the_same,
    empty_a_folder, load_one, load_with_other_fields, load_interrupted,
)  # fmt: skip


@pytest.mark.parametrize("few", [base.FEW, 1.0])  # of all articles, up to which only what changed is linked
@settings(max_examples=settings().max_examples // 8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32),
    changes=st.lists(st.sampled_from(CHANGES), min_size=4, max_size=24),
)
def test_any_sequence_of_changes_ends_as_a_fresh_load(
    seed: int, changes: list[Callable[[World], None]], few: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "FEW", few)
        patch.setattr(publishing, "FEW", few)
        _change_and_compare(seed, changes, tmp_path_factory)


def _change_and_compare(
    seed: int, changes: list[Callable[[World], None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("world")
    world = World(folder, random.Random(seed))
    for name in ("one", "two"):
        (folder / name).mkdir()
        for file in NAMES[:3]:
            world.write(folder / name / file, world.text())
    try:
        for change in changes:
            change(world)
        loaded = (
            ["one", "two"] if "two" in world.loaded else ["one"]
        )  # a load of it that was interrupted leaves nothing
        world.load(*loaded)
        loader.load(*(folder / name for name in loaded), db=folder / "fresh.db")
        assert list(differences(world.database, folder / "fresh.db")) == []
        assert settled(world.database) == settled(folder / "fresh.db")
        assert list(problems(world.database)) == []
        assert sorted(path.name for path in folder.iterdir()) == ["corpus.db", "fresh.db", "one", "two"]
    finally:
        shutil.rmtree(folder)


def settled(database: Path) -> bytes:
    """The bytes of a corpus without what may differ, each search table rebuilt and optimised, vacuumed into another."""
    copy, other = database.with_suffix(".copy"), database.with_suffix(".vacuumed")
    shutil.copy(database, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("DELETE FROM load_log")
        for search in schema.SEARCHES:
            for command in ("rebuild", "optimize"):
                connection.execute(f"INSERT INTO {search.table}({search.table}) VALUES (?)", [command])
        connection.execute("VACUUM INTO ?", [str(other)])
    made = other.read_bytes()
    copy.unlink()
    other.unlink()
    return made
