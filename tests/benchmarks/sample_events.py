"""Print a sample of event rows of a corpus for judging by hand, always the same for the same rows.

    python tests/benchmarks/sample_events.py CORPUS.db [COUNT] > sample.tsv

A row is drawn by the SHA-256 of its article's file name and the position of its trigger, least first: no row's chance
depends on what it says, and a row that stays in a later build stays in the sample. The columns are those of
`tests/judgements/events_newswire.tsv` without verdict and reason, then what a judge reads: parties and the sentence.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
import sys
from contextlib import closing
from pathlib import PurePath

ROWS = """SELECT a.path, m.start_char, m.end_char, substr(a.text, m.start_char + 1, m.end_char - m.start_char),
    m.type, m.mode, m.status, m.date_edtf, m.date_basis, m.place,
    (SELECT group_concat(role || ' ' || name, '; ') FROM (SELECT role, name FROM event_arguments
     WHERE event_mention_id = m.id AND kind = 'party' ORDER BY start_char, id)),
    substr(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start)
    FROM event_mentions m JOIN articles a ON a.id = m.article_id"""
COLUMNS = "file start end trigger type mode status date basis place parties sentence".split()


def sample(path: str, count: int) -> list[tuple[object, ...]]:
    """The `count` rows with the least hashes, in that order."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        rows = [(PurePath(row[0]).name, *row[1:]) for row in db.execute(ROWS)]
    return sorted(rows, key=lambda row: hashlib.sha256(f"{row[0]}:{row[1]}".encode()).hexdigest())[:count]


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sample(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100):
        writer.writerow([" ".join(str(cell).split()) if cell is not None else "" for cell in row])
