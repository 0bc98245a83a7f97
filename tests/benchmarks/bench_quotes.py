"""Print how many quotes are right of each tenth of confidence, on the seeds and what a careful reader finds in them.

python tests/benchmarks/bench_quotes.py [corpus.db]

A quote is right when the gold has its words, its kind and its speaker. Five articles say little: the confidences were
measured on more (loader/extract/quotes/confidence.py).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring import Scorer

TENTHS = 10


def right_by_tenth(database: Path) -> dict[int, tuple[int, int]]:
    """The number of quotes and of right ones, by the tenth of their confidence."""
    scorer = Scorer(database)
    rows: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for path, gold in scorer.gold.items():
        used: set[int] = set()
        for row in scorer.found["quotes"].get(path, []):
            tenth = int(row["confidence"] * TENTHS + 1e-9)
            rows[tenth] += 1
            hit = next(
                (
                    i
                    for i, quote in enumerate(gold["quotes"])
                    if i not in used and quote["kind"] == row["kind"] and scorer.is_quote(row, quote)
                ),
                None,
            )
            if hit is not None:
                used.add(hit)
                right[tenth] += 1
    return {tenth: (rows[tenth], right[tenth]) for tenth in sorted(rows)}


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    database = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "corpus.db"
    print("confidence  quotes  right")
    for tenth, (rows, right) in right_by_tenth(database).items():
        print(f"{tenth / TENTHS:10.1f}  {rows:6d}  {100 * right / rows:4.0f} %")


if __name__ == "__main__":
    main()
