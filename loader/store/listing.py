"""Count what each person has, and list everything that search can find: all of it, or what a change can touch."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from loader.store.base import articles_touched
from loader.store.changes import listed
from loader.store.ids import row_id
from loader.store.numbers import Numbering, bits_for, slots
from loader.store.workfile import WorkFile

Numbers = frozenset[int]  # ids of `search_index`

COUNTS = ("articles", "mentions", "uncertain", "quotes", "events", "shown")
OF_PEOPLE = """
SELECT p.id, coalesce(n.articles, 0) AS articles, coalesce(n.mentions, 0) AS mentions,
    coalesce(n.uncertain, 0) AS uncertain, coalesce(q.quotes, 0) AS quotes, coalesce(e.events, 0) AS events,
    coalesce(n.mentions, 0) > 0 AS shown
FROM {people} p
LEFT JOIN (
    SELECT person_id, count(DISTINCT iif(mentions > 0, article_id, NULL)) AS articles, sum(mentions) AS mentions,
        sum(uncertain) AS uncertain
    FROM article_people WHERE person_id {among} GROUP BY 1) n ON n.person_id = p.id
LEFT JOIN (
    SELECT person_id, count(*) AS quotes FROM quotes WHERE person_id {among} GROUP BY 1) q ON q.person_id = p.id
LEFT JOIN (
    SELECT person_id, count(DISTINCT event_id) AS events FROM event_participants WHERE person_id {among} GROUP BY 1
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
    "SELECT slot, 'person', slot, p.id, NULL, NULL, NULL, NULL, NULL, p.country, NULL"
    " FROM slots s JOIN people p ON p.id = s.person_id",
)
# What the articles in `touched` have: rows that search finds by id, and people. (CROSS tells SQLite to begin with these
# few.)
FOUND_IN = (
    "SELECT a.id FROM temp.touched t CROSS JOIN {0}.articles a ON a.id = t.id",
    "SELECT q.id FROM temp.touched t CROSS JOIN {0}.quotes q ON q.article_id = t.id",
    "SELECT DISTINCT m.event_id FROM temp.touched t CROSS JOIN {0}.event_mentions m ON m.article_id = t.id",
)
PEOPLE_IN = """
SELECT DISTINCT p.person_id FROM temp.touched t CROSS JOIN {0}.article_people p ON p.article_id = t.id
WHERE p.person_id IS NOT NULL
UNION
SELECT p.person_id FROM temp.touched t CROSS JOIN {0}.event_mentions m ON m.article_id = t.id
CROSS JOIN {0}.event_participants p ON p.event_id = m.event_id WHERE p.person_id IS NOT NULL
"""


def finish(work: WorkFile, *, go_on: bool = False) -> Numbers | None:
    """Counts what each person has, mentions sure enough to show and others apart, and lists what search can find.

    With `go_on` only what the articles in `run_changed`, and those gone since `old` (attached by `base.beside_base`),
    can touch is done anew: everything else is as in `old`. The numbers whose words may differ from those in `old` come
    back then, else None.
    """
    if go_on:
        with (
            listed(work, "touched", articles_touched(work)),
            listed(work, "persons", _people_touched(work), "TEXT"),
        ):
            touched = _Touched(work)
            if touched.bits_then == touched.bits_now:
                _count(work, "IN (SELECT id FROM temp.persons)")
                return _list_again(work, touched)
    _count(work)
    _list(work, _number(work))
    return None


def _people_touched(work: WorkFile) -> set[str]:
    """The people whom the articles in `touched` name, or whose events they report, now and in `old`."""
    return {id for schema in ("main", "old") for (id,) in work.db.execute(PEOPLE_IN.format(schema))}


class _Touched:
    """What search can find in touched articles, now and in `old`: rows by id, people by the id that stands for them."""

    def __init__(self, work: WorkFile) -> None:
        self.persons: dict[int, str] = {}
        self.now, self.then = self._ids(work, "main"), self._ids(work, "old")
        (count,) = work.db.execute("SELECT count(*) FROM search_index").fetchone()
        self.bits_then, self.bits_now = bits_for(count), bits_for(count + len(self.now) - len(self.then))

    def _ids(self, work: WorkFile, schema: str) -> set[int]:
        found = {
            id for select in FOUND_IN for (id,) in work.db.execute(select.format(schema)) if id is not None
        }
        people = work.db.execute(f"SELECT id FROM temp.persons WHERE id IN (SELECT id FROM {schema}.people)")
        named = {row_id("person", id): id for (id,) in people}
        self.persons |= named
        return found | named.keys()


def _count(work: WorkFile, among: str = "IS NOT NULL") -> None:
    now, counted = (", ".join(f"{table}.{name}" for name in COUNTS) for table in ("people", "c"))
    people = "people" if among == "IS NOT NULL" else f"(SELECT id FROM people WHERE id {among})"
    work.db.execute(f"CREATE TEMP TABLE counted AS {OF_PEOPLE.format(among=among, people=people)}")
    work.db.execute("CREATE UNIQUE INDEX temp.counted_id ON counted (id)")
    work.db.execute(
        f"UPDATE people SET ({', '.join(COUNTS)}) = ({counted}) FROM temp.counted c"
        f" WHERE c.id = people.id AND ({now}) IS NOT ({counted})"
    )
    work.db.execute("DROP TABLE temp.counted")


def _number(work: WorkFile) -> list[tuple[int, str | None, int]]:
    """A number for everything that search can find: (id, id of the person that it stands for, number)."""
    import numpy as np

    persons = {row_id("person", id): id for (id,) in work.db.execute("SELECT id FROM people")}
    others = [
        id
        for table in ("articles", "quotes", "events")
        for (id,) in work.db.execute(f"SELECT id FROM {table}")
    ]
    ids, numbers = slots(np.array([*persons, *others], dtype=np.int64))
    return [(id, persons.get(id), n) for id, n in zip(ids.tolist(), numbers.tolist(), strict=True)]


def _list(work: WorkFile, numbered: Iterable[tuple[int, str | None, int]]) -> None:
    """Makes the rows of all that is numbered, writing what differs."""
    _prepare(work, numbered)
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


def _list_again(work: WorkFile, touched: _Touched) -> Numbers:
    """Makes the rows of what was touched, and of what must make room for it; the numbers of all these."""
    numbering = Numbering(_Stored(work), touched.bits_now)
    stood = {id: numbering.number(id) for id in touched.then}
    moved = numbering.moved(touched.now - touched.then, touched.then - touched.now)
    for id in moved.keys() - touched.now:
        stood[id] = numbering.number(id)
        touched.persons |= _Stored(work).person(stood[id])
    stands = {id: moved.get(id) or stood[id] for id in touched.now | moved.keys()}
    _prepare(work, ((id, touched.persons.get(id), n) for id, n in sorted(stands.items())))
    work.db.conn.executemany("DELETE FROM search_index WHERE id = ?", ((n,) for n in sorted(stood.values())))
    work.db.execute(f"INSERT INTO search_index ({LISTED}) SELECT * FROM temp.listed ORDER BY id")
    for table in ("slots", "listed"):
        work.db.execute(f"DROP TABLE temp.{table}")
    return frozenset({*stood.values(), *stands.values()})


def _prepare(work: WorkFile, numbered: Iterable[tuple[int, str | None, int]]) -> None:
    """Makes `temp.listed`, the rows of what is numbered, and gives people their numbers."""
    db = work.db
    db.execute("CREATE TEMP TABLE slots (row_id INTEGER PRIMARY KEY, person_id TEXT, slot INTEGER)")
    db.conn.executemany(
        "INSERT INTO temp.slots VALUES (?, ?, ?)", ((id, p, n) for id, p, n in sorted(numbered))
    )
    moved = "SELECT p.id, s.slot FROM temp.slots s JOIN people p ON p.id = s.person_id WHERE p.rowid IS NOT s.slot"
    db.execute(f"CREATE TEMP TABLE moved AS {moved}")
    db.execute("UPDATE people SET rowid = NULL WHERE id IN (SELECT id FROM temp.moved)")
    db.execute("UPDATE people SET rowid = m.slot FROM temp.moved m WHERE m.id = people.id")
    db.execute("DROP TABLE temp.moved")
    db.execute(f"CREATE TEMP TABLE listed AS SELECT {LISTED} FROM search_index WHERE 0")
    for select in SEARCHABLE:
        db.execute(f"INSERT INTO temp.listed {select}")
    db.execute("CREATE UNIQUE INDEX temp.listed_id ON listed (id)")


class _Stored:
    """The numbers in `search_index`, as `numbers.Taken`."""

    def __init__(self, work: WorkFile) -> None:
        self._connection: sqlite3.Connection = work.db.conn

    def below(self, number: int) -> Iterator[tuple[int, int]]:
        return self._rows("id < ? ORDER BY id DESC", number)

    def upwards(self, number: int) -> Iterator[tuple[int, int]]:
        return self._rows("id >= ? ORDER BY id", number)

    def person(self, number: int) -> dict[int, str]:
        """The person of that number by the id that stands for them; nothing where it is another thing's."""
        row = self._connection.execute(
            "SELECT person_id FROM search_index WHERE id = ? AND kind = 'person'", [number]
        ).fetchone()
        return {row_id("person", row[0]): row[0]} if row else {}

    def _rows(self, which: str, number: int) -> Iterator[tuple[int, int]]:
        for found, kind, row, person in self._connection.execute(
            f"SELECT id, kind, row_id, person_id FROM search_index WHERE {which}", [number]
        ):
            yield found, row_id("person", person) if kind == "person" else row
