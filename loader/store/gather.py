"""Read all evidence for linking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from loader.linked import EventReport, Fingerprint, LocalPerson, Paragraphs, Party
from loader.store.rows import unpack
from loader.store.workfile import WorkFile

REPORT = (
    "id", "article_id", "type", "mode", "status", "lemma", "date_edtf", "date_basis", "place", "about", "confidence",
)  # fmt: skip
AROUND = 80  # characters of a sentence on each side of a trigger, for the title of its event
NAMED = "kind IN ('name', 'partial')"  # pronouns and roles are links, never counted as mentions

Where = tuple[str | None, float | None, float | None]


def local_persons(work: WorkFile) -> Iterator[LocalPerson]:
    """Every person of every article, with the forms of the name and the roles stated there."""
    forms = _Groups(
        work,
        f"SELECT article_person_id, surface, sum(shown) FROM mentions WHERE {NAMED} AND article_person_id IS NOT NULL "
        "GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
    )
    roles = _Groups(work, "SELECT article_person_id, role FROM person_roles ORDER BY 1, start_char")
    articles = {
        id: (f"{source}/{path}", published)
        for id, source, path, published in work.db.execute(
            "SELECT a.id, s.name, a.path, a.published FROM articles a JOIN sources s ON s.id = a.source_id"
        )
    }
    for id, article_id, name, country, alone in work.db.execute(
        "SELECT id, article_id, name, country, surname_only FROM article_people ORDER BY id"
    ):
        path, published = articles[article_id]
        yield LocalPerson(
            key=(article_id, id),
            path=path,
            published=published,
            name=name,
            forms=tuple(forms.of(id)),
            country=country,
            surname_only=bool(alone),
            roles=tuple(role for (role,) in roles.of(id)),
        )


class _Groups:
    """What a query gives for each id, its first column; both in ascending order."""

    def __init__(self, work: WorkFile, select: str) -> None:
        self._groups = groupby(work.db.execute(select), key=lambda row: row[0])
        self._id: int | None = -1
        self._rows: Iterator[Any] = iter(())

    def of(self, id: int) -> list[Any]:
        """The rest of each row of an id, which is larger than the one asked for before."""
        while self._id is not None and self._id < id:
            self._id, self._rows = next(self._groups, (None, iter(())))
        return [row[1:] for row in self._rows] if self._id == id else []


def event_reports(work: WorkFile) -> Iterator[EventReport]:
    """Every event mention with its parties (persons as `store_people` linked them) and its place, without its words."""
    arguments = _Groups(work, f"{_ARGUMENTS} ORDER BY a.event_mention_id, a.start_char, a.id")
    known: dict[Party, Party] = {}  # each kept once: an article says the same name again and again
    published = dict(work.db.execute("SELECT id, published FROM articles"))
    for row in work.db.execute(f"SELECT {', '.join(REPORT)} FROM event_mentions ORDER BY id"):
        yield _report(row, published[row[1]], arguments.of(row[0]), known)


def reports_of(work: WorkFile, ids: Collection[int]) -> dict[int, EventReport]:
    """The event mentions of these ids, whole: with the words around their triggers."""
    work.db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    work.db.execute("DELETE FROM temp.wanted")
    work.db.conn.executemany("INSERT INTO temp.wanted VALUES (?)", ((id,) for id in sorted(ids)))
    arguments: dict[int, list[Any]] = defaultdict(list)
    for id, *rest in work.db.execute(
        f"{_ARGUMENTS} JOIN temp.wanted w ON w.id = a.event_mention_id ORDER BY a.event_mention_id, a.start_char, a.id"
    ):
        arguments[id].append(rest)
    columns = ", ".join(f"m.{name}" for name in REPORT)
    return {
        row[0]: _report(row[:-3], row[-3], arguments[row[0]], {}, *row[-2:])
        for row in work.db.execute(
            f"SELECT {columns}, x.published,"
            f" substr(x.text, max(m.sentence_start, m.start_char - {AROUND}) + 1,"
            f" m.start_char - max(m.sentence_start, m.start_char - {AROUND})),"
            f" substr(x.text, m.start_char + 1, min(m.sentence_end - m.start_char, {AROUND}))"
            " FROM temp.wanted w JOIN event_mentions m ON m.id = w.id JOIN articles x ON x.id = m.article_id"
        )
    }


_ARGUMENTS = (
    "SELECT a.event_mention_id, a.kind, a.role, coalesce(p.name, a.name), coalesce(a.country, p.country),"
    " a.person_id, a.latitude, a.longitude FROM event_arguments a LEFT JOIN people p ON p.id = a.person_id"
)


def _report(
    row: tuple[Any, ...], published: str | None, arguments: list[Any], known: dict[Party, Party], *words: str
) -> EventReport:
    parties = []
    where: Where | None = None
    for kind, role, name, country, person, *place in arguments:
        if kind == "party":
            party = Party(name, role or "actor", country, person)
            parties.append(known.setdefault(party, party))
        elif kind == "place" and where is None:
            where = country, *place
    country, latitude, longitude = where or (None, None, None)
    before, after = words or ("", "")
    return EventReport(
        **dict(zip(REPORT, row, strict=True)),
        published=published,
        country=country,
        latitude=latitude,
        longitude=longitude,
        parties=tuple(parties),
        before=before,
        after=after,
    )


def fingerprints(work: WorkFile) -> Iterator[Fingerprint]:
    """The sampled shingles of every article."""
    published = dict(work.db.execute("SELECT id, published FROM articles"))
    for id, blob in work.db.execute("SELECT id, shingles FROM fingerprints ORDER BY id"):
        yield Fingerprint(id, published[id], unpack(blob))


def paragraphs(work: WorkFile) -> Iterator[Paragraphs]:
    """The hashes of every article's paragraphs, with its outlet and story; an outlet is a publisher, else a source."""
    articles = {
        id: (outlet, story)
        for id, outlet, story in work.db.execute(
            "SELECT id, coalesce(publisher, 'source ' || source_id), coalesce(story_id, id) FROM articles"
        )
    }
    for id, blob in work.db.execute("SELECT id, paragraphs FROM fingerprints ORDER BY id"):
        yield Paragraphs(id, *articles[id], unpack(blob))
