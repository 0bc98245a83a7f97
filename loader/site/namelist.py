"""Looks up a list of names: in how many articles each stands, and where first."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from loader.cells import harmless

from .kwic import HIT, HIT_END, WIDTH, Line, lines
from .ours import check
from .query import NOTHING, parse
from .spelling import speller

OPERATORS = re.compile(r'["*()|]|\b(?:OR|AND|NOT|NEAR)\b')
"""What makes a line a query as on the search page; any other line is looked up as a phrase."""
HEADERS = {"name", "names", "person", "people"}
"""A first line that is one of these names a column and is no name."""
FIRST = """select s.id, a.id, s.date, s.publisher, a.title, a.headline
  from search_index_fts f join search_index s on s.id = f.rowid join articles a on a.id = s.row_id
  where search_index_fts match ? and s.kind = 'article' order by s.date is null, s.date, s.id limit 1"""
COUNT = """select count(*) from search_index_fts f join search_index s on s.id = f.rowid
  where search_index_fts match ? and s.kind = 'article'"""
MARKED = f"""select highlight(search_index_fts, 1, '{HIT}', '{HIT_END}') from search_index_fts
  where search_index_fts match :q and rowid = :id"""
COLUMNS = ("name", "articles", "first_date", "first_publisher", "first_title", "context", "problem")
"""The fields of Found that a CSV has."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a line of the list found: `articles` hold the name, the first of them (by date) is `first_id`.

    `line` is the first context: the words before, the name, the words after. `problem` says why nothing was looked up.
    """

    name: str
    query: str
    articles: int = 0
    first_id: int | None = None
    first_date: str | None = None
    first_publisher: str | None = None
    first_title: str | None = None
    first_headline: str | None = None
    line: Line | None = None
    problem: str = ""

    @property
    def context(self) -> str:
        """The first context as plain text."""
        return "".join(self.line[:3]) if self.line else ""

    def cells(self) -> list[object]:
        """The values of COLUMNS, none of which a spreadsheet would run as a formula."""
        return [harmless(getattr(self, column)) for column in COLUMNS]


def names_in(text: str) -> list[str]:
    """The lines of a pasted or uploaded list that are to be looked up."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if lines and _first_cell(lines[0]).casefold() in HEADERS:
        del lines[0]
    return lines


def look_up(conn: sqlite3.Connection, line: str) -> Found:
    """What `line` finds: a name, the first cell of a row of CSV, or a query as on the search page. Never raises for
    what the line holds."""
    name = _name(line)
    query = parse(name if OPERATORS.search(name) else f'"{name}"', speller(conn))
    typed = query.shown.replace("“", '"').replace("”", '"') or name
    if query.fts == NOTHING:
        return Found(name, typed, problem="nothing to look for")
    first = conn.execute(FIRST, (query.fts,)).fetchone()
    if first is None:
        return Found(name, typed)
    (articles,) = conn.execute(COUNT, (query.fts,)).fetchone()
    found, key, day, publisher, first_title, headline = first
    (marked,) = conn.execute(MARKED, {"q": query.fts, "id": found}).fetchone()
    shown = next((_in_whole_words(line) for line in lines(marked)), None)
    return Found(name, typed, articles, key, day, publisher, first_title, headline, shown)


def _in_whole_words(line: Line) -> Line:
    """`line` without the pieces of words at its ends: here no column has to be of one width."""
    before, after = line.before, line.after
    if line.start > WIDTH:
        before = f"… {before.lstrip().partition(' ')[2]}"
    if len(after) >= WIDTH - 1:
        after = f"{after.rstrip().rpartition(' ')[0]} …"
    return line._replace(before=before, after=after)


def search_list(db: Path, lines: Iterable[str]) -> Iterator[Found]:
    """What each line of a list of names finds in the corpus at `db`, in order.

    Raises CorpusError where `db` is no corpus.
    """
    check(db)
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        for line in names_in("\n".join(lines)):
            yield look_up(conn, line)


def _name(line: str) -> str:
    """The first cell of a row of CSV; a line without other cells as it is where it is a query (NEAR has a comma)."""
    is_row = len(next(csv.reader([line], strict=False), [])) > 1 and "NEAR(" not in line
    return line if OPERATORS.search(line) and not is_row and not line.startswith('"') else _first_cell(line)


def _first_cell(line: str) -> str:
    cells = next(csv.reader([line], strict=False), [])
    return next((cell.strip() for cell in cells if cell.strip()), line)
