"""Read all evidence for linking, and store what linking found: every link table and column, anew."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from loader.linked import (
    EventReport,
    Fingerprint,
    LinkedEvent,
    LinkedStory,
    LocalPerson,
    Paragraphs,
    Party,
    PeopleLinks,
    RepeatedLine,
)
from loader.store import schema
from loader.store.ids import row_id, slots
from loader.store.rows import Row, unpack
from loader.store.workfile import WorkFile

REPORT = (
    "id", "article_id", "published", "type", "mode", "status", "lemma", "date_edtf", "date_basis", "place",
    "about", "confidence", "before", "after",
)  # fmt: skip
AROUND = 80  # characters of a sentence on each side of a trigger, for the title of its event
SURE_COPY = 0.8  # of the one in the other, from which a copy tells when its original appeared
NAMED = "kind IN ('name', 'partial')"  # pronouns and roles are links, never counted as mentions


def local_persons(work: WorkFile) -> Iterator[LocalPerson]:
    """Every person of every article, with the forms of the name and the roles stated there."""
    forms = _grouped(
        work,
        f"SELECT article_person_id, surface, sum(shown) FROM mentions WHERE {NAMED} AND article_person_id IS NOT NULL "
        "GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
    )
    roles = _grouped(work, "SELECT article_person_id, role FROM person_roles ORDER BY 1, start_char")
    for id, article_id, path, published, name, country, alone in work.db.execute(
        "SELECT p.id, p.article_id, s.name || '/' || a.path, a.published, p.name, p.country, p.surname_only"
        " FROM article_people p JOIN articles a ON a.id = p.article_id"
        " JOIN sources s ON s.id = a.source_id ORDER BY p.id"
    ):
        yield LocalPerson(
            key=(article_id, id),
            path=path,
            published=published,
            name=name,
            forms=tuple(forms.get(id, [])),
            country=country,
            surname_only=bool(alone),
            roles=tuple(role for (role,) in roles.get(id, [])),
        )


def event_reports(work: WorkFile) -> Iterator[EventReport]:
    """Every event mention with its parties (persons as `store_people` linked them) and its place."""
    parties: dict[int, list[Party]] = defaultdict(list)
    places: dict[int, tuple[str | None, float | None, float | None]] = {}
    for id, kind, role, name, country, person, latitude, longitude in work.db.execute(
        "SELECT a.event_mention_id, a.kind, a.role, coalesce(p.name, a.name), coalesce(a.country, p.country),"
        " a.person_id, a.latitude, a.longitude FROM event_arguments a LEFT JOIN people p ON p.id = a.person_id"
        " ORDER BY a.event_mention_id, a.start_char, a.id"
    ):
        if kind == "party":
            parties[id].append(Party(name, role or "actor", country, person))
        elif kind == "place":
            places.setdefault(id, (country, latitude, longitude))
    for row in work.db.execute(
        "SELECT m.id, m.article_id, a.published, m.type, m.mode, m.status, m.lemma, m.date_edtf, m.date_basis, m.place,"
        " m.about, m.confidence,"
        f" substr(a.text, max(m.sentence_start, m.start_char - {AROUND}) + 1,"
        f" m.start_char - max(m.sentence_start, m.start_char - {AROUND})),"
        f" substr(a.text, m.start_char + 1, min(m.sentence_end - m.start_char, {AROUND}))"
        " FROM event_mentions m JOIN articles a ON a.id = m.article_id ORDER BY m.id"
    ):
        country, latitude, longitude = places.get(row[0], (None, None, None))
        yield EventReport(
            **dict(zip(REPORT, row, strict=True)),
            country=country,
            latitude=latitude,
            longitude=longitude,
            parties=tuple(parties.get(row[0], ())),
        )


def fingerprints(work: WorkFile) -> Iterator[Fingerprint]:
    """The sampled shingles of every article."""
    for id, published, blob in work.db.execute(
        "SELECT a.id, a.published, f.shingles FROM fingerprints f JOIN articles a ON a.id = f.id ORDER BY a.id"
    ):
        yield Fingerprint(id, published, unpack(blob))


def clear(work: WorkFile) -> None:
    """Empties every link table; link columns are set anew by the functions below."""
    for table in schema.LINKS:
        work.db.execute(f"DELETE FROM {table}")


def store_people(work: WorkFile, links: PeopleLinks) -> None:
    """Stores people, their aliases and the pairs to review, and sets `person_id` wherever a person is meant."""
    work.insert(
        "people",
        [
            {
                "id": person.id, "name": person.name, "country": person.country, "wikidata_id": person.wikidata_id,
                "articles": 0, "mentions": 0, "uncertain": 0, "quotes": 0,
                "events": 0, "scope": person.scope, "shown": 0,
                "aliases": "; ".join(alias for alias, _, _ in person.aliases), "rowid": None,
            }
            for person in links.people
        ],
    )  # fmt: skip
    aliases = [
        {
            "id": row_id("link", "alias", person.id, alias),
            "person_id": person.id,
            "alias": alias,
            "mentions": n,
            "source": source,
        }
        for person in links.people
        for alias, n, source in person.aliases
    ]
    work.insert("person_aliases", aliases)
    review = [
        {
            "id": row_id("link", "review", pair.a, pair.b),
            "a_id": pair.a,
            "b_id": pair.b,
            "reasons_for": pair.reasons_for,
            "reasons_against": pair.reasons_against,
        }
        for pair in links.review
    ]
    work.insert("review_pairs", review)
    _set_persons(work, links)


def _set_persons(work: WorkFile, links: PeopleLinks) -> None:
    members = {local: person.id for person in links.people for _, local in person.members}
    changed = [
        (members.get(id), id)
        for id, now in work.db.execute("SELECT id, person_id FROM article_people")
        if members.get(id) != now
    ]
    work.db.conn.executemany("UPDATE article_people SET person_id = ? WHERE id = ?", changed)
    for table in ("mentions", "person_roles", "quotes", "event_arguments"):
        work.db.execute(
            f"UPDATE {table} SET person_id = p.person_id FROM article_people p "
            f"WHERE p.id = {table}.article_person_id AND p.person_id IS NOT {table}.person_id"
        )


def store_events(work: WorkFile, events: Iterable[LinkedEvent]) -> None:
    """Stores events and their participants, and sets `event_id` of every event mention."""
    rows: list[Row] = []
    participants: list[Row] = []
    of_mention: list[tuple[int, int, int]] = []
    for event in events:
        id = row_id("event", *event.members)
        of_mention += [(id, member, id) for member in event.members]
        rows.append(_event_row(event, id))
        participants += [
            {
                "id": row_id("link", "party", id, n), "event_id": id, "person_id": party.person_id, "name": party.name,
                "role": party.role, "country": party.country,
            }
            for n, party in enumerate(event.participants)
        ]  # fmt: skip
    work.insert("events", rows)
    work.insert("event_participants", participants)
    work.db.conn.executemany(
        "UPDATE event_mentions SET event_id = ? WHERE id = ? AND event_id IS NOT ?", of_mention
    )
    work.db.execute(
        "UPDATE events SET (articles, stories) = (SELECT count(DISTINCT m.article_id), "
        "count(DISTINCT coalesce(a.story_id, a.id)) FROM event_mentions m JOIN articles a ON a.id = m.article_id "
        "WHERE m.event_id = events.id)"
    )


def _event_row(event: LinkedEvent, id: int) -> Row:
    year = event.date_start or event.date_end or (event.date_edtf or "")
    return {
        "id": id, "type": event.type, "mode": event.mode, "status": event.status,
        "date_edtf": event.date_edtf, "date_start": event.date_start, "date_end": event.date_end,
        "date_precision": event.date_precision, "date_basis": event.date_basis,
        "year": int(year[:4]) if year[:4].isdigit() else None, "place": event.place, "country": event.country,
        "latitude": event.latitude, "longitude": event.longitude, "summary": event.summary, "articles": 0,
        "stories": 0, "reason": event.reason,
    }  # fmt: skip


def store_stories(work: WorkFile, stories: Iterable[LinkedStory]) -> None:
    """Stores stories and how much their articles share, and sets `story_id` of every article."""
    rows, copies, members = [], [], []
    for story in stories:
        rows.append({"id": story.id, "articles": len(story.members), "first_article_id": story.first})
        members += [(story.id, article) for article in story.members]
        copies += [
            {
                "id": row_id("link", "copy", c.a, c.b), "story_id": story.id, "article_id": c.a, "other_id": c.b,
                "shared": round(c.a_in_b, 3), "shared_back": round(c.b_in_a, 3),
            }
            for c in story.copies
        ]  # fmt: skip
    work.insert("stories", rows)
    work.insert("story_copies", copies)
    work.db.execute("UPDATE articles SET story_id = NULL WHERE story_id IS NOT NULL")
    work.db.conn.executemany("UPDATE articles SET story_id = ? WHERE id = ?", members)


def paragraphs(work: WorkFile) -> Iterator[Paragraphs]:
    """The hashes of every article's paragraphs, by outlet and story; an outlet is a publisher, else a source."""
    for id, outlet, story, blob in work.db.execute(
        "SELECT a.id, coalesce(a.publisher, 'source ' || a.source_id), coalesce(a.story_id, a.id), f.paragraphs"
        " FROM fingerprints f JOIN articles a ON a.id = f.id ORDER BY 2, 3, 1"
    ):
        yield Paragraphs(id, outlet, story, unpack(blob))


def store_repeats(work: WorkFile, repeats: Iterable[RepeatedLine]) -> None:
    """Stores the lines that outlets repeat, with their spans."""
    rows: list[Row] = []
    for article, lines in groupby(repeats, key=lambda line: line.article_id):
        (text,) = work.db.execute("SELECT text FROM articles WHERE id = ?", [article]).fetchone()
        starts = [0, *(match.end() for match in re.finditer("\n\n", text)), len(text) + 2]
        rows += [
            {
                "id": row_id("link", "repeat", article, line.place), "article_id": article,
                "start_char": starts[line.place], "end_char": starts[line.place + 1] - 2, "stories": line.stories,
            }
            for line in lines
        ]  # fmt: skip
    work.insert("repeated_lines", rows)


def infer_dates(work: WorkFile) -> None:
    """Sets `inferred_date` where a day without a year is that of a dated copy: two independent clues, or nothing."""
    work.db.execute(
        "UPDATE articles SET inferred_date = NULL, inferred_how = NULL WHERE inferred_date IS NOT NULL"
    )
    work.db.execute(
        f"""UPDATE articles SET (inferred_date, inferred_how) = (
            SELECT min(o.published), 'day and month as here, year of a copy: ' || min(o.path)
            FROM story_copies c JOIN articles o ON o.id = iif(c.article_id = articles.id, c.other_id, c.article_id)
            WHERE articles.id IN (c.article_id, c.other_id) AND c.story_id = articles.story_id
            AND max(c.shared, c.shared_back) >= {SURE_COPY}
            AND substr(o.published, 5) = substr(articles.published_edtf, 5)
            HAVING count(DISTINCT o.published) = 1)
        WHERE published_edtf LIKE 'XXXX-__-__' AND story_id IS NOT NULL"""
    )


def finish(work: WorkFile) -> None:
    """Counts what each person has (mentions too unsure to show apart), and lists everything that search can find."""
    work.db.execute(
        f"""UPDATE people SET
        (articles, mentions, uncertain) = (
            SELECT count(DISTINCT iif(shown, article_id, NULL)), coalesce(sum(shown), 0), coalesce(sum(NOT shown), 0)
            FROM mentions m WHERE m.person_id = people.id AND {NAMED}),
        quotes = (SELECT count(*) FROM quotes q WHERE q.person_id = people.id),
        events = (SELECT count(DISTINCT event_id) FROM event_participants e WHERE e.person_id = people.id)"""
    )
    work.db.execute("UPDATE people SET shown = mentions > 0")
    _list_searchable(work)


def _list_searchable(work: WorkFile) -> None:
    """Lists everything that search can find under numbers that are a function of the ids of all that is listed."""
    import numpy as np

    persons = {row_id("person", id): id for (id,) in work.db.execute("SELECT id FROM people")}
    tables = [
        [id for (id,) in work.db.execute(f"SELECT id FROM {table}")]
        for table in ("articles", "quotes", "events")
    ]
    ids = np.array([*persons, *(id for some in tables for id in some)], dtype=np.int64)
    ids, numbers = slots(ids)
    work.db.execute("DROP TABLE IF EXISTS temp.slots")
    work.db.execute("CREATE TEMP TABLE slots (row_id INTEGER PRIMARY KEY, person_id TEXT, slot INTEGER)")
    work.db.conn.executemany(
        "INSERT INTO slots VALUES (?, ?, ?)",
        ((id, persons.get(id), slot) for id, slot in zip(ids.tolist(), numbers.tolist(), strict=True)),
    )
    work.db.execute("CREATE INDEX temp.slots_person ON slots (person_id) WHERE person_id IS NOT NULL")
    work.db.execute("UPDATE people SET rowid = slot FROM slots WHERE person_id = people.id")
    columns = "id, kind, row_id, person_id, date, year, publisher, agency, type, country, story_id"
    for select in SEARCHABLE:
        work.db.execute(f"INSERT INTO search_index ({columns}) {select} ORDER BY 1")
    work.db.execute("DROP TABLE temp.slots")


SEARCHABLE = (
    "SELECT slot, 'article', a.id, NULL, coalesce(published, published_edtf), year, publisher, agency, NULL, NULL,"
    " story_id FROM articles a JOIN slots s ON s.row_id = a.id",
    "SELECT slot, 'quote', q.id, q.person_id, coalesce(a.published, a.published_edtf), a.year, a.publisher, a.agency,"
    " q.kind, NULL, a.story_id FROM quotes q JOIN articles a ON a.id = q.article_id JOIN slots s ON s.row_id = q.id",
    "SELECT slot, 'event', e.id, NULL, coalesce(date_start, date_edtf), year, NULL, NULL, type, country, NULL"
    " FROM events e JOIN slots s ON s.row_id = e.id",
    "SELECT rowid, 'person', rowid, id, NULL, NULL, NULL, NULL, NULL, country, NULL FROM people",
)


def _grouped(work: WorkFile, select: str) -> dict[int, list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in work.db.execute(select):
        groups[first].append(tuple(rest))
    return groups
