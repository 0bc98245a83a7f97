"""Candidates for personal names: where each begins and ends, and what around it speaks for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loader.extract.people.annotations import Annotations, Entity
from loader.extract.people.words import NAMES_TOO, SUFFIXES, Word, find_words, fold, genders, is_known, titles
from loader.lexicon import words

VOWELS = frozenset("aeiou")
PARTS = frozenset(
    ["so", "an", "to", "in", "on", "he", "she", "do", "may", "no", "you", "my", "her", "can", "for"]
)  # syllables of East Asian names
PARTICLES = frozenset(
    "bin ibn bint von van de del della da dos di der den al el la le".split()
)  # that begin a family name
HEADLINE = 250  # characters that a headline has at most
CAPITAL = r"[^\W\d_a-z]"
NICKNAME = re.compile(
    rf" (?:[\"“](?:the )?{CAPITAL}[\w.'’-]{{0,15}}(?: {CAPITAL}[\w.'’-]{{0,15}})?[\"”]"
    rf"|['‘]{CAPITAL}[\w.-]{{0,15}}['’]|\({CAPITAL}\w{{1,15}}\)) (?={CAPITAL})"
)  # inside a name, with what parts it from the words around
JOINED = frozenset(
    ["based", "born", "led", "backed", "era", "by-day", "trained", "educated", "raised", "elect"]
)
KOREAN = re.compile("[a-z]{2,6}-[a-z]{1,6}")  # a given name: Park Sun-ae
LONGEST = 7  # words; longer runs (headlines) are looked at in pieces


@dataclass(slots=True)
class Candidate:
    """A run of name words. `before` and `after` are the words that touch it in the same run.

    `relative` tells that it is introduced as somebody's: `his daughter Maria Lopez`, `Maria Lopez, wife of`.
    """

    words: list[Word]
    before: Word | None
    after: Word | None
    evidence: list[str] = field(default_factory=list)
    score: float = 0.0
    person: int | None = None
    relative: bool = False
    keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.keys = tuple(w.key for w in self.words)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.words[-1].end


def find_candidates(text: str, notes: Annotations) -> list[Candidate]:
    """All runs of words that may be names, in order."""
    found: list[Candidate] = []
    run: list[Word] = []
    read = list(_without_nicknames(text))
    notes.surnames |= {one.key for one, other in pairwise(read) if _is_korean(one, other)}
    for word in read:
        if run and not word.joined:
            found.extend(_cut(run, notes))
            run = []
        run.append(word)
    if run:
        found.extend(_cut(run, notes))
    return found


def _without_nicknames(text: str) -> Iterator[Word]:
    """The words of a text; a nickname inside a name parts it no longer (`Robert "Bobby" Kane` is two words)."""
    before, resume = None, 0
    for word in find_words(text):
        if word.start < resume:
            continue
        if before is not None and before.kind == "name" and word.start - before.end < 7:
            nickname = NICKNAME.match(text, before.end)
            if nickname is not None and _is_nickname(nickname[0]):
                resume = nickname.end()
                continue
        if word.start == resume and word.kind == "name":
            word.joined = True
        yield word
        before = word


def _is_nickname(inset: str) -> bool:
    """Whether what stands between two words is a nickname: anything in quotation marks, in brackets a given name."""
    return inset[1] != "(" or fold(inset.strip(" ()")) in genders()


def _cut(run: list[Word], notes: Annotations) -> list[Candidate]:
    kinds = _kinds(run, notes)
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
        found.extend(_split(run[i:j], before, after))
        i = j
    return found


def _kinds(run: list[Word], notes: Annotations) -> list[str]:
    """Kinds, where a word that is also a name counts as one when what is around it says so."""
    kinds: list[str] = []
    for i, word in enumerate(run):
        entity = notes.entity(word.start)
        word.label = entity[2] if entity else ""
        kind = word.kind
        if kind == "name":
            common = (
                word.label != "PERSON"
                and len(word.key) > 1
                and word.key not in notes.names
                and notes.is_common(word.start)
            )
            kinds.append("never" if common else kind)
            continue
        before = run[i - 1] if i else None
        after = run[i + 1] if i + 1 < len(run) else None
        follows = bool(kinds) and kinds[-1] == "name"
        if kind == "acronym":
            surname = (
                follows
                and before is not None
                and is_known(before.key)
                and is_known(word.key)
                and len(word.key) > 3
            )
            named = surname or (
                after is not None and after.kind == "name" and _are_initials(word, entity, run[i + 1 :])
            )
        elif len(run) == 1 and word.key in notes.surnames:  # `Ward said`, where the article has Lewis Ward
            named = word.label == "PERSON" or notes.speaks(word.start)
        elif after is not None and word.key in words("link_family_first") and _is_east_asian(word, after):
            named = True
        elif kind == "institution":
            named = word.label == "PERSON" and _is_surname(word, before)
        else:
            named = _is_inside(word, entity, before, after) and (kind != "title" or follows or not kinds)
            if kind == "never" and word.key in PARTS and after is not None and after.kind == "name":
                named = named or "-" in after.key or follows
        kinds.append("name" if named else kind)
    return kinds


def _is_east_asian(word: Word, after: Word) -> bool:
    """Whether a word of another kind is a family name before a given name: `Park Sun-ae`, `Son Heung-min`."""
    return _is_korean(word, after) or (
        word.kind == "never" and after.kind == "name" and after.joined and is_known(after.key)
    )


def _is_korean(word: Word, after: Word) -> bool:
    return (
        after.joined
        and word.key in words("link_family_first")
        and KOREAN.fullmatch(after.key) is not None
        and is_known(after.key)
    )


def _is_surname(word: Word, before: Word | None) -> bool:
    """Whether a word of institutions is a surname: a common one, or after an initial or a form of address."""
    if word.key in words("people_surnames"):
        return True
    title = titles().get(before.key) if before is not None else None
    return before is not None and (
        len(before.key) == 1 or (title is not None and title["kind"] == "honorific")
    )


def _is_inside(word: Word, entity: Entity | None, before: Word | None, after: Word | None) -> bool:
    """Whether a country, a title or a word of grammar is part of a longer name that the model sees."""
    if entity is None or entity[2] != "PERSON":
        return False
    if not any(w is not None and entity[0] <= w.start < entity[1] for w in (before, after)):
        return False
    inner = entity[0] < word.start
    if word.kind == "country":
        return is_known(word.key) or (inner and before is not None and before.key in genders())
    return is_known(word.key) and (inner or word.key in NAMES_TOO)


def _are_initials(word: Word, entity: Entity | None, rest: list[Word]) -> bool:
    """Whether capitals before a name are initials (`KL Rahul`): two, or three inside the person that the model sees."""
    if set(word.key) & VOWELS:
        return False
    person = (
        entity is not None and entity[0] == word.start and entity[2] == "PERSON" and entity[1] > rest[0].start
    )
    full = len(rest) > 1 and rest[1].kind == "name"  # `CB Denzel Ward` names a position
    return person or (len(word.key) == 2 and not full) if len(word.key) < 4 else False


def _split(chunk: list[Word], before: Word | None, after: Word | None) -> list[Candidate]:
    """A run of name words as candidates: cut where the model changes from a person to something else."""
    while chunk and chunk[0].key in SUFFIXES:
        chunk = chunk[1:]
    if len(chunk) > 1 and _is_english(chunk[0]) and (len(chunk) > 2 or "-" in chunk[0].key):
        before, chunk = chunk[0], chunk[1:]
    if not chunk or (len(chunk) == 1 and len(chunk[0].key) == 1):
        return []
    person = [w.label == "PERSON" for w in chunk]
    if any(person) and not all(person):
        first, last = person.index(True), len(person) - 1 - person[::-1].index(True)
        while (
            first > 0
            and (is_known(chunk[first - 1].key) or len(chunk[first - 1].key) == 1 or first == 1)
            and not _is_english(chunk[first - 1])
            and chunk[first - 1].label in ("", chunk[first].label)
        ):
            first -= 1
        while last + 1 < len(chunk) and (is_known(chunk[last + 1].key) or chunk[last + 1].key in SUFFIXES):
            last += 1
        parts = [(0, first), (first, last + 1), (last + 1, len(chunk))]
    else:
        parts = [(0, len(chunk))]
    around = [before, *chunk, after]
    pieces = [(i, min(i + LONGEST, b)) for a, b in parts for i in range(a, b, LONGEST)]
    return [Candidate(chunk[a:b], around[a], around[b + 1]) for a, b in pieces]


def _is_english(word: Word) -> bool:
    """Whether a word at the head of a name is an English one that nobody is called: `Employee`, `Delhi-based`."""
    if is_known(word.key):
        return False
    return word.key in words("normalise_words") or word.key.partition("-")[2] in JOINED


def inner_names(candidates: list[Candidate], known: dict[tuple[str, ...], float]) -> list[Candidate]:
    """Known names inside runs that are no names as a whole (`Xi Jinping Meets Khan` in a headline)."""
    longest = max((len(k) for k in known), default=0)
    found = []
    for candidate in candidates:
        words_, i = candidate.words, 0
        while i < len(words_):
            for size in range(min(longest, len(words_) - i), 0, -1):
                score = known.get(candidate.keys[i : i + size])
                if score is not None:
                    before = words_[i - 1] if i else candidate.before
                    after = words_[i + size] if i + size < len(words_) else candidate.after
                    found.append(Candidate(words_[i : i + size], before, after, ["inner"], score))
                    i += size - 1
                    break
            i += 1
    return found


def in_headline(text: str, position: int) -> bool:
    """Whether the line there gives (nearly) all its longer words a capital."""
    start = text.rfind("\n", max(0, position - HEADLINE), position) + 1
    end = text.find("\n", position, position + HEADLINE)
    if (start == 0 and position > HEADLINE) or (end < 0 and len(text) > position + HEADLINE):
        return False
    longer = [
        w for w in text[start : end if end >= 0 else len(text)].split() if len(w) > 4 and w[0].isalpha()
    ]
    return len(longer) > 2 and sum(w[0].isupper() for w in longer) > 0.8 * len(longer)


def with_particles(named: list[Candidate], text: str) -> None:
    """Take the particles of a family name into its uses alone, as in the full name (`bin Salman`)."""
    known: dict[str, str] = {}
    for candidate in named:
        for before, word in zip(candidate.words, candidate.words[1:], strict=False):
            if word.particles:
                known[word.key] = text[before.end : word.start].lstrip()
    for candidate in named:
        first = candidate.words[0]
        particle = known.get(first.key)
        if particle and text.endswith(" " + particle, 0, first.start):
            candidate.words[0] = replace(first, start=first.start - len(particle))
