"""Read a user's corrections: a YAML list that is replayed at every load.

- same: [Gen Bajwa, Qamar Javed Bajwa]            # these names are one person
- different: [Kim Ki-hyun, Kim Kyou-hyun]         # never one person, also not through a third
- not_a_person: Joint Chiefs
- name: {Mu-hammad Qazi: Muhammad Qazi}           # the name to show
- wikidata: {Imran Khan: Q155164}
- country: {Imran Khan: PK}
- same_event: [{article: 004_visit.txt, event: visited}, {article: 005_trip.txt, event: trip}]
- different_events: [{article: 004_visit.txt, event: met}, {article: 003_talks.txt, event: talks}]
                                                  # how the trigger begins; of several, add `sentence:`, how that
                                                  # begins; an article of another source is wires/003_talks.txt
- article: 004_visit.txt                          # a path as in `articles.path`
  date: 2025-05-21                                # or headline, byline, agency, publisher, section, dateline, url
- article: 003_talks.txt
  quote: We should push                           # how the quote begins
  speaker: Wei Fenghe
- article: 003_talks.txt
  drop: quote                                     # or mention, event
  text: We should push                            # how the quote, the name or the event's trigger begins
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loader.linked import EventCorrections, PersonCorrections, ReportMeant
from loader.model import Article, CorpusError, Evidence, Quote

if TYPE_CHECKING:
    import yaml

FIELDS = {
    "date": "published", "headline": "headline", "byline": "byline", "agency": "agency", "publisher": "publisher",
    "section": "section", "dateline": "dateline", "url": "url",
}  # fmt: skip
PAIRS = ("same", "different")
EVENT_PAIRS = {"same_event": "same", "different_events": "different"}
MAPPINGS = ("name", "wikidata", "country")
VALID = {
    "country": (re.compile(r"[A-Z]{2}"), "write two letters, such as PK (ISO 3166-1)"),
    "wikidata": (re.compile(r"Q[1-9][0-9]*"), "write it as Q155164"),
}
KNOWN = (*PAIRS, "not_a_person", *MAPPINGS, *EVENT_PAIRS, "article")


@dataclass(frozen=True, slots=True)
class EvidenceCorrection:
    """One finding in one article to change: `what` is `quote`, `mention` or `event`; no `speaker` means drop it."""

    what: str
    text: str
    speaker: str | None
    where: str


@dataclass(frozen=True, slots=True)
class ArticleCorrections:
    """What the user says about one article: metadata by column of `articles`, and findings to change."""

    declared: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[EvidenceCorrection, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Changes when what it says changes; empty where it says nothing."""
        said = [sorted(self.declared.items()), [(e.what, e.text, e.speaker) for e in self.evidence]]
        return hashlib.sha256(repr(said).encode()).hexdigest() if any(said) else ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """A user's corrections: about people and events across articles, and by path about articles."""

    people: PersonCorrections = field(default_factory=PersonCorrections)
    events: EventCorrections = field(default_factory=EventCorrections)
    articles: Mapping[str, ArticleCorrections] = field(default_factory=dict)

    def of_file(self, path: str) -> str:
        """The key of all that is said about the articles of a file."""
        return "".join(
            f"{name}={self.articles[name].key};"
            for name in sorted(self.articles)
            if name.split("#")[0] == path
        )


def read_corrections(file: Path) -> Corrections:
    """The corrections in a file.

    Raises CorpusError with file and line where it is no YAML, or says something that we do not know.
    """
    import yaml

    try:
        text = file.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(
            f"{file}, line {line}: this is no YAML ({error.problem}); mend the line."
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"{file}: cannot be read ({error}).") from error
    if node is None:
        return Corrections()
    if not isinstance(node, yaml.SequenceNode):
        raise CorpusError(f"{file}, line 1: a list is expected, each entry beginning with a dash.")
    return _parse(file, node.value)


def links_as_json(said: Corrections) -> str:
    """What is said about people and events across articles, as the text that a database keeps of it."""
    events = {"events": asdict(said.events)} if said.events != EventCorrections() else {}
    return json.dumps({**asdict(said.people), **events}, ensure_ascii=False, sort_keys=True)


def links_from_json(texts: Mapping[str, str]) -> Corrections:
    """What several sources (by name) say about people and events, as one; the texts come from `links_as_json`."""
    people: dict[str, tuple[Any, ...]] = defaultdict(tuple)
    events: dict[str, tuple[Any, ...]] = defaultdict(tuple)
    for source, text in texts.items():
        said = json.loads(text)
        for kind, pairs in said.pop("events", {}).items():
            for *meant, where in pairs:
                events[kind] += ((*(ReportMeant(**{**one, "source": source}) for one in meant), where),)
        for name, entries in said.items():
            people[name] += tuple(tuple(entry) for entry in entries)
    return Corrections(PersonCorrections(**people), EventCorrections(**events))


def _parse(file: Path, entries: list[yaml.Node]) -> Corrections:
    people: dict[str, list[Any]] = defaultdict(list)
    events: dict[str, list[Any]] = defaultdict(list)
    declared: dict[str, dict[str, str]] = defaultdict(dict)
    evidence: dict[str, list[EvidenceCorrection]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    for node in entries:
        where = f"{file.absolute().parent.name}/{file.name}, line {node.start_mark.line + 1}"
        entry = _mapping(node, where)
        kind = next((key for key in KNOWN if key in entry), None)
        if kind is None:
            raise CorpusError(
                f"{where}: unknown correction {next(iter(entry), '')!r}; known are {', '.join(KNOWN)}."
            )
        if kind == "article":
            path = _text(entry.pop("article"), where)
            places[path].append(where)
            if "quote" in entry or "drop" in entry:
                evidence[path].append(_evidence(entry, where))
            else:
                declared[path] |= _declared(entry, where)
        elif len(entry) > 1:
            raise CorpusError(
                f"{where}: one correction an entry; begin {list(entry)[1]!r} with a dash of its own."
            )
        elif kind in EVENT_PAIRS:
            events[EVENT_PAIRS[kind]] += _events(kind, entry[kind], where)
        else:
            _person(people, kind, entry[kind], where)
    articles = {
        path: ArticleCorrections(declared.get(path, {}), tuple(evidence.get(path, ())), tuple(where))
        for path, where in places.items()
    }
    return Corrections(
        PersonCorrections(**{name: tuple(value) for name, value in people.items()}),
        EventCorrections(**{name: tuple(value) for name, value in events.items()}),
        articles,
    )


def _mapping(node: yaml.Node, where: str) -> dict[str, Any]:
    import yaml

    try:
        # BaseLoader keeps every scalar as the text that the user typed: dates stay dates, `NO` stays Norway.
        value = yaml.load(yaml.serialize(node), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise CorpusError(f"{where}: this is no YAML that we understand ({error}).") from error
    if not isinstance(value, dict) or not value:
        raise CorpusError(f"{where}: `key: value` is expected after the dash, such as `same: [A, B]`.")
    return {str(key): item for key, item in value.items()}


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CorpusError(f"{where}: a text is expected, not {value!r}.")
    return value.strip()


def _person(people: dict[str, list[Any]], kind: str, value: Any, where: str) -> None:
    if kind in PAIRS:
        if not isinstance(value, list) or len(value) < 2:
            raise CorpusError(f"{where}: `{kind}` needs two names or more, such as [A, B].")
        people[kind] += _pairs(kind, [_text(name, where) for name in value], where)
    elif kind == "not_a_person":
        people["not_persons"] += [
            (_text(n, where), where) for n in (value if isinstance(value, list) else [value])
        ]
    else:
        if not isinstance(value, dict):
            raise CorpusError(f"{where}: `{kind}` needs `name: value`, such as {{Imran Khan: ...}}.")
        for name, given in value.items():
            if kind in VALID and not VALID[kind][0].fullmatch(_text(given, where)):
                raise CorpusError(f"{where}: {given!r} is no {kind} of {name!r}; {VALID[kind][1]}.")
        plural = {"name": "names", "wikidata": "wikidata", "country": "countries"}[kind]
        people[plural] += [(_text(a, where), _text(b, where), where) for a, b in value.items()]


def _pairs[T](kind: str, those: Sequence[T], where: str) -> list[tuple[T, T, str]]:
    """Which two are the same, or different, when all of them are."""
    return [(a, b, where) for a, b in (combinations(those, 2) if kind == "different" else pairwise(those))]


def _events(kind: str, value: Any, where: str) -> list[tuple[ReportMeant, ReportMeant, str]]:
    if not isinstance(value, list) or len(value) < 2:
        raise CorpusError(f"{where}: `{kind}` needs two reports or more, each {{article: ..., event: ...}}.")
    meant = []
    for one in value:
        if not isinstance(one, dict) or not {"article", "event"} <= set(one) <= {
            "article",
            "event",
            "sentence",
        }:
            raise CorpusError(
                f"{where}: a report is {{article: ..., event: ...}}, with `sentence:` if need be."
            )
        meant.append(ReportMeant(**{key: _text(text, where) for key, text in one.items()}))
    if len(set(meant)) < len(meant):
        raise CorpusError(f"{where}: `{kind}` names a report twice; add `sentence:` where two are meant.")
    return _pairs(EVENT_PAIRS[kind], meant, where)


def _declared(entry: Mapping[str, Any], where: str) -> dict[str, str]:
    for key in entry:
        if key not in FIELDS:
            raise CorpusError(
                f"{where}: an article has no {key!r}; known are {', '.join(FIELDS)}, quote, drop."
            )
    if "date" in entry:
        _check_date(_text(entry["date"], where), where)
    return {FIELDS[key]: _text(value, where) for key, value in entry.items()}


def _check_date(value: str, where: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise CorpusError(f"{where}: {value!r} is no day; write it as 2025-05-21.") from error


def _evidence(entry: Mapping[str, Any], where: str) -> EvidenceCorrection:
    if "quote" in entry and set(entry) == {"quote", "speaker"}:
        return EvidenceCorrection(
            "quote", _text(entry["quote"], where), _text(entry["speaker"], where), where
        )
    if set(entry) == {"drop", "text"} and entry["drop"] in ("quote", "mention", "event"):
        return EvidenceCorrection(entry["drop"], _text(entry["text"], where), None, where)
    raise CorpusError(
        f"{where}: write `quote:` with `speaker:`, or `drop: quote` (mention, event) with `text:`."
    )


def correct(article: Article, evidence: Evidence, said: ArticleCorrections) -> tuple[Evidence, list[str]]:
    """The evidence with a user's changes made, and notes on those that matched nothing or no person."""
    notes = []
    for change in said.evidence:
        changed = _apply(article, evidence, change)
        if changed == evidence:
            notes.append(f"{change.where}: this correction matches nothing here")
        elif change.speaker and change.speaker not in [person.name for person in evidence.people.persons]:
            notes.append(
                f"{change.where}: {change.speaker!r} is no person of this article; kept as a name only"
            )
        evidence = changed
    return evidence, notes


def _apply(article: Article, evidence: Evidence, change: EvidenceCorrection) -> Evidence:
    def meant(start: int) -> bool:
        return article.text.startswith(change.text, start)

    if change.what == "mention":
        kept = tuple(m for m in evidence.people.mentions if not meant(m.start))
        return replace(evidence, people=replace(evidence.people, mentions=kept))
    if change.what == "event":
        return replace(evidence, events=tuple(e for e in evidence.events if not meant(e.start)))
    if change.speaker is None:
        return replace(evidence, quotes=_keep([not meant(q.start) for q in evidence.quotes], evidence.quotes))
    names = [person.name for person in evidence.people.persons]
    person = names.index(change.speaker) if change.speaker in names else None
    return replace(
        evidence,
        quotes=tuple(
            replace(q, speaker=change.speaker, person=person, confidence=1.0, rule="corrections")
            if meant(q.start)
            else q
            for q in evidence.quotes
        ),
    )


def _keep(kept: list[bool], quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Those quotes that are kept, `part_of` counted anew; parts whose first part is dropped stand alone."""
    place = {old: new for new, old in enumerate(n for n, keep in enumerate(kept) if keep)}
    return tuple(
        replace(q, part_of=place.get(q.part_of) if q.part_of is not None else None)
        for q, keep in zip(quotes, kept, strict=True)
        if keep
    )
