"""Read all evidence for linking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import batched
from typing import TYPE_CHECKING, Any

from loader.linked import (
    EventCorrections,
    EventReport,
    Fingerprints,
    Paragraphs,
    Party,
    ReportMeant,
)
from loader.store.changes import listed
from loader.store.rows import HASH_BYTES, unpack
from loader.store.workfile import WorkFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPORT = (
    "id", "article_id", "type", "mode", "status", "lemma", "date_edtf", "date_basis", "place", "about", "confidence",
)  # fmt: skip
AROUND = 80  # characters of a sentence on each side of a trigger, for the title of its event
UNPACKED_AT_ONCE = 1000  # blobs of hashes: bounds the memory


def event_reports(work: WorkFile) -> Iterator[EventReport]:
    """Every event mention with its parties (persons as `store_people` linked them) and its place, without its words."""
    people = {id: person for id, *person in work.db.execute("SELECT id, name, country FROM people")}
    arguments = _arguments(work, people)
    known: dict[Party, Party] = {}  # each kept once: articles name the same parties again and again
    published = dict(work.db.execute("SELECT id, published FROM articles"))
    for row in work.db.execute(f"SELECT {', '.join(REPORT)} FROM event_mentions ORDER BY id"):
        yield _report(row, published[row[1]], arguments.pop(row[0], []), known)


def reports_of(work: WorkFile, ids: Collection[int]) -> dict[int, EventReport]:
    """The event mentions of these ids, whole: with the words around their triggers."""
    work.db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    work.db.execute("DELETE FROM temp.wanted")
    work.db.conn.executemany("INSERT INTO temp.wanted VALUES (?)", ((id,) for id in sorted(ids)))
    people = {
        id: person
        for id, *person in work.db.execute(
            "SELECT id, name, country FROM people WHERE id IN (SELECT a.person_id FROM event_arguments a"
            " JOIN temp.wanted w ON w.id = a.event_mention_id)"
        )
    }
    arguments = _arguments(work, people, "JOIN temp.wanted w ON w.id = a.event_mention_id")
    columns = ", ".join(f"m.{name}" for name in REPORT)
    return {
        row[0]: _report(row[:-3], row[-3], arguments.pop(row[0], []), {}, *row[-2:])
        for row in work.db.execute(
            f"SELECT {columns}, x.published,"
            f" substr(x.text, max(m.sentence_start, m.start_char - {AROUND}) + 1,"
            f" m.start_char - max(m.sentence_start, m.start_char - {AROUND})),"
            f" substr(x.text, m.start_char + 1, min(m.sentence_end - m.start_char, {AROUND}))"
            " FROM temp.wanted w JOIN event_mentions m ON m.id = w.id JOIN articles x ON x.id = m.article_id"
        )
    }


def reports_meant(work: WorkFile, said: EventCorrections) -> dict[ReportMeant, int]:
    """The ids of the event mentions that a user points at, of those that there are."""
    found: dict[ReportMeant, int] = {}
    for meant in {m: None for one, other, _ in (*said.same, *said.different) for m in (one, other)}:
        places = [(meant.source, meant.article), tuple(meant.article.split("/", 1))]
        for source, path in (place for place in places if len(place) == 2):
            row = work.db.execute(
                "SELECT m.id FROM sources s JOIN articles a ON a.source_id = s.id"
                " JOIN event_mentions m ON m.article_id = a.id WHERE s.name = :source AND a.path = :path"
                " AND substr(a.text, m.start_char + 1, length(:event)) = :event"
                " AND substr(a.text, m.sentence_start + 1, length(:sentence)) = :sentence"
                " ORDER BY m.start_char, m.id LIMIT 1",
                {"source": source, "path": path, "event": meant.event, "sentence": meant.sentence},
            ).fetchone()
            if row:
                found.setdefault(meant, row[0])
    return found


def _arguments(work: WorkFile, people: Mapping[str, Sequence[Any]], join: str = "") -> dict[int, list[Any]]:
    """The arguments of event mentions: (start, id, kind, role, name, country, person, latitude, longitude) of each."""
    found: dict[int, list[Any]] = defaultdict(list)
    for mention, start, id, kind, role, name, country, person, *place in work.db.execute(
        "SELECT a.event_mention_id, a.start_char, a.id, a.kind, a.role, a.name, a.country, a.person_id, a.latitude,"
        f" a.longitude FROM event_arguments a {join}"
    ):
        called, home = people.get(person, (None, None))
        found[mention].append((start, id, kind, role, called or name, country or home, person, *place))
    return found


def _report(
    row: tuple[Any, ...], published: str | None, arguments: list[Any], known: dict[Party, Party], *words: str
) -> EventReport:
    parties = []
    country_of, latitude, longitude, placed = None, None, None, False
    for _, _, kind, role, name, country, person, *place in sorted(arguments, key=lambda row: row[:2]):
        if kind == "party":
            party = Party(name, role or "actor", country, person)
            parties.append(known.setdefault(party, party))
        elif kind == "place" and not placed:
            country_of, (latitude, longitude), placed = country, place, True
    id, article, type_, mode, status, lemma, date_edtf, date_basis, named, about, confidence = row
    before, after = words or ("", "")
    return EventReport(
        id, article, published, type_, mode, status, lemma, date_edtf, date_basis, named, country_of, latitude,
        longitude, confidence, tuple(parties), about, before, after,
    )  # fmt: skip


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
