"""Takes whole lists as CSV from a server over HTTP: are they complete, and does its memory stay flat?

    python tests/benchmarks/bench_csv.py DB

All articles in both directions of both sorts, and a search for a common word in its three orders: rows, different ids,
whether they are those that SQL gives, seconds, and the most memory that the server has taken so far (Linux).
"""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SERVE = "import sys; from pathlib import Path; from loader.site.serve import serve; "
SERVE += "serve(Path(sys.argv[1]), port=0, ready=lambda url: print(url, flush=True))"
COMMON = """select term from temp.words where doc <= (select count(*) from articles) / 2
  order by doc desc, term limit 1"""


def lists(db: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Addresses of CSV files, the column of their ids, and the ids that SQL gives."""
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        conn.execute("create virtual table temp.words using fts5vocab(main, search_index_fts, row)")
        (word,) = conn.execute(COMMON).fetchone()
        articles = {str(key) for (key,) in conn.execute("select id from articles")}
        sql = "select s.key from search_index_fts f cross join search_index s on s.id = f.rowid"
        found = {
            key
            for (key,) in conn.execute(
                f"{sql} where search_index_fts match ? and s.kind = 'article'", (word,)
            )
        }
    for sort in ("_sort=sort_key", "_sort_desc=sort_key", "_sort=id", "_sort_desc=id"):
        yield f"{db.stem}/articles.csv?_stream=on&{sort}", "id", articles
    for order in ("", "newest", "oldest"):
        yield f"search.csv?q={word}&kind=article&sort={order}", "key", found


def most_memory(process: int) -> int:
    """The most memory that a process has taken so far, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main(db: Path) -> None:
    """Print a line for each list."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(db)], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            url = server.stdout.readline().strip()
            urllib.request.urlopen(f"{url}search?q=nothing*").read()
            print(f"the server, before: {most_memory(server.pid)} MB", flush=True)
            for path, column, right in lists(db):
                begun, rows, ids = time.perf_counter(), 0, set()
                with urllib.request.urlopen(url + path) as answer:
                    for row in csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8", newline="")):
                        rows += 1
                        ids.add(row[column])
                verdict = "as SQL has them" if ids == right and rows == len(right) else "WRONG"
                seconds, memory = time.perf_counter() - begun, most_memory(server.pid)
                print(f"{path:60} {rows:,} rows, {verdict}, {seconds:.0f} s, {memory} MB", flush=True)
        finally:
            server.terminate()


if __name__ == "__main__":
    csv.field_size_limit(10_000_000)
    main(Path(sys.argv[1]))
