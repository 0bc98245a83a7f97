"""Candidates for personal names: where each begins and ends, and what around it speaks for a person."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loader.extract.name_words import NAMES_TOO, SUFFIXES, Word, find_words, is_known
from loader.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 7  # words; longer runs are headlines, lists and names of things


@dataclass(slots=True)
class Candidate:
    """A run of name words. `before` and `after` are the words that touch it in the same run."""

    words: list[Word]
    before: Word | None
    after: Word | None
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0
    person: int | None = None

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.words[-1].end

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(w.key for w in self.words)


class Labels:
    """The model's entities, for look-up by position."""

    def __init__(self, doc: Doc) -> None:
        self.spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        self._starts = [s[0] for s in self.spans]

    def at(self, position: int) -> tuple[int, int, str] | None:
        """The entity that covers a position."""
        i = bisect.bisect_right(self._starts, position) - 1
        return self.spans[i] if i >= 0 and self.spans[i][1] > position else None


def find_candidates(text: str, labels: Labels) -> list[Candidate]:
    """All runs of words that may be names, in order."""
    found: list[Candidate] = []
    run: list[Word] = []
    for word in find_words(text):
        if run and not word.joined:
            found.extend(_cut(run, labels, text))
            run = []
        run.append(word)
    if run:
        found.extend(_cut(run, labels, text))
    return found


def _cut(run: list[Word], labels: Labels, text: str) -> list[Candidate]:
    kinds = _kinds(run, labels)
    found: list[Candidate] = []
    i = 0
    while i < len(run):
        if kinds[i] != "name":
            i += 1
            continue
        j = i + 1
        while j < len(run) and kinds[j] == "name":
            j += 1
        before = run[i - 1] if i else None
        after = run[j] if j < len(run) else None
        found.extend(_split(run[i:j], before, after, labels))
        i = j
    return found


def _kinds(run: list[Word], labels: Labels) -> list[str]:
    """Kinds, where a word that is also a name counts as one when the model sees it inside a person."""
    kinds = []
    for i, word in enumerate(run):
        kind = word.kind
        entity = labels.at(word.start)
        word.label = entity[2] if entity else ""
        if kind in ("never", "institution", "country", "title", "acronym") and is_known(word.key):
            covered = entity is not None and entity[2] == "PERSON" and " " in _stripped(entity, run)
            inner = entity is not None and entity[0] < word.start
            if kind == "institution":
                kind = "name" if word.label == "PERSON" else kind
            elif (
                covered
                and (inner or word.key in NAMES_TOO or kind == "country")
                and (kind != "title" or inner)
            ) or (
                kind == "acronym"
                and i
                and kinds[-1] == "name"
                and is_known(run[i - 1].key)
                and len(word.key) > 3
            ):
                kind = "name"
        if (
            kind == "acronym"
            and len(word.key) == 2
            and i + 1 < len(run)
            and run[i + 1].kind == "name"
            and word.label == "PERSON"
        ):
            kind = "name"
        kinds.append(kind)
    return kinds


def _stripped(entity: tuple[int, int, str], run: list[Word]) -> str:
    return " ".join(w.key for w in run if entity[0] <= w.start < entity[1])


def _split(chunk: list[Word], before: Word | None, after: Word | None, labels: Labels) -> list[Candidate]:
    """A run of name words as candidates: cut where the model changes from a person to something else."""
    while chunk and chunk[0].key in SUFFIXES:
        chunk = chunk[1:]
    if not chunk:
        return []
    person = [w.label == "PERSON" for w in chunk]
    if any(person) and not all(person):
        first, last = person.index(True), len(person) - 1 - person[::-1].index(True)
        while (
            first > 0
            and (is_known(chunk[first - 1].key) or len(chunk[first - 1].key) == 1)
            and chunk[first - 1].label in ("", chunk[first].label)
        ):
            first -= 1
        while last + 1 < len(chunk) and (is_known(chunk[last + 1].key) or chunk[last + 1].key in SUFFIXES):
            last += 1
        parts = [(0, first), (first, last + 1), (last + 1, len(chunk))]
    else:
        parts = [(0, len(chunk))]
    found = []
    for a, b in parts:
        if a < b and b - a <= LONGEST:
            found.append(
                Candidate(chunk[a:b], chunk[a - 1] if a else before, chunk[b] if b < len(chunk) else after)
            )
    return found


def local_evidence(candidate: Candidate, text: str, labels: Labels) -> list[str]:
    """What speaks for or against a candidate at its place; the names are those of the table of weights."""
    first, last = candidate.words[0], candidate.words[-1]
    keys = candidate.keys
    n = len([k for k in keys if len(k) > 1])
    found = [f"words_{min(n, 4)}"]
    found.extend(_model(candidate, labels))
    known = [is_known(k) for k in keys if len(k) > 1]
    share = sum(known) / max(1, len(known))
    size = "one" if len(keys) == 1 else "more"
    found.append(f"known_{'all' if share == 1 else 'some' if share > 0 else 'none'}_{size}")
    if candidate.before is not None and candidate.before.kind == "title":
        found.append("title_before")
    elif candidate.before is not None:
        found.append(f"{candidate.before.kind}_before")
    if candidate.after is not None:
        found.append(f"{candidate.after.kind}_after")
    found.extend(_context(text, first.start, last.end))
    if len(keys[0]) == 1:
        found.append("initial")
    if first.caps_line:
        found.append("caps_line")
    return found


def _model(candidate: Candidate, labels: Labels) -> list[str]:
    kinds = [w.label for w in candidate.words]
    size = "one" if len(kinds) == 1 else "more"
    if all(k == "PERSON" for k in kinds):
        entity = labels.at(candidate.start)
        exact = (
            entity is not None and abs(entity[0] - candidate.start) < 2 and abs(entity[1] - candidate.end) < 4
        )
        return [f"person_{'exact' if exact else 'part'}_{size}"]
    if "PERSON" in kinds:
        return [f"person_some_{size}"]
    label = next((k for k in kinds if k), "")
    if not label:
        return [f"unlabelled_{size}"]
    entity = labels.at(next(w.start for w in candidate.words if w.label))
    wider = entity is not None and (entity[0] < candidate.start - 4 or entity[1] > candidate.end + 3)
    group = {"ORG": "org", "GPE": "gpe", "NORP": "norp", "LOC": "gpe", "FAC": "gpe"}.get(label, "other")
    return [f"{group}{'_wider' if wider else ''}_{size}"]


def _context(text: str, start: int, end: int) -> list[str]:
    found = []
    left = text[max(0, start - 30) : start]
    right = text[end : end + 24]
    before = left.split()
    if before:
        word = before[-1].lower()
        if word in ("in", "at", "from", "to", "near", "across", "of", "the", "by", "with", "and", "for"):
            found.append(f"after_{word}")
        elif word.strip("(“\"'") in titles_lower():
            found.append("role_before")
    if not left or left.rstrip(" ")[-1:] in ("", "\n", ".", "?", "!", "”", '"'):
        found.append("sentence_start")
    following = right.lstrip(' ,”"').split()
    word = following[0].strip('.,:;"”').lower() if following else ""
    if word in SAYING:
        found.append("saying_after")
    elif word == "who" or right.startswith(", who"):
        found.append("who_after")
    elif word in ("is", "was", "has", "had", "will", "and", "of", "also", "in", "at"):
        found.append(f"before_{word}")
    if right.startswith(", "):
        found.append("comma_after")
    if right[:2] == " (":
        found.append("bracket_after")
    if right[:2] in ("'s", "’s"):
        found.append("possessive_after")
    return found


SAYING = frozenset(
    [
        "said",
        "says",
        "told",
        "added",
        "stated",
        "noted",
        "explained",
        "adds",
        "tweeted",
        "wrote",
        "writes",
        "asked",
        "argued",
        "claimed",
        "warned",
        "called",
        "expressed",
        "urged",
        "insisted",
        "emphasised",
        "emphasized",
        "stressed",
        "replied",
        "announced",
        "met",
        "visited",
        "thanked",
        "praised",
    ]
)


def titles_lower() -> frozenset[str]:
    """Title words that may stand in lower case before a name."""
    from loader.extract.name_words import titles

    return frozenset(titles())


def name_particles() -> frozenset[str]:
    """Particles of names."""
    return words("people_particles")


def groups(candidates: Sequence[Candidate]) -> dict[tuple[str, ...], list[Candidate]]:
    """Candidates by form."""
    found: dict[tuple[str, ...], list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.keys, []).append(candidate)
    return found
