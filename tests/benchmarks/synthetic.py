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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from loader import lexicon, store
from loader.extract.paragraphs import paragraphs
from loader.extract.shingles import shingles
from loader.model import (
    Argument,
    Article,
    ArticlePerson,
    EventMention,
    Evidence,
    Mention,
    People,
    Quote,
    Role,
)
from loader.relink import relink

SYLLABLES = (
    "ba bel cha dan de el far gor ha in jo ka lan ma mir na nov or pa que ra sen shi ta ul va wa ya zhe zo"
).split()
PEOPLE = (
    200_000  # whom articles may name, a few again and again, most once: 100,000 articles name 120,000 of them
)
HEAD = 50  # people who are named about as often as the first
PLACES = (
    ("Paris", "FR", 48.85, 2.35),
    ("Lagos", "NG", 6.45, 3.39),
    ("Delhi", "IN", 28.65, 77.23),
    ("Lima", "PE", -12.04, -77.03),
    ("Karachi", "PK", 24.86, 67.01),
    ("Oslo", "NO", 59.91, 10.75),
)
STATES = (
    ("France", "FR"),
    ("Nigeria", "NG"),
    ("India", "IN"),
    ("Peru", "PE"),
    ("Pakistan", "PK"),
    ("China", "CN"),
)
ROLES = (
    "Foreign Minister",
    "Prime Minister",
    "police chief",
    "spokesman",
    "striker",
    "judge",
    "party leader",
)
KINDS = (  # verb, its lemma, type, mode, the role of its subject and of its object
    ("met", "meet", "CONSULT", "meeting", "both", "both"),
    ("visited", "visit", "CONSULT", "visit", "actor", "recipient"),
    ("killed", "kill", "ASSAULT", "kill", "actor", "recipient"),
    ("attacked", "attack", "ASSAULT", "attack", "actor", "recipient"),
    ("arrested", "arrest", "COERCE", "arrest", "actor", "recipient"),
    ("criticised", "criticise", "ACCUSE", "criticism", "actor", "recipient"),
    ("supported", "support", "SUPPORT", "solidarity", "actor", "recipient"),
    ("asked", "ask", "REQUEST", "request", "actor", "recipient"),
)  # fmt: skip
FOOTER = "Sign up for our newsletter and never miss a story from our newsroom."
COPIES = 0.15  # of the articles are reprints of an earlier one
UNDATED = 0.03
OUTLETS = 200  # of which the largest has a sixth of all articles
AGENCIES = (None, None, None, "AFP", "AP", "APP", "PTI", "Reuters", "Xinhua")


class Person(NamedTuple):
    """Someone whom articles name."""

    name: str
    surname: str
    role: str
    country: str


class Body(NamedTuple):
    """An article's words, and its evidence, whose spans count from the start of its text."""

    headline: str
    lines: tuple[str, ...]
    evidence: Evidence


class Maker:
    """Makes articles with evidence whose spans are true, as much of it as news has.

    3,500 characters of newswire name about 5 people, 17 times with the pronouns, and have 8 quotes and 5 reports of
    events; so have these.
    """

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = sorted(w for w in lexicon.words("normalise_words") if w.isalpha() and w.islower())[
            :20000
        ]
        self.chance.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(self.words))))
        self.known = list(itertools.accumulate(1 / (n + HEAD) for n in range(PEOPLE)))
        self.given = sorted(lexicon.words("link_latin_given"))
        self.bodies: deque[Body] = deque(maxlen=5000)

    def some(self, of: Sequence[str], weights: list[float], size: int) -> list[str]:
        """So many items, the first ones oftener than the last."""
        return [of[bisect.bisect(weights, self.chance.random() * weights[-1])] for _ in range(size)]

    def person(self) -> Person:
        """Somebody: the same for the same rank, whoever asks."""
        rank = bisect.bisect(self.known, self.chance.random() * self.known[-1])
        chance = random.Random(rank)
        family = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3)))).capitalize()
        names = [chance.choice(self.given).capitalize(), family]
        if chance.random() < 0.15:
            names.insert(1, chance.choice(self.given).capitalize())
        country = chance.choice(STATES)[1]
        return Person(" ".join(names), family, chance.choice(ROLES), country)

    def article(self, number: int) -> tuple[Article, Evidence]:
        """An article of that number, and what is to be found in it."""
        chance = self.chance
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        if self.bodies and chance.random() < COPIES:
            body = chance.choice(self.bodies)
        else:
            body = _Writer(self).body()
            self.bodies.append(body)
        lines = [body.headline, *body.lines]
        text = "\n\n".join(lines) + (f"\n\n{FOOTER}" if chance.random() < 0.3 else "")
        article = Article(
            path=f"{number // 1000:04}/{number:07}.txt", text=text, headline=body.headline,
            headline_end=len(body.headline), published=day.isoformat(), published_edtf=day.isoformat(),
            published_source="header", publisher=f"Outlet {int(OUTLETS * chance.random() ** 3)}",
            agency=chance.choice(AGENCIES),
            language="en" if chance.random() < 0.97 else chance.choice(("fr", "es", "ur")),
            sha256=f"{number:064x}", bytes=len(text),
        )  # fmt: skip
        if chance.random() < UNDATED:
            article = replace(article, published=None, published_edtf=None, published_source="none")
        return article, replace(body.evidence, shingles=shingles(text), paragraphs=paragraphs(text))


class _Writer:
    """Writes one article, sentence by sentence, and notes what is where."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.chance = maker, maker.chance
        self.cast: list[Person] = []
        self.mentions: list[Mention] = []
        self.roles: list[Role] = []
        self.quotes: list[Quote] = []
        self.events: list[EventMention] = []
        self.text = ""

    def body(self) -> Body:
        """The whole."""
        headline = self.filler(8).capitalize()
        self.text = headline
        for _ in range(self.chance.randrange(6, 22)):
            self.text += "\n\n"
            self.chance.choice(
                (self.statement, self.statement, self.statement, self.event, self.event, self.other)
            )()
        lines = self.text.split("\n\n")[1:]
        people = tuple(
            ArticlePerson(p.name, ((p.name, 1),), p.country if self.chance.random() < 0.5 else None)
            for p in self.cast
        )
        mentions = tuple(sorted(self.mentions, key=lambda mention: mention.start))
        return Body(
            headline,
            tuple(lines),
            Evidence(
                People(people, mentions, tuple(self.roles)), tuple(self.quotes), events=tuple(self.events)
            ),
        )

    def filler(self, size: int) -> str:
        return " ".join(self.maker.some(self.maker.words, self.maker.weights, size))

    def other(self) -> None:
        self.text += self.filler(self.chance.randrange(12, 45)).capitalize() + "."

    def somebody(self) -> tuple[int, int, str]:
        """Names somebody, new or known to the article: their place in the cast, where the name begins, and the name."""
        start = len(self.text)
        if self.cast and self.chance.random() < 0.6:
            n = self.chance.randrange(len(self.cast))
            name, kind = (
                (self.cast[n].surname, "partial") if self.chance.random() < 0.5 else ("he", "pronoun")
            )
        else:
            person = self.maker.person()
            if person in self.cast:
                n = self.cast.index(person)
            else:
                n = len(self.cast)
                self.cast.append(person)
            if self.chance.random() < 0.4:
                self.roles.append(Role(n, person.role, None, None, start, start + len(person.role)))
                self.text += person.role + " "
                start = len(self.text)
            name, kind = person.name, "name"
        self.text += name
        sure = kind != "pronoun" and self.chance.random() < 0.9
        confidence = 0.95 if sure else 0.6
        self.mentions.append(Mention(start, len(self.text), name, kind, n, confidence, "model", shown=sure))
        return n, start, name

    def statement(self) -> None:
        """Somebody says something."""
        said = self.filler(self.chance.randrange(8, 30))
        if self.chance.random() < 0.5:
            start = len(self.text) + 1
            self.text += f'"{said.capitalize()}," '
            kind, rule, end = "direct", "cue", len(self.text) - 2
            n, at, name = self.somebody()
            self.text += " said."
        else:
            n, at, name = self.somebody()
            self.text += " said that "
            start, kind, rule, end = len(self.text), "indirect", "that", len(self.text) + len(said)
            self.text += said + "."
        self.quotes.append(
            Quote(start, end, kind, name, "person", n, at, at + len(name), "said", None, 0.9, rule)
        )

    def event(self) -> None:
        """Somebody does something to somebody, or a state does."""
        verb, lemma, type_, mode, first, second = self.chance.choice(KINDS)
        begin = len(self.text)
        arguments = [self.party(first)]
        self.text += " "
        trigger = len(self.text)
        self.text += verb + " "
        arguments.append(self.party(second))
        place = None
        if self.chance.random() < 0.2:
            self.text += " in "
            at = len(self.text)
            place, country, latitude, longitude = self.chance.choice(PLACES)
            self.text += place
            arguments.append(
                Argument(
                    "place", None, place, None, country, at, len(self.text), "clause", latitude, longitude
                )
            )
        words = self.filler(self.chance.randrange(8, 25))
        self.text += f" over {words}."
        dated = self.chance.random() < 0.3
        day = (date(2015, 1, 1) + timedelta(days=self.chance.randrange(3650))).isoformat() if dated else None
        self.events.append(
            EventMention(trigger, trigger + len(verb), begin, len(self.text), type_, mode, "happened", lemma, day,
                         "stated" if dated else "none", place, 0.9, f"verb:{lemma}", tuple(arguments),
                         " ".join(sorted(set(words.split())))),
        )  # fmt: skip

    def party(self, role: str) -> Argument:
        if self.chance.random() < 0.6:
            n, start, name = self.somebody()
            person = self.cast[n]
            return Argument("party", role, person.name, n, None, start, start + len(name), "clause")
        name, country = self.chance.choice(STATES)
        start = len(self.text)
        self.text += name
        return Argument("party", role, name, None, country, start, start + len(name), "clause")


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
    with stage("link all"):
        _, numbers = relink(work, database, stage)
    with stage("publish"):
        store.publish(work, database, numbers)
    print(f"{database.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    build(int(sys.argv[1]), Path(sys.argv[2]))
