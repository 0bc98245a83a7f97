"""Give a row another id where its own is taken: among ten million rows, two hashes of 49 bits meet once in ten times.

Which of the two gives way depends on which is stored first: the only thing in a corpus that order decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from loader.store import schema
from loader.store.ids import another_id
from loader.store.rows import Row

NUMBERED = tuple(
    name for name in schema.EVIDENCE if name != "fingerprints"
)  # the others' ids are their articles'
MOST_VARIABLES = 500  # ids in one statement


def _references(table: schema.Table) -> dict[str, str]:
    """The columns of a table that point at rows of evidence, with the table they point at."""
    columns = (column.partition(" -> ") for column in table.columns)
    return {declared.split()[0]: other for declared, _, other in columns if other in NUMBERED}


REFERENCES = {table.name: _references(table) for table in schema.TABLES if table.kind == "evidence"}


def give_way(rows: dict[str, list[Row]], connection: sqlite3.Connection) -> None:
    """Gives new ids to rows of evidence whose ids rows of other articles have, and to what points at them.

    Two rows of one article never share an id: those are left as they are, for SQLite to refuse.
    """
    for table in NUMBERED:
        owner = dict(_owners(connection, table, [row["id"] for row in rows[table]]))
        for row in rows[table]:
            old, article = row["id"], row["article_id"]
            if owner.setdefault(old, article) != article:
                row["id"] = another_id(old)
                _repoint(rows, table, article, {old: row["id"]})


def _owners(connection: sqlite3.Connection, table: str, ids: list[int]) -> Iterable[tuple[int, int]]:
    for start in range(0, len(ids), MOST_VARIABLES):
        some = ids[start : start + MOST_VARIABLES]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(f"SELECT id, article_id FROM {table} WHERE id IN ({marks})", some)


def _repoint(rows: dict[str, list[Row]], table: str, article: int, new: dict[int, int]) -> None:
    for other, references in REFERENCES.items():
        for column in (column for column, target in references.items() if target == table):
            for row in rows[other]:
                if row["article_id"] == article:
                    row[column] = new.get(row[column], row[column])


def taken(connection: sqlite3.Connection, source: str) -> dict[str, list[int]]:
    """The ids in an attached corpus that rows here have already, by table of evidence."""
    select = "SELECT id FROM {0}.{1} WHERE id IN (SELECT id FROM main.{1}) ORDER BY id"
    return {table: [id for (id,) in connection.execute(select.format(source, table))] for table in NUMBERED}


def copied(table: schema.Table, source: str, ids: dict[str, list[int]]) -> str:
    """The SELECT that copies a table from an attached corpus, with other ids for those that are `taken`."""
    targets = {**REFERENCES.get(table.name, {}), "id": table.name}
    parts = []
    for column in table.stored:
        cases = [f"WHEN {id} THEN {another_id(id)}" for id in ids.get(targets.get(column, ""), ())]
        parts.append(f"CASE {column} {' '.join(cases)} ELSE {column} END" if cases else column)
    return f"SELECT {', '.join(parts)} FROM {source}.{table.name} ORDER BY id"
