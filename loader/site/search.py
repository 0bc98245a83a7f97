"""Searches articles, quotes, people and events at once: the request, its SQL, and answers as plain lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .days import day, last_of, notes
from .ours import check
from .query import parse

KINDS = (("article", "Articles"), ("quote", "Quotes"), ("person", "People"), ("event", "Events"))
FACETS = (
    ("year", "Year"),
    ("month", "Month"),
    ("publisher", "Outlet"),
    ("agency", "Agency"),
    ("person_id", "Speaker"),
    ("type", "Kind of quote or event"),
    ("country", "Country"),
    ("story_id", "Story"),
)
"""The columns of search_index that narrow a search, with their names for people."""
MAX_PAGES = 500
"""Beyond this many pages people narrow the search, or take the whole list as CSV."""

HIT, HIT_END = "\x02", "\x03"  # never in a text that was loaded, so that a text's own marks stay text
MATCH = "with hits as materialized (select rowid as id, bm25(search_index_fts, 5.0, 1.0) as score"
MATCH += " from search_index_fts where search_index_fts match :q)"
UNCERTAIN = "exists (select 1 from people u where u.rowid = s.{} and u.shown = 0)"
CERTAIN = f"(s.kind <> 'person' or not {UNCERTAIN.format('id')})"
"""Leaves people out of whose names we are unsure; `uncertain` in the address lets them in."""
FOUND = "from hits join search_index s on s.id = hits.id"
SNIPPETS = f"""select rowid as id, highlight(search_index_fts, 0, '{HIT}', '{HIT_END}') as title,
    snippet(search_index_fts, 1, '{HIT}', '{HIT_END}', ' … ', 32) as snippet
  from search_index_fts where search_index_fts match :q and rowid in (%s)"""
BEGINNINGS = "select id, title, substr(text, 1, 240) as snippet from search_content where id in (%s)"


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
            page=min(int(page), MAX_PAGES) if page.isdecimal() and len(page) < 6 and int(page) else 1,
        )

    @property
    def day_notes(self) -> tuple[str, ...]:
        """What is wrong with the range of dates as typed."""
        return notes(*self.typed_days)

    @property
    def whole(self) -> bool:
        """Whether nothing but the words (and who is shown) narrows what is found."""
        return not (
            self.kind or self.chosen or self.first_day or self.last_day or self.undated or self.stories
        )

    @property
    def is_open(self) -> bool:
        """Whether anything is asked for: without words it is a list to leaf through."""
        return bool(self.text or self.kind or self.chosen or self.first_day or self.last_day or self.undated)

    def select(self, columns: str) -> str:
        """The beginning of a query for `columns` of search_index `s`, up to where its conditions follow: over the rows
        that hold the words, or over all."""
        if not self.text:
            return f"select {columns} from search_index s where"
        source = "from search_index_fts f join search_index s on s.id = f.rowid"
        return f"select {columns} {source} where search_index_fts match :q and"

    def arguments(self, **changes: object) -> dict[str, object]:
        """The arguments of the address that asks for this, with `changes`."""
        whole: dict[str, object] = {
            "q": self.text, "kind": self.kind, **dict(self.chosen), "from": self.first_day, "to": self.last_day,
            "undated": "1" if self.undated else "", "sort": self.sort, "view": "lines" if self.lines else "",
            "each": "story" if self.stories else "", "uncertain": "1" if self.uncertain else "",
        }  # fmt: skip
        return {**whole, **changes}

    def filters(self) -> dict[str, object]:
        """The same narrowing as arguments of Datasette's table page."""
        last = last_of(self.last_day)
        days = {"year__isnull": "1"} if self.undated else {"date__gte": self.first_day, "date__lte": last}
        return {"kind": self.kind, **dict(self.chosen), **days}

    def conditions(self) -> tuple[str, dict[str, object]]:
        """The SQL that narrows rows `s` of search_index (all but the kind), with its parameters."""
        sql: list[str] = [] if self.uncertain else [CERTAIN]
        params: dict[str, object] = {}
        for name, value in self.chosen:
            sql.append(f"s.{name} = :{name}")
            params[name] = value
        if self.undated:
            sql.append("s.year is null")
        else:
            for word, sign, end in (("first", ">=", self.first_day), ("last", "<=", last_of(self.last_day))):
                if end:
                    sql.append(f"s.year is not null and s.date {sign} :{word}")
                    params[word] = end
        return " and ".join(sql) or "1", params


def keyword_line(shown: Mapping[str, str | None]) -> tuple[str, str, str] | None:
    """The words before a hit, the hit, and the words after it, of the text or else of the title; None without a hit."""
    for text in (shown.get("snippet") or "", shown.get("title") or ""):
        before, mark, rest = " ".join(text.split()).partition(HIT)
        if mark:
            hit, _, after = rest.partition(HIT_END)
            return before, hit, after.replace(HIT, "").replace(HIT_END, "")
    return None


def search_lines(db: Path, text: str, *, kind: str | None = None, limit: int = 20) -> Iterator[str]:
    """The best `limit` hits for `text` as lines to print, two a hit: what and where, then the words in context.

    Raises CorpusError where `db` is no corpus.
    """
    check(db)
    query = parse(text)
    sql = f"""{MATCH} select s.id, s.kind, s.key, s.title, s.date, s.publisher {FOUND}
        where :kind = '' or s.kind = :kind order by hits.score, s.id limit :limit"""
    with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        rows = conn.execute(sql, {"q": query.fts, "kind": kind or "", "limit": limit}).fetchall()
        for key, found, row_key, title, date, publisher in rows:
            shown = conn.execute(SNIPPETS % int(key), {"q": query.fts}).fetchone()
            yield f"{found} {row_key}: {' '.join(filter(None, (title, publisher and f'({publisher})', date)))}"
            context = " ".join((shown[2] or "").replace(HIT, "[").replace(HIT_END, "]").split())
            if context:
                yield f"    {context}"
    yield from query.notes
    if not rows:
        yield f"Nothing found for {query.shown or text}."
