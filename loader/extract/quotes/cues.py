"""Find the cues of reported speech (reporting verbs, 'according to', labels before a colon) and who is their source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.quotes.idioms import idiom_end
from loader.extract.quotes.nouns import is_human, is_thing
from loader.extract.quotes.sentences import sentence
from loader.extract.quotes.sources import RELATIVE, named_holder, source_of
from loader.extract.quotes.subjects import Quoted
from loader.extract.quotes.voice import ALWAYS, noun_after
from loader.extract.quotes.words import source_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# a verb that reports only with the next word -> that word, strength, clause
CLAUSE_ENDS = frozenset({",", '"', "”"})  # before a bare "per" that means "according to"
PHRASES = {"put": ("it", "plain", "yes"), "point": ("out", "strong", "yes")}
BEFORE_DATE = 12  # tokens between a person and the date after which 'who said' follows
NEAR = 80  # characters; a source farther after its cue is no part of the attribution's stretch
APPOSED = 250  # characters between a source and the cue after it: "Ann Lee, the head of ..., said"
LABEL = re.compile(
    r"[\"“'‘]?\s*([A-Z][\w.'’-]*(?:[ \t](?:[A-Z][\w.'’-]*|of|the|de|al|bin|van|von|on|and)){0,5}"
    r"(?:[ \t]?\([^)\n]{1,40}\))?)[ \t]*:[ \t\xa0]*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word and its source: `start`, `end` bound the cue, `source_start`, `source_end` the source's words.

    `token` is the index of the cue's verb (or of the head that an 'according to' modifies), `head` that of the
    source's head word; either is -1 where there is none. `strength` is one of the lexicon's, or `label`,
    `according`, `noun`, `idiom`, `open` (a verb that is in no list). `clause` says what clause makes an indirect quote
    of it.
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
            self.source_start
            if 0 <= self.source_start < self.start <= self.source_end + APPOSED
            else self.start
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
        phrase = idiom_end(token)
        if phrase is not None:
            found.append(_idiom(verb_cue(token, quoted, "strong", "yes"), phrase))
        elif token.text in ALWAYS or (lemma in known and (token.pos_ == "VERB" or _governs(token))):
            found.append(verb_cue(token, quoted, *known.get(lemma, known["say"])))
        elif (lemma in nouns or token.lower_ in nouns) and token.pos_ == "NOUN":
            owner = _owner(token)
            if owner is not None:
                stop = token.idx + len(token)
                strength = "plain" if token.lower_ == "words" else "noun"
                found.append(
                    Cue(token.idx, stop, lemma, strength, "no", token.i, owner.i, *source_span(owner))
                )
        elif lemma in PHRASES and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == PHRASES[lemma][0]:
            found.append(verb_cue(token, quoted, *PHRASES[lemma][1:]))
        elif token.lower_ in ("according", "per"):
            cue = _according(token)
            if cue is not None:
                found.append(cue)
    return found


def _idiom(cue: Cue, last: Token) -> Cue:
    """The cue of a phrase: that of its verb, up to its last word."""
    return replace(cue, end=last.idx + len(last), strength="idiom", token=last.i)


def _owner(noun: Token) -> Token | None:
    """Whose words a noun names: 'her claim', 'the words of the patient', 'a warning from the ministry'."""
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ == "nmod" and noun.lower_ == "words"):
            return child
        if child.lower_ in ("by", "from") or (child.lower_ == "of" and noun.lower_ == "words"):
            return next((other for other in child.children if other.dep_ == "pobj"), None)
    return None


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
        who = source.lower_ == "who"
        source = _antecedent(clause_head.head, who=who) if clause_head.dep_ == "relcl" else source
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


def _antecedent(noun: Token, *, who: bool) -> Token:
    """What a relative clause belongs to: in 'a report on the year, which said', the report.

    `who` belongs to people: in 'callers to the show who said', to the callers.
    """
    if noun.ent_type_ in ("DATE", "TIME"):
        before = noun.doc[max(sentence(noun).start, noun.i - BEFORE_DATE) : noun.i]
        return next((token for token in reversed(list(before)) if token.ent_type_ == "PERSON"), noun)
    above = noun.head
    if who and noun.dep_ == "pobj" and above.dep_ == "prep" and is_human(above.head):
        return noun if is_human(noun) or noun.ent_type_ == "PERSON" else above.head
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
    elif token.i == 0 or (doc[token.i - 1].lower_ != "as" and doc[token.i - 1].text not in CLAUSE_ENDS):
        return None
    source = next((child for child in last.children if child.dep_ == "pobj"), None)
    if source is None:
        source = next((child for child in token.children if child.dep_ == "pobj"), None)
    if source is None:
        source = noun_after(last)
    if source is None:
        return None
    first = doc[token.i - 1] if token.i and doc[token.i - 1].lower_ == "as" else token
    if first.lower_ == "per" and is_thing(source):
        return None  # "12 deaths, per day"
    start, end = source_span(source)
    top = first
    while top.dep_ in ("prep", "pcomp", "mark", "pobj") and top.head.i != top.i:
        top = top.head
    stop, words = last.idx + len(last), f"{first.lower_} {last.lower_}"
    return Cue(first.idx, stop, words, "according", "yes", top.i, source.i, start, end)
