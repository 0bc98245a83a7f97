"""Find reported clauses: the span that a cue reports, from the parse, for indirect quotes and for mixed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loader.extract.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EDGE = " \t\r\n\xa0,;:-–—―"
CLAUSES = ("ccomp", "xcomp", "pcomp")
WHETHER = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who"})


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space, commas and dashes at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def reported_clause(doc: Doc, cue: Cue) -> tuple[int, int] | None:
    """The clause that a cue reports, as characters, without 'that'; None where the parse shows none."""
    if cue.token < 0:
        return None
    if cue.strength == "according":
        return _according(doc, cue)
    verb = doc[cue.token]
    if _negated(verb) or _impersonal(verb):
        return None
    clause = _complement(verb)
    if clause is None:
        return None
    return _span(doc, verb, clause, cue)


def _complement(verb: Token) -> Token | None:
    """The clause below a verb: a finite complement, to its right or, in 'It rains, he said', to its left."""
    best = None
    for child in verb.children:
        if child.dep_ in ("ccomp", "acl") and _finite(child) and (best is None or child.i > verb.i > best.i):
            best = child
    return best


def _finite(clause: Token) -> bool:
    """Whether a clause has a subject and a finite verb."""
    if any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "attr") for child in clause.children):
        return clause.tag_ != "VBG" or any(child.dep_ == "aux" for child in clause.children)
    return False


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _impersonal(verb: Token) -> bool:
    """'It was announced that': nobody is named."""
    return any(child.dep_ in ("nsubjpass", "expl") and child.lower_ in ("it", "there") for child in verb.children)


def _span(doc: Doc, verb: Token, clause: Token, cue: Cue) -> tuple[int, int] | None:
    first, last = clause.left_edge.i, clause.right_edge.i
    if first > verb.i:
        if doc[first].lower_ == "that" and doc[first].dep_ in ("mark", "det", "nsubj"):
            first += doc[first].dep_ == "mark"
        last = _cut(doc, first, last)
    else:
        last = min(last, doc.char_span(cue.low, cue.low + 1, alignment_mode="expand").start - 1, verb.i - 1)
    if last <= first:
        return None
    start, end = trim(doc.text, doc[first].idx, doc[last].idx + len(doc[last]))
    end = _paragraph_end(doc.text, start, end)
    return (start, end) if end > start else None


def _cut(doc: Doc, first: int, last: int) -> int:
    """Leaves out a tail that goes on about the speaking: ', adding that ...'."""
    for i in range(first + 1, last):
        if doc[i].text == "," and doc[i + 1].tag_ == "VBG" and doc[i + 1].lemma_ in TAILS:
            return i - 1
    return last


TAILS = frozenset({"add", "say", "note", "cite", "stress", "warn", "argue", "explain", "claim", "tell", "call", "describe", "refer"})


def _paragraph_end(text: str, start: int, end: int) -> int:
    cut = text.find("\n\n", start, end)
    return end if cut < 0 else cut


def _according(doc: Doc, cue: Cue) -> tuple[int, int] | None:
    """The clause that an 'according to' vouches for: what follows it at a sentence's head, else what precedes it."""
    source = doc[cue.head]
    sentence = source.sent
    begin, finish = sentence.start_char, sentence.end_char
    edge = source.right_edge
    after = edge.idx + len(edge)
    lead = doc.text[begin : cue.start].strip(" \n\t\"“")
    if not lead:
        comma = doc.text.find(",", cue.source_end, finish)
        after = max(after, cue.source_end)
        if doc.text[after : after + 1] != "," and comma >= 0 and comma < after:
            after = comma
        start, end = trim(doc.text, after, finish)
    else:
        start, end = trim(doc.text, begin, cue.start)
    if end > start and doc.text[end - 1] in ".":
        end -= 1
    end = _paragraph_end(doc.text, start, end)
    return (start, end) if end - start > 8 else None
