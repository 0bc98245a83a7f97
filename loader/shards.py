"""Merge corpora that were loaded apart into exactly what one load of all their sources would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loader import __version__
from loader.model import CorpusError
from loader.pipeline import Options, Report, report
from loader.sources import locate

if TYPE_CHECKING:
    from loader.store import SourceRow, State


def merge(*shards: str | Path, db: str | Path = "corpus.db", options: Options | None = None) -> Report:
    """Joins corpora into one and returns what it holds; the shards stay as they are.

    What was read and found is copied, links are computed anew over all of it, and corrections hold for all articles,
    as they do when sources are loaded together. The result can be loaded further: its sources are where they were,
    seen from its own folder.

    Args:
        shards: databases of different sources, made by this version.
        db: the database to make, in one step; it may replace a corpus that holds none but the shards' sources.
        options: progress.

    Raises:
        CorpusError: a shard is no corpus or was made by another version or model, two hold sources of one name, or
            the database would lose something.
    """
    from loader import store
    from loader.relink import relink

    database, how = Path(db), options or Options()
    files = [Path(shard) for shard in shards]
    if not files:
        raise CorpusError("Nothing to merge: name the databases to join.")
    meta = store.shared_meta(files, store.meta_of(__version__, ""))
    sources = _sources(files, database)
    with store.lock(database), store.disk_trouble(database):
        _refuse_loss(store.inspect(database, meta), database, [row.name for rows in sources for row in rows])
        work = store.new_merge(database, meta)
        try:
            for n, (file, rows) in enumerate(zip(files, sources, strict=True)):
                how.progress("merge", n, len(files))
                store.copy_shard(work, file, rows)
            how.progress("link", 0, 0)
            notes, numbers = relink(work, database)
            how.progress("publish", 0, 0)
            store.publish(work, database, numbers)
        finally:
            work.close()
            store.discard(work.path)
    return report(database, notes=notes)


def _sources(shards: Sequence[Path], database: Path) -> list[list[SourceRow]]:
    """The sources of each shard, located from the database's folder. Raises CorpusError where two share a name."""
    from loader import store

    holder: dict[str, Path] = {}
    found = []
    for shard in shards:
        if shard.resolve() == database.resolve():
            raise CorpusError(f"{shard} is itself to be merged: choose another --db for the result.")
        rows = store.read_sources(shard)
        for name in rows:
            if name in holder:
                raise CorpusError(
                    f"{holder[name]} and {shard} both hold a source {name!r}: load one of them anew with --as NAME."
                )
            holder[name] = shard
        folder = shard.absolute().parent
        found.append(
            [replace(row, location=locate(folder / row.location, database)) for row in rows.values()]
        )
    return found


def _refuse_loss(state: State, database: Path, names: Sequence[str]) -> None:
    from loader import store

    if state.base == store.work_path(database):
        raise CorpusError(
            f"A load of {database} was interrupted and has left {state.base}: load it to the end or remove that file."
        )
    lost = sorted({*state.sources, *state.outdated} - set(names))
    if lost:
        raise CorpusError(
            f"{database} holds the source {lost[0]!r}, which would be lost: choose another --db, or merge it too."
        )
