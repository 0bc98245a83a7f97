"""Find the words that name a source: its head with what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

KEEP_LEFT = (
    "det",
    "poss",
    "compound",
    "amod",
    "nmod",
    "nummod",
    "quantmod",
    "predet",
    "case",
    "punct",
    "nounmod",
)
KEEP_PREPOSITIONS = frozenset({"of", "for", "at", "from", "in", "with", "on"})
NOT_IN_SOURCES = frozenset({'"', "“", "”", ",", ";", ":", "—", "–"})
WIDEST = 60  # characters of a source's words; beyond, its prepositional tails are left out


def source_span(head: Token) -> tuple[int, int]:
    """The words of a source: its head with what stands before it, and short tails such as 'of the ministry'."""
    doc, first = head.doc, head.i
    for child in head.lefts:
        if child.dep_ in KEEP_LEFT and child.dep_ != "punct":
            first = min(first, child.left_edge.i)
    for i in range(head.i - 1, first - 1, -1):
        joined = doc[i].pos_ == "VERB" and doc[i - 1].text == "-"  # "a police-led inquiry"
        if (doc[i].pos_ in ("SPACE", "VERB") and not joined) or doc[i].text in NOT_IN_SOURCES:
            first = i + 1
            break
    while (
        first > 0
        and not doc[first].is_sent_start
        and doc[first - 1].head.i == head.head.i != head.i
        and _leads(doc[first - 1])
    ):
        first -= 1  # "a new study reports", where the parse takes 'reports' for a noun
    last = head.i
    while (
        last + 1 < len(doc)
        and head.ent_type_
        and doc[last + 1].ent_iob_ == "I"
        and not doc[last + 1].is_space
    ):
        last += 1  # "Workers and Helpers Union"
    last = _second(head, last)
    for child in head.rights:
        edge = child.right_edge.i
        short = doc[edge].idx + len(doc[edge]) - doc[first].idx <= WIDEST
        if child.dep_ == "prep" and child.lower_ in KEEP_PREPOSITIONS and child.i == last + 1 and short:
            if any(t.pos_ in ("VERB", "SPACE", "PUNCT") for t in doc[child.i : edge + 1]):
                break
            last = edge
        else:
            break
    return doc[first].idx, doc[last].idx + len(doc[last])


def _second(head: Token, last: int) -> int:
    """Where a second named speaker ends that is joined to the first by 'and': 'Ann Lee and Tom Ruiz'."""
    doc = head.doc
    for child in head.rights:
        if child.dep_ == "conj" and head.pos_ == child.pos_ == "PROPN" and child.left_edge.i == last + 2:
            edge = int(child.i)
            while edge + 1 < len(doc) and doc[edge + 1].ent_iob_ == "I" and not doc[edge + 1].is_space:
                edge += 1
            return edge if doc[last + 1].lower_ in ("and", "&") else last
    return last


def _leads(token: Token) -> bool:
    """Whether a word before a noun belongs to its phrase, though the parse hangs it on the verb."""
    return token.dep_ in ("det", "amod", "compound", "poss") and token.pos_ not in ("VERB", "PUNCT", "SPACE")
