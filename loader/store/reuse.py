"""Read an article's evidence back from its rows, for an article that says the same."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from loader.model import (
    Argument,
    ArticlePerson,
    EventMention,
    Evidence,
    Known,
    Mention,
    People,
    Quote,
    QuotedTerm,
    Role,
)
from loader.store.ids import row_id
from loader.store.workfile import WorkFile


@contextmanager
def opened(work: WorkFile, base: Path | None) -> Iterator[Reuse]:
    """What need not be found again: of the corpus that a work file goes on from, if any, and of itself."""
    with ExitStack() as stack:
        connections = [work.db.conn]
        if base is not None and base != work.path:
            old = sqlite3.connect(f"{base.absolute().as_uri()}?mode=ro", uri=True)
            connections.append(stack.enter_context(closing(old)))
        yield Reuse(connections)


class Reuse:
    """The evidence in corpora, by the keys of articles."""

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        self._connections = connections

    def of(self, key: str) -> Known | None:
        """What is known of an article with that key, whatever its path; None where there is none or nothing was found.

        As found, `forms` of names and dates in the text left out: they have no rows.
        """
        for db in self._connections:
            row = db.execute(
                "SELECT id, text, headline_end, published FROM articles WHERE key = ? ORDER BY id", [key]
            ).fetchone()
            if row is not None:
                id, *read = row
                try:
                    evidence = _evidence(db, id)
                except KeyError:  # a row whose id another row had by chance
                    continue
                return Known((read[0], read[1], read[2]), evidence) if evidence != Evidence() else None
        return None


def _evidence(db: sqlite3.Connection, article: int) -> Evidence:
    def rows(table: str, columns: str, order: str = "start_char, end_char, id") -> list[tuple[Any, ...]]:
        return db.execute(
            f"SELECT id, {columns} FROM {table} WHERE article_id = ? ORDER BY {order}", [article]
        ).fetchall()

    persons = rows("article_people", "name, country, surname_only", "position")
    place = {id: n for n, (id, *_) in enumerate(persons)}
    mentions = rows(
        "mentions", "start_char, end_char, surface, kind, article_person_id, confidence, rule, shown"
    )
    roles = rows("person_roles", "article_person_id, role, organisation, country, start_char, end_char")
    return Evidence(
        people=People(
            tuple(ArticlePerson(name, (), country, bool(alone)) for _, name, country, alone in persons),
            tuple(
                Mention(start, end, surface, kind, place.get(person), sure, rule, bool(shown))
                for _, start, end, surface, kind, person, sure, rule, shown in mentions
            ),
            tuple(Role(place[person], *about) for _, person, *about in roles),
        ),
        quotes=_quotes(rows, place),
        quoted_terms=tuple(
            QuotedTerm(*about) for _, *about in rows("quoted_terms", "start_char, end_char, reason")
        ),
        events=_events(rows, place),
    )


def _quotes(rows: Any, place: dict[int, int]) -> tuple[Quote, ...]:
    found = rows(
        "quotes",
        "start_char, end_char, kind, speaker, speaker_kind, article_person_id, speaker_start, speaker_end, cue,"
        " part_of, confidence, rule",
    )
    order = {id: n for n, (id, *_) in enumerate(found)}
    return tuple(
        Quote(*(*about, place.get(person), begin, end, cue, order.get(part), sure, rule))
        for _, *about, person, begin, end, cue, part, sure, rule in found
    )


def _events(rows: Any, place: dict[int, int]) -> tuple[EventMention, ...]:
    arguments: dict[int, dict[int, Argument]] = defaultdict(dict)
    for id, event, kind, role, name, person, *about in rows(
        "event_arguments",
        "event_mention_id, kind, role, name, article_person_id, country, start_char, end_char, basis, latitude,"
        " longitude",
    ):
        arguments[event][id] = Argument(kind, role, name, place.get(person), *about)
    return tuple(
        EventMention(*(*about, _in_order(event, arguments[event]), said))
        for event, *about, said in rows(
            "event_mentions",
            "start_char, end_char, sentence_start, sentence_end, type, mode, status, lemma, date_edtf, date_basis,"
            " place, confidence, rule, about",
        )
    )


def _in_order(event: int, arguments: dict[int, Argument]) -> tuple[Argument, ...]:
    """The arguments of an event as they were found: their ids say which was which."""
    return tuple(arguments[row_id("part", "argument", event, n)] for n in range(len(arguments)))
