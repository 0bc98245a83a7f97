"""Reads what a story's page shows: the articles that are one text, the first, what they share and how they differ."""

from __future__ import annotations

from typing import Any

from .corpus import Corpus, Row
from .differences import side_by_side

ARTICLES = """select id, title, headline, publisher, agency, published, published_edtf, words, path, url from articles
  where story_id = :id order by sort_key"""
COPIES = """select c.*, a.title, a.headline, b.title as other_title, b.headline as other_headline
  from story_copies c join articles a on a.id = c.article_id
  join articles b on b.id = c.other_id where c.story_id = :id order by c.id limit :most"""
MOST = 300
"""Pairs of articles that a page shows; the table has all."""


async def story_page(corpus: Corpus, key: str, args: Any) -> dict[str, Any] | None:
    """All that the story's page shows, or None where there is no such story.

    Two of its articles stand side by side: those that `a` and `b` of `args` name, else the first and what shares most
    with it.
    """
    found = await corpus.row("select * from stories where id = :id", id=key)
    if found is None:
        return None
    articles = await corpus.rows(ARTICLES, id=key)
    first = next((a for a in articles if a["id"] == found["first_article_id"]), None)
    one = _named(articles, args.get("a")) or first
    copies = await corpus.rows(COPIES, id=key, most=MOST)
    rest = [article for article in articles if one and article["id"] != one["id"]]
    other = _named(rest, args.get("b")) or _nearest(rest, one, copies)
    return {
        "story": found,
        "articles": articles,
        "first": first,
        "copies": copies,
        "pair": (one, other) if one and other else None,
        "rows": side_by_side(*[await _text(corpus, article) for article in (one, other)])
        if one and other
        else [],
        "exports": {
            "articles": corpus.exports("articles", story_id=key),
            "story_copies": corpus.exports("story_copies", story_id=key),
        },
    }


def _named(articles: list[Row], key: str | None) -> Row | None:
    return next((article for article in articles if str(article["id"]) == key), None)


def _nearest(rest: list[Row], one: Row | None, copies: list[Row]) -> Row | None:
    """The article of `rest` that has the most of `one` in it."""
    shared = {
        (c["article_id"] if one and c["other_id"] == one["id"] else c["other_id"]): max(
            c["shared"], c["shared_back"]
        )
        for c in copies
        if one and one["id"] in (c["article_id"], c["other_id"])
    }
    return max(rest, key=lambda article: shared.get(article["id"], 0), default=None)


async def _text(corpus: Corpus, article: Row) -> str:
    return str(await corpus.value("select text from articles where id = :id", id=article["id"]))
