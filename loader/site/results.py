"""Reads what a page shows of each result: its row, the words around the hits, every hit on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from .corpus import Corpus, Row
from .kwic import HIT, HIT_END, lines
from .query import Query
from .search import SNIPPETS

ROWS = """select s.id, s.kind, s.key, s.row_id, s.person_id, s.date, s.publisher, s.agency, s.type, s.country,
    s.story_id, coalesce(a.id, q.article_id) as article_id, coalesce(a.title, q.text, e.title, p.name) as title,
    a.headline, q.start_char, q.end_char, q.speaker, coalesce(p.name, q.speaker) as person,
    case s.kind when 'article' then substr(a.text, 1, 240) when 'quote' then q.text when 'event' then e.place
      else p.aliases end as beginning,
    p.articles, p.quotes, p.events, e.type as event_type, e.mode, e.status, e.place
  from search_index s
  left join articles a on s.kind = 'article' and a.id = s.row_id
  left join quotes q on s.kind = 'quote' and q.id = s.row_id
  left join events e on s.kind = 'event' and e.id = s.row_id
  left join people p on p.id = s.person_id
  where s.id in ({})"""
ARTICLES = "select id, title, headline from articles where id in ({})"
MARKED = f"""select rowid as id, highlight(search_index_fts, 0, '{HIT}', '{HIT_END}') as title,
    highlight(search_index_fts, 1, '{HIT}', '{HIT_END}') as text
  from search_index_fts where search_index_fts match :q and rowid in ({{}})"""


async def results(
    corpus: Corpus, query: Query, told: Mapping[int, int], *, in_lines: bool = False, in_context: bool = True
) -> list[Row]:
    """The results with the ids of `told`, in its order; `told` says how many reports each stands for.

    Each with all its hits in lines, or with the words around the best of them, or (not `in_context`) without.
    """
    ids = list(told)
    if not ids:
        return []
    listed = _listed(ids)
    rows = {row["id"]: row for row in await corpus.rows(ROWS.format(listed))}
    quoted = {row["article_id"] for row in rows.values() if row["kind"] == "quote"}
    articles = {row["id"]: row for row in await corpus.rows(ARTICLES.format(_listed(quoted)))}
    shown = {
        row["id"]: row
        for row in await _words(corpus, query, listed, in_lines=in_lines, in_context=in_context)
    }
    made = []
    for key in ids:
        row = rows[key] | {"told": told[key], "article": articles.get(rows[key]["article_id"])}
        words = shown.get(key, {})
        if in_lines:
            made.append({"row": row, "lines": _lines(corpus, row, words)})
        else:
            title = highlighted(words.get("title") or "") or row["title"]
            snippet = words.get("snippet") or ("" if query.shown else row["beginning"]) or ""
            if row["kind"] == "person":
                snippet = other_names(snippet, row["title"])
            made.append(
                {"row": row, "href": _href(corpus, row), "title": title, "snippet": highlighted(snippet)}
            )
    return made


async def _words(corpus: Corpus, query: Query, listed: str, *, in_lines: bool, in_context: bool) -> list[Row]:
    if not query.shown or not (in_lines or in_context):
        return []
    sql = (MARKED if in_lines else SNIPPETS).format(listed)
    if "*" in query.fts:  # asked row by row, FTS5 would gather all words that begin so again for each
        sql = sql.replace("rowid in", "+rowid in")
    return await corpus.rows(sql, q=query.fts)


def _lines(corpus: Corpus, row: Row, marked: Row) -> list[Row]:
    """All hits of one result: those in the text, for an article; else those in its title too."""
    made = []
    for column in ("text",) if row["kind"] == "article" else ("text", "title"):
        for line in lines(marked.get(column) or ""):
            href = _href(corpus, row)
            if column == "text" and row["kind"] in ("article", "quote"):
                begin = row["start_char"] or 0
                href = corpus.article(row["article_id"], begin + line.start, begin + line.end)
            made.append({"before": line.before, "hit": line.hit, "after": line.after, "href": href})
    return made


def _href(corpus: Corpus, row: Row) -> str:
    if row["kind"] == "quote":
        return corpus.article(row["article_id"], row["start_char"], row["end_char"])
    page = {"article": corpus.article, "person": corpus.person, "event": corpus.event}[row["kind"]]
    return page(row["key"])


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in ids)


def other_names(names: str, name: str) -> str:
    """`names`, which semicolons part and hits may be marked in, without `name`."""
    others = (one for one in names.split("; ") if one.replace(HIT, "").replace(HIT_END, "") != name)
    return "; ".join(others)


def highlighted(text: str) -> Markup:
    """`text` as HTML, what stands between the two marks of a hit inside `<mark>`."""
    made = str(escape(text)).replace(HIT, "<mark>").replace(HIT_END, "</mark>")
    return Markup(made)
