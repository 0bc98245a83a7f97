"""Reads what an article's page shows: the text with its marks, who said what, what happened, where it all came from."""

from __future__ import annotations

from typing import Any

from . import infile
from .corpus import Corpus, Row
from .facts import citation, facts_of
from .marks import Mark, paragraphs
from .sources import text_fragment, web_address
from .words import event_words, quote_words

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
QUOTES = "select * from quotes where article_id = :id order by start_char, id"
REPAIRS = "select * from repairs where article_id = :id order by start_char"
REMOVED = "select line, text, reason from removed_lines where article_id = :id order by line, id"
EVIDENCE = ("quotes", "event_mentions", "mentions", "removed_lines", "repairs")
"""Tables of which an article's page shows its rows."""
REPEATED = "select start_char, stories from repeated_lines where article_id = :id"
SAME_STORY = """select a.id, a.title, a.headline, a.publisher, a.published,
    (select max(c.shared) from story_copies c where c.article_id = :id and c.other_id = a.id) as shared,
    (select max(c.shared_back) from story_copies c where c.article_id = a.id and c.other_id = :id) as shared_back
  from articles a where a.story_id = :story and a.id <> :id order by +a.sort_key"""


async def article_page(
    corpus: Corpus, key: str, *, uncertain: bool = False, as_file: bool = False, site: str = ""
) -> dict[str, Any] | None:
    """All that the article's page shows, or None where there is no such article.

    Names too unsure to count are marked and listed only where `uncertain` asks for them. `as_file` asks for the text in
    the order of its file, with what was left out of it and what was mended in it. `site` begins addresses in citations.
    """
    found = await corpus.row("select * from articles where id = :id", id=key)
    if found is None:
        return None
    everybody = await corpus.rows(MENTIONS, id=key)
    mentions = [m for m in everybody if m["shown"] or uncertain]
    quotes, events = await _quotes(corpus, found, site), await _events(corpus, found)
    repairs = await corpus.rows(REPAIRS, id=key)
    marks = [*_quote_marks(quotes), *_event_marks(corpus, events), *_mention_marks(corpus, mentions)]
    story = found["story_id"]
    return {
        "article": found,
        **await _text(corpus, found, [*marks, *(_repair_marks(repairs) if as_file else ())], as_file=as_file),
        "as_file": as_file,
        "quotes": quotes,
        "events": _gathered(events),
        "people": await _people(corpus, key, mentions),
        "uncertain": uncertain,
        "unsure_names": sum(not m["shown"] for m in everybody),
        "facts": await facts_of(corpus, found),
        "web_address": web_address(found["url"]),
        "same_story": await corpus.rows(SAME_STORY, id=key, story=story) if story else [],
        "repairs": repairs,
        "exports": {
            **{table: corpus.exports(table, article_id=key) for table in EVIDENCE},
            "articles": corpus.exports("articles", id=key),
        },
    }


async def _text(corpus: Corpus, article: Row, marks: list[Mark], *, as_file: bool) -> dict[str, Any]:
    """The text with its marks: as it reads, lines that the outlet repeats folded, or in the order of its file."""
    removed = await corpus.rows(REMOVED, id=article["id"])
    repeated = [] if as_file else await corpus.rows(REPEATED, id=article["id"])
    made = paragraphs(article["text"], marks, {row["start_char"]: row["stories"] for row in repeated})
    heads = _has_heading(article) and not as_file
    return {
        "heading": made[0] if heads else None,
        "paragraphs": made[1:] if heads else made,
        "lines": infile.lines(made, article["paragraph_lines"], removed) if as_file else [],
        "removed": len(removed),
    }


async def _quotes(corpus: Corpus, article: Row, site: str) -> list[Row]:
    """Who said what, numbered in order of the text, with a citation and an address at the source."""
    quotes = await corpus.rows(QUOTES, id=article["id"])
    for number, said in enumerate(quotes, 1):
        said["number"] = number
        said["fragment"] = text_fragment(article["url"], said["text"])
        said["citation"] = citation(corpus, article, said, site)
    return quotes


async def _events(corpus: Corpus, article: Row) -> list[Row]:
    """What tells of events, in order of the text, with the address of its sentence at the source."""
    events = await corpus.rows(EVENTS, id=article["id"])
    for event in events:
        sentence = article["text"][event["sentence_start"] : event["sentence_end"]]
        event["fragment"] = text_fragment(article["url"], sentence)
    return events


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


def _repair_marks(repairs: list[Row]) -> list[Mark]:
    return [
        Mark(r["start_char"], r["end_char"], "mended", f"in the file: “{r['before']}”")
        for r in repairs
        if r["end_char"] > r["start_char"]
    ]
