"""Reads what a person's page shows: names and roles over time, quotes, events, company, mentions by month."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from .aliases import person_of_alias
from .charts import bars
from .corpus import Corpus
from .network import network

SHOWN = 25
"""How many rows of a list a page shows; the whole list is a link away."""
LISTS = ("quotes", "article_people", "person_roles", "person_aliases")
"""Tables of which the page shows the person's rows."""
COMPANY_MOST = 1000
"""In how many articles and events company is counted: those of the lowest ids, which are as good as random."""

ROLES = """select r.role, r.organisation, r.country, r.as_of, r.article_id, r.start_char, r.end_char, a.title,
    a.publisher from person_roles r join articles a on a.id = r.article_id where r.person_id = :id
  order by r.as_of is null, r.as_of desc, r.article_id, r.start_char"""
QUOTES = """select q.*, a.title, a.headline, a.publisher, a.published_edtf, a.url
  from (select id from quotes where person_id = :id order by sort_key desc limit :n) newest
  join quotes q on q.id = newest.id join articles a on a.id = q.article_id order by q.sort_key desc"""
EVENTS = """select e.* from (
    select e.id from (select distinct event_id from event_participants where person_id = :id) took_part
    join events e on e.id = took_part.event_id order by e.sort_key desc limit :n
  ) newest join events e on e.id = newest.id order by e.sort_key desc"""
COMPANY = """select p.id, p.name, p.country, sum(together) as together, sum(met) as met from (
    select o.person_id, count(distinct o.article_id) as together, 0 as met
      from (select article_id from article_people where person_id = :id and mentions > 0 limit :most) a
      join article_people o on o.article_id = a.article_id and o.person_id <> :id and o.mentions > 0
      group by o.person_id
    union all
    select o.person_id, 0, count(distinct o.event_id)
      from (select distinct event_id from event_participants where person_id = :id limit :most) e
      join event_participants o on o.event_id = e.event_id and o.person_id <> :id group by o.person_id
  ) join people p on p.id = person_id group by p.id order by met desc, together desc, p.name limit :n"""
MONTHS = """select a.month, count(*) as n from mentions m
  cross join search_index a on a.row_id = m.article_id and a.kind = 'article'
  where m.person_id = :id and m.shown group by a.month"""
ARTICLES = """select a.id, a.title, a.headline, a.publisher, a.published_edtf, newest.mentions from (
    select s.row_id as id, ap.mentions from article_people ap
    cross join search_index s on s.row_id = ap.article_id and s.kind = 'article'
    where ap.person_id = :id order by s.date desc, s.row_id desc limit :n
  ) newest join articles a on a.id = newest.id order by a.sort_key desc"""


async def person_page(corpus: Corpus, key: str) -> dict[str, Any] | Response | None:
    """All that the person's page shows; where `key` is another name of somebody, what leads there; or None."""
    found = await corpus.row("select * from people where id = :id", id=key)
    if found is None:
        return await person_of_alias(corpus, key)
    company = await corpus.remembered(COMPANY, id=key, n=SHOWN, most=COMPANY_MOST)
    months = await corpus.remembered(MONTHS, id=key)
    counts = [(row["month"], row["n"]) for row in months if row["month"]]
    asked = {"kind": "article", "person_id": key}
    hrefs = {month: corpus.page("search", **asked, month=month) for month, _ in counts}
    hrefs |= {month[:4]: corpus.page("search", **asked, year=month[:4]) for month in hrefs}
    return {
        "person": found,
        "aliases": await corpus.rows(
            "select * from person_aliases where person_id = :id order by mentions desc, alias", id=key
        ),
        "roles": _gathered(await corpus.rows(ROLES, id=key)),
        "quotes": await corpus.rows(QUOTES, id=key, n=SHOWN),
        "events": await corpus.rows(EVENTS, id=key, n=SHOWN),
        "company": company,
        "company_most": COMPANY_MOST,
        "network": network(
            found["name"], [(o["name"], corpus.person(o["id"]), o["together"], o["met"]) for o in company]
        ),
        "articles": await corpus.rows(ARTICLES, id=key, n=SHOWN),
        "chart": bars(counts, f"Mentions of {found['name']} by month", hrefs=hrefs),
        "undated_mentions": sum(row["n"] for row in months if not row["month"]),
        "exports": {
            **{table: corpus.exports(table, person_id=key) for table in LISTS},
            "events": corpus.exports("events", **corpus.through(key)),
            "company": corpus.answers("company_of", person=key),
            "months": corpus.exports("people_by_month", person_id=key),
        },
    }


def _gathered(roles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a role as worded, newest first, with every article that states it."""
    gathered: dict[str, dict[str, Any]] = {}
    for role in roles:
        entry = gathered.setdefault(role["role"].casefold(), {**role, "evidence": []})
        entry["evidence"].append(role)
    for entry in gathered.values():
        days = sorted(e["as_of"] for e in entry["evidence"] if e["as_of"])
        entry["first"], entry["last"] = (days[0], days[-1]) if days else (None, None)
    return list(gathered.values())
