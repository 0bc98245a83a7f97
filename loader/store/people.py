"""Read the persons of articles for linking, and store who is who: all of them, or those whom a change can touch."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from loader.linked import LocalPerson, PeopleLinks
from loader.store.changes import listed, replace, touch
from loader.store.ids import row_id
from loader.store.workfile import WorkFile

NAMED = "kind IN ('name', 'partial')"  # pronouns and roles are links, never counted as mentions
KNOWN_AS = "SELECT person_id FROM person_aliases WHERE alias IN (SELECT id FROM temp.area_names)"
MOVED = "SELECT article_id FROM temp.moved"
PERSONS_IN = (  # what names persons of articles, and where in it those of `moved` are found by an index
    ("mentions", "article_id", MOVED),
    ("person_roles", "article_id", MOVED),
    ("quotes", "article_id", MOVED),
    ("event_arguments", "event_mention_id", f"SELECT id FROM event_mentions WHERE article_id IN ({MOVED})"),
)
CHANGED = "SELECT id FROM temp.area_articles"


def forms_of_names(work: WorkFile) -> set[str]:
    """The names and other forms by which articles call people; those of changed articles may be missing."""
    known = {alias for (alias,) in work.db.execute("SELECT DISTINCT alias FROM person_aliases")}
    return known.union(
        name for (name,) in work.db.execute("SELECT name FROM article_people WHERE person_id IS NULL")
    )


def names_in_articles(work: WorkFile, articles: Collection[int]) -> set[str]:
    """The names of the persons of articles, as these are and as they were in `old`."""
    with listed(work, "area_articles", articles):
        return {
            name
            for schema in ("main", "old")
            for (name,) in work.db.execute(
                f"SELECT name FROM {schema}.article_people WHERE article_id IN ({CHANGED})"
            )
        }


def names_of_people(work: WorkFile, forms: Collection[str]) -> set[str]:
    """The names, but for family names alone, of the people whom articles call so, and of those who are nobody yet."""
    with listed(work, "area_names", forms, "TEXT"):
        return {
            name
            for (name,) in work.db.execute(
                "SELECT DISTINCT name FROM article_people"
                f" WHERE (person_id IN ({KNOWN_AS}) OR person_id IS NULL) AND NOT surname_only"
            )
        }


@contextmanager
def people_area(work: WorkFile, names: Collection[str], articles: Collection[int]) -> Iterator[None]:
    """Limits `local_persons` and `store_people` to the persons of these names, and of these articles, which changed.

    No people of other names may be touched by the change (see `link.touched_names`).
    """
    folded = {" ".join(name.split()) for name in names}
    with listed(work, "area_names", names, "TEXT"), listed(work, "area_articles", articles):
        rows = work.db.execute(
            f"SELECT id, article_id, person_id, name, article_id IN ({CHANGED}) FROM article_people"
            f" WHERE person_id IN ({KNOWN_AS}) OR person_id IS NULL OR article_id IN ({CHANGED})"
        )
        found = sorted(row[:3] for row in rows if row[4] or " ".join(row[3].split()) in folded)
        before = work.db.execute(f"SELECT person_id FROM old.article_people WHERE article_id IN ({CHANGED})")
        people = {person for (person,) in before} | {person for _, _, person in found}
    with listed(work, "area_people", people - {None}, "TEXT"):
        work.db.execute("CREATE TEMP TABLE area (id INTEGER PRIMARY KEY, article_id INTEGER, person_id TEXT)")
        try:
            work.db.conn.executemany("INSERT INTO temp.area VALUES (?, ?, ?)", found)
            yield
        finally:
            work.db.execute("DROP TABLE temp.area")


def local_persons(work: WorkFile, *, within_area: bool = False) -> Iterator[LocalPerson]:
    """Every person of every article (of the `people_area`), with the forms of the name and the roles stated there."""
    near = "IN (SELECT article_id FROM temp.area)" if within_area else "IS NOT NULL"
    articles = {
        id: (f"{source}/{path}", published)
        for id, source, path, published in work.db.execute(
            "SELECT a.id, s.name, a.path, a.published FROM articles a JOIN sources s ON s.id = a.source_id"
            f" WHERE a.id {near}"
        )
    }
    said = work.db.execute(
        "SELECT article_person_id, surface, sum(shown) AS times FROM mentions"
        f" WHERE {NAMED} AND article_person_id IS NOT NULL AND article_id {near}"
        " GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
    )
    stated = work.db.execute(
        f"SELECT article_person_id, role FROM person_roles WHERE article_id {near}"
        " AND article_person_id IS NOT NULL ORDER BY article_person_id, start_char"
    )
    forms, roles = _Beside(said), _Beside(stated)
    kept: dict[Any, Any] = {}  # each once: articles say the same again and again
    those = "IN (SELECT id FROM temp.area)" if within_area else "IS NOT NULL"
    for id, article_id, name, country, alone in work.db.execute(
        f"SELECT id, article_id, name, country, surname_only FROM article_people WHERE id {those} ORDER BY id"
    ):
        own = tuple((surface, times) for _, surface, times in forms.of(id))
        held = tuple(role for _, role in roles.of(id))
        yield LocalPerson(
            (article_id, id), *articles[article_id], kept.setdefault(name, name), kept.setdefault(own, own),
            country and sys.intern(country), bool(alone), kept.setdefault(held, held),
        )  # fmt: skip


class _Beside:
    """Rows that come in order of the id that they begin with, asked for by ids in order."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def of(self, id: int) -> list[tuple[Any, ...]]:
        """The rows of an id; those before are passed over."""
        found = []
        while self._next and self._next[0] <= id:
            if self._next[0] == id:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def store_people(work: WorkFile, links: PeopleLinks, *, within_area: bool = False) -> None:
    """Stores people (of the `people_area`), their aliases and pairs to review; sets `person_id` where one is meant."""
    before = "(SELECT id FROM temp.area_people)"
    where = (f"id IN {before}", f"person_id IN {before}", f"a_id IN {before} OR b_id IN {before}")
    of_people, of_aliases, of_pairs = where if within_area else ("true", "true", "true")
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
        of_people,
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
        of_aliases,
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
        of_pairs,
    )
    _set_persons(work, links, within_area=within_area)
    with listed(work, "renamed", changed, "TEXT"):
        touch(
            work,
            "SELECT DISTINCT article_id FROM article_people WHERE person_id IN (SELECT id FROM temp.renamed)",
        )


def _set_persons(work: WorkFile, links: PeopleLinks, *, within_area: bool) -> None:
    """Sets `person_id` in all evidence of those persons of articles who are now another than before, or somebody."""
    persons = "temp.area" if within_area else "article_people"
    members = {local: person.id for person in links.people for _, local in person.members}
    moved = [
        (id, article, members.get(id))
        for id, article, now in work.db.execute(f"SELECT id, article_id, person_id FROM {persons}")
        if members.get(id) != now
    ]
    work.db.execute("CREATE TEMP TABLE moved (id INTEGER PRIMARY KEY, article_id INTEGER, person_id TEXT)")
    work.db.conn.executemany("INSERT INTO temp.moved VALUES (?, ?, ?)", sorted(moved))
    assign = (
        "SET person_id = (SELECT person_id FROM temp.moved m WHERE m.id = {0})"
        " WHERE {0} IN (SELECT id FROM temp.moved)"
    )
    work.db.execute(f"UPDATE article_people {assign.format('article_people.id')}")
    for table, column, found in PERSONS_IN:
        near = f"AND {column} IN ({found})" if within_area else ""  # few rows, which an index finds
        work.db.execute(f"UPDATE {table} {assign.format(f'{table}.article_person_id')} {near}")
    touch(work, "SELECT DISTINCT article_id FROM temp.moved")
    work.db.execute("DROP TABLE temp.moved")
