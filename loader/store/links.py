"""Store what linking found: link tables and columns, writing only what differs from what is stored."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import batched, groupby

from loader.cameo import cameo_code
from loader.linked import (
    EventReport,
    LinkedEvent,
    LinkedStory,
    Occasion,
    PeopleLinks,
    RepeatedLine,
)
from loader.store.changes import replace, touch
from loader.store.gather import reports_of
from loader.store.ids import row_id
from loader.store.rows import Row
from loader.store.workfile import WorkFile

SURE_COPY = 0.8  # of the one in the other, from which a copy tells when its original appeared
AT_ONCE = 10_000  # events described at a time: bounds the memory

Describe = Callable[[Sequence[EventReport], Sequence[str]], LinkedEvent]


def store_people(work: WorkFile, links: PeopleLinks) -> None:
    """Stores people, their aliases and the pairs to review, and sets `person_id` wherever a person is meant."""
    changed = replace(
        work,
        "people",
        [
            {
                "id": person.id, "name": person.name, "country": person.country, "wikidata_id": person.wikidata_id,
                "scope": person.scope, "aliases": "; ".join(alias for alias, _, _ in person.aliases),
            }
            for person in links.people
        ],
    )  # fmt: skip
    replace(
        work,
        "person_aliases",
        [
            {
                "id": row_id("link", "alias", person.id, alias),
                "person_id": person.id,
                "alias": alias,
                "mentions": n,
                "source": source,
            }
            for person in links.people
            for alias, n, source in person.aliases
        ],
    )
    replace(
        work,
        "review_pairs",
        [
            {
                "id": row_id("link", "review", pair.a, pair.b),
                "a_id": pair.a,
                "b_id": pair.b,
                "reasons_for": pair.reasons_for,
                "reasons_against": pair.reasons_against,
            }
            for pair in links.review
        ],
    )
    _set_persons(work, links)
    work.db.execute("CREATE TEMP TABLE renamed (id TEXT PRIMARY KEY)")
    work.db.conn.executemany("INSERT INTO temp.renamed VALUES (?)", ((id,) for id in sorted(changed)))
    touch(
        work,
        "SELECT DISTINCT article_id FROM article_people WHERE person_id IN (SELECT id FROM temp.renamed)",
    )
    work.db.execute("DROP TABLE temp.renamed")


def _set_persons(work: WorkFile, links: PeopleLinks) -> None:
    """Sets `person_id` in all evidence of those persons of articles who are now another than before, or somebody."""
    members = {local: person.id for person in links.people for _, local in person.members}
    moved = [
        (id, article, members.get(id))
        for id, article, now in work.db.execute("SELECT id, article_id, person_id FROM article_people")
        if members.get(id) != now
    ]
    work.db.execute("CREATE TEMP TABLE moved (id INTEGER PRIMARY KEY, article_id INTEGER, person_id TEXT)")
    work.db.conn.executemany("INSERT INTO temp.moved VALUES (?, ?, ?)", sorted(moved))
    work.db.execute("CREATE INDEX temp.moved_article ON moved (article_id)")
    work.db.execute(
        "UPDATE article_people SET person_id = m.person_id FROM temp.moved m WHERE m.id = article_people.id"
    )
    for table in ("mentions", "person_roles", "quotes"):
        work.db.execute(
            f"UPDATE {table} SET person_id = m.person_id FROM temp.moved m"
            f" WHERE m.article_id = {table}.article_id AND m.id = {table}.article_person_id"
        )
    work.db.execute(
        "UPDATE event_arguments SET person_id = m.person_id FROM temp.moved m JOIN event_mentions e"
        " ON e.article_id = m.article_id"
        " WHERE e.id = event_arguments.event_mention_id AND m.id = event_arguments.article_person_id"
    )
    touch(work, "SELECT DISTINCT article_id FROM temp.moved")
    work.db.execute("DROP TABLE temp.moved")


def store_events(work: WorkFile, occasions: Iterable[Occasion], describe: Describe) -> None:
    """Stores an event for each occasion, with its participants, and sets `event_id` of every event mention.

    An event of the same reports as before, of articles and people that did not change, stays as it is; `describe`
    makes the others from their reports.
    """
    before = dict(work.db.execute("SELECT id, event_id FROM event_mentions"))
    stored = dict(work.db.execute("SELECT id, reason FROM events"))
    touched = {
        id
        for (id,) in work.db.execute(
            "SELECT m.id FROM run_changed c JOIN event_mentions m ON m.article_id = c.id"
        )
    }
    moved: list[tuple[int, int]] = []
    kept: set[int] = set()
    anew: list[tuple[int, Occasion]] = []
    for occasion in occasions:
        id = row_id("event", *occasion.members)
        moved += [(id, member) for member in occasion.members if before[member] != id]
        told = stored.get(id, "").partition(": ")[2]
        if id in stored and told == ", ".join(occasion.reasons) and touched.isdisjoint(occasion.members):
            kept.add(id)
        else:
            anew.append((id, occasion))
    gone = [(id,) for id in stored if id not in kept]
    work.db.conn.executemany("DELETE FROM events WHERE id = ?", gone)
    work.db.conn.executemany("DELETE FROM event_participants WHERE event_id = ?", gone)
    work.db.conn.executemany("UPDATE event_mentions SET event_id = ? WHERE id = ?", moved)
    work.db.conn.executemany(
        "INSERT OR IGNORE INTO run_changed SELECT article_id FROM event_mentions WHERE id = ?",
        ((member,) for _, member in moved),
    )
    anew.sort(key=lambda item: item[0])
    for some in batched(anew, AT_ONCE):
        _describe(work, some, describe)
    _count_reports(work)


def _describe(work: WorkFile, occasions: Sequence[tuple[int, Occasion]], describe: Describe) -> None:
    """Stores the events of occasions, lowest id first."""
    reports = reports_of(work, {member for _, occasion in occasions for member in occasion.members})
    events = [
        (id, describe([reports[member] for member in occasion.members], occasion.reasons))
        for id, occasion in occasions
    ]
    work.insert("events", [_event_row(event, id) for id, event in events])
    work.insert(
        "event_participants",
        [
            {
                "id": row_id("link", "party", id, n), "event_id": id, "person_id": party.person_id, "name": party.name,
                "role": party.role, "country": party.country,
            }
            for id, event in events
            for n, party in enumerate(event.participants)
        ],
    )  # fmt: skip


def _event_row(event: LinkedEvent, id: int) -> Row:
    year = event.date_start or event.date_end or (event.date_edtf or "")
    return {
        "id": id, "type": event.type, "mode": event.mode,
        "cameo": cameo_code(event.type, event.mode, event.status), "status": event.status,
        "date_edtf": event.date_edtf, "date_start": event.date_start, "date_end": event.date_end,
        "date_precision": event.date_precision, "date_basis": event.date_basis,
        "year": int(year[:4]) if year[:4].isdigit() else None, "place": event.place, "country": event.country,
        "latitude": event.latitude, "longitude": event.longitude, "summary": event.summary, "articles": 0,
        "stories": 0, "reason": event.reason,
    }  # fmt: skip


def _count_reports(work: WorkFile) -> None:
    """Counts the articles, and the independent stories, that report each event."""
    story = dict(work.db.execute("SELECT id, story_id FROM articles WHERE story_id IS NOT NULL"))
    articles: dict[int, set[int]] = defaultdict(set)
    for event, article in work.db.execute(
        "SELECT event_id, article_id FROM event_mentions WHERE event_id IS NOT NULL"
    ):
        articles[event].add(article)
    differing = []
    for id, n, stories in work.db.execute("SELECT id, articles, stories FROM events"):
        counted = len(articles[id]), len({story.get(article, article) for article in articles[id]})
        if counted != (n, stories):
            differing.append((*counted, id))
    work.db.conn.executemany("UPDATE events SET articles = ?, stories = ? WHERE id = ?", differing)


def store_stories(work: WorkFile, stories: Sequence[LinkedStory]) -> None:
    """Stores stories and how much their articles share, and sets `story_id` of every article."""
    replace(
        work,
        "stories",
        [{"id": s.id, "articles": len(s.members), "first_article_id": s.first} for s in stories],
    )
    replace(
        work,
        "story_copies",
        [
            {
                "id": row_id("link", "copy", c.a, c.b), "story_id": story.id, "article_id": c.a, "other_id": c.b,
                "shared": round(c.a_in_b, 3), "shared_back": round(c.b_in_a, 3),
            }
            for story in stories
            for c in story.copies
        ],
    )  # fmt: skip
    story_of = {article: story.id for story in stories for article in story.members}
    moved = [
        (story_of.get(id), id)
        for id, now in work.db.execute("SELECT id, story_id FROM articles")
        if story_of.get(id) != now
    ]
    work.db.conn.executemany("UPDATE articles SET story_id = ? WHERE id = ?", moved)
    work.db.conn.executemany("INSERT OR IGNORE INTO run_changed VALUES (?)", ((id,) for _, id in moved))


def store_repeats(work: WorkFile, repeats: Iterable[RepeatedLine]) -> None:
    """Stores the lines that outlets repeat, with their spans."""
    known = {
        id: span
        for id, *span in work.db.execute(
            "SELECT id, start_char, end_char FROM repeated_lines WHERE article_id"
            " NOT IN (SELECT id FROM run_changed)"
        )
    }
    rows: list[Row] = []
    for article, lines in groupby(repeats, key=lambda line: line.article_id):
        starts: list[int] = []
        for line in lines:
            id = row_id("link", "repeat", article, line.place)
            if id not in known and not starts:
                (text,) = work.db.execute("SELECT text FROM articles WHERE id = ?", [article]).fetchone()
                starts = [0, *(match.end() for match in re.finditer("\n\n", text)), len(text) + 2]
            start, end = known.get(id) or (starts[line.place], starts[line.place + 1] - 2)
            rows.append(
                {
                    "id": id,
                    "article_id": article,
                    "start_char": start,
                    "end_char": end,
                    "stories": line.stories,
                }
            )
    replace(work, "repeated_lines", rows)


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
