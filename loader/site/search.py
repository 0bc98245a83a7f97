"""Searches articles, quotes, people and events at once: what may be asked, and answers as plain lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .days import day, notes
from .kwic import HIT, HIT_END
from .ours import check
from .query import parse
from .spelling import speller

KINDS = (("article", "Articles"), ("quote", "Quotes"), ("person", "People"), ("event", "Events"))
FACETS = (
    ("year", "Year"),
    ("month", "Month"),
    ("publisher", "Outlet"),
    ("agency", "Agency"),
    ("person_id", "Person"),
    ("said", "Kind of quote"),
    ("type", "Kind of event"),
    ("country", "Country"),
    ("story_id", "Story"),
)
"""What narrows a search (the names of arguments), with names for people."""
MAX_PAGES = 500
"""Beyond this many pages people narrow a list, or take it whole as CSV."""

RANKED = """select f.rowid, s.kind, s.key, s.date, s.publisher from search_index_fts f
  join search_index s on s.id = f.rowid where search_index_fts match :q and (:kind = '' or s.kind = :kind)
  order by bm25(search_index_fts, 5.0, 1.0), f.rowid limit :limit"""
SNIPPETS = f"""select rowid as id, highlight(search_index_fts, 0, '{HIT}', '{HIT_END}') as title,
    snippet(search_index_fts, 1, '{HIT}', '{HIT_END}', ' … ', 32) as snippet
  from search_index_fts where search_index_fts match :q and rowid in ({{}})"""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: the words as typed, and how to narrow and sort what they find."""

    text: str = ""
    kind: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    first_day: str = ""
    last_day: str = ""
    typed_days: tuple[str, str] = ("", "")
    undated: bool = False
    sort: str = ""
    lines: bool = False
    stories: bool = False
    uncertain: bool = False
    more: str = ""
    page: int = 1

    @classmethod
    def read(cls, args: Any) -> Request:
        """The request in the arguments of an address; what is not understood is left out."""
        page = args.get("page") or "1"
        kind = args.get("kind") or ""
        first, last = ((args.get(name) or "").strip() for name in ("from", "to"))
        return cls(
            text=(args.get("q") or "").strip(),
            kind=kind if kind in dict(KINDS) else "",
            chosen=tuple((name, args.get(name)) for name, _ in FACETS if args.get(name)),
            first_day=day(first),
            last_day=day(last),
            typed_days=(first, last),
            undated=bool(args.get("undated")),
            sort=args.get("sort") if args.get("sort") in ("newest", "oldest") else "",
            lines=args.get("view") == "lines",
            stories=args.get("each") == "story",
            uncertain=bool(args.get("uncertain")),
            more=args.get("more") or "",
            page=int(page) if page.isdecimal() and len(page) < 8 and int(page) else 1,
        )

    @property
    def day_notes(self) -> tuple[str, ...]:
        """What is wrong with the range of dates as typed."""
        return notes(*self.typed_days)

    @property
    def is_open(self) -> bool:
        """Whether anything is asked for: without words it is a list to leaf through."""
        return bool(self.text or self.kind or self.chosen or self.first_day or self.last_day or self.undated)

    def arguments(self, **changes: object) -> dict[str, object]:
        """The arguments of the address that asks for this, with `changes`."""
        whole: dict[str, object] = {
            "q": self.text, "kind": self.kind, **dict(self.chosen), "from": self.first_day, "to": self.last_day,
            "undated": "1" if self.undated else "", "sort": self.sort, "view": "lines" if self.lines else "",
            "each": "story" if self.stories else "", "uncertain": "1" if self.uncertain else "",
        }  # fmt: skip
        return {**whole, **changes}


def search_lines(db: Path, text: str, *, kind: str | None = None, limit: int = 20) -> Iterator[str]:
    """The best `limit` hits for `text` as lines to print, two a hit: what and where, then the words in context.

    Raises CorpusError where `db` is no corpus.
    """
    check(db)
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        query = parse(text, speller(conn))
        rows = conn.execute(RANKED, {"q": query.fts, "kind": kind or "", "limit": limit}).fetchall()
        for key, found, row_key, date, publisher in rows:
            _, title, snippet = conn.execute(SNIPPETS.format(key), {"q": query.fts}).fetchone()
            title = (title or "").replace(HIT, "").replace(HIT_END, "")
            yield f"{found} {row_key}: {' '.join(filter(None, (title, publisher and f'({publisher})', date)))}"
            context = " ".join((snippet or "").replace(HIT, "[").replace(HIT_END, "]").split())
            if context:
                yield f"    {context}"
    yield from query.notes
    if not rows:
        yield f"Nothing found for {query.shown or text}."
