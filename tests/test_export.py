"""Exports are complete, carry names, and harm no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from loader.cells import harmless
from loader.export import BOM, SELECTS, export
from loader.model import CorpusError


@pytest.mark.parametrize("table", SELECTS)
def test_csv_holds_every_row(table: str, corpus: Path, rows: sqlite3.Connection) -> None:
    out = io.StringIO()
    count = export(corpus, table, out)
    expected = rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    assert count == expected == len(list(csv.DictReader(io.StringIO(out.getvalue()))))


def test_json_and_json_lines_hold_the_same(corpus: Path) -> None:
    whole, lines = io.StringIO(), io.StringIO()
    export(corpus, "quotes", whole, format="json")
    export(corpus, "quotes", lines, format="jsonl")
    assert json.loads(whole.getvalue()) == [json.loads(line) for line in lines.getvalue().splitlines()]


def test_each_quote_says_where_it_stands(corpus: Path) -> None:
    out = io.StringIO()
    export(corpus, "quotes", out, format="json")
    quote = next(q for q in json.loads(out.getvalue()) if q["text"].startswith("We should push"))
    assert quote["speaker"] == "Wei Fenghe"
    assert quote["published"] == "2020-12-01"
    assert quote["path"] == "003_0e87aa88177b14ee.txt"
    assert quote["article"].startswith("Wei held talks")


def test_excel_gets_its_mark(corpus: Path) -> None:
    out = io.StringIO()
    export(corpus, "people", out, excel=True)
    assert out.getvalue().startswith(BOM)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_formulas_are_made_harmless(cell: str) -> None:
    assert harmless(cell) == "'" + cell


def test_numbers_and_words_stay_as_they_are() -> None:
    assert [harmless(cell) for cell in (-1, None, "all-weather", 0.5)] == [-1, None, "all-weather", 0.5]


def test_a_file_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"not a database")
    with pytest.raises(CorpusError, match="no corpus"):
        export(other, "quotes", io.StringIO())
