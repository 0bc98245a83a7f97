"""Reads what an event's page shows: all reports of it side by side, and how they differ."""

from __future__ import annotations

from typing import Any

from .corpus import Corpus
from .words import date_words

REPORTS = """select m.*, a.title, a.headline, a.publisher, a.published_edtf, a.url, a.story_id,
    substr(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) as sentence
  from event_mentions m join articles a on a.id = m.article_id where m.event_id = :id
  order by a.sort_key, m.start_char"""
ARGUMENTS = """select x.* from event_arguments x join event_mentions m on m.id = x.event_mention_id
  where m.event_id = :id order by x.start_char"""
PARTIES = """select ep.*, p.name as person from event_participants ep left join people p on p.id = ep.person_id
  where ep.event_id = :id order by ep.id"""


async def event_page(corpus: Corpus, key: str) -> dict[str, Any] | None:
    """All that the event's page shows, or None where there is no such event."""
    found = await corpus.row("select * from events where id = :id", id=key)
    if found is None:
        return None
    reports = await corpus.rows(REPORTS, id=key)
    arguments: dict[int, list[dict[str, Any]]] = {}
    for row in await corpus.rows(ARGUMENTS, id=key):
        arguments.setdefault(row["event_mention_id"], []).append(row)
    for report in reports:
        report["parties"] = [x for x in arguments.get(report["id"], []) if x["kind"] == "party"]
        at = report["start_char"] - report["sentence_start"]
        length = report["end_char"] - report["start_char"]
        sentence = report["sentence"]
        report["pieces"] = (sentence[:at], sentence[at : at + length], sentence[at + length :])
    return {
        "event": found,
        "reports": reports,
        "parties": await corpus.rows(PARTIES, id=key),
        "differences": differences(reports),
        "exports": {
            "event_mentions": corpus.exports("event_mentions", event_id=key),
            "event_participants": corpus.exports("event_participants", event_id=key),
        },
    }


def differences(reports: list[dict[str, Any]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What reports of one event disagree on: for each such thing, the values given and how many articles give each."""
    found = []
    for column, label in (
        ("date_edtf", "Date"),
        ("place", "Place"),
        ("status", "Status"),
        ("mode", "What it was"),
    ):
        given: dict[str, set[int]] = {}
        for report in reports:
            if report[column]:
                value = date_words(report[column]) if column == "date_edtf" else report[column]
                given.setdefault(value, set()).add(report["article_id"])
        if len(given) > 1:
            counts = [(value, len(articles)) for value, articles in given.items()]
            found.append((label, sorted(counts, key=lambda item: (-item[1], item[0]))))
    return found
