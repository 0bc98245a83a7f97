"""Find the reported clause after a verb where the parse shows none: by 'that', or by where a clause would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loader.extract.quotes.sentences import sentence
from loader.extract.quotes.subjects import SUBJECTS
from loader.extract.quotes.voice import FINITE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BARE = frozenset({"say", "tell"})  # their clause needs no 'that'
NOT_REPORTS = frozenset(
    [
        "after",
        "before",
        "while",
        "as",
        "because",
        "since",
        "although",
        "though",
        "until",
        "when",
        "once",
        "so",
    ]
)
ASIDE = ("prep", "npadvmod", "advmod", "dative", "advcl")
ABOUT = frozenset({"to", "about", "with", "against", "on"})
BETWEEN = 25  # tokens between a verb and its 'that', at most
OPENING = 25  # tokens of a clause in which its verb must stand
JOINTS = ("WDT", "WP", "WRB", "IN", "TO", "CC")  # tags of words that begin something else
STOPS = frozenset({";", ":", "--", "—", "–", '"', "“", "”"})


def clause_after(doc: Doc, verb: Token) -> tuple[int, int] | None:
    """The first and last token of the clause that a verb reports, without 'that'; None where there is none."""
    if verb.dep_ in ("csubj", "pcomp") or any(
        child.tag_ in ("WP", "WDT", "WRB") for child in verb.lefts if child.dep_ not in SUBJECTS
    ):
        return None
    end = sentence(verb).end
    start = _after_that(doc, verb, end)
    strictly = start is None and verb.lemma_ not in BARE
    if start is None:
        start = _after_asides(doc, verb, end)
    if start is None or start >= end or (doc[start].lower_ in NOT_REPORTS and doc[start].dep_ == "mark"):
        return None
    if not _clause_like(doc, start, end, strictly=strictly):
        return None
    last = (_phrase_end(doc, verb, start, end) if strictly else end) - 1
    while last > start and (doc[last].is_space or doc[last].is_punct):
        last -= 1
    return start, last


def _phrase_end(doc: Doc, verb: Token, start: int, end: int) -> int:
    """Where a clause ends at the latest: at marks, and at a comma where the sentence's main clause follows."""
    fronted = any(child.dep_ == "mark" for child in verb.lefts)
    for token in doc[start:end]:
        if token.text in STOPS or (fronted and token.text == ","):
            return int(token.i)
    return end


def _after_that(doc: Doc, verb: Token, end: int) -> int | None:
    """Where a clause begins after a 'that' parted from its verb by nothing but hearers, times and places."""
    if verb.lemma_ not in BARE and any(child.dep_ in ("dobj", "attr") for child in verb.rights):
        return None
    for token in doc[verb.i + 1 : min(end, verb.i + BETWEEN)]:
        if token.text in STOPS or (token.tag_ in FINITE and token.dep_ != "relcl"):
            return None
        if token.lower_ == "that" and token.tag_ == "IN":
            return None if _of_another(verb, token) else int(token.i) + 1
    return None


def _of_another(verb: Token, that: Token) -> bool:
    """Whether a 'that' belongs to a noun spoken about ('responded to reports that') or to a verb between.

    In 'responded by using it to prove that' it belongs to 'prove'.
    """
    owner = that.head.head
    if owner.pos_ == "VERB" and verb.i < owner.i < that.i:
        return True
    prepositions = (child for child in verb.rights if child.dep_ == "prep" and child.i < that.i)
    return that.head.dep_ == "acl" and any(child.lower_ in ABOUT for child in prepositions)


def _after_asides(doc: Doc, verb: Token, end: int) -> int | None:
    """Where a clause begins without 'that': after the hearer of 'tell', and after when and where it was said."""
    start = verb.i + 1
    if verb.lemma_ == "tell":
        hearer = next((child for child in verb.rights if child.dep_ in ("dobj", "dative")), None)
        if hearer is None or not (
            hearer.pos_ in ("PROPN", "PRON") or hearer.tag_ == "NNS" or hearer.ent_type_
        ):
            return None
        start = max(start, _edge(hearer) + 1)
    for child in verb.rights:
        if child.dep_ in ASIDE and child.left_edge.i == start and child.right_edge.i < end - 1:
            start = child.right_edge.i + 1
    return start if start < end and not doc[start].is_punct else None


def _edge(noun: Token) -> int:
    """The last token of a name; the parse may hang the whole clause on it."""
    last = int(noun.i)
    while last + 1 < len(noun.doc) and noun.doc[last + 1].ent_iob_ == "I" and noun.ent_type_:
        last += 1
    return last


def _clause_like(doc: Doc, start: int, end: int, *, strictly: bool) -> bool:
    """Whether words begin as a clause does: a noun or pronoun, then a finite verb, no mark between but commas.

    `strictly` is for verbs that mostly take a noun: no comma and no relative or other clause may come between.
    """
    named = False
    for token in doc[start : min(end, start + OPENING)]:
        if token.text in STOPS or token.is_space:
            return False
        between = named and token.dep_ == "prep"
        if strictly and not between and (token.is_punct or token.tag_ in JOINTS):
            return False
        if token.tag_ in FINITE:
            verb = token.head if token.dep_ in ("aux", "auxpass") else token
            return named and not (strictly and verb.dep_ in ("relcl", "acl", "conj"))
        named = named or token.pos_ in ("NOUN", "PROPN", "PRON")
    return False
