"""What queries may cost: a little work is done however busy the machine, much is not; counts are kept."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from datasette.database import QueryInterrupted

from loader.site import limit, live
from loader.site.once import Once
from loader.site.serve import serve_app
from tests.site_fixture import make

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_a_query_is_limited_by_its_work_and_a_slow_disk_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, work = iter(range(10**9)), iter([0.0] * 20_000 + [9.0] * 10**6)
    monkeypatch.setattr(limit.time, "thread_time", lambda: next(work))
    monkeypatch.setattr(limit.time, "monotonic", lambda: next(clock) / 10_000)
    monkeypatch.setattr(limit, "STEPS", 10)
    with closing(sqlite3.connect(":memory:")) as conn:
        with limit.work_limit(conn, 1000):
            few = "with recursive n(i) as (select 1 union all select i + 1 from n limit 9000) select count(*) from n"
            assert conn.execute(few).fetchone() == (9000,)  # over the limit on the clock, but not in work
        assert next(clock) > 10_000
        with limit.work_limit(conn, 1000), pytest.raises(sqlite3.OperationalError, match="interrupted"):
            conn.execute(ENDLESS).fetchone()


def test_what_waits_for_ever_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(10**9))
    monkeypatch.setattr(limit.time, "thread_time", lambda: 0.0)
    monkeypatch.setattr(limit.time, "monotonic", lambda: float(next(clock)))
    with closing(sqlite3.connect(":memory:")) as conn:
        with limit.work_limit(conn, 1000), pytest.raises(sqlite3.OperationalError, match="interrupted"):
            conn.execute(ENDLESS).fetchone()
        assert next(clock) == limit.PATIENCE + 1


def test_datasette_s_own_queries_are_limited_so_too(tmp_path: Path) -> None:
    datasette = serve_app(make(tmp_path / "c.db"))
    asyncio.run(datasette.invoke_startup())
    assert __import__("datasette.database").database.sqlite_timelimit is limit.work_limit


def test_counting_is_done_once_for_a_file_also_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path / "c.db")
    datasette = serve_app(path)
    asked: list[str] = []
    sql = "select count(*) from quotes_view "

    async def ask() -> None:
        await datasette.invoke_startup()
        database = datasette.databases["c"]
        assert isinstance(database, live.LiveDatabase)
        execute_fn = database.execute_fn

        async def noting(fn: object) -> object:
            asked.append("once")
            if len(asked) == 2:
                raise QueryInterrupted(Exception(), sql, {})
            return await execute_fn(fn)

        monkeypatch.setattr(database, "execute_fn", noting)
        for _ in range(3):
            assert (await database.execute(sql)).rows[0][0] == 3
        assert len(asked) == 1
        for _ in range(3):
            with pytest.raises(QueryInterrupted):
                await database.execute("select count(*) from quotes ")
        assert len(asked) == 2
        with closing(sqlite3.connect(path)) as conn, conn:
            conn.execute("create table another (id)")
        assert (await database.execute("select count(*) from quotes ")).rows[0][0] == 3
        assert (await database.execute("select count(*) from quotes", truncate=True)).rows[0][0] == 3
        assert len(asked) == 4  # what a person types is no list to count

    asyncio.run(ask())


def test_what_is_read_once_is_read_again_from_another_file(tmp_path: Path) -> None:
    path = make(tmp_path / "c.db")
    reads: list[int] = []

    def count(conn: sqlite3.Connection) -> int:
        reads.append(1)
        found: int = conn.execute("select count(*) from articles").fetchone()[0]
        return found

    counted = Once(count)
    first = counted(path)
    assert (counted(str(path)), len(reads)) == (first, 1)
    path.unlink()
    make(path, extra=1)
    assert (counted(path), len(reads)) == (first + 1, 2)
