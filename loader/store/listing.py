"""Count what each person and event has, and list everything that search can find."""

from __future__ import annotations

from loader.store.ids import row_id, slots
from loader.store.workfile import WorkFile

COUNTS = ("articles", "mentions", "uncertain", "quotes", "events", "shown")
OF_PEOPLE = """
SELECT p.id, coalesce(n.articles, 0) AS articles, coalesce(n.mentions, 0) AS mentions,
    coalesce(n.uncertain, 0) AS uncertain, coalesce(q.quotes, 0) AS quotes, coalesce(e.events, 0) AS events,
    coalesce(n.mentions, 0) > 0 AS shown
FROM people p
LEFT JOIN (
    SELECT person_id, count(DISTINCT iif(mentions > 0, article_id, NULL)) AS articles, sum(mentions) AS mentions,
        sum(uncertain) AS uncertain
    FROM article_people WHERE person_id IS NOT NULL GROUP BY 1) n ON n.person_id = p.id
LEFT JOIN (
    SELECT person_id, count(*) AS quotes FROM quotes WHERE person_id IS NOT NULL GROUP BY 1) q ON q.person_id = p.id
LEFT JOIN (
    SELECT person_id, count(DISTINCT event_id) AS events FROM event_participants WHERE person_id IS NOT NULL GROUP BY 1
    ) e ON e.person_id = p.id
"""
LISTED = "id, kind, row_id, person_id, date, year, publisher, agency, type, country, story_id"
SEARCHABLE = (
    "SELECT slot, 'article', a.id, NULL, coalesce(published, published_edtf), year, publisher, agency, NULL, NULL,"
    " story_id FROM slots s JOIN articles a ON a.id = s.row_id",
    "SELECT slot, 'quote', q.id, q.person_id, coalesce(a.published, a.published_edtf), a.year, a.publisher, a.agency,"
    " q.kind, NULL, a.story_id FROM slots s JOIN quotes q ON q.id = s.row_id JOIN articles a ON a.id = q.article_id",
    "SELECT slot, 'event', e.id, NULL, coalesce(date_start, date_edtf), year, NULL, NULL, type, country, NULL"
    " FROM slots s JOIN events e ON e.id = s.row_id",
    "SELECT rowid, 'person', rowid, id, NULL, NULL, NULL, NULL, NULL, country, NULL FROM people",
)


def finish(work: WorkFile) -> None:
    """Counts what each person has, mentions sure enough to show and others apart, and lists what search can find."""
    _count(work)
    _number(work)
    work.db.execute(f"CREATE TEMP TABLE listed AS SELECT {LISTED} FROM search_index WHERE 0")
    for select in SEARCHABLE:
        work.db.execute(f"INSERT INTO temp.listed {select}")
    work.db.execute("CREATE UNIQUE INDEX temp.listed_id ON listed (id)")
    work.db.execute(
        f"CREATE TEMP TABLE differing AS SELECT {LISTED} FROM search_index EXCEPT SELECT * FROM listed"
    )
    work.db.execute("DELETE FROM search_index WHERE id IN (SELECT id FROM temp.differing)")
    work.db.execute(
        f"INSERT INTO search_index ({LISTED}) SELECT * FROM temp.listed l"
        " WHERE NOT EXISTS (SELECT 1 FROM search_index s WHERE s.id = l.id) ORDER BY id"
    )
    for table in ("slots", "listed", "differing"):
        work.db.execute(f"DROP TABLE temp.{table}")


def _count(work: WorkFile) -> None:
    now, counted = (", ".join(f"{table}.{name}" for name in COUNTS) for table in ("people", "c"))
    work.db.execute(f"CREATE TEMP TABLE counted AS {OF_PEOPLE}")
    work.db.execute("CREATE UNIQUE INDEX temp.counted_id ON counted (id)")
    work.db.execute(
        f"UPDATE people SET ({', '.join(COUNTS)}) = ({counted}) FROM temp.counted c"
        f" WHERE c.id = people.id AND ({now}) IS NOT ({counted})"
    )
    work.db.execute("DROP TABLE temp.counted")


def _number(work: WorkFile) -> None:
    """Gives everything that search can find a number, a function of the ids of all that it can find."""
    import numpy as np

    persons = {row_id("person", id): id for (id,) in work.db.execute("SELECT id FROM people")}
    others = [
        id
        for table in ("articles", "quotes", "events")
        for (id,) in work.db.execute(f"SELECT id FROM {table}")
    ]
    ids, numbers = slots(np.array([*persons, *others], dtype=np.int64))
    work.db.execute("CREATE TEMP TABLE slots (row_id INTEGER PRIMARY KEY, person_id TEXT, slot INTEGER)")
    rows = sorted(zip(ids.tolist(), numbers.tolist(), strict=True))
    work.db.conn.executemany(
        "INSERT INTO temp.slots VALUES (?, ?, ?)", ((id, persons.get(id), slot) for id, slot in rows)
    )
    moved = "SELECT p.id, s.slot FROM temp.slots s JOIN people p ON p.id = s.person_id WHERE p.rowid IS NOT s.slot"
    work.db.execute(f"CREATE TEMP TABLE moved AS {moved}")
    work.db.execute("UPDATE people SET rowid = NULL WHERE id IN (SELECT id FROM temp.moved)")
    work.db.execute("UPDATE people SET rowid = m.slot FROM temp.moved m WHERE m.id = people.id")
    work.db.execute("DROP TABLE temp.moved")
