"""Finds one page of hits: first their ids, from narrow rows only, then what the page shows of each."""

from __future__ import annotations

from markupsafe import Markup, escape

from .corpus import Corpus, Row
from .query import Query
from .search import BEGINNINGS, FOUND, HIT, HIT_END, MATCH, SNIPPETS, UNCERTAIN, Request, keyword_line

type Narrowed = tuple[str, dict[str, object]]

PAGE_SIZE = 20
ORDERS = {
    "": "hits.score, s.id",
    "newest": "s.date desc, s.id desc",
    "oldest": "s.date is null, s.date, s.id",
}
BEST = {"": "min(hits.score)", "newest": "max(s.date)", "oldest": "min(s.date)"}
"""Which article stands for a story: SQLite takes the other columns from the row that has the least or most."""
STORY = "case s.kind when 'article' then coalesce(s.story_id, s.id) else s.id end"
PEOPLE = """select s.id, 1 as told from people p cross join search_index s on s.id = p.rowid where {} and s.kind = :kind
  order by p.shown desc, p.articles desc, p.id"""
RANKED = """select s.rowid as id, 1 as told from search_index_fts s where search_index_fts match :q and {}
  order by bm25(search_index_fts, 5.0, 1.0), s.rowid"""


async def results(corpus: Corpus, request: Request, query: Query, narrowed: Narrowed) -> list[Row]:
    """The hits on the page that `request` asks for, in their order."""
    where, params = narrowed
    page = {"size": PAGE_SIZE, "skip": (request.page - 1) * PAGE_SIZE, "kind": request.kind}
    found = await corpus.rows(f"{_ids(request, where)} limit :size offset :skip", **params, **page)
    if not found:
        return []
    ids = ", ".join(str(int(row["id"])) for row in found)
    sql = "select s.*, p.name as person, a.headline from search_index s left join people p on p.id = s.person_id"
    sql += " left join articles a on a.id = s.id and s.kind = 'article'"
    rows = {row["id"]: row for row in await corpus.rows(f"{sql} where s.id in ({ids})")}
    words = await (
        corpus.rows(SNIPPETS % ids, q=query.fts) if request.text else corpus.rows(BEGINNINGS % ids)
    )
    shown = {row["id"]: row for row in words}
    return [
        await _result(corpus, {**rows[row["id"]], "told": row["told"]}, shown.get(row["id"], {}))
        for row in found
    ]


def _ids(request: Request, where: str) -> str:
    """The query for the ids of all hits in their order, each with the number of articles that it stands for."""
    only = "and s.kind = :kind" if request.kind else ""
    if request.kind == "person" and not request.text and not request.sort:
        return PEOPLE.format(where)
    if request.text and not request.sort and request.whole:
        return RANKED.format("1" if request.uncertain else f"not {UNCERTAIN.format('rowid')}")
    sort = request.sort or ("" if request.text else "newest")
    begin = f"{MATCH} select {{}} {FOUND} where" if request.text and not sort else request.select("{}")
    if request.stories:
        chosen = begin.format(f"s.id, {BEST[sort]} as best, count(*) as told")
        down = "desc" if sort == "newest" else ""
        return f"{chosen} {where} {only} group by {STORY} order by best is null, best {down}, s.id"
    return f"{begin.format('s.id, 1 as told')} {where} {only} order by {ORDERS[sort]}"


async def _result(corpus: Corpus, row: Row, shown: Row) -> Row:
    kind, key = row["kind"], row["key"]
    made: Row = {
        "kind": kind,
        "title": highlighted(shown.get("title") or "") or row["title"],
        "snippet": highlighted(shown.get("snippet") or ""),
        "row": row,
        "about": None,
        "line": keyword_line(shown),
    }
    if kind == "quote":
        said = await corpus.row(
            "select q.*, a.title as article, a.headline from quotes q join articles a on a.id = q.article_id"
            " where q.id = :key",
            key=row["id"],
        )
        made["about"] = said
        made["href"] = (
            corpus.article(said["article_id"], said["start_char"], said["end_char"]) if said else ""
        )
    elif kind == "person":
        made["about"] = await corpus.row("select * from people where id = :key", key=row["person_id"] or key)
        made["href"] = corpus.person(row["person_id"] or key)
    else:
        made["href"] = corpus.event(key) if kind == "event" else corpus.article(key)
    return made


def highlighted(text: str) -> Markup:
    """`text` as HTML, what stands between the two marks of a hit inside `<mark>`."""
    made = str(escape(text)).replace(HIT, "<mark>").replace(HIT_END, "</mark>")
    return Markup(made)
