"""Join corpora that were made apart: copy all that was read and found into one work file, to be linked anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from loader.model import CorpusError
from loader.store import schema
from loader.store.clashes import copied, taken
from loader.store.inspect import require_corpus
from loader.store.workfile import SourceRow, WorkFile, discard, sibling

OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)  # no fault of the shard's
OWN = ("meta", "sources")  # tables that a joined corpus has rows of its own for


def shared_meta(shards: Sequence[Path], mine: Mapping[str, str]) -> dict[str, str]:
    """What made all the shards. `mine` is what would make a corpus here; another model is fine, another version not.

    Raises CorpusError where a shard is no corpus, or was made by another version than ours or another model than the
    first: linked together, their rows would be what no load gives.
    """
    made = {shard: require_corpus(shard) for shard in shards}
    first, expected = next(iter(made.items()))
    for shard, meta in made.items():
        for what in ("news_corpus", "schema"):
            if meta.get(what) != mine[what]:
                raise CorpusError(
                    f"{shard} was made by version {meta['news_corpus']} (schema {meta.get('schema')}), this is"
                    f" {mine['news_corpus']} (schema {mine['schema']}): load its sources again, then merge."
                )
        if meta != expected:
            raise CorpusError(
                f"{shard} was made with the model {meta.get('model')!r}, {first} with {expected.get('model')!r}: load"
                " the sources of one of them again, with the other's model."
            )
    return expected


def new_merge(database: Path, meta: dict[str, str]) -> WorkFile:
    """An empty corpus beside the database, to copy shards into; what a killed merge left is thrown away."""
    path = sibling(database, ".merge")
    discard(path)
    work = WorkFile(path)
    work.create(meta)
    return work


def copy_shard(work: WorkFile, shard: Path, sources: Sequence[SourceRow]) -> None:
    """Copies all that was read and found into a work file; `sources` are the shard's, located from there.

    Links between articles are left behind, or (as columns) come along until they are computed anew.
    Raises CorpusError where the shard is damaged, or two articles have one id by chance.
    """
    work.db.execute("ATTACH ? AS shard", [f"{shard.absolute().as_uri()}?mode=ro"])
    try:
        with work.transaction():
            ids = taken(work.db.conn, "shard")
            work.insert("sources", [asdict(source) for source in sources])
            for table in schema.TABLES:
                if table.kind == "link" or table.name in OWN:
                    continue
                columns = ", ".join(table.stored)
                work.db.execute(f"INSERT INTO main.{table.name} ({columns}) {copied(table, 'shard', ids)}")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in OF_THE_DISK:
            raise
        raise CorpusError(
            f"{shard}: cannot be joined to the others ({error}); see what `corpus verify --db {shard}` says."
        ) from error
    finally:
        work.db.execute("DETACH shard")
