"""Find who says what a verb reports where that is not its own subject: after "and", "adding", "forced him to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.quotes.nouns import is_thing
from loader.extract.quotes.subjects import DEPTH, Quoted, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

SAYING = frozenset(
    {
        "say",
        "tell",
        "claim",
        "add",
        "argue",
        "note",
        "insist",
        "tweet",
        "write",
        "announce",
        "state",
        "stress",
        "warn",
    }
)
ADDING = frozenset(
    {
        "add",
        "note",
        "stress",
        "emphasise",
        "emphasize",
        "warn",
        "explain",
        "reiterate",
        "point",
        "insist",
        "urge",
    }
)  # with '-ing' after a comma they go on about the speaking: 'said the nation was proud, adding that'
MOVING = frozenset(
    {
        "force",
        "ask",
        "urge",
        "lead",
        "cause",
        "get",
        "prompt",
        "compel",
        "press",
        "push",
        "allow",
        "invite",
        "order",
        "persuade",
        "convince",
        "require",
        "instruct",
        "encourage",
        "expect",
        "want",
    }
)  # verbs whose object does what follows
ISSUES = frozenset(
    [
        "issue",
        "release",
        "publish",
        "send",
        "post",
        "write",
        "circulate",
        "deliver",
        "share",
        "sign",
        "put",
        "read",
    ]
)


def resumed(verb: Token, quoted: Quoted) -> Token | None:
    """The verb of speech whose subject goes on after what it reports: 'said it was over and invited them'.

    The parse joins 'invited' to 'was'; the tense and the missing subject tell that it goes with 'said'.
    """
    other = verb.head
    first = verb.left_edge.i
    adds = verb.tag_ == "VBG" and verb.lemma_ in ADDING and first > 0 and verb.doc[first - 1].text == ","
    if not (adds or verb.dep_ == "conj") or subject_of(verb, quoted) is not None:
        return None
    for _ in range(DEPTH):
        if other.dep_ == "ccomp" and other.head.lemma_ in SAYING and other.head.i < other.i:
            return (
                other.head if adds or (other.head.tag_ == verb.tag_ and verb.tag_ in ("VBD", "VBZ")) else None
            )
        if other.dep_ not in ("conj", "xcomp"):
            return None
        other = other.head
    return None


def moved(verb: Token) -> Token | None:
    """Who was moved to say something: 'forced him to admit that', 'led critics to fear that'."""
    above = verb.head
    if verb.dep_ not in ("xcomp", "ccomp", "advcl") or verb.tag_ != "VB" or above.lemma_ not in MOVING:
        return None
    for child in above.children:
        if child.dep_ in ("dobj", "dative") and above.i < child.i < verb.i and not is_thing(child):
            return child
    return None


def above_noun(clause: Token, noun: Token) -> Token:
    """What a clause on a noun inherits from: 'a statement saying' the noun, 'left the room, saying' the verb above."""
    doc, first = noun.doc, clause.left_edge.i
    verb = noun
    for _ in range(DEPTH):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return noun
    parted = clause.tag_ == "VBG" and first > 0 and doc[first - 1].text == ","
    issued = (
        noun.head.i == verb.i and verb.lemma_ in ISSUES and noun.lemma_ in lexicon.words("quotes_documents")
    )
    object_ = noun.dep_ == "dobj" and noun.pos_ == "NOUN" and not noun.ent_type_
    thing = object_ and clause.tag_ == "VBG" and noun.lemma_ not in lexicon.words("quotes_documents")
    deed = clause.tag_ in ("VBG", "VB") and is_thing(
        noun
    )  # "at a conference announcing", "a chance to remind"
    told = (
        clause.tag_ == "VBG" and noun.dep_ == "pobj" and noun.head.lower_ == "to"
    )  # "a pitch to voters saying"
    return verb if parted or issued or thing or deed or told else noun
