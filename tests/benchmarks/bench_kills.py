"""Kill a load again and again, and see that nothing is lost: python -m tests.benchmarks.bench_kills [COUNT] [--steps].

Each time a load that adds, changes and removes articles is killed (SIGKILL) at a moment drawn at random by the clock,
or with --steps at one of COUNT moments spread evenly over the work that SQLite does. Then the corpus must open and
pass every check, be the old one or the new one, and the next load must complete to what an undisturbed one gives.
The language model looks at each text once, before the first load, so that a load takes a moment.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import loader
from loader import language, spread
from loader.store import differences, problems, work_path
from tests.remembered import Remembered
from tests.test_incremental import TEXTS

STEP = 100  # instructions of SQLite's machine between two moments at which it may be killed


def fill(news: Path, *, later: bool) -> None:
    """The files before the load that is killed, or after the changes that it is to bring in."""
    news.mkdir(exist_ok=True)
    for n in range(40):
        file, text = news / f"{n:02}.txt", TEXTS[n % 9]
        if later and n % 5 == 0:
            file.unlink(missing_ok=True)
        elif later or n < 25:
            file.write_text(
                text + (f"\n\nUpdate {n}: the talks go on, Mayor Joan Pellew said." if later else "")
            )
    said = "- name: {Joan Pellew: Joan M. Pellew}\n- article: 01.txt\n  date: 2019-09-09\n"
    (news / "corrections.yml").write_text(said if later else "[]")


def in_child(work: Callable[[], None]) -> int:
    """Starts `work` in a copy of this process and returns its id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def counted(killed_at: int | None, count: list[int]) -> Callable[..., sqlite3.Connection]:
    """sqlite3.connect whose connections count their steps into `count`, and kill this process at one of them."""
    connect = sqlite3.connect

    def step() -> int:
        count[0] += 1
        if count[0] == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def connected(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_progress_handler(step, STEP)
        return connection

    return connected


def main(count: int, *, by_steps: bool) -> None:
    """Prints what was found; fails where anything is not as it should be."""
    model, chance = Remembered(language.load_model(None)), random.Random(8)
    language.load_model = lambda *_, **__: model  # type: ignore[assignment,unused-ignore]
    spread.BATCH_CHARS = 1500  # type: ignore[misc,unused-ignore]
    with tempfile.TemporaryDirectory() as name:
        base, new = Path(name) / "base", Path(name) / "new"
        base.mkdir()
        fill(base / "news", later=False)
        loader.load(base / "news", db=base / "corpus.db")
        shutil.copytree(base, new)
        fill(new / "news", later=True)
        shutil.copytree(new, base.with_name("try"))
        loader.load(new / "news", db=new / "corpus.db")
        steps, seconds = measure(base.with_name("try"))
        print(f"a load takes {steps} steps, {seconds:.2f} s", flush=True)
        found: Counter[str] = Counter()
        for n in range(count):
            place = base.with_name("killed")
            shutil.copytree(base, place)
            fill(place / "news", later=True)
            at = steps * (n + 1) // (count + 1) if by_steps else None
            kill(place, at, chance.uniform(0, seconds * 1.1))
            found[look(place, base, new)] += 1
            shutil.rmtree(place)
        print(", ".join(f"{what}: {n}" for what, n in sorted(found.items())))


def measure(place: Path) -> tuple[int, float]:
    """Steps and seconds of an undisturbed load in this process."""
    count, connect, began = [0], sqlite3.connect, time.monotonic()
    sqlite3.connect = counted(None, count)  # type: ignore[assignment]
    loader.load(place / "news", db=place / "corpus.db")
    sqlite3.connect = connect
    return count[0], time.monotonic() - began


def kill(place: Path, at: int | None, seconds: float) -> None:
    """Loads in a child, and kills it at that step or after that time."""

    def load() -> None:
        sqlite3.connect = counted(at, [0])  # type: ignore[assignment]
        loader.load(place / "news", db=place / "corpus.db")

    child = in_child(load)
    if at is None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def look(place: Path, base: Path, new: Path) -> str:
    """Whether the load that was killed left the old corpus or the new one, and how far its work had come."""
    database = place / "corpus.db"
    is_old = database.read_bytes() == (base / "corpus.db").read_bytes()
    half = work_path(database).exists()
    assert list(problems(database)) == []
    assert is_old or list(differences(database, new / "corpus.db")) == []
    loader.load(place / "news", db=database)
    assert list(problems(database)) == []
    assert list(differences(database, new / "corpus.db")) == []
    assert sorted(path.name for path in place.iterdir()) == ["corpus.db", "news"]
    return f"{'old' if is_old else 'new'} corpus, {'work kept' if half else 'no work file'}"


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    main(numbers[0] if numbers else 100, by_steps="--steps" in sys.argv)
