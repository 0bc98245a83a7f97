"""Find the source of a cue: the noun that says it, found by climbing the parse, and the words around that noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loader.extract.quotes.control import above_noun, moved, resumed
from loader.extract.quotes.subjects import DEPTH, SUBJECTS, Quoted, subject_of
from loader.extract.quotes.voice import ALWAYS, agent, inverted, is_past, noun_after, passive

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

INHERITS = ("conj", "advcl", "xcomp", "acl", "pcomp", "ccomp", "dep", "parataxis")
HOLDING = ("of", "from", "at", "with", "for", "in")
QUOTED_AS = frozenset({"quote", "cite", "quoted", "cited"})
RELATIVE = ("WP", "WDT")
BRACKET = 8  # tokens in brackets after a name
APPOSITION = 25  # tokens between a name and the verb after its apposition


def source_of(verb: Token, quoted: Quoted) -> Token | None:
    """The head word of who says what a verb reports, or None: its subject, inherited through the clauses above.

    `quoted` tells whether a character stands in quoted words, where no source of words outside can be.
    """
    if verb.lemma_ in QUOTED_AS and not passive(verb):
        named = next((child for child in verb.children if child.dep_ in ("dobj", "obj")), None)
        if named is not None and any(child.lower_ == "as" for child in verb.children):
            return named
    if verb.lemma_ not in QUOTED_AS and passive(verb):
        return agent(verb)
    after = inverted(verb)
    if after is not None:
        return after
    if is_past(verb):
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else _beside(verb, quoted)
    other = resumed(verb, quoted)
    if other is not None:
        return source_of(other, quoted)
    current = verb
    for _ in range(DEPTH):
        found = subject_of(current, quoted)
        if found is not None:
            return found
        object_ = moved(current)
        if object_ is not None:
            return object_
        if current.dep_ == "relcl":
            return current.head
        if current.dep_ not in INHERITS or current.head.i == current.i:
            break
        above = current.head
        if current.dep_ == "acl" and above.pos_ in ("NOUN", "PROPN"):
            above = above_noun(current, above)
            if above.pos_ in ("NOUN", "PROPN"):
                return above
        if above.pos_ == "ADP" or above.dep_ == "prep":
            above = above.head
        if above.lemma_ in QUOTED_AS and above.pos_ == "VERB":
            return source_of(above, quoted) if above.i != verb.i else None
        if above.pos_ not in ("VERB", "AUX"):
            break
        current = above
    return _beside(verb, quoted)


def _beside(verb: Token, quoted: Quoted) -> Token | None:
    """Without a subject in the parse: the noun right before the verb, or, where the verb comes first, right after."""
    doc = verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBP") and verb.text not in ALWAYS and not is_past(verb):
        return None
    i = verb.i - 1
    while i >= 0 and doc[i].pos_ in ("ADV", "AUX", "PART"):
        i -= 1
    i = _before_bracket(doc, i)
    if (
        i >= 0
        and doc[i].pos_ in ("PROPN", "PRON", "NOUN")
        and doc[i].tag_ != "WDT"
        and not quoted(doc[i].idx)
    ):
        return _owner(doc[i])
    if i >= 0 and doc[i].text == ",":
        named = _named_before(doc, i, quoted)
        if named is not None:
            return named
    after = noun_after(verb)
    return None if after is None or quoted(after.idx) else after


def _owner(noun: Token) -> Token:
    """The noun that a place or body before the verb belongs to: 'Ann Lee of the University of Oslo said'."""
    for _ in range(DEPTH):
        above = noun.head
        if noun.dep_ != "pobj" or above.dep_ != "prep" or above.head.i > noun.i:
            break
        if above.head.tag_ in ("VBN", "JJ"):  # "two people briefed on the talks", "sources privy to them"
            above = above.head
            subject = next((child for child in above.lefts if child.dep_ in SUBJECTS), None)
            if subject is not None:
                return subject
        if above.dep_ not in ("prep", "acl") or above.head.pos_ not in ("NOUN", "PROPN"):
            break
        noun = above.head
    return noun


def named_holder(body: Token) -> Token:
    """The person whose name an institution or place follows ('Ann Lee from the University of Oslo'), else the body."""
    doc, i = body.doc, body.left_edge.i - 1
    if body.ent_type_ == "PERSON" or i < 1 or doc[i].lower_ not in HOLDING:
        return body
    return doc[i - 1] if doc[i - 1].ent_type_ == "PERSON" else body


def _before_bracket(doc: Doc, i: int) -> int:
    """The token before a bracket that closes at `i`: 'Peng (in Chinese letters) said'."""
    if i < 0 or doc[i].text != ")":
        return i
    for j in range(i - 1, max(-1, i - BRACKET), -1):
        if doc[j].text == "(":
            return j - 1
    return i


def _named_before(doc: Doc, comma: int, quoted: Quoted) -> Token | None:
    """The name that an apposition before a verb belongs to: 'Ann Lee, a spokesman in Oslo, said'."""
    found: Token | None = None
    for i in range(comma - 1, max(-1, comma - APPOSITION), -1):
        token = doc[i]
        if token.pos_ == "SPACE" or token.text in (".", ";", ":") or quoted(token.idx):
            break
        if token.ent_type_ in ("PERSON", "ORG") and doc[i + 1].text == ",":
            found = token
    return found
