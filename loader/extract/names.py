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

PARTS = frozenset("so an to in on he she do may no you my her can for".split())  # syllables of East Asian names
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
    kinds: list[str] = []
    for i, word in enumerate(run):
        kind = word.kind
        entity = labels.at(word.start)
        word.label = entity[2] if entity else ""
        after = run[i + 1] if i + 1 < len(run) else None
        if kind != "name" and is_known(word.key):
            person = entity is not None and entity[2] == "PERSON"
            long = person and entity is not None and " " in _stripped(entity, run)
            inner = entity is not None and entity[0] < word.start
            if kind == "institution":
                named = person and word.key in words("people_surnames")
            elif kind == "acronym":
                named = bool(kinds) and kinds[-1] == "name" and is_known(run[i - 1].key) and len(word.key) > 3
            elif kind == "title":
                named = long and (inner or word.key in NAMES_TOO)
            else:
                named = long and (inner or word.key in NAMES_TOO or kind == "country")
            if kind == "never" and word.key in PARTS and after is not None and after.kind == "name":
                named = named or "-" in after.key or bool(kinds and kinds[-1] == "name")
            kind = "name" if named else kind
        if kind == "acronym" and len(word.key) < 4 and after is not None and after.kind == "name" and word.label == "PERSON":
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
