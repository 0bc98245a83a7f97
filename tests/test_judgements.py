"""What was judged by hand is complete, and says why."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

JUDGED = Path(__file__).parent / "judgements" / "events_newswire.tsv"


def test_a_hundred_events_are_judged_each_with_a_reason() -> None:
    lines = [line for line in JUDGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len({(row["file"], row["start"], row["end"]) for row in rows}) == len(rows) == 100
    assert all(row["reason"] for row in rows)
    verdicts = Counter(row["verdict"] for row in rows)
    assert set(verdicts) == {"right", "wrong"}
    assert verdicts["right"] >= 80
