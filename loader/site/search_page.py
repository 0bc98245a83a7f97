"""Answers a search in the browser: ranked, highlighted, counted by kind, narrowed by facets and dates."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.database import QueryInterrupted
from markupsafe import Markup, escape

from .corpus import Corpus, Row
from .query import Query, parse
from .search import BEGINNINGS, FACETS, HIT, HIT_END, KINDS, MAX_PAGES, SNIPPETS, Request

type Narrowed = tuple[str, dict[str, object]]

PAGE_SIZE = 20
FACET_SIZE = 8
ORDERS = {
    "newest": "s.date is null, s.date desc, s.id",
    "oldest": "s.date is null, s.date, s.id",
    "browse": "case s.kind when 'person' then p.articles end desc, s.date is null, s.date desc, s.id",
}
"""How to sort other than by relevance; `browse` where there are no words to be relevant to."""


async def search_page(corpus: Corpus, request: Request) -> dict[str, Any]:
    """All that the search page shows."""
    query = parse(request.text)
    context: dict[str, Any] = {"request_": request, "query": query, "kinds": KINDS, "results": [], "total": 0}
    if not request.is_open:
        return context
    where, params = request.conditions()
    if request.text:
        params["q"] = query.fts
    narrowed = where, params
    context |= await _tabs(corpus, request, narrowed)
    try:
        context["facets"] = await _facets(corpus, request, narrowed)
    except QueryInterrupted:
        context["facets"] = None  # the page says so
    context["results"] = await _results(corpus, request, query, narrowed)
    context["pages"] = _pages(corpus, request, context["total"])
    context["undated"] = await _undated(corpus, request, query)
    context["exports"] = corpus.exports("search_index", _search=request.text, **request.filters())
    return context


async def _tabs(corpus: Corpus, request: Request, narrowed: Narrowed) -> dict[str, Any]:
    where, params = narrowed
    sql = f"{request.select('s.kind, count(*) as n')} {where} group by s.kind"
    by_kind = Counter({row["kind"]: row["n"] for row in await corpus.remembered(sql, **params)})
    tabs = [("", "All", by_kind.total()), *((kind, label, by_kind[kind]) for kind, label in KINDS)]
    return {
        "total": by_kind[request.kind] if request.kind else by_kind.total(),
        "tabs": [
            {"label": label, "count": n, "href": corpus.page("search", **request.arguments(kind=kind)),
             "current": kind == request.kind}
            for kind, label, n in tabs
        ],
    }  # fmt: skip


async def _facets(corpus: Corpus, request: Request, narrowed: Narrowed) -> list[dict[str, Any]]:
    """What the rows of the chosen kind can be narrowed by: all counts come from one pass over them."""
    where, params = narrowed
    columns = ", ".join(f"s.{name}" for name, _ in FACETS)
    only = "and s.kind = :kind" if request.kind else ""
    sql = f"{request.select(f'{columns}, count(*) as n')} {where} {only} group by {columns}"
    counts = await corpus.remembered(sql, **params, **({"kind": request.kind} if request.kind else {}))
    chosen = dict(request.chosen)
    made = []
    for name, label in FACETS:
        found: Counter[Any] = Counter()
        for row in counts:
            if row[name] is not None:
                found[row[name]] += row["n"]
        key = (lambda item: -item[0]) if name == "year" else (lambda item: (-item[1], str(item[0])))
        ordered = sorted(found.items(), key=key)
        if len(ordered) < 2 and name not in chosen:
            continue
        names = await _names(corpus, name, [value for value, _ in ordered[:FACET_SIZE]])
        made.append({
            "label": label, "more": max(0, len(ordered) - FACET_SIZE),
            "drop": corpus.page("search", **request.arguments(**{name: ""})) if name in chosen else "",
            "values": [
                {"label": names.get(value, value), "count": n,
                 "href": corpus.page("search", **request.arguments(**{name: value}))}
                for value, n in ordered[:FACET_SIZE]
            ],
        })  # fmt: skip
    return made


async def _names(corpus: Corpus, facet: str, values: list[Any]) -> dict[Any, str]:
    """What to call the values of a facet that are ids."""
    sources = {
        "person_id": "select id, name from people where id in ({})",
        "story_id": "select s.id, a.title as name from stories s join articles a on a.id = s.first_article_id"
        " where s.id in ({})",
    }
    if facet not in sources or not values:
        return {}
    marks = {f"v{i}": value for i, value in enumerate(values)}
    rows = await corpus.rows(sources[facet].format(", ".join(f":{mark}" for mark in marks)), **marks)
    return {row["id"]: row["name"] for row in rows}


async def _results(corpus: Corpus, request: Request, query: Query, narrowed: Narrowed) -> list[Row]:
    where, params = narrowed
    order = ORDERS.get(request.sort, "hits.score, s.id" if request.text else ORDERS["browse"])
    only = "and s.kind = :kind" if request.kind else ""
    ranked = bool(request.text) and not request.sort
    begin = request.select(
        "s.*, p.name as person", ranked=ranked, join="left join people p on p.id = s.person_id"
    )
    sql = f"""{begin}
        {where} {only} order by {order} limit :size offset :skip"""
    rows = await corpus.rows(
        sql, **params, kind=request.kind, size=PAGE_SIZE, skip=(request.page - 1) * PAGE_SIZE
    )
    if not rows:
        return []
    ids = ", ".join(str(int(row["id"])) for row in rows)
    found = await (
        corpus.rows(SNIPPETS % ids, q=query.fts) if request.text else corpus.rows(BEGINNINGS % ids)
    )
    shown = {row["id"]: row for row in found}
    return [await _result(corpus, row, shown.get(row["id"], {})) for row in rows]


async def _result(corpus: Corpus, row: Row, shown: Row) -> Row:
    title, snippet = highlighted(shown.get("title") or ""), highlighted(shown.get("snippet") or "")
    kind, key = row["kind"], row["key"]
    made: Row = {
        "kind": kind,
        "title": title or row["title"],
        "snippet": snippet,
        "row": row,
        "about": None,
        "line": keyword_line(shown),
    }
    if kind == "quote":
        said = await corpus.row(
            "select q.*, a.title as article from quotes q join articles a on a.id = q.article_id where q.id = :key",
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


def _pages(corpus: Corpus, request: Request, total: int) -> dict[str, Any]:
    last = max(1, min(-(-total // PAGE_SIZE), MAX_PAGES))

    def link(page: int) -> str:
        return corpus.page("search", **request.arguments(page=page)) if 1 <= page <= last else ""

    return {
        "page": request.page,
        "last": last,
        "previous": link(request.page - 1),
        "next": link(request.page + 1),
    }


async def _undated(corpus: Corpus, request: Request, query: Query) -> dict[str, Any] | None:
    """How many hits have no date, where a range of dates leaves them out."""
    if request.undated or not (request.first_day or request.last_day):
        return None
    without = Request(text=request.text, kind=request.kind, chosen=request.chosen, undated=True)
    where, params = without.conditions()
    if request.text:
        params["q"] = query.fts
    sql = f"{request.select('count(*)')} {where} and (:kind = '' or s.kind = :kind)"
    count = await corpus.value(sql, **params, kind=request.kind)
    return {"count": count, "href": corpus.page("search", **request.arguments(undated="1"))}


def keyword_line(shown: Row) -> tuple[str, str, str] | None:
    """The words before a hit, the hit, and the words after it, of the text or else of the title; None without a hit."""
    for text in (shown.get("snippet") or "", shown.get("title") or ""):
        before, mark, rest = " ".join(text.split()).partition(HIT)
        if mark:
            hit, _, after = rest.partition(HIT_END)
            return before, hit, after.replace(HIT, "").replace(HIT_END, "")
    return None


def highlighted(text: str) -> Markup:
    """`text` as HTML, what stands between the two marks of a hit inside `<mark>`."""
    made = str(escape(text)).replace(HIT, "<mark>").replace(HIT_END, "</mark>")
    return Markup(made)
