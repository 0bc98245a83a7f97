"""Make a large corpus without the language model: real storing and linking of made-up articles and evidence.

    python tests/benchmarks/synthetic.py 100000 big.db

Prints processor seconds and peak memory of each stage. Names, outlets, words, reprints and repeated footers are drawn
by a fixed seed; texts vary in length and share a vocabulary whose frequencies fall as in English (Zipf).
"""

from __future__ import annotations

import bisect
import itertools
import random
import resource
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from loader import lexicon, link, store
from loader.extract.paragraphs import paragraphs
from loader.extract.shingles import shingles
from loader.linked import PersonCorrections
from loader.model import (
    Argument,
    Article,
    ArticlePerson,
    EventMention,
    Evidence,
    Mention,
    People,
    Quote,
)

GIVEN = [
    f"{a}{b}"
    for a in ("Mar", "Jo", "Ani", "Su", "Kel", "Ro", "Tam", "Ve")
    for b in ("ta", "nas", "ko", "len", "ri")
]
FAMILY = [
    f"{a}{b}{c}"
    for a in ("Bor", "Hal", "Nak", "Okon", "Pere", "Shar")
    for b in ("a", "e", "i")
    for c in ("ma", "sen", "vic", "wa", "zadeh")
]
PLACES = (
    ("Paris", "FR", 48.85, 2.35),
    ("Lagos", "NG", 6.45, 3.39),
    ("Delhi", "IN", 28.65, 77.23),
    ("Lima", "PE", -12.04, -77.03),
)
FOOTER = "Sign up for our newsletter and never miss a story from our newsroom."
COPIES = 0.15  # of the articles are reprints of an earlier one
UNDATED = 0.03
OUTLETS = 200  # of which the largest has a sixth of all articles
AGENCIES = (None, None, None, "AFP", "AP", "APP", "PTI", "Reuters", "Xinhua")


class Maker:
    """Makes articles with evidence whose spans are true."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = sorted(w for w in lexicon.words("normalise_words") if w.isalpha() and w.islower())[
            :20000
        ]
        self.chance.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(self.words))))
        self.people = [f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}" for _ in range(4000)]
        self.texts: deque[tuple[str, str]] = deque(maxlen=5000)

    def sentence(self, size: int) -> str:
        points = (self.chance.random() * self.weights[-1] for _ in range(size))
        words = [self.words[bisect.bisect(self.weights, point)] for point in points]
        return " ".join(words).capitalize() + "."

    def article(self, number: int) -> tuple[Article, Evidence]:
        chance = self.chance
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        if self.texts and chance.random() < COPIES:
            headline, body = chance.choice(self.texts)
        else:
            person, other = chance.choice(self.people), chance.choice(self.people)
            headline = self.sentence(8)[:-1]
            lines = [self.sentence(chance.randrange(12, 45)) for _ in range(chance.randrange(4, 30))]
            place = chance.choice(PLACES)[0]
            lines.insert(1, f"{person} met {other} in {place} on Monday.")
            lines.insert(3, f'"{self.sentence(18)}" {person} said.')
            body = "\n\n".join(lines)
            self.texts.append((headline, body))
        text = f"{headline}\n\n{body}" + (f"\n\n{FOOTER}" if chance.random() < 0.3 else "")
        article = Article(
            path=f"{number // 1000:04}/{number:07}.txt", text=text, headline=headline, headline_end=len(headline),
            published=day.isoformat(), published_edtf=day.isoformat(), published_source="header",
            publisher=f"Outlet {int(OUTLETS * chance.random() ** 3)}", agency=chance.choice(AGENCIES),
            language="en" if chance.random() < 0.97 else chance.choice(("fr", "es", "ur")),
            sha256=f"{number:064x}", bytes=len(text),
        )  # fmt: skip
        if chance.random() < UNDATED:
            article = replace(article, published=None, published_edtf=None, published_source="none")
        return article, self._evidence(text, article)

    def _evidence(self, text: str, article: Article) -> Evidence:
        meeting = next(line for line in text.split("\n\n") if " met " in line)
        start = text.index(meeting)
        person, rest = meeting.split(" met ", 1)
        other = rest.split(" in ")[0]
        place = next(p for p in PLACES if f" in {p[0]} " in meeting)
        names = list(dict.fromkeys((person, other)))
        spans = [(at, name) for name in names for at in _finds(text, name)]
        mentions = tuple(
            Mention(at, at + len(name), name, "name", names.index(name), 0.95, "model", shown=True)
            for at, name in sorted(spans)
        )
        quote = text.index('"') + 1
        unquote = text.index('"', quote)
        trigger = start + len(person) + 1
        place_at = text.index(place[0], trigger)
        parties = tuple(
            Argument(
                "party",
                "both",
                name,
                names.index(name),
                None,
                text.index(name, start),
                text.index(name, start) + len(name),
                "clause",
            )
            for name in names
        )
        where = Argument(
            "place", None, place[0], None, place[1], place_at, place_at + len(place[0]), "clause", *place[2:]
        )
        return Evidence(
            people=People(tuple(ArticlePerson(name, ((name, 1),)) for name in names), mentions),
            quotes=(
                Quote(quote, unquote, "direct", person, "person", 0, None, None, "said", None, 0.9, "cue"),
            ),
            events=(
                EventMention(trigger, trigger + 3, start, start + len(meeting), "CONSULT", "meeting", "happened",
                             "meet", article.published, "relative", place[0], 0.9, "verb:meet", (*parties, where)),
            ),
            shingles=shingles(text),
            paragraphs=paragraphs(text),
        )  # fmt: skip


def _finds(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


@contextmanager
def stage(name: str) -> Iterator[None]:
    began = time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:28} {time.process_time() - began:8.1f} s   peak {peak:6.0f} MB", flush=True)


def build(count: int, database: Path) -> None:
    meta = store.meta_of("synthetic", "none")
    work = store.open_work(database, None, meta)
    source = store.source_row("synthetic", "synthetic", "{}")
    work.put_source(source)
    maker = Maker()
    file_id = work.begin_file(source, "synthetic", 0)
    with stage("make and store"):
        for _ in range(0, count, 500):
            some = [maker.article(n) for n in range(_, min(_ + 500, count))]
            work.put(source, [(file_id, str(a.path), a, e, None) for a, e in some])
    relink(work)
    with stage("publish"):
        store.publish(work, database)
    print(f"{database.stat().st_size / 1e6:.0f} MB")


def relink(work: store.WorkFile) -> None:
    """Links stage by stage, as the pipeline does."""
    with work.transaction():
        with stage("link people"):
            people = link.link_people(store.local_persons(work), PersonCorrections())
        with stage("store people"):
            store.store_people(work, people)
        with stage("link stories"):
            stories = link.link_stories(store.fingerprints(work))
        with stage("store stories, repeats"):
            store.store_stories(work, stories)
            store.infer_dates(work)
            store.store_repeats(work, link.find_repeats(lambda: store.paragraphs(work)))
        with stage("link events"):
            occasions = link.find_occasions(store.event_reports(work))
        with stage("store events"):
            store.store_events(work, occasions, link.event_of)
        with stage("counts, search list"):
            store.finish(work)


if __name__ == "__main__":
    build(int(sys.argv[1]), Path(sys.argv[2]))
