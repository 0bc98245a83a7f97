"""Reads what the comparison of outlets shows: how much each reports, and what two of them do differently."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response

from .corpus import Corpus, Row
from .once import Once
from .small_csv import as_csv

SHOWN = 20
"""Outlets in the table; all are a link away."""
SAMPLE = 400
"""Articles of each outlet whose words are counted: the first by id, and ids are as good as random."""
LEAST_SURE = 10.83
"""The log-likelihood from which a difference is less likely than one in a thousand to be chance (chi-squared, 1 df)."""
LEAST_ARTICLES = 3
"""A word that fewer articles use says more of these articles than of their outlet."""
WORDS_SHOWN = 25
WORD = re.compile(r"[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?")

PIECES = """select publisher, kind, count(*) as n from search_index where kind in ('article', 'quote')
  and publisher is not null group by publisher, kind"""
LARGEST = """select publisher from search_index where kind = 'article' and publisher is not null group by publisher
  order by count(*) desc, publisher limit 2"""
DAYS = """select publisher, min(date), max(date) from search_index
  where kind = 'article' and date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and publisher is not null
  group by publisher"""
EVENTS = """select a.publisher, count(distinct m.event_id) from articles a
  cross join event_mentions m on m.article_id = a.id where a.publisher is not null group by 1"""
NAMED = """select p.id, p.name, sum(o = 0) as one, sum(o = 1) as other from (
    select distinct a.publisher = :other as o, ap.article_id, ap.person_id
    from articles a join article_people ap on ap.article_id = a.id
    where a.publisher in (:one, :other) and ap.mentions > 0
  ) join people p on p.id = person_id group by p.id
  order by one + other desc, p.name limit :n"""
TOLD_BY = """select m.event_id from event_mentions m join articles a on a.id = m.article_id
  where a.publisher = :{}"""
BOTH = f"""select e.* from events e where e.id in ({TOLD_BY.format("one")}) and e.id in ({TOLD_BY.format("other")})
  order by e.sort_key desc limit :n"""
TEXTS = """select a.id, a.text from (select id from articles where publisher = ? order by id limit ?) sample
  join articles a on a.id = sample.id"""
REPEATED = "select start_char, end_char from repeated_lines where article_id = ? order by start_char desc"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that one outlet uses more than the other: how often each does in 10,000 words, and how sure that is."""

    word: str
    here: float
    there: float
    likelihood: float


async def outlets_page(corpus: Corpus, args: Any) -> dict[str, Any] | Response:
    """All that the page of outlets shows; the comparison where two are chosen, at first the two with most articles; its
    words as CSV or JSON where that is asked for."""
    outlets = await corpus.once(outlets_of)
    names = [outlet["publisher"] for outlet in outlets]
    asked = [args.get("a") or "", args.get("b") or ""]
    chosen = [name for name in asked if name in names] if any(asked) else names[:2]
    content: dict[str, Any] = {
        "outlets": outlets[:SHOWN],
        "more": max(0, len(outlets) - SHOWN),
        "names": sorted(names, key=str.casefold),
        "chosen": chosen,
        "sample": SAMPLE,
        "exports": {"outlets": corpus.answers("outlets")},
        "compared": None,
    }
    if len(chosen) == 2 and chosen[0] != chosen[1]:
        one, other = chosen
        params = {"one": one, "other": other, "n": WORDS_SHOWN}
        if chosen == names[:2]:
            compared = await corpus.once(first_words_of)
        else:
            compared = await corpus.remembered_run(
                ("words", one, other), lambda conn: (compare(conn, one, other), True)
            )
        if args.get("format") in ("csv", "json"):
            return _words_as(args.get("format"), one, other, compared)
        content |= {
            "people": await corpus.remembered(NAMED, **params),
            "events": await corpus.remembered(BOTH, **params),
            "compared": compared,
            "words_as": [
                (form.upper(), corpus.page("outlets", a=one, b=other, format=form))
                for form in ("csv", "json")
            ],
        }
        for query in ("people_of_two_outlets", "events_of_two_outlets"):
            content["exports"][query] = corpus.answers(query, first=one, second=other)
    return content


def _words_as(form: str, one: str, other: str, compared: tuple[list[Word], list[Word]]) -> Response:
    """Each word with the outlet that uses it more, as CSV or JSON."""
    rows = [
        (word.word, outlet, word.here, word.there, round(word.likelihood, 1))
        for outlet, words in zip((one, other), compared, strict=True)
        for word in words
    ]
    columns = (
        "word",
        "used_more_by",
        "per_10000_words_there",
        "per_10000_words_in_the_other",
        "log_likelihood",
    )
    if form == "json":
        return Response.json([dict(zip(columns, row, strict=True)) for row in rows])
    return as_csv("words", columns, rows)


def _outlets(conn: sqlite3.Connection) -> list[Row]:
    """Each outlet with its numbers, the one with most articles first."""
    made: dict[str, Row] = {}
    for name, kind, n in conn.execute(PIECES):
        outlet = made.setdefault(name, {"publisher": name, "article": 0, "quote": 0, "events": 0})
        outlet[kind] = n
    for name, n in conn.execute(EVENTS):
        if name in made:
            made[name]["events"] = n
    for name, first, last in conn.execute(DAYS):
        made[name] |= {"first_day": first, "last_day": last}
    return sorted(made.values(), key=lambda outlet: (-outlet["article"], outlet["publisher"]))


outlets_of = Once(_outlets)
"""The outlets of the corpus at a path: counting their events takes a second for 100,000 articles."""


def compare(conn: sqlite3.Connection, one: str, other: str) -> tuple[list[Word], list[Word]]:
    """The words that `one` uses more than `other`, and the reverse, surest first.

    Measure: log-likelihood (Dunning 1993, in the form of Rayson and Garside 2000) over the words of up to SAMPLE
    articles of each, without the lines that an outlet repeats.
    """
    (here, spread_here), (there, spread_there) = _words(conn, one), _words(conn, other)
    totals = here.total() or 1, there.total() or 1
    found: tuple[list[Word], list[Word]] = ([], [])
    for word in here.keys() | there.keys():
        a, b = here[word], there[word]
        more_here = a / totals[0] > b / totals[1]
        if (spread_here if more_here else spread_there)[word] < LEAST_ARTICLES:
            continue
        likelihood = log_likelihood(a, b, *totals)
        if likelihood < LEAST_SURE:
            continue
        rates = [round(10_000 * n / total, 1) for n, total in zip((a, b), totals, strict=True)]
        if more_here:
            found[0].append(Word(word, rates[0], rates[1], likelihood))
        else:
            found[1].append(Word(word, rates[1], rates[0], likelihood))
    return (
        sorted(found[0], key=lambda w: (-w.likelihood, w.word))[:WORDS_SHOWN],
        sorted(found[1], key=lambda w: (-w.likelihood, w.word))[:WORDS_SHOWN],
    )


def _first_words(conn: sqlite3.Connection) -> tuple[list[Word], list[Word]]:
    """The comparison of the two outlets with most articles."""
    names = [name for (name,) in conn.execute(LARGEST)]
    return compare(conn, names[0], names[1]) if len(names) == 2 else ([], [])


first_words_of = Once(_first_words)
"""The comparison that the page shows at first, of the corpus at a path: hundreds of texts from all over the file."""


def log_likelihood(a: int, b: int, total_a: int, total_b: int) -> float:
    """How unlikely it is that a word met `a` times in `total_a` words and `b` times in `total_b` is used alike."""
    share = (a + b) / (total_a + total_b)
    return 2 * sum(n * math.log(n / (total * share)) for n, total in ((a, total_a), (b, total_b)) if n)


def _words(conn: sqlite3.Connection, outlet: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in the sample of an outlet's articles, and in how many of them."""
    often: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for key, text in conn.execute(TEXTS, (outlet, SAMPLE)).fetchall():
        for start, end in conn.execute(REPEATED, (key,)).fetchall():
            text = text[:start] + text[end:]
        words = WORD.findall(text.lower())
        often.update(words)
        spread.update(set(words))
    return often, spread
