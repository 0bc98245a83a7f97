"""Store what linking found: link tables and columns, writing only what differs from what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import batched

from loader.cameo import cameo_code
from loader.linked import (
    EventReport,
    LinkedEvent,
    Occasion,
)
from loader.store.gather import reports_of
from loader.store.ids import row_id
from loader.store.rows import Row
from loader.store.workfile import WorkFile

AT_ONCE = 10_000  # events described at a time: bounds the memory

Describe = Callable[[Sequence[EventReport], Sequence[str]], LinkedEvent]


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
