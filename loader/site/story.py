"""Reads what a story's page shows: the articles that are one text, the first of them, and how much they share."""

from __future__ import annotations

from typing import Any

from .corpus import Corpus

ARTICLES = """select id, title, headline, publisher, agency, published, published_edtf, words, path, url from articles
  where story_id = :id order by sort_key"""
COPIES = """select c.*, a.title, a.headline, b.title as other_title, b.headline as other_headline
  from story_copies c join articles a on a.id = c.article_id
  join articles b on b.id = c.other_id where c.story_id = :id order by c.id"""


async def story_page(corpus: Corpus, key: str) -> dict[str, Any] | None:
    """All that the story's page shows, or None where there is no such story."""
    found = await corpus.row("select * from stories where id = :id", id=key)
    if found is None:
        return None
    articles = await corpus.rows(ARTICLES, id=key)
    first = next((a for a in articles if a["id"] == found["first_article_id"]), None)
    return {
        "story": found,
        "articles": articles,
        "first": first,
        "copies": await corpus.rows(COPIES, id=key),
        "exports": {
            "articles": corpus.exports("articles", story_id=key),
            "story_copies": corpus.exports("story_copies", story_id=key),
        },
    }
