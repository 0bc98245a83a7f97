"""Read the reports of events: all in brief, some whole, and which of them changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from loader.linked import BriefReport, EventCorrections, EventReport, Party, ReportMeant
from loader.store.changes import listed
from loader.store.workfile import WorkFile

REPORT = (
    "id", "article_id", "type", "mode", "status", "lemma", "date_edtf", "date_basis", "place", "about", "confidence",
)  # fmt: skip
AROUND = 80  # characters of a sentence on each side of a trigger, for the title of its event
WORDS = (
    f", substr(x.text, max(m.sentence_start, m.start_char - {AROUND}) + 1,"
    f" m.start_char - max(m.sentence_start, m.start_char - {AROUND})),"
    f" substr(x.text, m.start_char + 1, min(m.sentence_end - m.start_char, {AROUND}))"
)


class Reports:
    """The event mentions of a work file."""

    def __init__(self, work: WorkFile) -> None:
        self._work = work

    def in_brief(self) -> Iterator[BriefReport]:
        """Every one, in order of id."""
        yield from self._work.db.execute(
            "SELECT id, article_id, type, mode, lemma, date_edtf, date_basis, about FROM event_mentions ORDER BY id"
        )

    def undated(self) -> set[int]:
        """The articles (ids) whose publication nothing dates."""
        return {id for (id,) in self._work.db.execute("SELECT id FROM articles WHERE published IS NULL")}

    def of(self, ids: Iterable[int], *, words: bool = False) -> dict[int, EventReport]:
        """Those of some ids; see `reports_of`."""
        return reports_of(self._work, ids, words=words)

    def named(self, articles: Collection[int], persons: Collection[str]) -> Iterator[tuple[int | str, int]]:
        """Those of articles, as (the article's id, id), and of persons, as (`@` and the person's id, id)."""
        with listed(self._work, "wanted", articles):
            yield from self._work.db.execute(
                "SELECT m.article_id, m.id FROM temp.wanted w CROSS JOIN event_mentions m ON m.article_id = w.id"
            ).fetchall()
        for person in sorted(persons):
            yield from self._work.db.execute(
                "SELECT DISTINCT '@' || person_id, event_mention_id FROM event_arguments WHERE person_id = ?",
                [person],
            ).fetchall()

    def corrected(self) -> set[int]:
        """The ids of those whose stored events a correction made."""
        query = "SELECT m.id FROM events e JOIN event_mentions m ON m.event_id = e.id WHERE e.reason LIKE ?"
        return {id for (id,) in self._work.db.execute(query, ["% by a correction%"])}

    def changed(self, articles: Iterable[int]) -> tuple[dict[int, EventReport], dict[int, EventReport]]:
        """Those that may have changed, by id, as they were in `old` and as they are.

        They are those of these articles, and those with a person who was another, or was called otherwise.
        """
        query = "SELECT m.id FROM temp.wanted w CROSS JOIN {}.event_mentions m ON m.article_id = w.id"
        with listed(self._work, "wanted", articles):
            before, after = (
                {id for (id,) in self._work.db.execute(query.format(schema))} for schema in ("old", "main")
            )
        relinked = {
            id
            for (id,) in self._work.db.execute(
                "SELECT DISTINCT m.id FROM run_changed c CROSS JOIN event_mentions m ON m.article_id = c.id"
                " CROSS JOIN event_arguments a ON a.event_mention_id = m.id"
                " LEFT JOIN old.event_arguments b ON b.id = a.id"
                " LEFT JOIN people p ON p.id = a.person_id LEFT JOIN old.people q ON q.id = b.person_id"
                " WHERE a.person_id IS NOT b.person_id OR p.name IS NOT q.name OR p.country IS NOT q.country"
            )
        }
        return reports_of(self._work, before | relinked, schema="old"), self.of(after | relinked)


def reports_of(
    work: WorkFile, ids: Iterable[int], *, schema: str = "main", words: bool = False
) -> dict[int, EventReport]:
    """The event mentions of these ids, of those that there are, with their parties (persons as `store_people` linked
    them) and their places; with the `words` around their triggers, if wanted."""
    known: dict[Party, Party] = {}  # each kept once: articles name the same parties again and again
    columns = ", ".join(f"m.{name}" for name in REPORT)
    size = len(REPORT)
    with listed(work, "wanted", ids):
        arguments = _arguments(work, schema)
        return {
            row[0]: _report(row[:size], row[size], arguments.pop(row[0], []), known, *row[size + 1 :])
            for row in work.db.execute(
                f"SELECT {columns}, x.published{WORDS if words else ''} FROM temp.wanted w"
                f" CROSS JOIN {schema}.event_mentions m ON m.id = w.id"
                f" CROSS JOIN {schema}.articles x ON x.id = m.article_id"
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


def _arguments(work: WorkFile, schema: str) -> dict[int, list[Any]]:
    """The arguments of the event mentions wanted: (start, id, kind, role, name, country, person, latitude, longitude)
    of each."""
    found: dict[int, list[Any]] = defaultdict(list)
    for mention, start, id, kind, role, name, country, person, called, home, *place in work.db.execute(
        "SELECT a.event_mention_id, a.start_char, a.id, a.kind, a.role, a.name, a.country, a.person_id, p.name,"
        f" p.country, a.latitude, a.longitude FROM temp.wanted w CROSS JOIN {schema}.event_arguments a"
        f" ON a.event_mention_id = w.id LEFT JOIN {schema}.people p ON p.id = a.person_id"
    ):
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
