"""Writes the SQL that finds what a search finds, for whoever wants to go on from there."""

from __future__ import annotations

from .days import last_of
from .query import Query
from .search import Request

ABOUT = (
    "exists (select 1 from {} x where x.kind = s.kind and x.row_id = coalesce(s.row_id, s.id) and x.{} = :{})"
)
CONDITIONS = {
    "person_id": ABOUT.format("search_people", "person_id", "person_id"),
    "type": ABOUT.format("search_events", "type", "type"),
    "country": ABOUT.format("search_events", "country", "country"),
    "said": "s.kind = 'quote' and s.type = :said",
}
"""How rows `s` of search_index are narrowed, where the value stands in no column of theirs."""
CERTAIN = "not exists (select 1 from people p where s.kind = 'person' and p.rowid = s.id and not p.shown)"
STORY = "case s.kind when 'article' then coalesce('story ' || s.story_id, s.key) else s.key end"
ORDERS = {"newest": "s.year is null, s.date desc, s.id desc", "oldest": "s.year is null, s.date, s.id"}


def statement(request: Request, query: Query) -> tuple[str, dict[str, object]]:
    """The SQL for what `request` finds, with its parameters; `query` is how its words are understood."""
    params: dict[str, object] = {}
    where = [] if request.uncertain else [CERTAIN]
    score = source = ""
    if request.text:
        params["words"] = query.fts
        score = (
            "with hits as materialized (\n  select rowid as id, bm25(search_index_fts, 5.0, 1.0) as score\n"
            "  from search_index_fts where search_index_fts match :words\n)\n"
        )
        source = "hits h join search_index s on s.id = h.id"
    if request.kind:
        where.append("s.kind = :kind")
        params["kind"] = request.kind
    for name, value in request.chosen:
        where.append(CONDITIONS.get(name, f"s.{name} = :{name}"))
        params[name] = value
    if request.undated:
        where.append("s.year is null")
    elif request.first_day or request.last_day:
        where.append("s.year is not null")
        for word, sign, end in (
            ("first", ">=", request.first_day),
            ("last", "<=", last_of(request.last_day)),
        ):
            if end:
                where.append(f"s.date {sign} :{word}")
                params[word] = end
    best = {"newest": "max(s.date)", "oldest": "min(s.date)"}.get(request.sort) or (
        "min(h.score)" if request.text else "max(s.date)"
    )
    told = f", count(*) as reports, {best} as best" if request.stories else ""
    group = f"\ngroup by {STORY}" if request.stories else ""
    order = "h.score, s.id" if request.text and not request.sort else ORDERS[request.sort or "newest"]
    return (
        f"{score}select s.id, s.kind, s.key, c.title, s.person_id, s.date, s.publisher, s.agency, s.type, s.country,"
        f" s.story_id{told}\nfrom {source or 'search_index s'} join search_content c on c.id = s.id\n"
        f"where {' and '.join(where) or '1'}{group}\norder by {order}"
    ), params
