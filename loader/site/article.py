"""Reads what an article's page shows: the text with its marks, who said what, what happened, where it all came from."""

from __future__ import annotations

from typing import Any

from .corpus import Corpus, Row, text_fragment
from .marks import Mark, paragraphs
from .words import date_words, event_words, quote_words

FACTS = (
    ("published", "Published"),
    ("byline", "Byline"),
    ("publisher", "Publisher"),
    ("agency", "Agency"),
    ("section", "Section"),
    ("dateline", "Dateline"),
    ("language", "Language"),
)
"""The columns shown beside an article, with their names for people."""

PEOPLE = """select ap.id, p.id as person_id, coalesce(p.name, ap.name) as name, ap.mentions, ap.uncertain
  from article_people ap left join people p on p.id = ap.person_id where ap.article_id = :id
  order by ap.mentions desc, ap.uncertain desc, name"""
MENTIONS = """select m.start_char, m.end_char, m.article_person_id, m.person_id, p.name, m.shown from mentions m
  join people p on p.id = m.person_id where m.article_id = :id and m.kind in ('name', 'partial')
  order by m.start_char"""
ROLES = "select article_person_id, role from person_roles where article_id = :id order by start_char desc"
EVENTS = """select m.id, m.event_id, m.start_char, m.end_char, m.sentence_start, m.sentence_end, m.type, m.mode,
    m.status, m.date_edtf, m.place, m.confidence, m.rule, e.title, e.articles
  from event_mentions m left join events e on e.id = m.event_id where m.article_id = :id order by m.start_char"""
REPEATED = "select start_char, stories from repeated_lines where article_id = :id"
SAME_STORY = """select a.id, a.title, a.headline, a.publisher, a.published,
    (select max(c.shared) from story_copies c where c.article_id = :id and c.other_id = a.id) as shared,
    (select max(c.shared_back) from story_copies c where c.article_id = a.id and c.other_id = :id) as shared_back
  from articles a where a.story_id = :story and a.id <> :id order by +a.sort_key"""


async def article_page(corpus: Corpus, key: str, *, uncertain: bool = False) -> dict[str, Any] | None:
    """All that the article's page shows, or None where there is no such article.

    Names too unsure to count are marked and listed only where `uncertain` asks for them.
    """
    found = await corpus.row("select * from articles where id = :id", id=key)
    if found is None:
        return None
    quotes = await corpus.rows("select * from quotes where article_id = :id order by start_char, id", id=key)
    everybody = await corpus.rows(MENTIONS, id=key)
    mentions = [m for m in everybody if m["shown"] or uncertain]
    events = await corpus.rows(EVENTS, id=key)
    for number, said in enumerate(quotes, 1):
        said["number"] = number
        said["fragment"] = text_fragment(found["url"], said["text"])
        said["citation"] = _citation(found, said)
    repeated = await corpus.rows(REPEATED, id=key)
    marks = [
        *_quote_marks(quotes),
        *_event_marks(corpus, events),
        *_mention_marks(corpus, mentions),
    ]
    made = paragraphs(found["text"], marks, {r["start_char"]: r["stories"] for r in repeated})
    return {
        "article": found,
        "heading": made[0] if _has_heading(found) else None,
        "paragraphs": made[1:] if _has_heading(found) else made,
        "quotes": quotes,
        "events": _gathered(events),
        "people": await _people(corpus, key, mentions),
        "uncertain": uncertain,
        "unsure_names": sum(not m["shown"] for m in everybody),
        "facts": await _facts(corpus, found),
        "web_address": text_fragment(found["url"], "") and found["url"],
        "same_story": await corpus.rows(SAME_STORY, id=key, story=found["story_id"])
        if found["story_id"]
        else [],
        "repairs": await corpus.rows(
            "select * from repairs where article_id = :id order by start_char", id=key
        ),
        "as_it_was": await _as_it_was(corpus, found),
        "exports": {
            table: corpus.exports(table, article_id=key) for table in ("quotes", "event_mentions", "mentions")
        },
    }


def _has_heading(article: Row) -> bool:
    """Whether the first paragraph of the text is the headline."""
    return bool(article["headline"]) and article["text"].partition("\n\n")[0] == article["headline"]


async def _people(corpus: Corpus, key: str, mentions: list[Row]) -> list[Row]:
    """Who is named in `mentions`, with the first role stated and the first place."""
    roles = {row["article_person_id"]: row["role"] for row in await corpus.rows(ROLES, id=key)}
    places = {m["article_person_id"]: f"{m['start_char']}-{m['end_char']}" for m in reversed(mentions)}
    people = await corpus.rows(PEOPLE, id=key)
    return [
        {**person, "role": roles.get(person["id"]), "place": places[person["id"]]}
        for person in people
        if person["id"] in places
    ]


def _gathered(reports: list[Row]) -> list[Row]:
    """One entry an event, in order of the text, with all the places that tell of it."""
    gathered: dict[object, Row] = {}
    for report in reports:
        entry = gathered.setdefault(report["event_id"] or f"#{report['id']}", {**report, "places": []})
        entry["places"].append(report)
    return list(gathered.values())


def _quote_marks(quotes: list[Row]) -> list[Mark]:
    return [
        Mark(q["start_char"], q["end_char"], f"quote {q['kind']}", quote_words(q), number=q["number"])
        for q in quotes
    ]


def _event_marks(corpus: Corpus, events: list[Row]) -> list[Mark]:
    return [
        Mark(
            e["start_char"], e["end_char"], "event", event_words(e),
            href=corpus.event(e["event_id"]) if e["event_id"] else f"#e{e['id']}",
        )
        for e in events
    ]  # fmt: skip


def _mention_marks(corpus: Corpus, mentions: list[Row]) -> list[Mark]:
    return [
        Mark(m["start_char"], m["end_char"], "person", m["name"], corpus.person(m["person_id"]))
        for m in mentions
    ]


async def _facts(corpus: Corpus, article: Row) -> list[Row]:
    rows = await corpus.rows("select field, rule from origins where article_id = :id", id=article["id"])
    origins = {row["field"]: row["rule"] for row in rows}
    dates = await corpus.rows(
        "select * from date_candidates where article_id = :id order by line, edtf", id=article["id"]
    )
    facts = []
    for column, label in FACTS:
        value = date_words(article["published_edtf"]) if column == "published" else article[column]
        origin = article["published_source"] if column == "published" else origins.get(column)
        fact: Row = {
            "label": label,
            "value": value,
            "origin": (origin or "").replace("_", " "),
            "evidence": [],
        }
        if column == "published":
            fact["evidence"] = dates
            fact["value"] = " ".join(filter(None, (value, article["published_time"]))) or "not stated"
        if fact["value"]:
            facts.append(fact)
    return facts


async def _as_it_was(corpus: Corpus, article: Row) -> list[Row]:
    """The file's lines in their order, as far as they are kept: the removed ones, and where paragraphs began."""
    removed = await corpus.rows(
        "select line, text, reason from removed_lines where article_id = :id order by line, id",
        id=article["id"],
    )
    lines = [{**row, "removed": True} for row in removed]
    numbers = (
        str(article.get("paragraph_lines") or "").replace("[", "").replace("]", "").replace(",", " ").split()
    )
    kept = article["text"].split("\n\n")
    if len(numbers) == len(kept):
        lines += [
            {"line": int(n), "text": t, "reason": "", "removed": False}
            for n, t in zip(numbers, kept, strict=True)
        ]
    return sorted(lines, key=lambda row: row["line"])


def _citation(article: Row, said: Row) -> str:
    source = ", ".join(
        filter(None, (article["publisher"] or article["agency"], date_words(article["published_edtf"])))
    )
    where = article["url"] or article["path"]
    speaker = said["speaker"] or "speaker not named"
    return f"“{said['text']}” ({speaker}, in “{article['title']}”, {source or 'undated'}, {where})"
