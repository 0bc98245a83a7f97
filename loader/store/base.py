"""The corpus that a work file is a copy of: how it was, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.store.workfile import WorkFile, stamp_of

FEW = 0.1  # of all articles, up to which only what changed is linked anew; with more, linking all is faster


@contextmanager
def beside_base(work: WorkFile, database: Path) -> Iterator[bool]:
    """Attaches the database as `old` where the work file is a copy of it; whether it is."""
    (copied,) = work.db.execute("SELECT max(stamp) FROM run_base").fetchone()
    same = copied is not None and database.exists() and stamp_of(database) == copied
    if same:
        work.db.execute("ATTACH ? AS old", [f"{database.absolute().as_uri()}?mode=ro"])
    try:
        yield same
    finally:
        if same:
            work.db.execute("DETACH old")


def changed_articles(work: WorkFile) -> frozenset[int] | None:
    """The articles that came, went or changed since `old` (attached by `beside_base`); None where all must be linked.

    That is where they are many, where what the user says about links changed, or where the links in the work file are
    not those of `old` any more: a load that linked was killed before it could publish. Call it once, before linking.
    """
    (linked,) = work.db.execute("SELECT max(linked) FROM run_base").fetchone()
    work.db.execute("UPDATE run_base SET linked = 1")
    said, said_then = (
        work.db.execute(f"SELECT name, corrections FROM {schema}.sources ORDER BY name").fetchall()
        for schema in ("main", "old")
    )
    if linked or said != said_then:
        return None
    changed = articles_touched(work)
    (count,) = work.db.execute("SELECT count(*) FROM articles").fetchone()
    return frozenset(changed) if len(changed) <= FEW * count else None


def articles_touched(work: WorkFile) -> set[int]:
    """The articles that came, went or changed since `old`, or whose links did, as far as is known by now."""
    gone = "SELECT id FROM old.articles EXCEPT SELECT id FROM main.articles"
    return {id for (id,) in work.db.execute(f"SELECT id FROM run_changed UNION SELECT * FROM ({gone})")}
