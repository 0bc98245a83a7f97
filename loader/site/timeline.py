"""Reads what the timeline shows: events in the order of their days, narrowed by person, kind, country and year."""

from __future__ import annotations

from typing import Any

from . import counts
from .charts import bars
from .corpus import Corpus
from .once import Once
from .search import MAX_PAGES
from .words import event_code, event_kind

PAGE_SIZE = 50
FACET_SIZE = 12
SECONDS = 0.8
"""How long to count; the counts are remembered for everybody."""
FILTERS = (("year", "Year"), ("type", "Kind"), ("mode", "Form"), ("country", "Country"), ("status", "Status"))
"""Columns of `events` that narrow the timeline, with their names for people."""
COUNTED = [*(name for name, _ in FILTERS), "month"]
SELECT = f"select 'event', {', '.join(COUNTED[:-1])}, substr(date_start, 1, 7) from events e where {{}}"
ORDERS = {False: "e.sort_key desc", True: "e.date_start is null, e.sort_key"}
"""The newest first, or (True) the oldest first, with what has no date last."""
PARTIES = "select event_id, name, person_id from event_participants where event_id in ({}) order by id"


async def timeline_page(corpus: Corpus, args: Any) -> dict[str, Any]:
    """All that the timeline shows."""
    chosen = {name: args.get(name) for name, _ in FILTERS if args.get(name)}
    person, other = args.get("person") or "", args.get("with") or ""
    month, oldest = args.get("month") or "", args.get("sort") == "oldest"
    where, params = _conditions(chosen, month, {"person": person, "other": other})
    page = int(args.get("page")) if (args.get("page") or "").isdecimal() and len(args.get("page")) < 6 else 1
    page = min(max(page, 1), MAX_PAGES)
    if params:
        counted = await counts.count(corpus, SELECT.format(where), params, COUNTED, seconds=SECONDS)
    else:
        counted = await corpus.once(counts_of)
    total = counted.rows.total()
    if not counted.whole:
        total = await corpus.value(f"select count(*) as events from events e where {where}", **params)
    events = await corpus.rows(
        f"select e.* from events e where {where} order by {ORDERS[oldest]} limit :size offset :skip",
        **params, size=PAGE_SIZE, skip=(page - 1) * PAGE_SIZE,
    )  # fmt: skip
    await _add_parties(corpus, events)
    asked = {**chosen, "person": person, "with": other, "month": month, "sort": "oldest" if oldest else ""}
    return {
        "events": events,
        "total": total,
        "chart": bars(counted.of("month").items(), "Events by month", hrefs=_links(corpus, asked, counted)),
        "month": month,
        "without_month": corpus.page("timeline", **{**asked, "month": ""}),
        "oldest": oldest,
        "turned": corpus.page("timeline", **{**asked, "sort": "" if oldest else "oldest"}),
        "facets": [_facet(corpus, name, label, asked, counted) for name, label in FILTERS],
        "counted": None if counted.whole else counted.rows.total(),
        "person": await corpus.row("select * from people where id = :id", id=person) if person else None,
        "other": await corpus.row("select * from people where id = :id", id=other) if other else None,
        "without_person": corpus.page("timeline", **{**asked, "person": "", "with": ""}),
        "without_other": corpus.page("timeline", **{**asked, "with": ""}),
        "previous": corpus.page("timeline", **asked, page=page - 1) if page > 1 else "",
        "next": corpus.page("timeline", **asked, page=page + 1) if page * PAGE_SIZE < total else "",
        "page_number": page,
        "exports": corpus.exports("events", **chosen, **_days(month), **corpus.through(person, other)),
    }


counts_of = Once(lambda conn: counts.read(conn, SELECT.format(1), {}, COUNTED))
"""What the timeline counts of all events of the corpus at a path: a second or two for 400,000."""


def _conditions(chosen: dict[str, Any], month: str, people: dict[str, str]) -> tuple[str, dict[str, object]]:
    """The SQL that narrows events `e`, with its parameters."""
    sql = [f"e.{name} = :{name}" for name in chosen]
    params: dict[str, object] = dict(chosen)
    if month:
        sql.append("e.date_start >= :month || '-01' and e.date_start <= :month || '-31'")
        params["month"] = month
    for name, key in people.items():
        if key:
            sql.append(f"e.id in (select event_id from event_participants where person_id = :{name})")
            params[name] = key
    return " and ".join(sql) or "1", params


def _days(month: str) -> dict[str, str]:
    """A month as filters of Datasette's table page."""
    return {"date_start__gte": f"{month}-01", "date_start__lte": f"{month}-31"} if month else {}


def _links(corpus: Corpus, asked: dict[str, Any], counted: counts.Counts) -> dict[str, str]:
    """Where the bars of the chart lead: to their month, or their year."""
    months = counted.of("month")
    links = {month: corpus.page("timeline", **{**asked, "month": month}) for month in months}
    years = {month[:4] for month in months}
    return links | {year: corpus.page("timeline", **{**asked, "month": "", "year": year}) for year in years}


async def _add_parties(corpus: Corpus, events: list[dict[str, Any]]) -> None:
    ids = ", ".join(str(int(event["id"])) for event in events)
    parties: dict[int, list[dict[str, Any]]] = {}
    for row in await corpus.rows(PARTIES.format(ids)):
        parties.setdefault(row["event_id"], []).append(row)
    for event in events:
        event["parties"] = parties.get(event["id"], [])


def _facet(
    corpus: Corpus, name: str, label: str, asked: dict[str, Any], counted: counts.Counts
) -> dict[str, Any]:
    found = sorted(counted.of(name).items(), key=lambda item: (-item[1], str(item[0])))
    if name == "year":
        found.sort(reverse=True)
    return {
        "label": label,
        "drop": corpus.page("timeline", **{**asked, name: ""}) if asked.get(name) else "",
        "values": [
            {
                "label": value if name in ("year", "country") else event_kind(value),
                "code": event_code(value),
                "count": n,
                "href": corpus.page("timeline", **{**asked, name: value}),
            }
            for value, n in found[:FACET_SIZE]
        ],
        "more": max(0, len(found) - FACET_SIZE),
    }
