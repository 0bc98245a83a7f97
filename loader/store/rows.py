"""Turn one article and its evidence into rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from loader.cameo import cameo_code
from loader.model import Article, EventMention, Evidence
from loader.store.ids import row_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = dict[str, Any]
HASH_BYTES = 5  # of a fingerprint's hashes: enough for ten million articles
NAMES = ("name", "partial")  # kinds of mentions that count; pronouns and roles are links
TITLE_WORDS = 12  # of the text, where there is no headline


def title_of(article: Article) -> str:
    """The headline, or else the first words with an ellipsis."""
    if article.headline:
        return article.headline
    words = article.text.split(None, TITLE_WORDS + 1)[:TITLE_WORDS]
    return " ".join(words)[:120] + "…"


def article_row(article: Article, *, id: int, source_id: int, file_id: int, key: str) -> Row:
    """The row of `articles` (its links still NULL)."""
    edtf = article.published_edtf
    known = edtf if edtf and edtf[:4].isdigit() else None
    return {
        "id": id, "source_id": source_id, "file_id": file_id, "key": key, "path": article.path,
        "title": title_of(article), "headline": article.headline, "published": article.published,
        "published_time": article.published_time,
        "published_edtf": edtf, "published_source": article.published_source,
        "year": int(known[:4]) if known else None,
        "month": known[:7] if known and len(known) >= 7 else None,
        "byline": article.byline, "agency": article.agency, "publisher": article.publisher,
        "section": article.section, "dateline": article.dateline, "url": article.url, "language": article.language,
        "words": len(article.text.split()), "headline_end": article.headline_end, "sha256": article.sha256,
        "story_id": None, "inferred_date": None, "inferred_how": None,
        "paragraph_lines": " ".join(map(str, article.paragraph_lines)), "text": article.text,
    }  # fmt: skip


def evidence_rows(article: Article, evidence: Evidence, article_id: int) -> dict[str, list[Row]]:
    """Rows by table of all that was found in one article, links NULL."""
    people = _people_rows(article, evidence, article_id)
    persons = [row["id"] for row in people["article_people"]]
    return {
        **_normalised_rows(article, article_id),
        **people,
        "quotes": _quote_rows(article, evidence, article_id, persons),
        "quoted_terms": _term_rows(article, evidence, article_id),
        **_event_rows(evidence, article_id, persons),
        "fingerprints": [
            {"id": article_id, "shingles": pack(evidence.shingles), "paragraphs": pack(evidence.paragraphs)}
        ],
    }


def pack(hashes: tuple[int, ...]) -> bytes:
    """40-bit numbers as a blob of 5 bytes each."""
    return b"".join(number.to_bytes(HASH_BYTES, "little") for number in hashes)


def unpack(blob: bytes) -> NDArray[np.int64]:
    """The numbers that `pack` packed."""
    import numpy as np

    numbers = np.frombuffer(blob, [("low", "<u4"), ("high", "u1")])
    unpacked: NDArray[np.int64] = numbers["high"].astype(np.int64)
    unpacked <<= 32
    unpacked |= numbers["low"]
    return unpacked


def _normalised_rows(article: Article, article_id: int) -> dict[str, list[Row]]:
    def part(table: str, *key: object) -> Row:
        return {"id": row_id("part", table, article_id, *key), "article_id": article_id}

    return {
        "origins": [
            {**part("origins", field), "field": field, "rule": rule}
            for field, rule in sorted(article.origins.items())
        ],
        "removed_lines": [
            {**part("removed", n, r.line), "line": r.line, "text": r.text, "reason": r.reason}
            for n, r in enumerate(article.removed)
        ],
        "repairs": [
            {
                **part("repairs", n, r.start),
                "start_char": r.start,
                "end_char": r.end,
                "before": r.before,
                "reason": r.reason,
            }
            for n, r in enumerate(article.repairs)
        ],
        "date_candidates": [
            {**part("dates", n, d.edtf), "edtf": d.edtf, "source": d.source, "text": d.text, "line": d.line}
            for n, d in enumerate(article.dates)
        ],
    }


def _people_rows(article: Article, evidence: Evidence, article_id: int) -> dict[str, list[Row]]:
    people = evidence.people
    named = [m for m in people.mentions if m.kind in NAMES]
    counts = Counter((m.person, m.shown) for m in named)
    persons = [
        {
            "id": row_id("article_person", article_id, n, person.name), "article_id": article_id, "person_id": None,
            "position": n, "name": person.name, "country": person.country,
            "surname_only": int(person.surname_only), "mentions": counts[n, True],
            "uncertain": counts[n, False],
        }
        for n, person in enumerate(people.persons)
    ]  # fmt: skip
    ids = [row["id"] for row in persons]
    return {
        "article_people": persons,
        "mentions": [
            {
                "id": row_id("mention", article_id, m.start, m.end, m.kind), "article_id": article_id,
                "person_id": None, "article_person_id": None if m.person is None else ids[m.person],
                "start_char": m.start, "end_char": m.end, "surface": m.surface, "kind": m.kind,
                "confidence": m.confidence, "shown": int(m.shown), "rule": m.rule,
            }
            for m in people.mentions
        ],
        "person_roles": [
            {
                "id": row_id("part", "role", article_id, r.person, r.start, r.end), "person_id": None,
                "article_id": article_id, "article_person_id": ids[r.person], "role": r.role,
                "organisation": r.organisation, "country": r.country, "start_char": r.start, "end_char": r.end,
                "as_of": article.published,
            }
            for r in people.roles
        ],
    }  # fmt: skip


def _quote_rows(article: Article, evidence: Evidence, article_id: int, persons: list[int]) -> list[Row]:
    quotes = evidence.quotes
    ids = [row_id("quote", article_id, q.start, q.end, q.kind) for q in quotes]
    day = article.published
    return [
        {
            "id": id, "article_id": article_id, "start_char": q.start, "end_char": q.end, "kind": q.kind,
            "person_id": None, "article_person_id": None if q.person is None else persons[q.person],
            "speaker": q.speaker, "speaker_kind": q.speaker_kind, "speaker_start": q.speaker_start,
            "speaker_end": q.speaker_end, "cue": q.cue, "part_of": None if q.part_of is None else ids[q.part_of],
            "confidence": q.confidence, "rule": q.rule, "published": day, "year": int(day[:4]) if day else None,
            "text": article.text[q.start : q.end],
        }
        for id, q in zip(ids, quotes, strict=True)
    ]  # fmt: skip


def _term_rows(article: Article, evidence: Evidence, article_id: int) -> list[Row]:
    return [
        {
            "id": row_id("part", "term", article_id, term.start), "article_id": article_id, "start_char": term.start,
            "end_char": term.end, "reason": term.reason, "text": article.text[term.start : term.end],
        }
        for term in evidence.quoted_terms
    ]  # fmt: skip


def _event_rows(evidence: Evidence, article_id: int, persons: list[int]) -> dict[str, list[Row]]:
    mentions, arguments = [], []
    for event in evidence.events:
        id = row_id("event_mention", article_id, event.start, event.end, event.type, event.mode)
        mentions.append(_event_mention_row(event, id, article_id))
        for n, a in enumerate(event.arguments):
            arguments.append(
                {
                    "id": row_id("part", "argument", id, n), "event_mention_id": id, "article_id": article_id,
                    "kind": a.kind, "role": a.role, "name": a.name, "person_id": None,
                    "article_person_id": None if a.person is None else persons[a.person], "country": a.country,
                    "start_char": a.start, "end_char": a.end, "basis": a.basis, "latitude": a.latitude,
                    "longitude": a.longitude,
                }
            )  # fmt: skip
    return {"event_mentions": mentions, "event_arguments": arguments}


def _event_mention_row(event: EventMention, id: int, article_id: int) -> Row:
    return {
        "id": id, "event_id": None, "article_id": article_id, "start_char": event.start, "end_char": event.end,
        "sentence_start": event.sentence_start, "sentence_end": event.sentence_end, "type": event.type,
        "mode": event.mode, "cameo": cameo_code(event.type, event.mode, event.status), "status": event.status,
        "lemma": event.lemma, "date_edtf": event.date_edtf, "date_basis": event.date_basis, "place": event.place,
        "about": event.about, "confidence": event.confidence, "rule": event.rule,
    }  # fmt: skip
