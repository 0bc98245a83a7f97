"""Pages of tables begin where the last one ended, and streams take large pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from loader.site.paging import begin_there, in_large_pages

ASKED = [
    ("sort_key", "(sort_key > :p1 or (sort_key = :p1 and ((id > :p0))))", "sort_key, id"),
    (
        "sort_key",
        "(sort_key < :p1 or sort_key is null or (sort_key = :p1 and ((id > :p0))))",
        "sort_key desc, id",
    ),
    ("id", "(id > :p1 or (id = :p1 and ((id > :p0))))", "id, id"),
    ("id", "(id < :p1 or id is null or (id = :p1 and ((id > :p0))))", "id desc, id"),
]


@pytest.mark.parametrize(("column", "where", "order"), ASKED)
def test_a_page_gives_the_same_rows_without_sorting_the_rest(column: str, where: str, order: str) -> None:
    sql = f"select id, sort_key from t where kind = :kind and {where} order by {order} limit 3"
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("create table t (id integer primary key, kind text, sort_key text unique)")
        rows = [(n, "ab"[n % 2], f"{n * 7 % 20:02}") for n in range(20)]
        conn.executemany("insert into t values (?, ?, ?)", rows)
        params = {"kind": "a", "p0": 10, "p1": 10 if column == "id" else "10"}
        assert begin_there(sql) != sql
        assert conn.execute(begin_there(sql), params).fetchall() == conn.execute(sql, params).fetchall()
        plan = " ".join(row[3] for row in conn.execute(f"explain query plan {begin_there(sql)}", params))
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    "sql",
    [
        "select * from t where (year > :p1 or (year = :p1 and ((id > :p0)))) order by year, id limit 3",
        "select * from t order by sort_key desc, id limit 3",
        "select 'order by id, id limit '",
    ],
)
def test_other_queries_stay_as_they_are(sql: str) -> None:
    assert begin_there(sql) == sql


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (b"_stream=on", b"_stream=on&_size=200"),
        (b"_stream=on&_size=10", b"_stream=on&_size=10"),
        (b"q=_stream", b"q=_stream"),
        (b"", b""),
    ],
)
def test_a_stream_takes_large_pages(asked: bytes, sent: bytes) -> None:
    assert in_large_pages(asked) == sent
