"""After articles came, went or changed, stories, dates of copies and repeated lines are those of linking everything."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader import store
from loader.extract.paragraphs import paragraphs
from loader.extract.shingles import shingles
from loader.link import link_stories, relink_stories
from loader.link.stories import copies
from loader.linked import Fingerprints
from loader.model import Article, Evidence
from loader.relink import relink
from loader.store import base, publishing

DAYS = ("2021-05-21", "2022-05-21", "2022-05-20", "XXXX-05-21", "XXXX-05-20", None)
OUTLETS = ("Valley Echo", "Hill Post", None)
Prints = dict[int, tuple[str | None, tuple[int, ...]]]


def few(patch: pytest.MonkeyPatch, chance: random.Random) -> None:
    """Lets shingles be of many, and boilerplate, where a few articles have them."""
    patch.setattr(copies, "ALL_PAIRS", chance.choice((2, 4, 24)))
    patch.setattr(copies, "COMMON_COUNT", chance.choice((24, 30, 100)))
    patch.setattr(copies, "COMMON_SHARE", chance.choice((0.01, 0.3)))


# --------------------------------------------------------------------------------------------- fingerprints alone
def some_shingles(chance: random.Random, others: Prints, phrases: list[int]) -> tuple[int, ...]:
    """Shingles of a text of its own, or of a copy, a passage or a digest of others, with phrases that all use.

    Without phrases, all are copies of one text.
    """

    def other() -> list[int]:
        return sorted(chance.choice(list(others.values()))[1]) if others else []

    match chance.randrange(6) if phrases or not others else chance.choice((0, 6)):
        case 0:
            return tuple(other())
        case 6:
            found = {value for value in other() if chance.random() < 0.93}
        case 1 | 2:
            kept = chance.choice((0.4, 0.7, 0.9))
            found = {value for value in other() if chance.random() < kept}
        case 3:
            found = {value for _ in range(chance.randint(2, 5)) for value in other()[: chance.randint(3, 12)]}
        case _:
            found = {chance.getrandbits(38) * 4 for _ in range(chance.randint(2, 14))}
            if chance.random() < 0.3:
                found |= {value + chance.randrange(1, 4) for value in found}
    found |= {chance.getrandbits(38) * 4 for _ in range(chance.randrange(4))}
    if phrases:
        found |= {phrases[int(len(phrases) ** chance.random()) - 1] for _ in range(chance.randrange(6))}
    return tuple(sorted(found))


def in_batches(prints: Prints, size: int = 7) -> list[Fingerprints]:
    rows = [(id, *row) for id, row in sorted(prints.items())]
    return [
        Fingerprints(
            [id for id, _, _ in some], [day for _, day, _ in some], [len(own) for *_, own in some],
            np.array([value for *_, own in some for value in own], dtype=np.int64),
        )
        for some in (rows[start : start + size] for start in range(0, len(rows), size))
    ]  # fmt: skip


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), size=st.sampled_from((5, 30, 127)))
def test_stories_near_a_change_are_those_of_all(seed: int, size: int) -> None:
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        few(patch, chance)
        phrases = [chance.getrandbits(38) * 4 for _ in range(chance.choice((0, 5, 30, 200)))]
        old: Prints = {}
        for id in chance.sample(range(10 * size), size):
            old[id] = chance.choice(DAYS), some_shingles(chance, old, phrases)
        new = dict(old)
        changed = set(chance.sample(range(10 * size), 2) + chance.sample(sorted(old), chance.randrange(3)))
        for id in changed:
            if new.pop(id, None) is None or chance.random() < 0.5:
                new[id] = chance.choice(DAYS), some_shingles(chance, new, phrases)
        before = {id: row for id, row in old.items() if id in changed}
        found = relink_stories(in_batches(new), changed, in_batches(before))
        fresh = link_stories(in_batches(new))
        assert found.articles is not None or copies.limit_of(len(old)) != copies.limit_of(len(new))
        near = set(new) | changed if found.articles is None else found.articles
        kept = [story for story in link_stories(in_batches(old)) if near.isdisjoint(story.members)]
        assert tuple(sorted([*kept, *found.stories], key=lambda story: story.id)) == fresh


# ------------------------------------------------------------------------------------------------ whole corpora
class World:
    """Made-up articles by path, whose paragraphs are drawn from a pool, and which copy each other."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        words = [f"{self.chance.getrandbits(30):x}" for _ in range(300)]
        self.pool = [" ".join(self.chance.choices(words, k=self.chance.randrange(4, 14))) for _ in range(200)]
        self.articles: dict[str, Article] = {}

    def article(self, path: str) -> Article:
        chance = self.chance
        lines = chance.sample(self.pool, chance.randrange(1, 9))
        if self.articles and chance.random() < 0.6:
            lines = chance.choice(list(self.articles.values())).text.split("\n\n")
            lines = [line for line in lines if chance.random() < 0.85] + chance.sample(
                self.pool, chance.randrange(2)
            )
        outlet = chance.choice(OUTLETS)
        if chance.random() < 0.3:
            lines.append(f"Read more in the {outlet} of today, or call us")
        edtf = chance.choice(DAYS)
        published = None if edtf is None or edtf.startswith("X") else edtf
        return Article(
            path=path, text="\n\n".join(lines), published=published, published_edtf=edtf, publisher=outlet,
            published_source="header", language="en",
        )  # fmt: skip

    def change(self, count: int) -> set[str]:
        """Adds, changes or removes about so many articles; the paths of all of them."""
        paths = [f"{self.chance.randrange(2000)}.txt" for _ in range(count)]
        paths += self.chance.sample(sorted(self.articles), min(count, len(self.articles)))
        for path in paths:
            known = self.articles.pop(path, None)
            if known is not None and self.chance.random() < 0.3:
                self.articles[path] = replace(known, published="2022-05-21", published_edtf="2022-05-21")
            elif known is None or self.chance.random() < 0.5:
                self.articles[path] = self.article(path)
        return set(paths)

    def load(self, database: Path, paths: set[str]) -> None:
        """Brings a corpus up to date with these articles."""
        work = store.open_work(
            database, database if database.exists() else None, store.meta_of("made up", "none")
        )
        source = store.source_row("made up", "made up", "{}")
        work.put_source(source)
        work.remove_files(source, [path for path in paths if path not in self.articles])
        files = {path: work.begin_file(source, path, 0) for path in sorted(paths & set(self.articles))}
        made = [(files[path], path, self.articles[path]) for path in files]
        work.put(source, [(file, path, article, evidence(article), None) for file, path, article in made])
        work.end_files(dict.fromkeys(files.values(), "read"))
        _, numbers = relink(work, database)
        store.publish(work, database, numbers)


def evidence(article: Article) -> Evidence:
    return Evidence(shingles=shingles(article.text), paragraphs=paragraphs(article.text))


@pytest.mark.parametrize("size", [40, 150])
@settings(max_examples=settings().max_examples // 10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_a_corpus_is_the_same_as_one_loaded_at_once(
    size: int, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("world")
    world = World(seed)
    with pytest.MonkeyPatch.context() as patch:
        few(patch, world.chance)
        patch.setattr(base, "FEW", 1.0)
        patch.setattr(publishing, "FEW", 1.0)
        world.load(folder / "corpus.db", world.change(size))
        for count in (1, 2, 8):
            world.load(folder / "corpus.db", world.change(count))
        world.load(folder / "fresh.db", set(world.articles))
        assert list(store.differences(folder / "corpus.db", folder / "fresh.db")) == []
    shutil.rmtree(folder)
