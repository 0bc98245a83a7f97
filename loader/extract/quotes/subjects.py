"""Find the subject of a verb in the parse, whole, and not what only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from loader.extract.quotes.voice import may_invert
from loader.extract.quotes.words import KEEP_LEFT

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
DATELINE_ENDS = frozenset({"-", "--", "–", "—", ")", ":"})
DEPTH = 6  # steps up the tree in search of a subject
Quoted = Callable[[int], bool]


def subject_of(verb: Token, quoted: Quoted) -> Token | None:
    """A verb's own subject: the nearest one; after a dateline ('WASHINGTON - X said') the apposition to it."""
    subject: Token | None = None
    for child in verb.children:
        nearer = subject is None or abs(child.i - verb.i) < abs(subject.i - verb.i)
        if child.i > verb.i and not may_invert(verb):
            continue
        if nearer and child.dep_ in SUBJECTS and child.tag_ != "VBG" and not quoted(child.idx):
            subject = child
    if subject is not None and (subject.ent_type_ == "GPE" or subject.text.isupper()):
        for child in subject.rights:
            if child.dep_ == "appos" and child.doc[child.left_edge.i - 1].text in DATELINE_ENDS:
                return child
    return subject if subject is None else _whole(verb, subject)


def _whole(verb: Token, subject: Token) -> Token:
    """The last of the words that the parse takes for subjects one by one: 'said co-author Ann Lee'."""
    doc, found = verb.doc, subject
    for child in verb.rights if subject.i > verb.i else ():
        joined = all(
            token.text == "-" or token.dep_ in SUBJECTS + KEEP_LEFT for token in doc[found.i + 1 : child.i]
        )
        if child.i > found.i and child.dep_ in SUBJECTS and joined:
            found = child
    return found
