"""Print what a large corpus costs: size by table, one article more, memory.

    python tests/benchmarks/bench_store.py size CORPUS.db       # each table and index against the articles' text
    python tests/benchmarks/bench_store.py grow 10000 100000    # make corpora of so many made-up articles, add one each
    python tests/benchmarks/bench_store.py reload FOLDER 10000  # first load of a folder, and an unchanged one of many

All times are of the processor, in one run; compare them with each other. Each step of `grow` is a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from synthetic import Maker, build, stage

import loader
from loader import store
from loader.relink import relink

SHOWN = 0.01  # of the text, from which a table is listed


def size(database: Path) -> None:
    """Prints bytes of each table with its indexes, as shares of the articles' text in UTF-8."""
    with closing(store.connect(database)) as connection:
        (text,) = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()
        owner = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
        pages = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    tables: dict[str, dict[str, int]] = {}
    for name, taken in pages:
        tables.setdefault(owner.get(name, name), {})[name] = taken
    print(f"{database.name}: {sum(taken for _, taken in pages) / text:.2f} times the text")
    for table, parts in sorted(tables.items(), key=lambda item: -sum(item[1].values())):
        if sum(parts.values()) >= SHOWN * text:
            own = parts.get(table, 0)
            print(
                f"  {sum(parts.values()) / text:6.3f} {table} (indexes {(sum(parts.values()) - own) / text:.3f})"
            )


def grow(counts: list[int], folder: Path) -> None:
    """Makes corpora of so many articles and adds one to each, a process each, so that memory is each one's own."""
    for count in counts:
        for step in ("make", "add"):
            print(f"-- {count} articles: {step}", flush=True)
            subprocess.run([sys.executable, __file__, step, str(count), str(folder)], check=True)


def add(database: Path) -> None:
    """Adds one article to a corpus of made-up ones, and links all anew."""
    work = store.open_work(database, database, store.meta_of("synthetic", "none"))
    source = store.source_row("synthetic", "synthetic", "{}")
    with stage("put one article"):
        file_id = work.begin_file(source, "one more", 0)
        work.put(source, [(file_id, "new", *Maker(seed=2).article(10_000_000), None)])
    with stage("link all"):
        _, numbers = relink(work, database, stage)
    with stage("publish"):
        store.publish(work, database, numbers)


def reload(folder: Path, count: int, scratch: Path) -> None:
    """Loads a folder, then `count` files without a change; the first load of as many is reckoned by the file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    source = scratch / "many"
    source.mkdir()
    for n in range(count):
        (source / f"{n:06}.txt").write_text(
            f"{n} {n * n}\n" * 5
        )  # numbers alone, at which the model does not look
    options = loader.Options(jobs=1)
    began = time.process_time()
    loader.load(folder, db=scratch / "few.db", options=options)
    first = (time.process_time() - began) / len(files) * count
    loader.load(source, db=scratch / "many.db", options=options)
    began = time.process_time()
    assert not loader.load(source, db=scratch / "many.db", options=options).changed
    again = time.process_time() - began
    print(f"{count} files: {first:.0f} s at first (reckoned from {len(files)}), {again:.2f} s unchanged")
    print(f"unchanged reload: {first / again:.0f} times faster")


def main() -> None:
    command, *rest = sys.argv[1:]
    if command == "size":
        size(Path(rest[0]))
    elif command == "make":
        build(int(rest[0]), Path(rest[1]) / f"{rest[0]}.db")
        size(Path(rest[1]) / f"{rest[0]}.db")
    elif command == "add":
        add(Path(rest[1]) / f"{rest[0]}.db")
    else:
        scratch = Path(tempfile.mkdtemp())
        try:
            if command == "grow":
                grow([int(word) for word in rest], scratch)
            else:
                reload(Path(rest[0]), int(rest[1]), scratch)
        finally:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
