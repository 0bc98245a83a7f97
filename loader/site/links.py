"""Turns ids into links with names, on Datasette's own table, row and query pages."""

from __future__ import annotations

from typing import Any

from datasette.app import Datasette
from markupsafe import Markup

from . import live
from .corpus import Corpus

TARGETS = {
    **dict.fromkeys(("article_id", "first_article_id", "other_id"), ("articles", "title")),
    **dict.fromkeys(("person_id", "person_a_id", "person_b_id", "a_id", "b_id"), ("people", "name")),
    "event_id": ("events", "title"),
    "story_id": ("stories", "id"),
}
"""For each column that holds an id: the table that it leads to, and the column that names a row there."""


def cell(datasette: Datasette, database: str, row: Any, column: str, value: Any) -> Markup | None:
    """What to show for `value` of `column`: a link with a name, or None to leave it to Datasette."""
    corpus = Corpus(datasette, database)
    if column == "start_char" and isinstance(value, int):
        return _place(corpus, row, value)
    if column not in TARGETS:
        return None
    table, label = TARGETS[column]
    if isinstance(
        value, dict
    ):  # Datasette knows the name already, but its links break at a space in the file's name
        return Markup('<a href="{}">{}</a>').format(corpus.path(table, value["value"]), value["label"])
    if not isinstance(value, int | str):
        return None
    name = live.look_up(datasette.databases[database], f"select {label} from {table} where id = ?", value)
    if name is None:
        return None
    return Markup('<a href="{}">{}</a>').format(corpus.path(table, value), name)


def _place(corpus: Corpus, row: Any, start: int) -> Markup | None:
    try:
        article, end = row["article_id"], row["end_char"]
    except (IndexError, KeyError):
        return None
    if isinstance(article, dict):  # Datasette has put the article's title beside its id
        article = article["value"]
    return Markup('<a href="{}">{}</a>').format(corpus.article(article, start, end), start)
