# ruff: noqa: E501 - a row reads best on one line
"""A small corpus made by hand, with what is awkward in it: markup in texts, no date, no headline, one story twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from loader.store import schema, views

SCRIPT = "<script>alert(1)</script>"
FIRST = (
    f"Ministers meet {SCRIPT} & agree\n\n"
    'Foreign Minister Anna Keller met Prime Minister Omar Haddad in Geneva on 12 June 2022. "We agreed on <b>every'
    '</b> point," Keller said.\n\nHaddad told reporters the talks were frank.'
)
SECOND = "Keller met Haddad in Geneva, an official said on Sunday. Nothing else was agreed."


class Filler:
    """Writes rows of dicts into the fixture's tables."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.execute("pragma synchronous = off")
        for statement in (*schema.statements(), *views.VIEWS.values(), *schema.search_statements()):
            self.db.execute(statement)

    def add(self, table: str, **row: object) -> None:
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self.db.execute(f"insert into {table} ({columns}) values ({marks})", tuple(row.values()))

    def article(
        self, key: int, text: str, *, headline: str | None = None, published: str | None = None, **row: object
    ) -> None:
        self.add(
            "articles",
            id=key, source_id=1, path=f"{key}.txt", text=text, headline=headline, headline_end=len(headline or ""), sha256="",
            title=headline or " ".join(text.split()[:8]) + " …",
            published=published, published_edtf=published, published_source="header" if published else "none",
            year=int(published[:4]) if published else None, month=published[:7] if published else None,
            words=len(text.split()), language="en", **row,
        )  # fmt: skip

    def index(self, kind: str, number: int, **row: object) -> None:
        self.add("search_index", **{"id": number, "kind": kind, "row_id": number, **row})


def span(text: str, words: str, start: int = 0) -> dict[str, int]:
    """Where `words` stand in `text`, as columns."""
    at = text.index(words, start)
    return {"start_char": at, "end_char": at + len(words)}


def make(path: Path, *, extra: int = 0) -> Path:
    """The fixture corpus at `path`; `extra` adds that many short articles, many of one day."""
    filler = Filler(path)
    _articles(filler, extra)
    _people(filler)
    _quotes(filler)
    _event(filler)
    for name in (search.table for search in schema.SEARCHES):
        filler.db.execute(f"insert into {name} ({name}) values ('rebuild')")
    filler.db.commit()
    filler.db.close()
    return path


def _articles(filler: Filler, extra: int) -> None:
    filler.add("meta", id="schema", value=schema.VERSION)
    filler.add("sources", id=1, name="wire", location="wire")
    filler.add("stories", id=7, articles=2, first_article_id=1)
    headline = FIRST.split("\n")[0]
    filler.article(1, FIRST, headline=headline, published="2022-06-13", publisher="Daily Post", byline="Jo <i>Ray</i>",
                   agency="AFP", url="https://example.com/a?b=1&c=2", story_id=7)  # fmt: skip
    filler.article(2, SECOND, publisher="Evening Sun", story_id=7)
    filler.article(3, "Budget passed\n\nThe budget was passed without a vote.", headline="Budget passed", url="javascript:alert(1)",
                   published="2023-01-02", publisher="Daily Post")  # fmt: skip
    filler.add("repeated_lines", id=1, article_id=3, start_char=15, end_char=49, stories=4)
    filler.article(4, "Old text\n\nIt has no year.", headline="Old text", inferred_date="2024-05-21",
                   inferred_how="day and month as here, year of a copy: other.txt")  # fmt: skip
    filler.db.execute("update articles set published_edtf = 'XXXX-05-21' where id = 4")
    for key in range(10, 10 + extra):
        filler.article(key, f"Item {key}\n\nRain fell again in town {key}.", headline=f"Item {key}",
                       published=f"2021-0{key % 3 + 1}-01")  # fmt: skip
    filler.add("story_copies", id=1, story_id=7, article_id=1, other_id=2, shared=0.41, shared_back=0.93)
    filler.add("origins", id=1, article_id=1, field="headline", rule="first_line")
    filler.add(
        "date_candidates",
        id=1,
        article_id=1,
        edtf="2022-06-13",
        source="header",
        text="June 13, 2022",
        line=2,
    )
    filler.add("removed_lines", id=1, article_id=1, line=1, text=f"Menu {SCRIPT}", reason="navigation")
    filler.add("load_log", id=1, path="1.txt", status="loaded", bytes=10)
    filler.add("load_log", id=2, path="broken.txt", status="failed", reason="not readable as text", bytes=3)
    rows = filler.db.execute("select id, published, year, publisher, story_id from articles").fetchall()
    for key, published, year, publisher, story in rows:
        filler.index(
            "article",
            key,
            date=published,
            year=year,
            publisher=publisher,
            story_id=story,
        )


def _people(filler: Filler) -> None:
    for number, (key, name, quotes) in enumerate(
        (("anna-keller", "Anna Keller", 1), ("omar-haddad", "Omar Haddad", 1)), 1
    ):
        filler.add(
            "people",
            id=key,
            rowid=1000 + number,
            aliases=f"{name.split()[1]}; Ömar Al Haddad" if number == 2 else name.split()[1],
            name=name,
            country="CH",
            articles=2,
            mentions=2,
            quotes=quotes,
            events=1,
            shown=1,
        )
        filler.add(
            "person_aliases", id=number, person_id=key, alias=name.split()[1], mentions=1, source="text"
        )
        filler.add(
            "article_people", id=number, article_id=1, person_id=key, name=name, mentions=2, country="CH"
        )
        filler.add("mentions", id=number, article_id=1, person_id=key, surface=name, kind="name", confidence=0.9, shown=1,
                   rule="full_name", article_person_id=number, **span(FIRST, name))  # fmt: skip
        filler.index("person", 1000 + number, person_id=key)
    filler.add("people", id="anna-kell", rowid=1003, name="Anna Kell", aliases="Keller; Kell", articles=1, mentions=1,
               quotes=0, events=0, shown=0)  # fmt: skip
    filler.add("person_aliases", id=3, person_id="anna-kell", alias="Keller", mentions=1, source="text")
    filler.add(
        "person_aliases", id=4, person_id="omar-haddad", alias="Ömar Al Haddad", mentions=1, source="text"
    )
    filler.index("person", 1003, person_id="anna-kell")
    filler.add("mentions", id=3, article_id=1, person_id="anna-keller", surface="Keller", kind="partial", confidence=0.9, shown=1,
               rule="surname", article_person_id=1, **span(FIRST, "Keller", FIRST.index("point")))  # fmt: skip
    filler.add("mentions", id=4, article_id=2, person_id="anna-keller", surface="Keller", kind="partial", confidence=0.9, shown=1,
               rule="surname", **span(SECOND, "Keller"))  # fmt: skip
    filler.add("person_roles", id=1, person_id="anna-keller", article_id=1, role="Foreign Minister", as_of="2022-06-13",
               **span(FIRST, "Foreign Minister"))  # fmt: skip


def _quotes(filler: Filler) -> None:
    rows = (
        (2001, 1, FIRST, "We agreed on <b>every</b> point,", "direct", "anna-keller", "Anna Keller", "said"),
        (2002, 1, FIRST, "the talks were frank", "indirect", "omar-haddad", "Omar Haddad", "told"),
        (2003, 2, SECOND, "Keller met Haddad in Geneva", "indirect", None, None, "said"),
    )
    for key, article, text, words, kind, person, speaker, cue in rows:
        published = "2022-06-13" if article == 1 else None
        filler.add("quotes", id=key, article_id=article, text=words, kind=kind, person_id=person, speaker=speaker,
                   speaker_kind="person" if person else "unnamed", cue=cue, confidence=0.8, rule="said", published=published,
                   year=2022 if published else None, **span(text, words))  # fmt: skip
        filler.index("quote", key, date=published, person_id=person,
                     year=2022 if published else None, publisher="Daily Post" if article == 1 else "Evening Sun")  # fmt: skip


def _event(filler: Filler) -> None:
    summary = "Anna Keller met Omar Haddad in Geneva, 12 June 2022"
    filler.add("events", id=3005, summary=summary, type="CONSULT", mode="meeting", status="happened",
               date_edtf="2022-06-12", date_start="2022-06-12", date_end="2022-06-12", date_precision="day",
               date_basis="stated", year=2022, place="Geneva", country="CH", articles=2)  # fmt: skip
    for key, article, text in ((1, 1, FIRST), (2, 2, SECOND)):
        sentence = text[: text.index(".") + 1].rpartition("\n\n")[2]
        start = text.index(sentence)
        filler.add("event_mentions", id=key, event_id=3005, article_id=article, type="CONSULT", mode="meeting",
                   status="happened", date_edtf="2022-06-12", date_basis="stated", place="Geneva", confidence=0.9, rule="met",
                   sentence_start=start, sentence_end=start + len(sentence), **span(text, "met"))  # fmt: skip
        filler.add("event_arguments", id=key, event_mention_id=key, article_id=article, kind="party", role="both", name="Keller",
                   person_id="anna-keller", basis="clause", **span(text, "Keller"))  # fmt: skip
    for key, person, name in ((1, "anna-keller", "Anna Keller"), (2, "omar-haddad", "Omar Haddad")):
        filler.add(
            "event_participants",
            id=key,
            event_id=3005,
            person_id=person,
            name=name,
            role="both",
            country="CH",
        )
    filler.index("event", 3005, date="2022-06-12", year=2022, type="CONSULT", country="CH")
