"""Tell from a verb and its neighbours whether it is active, passive or inverted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

FINITE = ("VBD", "VBZ", "VBP", "MD")
ALWAYS = frozenset({"said", "says", "Said", "Says"})  # reporting verbs, whatever the tagger thinks
AFTER_PASSIVES = frozenset({"by", "of", "as", "for", "with", "from", ",", "."})
BEFORE_INVERSION = frozenset({",", '"', "”", "'", "’"})


def is_past(participle: Token) -> bool:
    """Whether a participle is a past tense that the tagger took for one: 'Ann Lee, the mayor, called it a gift'."""
    doc, noun, i = participle.doc, participle.head, participle.i
    if participle.tag_ != "VBN" or not 0 < i < len(doc) - 1 or noun.i >= i:
        return False
    if any(child.dep_ in ("aux", "auxpass", "agent") for child in participle.children):
        return False
    governed = noun.dep_ != "ROOT" and noun.head.pos_ in ("VERB", "AUX")
    beside = doc[i - 1].text == "," or (doc[i - 1].i == noun.i and noun.pos_ == "PROPN")
    return beside and not governed and doc[i + 1].lower_ not in AFTER_PASSIVES


def passive(verb: Token) -> bool:
    """Whether a verb is passive: 'was called', or a bare participle as in 'the woman named ...'."""
    if is_past(verb):
        return False
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.lefts):
        return True
    return bool(
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl")
        and not any(child.dep_ == "aux" for child in verb.lefts)
    )


def agent(verb: Token) -> Token | None:
    """The 'by X' of a passive: 'was quoted as saying by' has the speaker as its subject instead."""
    for child in verb.rights:
        if child.dep_ == "agent":
            return next((noun for noun in child.rights if noun.dep_ == "pobj"), None)
    return None


def inverted(verb: Token) -> Token | None:
    """Who stands after 'says' at the end of a sentence: 'Prices will fall, says minister'."""
    doc, i = verb.doc, verb.i
    if verb.text not in ALWAYS or not 0 < i < len(doc) - 1 or doc[i - 1].text not in BEFORE_INVERSION:
        return None
    after = noun_after(verb) if doc[i + 1].pos_ in ("DET", "ADJ", "NOUN", "PROPN") else None
    if after is None or after.ent_type_ in ("DATE", "TIME"):
        return None
    between = all(token.pos_ in ("DET", "ADJ", "NOUN", "PROPN") for token in doc[i + 1 : after.i])
    return after if between and (after.i + 1 >= len(doc) or doc[after.i + 1].is_space) else None


def may_invert(verb: Token) -> bool:
    """Whether a subject may follow a verb: after a mark, a comma, 'as' or at a sentence's start, or a question."""
    doc, i = verb.doc, verb.i
    while i > 0 and not doc[i].is_sent_start and doc[i - 1].pos_ in ("ADV", "AUX"):
        i -= 1
    if i == 0 or doc[i].is_sent_start:
        return True
    before = doc[i - 1]
    return not (before.is_alpha or before.like_num) or before.lower_ in ("as", "so")


def noun_after(token: Token) -> Token | None:
    """The head of the noun phrase that begins right after a token."""
    doc = token.doc
    for other in doc[token.i + 1 : token.i + 8]:
        if other.pos_ in ("NOUN", "PROPN", "PRON") and other.dep_ not in ("compound", "poss", "nmod", "amod"):
            return other
        if other.pos_ in ("VERB", "PUNCT", "SPACE"):
            return None
    return None
