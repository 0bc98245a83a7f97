"""Throw mutated files and texts at everything that reads them: python -m tests.benchmarks.bench_fuzz [COUNT] [SEED].

Prints what raised, or should not have come out; then, for each shape made to be slow, how the time grows when the text
doubles (2 is linear; over 2.5 is printed as SLOW). Processor time, the best of three.
"""

from __future__ import annotations

import math
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from loader.extract.dates import find_dates
from loader.extract.quotes.marks import find_runs
from loader.model import Source
from loader.normalise import normalise
from loader.read import Entry, read, scan
from loader.site.query import parse
from tests.mutants import PIECES, complaints_of_files, complaints_of_texts
from tests.test_normalise_hostile import UNITS

SIZE = 40_000  # characters; then four times as many, as twice is too near for a busy machine
PATIENCE = 10  # seconds for a small input
LEAST = 0.1  # seconds below which a growth is noise
FORMATS = ("txt", "html", "xml", "json", "jsonl", "csv", "eml", "rtf", "md")


def seconds(work: Callable[[], object]) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def growths(name: str, unit: str) -> list[tuple[str, float, float]]:
    """For each rule and reader: its name, seconds for SIZE characters of `unit`, and how often as long twice take."""
    texts = [unit * (size // len(unit) + 1) for size in (SIZE, 4 * SIZE)]
    rules: dict[str, Callable[[str], object]] = {
        "normalise": lambda text: normalise(Source(path="a.txt", text=text)),
        "marks": find_runs,
        "dates": lambda text: find_dates(text, "2024-05-21"),
        "query": parse,
    }
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS:
            rules[f"read {form}"] = partial(_read, Path(folder) / f"a.{form}")
        for rule, work in rules.items():
            one, four = (seconds(partial(work, text)) for text in texts)
            if four > LEAST:
                found.append((f"{rule}, {name}", one, math.sqrt(four / one)))
    return found


def _read(file: Path, text: str) -> None:
    file.write_text(text, errors="replace")
    for entry in scan(file):
        if isinstance(entry, Entry):
            for _ in read(entry):
                pass


def _be_patient() -> None:
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)


def _give_up(*_: object) -> None:
    raise TimeoutError(f"more than {PATIENCE} s of processor time")


def main(count: int, seed: int) -> None:
    """Prints all that is wrong."""
    signal.signal(signal.SIGVTALRM, _give_up)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for problem in complaints_of_files(Path(folder), count, chance, before=_be_patient):
            print(problem[:3000], flush=True)
    for problem in complaints_of_texts(count, chance, before=_be_patient):
        print(problem[:3000], flush=True)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    print(f"{count} files, {count} texts", flush=True)
    shapes = {**UNITS, **{repr(piece): piece for piece in PIECES}, **{repr(p): p + " " for p in PIECES}}
    shapes |= {f"word and {piece!r}": f"word {piece}" for piece in PIECES}
    worst: list[tuple[float, str, float]] = []
    for name, unit in shapes.items():
        for rule, one, growth in growths(name, unit):
            worst.append((growth, rule, one))
            if growth > 2.5:
                print(f"SLOW {growth:.2f} {rule} ({one:.3f} s for {SIZE} characters)", flush=True)
    for growth, rule, one in sorted(worst, reverse=True)[:10]:
        print(f"{growth:.2f} {rule} ({one:.3f} s)")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [20_000, 1][len(numbers) :]))
