"""Answers a search in the browser: what is found, counted by kind, narrowed by facets and dates, page by page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from . import counts
from .corpus import Corpus, Exports
from .query import Query, parse
from .results import PAGE_SIZE, Narrowed, results
from .search import CERTAIN, FACETS, KINDS, MAX_PAGES, UNCERTAIN, Request
from .words import event_code, event_kind, month_words

FACET_SIZE, FACET_MOST = 8, 200
"""How many values of a facet are shown, and when asked for more."""
MONTHS_SHOWN = 24
"""More months than this are shown only within a year."""
SECONDS, SECONDS_BROWSING = 0.25, 0.8
"""How long to count facets; what has no words is remembered for everybody, so it may take longer."""


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
    counted = await _counts(corpus, request, narrowed)
    by_kind = await _by_kind(corpus, request, narrowed, counted)
    context["tabs"] = _tabs(corpus, request, by_kind)
    total = by_kind[request.kind] if request.kind else by_kind.total()
    if request.stories:
        total -= await _copies(corpus, request, narrowed)
    context["total"] = total
    context["facets"] = await _facets(corpus, request, counted)
    context["counted"] = None if counted.whole else counted.rows.total()
    context["results"] = await results(corpus, request, query, narrowed)
    context["pages"] = _pages(corpus, request, total)
    context["undated"] = await _undated(corpus, request, query)
    context["uncertain"] = await _uncertain(corpus, request, query)
    context["one_a_story"] = {
        "current": request.stories,
        "href": corpus.page("search", **request.arguments(each="" if request.stories else "story")),
    }
    context["exports"] = _exports(corpus, request)
    return context


def _exports(corpus: Corpus, request: Request) -> Exports:
    """Where what is found is as data: all people in their own table, the most named first, else search_index."""
    if request.kind == "person" and not (
        request.text or request.first_day or request.last_day or request.undated
    ):
        chosen = {name: value for name, value in request.chosen if name == "country"}
        if len(chosen) == len(request.chosen):
            shown = "" if request.uncertain else 1
            return corpus.exports("people", shown=shown, _sort_desc="sort_key", **chosen)
    return corpus.exports("search_index", _search=request.text, **request.filters())


async def _counts(corpus: Corpus, request: Request, narrowed: Narrowed) -> counts.Counts:
    """The counts of all facets: over all kinds where there are words, else over the rows of the chosen kind."""
    where, params = narrowed
    names = [name for name, _ in FACETS]
    only = ""
    if request.kind and not request.text:
        only, params = "and s.kind = :kind", {**params, "kind": request.kind}
    sql = f"{request.select(', '.join(f's.{name}' for name in ('kind', *names)))} {where} {only}"
    seconds = SECONDS if request.text else SECONDS_BROWSING
    return await counts.count(corpus, sql, params, names, seconds=seconds)


async def _by_kind(
    corpus: Corpus, request: Request, narrowed: Narrowed, counted: counts.Counts
) -> Counter[str]:
    if request.text and counted.whole:
        return counted.rows
    where, params = narrowed
    sql = f"{request.select('s.kind, count(*) as n')} {where} group by s.kind"
    return Counter({row["kind"]: row["n"] for row in await corpus.remembered(sql, **params)})


def _tabs(corpus: Corpus, request: Request, by_kind: Counter[str]) -> list[dict[str, Any]]:
    tabs = [("", "All", by_kind.total()), *((kind, label, by_kind[kind]) for kind, label in KINDS)]
    return [
        {
            "label": label, "count": n, "href": corpus.page("search", **request.arguments(kind=kind)),
            "current": kind == request.kind,
        }
        for kind, label, n in tabs
    ]  # fmt: skip


async def _copies(corpus: Corpus, request: Request, narrowed: Narrowed) -> int:
    """How many of the articles found tell a story that another one found tells too."""
    if request.kind not in ("", "article"):
        return 0
    where, params = narrowed
    sql = f"""{request.select("count(s.story_id) - count(distinct s.story_id) as n")} {where}
        and s.kind = 'article'"""
    return int((await corpus.remembered(sql, **params))[0]["n"])


async def _facets(corpus: Corpus, request: Request, counted: counts.Counts) -> list[dict[str, Any]]:
    """What the rows of the chosen kind can be narrowed by."""
    chosen = dict(request.chosen)
    made = []
    for name, label in FACETS:
        found = counted.of(name, request.kind)
        if name not in chosen and (
            len(found) < 2 or (name == "month" and "year" not in chosen and len(found) > MONTHS_SHOWN)
        ):
            continue
        by_time = name in ("year", "month")
        ordered = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        if by_time:
            ordered = sorted(found.items(), reverse=True)
        size = FACET_MOST if request.more == name else FACET_SIZE
        names = await _names(corpus, name, [value for value, _ in ordered[:size]])
        made.append({
            "label": label, "more": max(0, len(ordered) - size),
            "more_href": corpus.page("search", **request.arguments(more=name)) if size == FACET_SIZE else "",
            "drop": corpus.page("search", **request.arguments(**{name: ""})) if name in chosen else "",
            "values": [
                {"label": names.get(value, value), "code": event_code(value), "count": n,
                 "href": corpus.page("search", **request.arguments(**{name: value}))}
                for value, n in ordered[:size]
            ],
        })  # fmt: skip
    return made


async def _names(corpus: Corpus, facet: str, values: list[Any]) -> dict[Any, str]:
    """What to call the values of a facet that are ids, months or codes."""
    if facet == "month":
        return {value: month_words(value) for value in values}
    if facet == "type":
        return {value: event_kind(value) for value in values}
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


async def _uncertain(corpus: Corpus, request: Request, query: Query) -> dict[str, Any] | None:
    """How many people found are left out because their names are uncertain, or how to leave them out again."""
    if request.kind not in ("", "person"):
        return None
    if request.uncertain:
        return {"count": None, "href": corpus.page("search", **request.arguments(uncertain=""))}
    where, params = request.conditions()
    if request.text:
        params["q"] = query.fts
    where = where.replace(CERTAIN, f"s.kind = 'person' and {UNCERTAIN.format('id')}")
    count = (await corpus.remembered(f"{request.select('count(*) as n')} {where}", **params))[0]["n"]
    return {"count": count, "href": corpus.page("search", **request.arguments(uncertain="1"))}
