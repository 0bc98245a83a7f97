"""Times the pages over a made-up corpus: python tests/benchmarks/bench_site.py DB [SORT].

Make the corpus first: python tests/benchmarks/synthetic.py 100000 big.db. Each address is fetched once, cold (its own
words, nothing remembered); the median and the worst of several are printed, in milliseconds.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from loader.site.serve import serve_app

EACH = 5
"""Addresses of each sort of page."""
WORDS = """select term, doc from vocabulary where term glob '[a-z]*' and length(term) > 3
  order by abs(doc - :near), term limit :n"""


def _words(conn: sqlite3.Connection, near: int) -> list[str]:
    """Words that stand in about `near` of the things that search finds."""
    conn.execute(
        "create virtual table if not exists temp.vocabulary using fts5vocab(main, search_index_fts, row)"
    )
    return [word for word, _ in conn.execute(WORDS, {"near": near, "n": EACH})]


def addresses(db: Path) -> dict[str, list[str]]:
    """The pages to time, by what they are: several addresses of each sort, all different."""
    name = db.stem
    with closing(sqlite3.connect(db)) as conn:

        def firsts(sql: str) -> list[object]:
            return [row[0] for row in conn.execute(f"{sql} limit {EACH}")]

        articles = conn.execute("select count(*) from articles").fetchone()[0]
        common, middling = _words(conn, articles // 2), _words(conn, articles // 10)
        rare = _words(conn, 3)
        people = firsts("select id from people order by articles desc, id")
        events = firsts("select id from events order by articles desc, id")
        texts = firsts("select id from articles order by words desc, id")
        outlets = firsts("select publisher from articles group by 1 order by count(*) desc, 1")
    years = range(2015, 2015 + EACH)
    return {
        "home": ["/"],
        "search, half of all": [f"/search?q={word}" for word in common],
        "search, a tenth of all": [f"/search?q={word}" for word in middling],
        "search, newest first": [f"/search?q={word}&sort=newest" for word in middling],
        "search, one a story": [f"/search?q={word}&each=story&kind=article" for word in middling],
        "search, narrowed": [
            f"/search?q={word}&kind=article&year={year}" for word, year in zip(common, years, strict=True)
        ],
        "search, rare phrase": [f"/search?q=%22{word}+{word}%22" for word in rare],
        "browse": ["/search?kind=quote", "/search?kind=article", "/search?kind=person", "/search?kind=event"],
        "article": [f"/{name}/articles/{key}" for key in texts],
        "person, busiest": [f"/{name}/people/{key}" for key in people],
        "event": [f"/{name}/events/{key}" for key in events],
        "timeline": ["/timeline", "/timeline?year=2018", f"/timeline?person={people[0]}"],
        "outlets": ["/outlets", *(f"/outlets?a={quote(str(a))}&b={quote(str(outlets[0]))}" for a in outlets[1:])],
        "articles with facets": [
            f"/{name}/articles?year={year}&publisher={quote(str(outlet))}&_facet=month"
            for year, outlet in zip(years, outlets, strict=True)
        ],
    }  # fmt: skip


async def measure(db: Path, only: str = "") -> None:
    """Print the milliseconds of each sort of page: the median and the worst."""
    datasette = serve_app(db)
    await datasette.invoke_startup()
    await datasette.client.get("/-/versions.json")
    for sort, paths in addresses(db).items():
        times = []
        for path in paths if only in sort else ():
            begun = time.perf_counter()
            answer = await datasette.client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, (path, answer.text[-300:])
        if times:
            print(f"{sort:24} median {sorted(times)[len(times) // 2]:7.0f} ms   worst {max(times):7.0f} ms")


if __name__ == "__main__":
    asyncio.run(measure(Path(sys.argv[1]), *sys.argv[2:3]))
