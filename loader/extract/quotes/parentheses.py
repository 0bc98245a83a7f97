"""Find what a parenthesis about the speaking leaves of its sentence: 'The talks, he said, went well.'"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loader.extract.quotes.cues import NEAR, Cue
from loader.extract.quotes.sentences import sentence
from loader.extract.quotes.subjects import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Stretch = tuple[int, int]

EDGE = " \t\r\n\xa0,;:-–—―"
ASIDES = frozenset(
    [
        "in",
        "at",
        "during",
        "after",
        "who",
        "which",
        "on",
        "according",
        "when",
        "as",
        "although",
        "though",
        "while",
    ]
)  # they go on about the speaking
HEARERS = frozenset(
    {"reporter", "journalist", "media", "parliament", "court", "police", "them", "him", "her", "me", "us"}
)
MARKS = ('"', "“", "‘", "«")
COMMAS = (",", "—", "–", "--")
LONGEST_SOURCE = 16  # tokens of a source between a comma and its verb
LONGEST_SENTENCE = 3000  # characters; what is longer is no sentence
LONGEST_APPOSITION = 60  # characters between a fronted source and the clause
LEAST_LEAD = 4  # before a parenthesis in mid-sentence, fewer words are not worth a row
DATELINE = re.compile(
    r"(?:[A-Z][\w .,/'’-]{1,50})?\([A-Z][\w /.-]{1,30}\)[ \t\xa0]*[-–—:]+[ \t\xa0]*"  # NAIROBI, June 3 (Agency) --
    r"|[A-Z]{3}[A-Z ]{0,30}(?:,[ \t\xa0][\w .]{2,30})?[ \t\xa0]*(?:--|[-–—:])[ \t\xa0]+"  # NAIROBI, Kenya --
)
AFTER_CUE = re.compile(r"(?:[ \t\xa0]+(?!that\b)[\w'’.-]+){0,6}?[ \t\xa0]*(?=[,.!?;—–]|--|$|\n)")

# the occasion of the speech, up to the next comma: 'he said during an event on the law and what it can do'
AFTER_SPEECH = re.compile(
    r"[ \t\xa0]+(?:in|during|on|after|before|at|to|when|while|as)\b(?![ ]least)[^,.;!?\n]{1,200}(?=[,.;!?\n]|$)"
)


def trim(text: str, start: int, end: int) -> Stretch:
    """A span without white space, commas and dashes at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def around(text: str, doc: Doc, verb: Token, cue: Cue) -> list[Stretch]:
    """'The talks, he said, went well.', 'The talks went well, he said.': the sentence less the parenthesis."""
    begin, finish = _bounds(text, sentence(verb))
    low, high = cue.low, cue.high
    if cue.start > cue.source_end + NEAR and not text.startswith(",", cue.source_end):
        return []
    inverted = cue.source_start > cue.start
    inside = inverted or cue.low == cue.source_start
    if not inside or finish - begin > LONGEST_SENTENCE or not _aside(verb):
        return []
    if not text[begin:low].rstrip().endswith(COMMAS):
        low = begin if inverted else _phrase_start(doc, verb, begin)
    if low <= begin:
        return []
    tail = AFTER_CUE.match(text, high, finish)
    occasion = tail is None and AFTER_SPEECH.match(text, high, finish) is not None
    if occasion:
        front = trim(text, begin, low)
        return [front] if _has_subject(doc, front) and not _when(doc, front, verb) else []
    if tail is None:
        return []
    rest = trim(text, tail.end(), finish)
    front = trim(text, begin, low)
    if not (_has_subject(doc, front) or _has_subject(doc, rest)) or _asked(doc, front):
        return []
    if text[tail.end() : rest[0] + 1].rstrip().endswith(MARKS):
        return []  # what is said stands in marks: 'As for them, he said, "..."'
    inverted = cue.source_start > cue.start
    if (
        not inverted
        and text[tail.end() : tail.end() + 1] in ",—–-"
        and len(text[rest[0] : rest[1]].split()) > 2
    ):
        if _adds(doc, rest[0]) or (_complete(doc, front) and not _has_subject(doc, rest)):
            return [front]
        whole = len(text[front[0] : front[1]].split()) >= LEAST_LEAD or _has_subject(doc, front)
        return [front, rest] if whole else [rest]
    return [front]


def as_before(verb: Token) -> Token | None:
    """The 'as' that makes a verb of speech a comment on its sentence: 'as the mayor put it'."""
    return next((child for child in verb.lefts if child.dep_ == "mark" and child.lower_ == "as"), None)


def commented(text: str, doc: Doc, verb: Token) -> list[Stretch]:
    """The rest of a sentence with 'as Ann Lee said' at its head or its end; none where it has none."""
    mark = as_before(verb)
    if mark is None or verb.dep_ != "advcl":
        return []
    begin, finish = _bounds(text, sentence(verb))
    if mark.idx > begin:
        return [trim(text, begin, mark.idx)] if doc[mark.i - 1].text == "," else []
    comma = next((t for t in doc[verb.right_edge.i : sentence(verb).end] if t.text == ","), None)
    return [] if comma is None else [trim(text, comma.idx, finish)]


def _phrase_start(doc: Doc, verb: Token, begin: int) -> int:
    """Where the noun phrase between a comma and a verb of speech begins; -1 where more than that stands there."""
    for i in range(verb.i - 1, max(0, verb.i - LONGEST_SOURCE), -1):
        token = doc[i]
        if token.idx <= begin or token.is_space:
            return -1
        if token.text in COMMAS:
            return int(doc[i + 1].idx) if i + 1 < verb.i else -1
        if token.pos_ in ("VERB", "AUX", "SCONJ") and token.tag_ != "VBN" and doc[i - 1].text != "-":
            return -1
    return -1


def _has_subject(doc: Doc, stretch: Stretch) -> bool:
    span = doc.char_span(*stretch, alignment_mode="contract") if stretch[1] > stretch[0] else None
    return span is not None and any(token.dep_ in SUBJECTS or token.dep_ == "expl" for token in span)


def _when(doc: Doc, front: Stretch, verb: Token) -> bool:
    """Whether the words before a verb of speech say when it was: 'As the trial began, Lee testified before them'."""
    span = doc.char_span(*front, alignment_mode="contract")
    if span is None or span[0].dep_ not in ("mark", "advmod") or span[0].tag_ not in ("IN", "WRB"):
        return False
    return span[0].head.dep_ == "advcl" and span[0].head.head.i == verb.i


def _asked(doc: Doc, front: Stretch) -> bool:
    """Whether the words before a parenthesis say what the source was asked."""
    span = doc.char_span(*front, alignment_mode="contract")
    return span is not None and span[0].tag_ == "VBN" and span[0].lemma_ in ("ask", "question", "press")


def _complete(doc: Doc, stretch: Stretch) -> bool:
    """Whether a stretch has a subject and its finite verb."""
    span = doc.char_span(*stretch, alignment_mode="contract") if stretch[1] > stretch[0] else None
    if span is None:
        return False
    return any(token.dep_ in (*SUBJECTS, "expl") and token.i < token.head.i < span.end for token in span)


def _aside(verb: Token) -> bool:
    """Whether a verb of speech is a parenthesis: finite, with nothing it says to its right."""
    if verb.dep_ == "relcl" or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    return not any(child.dep_ in ("dobj", "ccomp") and not _hearer(verb, child) for child in verb.rights)


def _hearer(verb: Token, child: Token) -> bool:
    """Whether an object of a verb of speech is who was told."""
    return child.lemma_ in HEARERS or (
        verb.lemma_ == "tell" and child.dep_ == "dobj" and child.pos_ == "PROPN"
    )


def _bounds(text: str, whole: Span) -> Stretch:
    """A sentence's span without its dateline, its final stop and blank ends."""
    begin, finish = trim(text, whole.start_char, whole.end_char)
    dateline = DATELINE.match(text, begin, finish)
    if dateline:
        begin = dateline.end()
    while finish > begin and text[finish - 1] in ".!?":
        finish -= 1
    return begin, finish


def _adds(doc: Doc, start: int) -> bool:
    """Whether what follows a parenthesis goes on about the speaking, not the speech: ', adding', ', a spokesman'."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None:
        return True
    first = doc[span[0].i + 1] if span[0].tag_ == "RB" and span[0].i + 1 < len(doc) else span[0]
    return bool(first.tag_ == "VBG" or span[0].lower_ in ASIDES)


def according_to(text: str, doc: Doc, cue: Cue) -> list[Stretch]:
    """What an 'according to' vouches for: the clause after it at a sentence's head, else what precedes it."""
    source, top = doc[cue.head], doc[cue.token]
    begin, finish = _bounds(text, sentence(source))
    if finish - begin > LONGEST_SENTENCE:
        return []
    lead = text[begin : cue.start].strip(' \n\t"“,').split()
    if len(lead) >= LEAST_LEAD and lead[-1].lower() not in ("that", "and", "but"):
        return [trim(text, begin, cue.start)]
    after = max(source.right_edge.idx + len(source.right_edge), cue.source_end)
    subject = next((c for c in top.children if c.dep_ in (*SUBJECTS, "expl") and c.i > source.i), None)
    if subject is not None and top.i > source.i:
        edge = _real_subject(doc, subject, top).left_edge
        for i in range(subject.i - 1, edge.i - 1, -1):
            if doc[i].text == "," and doc[i].idx < after + LONGEST_APPOSITION:
                edge = doc[i + 1]
                break
        if "," in text[cue.source_end : edge.idx] and edge.i > source.i:
            after = edge.idx
    return [trim(text, after, finish)]


def _real_subject(doc: Doc, subject: Token, verb: Token) -> Token:
    """The noun before the verb where no comma parts them: in 'the wing, the ISPR, the team held' that is the team."""
    for child in subject.rights:
        if (
            child.dep_ == "appos"
            and child.i < verb.i
            and not any(t.text == "," for t in doc[child.i : verb.i])
        ):
            return child
    return subject
