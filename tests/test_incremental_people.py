"""Who is who after articles came, changed and went is what it is when all are linked at once."""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from loader import store
from loader.corrections import Corrections, links_as_json
from loader.linked import PersonCorrections
from loader.model import Article, ArticlePerson, CorpusError, Evidence, Mention, People, Role
from loader.relink import relink

SEEDS = 6
GIVEN = "John Jon J. Joseph Joe Mary Muhammad Mohammed M. Syed Wei Jong-un Jongun Nawaz Abdul Sanders Saunders".split()
FAMILY = "Smith Smyth Sharif Shareef Khan Kim Sanders Sandersen Wei Fenghe Rahman Jr. Haq ul-Haq Nawaz 習近".split()
LONE = ["Smith", "Sharif", "Mian", "Bin Salman"]
FORMS = ("Gen Khan", "Sharif", "Mian Sahib", "Joe Kim")
COUNTRIES, ROLES = (None, "PK", "US", "KR"), (None, "president", "army chief", "judge")
MEANT = (
    "John Smith",
    "Joe Kim",
    "nawaz sharif",
    "Sharif",
    "Mian Sahib",
    "Gen Khan",
    "john-smith",
    "Mary Wei",
    "Nobody",
)


class Somebody(NamedTuple):
    """A person as an article gives them."""

    name: str
    lone: bool
    form: str
    country: str | None
    role: str | None


Body = tuple[tuple[Somebody, ...], str | None]  # the persons of an article, and when it appeared


def name(chance: random.Random) -> str:
    words = [chance.choice(GIVEN), chance.choice(FAMILY)]
    if chance.random() < 0.4:
        words.insert(1, chance.choice(GIVEN + FAMILY))
    made = " ".join(words)
    return made.upper() if chance.random() < 0.05 else made


def body(chance: random.Random) -> Body:
    persons = {}
    for _ in range(chance.randrange(5)):
        lone = chance.random() < 0.15
        called = chance.choice(LONE) if lone else name(chance)
        form = chance.choice(FORMS) if chance.random() < 0.2 else called
        persons[called] = Somebody(called, lone, form, chance.choice(COUNTRIES), chance.choice(ROLES))
    return tuple(persons.values()), chance.choice((None, "1950-01-01", "2020-02-02"))


def corrections(chance: random.Random) -> str:
    def some(size: int) -> tuple[tuple[str, ...], ...]:
        lines = [[*chance.sample(MEANT, size), f"line {n}"] for n in range(chance.randrange(3))]
        return tuple(tuple(line) for line in lines)

    said = PersonCorrections(same=some(2), different=some(2), not_persons=some(1), names=some(2))  # type: ignore[arg-type]
    return links_as_json(Corrections(people=said))


def article(path: str, body: Body) -> tuple[Article, Evidence]:
    somebodies, published = body
    text = "\n".join(f"{one.role or 'x'} {one.form}" for one in somebodies)
    persons, mentions, roles, at = [], [], [], 0
    for n, one in enumerate(somebodies):
        start = at + len(one.role or "x") + 1
        end = start + len(one.form)
        persons.append(ArticlePerson(one.name, ((one.form, 1),), one.country, surname_only=one.lone))
        mentions.append(Mention(start, end, one.form, "name", n, 0.9, "model", shown=True))
        if one.role:
            roles.append(Role(n, one.role, None, None, at, at + len(one.role)))
        at = end + 1
    made = Article(path=path, text=text, headline=path, published=published, published_edtf=published,
                   language="en", sha256=path, bytes=len(text))  # fmt: skip
    return made, Evidence(People(tuple(persons), tuple(mentions), tuple(roles)))


class World:
    """A corpus of made-up articles, which are put and removed as a load does."""

    def __init__(self, folder: Path, corrections: str) -> None:
        self.database, self.fresh = folder / "corpus.db", folder / "fresh.db"
        self.articles: dict[str, Body] = {}
        self.source = store.source_row("made", "made", corrections)

    def load(self, put: dict[str, Body], gone: Iterable[str]) -> list[str]:
        """Brings the corpus up to date; the corrections that matched nothing."""
        for path in gone:
            del self.articles[path]
        self.articles |= put
        return self._load(self.database, put, gone)

    def _load(self, database: Path, put: dict[str, Body], gone: Iterable[str]) -> list[str]:
        base = database if database.exists() else None
        work = store.open_work(database, base, store.meta_of("made", "none"))
        work.put_source(self.source)
        work.remove_files(self.source, gone)
        for path, made in put.items():
            file = work.begin_file(self.source, path, 0)
            work.put(self.source, [(file, path, *article(path, made), None)])
        unused, numbers = relink(work, database)
        store.publish(work, database, numbers)
        return unused

    def load_afresh(self) -> list[str]:
        self.fresh.unlink(missing_ok=True)
        return self._load(self.fresh, self.articles, [])


@pytest.mark.parametrize(("seed", "size"), [(seed, 40) for seed in range(SEEDS)] + [(SEEDS, 200)])
def test_people_are_those_of_a_fresh_load(
    seed: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.store.base.FEW", 1)
    chance = random.Random(seed)
    world = World(tmp_path, corrections(chance) if seed % 2 else "{}")
    with suppress(CorpusError):  # corrections that contradict each other
        world.load({f"{n}.txt": body(chance) for n in range(size)}, [])
        for _ in range(4):
            put = {f"{chance.randrange(size + 10)}.txt": body(chance) for _ in range(chance.randrange(4))}
            gone = {path for path in world.articles if path not in put and chance.random() < 2 / size}
            unused = world.load(put, gone)
            assert unused == world.load_afresh()
            assert list(store.differences(world.database, world.fresh)) == []
