"""Find reported clauses: the stretches that a cue reports, for indirect quotes and for mixed ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loader.extract.cues import Cue, verbs
from loader.extract.sources import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Stretch = tuple[int, int]

EDGE = " \t\r\n\xa0,;:-–—―"
NOT_REPORTS = frozenset(
    {
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
    }
)
QUESTIONS = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who", "which"})
JOINTS = frozenset({"and", "but", "while", "whereas", "though", "although", ";"})
STOPS = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "-",
        "--",
        "–",
        "—",
        "(",
        ")",
        '"',
        "“",
        "”",
        "''",
        "and",
        "but",
        "while",
        "when",
        "or",
    }
)
TAILS = frozenset(
    {
        "add",
        "say",
        "note",
        "cite",
        "stress",
        "warn",
        "argue",
        "explain",
        "claim",
        "tell",
        "call",
        "describe",
        "refer",
    }
)
LEAST_WORDS = 3  # a clause of fewer words is no report: "X said so"
LONGEST_APPOSITION = 60  # characters between a fronted source and the clause
LEAST_LEAD = 4  # before a parenthesis in mid-sentence, fewer words are no part of the report worth a row
DATELINE = re.compile(
    r"(?:[A-Z][\w .,/'’-]{1,50})?\([A-Z][\w /.-]{1,30}\)[ \t\xa0]*[-–—:]+[ \t\xa0]*"  # NAIROBI, June 3 (Agency) --
    r"|[A-Z]{3}[A-Z ]{0,30}(?:,[ \t\xa0][\w .]{2,30})?[ \t\xa0]*(?:--|[-–—:])[ \t\xa0]+"  # NAIROBI, Kenya --
)
AFTER_CUE = re.compile(r"(?:[ \t\xa0]+(?!that\b)[\w'’.-]+){0,6}?[ \t\xa0]*(?=[,.!?;—–]|--|$|\n)")


def trim(text: str, start: int, end: int) -> Stretch:
    """A span without white space, commas and dashes at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def reported_clause(text: str, doc: Doc, cue: Cue) -> tuple[Stretch, ...]:
    """The stretches that a cue reports, as characters, without 'that': none, one, or two around a parenthesis."""
    if cue.token < 0:
        return ()
    if cue.strength == "according":
        return _sound(text, doc, _according(text, doc, cue))
    verb = doc[cue.token]
    if _negated(verb) or _impersonal(verb, cue):
        return ()
    clause = _complement(verb, cue)
    if clause is not None:
        return _sound(text, doc, [_right(doc, verb, clause)])
    if cue.clause == "yes" and cue.strength == "strong":
        return _sound(text, doc, _around(text, doc, verb, cue))
    return ()


def _sound(text: str, doc: Doc, stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """The stretches that lie in one paragraph, the whole of them with a verb and words enough."""
    kept = []
    found = 0
    for start, end in stretches:
        blank = text.find("\n", start, end)
        start, end = trim(text, start, end if blank < 0 else blank)
        span = doc.char_span(start, end, alignment_mode="contract")
        if span is None or end <= start:
            continue
        found += sum(token.pos_ in ("VERB", "AUX") for token in span)
        kept.append((start, end))
    words = sum(len(text[start:end].split()) for start, end in kept)
    return tuple(kept) if found and words >= LEAST_WORDS else ()


# ------------------------------------------------------------------------------------- clauses after the verb
def _complement(verb: Token, cue: Cue) -> Token | None:
    """The finite clause that follows a verb (or a noun such as 'claim') as its complement."""
    wanted = ("acl", "ccomp") if cue.strength == "noun" else ("ccomp",)
    for child in verb.rights:
        if child.dep_ not in wanted or not _finite(child):
            continue
        first = child.left_edge
        if first.lower_ in NOT_REPORTS and not (first.lower_ == "when" and cue.clause == "whether"):
            continue
        if cue.clause == "whether" and first.lower_ not in QUESTIONS:
            continue
        return child
    return None


def _finite(clause: Token) -> bool:
    """Whether a clause has a subject and a finite verb."""
    if any(child.dep_ in (*SUBJECTS, "expl", "attr") for child in clause.children):
        return clause.tag_ != "VBG" or any(child.dep_ == "aux" for child in clause.children)
    return False


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _impersonal(verb: Token, cue: Cue) -> bool:
    """'It was announced that', 'it is safe to say', 'all told': nobody is named."""
    if (
        cue.head >= 0
        and verb.doc[cue.head].lower_ in ("it", "there", "all")
        and verb.doc[cue.head].head.i != verb.i
    ):
        return True
    if (
        verb.tag_ == "VBN"
        and verb.dep_ not in ("conj", "relcl")
        and not any(child.dep_ in ("aux", "auxpass") for child in verb.lefts)
    ):
        return True
    return any(
        child.dep_ in ("nsubjpass", "expl") and child.lower_ in ("it", "there") for child in verb.children
    )


def _right(doc: Doc, verb: Token, clause: Token) -> Stretch:
    first, last = max(clause.left_edge.i, verb.i + 1), clause.right_edge.i
    if doc[first].lower_ == "that" and doc[first].dep_ == "mark":
        first += 1
    last = _extend(doc, clause, last)
    last = _cut(doc, verb, first, last)
    return doc[first].idx, doc[last].idx + len(doc[last])


def _extend(doc: Doc, clause: Token, last: int) -> int:
    """Goes on to the next punctuation mark, where the parse breaks a clause off in mid-phrase."""
    end = clause.sent.end
    while (
        last + 1 < end
        and doc[last].text not in STOPS
        and doc[last + 1].lower_ not in STOPS
        and not doc[last + 1].is_space
    ):
        last += 1
    return last


def _cut(doc: Doc, verb: Token, first: int, last: int) -> int:
    """Leaves out a tail about the speaking (', adding that ...') and what another source says ('while Y said ...')."""
    for i in range(first + 1, last):
        after = doc[i + 1]
        if doc[i].text == "," and after.tag_ == "VBG" and after.lemma_ in TAILS:
            return i - 1
        if doc[i].lower_ in ("and", "but") and i > first + 2 and _resumes(verb, after):
            return i - 1
        if doc[i].lower_ in JOINTS and i > first + 2:
            for other in doc[i + 1 : min(last + 1, i + 9)]:
                if other.lemma_ in SPEECH and other.tag_ in ("VBD", "VBZ", "VBP") and other.dep_ != "relcl":
                    return i - 1
                if other.pos_ in ("VERB", "AUX") or other.is_punct:
                    break
    return last


def _resumes(verb: Token, other: Token) -> bool:
    """Whether a verb after 'and' has the cue's own subject: 'said it rained and warned of more'."""
    return bool(other.tag_ == verb.tag_ and other.tag_ in ("VBD", "VBZ") and other.lemma_ in verbs())


SPEECH = frozenset(
    {
        "say",
        "tell",
        "add",
        "accuse",
        "argue",
        "note",
        "deny",
        "claim",
        "warn",
        "announce",
        "declare",
        "call",
        "insist",
    }
)


# ----------------------------------------------------------------------------- the sentence around a parenthesis
def _around(text: str, doc: Doc, verb: Token, cue: Cue) -> list[Stretch]:
    """'The talks, he said, went well.', 'The talks went well, he said.': the sentence less the parenthesis."""
    begin, finish = _bounds(text, verb.sent)
    low, high = cue.low, cue.high
    if verb.dep_ == "relcl":
        return []
    lead = text[begin:low].rstrip()
    if not lead.endswith((",", "—", "–", "--")):
        return []
    tail = AFTER_CUE.match(text, high, finish)
    if tail is None:
        return []
    rest = trim(text, tail.end(), finish)
    front = trim(text, begin, low)
    inverted = cue.source_start > cue.start
    if (
        not inverted
        and text[tail.end() : tail.end() + 1] in ",—–-"
        and len(text[rest[0] : rest[1]].split()) > 2
    ):
        if _adds(doc, rest[0]):
            return [front]
        return [front, rest] if len(text[front[0] : front[1]].split()) >= LEAST_LEAD else [rest]
    return [front]


def _bounds(text: str, sentence: Span) -> Stretch:
    """A sentence's span without its dateline, its final stop and blank ends."""
    begin, finish = trim(text, sentence.start_char, sentence.end_char)
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
    return bool(
        span[0].tag_ == "VBG"
        or span[0].lower_ in ("in", "at", "during", "after", "who", "which", "on", "according", "when", "as")
    )


def _according(text: str, doc: Doc, cue: Cue) -> list[Stretch]:
    """What an 'according to' vouches for: the clause after it at a sentence's head, else what precedes it."""
    source, top = doc[cue.head], doc[cue.token]
    begin, finish = _bounds(text, source.sent)
    lead = text[begin : cue.start].strip(' \n\t"“,')
    if len(lead.split()) >= LEAST_LEAD and text[begin : cue.start].split()[-1].lower().strip(",") not in (
        "that",
        "and",
        "but",
    ):
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
