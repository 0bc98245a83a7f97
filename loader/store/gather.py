"""Read all evidence for linking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import batched
from typing import TYPE_CHECKING

from loader.linked import Fingerprints, Paragraphs
from loader.store.changes import listed
from loader.store.rows import HASH_BYTES, unpack
from loader.store.workfile import WorkFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNPACKED_AT_ONCE = 1000  # blobs of hashes: bounds the memory


def fingerprints(work: WorkFile) -> Iterator[Fingerprints]:
    """The sampled shingles of every article."""
    published = dict(work.db.execute("SELECT id, published FROM articles"))
    rows = work.db.execute("SELECT id, shingles FROM fingerprints ORDER BY id")
    for ids, lengths, hashes in _unpacked(rows):
        yield Fingerprints(ids, [published[id] for id in ids], lengths, hashes)


def fingerprints_before(work: WorkFile, articles: Set[int]) -> Iterator[Fingerprints]:
    """The sampled shingles that these articles had in `old`, of those that were in it, without their dates."""
    with listed(work, "changed", articles):
        rows = work.db.execute(
            "SELECT f.id, f.shingles FROM temp.changed c JOIN old.fingerprints f ON f.id = c.id"
        )
        for ids, lengths, hashes in _unpacked(rows):
            yield Fingerprints(ids, [None] * len(ids), lengths, hashes)


def _unpacked(rows: Iterable[tuple[int, bytes]]) -> Iterator[tuple[list[int], list[int], NDArray[np.int64]]]:
    """Of some rows at a time: their ids, how many numbers are in their blobs, and all these numbers."""
    for some in batched(rows, UNPACKED_AT_ONCE):
        ids, blobs = zip(*some, strict=True)
        yield list(ids), [len(blob) // HASH_BYTES for blob in blobs], unpack(b"".join(blobs))


def paragraphs(work: WorkFile) -> Iterator[Paragraphs]:
    """The hashes of every article's paragraphs, with its outlet and story; an outlet is a publisher, else a source."""
    # From indexes, a column each: articles lie far apart, for they hold the texts.
    sources = dict(work.db.execute("SELECT id, 'source ' || id FROM sources"))
    outlets = {id: sources[source] for id, source in work.db.execute("SELECT id, source_id FROM articles")}
    outlets |= dict(work.db.execute("SELECT id, publisher FROM articles WHERE publisher IS NOT NULL"))
    stories = dict(work.db.execute("SELECT id, story_id FROM articles WHERE story_id IS NOT NULL"))
    rows = work.db.execute("SELECT id, paragraphs FROM fingerprints ORDER BY id")
    for ids, lengths, hashes in _unpacked(rows):
        yield Paragraphs(
            ids, [outlets[id] for id in ids], [stories.get(id, id) for id in ids], lengths, hashes
        )


def paragraphs_touched(work: WorkFile, changed: Set[int], near: Set[int]) -> Iterator[Paragraphs]:
    """As `paragraphs`, of the articles that changed and of those `near` whose stories did, as they are and in `old`."""
    with listed(work, "touched", changed | near):
        stay = {
            id
            for (id,) in work.db.execute(
                "SELECT t.id FROM temp.touched t JOIN main.articles a ON a.id = t.id JOIN old.articles o ON o.id = t.id"
                " WHERE a.story_id IS o.story_id"
            )
        }
    with listed(work, "touched", changed | (near - stay)):
        for schema in ("old", "main"):
            for id, outlet, story, blob in work.db.execute(
                "SELECT a.id, coalesce(a.publisher, 'source ' || a.source_id), coalesce(a.story_id, a.id), f.paragraphs"
                f" FROM temp.touched t JOIN {schema}.articles a ON a.id = t.id"
                f" JOIN {schema}.fingerprints f ON f.id = t.id"
            ):
                hashes = unpack(blob)
                yield Paragraphs([id], [outlet], [story], [len(hashes)], hashes)
