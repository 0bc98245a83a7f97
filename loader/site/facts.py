"""Tells where each fact about an article comes from, and how to cite what somebody says in it."""

from __future__ import annotations

from .corpus import Corpus, Row
from .sources import web_address
from .words import date_words

FACTS = (
    ("published", "Published"),
    ("byline", "Byline"),
    ("publisher", "Publisher"),
    ("agency", "Agency"),
    ("section", "Section"),
    ("dateline", "Dateline"),
    ("language", "Language"),
)
"""The columns shown beside an article, with their names for people."""


async def facts_of(corpus: Corpus, article: Row) -> list[Row]:
    """What is known of an article beside its text, each fact with the rule that gave it; of its date, the evidence."""
    rows = await corpus.rows("select field, rule from origins where article_id = :id", id=article["id"])
    origins = {row["field"]: row["rule"] for row in rows}
    dates = await corpus.rows(
        "select * from date_candidates where article_id = :id order by line, edtf", id=article["id"]
    )
    facts = []
    for column, label in FACTS:
        value = date_words(article["published_edtf"]) if column == "published" else article[column]
        origin = article["published_source"] if column == "published" else origins.get(column)
        fact: Row = {
            "label": label,
            "value": value,
            "origin": (origin or "").replace("_", " "),
            "evidence": [],
        }
        if column == "published":
            fact["evidence"] = dates
            fact["value"] = " ".join(filter(None, (value, article["published_time"]))) or "not stated"
        if fact["value"]:
            facts.append(fact)
    return facts


def citation(corpus: Corpus, article: Row, said: Row, site: str) -> str:
    """One line to print or keep: the words, who said them, where and when, and an address at which they stand."""
    outlet = article["publisher"] or article["agency"]
    day = date_words(article["published_edtf"]) or "undated"
    here = site + corpus.article(article["id"], said["start_char"], said["end_char"])
    where = web_address(article["url"]) or f"{article['path']}, {here}"
    speaker = said["speaker"] or "speaker not named"
    parts = (speaker, f"in “{article['title']}”", outlet, day, where)
    return f"“{said['text']}” ({', '.join(filter(None, parts))})"
