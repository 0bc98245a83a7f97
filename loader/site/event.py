"""Reads what an event's page shows: all reports of it side by side, and how they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from .corpus import Corpus, Row
from .sources import text_fragment
from .words import date_words, event_kind

REPORTS = """select m.*, a.title, a.headline, a.publisher, a.published_edtf, a.url, a.story_id,
    substr(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) as sentence
  from event_mentions m join articles a on a.id = m.article_id where m.event_id = :id
  order by a.sort_key, m.start_char limit :most"""
ARGUMENTS = """select x.*, p.name as person from event_arguments x join event_mentions m on m.id = x.event_mention_id
  left join people p on p.id = x.person_id where m.event_id = :id order by x.start_char"""
PARTIES = """select ep.*, p.name as person from event_participants ep left join people p on p.id = ep.person_id
  where ep.event_id = :id order by ep.id"""
MOST = 300
"""Sentences that a page shows; what is more is said, and in the table."""
RESPECTS = (
    ("when", "When"),
    ("where", "Where"),
    ("what", "What it was"),
    ("status", "Status"),
    ("who", "Who"),
)
"""In what reports of an event are compared, with the names for people."""


async def event_page(corpus: Corpus, key: str) -> dict[str, Any] | None:
    """All that the event's page shows, or None where there is no such event."""
    found = await corpus.row("select * from events where id = :id", id=key)
    if found is None:
        return None
    triggers = await corpus.rows(REPORTS, id=key, most=MOST)
    arguments: dict[int, list[Row]] = {}
    for row in await corpus.rows(ARGUMENTS, id=key):
        arguments.setdefault(row["event_mention_id"], []).append(row)
    reports = _by_article(corpus, triggers, arguments)
    return {
        "event": found,
        "reports": reports,
        "more": max(0, (found["articles"] or 0) - len(reports)) if len(triggers) == MOST else 0,
        "respects": RESPECTS,
        "unusual": unusual(reports),
        "parties": await corpus.rows(PARTIES, id=key),
        "differences": differences(reports),
        "exports": {
            "event": corpus.exports("events", id=key),
            "event_mentions": corpus.exports("event_mentions", event_id=key),
            "event_participants": corpus.exports("event_participants", event_id=key),
        },
    }


def _by_article(corpus: Corpus, triggers: list[Row], arguments: dict[int, list[Row]]) -> list[Row]:
    """One entry an article: its sentences with the words that tell of the event marked, and what it gives of it."""
    made: dict[int, Row] = {}
    stories: dict[int, int] = {}
    for trigger in triggers:
        report = made.setdefault(
            trigger["article_id"], {**trigger, "sentences": {}, "says": {name: {} for name, _ in RESPECTS}}
        )
        sentence = report["sentences"].setdefault(trigger["sentence_start"], {**trigger, "marks": []})
        sentence["marks"].append((trigger["start_char"], trigger["end_char"]))
        for name, value in _given(trigger, arguments.get(trigger["id"], [])):
            place = (value["start_char"], value["end_char"]) if isinstance(value, dict) else None
            shown = (value["person"] or value["name"]) if isinstance(value, dict) else value
            report["says"][name].setdefault(shown, corpus.article(trigger["article_id"], *(place or ())))
        if trigger["story_id"]:
            report["copy_of"] = stories.setdefault(trigger["story_id"], trigger["article_id"])
    for report in made.values():
        report["sentences"] = [_sentence(corpus, s) for s in report["sentences"].values()]
    return list(made.values())


def _given(trigger: Row, arguments: Iterable[Row]) -> Iterable[tuple[str, Any]]:
    """What one trigger's words give of the event, in each of RESPECTS."""
    if trigger["date_edtf"]:
        yield "when", date_words(trigger["date_edtf"])
    if trigger["place"]:
        yield "where", trigger["place"]
    yield "what", event_kind(trigger["mode"] or trigger["type"])
    yield "status", trigger["status"]
    for argument in arguments:
        if argument["kind"] == "party":
            yield "who", argument


def _sentence(corpus: Corpus, row: Row) -> Row:
    """A sentence as HTML with its marks, its address here and, where there is one, at the source."""
    text, start, at = row["sentence"], row["sentence_start"], 0
    parts: list[Markup] = []
    for begin, end in sorted(set(row["marks"])):
        begin, end = begin - start, end - start
        if begin >= at:
            parts.append(Markup("{}<mark>{}</mark>").format(text[at:begin], text[begin:end]))
            at = end
    first, last = row["marks"][0]
    return {
        "html": Markup("").join([*parts, escape(text[at:])]),
        "href": corpus.article(row["article_id"], first, last),
        "fragment": text_fragment(row["url"], text),
        "confidence": row["confidence"],
    }


def unusual(reports: list[Row]) -> dict[str, set[str]]:
    """For each of RESPECTS, the values that set a report apart: not given by all, and not the one that most give."""
    found = {}
    for name, _ in RESPECTS:
        counts = Counter(value for report in reports for value in report["says"][name])
        giving = sum(bool(report["says"][name]) for report in reports)
        most = max(counts.values(), default=0)
        tied = list(counts.values()).count(most) > 1
        found[name] = {value for value, n in counts.items() if n < giving and (n < most or tied)}
    return found


def differences(reports: list[Row]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What reports of one event disagree on: for each such thing, the values given and how many articles give each.

    Of parties, those that some reports name and others do not.
    """
    found = []
    for name, label in RESPECTS:
        counts = Counter(value for report in reports for value in report["says"][name])
        if name == "who":
            counts = Counter({value: n for value, n in counts.items() if n < len(reports)})
        if len(counts) > (name != "who"):
            found.append((label, sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
    return found
