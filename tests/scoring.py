"""Score a corpus of the seeds against what a careful reader finds in them (tests/gold/README.md).

python tests/scoring.py [corpus.db]      prints scores beside floors, and how many names of each confidence are right
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

GOLD = Path(__file__).resolve().parent / "gold"
FIELDS = (
    "headline", "published", "published_edtf", "published_time", "byline", "agency", "publisher", "dateline",
    "language",
)  # fmt: skip

Row = dict[str, Any]


def fold(text: str | None) -> str:
    """Letters and digits in lower case, one space between words; hyphens inside words do not count."""
    return " ".join(re.findall(r"[\w]+", (text or "").replace("-", "").replace("’", "'").lower()))


def same(one: str | None, other: str | None) -> bool:
    """Equal names, or for people the last word is."""
    one, other = fold(one), fold(other)
    return bool(one) and (one == other or one.split()[-1:] == other.split()[-1:])


def f1(right: int, found: int, gold: int) -> float:
    """Per cent; 100 where there is nothing to find and nothing was found."""
    return 100.0 if found == gold == 0 else 200 * right / (found + gold)


class Scorer:
    """The scores of one corpus, each a per cent."""

    def __init__(self, database: Path) -> None:
        self.gold: dict[str, Row] = yaml.safe_load((GOLD / "seeds.yml").read_text(encoding="utf-8"))
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            self.articles = {row["path"]: dict(row) for row in connection.execute("SELECT * FROM articles")}
            paths = {row["id"]: path for path, row in self.articles.items()}
            self.found = {
                table: self._by_path(connection, paths, table)
                for table in ("mentions", "person_roles", "quotes", "event_mentions")
            }
            self.people = {
                row["id"]: row["name"] for row in connection.execute("SELECT id, name FROM people")
            }
            self.events = {row["id"]: dict(row) for row in connection.execute("SELECT * FROM events")}
            self.parties: dict[int, list[str]] = {}
            for row in connection.execute("SELECT event_id, name FROM event_participants ORDER BY id"):
                self.parties.setdefault(row["event_id"], []).append(row["name"])

    @staticmethod
    def _by_path(connection: sqlite3.Connection, paths: dict[int, str], table: str) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {path: [] for path in paths.values()}
        order = "start_char"
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY article_id, {order}, end_char"):
            rows[paths[row["article_id"]]].append(dict(row))
        return rows

    def scores(self) -> dict[str, float]:
        """Every score by its name."""
        return {
            "header fields": self.header_fields(),
            "mentions F1": self.mentions(),
            "identity": self.identity(),
            "roles recall": self.roles()[0],
            "roles precision": self.roles()[1],
            "marked quotes F1": self.quotes({"direct", "mixed"}),
            "indirect quotes F1": self.quotes({"indirect"}),
            **self.event_scores(),
        }

    def header_fields(self) -> float:
        """Share of fields that hold what the article says, and nothing where it says nothing."""
        pairs = [
            (gold[name], self.articles.get(path, {}).get(name, "missing"))
            for path, gold in self.gold.items()
            for name in FIELDS
        ]
        right = sum(g == f if g is None or f is None else fold(str(g)) == fold(str(f)) for g, f in pairs)
        return 100 * right / len(pairs)

    def _names(self, path: str) -> list[Row]:
        return [m for m in self.found["mentions"].get(path, []) if m["kind"] in ("name", "partial")]

    def mentions(self) -> float:
        """F1 of the printed names, in order."""
        right = found = wanted = 0
        for path, gold in self.gold.items():
            surfaces = [fold(m["surface"]) for m in self._names(path)]
            expected = [fold(surface) for surface, _ in gold["mentions"]]
            right += _in_order(expected, surfaces)
            found += len(surfaces)
            wanted += len(expected)
        return f1(right, found, wanted)

    def calibration(self) -> Iterable[str]:
        """For each tenth of confidence: how many names were found, and how many per cent of them are right."""
        tenths: dict[int, list[bool]] = {}
        for path, gold in self.gold.items():
            left = Counter(fold(surface) for surface, _ in gold["mentions"])
            for row in self._names(path):
                surface = fold(row["surface"])
                tenths.setdefault(min(int(row["confidence"] * 10), 9), []).append(left[surface] > 0)
                left[surface] -= 1
        for tenth, right in sorted(tenths.items()):
            yield f"names of confidence 0.{tenth}   {len(right):4}   right {100 * sum(right) / len(right):5.1f} %"

    def identity(self) -> float:
        """Share of pairs of mentions, over all articles, that are rightly one person or two."""
        pairs = []
        for path, gold in self.gold.items():
            rows = self._names(path)
            if len(rows) == len(gold["mentions"]):
                pairs += [
                    (row["person_id"] or row["id"], fold(person))
                    for row, (_, person) in zip(rows, gold["mentions"], strict=True)
                ]
        total = sum(len(gold["mentions"]) for gold in self.gold.values())
        agree = sum((a[0] == b[0]) == (a[1] == b[1]) for n, a in enumerate(pairs) for b in pairs[n + 1 :])
        return 100 * agree / (total * (total - 1) / 2)

    def roles(self) -> tuple[float, float]:
        """Recall of the stated roles, and precision of the stored ones."""
        hits = stored = true = wanted = 0
        for path, gold in self.gold.items():
            rows = self.found["person_roles"].get(path, [])

            def fits(row: Row, expected: list[str | None]) -> bool:
                person, words, country = expected
                return (
                    same(self.people.get(row["person_id"]), person)
                    and fold(words) in fold(f"{row['role']} {row['organisation'] or ''}")
                    and country in (None, row["country"])
                )

            hits += sum(any(fits(row, expected) for row in rows) for expected in gold["roles"])
            true += sum(any(fits(row, [e[0], e[1], None]) for e in gold["roles"]) for row in rows)
            stored += len(rows)
            wanted += len(gold["roles"])
        return 100 * hits / wanted, 100 * true / max(stored, 1)

    def quotes(self, kinds: set[str]) -> float:
        """Joint F1: the words begin and end as they should, and the speaker is right."""
        right = found = wanted = 0
        for path, gold in self.gold.items():
            expected = [quote for quote in gold["quotes"] if quote["kind"] in kinds]
            rows = [row for row in self.found["quotes"].get(path, []) if row["kind"] in kinds]
            used: set[int] = set()
            for quote in expected:
                hit = next((r for r in rows if r["id"] not in used and self.is_quote(r, quote)), None)
                if hit:
                    used.add(hit["id"])
            right += len(used)
            found += len(rows)
            wanted += len(expected)
        return f1(right, found, wanted)

    def is_quote(self, row: Row, quote: Row) -> bool:
        """Whether a row holds the words of a quote of the gold, and names its speaker."""
        text = fold(row["text"])
        return (
            text.startswith(fold(quote["from"]))
            and text.endswith(fold(quote["to"]))
            and (
                same(row["speaker"], quote["speaker"])
                or same(self.people.get(row["person_id"]), quote["speaker"])
            )
        )

    def event_scores(self) -> dict[str, float]:
        """Share found, and of the found: type, date and place right, F1 of the parties."""
        counted = ("gold", "found", "type", "dated", "date", "placed", "place", "hit", "named", "parties")
        tally = dict.fromkeys(counted, 0)
        for path, gold in self.gold.items():
            for event in gold["events"]:
                tally["gold"] += 1
                row = self._event(path, event)
                if row is not None:
                    self._score_event(row, event, tally)
        return {
            "events found": 100 * tally["found"] / tally["gold"],
            "event types": 100 * tally["type"] / max(tally["found"], 1),
            "event dates": 100 * tally["date"] / max(tally["dated"], 1),
            "event places": 100 * tally["place"] / max(tally["placed"], 1),
            "event parties F1": f1(tally["hit"], tally["named"], tally["parties"]),
        }

    def _score_event(self, row: Row, event: Row, tally: dict[str, int]) -> None:
        linked = self.events[row["event_id"]]
        names = list(dict.fromkeys(fold(name) for name in self.parties.get(row["event_id"], [])))
        parties = [fold(name) for name in event["parties"]]
        tally["found"] += 1
        tally["type"] += row["type"] == event["type"]
        if "date" in event:
            tally["dated"] += 1
            tally["date"] += event["date"] in (row["date_edtf"], linked["date_edtf"])
        if "place" in event:
            tally["placed"] += 1
            expected = fold(event["place"])
            given = [fold(place) for place in (row["place"], linked["place"]) if place]
            tally["place"] += any(expected in place or place in expected for place in given)
        if parties:
            tally["parties"] += len(parties)
            tally["named"] += len(names)
            tally["hit"] += sum(any(same(name, party) for name in names) for party in parties)

    def _event(self, path: str, event: Row) -> Row | None:
        """The event mention of that sentence nearest to what was expected: its trigger first, then its type."""
        article = self.articles.get(path)
        if article is None:
            return None
        rows = [
            row
            for row in self.found["event_mentions"].get(path, [])
            if fold(article["text"][row["sentence_start"] : row["sentence_end"]]).startswith(
                fold(event["sentence"])
            )
        ]

        def likeness(row: Row) -> tuple[bool, bool]:
            trigger = fold(article["text"][row["start_char"] : row["end_char"]])
            expected = fold(event["trigger"])
            return trigger in expected or expected in trigger, row["type"] == event["type"]

        return max(rows, key=likeness, default=None)


def _in_order(expected: list[str], found: list[str]) -> int:
    """Length of the longest common subsequence."""
    line = [0] * (len(found) + 1)
    for want in expected:
        above = 0
        for n, have in enumerate(found, 1):
            above, line[n] = line[n], above + 1 if want == have else max(line[n], line[n - 1])
    return line[-1]


def floors() -> dict[str, float]:
    """The scores that may not be undercut."""
    return dict(json.loads((GOLD / "floors.json").read_text(encoding="utf-8")))


def report(scores: dict[str, float]) -> Iterable[str]:
    """Scores beside floors, a line each."""
    least = floors()
    for name, score in scores.items():
        yield f"{name:20} {score:6.1f}   floor {least.get(name, 0):6.1f}"


if __name__ == "__main__":
    scorer = Scorer(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus.db"))
    print(*report(scorer.scores()), *scorer.calibration(), sep="\n")
