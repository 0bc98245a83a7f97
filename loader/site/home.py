"""Reads what the home page shows: what is in this corpus, what could not be read, who and what is in the news."""

from __future__ import annotations

import sqlite3
from typing import Any

from .charts import bars
from .corpus import Corpus, Row
from .once import Once

COUNTS = """select (select count(*) from articles) as articles, (select count(*) from people where shown = 1) as people,
  (select count(*) from people where shown = 0) as uncertain,
  (select count(*) from quotes) as quotes, (select count(*) from events) as events,
  (select count(*) from stories) as stories, (select min(published) from articles) as first_day,
  (select max(published) from articles) as last_day,
  (select count(*) from articles where published is null) as undated"""
OUTLETS = """select publisher, count(*) as n, count(*) over () as outlets from articles where publisher is not null
  group by publisher order by n desc, publisher limit :n"""
MONTHS = "select month, count(*) as n from articles where month is not null group by month"
UNREAD = """select status, coalesce(reason, '') as reason, count(*) as n from load_log
  where status in ('failed', 'skipped') group by status, reason order by status, n desc, reason"""
QUESTIONS = (
    "who_said_what", "who_met_whom_between", "timeline_of", "mentions_by_month", "independent_stories",
    "without_a_date", "rules_that_fired",
)  # fmt: skip
"""Queries of metadata.yml that the home page offers, by their titles there."""
SHOWN = 12


async def home_page(corpus: Corpus) -> dict[str, Any]:
    """All that the home page shows."""
    known = await corpus.once(counts_of)
    counts = [(row["month"], row["n"]) for row in known["months"]]
    hrefs = {month: corpus.page("search", kind="article", month=month) for month, _ in counts}
    hrefs |= {month[:4]: corpus.page("search", kind="article", year=month[:4]) for month in hrefs}
    outlets = known["outlets"]
    in_all = outlets[0]["outlets"] if outlets else 0
    queries = await corpus.datasette.get_canned_queries(corpus.name, None)
    return {
        "questions": [(corpus.path(name), queries[name]["title"]) for name in QUESTIONS if name in queries],
        "counts": known["counts"][0] | {"outlets": in_all},
        "unread": known["unread"],
        "chart": bars(counts, "Articles by month", hrefs=hrefs),
        "people": await corpus.rows(
            "select * from people where shown = 1 order by articles desc, id limit :n", n=SHOWN
        ),
        "events": await corpus.rows("select * from events order by sort_key desc limit :n", n=SHOWN),
        "articles": await corpus.rows(
            "select id, title, headline, publisher, published_edtf from articles order by sort_key desc limit :n",
            n=SHOWN,
        ),
        "outlets": outlets,
        "exports": {
            **{table: corpus.exports(table) for table in ("articles", "quotes", "events", "load_log")},
            "people": corpus.exports("people", shown=1),
            "months": corpus.answers("independent_stories"),
        },
    }


def _counts(conn: sqlite3.Connection) -> dict[str, list[Row]]:
    """The answers whose counting reads many rows."""
    asked = {"counts": COUNTS, "months": MONTHS, "outlets": OUTLETS, "unread": UNREAD}
    conn.row_factory = sqlite3.Row
    return {name: [dict(row) for row in conn.execute(sql, {"n": SHOWN})] for name, sql in asked.items()}


counts_of = Once(_counts)
"""What the home page counts in the corpus at a path."""
