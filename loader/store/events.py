"""Store the events that linking found, writing only what differs from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import batched, groupby

from loader.cameo import cameo_code
from loader.linked import EventReport, LinkedEvent, Occasion
from loader.store.changes import listed
from loader.store.ids import row_id
from loader.store.reports import reports_of
from loader.store.rows import Row
from loader.store.workfile import WorkFile

AT_ONCE = 10_000  # events described at a time: bounds the memory

Describe = Callable[[Sequence[EventReport], Sequence[str]], LinkedEvent]
Part = tuple[Collection[int], Sequence[Occasion], Mapping[int, EventReport]]


def store_events(
    work: WorkFile, parts: Iterable[Part], describe: Describe, changed: Collection[int] | None = None
) -> None:
    """Stores an event for each occasion, with its participants, and sets `event_id` of every event mention.

    Each part is some event mentions (ids), all occasions that they tell of, and those of them that were read whole
    already. An event of the same ones as before, of which none is `changed`, stays as it is; `describe` makes the
    others from their reports. Where it is not known which changed (None), they are those of `run_changed`, and the
    parts are all that there is.
    """
    writer = _Writer(work, describe, changed)
    for part in parts:
        writer.store(*part)
    _drop_empty(work, changed)
    if writer.kept:
        _count_stories(work, writer.story, everywhere=changed is None)
    some = ((id,) for id in sorted(writer.moved))
    work.db.conn.executemany("INSERT OR IGNORE INTO run_changed VALUES (?)", some)


class _Writer:
    """Stores events part by part. `kept` says whether some stay as they are, `moved` are the articles (ids) with a
    report that is of another event than before, `story` has the story of each article that is in one."""

    def __init__(self, work: WorkFile, describe: Describe, changed: Collection[int] | None) -> None:
        self._work, self._describe, self._changed = work, describe, changed
        rows = work.db.execute("SELECT id, story_id FROM articles WHERE story_id IS NOT NULL")
        self.story: dict[int, int] = dict(rows)
        self.kept = changed is not None
        self.moved: set[int] = set()

    def store(
        self, ids: Collection[int], occasions: Sequence[Occasion], read: Mapping[int, EventReport]
    ) -> None:
        """Stores the events that some event mentions (ids) tell of."""
        db = self._work.db
        wanted = "temp.wanted w CROSS JOIN event_mentions m ON m.id = w.id"
        touched = set(self._changed or ())
        with listed(self._work, "wanted", ids):
            before = {
                id: own for id, *own in db.execute(f"SELECT m.id, m.event_id, m.article_id FROM {wanted}")
            }
            if self._changed is None:
                query = f"SELECT m.id FROM {wanted} CROSS JOIN run_changed c ON c.id = m.article_id"
                touched = {id for (id,) in db.execute(query)}
        named = {row_id("event", *occasion.members): occasion for occasion in occasions}
        events = {*named, *(event for event, _ in before.values() if event is not None)}
        with listed(self._work, "wanted", events):
            query = "SELECT e.id, e.reason FROM temp.wanted w CROSS JOIN events e ON e.id = w.id"
            stored = dict(db.execute(query))
        moved: list[tuple[int, int]] = []
        gone = set(stored)
        anew: list[tuple[int, Occasion]] = []
        for id, occasion in named.items():
            moved += [(id, member) for member in occasion.members if before[member][0] != id]
            same = id in stored and stored[id].partition(": ")[2] == ", ".join(occasion.reasons)
            if same and touched.isdisjoint(occasion.members):
                gone.remove(id)
                self.kept = True
            else:
                anew.append((id, occasion))
        _drop(self._work, gone)
        db.conn.executemany("UPDATE event_mentions SET event_id = ? WHERE id = ?", moved)
        self.moved.update(before[member][1] for _, member in moved)
        anew.sort(key=lambda item: item[0])
        for some in batched(anew, AT_ONCE):
            self._make(some, read)

    def _make(self, occasions: Sequence[tuple[int, Occasion]], read: Mapping[int, EventReport]) -> None:
        """Makes the events of occasions, lowest id first."""
        members = {member for _, occasion in occasions for member in occasion.members}
        reports = read or reports_of(self._work, members, words=True)
        rows: list[Row] = []
        parties: list[Row] = []
        for id, occasion in occasions:
            own = [reports[member] for member in occasion.members]
            event = self._describe(own, occasion.reasons)
            rows.append(_event_row(event, id, {report.article_id for report in own}, self.story))
            parties += [
                {
                    "id": row_id("link", "party", id, n), "event_id": id, "person_id": party.person_id,
                    "name": party.name, "role": party.role, "country": party.country,
                }
                for n, party in enumerate(event.participants)
            ]  # fmt: skip
        self._work.insert("events", rows)
        self._work.insert("event_participants", parties)


def _drop(work: WorkFile, events: Iterable[int]) -> None:
    gone = [(id,) for id in sorted(events)]
    work.db.conn.executemany("DELETE FROM events WHERE id = ?", gone)
    work.db.conn.executemany("DELETE FROM event_participants WHERE event_id = ?", gone)


def _drop_empty(work: WorkFile, changed: Collection[int] | None) -> None:
    """Drops the events of which no report is left."""
    some = "SELECT id FROM events"
    if changed is not None:
        some = "SELECT m.event_id AS id FROM temp.wanted w CROSS JOIN old.event_mentions m ON m.id = w.id"
    query = (
        f"SELECT id FROM ({some}) e WHERE NOT EXISTS (SELECT 1 FROM event_mentions m WHERE m.event_id = e.id)"
    )
    with listed(work, "wanted", changed or ()):
        gone = {id for (id,) in work.db.execute(query) if id is not None}
    _drop(work, gone)


def _event_row(event: LinkedEvent, id: int, articles: set[int], story: Mapping[int, int]) -> Row:
    year = event.date_start or event.date_end or (event.date_edtf or "")
    return {
        "id": id, "type": event.type, "mode": event.mode,
        "cameo": cameo_code(event.type, event.mode, event.status), "status": event.status,
        "date_edtf": event.date_edtf, "date_start": event.date_start, "date_end": event.date_end,
        "date_precision": event.date_precision, "date_basis": event.date_basis,
        "year": int(year[:4]) if year[:4].isdigit() else None, "place": event.place, "country": event.country,
        "latitude": event.latitude, "longitude": event.longitude, "summary": event.summary,
        "articles": len(articles), "stories": _stories(articles, story), "reason": event.reason,
    }  # fmt: skip


def _stories(articles: Iterable[int], story: Mapping[int, int]) -> int:
    """How many independent stories articles are: an article of none is one of its own."""
    return len({story.get(article, article) for article in articles})


def _count_stories(work: WorkFile, story: Mapping[int, int], *, everywhere: bool) -> None:
    """Counts the stories that report each event, or only those with an article whose story was another in `old`."""
    stories = "SELECT id, story_id FROM {}.articles WHERE story_id IS NOT NULL"
    main, old = stories.format("main"), stories.format("old")
    limited = (
        ""
        if everywhere
        else "WHERE e.id IN (SELECT event_id FROM event_mentions WHERE article_id IN"
        f" (SELECT id FROM ({main} EXCEPT {old}) UNION SELECT id FROM ({old} EXCEPT {main})))"
    )
    rows = work.db.execute(
        "SELECT e.id, e.stories, m.article_id FROM events e JOIN event_mentions m ON m.event_id = e.id"
        f" {limited} ORDER BY e.id"
    )
    differing = []
    for (id, stored), reports in groupby(rows, key=lambda row: row[:2]):
        counted = _stories({article for *_, article in reports}, story)
        if counted != stored:
            differing.append((counted, id))
    work.db.conn.executemany("UPDATE events SET stories = ? WHERE id = ?", differing)
