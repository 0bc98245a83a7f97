"""Pronouns and role nominals (`he`, `the army chief`) that plainly point to a named person of the article.

A small model of attention: each person mentioned gets weight by its place in the sentence (a subject most), all
weights fade from sentence to sentence, and a pronoun takes the heaviest person it can mean. People without a name
(`a farmer`) compete for attention too: where one of them wins, the pronoun stays without a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from loader.extract.annotations import Annotations
from loader.extract.name_words import countries, fold, titles
from loader.extract.names import Candidate
from loader.extract.persons import Person
from loader.extract.roles import country_ending, is_role
from loader.model import Mention, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

MALE = frozenset(["he", "him", "his", "himself"])
FEMALE = frozenset(["she", "her", "hers", "herself"])
SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj"])
WEIGHTS = {"subject": 4.0, "owner": 1.5, "object": 2.0, "other": 1.2}  # by place in the sentence
FADE = 0.5  # of a weight, a sentence
FADE_PARAGRAPH = 0.8  # and on top, a blank line
FORGOTTEN = 0.15  # a person lighter than this is not plain any more
PARALLEL = 1.6  # a subject pronoun prefers the person who was subject last
UNKNOWN = 0.8  # for a person whose gender nothing tells
CLEAR, LIKELY = 3.0, 1.5  # how many times the next candidate's weight
SURE = {"only": 0.85, "clear": 0.8, "likely": 0.65, "close": 0.5}
GENERIC = frozenset(
    [
        "leader",
        "diplomat",
        "official",
        "politician",
        "minister",
        "president",
        "general",
        "chief",
        "commander",
        "envoy",
    ]
)


@dataclass(slots=True)
class Referent:
    """Someone the text has spoken of; `person` is None for people without a name."""

    person: int | None
    gender: str
    weight: float = 0.0
    was_subject: bool = False


def find_references(
    notes: Annotations, named: Sequence[Candidate], persons: Sequence[Person], roles: Sequence[Role]
) -> list[Mention]:
    """The pronouns and role nominals that have a person, in order of position."""
    return _Reader(notes, named, persons, roles).read()


class _Reader:
    def __init__(
        self,
        notes: Annotations,
        named: Sequence[Candidate],
        persons: Sequence[Person],
        roles: Sequence[Role],
    ) -> None:
        self.doc: Any = notes.doc
        self.names: dict[int, Candidate] = {}
        self.inside: set[int] = set()
        for c in named:
            first, last = notes.index(c.start), notes.index(c.end - 1)
            self.names[last] = c
            self.inside.update(range(first, last + 1))
        self.referents = [Referent(i, p.gender) for i, p in enumerate(persons)]
        self.roles = roles
        self.heads: dict[int, list[Role]] = {}
        for role in roles:
            self.heads.setdefault(role.person, []).append(role)
        self.seen: set[int] = set()
        self.nameless: list[Referent] = []
        self.found: list[Mention] = []
        self.quoted = False

    def read(self) -> list[Mention]:
        """The references in order; only tokens that may matter are looked at."""
        marks, starts = _marked(self.doc)
        at = 0
        sentence = None
        for i in sorted({*marks, *self.names}):
            while at < len(starts) and starts[at] <= i:
                sentence = (starts[at], starts[at + 1] if at + 1 < len(starts) else len(self.doc))
                self._fade(sentence[0])
                at += 1
            token = self.doc[i]
            if i in self.names:
                self._name(token)
            elif token.text in '"“”':
                self.quoted = token.text == "“" or (token.text == '"' and not self.quoted)
            elif token.lower_ in MALE or token.lower_ in FEMALE:
                self._pronoun(token, sentence[0] if sentence else 0)
            elif token.tag_ in ("NN", "NNP") and i not in self.inside and is_human(token):
                self._nominal(token)
        return self.found

    def _fade(self, start: int) -> None:
        blank = start > 0 and "\n" in self.doc[start - 1].text_with_ws
        factor = FADE * (FADE_PARAGRAPH if blank else 1.0)
        for referent in (*self.referents, *self.nameless):
            referent.weight *= factor
        if blank:
            self.quoted = False
        self.nameless = [r for r in self.nameless if r.weight > FORGOTTEN]

    def _name(self, token: Any) -> None:
        person = self.names[token.i].person
        if person is not None:
            self._attend(self.referents[person], token)
            self.seen.add(person)

    def _attend(self, referent: Referent, token: Any) -> None:
        place = place_of(token)
        if place == "subject":
            for other in (*self.referents, *self.nameless):
                other.was_subject = False
            referent.was_subject = True
        weight = WEIGHTS[place]
        referent.weight = max(referent.weight, weight) + 0.3 * min(referent.weight, weight)

    def _pronoun(self, token: Any, sentence: int) -> None:
        gender = "m" if token.lower_ in MALE else "f"
        subject = token.dep_ in SUBJECTS
        scored = []
        for order, referent in enumerate((*self.referents, *self.nameless)):
            if referent.gender not in ("", gender) or referent.weight < FORGOTTEN:
                continue
            weight = referent.weight * (1.0 if referent.gender else UNKNOWN)
            if subject and referent.was_subject:
                weight *= PARALLEL
            scored.append((weight, -order, referent))
        if not subject and token.dep_ != "poss":
            scored = self._without_subject(token, scored)
        ahead = self._ahead(token, gender) if not scored or token.i - sentence < 4 else None
        if ahead is not None:
            self._add(token.i, token.i + 1, ahead.person, "pronoun", SURE["likely"], "subject ahead")
            return
        if not scored:
            return
        scored.sort(key=lambda s: (-s[0], s[1]))
        best = scored[0][2]
        ratio = scored[0][0] / scored[1][0] if len(scored) > 1 else 0.0
        how = "only" if not ratio else "clear" if ratio >= CLEAR else "likely" if ratio >= LIKELY else "close"
        confidence = SURE[how] * (0.8 if self.quoted else 1.0)
        if best.person is not None:
            self._add(token.i, token.i + 1, best.person, "pronoun", confidence, f"attention, {how}")
            if not best.gender and how in ("only", "clear"):
                best.gender = gender
        self._attend(best, token)

    def _without_subject(self, token: Any, scored: list[Any]) -> list[Any]:
        """An object is not the subject of its own verb (`he met him`)."""
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token.head.head
        own = {c.i for c in verb.children if c.dep_ in SUBJECTS}
        persons = {self.names[i].person for i in own if i in self.names}
        persons |= {m.person for m in self.found[-6:] if any(self.doc[i].idx == m.start for i in own)}
        return [s for s in scored if s[2].person is None or s[2].person not in persons]

    def _ahead(self, token: Any, gender: str) -> Referent | None:
        """`In his talks with Bajwa, Gen Wei said`: the subject to come, when the phrase opens the sentence."""
        root = token.sent.root
        if token.dep_ != "poss" or root.i < token.i:
            return None
        for child in root.children:
            if child.dep_ in SUBJECTS and child.i > token.i and child.i in self.names:
                person = self.names[child.i].person
                if person is not None and self.referents[person].gender in ("", gender):
                    return self.referents[person]
        return None

    def _nominal(self, token: Any) -> None:
        start = _phrase_start(token)
        first = self.doc[start]
        if any(r.start <= token.idx < r.end for r in self.roles):
            return
        if first.lower_ in ("the", "this") or first.tag_ == "POS" or self.doc[start - 1].tag_ == "POS":
            owner = self._holder(token, start + (first.tag_ == "POS"))
            if owner is not None:
                begin = start + 1 if first.tag_ == "POS" else start
                self._add(begin, token.i + 1, owner, "role", 0.75, "role")
                self._attend(self.referents[owner], token)
                return
        row = titles().get(fold(token.text), {})
        stranger = Referent(None, row.get("gender", "") or HUMAN.get(token.lower_, ""))
        self.nameless.append(stranger)
        self._attend(stranger, token)

    def _holder(self, token: Any, start: int) -> int | None:
        """The one person so far whose stated role fits a definite nominal."""
        said = [fold(t.text) for t in self.doc[start : token.i + 1] if t.is_alpha]
        country = next(
            (countries()[t.text] for t in self.doc[start : token.i] if t.text in countries()), None
        )
        if start > 1 and self.doc[start - 1].tag_ == "POS":
            owner = country_ending(self.doc, start - 1)
            if owner is None:
                return None
            country = owner[1]
        kept = [w for w in said if w not in ("the", "this", "visiting", "new", "former", "interim")]
        modifiers = {w for w in kept[:-1] if w.title() not in countries()}
        fits = [
            p
            for p in sorted(self.seen)
            if any(_fits(role, kept[-1], modifiers, country) for role in self.heads.get(p, ()))
        ]
        if len(fits) > 1:
            heavy = sorted(fits, key=lambda p: -self.referents[p].weight)
            if self.referents[heavy[0]].weight > CLEAR * self.referents[heavy[1]].weight:
                fits = heavy[:1]
        return fits[0] if len(fits) == 1 else None

    def _add(self, start: int, end: int, person: int | None, kind: str, confidence: float, rule: str) -> None:
        span = self.doc[start:end]
        self.found.append(
            Mention(span.start_char, span.end_char, span.text, kind, person, round(confidence, 2), rule)
        )


HUMAN = {"man": "m", "boy": "m", "woman": "f", "girl": "f", "person": "", "mother": "f", "father": "m", "child": "",
         "teenager": "", "suspect": "", "victim": "", "witness": "", "survivor": "", "resident": ""}  # fmt: skip


def _marked(doc: Doc) -> tuple[list[int], list[int]]:
    """Tokens that may be pronouns, human nouns or quotation marks, and the tokens that begin sentences."""
    import numpy as np

    wanted = np.array([doc.vocab.strings.add(w) for w in _wanted_words()], dtype="uint64")
    lower = doc.to_array("LOWER")
    starts = np.flatnonzero(doc.to_array("SENT_START") == 1).tolist()
    return np.flatnonzero(np.isin(lower, wanted)).tolist(), starts


@cache
def _wanted_words() -> tuple[str, ...]:
    roles = {w for w in titles() if is_role(w)}
    return tuple(sorted({*MALE, *FEMALE, *HUMAN, *roles, *(a.lower() for a in ACRONYMS), '"', "“", "”"}))


def is_human(token: Any) -> bool:
    """Whether a noun names a single human being by office, profession or kind, and is no title of a name."""
    if token.dep_ in ("compound", "amod", "nmod"):
        return False
    return token.lower_ in HUMAN or is_role(token.text) or token.text in ACRONYMS


ACRONYMS = frozenset(["COAS", "PM", "CM", "CEO", "FM", "VP", "DG", "IGP", "CJP", "CJI"])


def place_of(token: Any) -> str:
    """Where a noun or pronoun stands: subject, owner, object or other; a conjunct stands where the first one does."""
    while token.dep_ in ("conj", "appos", "flat", "compound") and token.head.i != token.i:
        token = token.head
    if token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.dep_ == "agent"):
        return "subject"
    if token.dep_ == "poss":
        return "owner"
    return "object" if token.dep_ in ("dobj", "iobj", "dative", "obj") else "other"


def _phrase_start(token: Any) -> int:
    start: int = token.i
    while start > 0 and token.i - start < 6:
        before = token.doc[start - 1]
        if before.pos_ not in ("NOUN", "PROPN", "ADJ", "DET") and before.tag_ not in ("HYPH", "POS"):
            break
        start -= 1
        if before.tag_ in ("DT", "POS"):
            break
    return start


def _fits(role: Role, head: str, modifiers: set[str], country: str | None) -> bool:
    """Whether a role nominal can mean who holds this role: nothing in it may be unaccounted for."""
    said = {fold(w.strip("()")) for w in f"{role.role} {role.organisation or ''}".split()}
    if country is not None and role.country not in (None, country):
        return False
    if head in said or head in role.role.lower().strip(")").split("("):
        return modifiers <= said | {"military", "army", "top", "foreign", "prime", "federal"} and _compatible(
            modifiers, said
        )
    return head in GENERIC and country is not None and country == role.country and not modifiers


def _compatible(modifiers: set[str], said: set[str]) -> bool:
    return modifiers <= said or not modifiers & {"foreign", "prime", "defence", "defense", "vice", "deputy"}
