"""Store which articles are copies, when those without a date appeared, and the lines that outlets repeat.

Each of these stores either all there is, or what is new of some articles, writing only what differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from contextlib import nullcontext
from itertools import groupby

from loader.linked import LinkedStory, RelinkedRepeats, RepeatedLine
from loader.store.changes import listed, replace
from loader.store.ids import row_id
from loader.store.rows import Row
from loader.store.workfile import WorkFile

SURE_COPY = 0.8  # of the one in the other, from which a copy tells when its original appeared


def store_stories(work: WorkFile, stories: Sequence[LinkedStory], articles: Set[int] | None = None) -> None:
    """Stores stories and how much their articles share, and sets `story_id` of every article.

    With `articles`, these are the stories of those alone; no other has, or had, a story with one of them.
    """
    made = [{"id": s.id, "articles": len(s.members), "first_article_id": s.first} for s in stories]
    copies = [
        {
            "id": row_id("link", "copy", c.a, c.b), "story_id": story.id, "article_id": c.a, "other_id": c.b,
            "shared": round(c.a_in_b, 3), "shared_back": round(c.b_in_a, 3),
        }
        for story in stories
        for c in story.copies
    ]  # fmt: skip
    if articles is None:
        replace(work, "stories", made)
        replace(work, "story_copies", copies)
        _set_stories(work, stories, "SELECT id, story_id FROM articles")
        return
    with listed(work, "near", articles):
        had = "SELECT a.story_id FROM temp.near n JOIN old.articles a ON a.id = n.id"
        replace(work, "stories", made, f"id IN ({had})")
        replace(work, "story_copies", copies, f"story_id IN ({had})")
        _set_stories(
            work, stories, "SELECT a.id, a.story_id FROM temp.near n JOIN main.articles a ON a.id = n.id"
        )


def _set_stories(work: WorkFile, stories: Sequence[LinkedStory], select: str) -> None:
    """Sets the story of those articles, of all that a query gives with their stories, that have another one now."""
    story_of = {article: story.id for story in stories for article in story.members}
    moved = [(story_of.get(id), id) for id, now in work.db.execute(select) if story_of.get(id) != now]
    work.db.conn.executemany("UPDATE articles SET story_id = ? WHERE id = ?", moved)
    work.db.conn.executemany("INSERT OR IGNORE INTO run_changed VALUES (?)", ((id,) for _, id in moved))


def infer_dates(work: WorkFile, articles: Set[int] | None = None) -> None:
    """Sets `inferred_date` where a day without a year is that of a dated copy: two independent clues, or nothing.

    With `articles`, of those alone.
    """
    with nullcontext() if articles is None else listed(work, "near", articles):
        these = "true" if articles is None else "id IN (SELECT id FROM temp.near)"
        work.db.execute(
            "UPDATE articles SET inferred_date = NULL, inferred_how = NULL"
            f" WHERE inferred_date IS NOT NULL AND {these}"
        )
        work.db.execute(
            f"""UPDATE articles SET (inferred_date, inferred_how) = (
                SELECT min(o.published), 'day and month as here, year of a copy: ' || min(o.path)
                FROM story_copies c JOIN articles o ON o.id = iif(c.article_id = articles.id, c.other_id, c.article_id)
                WHERE articles.id IN (c.article_id, c.other_id) AND c.story_id = articles.story_id
                AND max(c.shared, c.shared_back) >= {SURE_COPY}
                AND substr(o.published, 5) = substr(articles.published_edtf, 5)
                HAVING count(DISTINCT o.published) = 1)
            WHERE published_edtf LIKE 'XXXX-__-__' AND story_id IS NOT NULL AND {these}"""
        )


def store_repeats(work: WorkFile, repeats: Sequence[RepeatedLine]) -> None:
    """Stores the lines that outlets repeat, with their spans."""
    replace(work, "repeated_lines", _repeat_rows(work, repeats))


def restore_repeats(work: WorkFile, repeats: RelinkedRepeats, changed: Set[int]) -> None:
    """Stores what is new of the lines that outlets repeat; of the articles that changed, all is in `repeats`."""
    rows = _repeat_rows(work, repeats.repeated)
    known = [row["id"] for row in rows]
    others = [row_id("link", "repeat", article, place) for article, place in repeats.others]
    with listed(work, "lines", [*known, *others]), listed(work, "changed", changed):
        replace(
            work,
            "repeated_lines",
            rows,
            "id IN (SELECT id FROM temp.lines) OR article_id IN (SELECT id FROM temp.changed)",
        )


def _repeat_rows(work: WorkFile, repeats: Sequence[RepeatedLine]) -> list[Row]:
    """The rows of repeated lines, by article; the spans of those stored stay, where the article did not change."""
    known = {
        id: span
        for id, *span in work.db.execute(
            "SELECT id, start_char, end_char FROM repeated_lines WHERE article_id"
            " NOT IN (SELECT id FROM run_changed)"
        )
    }
    rows: list[Row] = []
    for article, lines in groupby(repeats, key=lambda line: line.article_id):
        starts: list[int] = []
        for line in lines:
            id = row_id("link", "repeat", article, line.place)
            if id not in known and not starts:
                (text,) = work.db.execute("SELECT text FROM articles WHERE id = ?", [article]).fetchone()
                starts = [0, *(match.end() for match in re.finditer("\n\n", text)), len(text) + 2]
            start, end = known.get(id) or (starts[line.place], starts[line.place + 1] - 2)
            rows.append(
                {
                    "id": id,
                    "article_id": article,
                    "start_char": start,
                    "end_char": end,
                    "stories": line.stories,
                }
            )
    return rows
