"""Pronouns and role nominals (`he`, `the army chief`) that plainly point to a named person of the article.

A pronoun takes the heaviest person in sight that it can mean (attention.py). People without a name (`a farmer`)
compete for attention too: where one of them wins, the pronoun has no person.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from loader.extract.people.annotations import Annotations, speaking
from loader.extract.people.attention import SUBJECTS, Attention, Referent, place_of
from loader.extract.people.names import Candidate
from loader.extract.people.nominals import ACRONYMS, HUMAN, Holders, is_human
from loader.extract.people.persons import Person
from loader.extract.people.roles import is_role
from loader.extract.people.words import fold, titles
from loader.model import Mention, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

GENDERS = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
MARKS = frozenset(['"', "“", "”"])
OPENING = 4  # tokens of a sentence in which a possessive may point ahead
CLEAR, LIKELY = 3.0, 1.5  # how many times the weight of the next
# Shares of right ones among 103 (89 pronouns, 14 nominals) read in news of many countries, to the next 0.05.
SURE = {"only": 0.9, "clear": 0.85, "likely": 0.65, "close": 0.6, "ahead": 0.8, "self": 0.9}
QUOTED = 0.8  # times as sure inside a quotation
ROLE = 0.65  # how sure a role nominal is


def find_references(
    notes: Annotations, named: Sequence[Candidate], persons: Sequence[Person], roles: Sequence[Role]
) -> list[Mention]:
    """The pronouns and role nominals that have a person, in order of position."""
    return _Reader(notes, named, persons, roles).read()


class _Reader:
    """Reads an article once, from its first token to its last."""

    def __init__(
        self,
        notes: Annotations,
        named: Sequence[Candidate],
        persons: Sequence[Person],
        roles: Sequence[Role],
    ) -> None:
        self.doc: Any = notes.doc
        self.names = {notes.index(c.end - 1): c for c in named}
        self.taken = {i for c in named for i in range(notes.index(c.start), notes.index(c.end - 1) + 1)}
        self.taken |= {i for r in roles for i in range(notes.index(r.start), notes.index(r.end - 1) + 1)}
        self.referents = [Referent(i, p.gender) for i, p in enumerate(persons)]
        self.holders = Holders(roles)
        self.attention = Attention()
        self.seen: set[int] = set()
        self.found: dict[int, Mention] = {}
        self.quoted = False
        self.spoke: Referent | None = None
        self.speaker: Referent | None = None

    def read(self) -> list[Mention]:
        """The references in order; only tokens that may matter are looked at."""
        marked, starts = _marked(self.doc)
        at = 0
        for i in sorted({*marked, *self.names}):
            while at < len(starts) and starts[at] <= i:
                self._begin(starts[at])
                at += 1
            token = self.doc[i]
            if i in self.names:
                self._name(token)
            elif token.text in MARKS:
                self._mark(token.text)
            elif token.lower_ in GENDERS and not token.text.isupper():  # `HE the Ambassador`
                self._pronoun(token, starts[at - 1] if at else 0)
            elif i not in self.taken and is_human(token):
                self._nominal(token)
        return [self.found[i] for i in sorted(self.found)]

    def _begin(self, start: int) -> None:
        blank = start > 0 and "\n" in self.doc[start - 1].text_with_ws
        self.attention.fade(blank=blank)
        if blank:
            self.quoted = False

    def _mark(self, mark: str) -> None:
        self.quoted = mark == "“" or (mark == '"' and not self.quoted)
        self.speaker = self.spoke

    def _attend(self, referent: Referent, token: Any) -> None:
        self.attention.attend(referent, place_of(token))
        if token.dep_ in SUBJECTS and not self.quoted:
            self.spoke = referent if token.head.lemma_ in speaking() else None

    def _name(self, token: Any) -> None:
        person = self.names[token.i].person
        if person is not None:
            self._attend(self.referents[person], token)
            self.seen.add(person)

    def _pronoun(self, token: Any, sentence: int) -> None:
        gender = GENDERS[token.lower_]
        if token.lower_.endswith("self"):
            self._reflexive(token)
            return
        opens = token.i - sentence < OPENING
        told = self._ahead(token, gender) if opens else None
        how = "ahead"
        if told is None:
            told, how = self._whose_clause(token, gender), "clear"
        if told is not None:
            self._add(token.i, token.i, told, "pronoun", how)
            return
        ranked = self.attention.ranked(gender, subject=token.dep_ in SUBJECTS or opens)
        barred = self._own_subjects(token)
        if self.quoted and self.speaker is not None:
            barred.add(self.speaker.person)
        ranked = [(weight, r) for weight, r in ranked if r.person is None or r.person not in barred]
        if not ranked:
            return
        best = ranked[0][1]
        ratio = ranked[0][0] / ranked[1][0] if len(ranked) > 1 else 0.0
        how = "only" if not ratio else "clear" if ratio >= CLEAR else "likely" if ratio >= LIKELY else "close"
        if best.person is not None:
            self._add(token.i, token.i, best, "pronoun", how)
            if not best.gender and how in ("only", "clear") and not self.quoted:
                best.gender = gender
        self._attend(best, token)

    def _whose_clause(self, token: Any, gender: str) -> Referent | None:
        """`Lopez, who chose Madrid as her first stop`: a possessive belongs to whom its relative clause is about."""
        verb = token
        while token.dep_ == "poss" and verb.head.i != verb.i and verb.dep_ != "relcl":
            verb = verb.head
        named = self.names.get(verb.head.i) if verb.dep_ == "relcl" else None
        if named is None or named.person is None or verb.pos_ != "VERB":
            return None
        if not any(child.lower_ == "who" and child.dep_ in SUBJECTS for child in verb.children):
            return None
        owner = self.referents[named.person]
        return owner if owner.gender in ("", gender) else None

    def _reflexive(self, token: Any) -> None:
        """`himself` right after a name is that person, else the subject of its own clause."""
        before = self.names.get(token.i - 1)
        persons = {before.person} if before is not None else self._subjects_of(token)
        known = [p for p in persons if p is not None]
        if len(known) == 1:
            self._add(token.i, token.i, self.referents[known[0]], "pronoun", "self")

    def _own_subjects(self, token: Any) -> set[int | None]:
        """The subjects of an object's own verb, whom it does not mean (`he met him`)."""
        return set() if token.dep_ in SUBJECTS or token.dep_ == "poss" else self._subjects_of(token)

    def _subjects_of(self, token: Any) -> set[int | None]:
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token.head.head
        own = [c.i for c in verb.children if c.dep_ in SUBJECTS]
        known = {self.names[i].person for i in own if i in self.names}
        return known | {self.found[i].person for i in own if i in self.found}

    def _ahead(self, token: Any, gender: str) -> Referent | None:
        """`In his talks with Bajwa, Gen Wei said`: the subject to come, when the phrase opens the sentence."""
        if token.dep_ != "poss":
            return None
        root = token
        while root.head.i != root.i:
            root = root.head
        for child in root.children:
            if child.dep_ in SUBJECTS and child.i > token.head.i and child.i in self.names:
                person = self.names[child.i].person
                if person is not None and self.referents[person].gender in ("", gender):
                    return self.referents[person]
        return None

    def _nominal(self, token: Any) -> None:
        holders = self.holders.of(token)
        if holders is not None:
            start, fits = holders
            owner = self._one([self.referents[p] for p in fits if p in self.seen])
            if owner is not None:
                self._add(start, token.i, owner, "role", "role")
                self._attend(owner, token)
                return
        gender = titles().get(fold(token.text), {}).get("gender", "") or HUMAN.get(token.lower_, "")
        self._attend(Referent(None, gender), token)

    def _one(self, fits: list[Referent]) -> Referent | None:
        """The only holder, or the one clearly most in sight."""
        heavy = sorted(fits, key=lambda r: -r.weight)
        if len(heavy) > 1 and heavy[0].weight <= CLEAR * heavy[1].weight:
            return None
        return heavy[0] if heavy else None

    def _add(self, first: int, last: int, referent: Referent, kind: str, how: str) -> None:
        span = self.doc[first : last + 1]
        confidence = ROLE if kind == "role" else round(SURE[how] * (QUOTED if self.quoted else 1.0), 2)
        rule = how if kind == "role" else f"attention: {how}"
        self.found[last] = Mention(
            span.start_char, span.end_char, span.text, kind, referent.person, confidence, rule
        )


def _marked(doc: Doc) -> tuple[list[int], list[int]]:
    """Tokens that may be pronouns, human nouns or quotation marks, and the tokens that begin sentences."""
    import numpy as np

    lower = doc.to_array("LOWER")
    starts = np.flatnonzero(doc.to_array("SENT_START") == 1).tolist()
    return np.flatnonzero(np.isin(lower, _wanted())).tolist(), starts


@cache
def _wanted() -> Any:
    """The hashes (the same in every vocabulary) of the words that may matter, sorted."""
    import numpy as np
    from spacy.strings import get_string_id

    nouns = {*HUMAN, *(w for w in titles() if is_role(w)), *(a.lower() for a in ACRONYMS)}
    return np.array(sorted(get_string_id(w) for w in {*GENDERS, *MARKS, *nouns}), dtype="uint64")
