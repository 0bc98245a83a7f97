"""Find the cues of reported speech (reporting verbs, 'according to', labels before a colon) and who is their source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.quotes.sources import (
    ALWAYS,
    RELATIVE,
    Quoted,
    named_holder,
    noun_after,
    source_of,
    source_span,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# a verb that reports only with the next word -> that word, strength, clause
PHRASES = {"put": ("it", "plain", "no"), "point": ("out", "strong", "yes")}
BEFORE_DATE = 12  # tokens between a person and the date after which 'who said' follows
NEAR = 80  # characters; a source farther from its cue is no part of the attribution's stretch
LABEL = re.compile(
    r"[\"“'‘]?\s*([A-Z][\w.'’-]*(?:[ \t](?:[A-Z][\w.'’-]*|of|the|de|al|bin|van|von|on|and)){0,5}"
    r"(?:[ \t]?\([^)\n]{1,40}\))?)[ \t]*:[ \t\xa0]*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word and its source: `start`, `end` bound the cue, `source_start`, `source_end` the source's words.

    `token` is the index of the cue's verb (or of the head that an 'according to' modifies), `head` that of the
    source's head word; either is -1 where there is none. `strength` is one of the lexicon's, or `label`,
    `according`, `noun`, `open` (a verb that is in no list). `clause` says what clause makes an indirect quote of it.
    """

    start: int
    end: int
    lemma: str
    strength: str
    clause: str
    token: int
    head: int
    source_start: int
    source_end: int

    @property
    def low(self) -> int:
        """Where the attribution begins: the cue or its source, whichever comes first and is near."""
        return (
            self.source_start if 0 <= self.source_start < self.start <= self.source_end + NEAR else self.start
        )

    @property
    def high(self) -> int:
        """Where the attribution ends."""
        return (
            self.source_end
            if self.end < self.source_end and self.source_start <= self.end + NEAR
            else self.end
        )


@cache
def verbs() -> dict[str, tuple[str, str]]:
    """Strength and clause of each reporting verb, by lemma."""
    return {row["lemma"]: (row["strength"], row["clause"]) for row in lexicon.table("quotes_verbs")}


@cache
def requests() -> frozenset[str]:
    """The lemmas of verbs by which someone is asked or told to do something."""
    return frozenset(row["lemma"] for row in lexicon.table("quotes_verbs") if row["infinitive"] == "yes")


def find_cues(doc: Doc, quoted: Quoted) -> list[Cue]:
    """Every reporting verb and 'according to' of a doc, in order, with its source where the parse shows one."""
    known, nouns = verbs(), lexicon.words("quotes_nouns")
    found = []
    for token in doc:
        lemma = token.lemma_
        if token.text in ALWAYS or (lemma in known and (token.pos_ == "VERB" or _governs(token))):
            found.append(verb_cue(token, quoted, *known.get(lemma, known["say"])))
        elif lemma in nouns and token.pos_ == "NOUN":
            owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
            if owner is not None:
                stop = token.idx + len(token)
                found.append(Cue(token.idx, stop, lemma, "noun", "no", token.i, owner.i, *source_span(owner)))
        elif lemma in PHRASES and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == PHRASES[lemma][0]:
            found.append(verb_cue(token, quoted, *PHRASES[lemma][1:]))
        elif token.lower_ in ("according", "per"):
            cue = _according(token)
            if cue is not None:
                found.append(cue)
    return found


def _governs(token: Token) -> bool:
    """Whether a word taken for a noun heads its sentence as a verb does: '"...," Ann Lee and Tom Ruiz write.'"""
    return token.dep_ == "ROOT" and token.pos_ == "NOUN" and any(c.dep_ == "nsubj" for c in token.lefts)


def verb_cue(token: Token, quoted: Quoted, strength: str, clause: str) -> Cue:
    """The cue that a verb makes, its source found by climbing the parse; of 'who said', 'who' is the source's words."""
    source = source_of(token, quoted)
    source = None if source is None else named_holder(source)
    start, end = (-1, -1) if source is None else source_span(source)
    if source is not None and source.tag_ in RELATIVE:
        start, end = source.idx, source.idx + len(source)
        clause_head = source.head
        source = _antecedent(clause_head.head) if clause_head.dep_ == "relcl" else source
    stop = token.idx + len(token)
    return Cue(
        token.idx,
        stop,
        token.lemma_,
        strength,
        clause,
        token.i,
        -1 if source is None else source.i,
        start,
        end,
    )


def _antecedent(noun: Token) -> Token:
    """What a relative clause belongs to: in 'a report on the year, which said', the report."""
    if noun.ent_type_ in ("DATE", "TIME"):
        before = noun.doc[max(noun.sent.start, noun.i - BEFORE_DATE) : noun.i]
        return next((token for token in reversed(list(before)) if token.ent_type_ == "PERSON"), noun)
    above = noun.head
    documents = lexicon.words("quotes_documents")
    if noun.dep_ == "pobj" and above.dep_ == "prep" and noun.lemma_ not in documents:
        return above.head if above.head.lemma_ in documents else noun
    return noun


def _according(token: Token) -> Cue | None:
    """'according to X', 'as per X': the source is what the preposition governs."""
    doc, last = token.doc, token
    if token.lower_ == "according":
        if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            return None
        last = doc[token.i + 1]
    elif token.i == 0 or doc[token.i - 1].lower_ != "as" or token.lower_ != "per":
        return None
    source = next((child for child in last.children if child.dep_ == "pobj"), None)
    if source is None:
        source = next((child for child in token.children if child.dep_ == "pobj"), None)
    if source is None:
        source = noun_after(last)
    if source is None:
        return None
    first = token if token.lower_ == "according" else doc[token.i - 1]
    start, end = source_span(source)
    top = first
    while top.dep_ in ("prep", "pcomp", "mark", "pobj") and top.head.i != top.i:
        top = top.head
    stop, words = last.idx + len(last), f"{first.lower_} {last.lower_}"
    return Cue(first.idx, stop, words, "according", "yes", top.i, source.i, start, end)
