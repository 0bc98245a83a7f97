"""Times the pages over a made-up corpus, ours and those of stock Datasette: python tests/benchmarks/bench_site.py DB.

Make the corpus first: python tests/benchmarks/synthetic.py 100000 big.db. Each server runs in a process of its own,
three times afresh; each address is asked for twice: cold (the first time in that server) and again. Of an address
counts the median of the three runs, of a row the 95th percentile of its addresses. Each cell is milliseconds on the
clock, then of processor time, which other programs on the machine disturb less.

Stock Datasette has its usual settings, no metadata and no plugin. Its searches and lists count five facets; where it
gives up (after a second, by itself) the time until then counts. A word or two after the database chooses rows.

With --every after the database: every kind of address that strangers may ask for, cold, in one server with their
limits; what is answered with an error is named.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote, urlencode

EACH = 20
"""Addresses of each row."""
EACH_STOCK = 5
"""Addresses of each row that stock Datasette is asked for: it takes seconds for some."""
RUNS = 3
WORDS = """select term from vocabulary where term glob '[a-z]*' and length(term) > 3 and doc >= :least
  order by abs(doc - :near), term limit 1"""
TWO_OUTLETS = (
    "select publisher from articles where publisher is not null group by 1 order by count(*) desc, 1 limit 2"
)
FACETS = "&".join(f"_facet={name}" for name in ("year", "month", "publisher", "agency", "language"))

type Times = dict[str, tuple[float, float, float, float]]
"""Of each address: cold and again, on the clock and in work; milliseconds."""


class Row(NamedTuple):
    """A row of the table: our addresses, stock Datasette's for the same thing, and the target in milliseconds."""

    name: str
    target: int | None
    ours: list[str]
    stock: tuple[str, ...] = ()


def rows(db: Path) -> Iterator[Row]:
    """The rows, the ones with targets first; their addresses depend on the database alone."""
    name = db.stem
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:

        def firsts(sql: str) -> list[str]:
            return [quote(str(row[0])) for row in conn.execute(f"{sql} limit {EACH}")]

        common, phrases = _common_words(conn), _phrases(conn)
        people = firsts("select id from people order by articles desc, id")
        events = firsts("select id from events order by articles desc, id")
        texts = firsts("select id from articles order by words desc, id")
        outlets = firsts("select publisher from articles group by 1 order by count(*) desc, 1")
        years = [row[0] for row in conn.execute("select distinct year from articles where year order by 1")]
    pairs = list(zip(years * EACH, outlets, strict=False))

    def stock_search(words: list[str]) -> tuple[str, ...]:
        return tuple(f"/{name}/articles?_search={word}&{FACETS}" for word in words)

    filtered = [f"/{name}/articles?year={year}&publisher={outlet}&{FACETS}" for year, outlet in pairs]
    yield Row("search, common word", 150, [f"/search?q={word}" for word in common], stock_search(common))
    yield Row("search, rare phrase", 150, [f"/search?q={words}" for words in phrases], stock_search(phrases))
    yield Row("articles, 5 facets, by year and outlet", 100, filtered, tuple(filtered))
    yield Row(
        "the same as a search", 100,
        [f"/search?kind=article&year={year}&publisher={outlet}" for year, outlet in pairs], tuple(filtered),
    )  # fmt: skip
    for page, table, keys in (
        ("article", "articles", texts),
        ("person, busiest", "people", people),
        ("event", "events", events),
    ):
        addresses = [f"/{name}/{table}/{key}" for key in keys]
        yield Row(page, 100, addresses, tuple(addresses))
    yield Row("home", 50, ["/"], ("/",))
    words = common[::4]
    yield Row("search, its second page", None, [f"/search?q={word}&page=2" for word in words])
    yield Row("search, newest first", None, [f"/search?q={word}&sort=newest" for word in reversed(words)])
    yield Row("search, one a story", None, [f"/search?q={word}&each=story&kind=article" for word in words])
    yield Row("search, every hit on a line", None, [f"/search?q={word}&view=lines" for word in words])
    yield Row(
        "search, beginning of a word", None, [f"/search?q={word[:n]}*" for word in words for n in (3, 4)]
    )
    yield Row(
        "browse a kind", None, [f"/search?kind={kind}" for kind in ("article", "quote", "person", "event")]
    )
    yield Row("timeline", None, ["/timeline", f"/timeline?year={years[0]}", f"/timeline?person={people[0]}"])
    yield Row("outlets", None, ["/outlets", *(f"/outlets?a={a}&b={outlets[0]}" for a in outlets[1:4])])


def every(db: Path) -> Iterator[Row]:
    """The rows of `rows`, then of all that Datasette shows: tables, views, queries, lists as data."""
    from loader.site.metadata import metadata_for

    name, described = db.stem, metadata_for((db.stem,))["databases"][db.stem]
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        shapes = dict(conn.execute("select name, type from sqlite_master where type in ('table', 'view')"))
        people = [key for (key,) in conn.execute("select id from people order by articles desc, id limit 5")]
        outlets = [row[0] for row in conn.execute(TWO_OUTLETS)]
        stories = [
            row[0] for row in conn.execute("select id from stories order by articles desc, id limit 5")
        ]
        articles = [row[0] for row in conn.execute("select id from articles order by words desc limit 5")]
        words = _common_words(conn)[::7]
        values = {
            "person": people[0], "first": people[0], "second": people[1], "about": words[0],
            "from_day": "2020-01-01", "to_day": "2020-06-30",
        }  # fmt: skip
        values["name"] = values["speaker"] = people[0].replace("-", " ")
    yield from (row._replace(ours=row.ours[:5], stock=()) for row in rows(db))
    shown = [
        table
        for table in described["tables"]
        if table in shapes and not described["tables"][table].get("hidden")
    ]
    tables = [table for table in shown if shapes[table] == "table"]
    views = [table for table in shown if shapes[table] == "view"]
    yield Row("tables", None, [f"/{name}/{table}" for table in tables])
    yield Row("tables as JSON", None, [f"/{name}/{table}.json?_shape=array" for table in shown])
    yield Row("tables as CSV, a page", None, [f"/{name}/{table}.csv" for table in shown])
    yield Row(
        "tables, oldest first",
        None,
        [f"/{name}/{t}?_sort=sort_key" for t in ("articles", "quotes", "events")],
    )
    searched = ("articles", "quotes", "people", "events")
    yield Row("tables, searched", None, [f"/{name}/{t}?_search={word}" for t in searched for word in words])
    yield Row("tables, of a person", None, [
        f"/{name}/{table}?person_id={key}" for table in ("quotes", "mentions", "article_people") for key in people
    ])  # fmt: skip
    for view in views:
        yield Row(f"view {view}", None, [f"/{name}/{view}"])
    for query, about in described["queries"].items():
        asked = dict.fromkeys(re.findall(r":([a-z_]+)", about["sql"]))
        filled = (
            {**values, **dict(zip(("first", "second"), outlets, strict=True))}
            if "outlets" in query
            else values
        )
        full = urlencode({key: filled[key] for key in asked})
        yield Row(f"query {query}", None, [f"/{name}/{query}?{full}", f"/{name}/{query}.csv?{full}"])
        if asked:
            yield Row("  with empty boxes", None, [f"/{name}/{query}?{urlencode(dict.fromkeys(asked, ''))}"])
    yield Row("database", None, [f"/{name}"])
    yield Row("article as its file, with uncertain names", None, [
        f"/{name}/articles/{key}?{how}" for key in articles for how in ("as=file", "uncertain=1")
    ])  # fmt: skip
    yield Row("story", None, [f"/{name}/stories/{key}" for key in stories])
    yield Row("timeline, narrowed", None, [
        "/timeline?type=CONSULT", "/timeline?sort=oldest", "/timeline?country=FR&status=happened", "/timeline?page=400",
    ])  # fmt: skip
    yield Row("search as CSV", None, [f"/search.csv?q={word}" for word in words[:2]])
    yield Row("search as a feed", None, [f"/search.atom?q={word}" for word in words])
    one, other = map(quote, outlets)
    yield Row("words of outlets as CSV", None, [f"/outlets?a={one}&b={other}&format=csv"])
    yield Row("search, leafed through", None, [f"/search?kind=article&page={n}" for n in (2, 250, 500)])


def _common_words(conn: sqlite3.Connection) -> list[str]:
    """Words from those with 10,000 hits (or a tenth of all articles) to those with the most."""
    conn.execute("create virtual table temp.vocabulary using fts5vocab(main, search_index_fts, row)")
    least = min(10_000, conn.execute("select count(*) from articles").fetchone()[0] // 10)
    most = conn.execute("select max(doc) from vocabulary").fetchone()[0]
    found = dict.fromkeys(
        conn.execute(WORDS, {"least": least, "near": least * (most / least) ** (n / (EACH - 1))}).fetchone()[
            0
        ]
        for n in range(EACH)
    )
    return list(found)


def _phrases(conn: sqlite3.Connection) -> list[str]:
    """Three words that stand side by side in one article, quoted, for EACH articles."""
    count = conn.execute("select count(*) from articles").fetchone()[0]
    made = []
    for n in range(EACH):
        sql = "select text from articles order by id limit 1 offset ?"
        words = conn.execute(sql, (n * count // EACH,)).fetchone()[0].split()
        made.append(quote(f'"{" ".join(words[40:43])}"'))
    return made


async def measure(db: Path, paths: list[str], *, stock: bool) -> Times:
    """How long each of `paths` takes, cold and again, in a server of this process."""
    if stock:
        sys.__dict__["_called_from_test"] = True  # Datasette then loads no plugin that is installed
        from datasette.app import Datasette

        server = Datasette(files=[str(db)])
    else:
        from loader.site.serve import serve_app

        server = serve_app(db)
    await server.invoke_startup()
    if not stock:
        await server.client.get(
            "/search?q=nothing*"
        )  # a server that runs: what every search needs is in memory
    await server.client.get("/-/versions.json")
    times: Times = {}
    for path in paths:
        both: list[float] = []
        for _ in range(2):
            clock, work = time.perf_counter(), time.process_time()
            answer = await server.client.get(path)
            both += [(time.perf_counter() - clock) * 1000, (time.process_time() - work) * 1000]
            assert stock or answer.status_code == 200, (path, answer.text[-300:])
        times[path] = (both[0], both[1], both[2], both[3])
    return times


async def survey(db: Path) -> None:
    """Print how long each row of `every` takes, cold, in a server for strangers, and which answers are errors."""
    from loader.site.serve import serve_app

    server = serve_app(db, public=True)
    await server.invoke_startup()
    await server.client.get("/search?q=nothing*")
    print("| page | addresses | p95 cold: clock · work | slowest |\n|---|---|---|---|")
    for row in every(db):
        times: Times = {}
        for path in row.ours:
            clock, work = time.perf_counter(), time.process_time()
            answer = await server.client.get(path)
            took = (time.perf_counter() - clock) * 1000, (time.process_time() - work) * 1000
            times[path] = (*took, *took)
            if answer.status_code >= 400:
                print(f"{answer.status_code} {path}")
        cells = " · ".join(f"{p95(times, row.ours, n):.0f}" for n in (0, 1))
        slowest = max(times, key=lambda path: times[path][1])
        print(f"| {row.name} | {len(times)} | {cells} | {slowest} |", flush=True)


def runs(db: Path, paths: list[str], *, stock: bool) -> Times:
    """The median of RUNS servers, each started afresh, for each of `paths`."""
    command = [sys.executable, __file__, str(db), "--measure", "stock" if stock else "ours"]
    made: list[Times] = []
    for _ in range(RUNS):
        done = subprocess.run(command, input=json.dumps(paths), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        made.append(json.loads(done.stdout.splitlines()[-1]))  # before it, what Datasette says of its errors
    return {path: tuple(median(one[path][n] for one in made) for n in range(4)) for path in paths}  # type: ignore[misc]


def p95(times: Times, paths: list[str], column: int) -> float:
    """The 95th percentile of `paths` in one column of `times`."""
    ordered = sorted(times[path][column] for path in paths)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def table(db: Path, chosen: list[str]) -> None:
    """Print the table."""
    wanted = [row for row in rows(db) if not chosen or any(word in row.name for word in chosen)]
    ours = runs(db, list(dict.fromkeys(path for row in wanted for path in row.ours)), stock=False)
    theirs = [path for row in wanted for path in row.stock[:: -(-len(row.stock) // EACH_STOCK) or 1]]
    stock = runs(db, list(dict.fromkeys(theirs)), stock=True)
    print(
        "| page | target | p95 cold | again | stock, cold | factor: clock, work |\n|---|---|---|---|---|---|"
    )
    for row in wanted:
        cells = [f"{p95(ours, row.ours, n):.0f} · {p95(ours, row.ours, n + 1):.0f}" for n in (0, 2)]
        there = [path for path in row.stock if path in stock]
        if there:
            both = [[p95(stock, there, n), p95(stock, there, n) / p95(ours, row.ours, n)] for n in (0, 1)]
            cells += [f"{both[0][0]:.0f} · {both[1][0]:.0f}", f"{both[0][1]:.1f} · {both[1][1]:.1f}"]
        else:
            cells += ["", ""]
        print(f"| {row.name} | {row.target or ''} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    database, *words = sys.argv[1:]
    if words[:1] == ["--measure"]:
        measured = measure(Path(database), json.load(sys.stdin), stock=words[1] == "stock")
        print(json.dumps(asyncio.run(measured)))
    elif words == ["--every"]:
        asyncio.run(survey(Path(database)))
    else:
        table(Path(database), words)
