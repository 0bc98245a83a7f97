"""Answers a search in the browser: what is found, counted by kind, narrowed by facets and dates, page by page."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .columns import Columns
from .corpus import Corpus
from .downloads import links
from .found import find
from .query import Query, parse
from .results import results
from .search import FACETS, KINDS, Request
from .spelling import speller
from .words import event_code, event_kind, month_words

PAGE_SIZE = 20
FACET_SIZE, FACET_MOST = 8, 200
"""How many values of a facet are shown, and when asked for more."""
MONTHS_SHOWN = 24
"""More months than this are shown only within a year."""
NAMES = {
    "person_id": "select id, name from people where id in ({})",
    "story_id": "select s.id, a.title as name from stories s join articles a on a.id = s.first_article_id"
    " where s.id in ({})",
}
"""What to call the values of a facet that are ids."""

type Counted = dict[str, dict[Any, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one page shows of what a search found: `told` are the ids of its results, each with the number of reports
    that it stands for; `counted` the values of each facet."""

    query: Query
    note: str
    by_kind: Mapping[str, int]
    total: int
    undated: int
    uncertain: int
    dateless: int
    told: Mapping[int, int]
    counted: Counted


async def search_page(corpus: Corpus, request: Request) -> dict[str, Any]:
    """All that the search page shows."""
    context: dict[str, Any] = {"request_": request, "kinds": KINDS, "query": Query()}
    if not request.is_open:
        return context
    columns = await corpus.columns()
    answer = await corpus.remembered_run(request, lambda conn: (_answer(conn, columns, request), True))
    in_lines = bool(request.lines and request.text)
    return {
        **context,
        "query": answer.query,
        "order_note": answer.note,
        "tabs": _tabs(corpus, request, answer.by_kind),
        "total": answer.total,
        "facets": await _facets(corpus, request, answer),
        "results": await results(corpus, answer.query, answer.told, in_lines=in_lines),
        "pages": _pages(corpus, request, answer.total),
        "undated": {"count": answer.undated, "href": _href(corpus, request, undated="1")},
        "uncertain": {
            "count": answer.uncertain,
            "href": _href(corpus, request, uncertain="" if request.uncertain else "1"),
        },
        "exports": links(corpus, request, answer.query),
    }


def _answer(conn: sqlite3.Connection, columns: Columns, request: Request) -> Answer:
    query = parse(request.text, speller(conn))
    found = find(conn, columns, request, query)
    skip = (request.page - 1) * PAGE_SIZE
    ordered = found.ordered(conn, skip + PAGE_SIZE)
    rows, told = ordered.rows[skip:], ordered.told[skip:]
    return Answer(
        query=query,
        note=ordered.note,
        by_kind=found.by_kind,
        total=found.total,
        undated=found.undated,
        uncertain=found.uncertain,
        dateless=found.dateless,
        told=dict(zip(columns.ids[rows].tolist(), told.tolist(), strict=True)),
        counted={name: found.counts(name) for name, _ in FACETS},
    )


def _href(corpus: Corpus, request: Request, **changes: object) -> str:
    return corpus.page("search", **request.arguments(**changes))


def _tabs(corpus: Corpus, request: Request, by_kind: Mapping[str, int]) -> list[dict[str, Any]]:
    tabs = [("", "All", sum(by_kind.values())), *((kind, label, by_kind[kind]) for kind, label in KINDS)]
    return [
        {
            "label": label, "count": n, "href": _href(corpus, request, kind=kind),
            "current": kind == request.kind,
        }
        for kind, label, n in tabs
    ]  # fmt: skip


async def _facets(corpus: Corpus, request: Request, answer: Answer) -> list[dict[str, Any]]:
    """What the rows of the chosen kind can be narrowed by."""
    chosen = dict(request.chosen)
    made = []
    for name, label in FACETS:
        found = answer.counted[name]
        if name in chosen:
            found = {value: n for value, n in found.items() if str(value) == chosen[name]}
        elif len(found) < 2 or (name == "month" and "year" not in chosen and len(found) > MONTHS_SHOWN):
            continue
        ordered = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        if name in ("year", "month"):
            ordered = sorted(found.items(), reverse=True)
        size = FACET_MOST if request.more == name else FACET_SIZE
        names = await _names(corpus, name, [value for value, _ in ordered[:size]])
        values = [
            {
                "label": names.get(value, value), "code": event_code(value), "count": n,
                "href": _href(corpus, request, **{name: value}),
            }
            for value, n in ordered[:size]
        ]  # fmt: skip
        if name == "year" and answer.dateless and not request.undated:
            href = _href(corpus, request, undated="1")
            values.append({"label": "no date", "code": "", "count": answer.dateless, "href": href})
        made.append({
            "label": label, "more": max(0, len(ordered) - size), "values": values,
            "more_href": _href(corpus, request, more=name) if size == FACET_SIZE else "",
            "drop": _href(corpus, request, **{name: ""}) if name in chosen else "",
        })  # fmt: skip
    return made


async def _names(corpus: Corpus, facet: str, values: list[Any]) -> dict[Any, str]:
    """What to call the values of a facet that are ids, months or codes."""
    if facet == "month":
        return {value: month_words(value) for value in values}
    if facet in ("type", "said"):
        return {value: event_kind(value) for value in values}
    if facet not in NAMES or not values:
        return {}
    marks = {f"v{i}": value for i, value in enumerate(values)}
    rows = await corpus.rows(NAMES[facet].format(", ".join(f":{mark}" for mark in marks)), **marks)
    return {row["id"]: row["name"] for row in rows}


def _pages(corpus: Corpus, request: Request, total: int) -> dict[str, Any]:
    last = max(1, -(-total // PAGE_SIZE))

    def link(page: int) -> str:
        return _href(corpus, request, page=page) if 1 <= page <= last else ""

    return {
        "page": request.page,
        "first_number": (request.page - 1) * PAGE_SIZE + 1,
        "last": last,
        "previous": link(min(request.page - 1, last)),
        "next": link(request.page + 1),
    }
