"""Find the source of a cue: the noun that says it, found by climbing the parse, and the words around that noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
INHERITS = ("conj", "advcl", "xcomp", "acl", "pcomp", "ccomp", "dep", "parataxis")
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
HOLDING = ("of", "from", "at", "with", "for", "in")
QUOTED_AS = frozenset({"quote", "cite", "quoted", "cited"})
WIDEST = 60  # characters of a source's words; beyond, its prepositional tails are left out
RELATIVE = ("WP", "WDT")
FINITE = ("VBD", "VBZ", "VBP", "MD")
DATELINE_ENDS = frozenset({"-", "--", "–", "—", ")", ":"})
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
Quoted = Callable[[int], bool]
DEPTH = 6  # steps up the tree in search of a subject
ALWAYS = frozenset({"said", "says", "Said", "Says"})  # reporting verbs, whatever the tagger thinks
NOT_IN_SOURCES = frozenset({'"', "“", "”", ",", ";", ":", "—", "–"})
AFTER_PASSIVES = frozenset({"by", "of", "as", "for", "with", "from", ",", "."})
BEFORE_INVERSION = frozenset({",", '"', "”", "'", "’"})
BRACKET = 8  # tokens in brackets after a name
HUMAN_ENDINGS = ("ist", "man", "woman", "person", "people", "ian", "keeper", "maker")
APPOSITION = 25  # tokens between a name and the verb after its apposition


def is_human(noun: Token) -> bool:
    """Whether a noun names people by what they are or do: a title or role, or a word for people."""
    return bool({noun.lemma_, noun.lower_} & _humans()) or noun.lemma_.endswith(HUMAN_ENDINGS)


@cache
def _humans() -> frozenset[str]:
    titles = frozenset(row["word"] for row in lexicon.table("people_titles"))
    return titles | lexicon.words("quotes_groups") | lexicon.words("quotes_people")


@cache
def talkers() -> frozenset[str]:
    """The nouns of bodies, groups and documents that can say something."""
    names = ("quotes_organisations", "quotes_documents", "quotes_groups")
    return frozenset[str]().union(*(lexicon.words(name) for name in names))


def is_thing(noun: Token) -> bool:
    """Whether a noun names neither people nor what speaks for them."""
    if noun.pos_ != "NOUN" or noun.ent_type_:
        return False
    return not ({noun.lemma_, noun.lower_} & talkers() or is_human(noun))


def noun_after(token: Token) -> Token | None:
    """The head of the noun phrase that begins right after a token."""
    doc = token.doc
    for other in doc[token.i + 1 : token.i + 8]:
        if other.pos_ in ("NOUN", "PROPN", "PRON") and other.dep_ not in ("compound", "poss", "nmod", "amod"):
            return other
        if other.pos_ in ("VERB", "PUNCT", "SPACE"):
            return None
    return None


def source_of(verb: Token, quoted: Quoted) -> Token | None:
    """The head word of who says what a verb reports, or None: its subject, inherited through the clauses above.

    `quoted` tells whether a character stands in quoted words, where no source of words outside can be.
    """
    if verb.lemma_ in QUOTED_AS and not _passive(verb):
        named = next((child for child in verb.children if child.dep_ in ("dobj", "obj")), None)
        if named is not None and any(child.lower_ == "as" for child in verb.children):
            return named
    if verb.lemma_ not in QUOTED_AS and _passive(verb):
        return _agent(verb)
    inverted = _inverted(verb)
    if inverted is not None:
        return inverted
    if is_past(verb):
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else _beside(verb, quoted)
    current = verb
    for _ in range(DEPTH):
        found = _subject(current, quoted)
        if found is not None:
            return found
        if current.dep_ == "relcl":
            return current.head
        if current.dep_ not in INHERITS or current.head.i == current.i:
            break
        above = current.head
        if current.dep_ == "acl" and above.pos_ in ("NOUN", "PROPN"):
            above = _above_noun(current, above)
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


def _inverted(verb: Token) -> Token | None:
    """Who stands after 'says' at the end of a sentence: 'Prices will fall, says minister'."""
    doc, i = verb.doc, verb.i
    if verb.text not in ALWAYS or not 0 < i < len(doc) - 1 or doc[i - 1].text not in BEFORE_INVERSION:
        return None
    after = noun_after(verb) if doc[i + 1].pos_ in ("DET", "ADJ", "NOUN", "PROPN") else None
    if after is None or after.ent_type_ in ("DATE", "TIME"):
        return None
    between = all(token.pos_ in ("DET", "ADJ", "NOUN", "PROPN") for token in doc[i + 1 : after.i])
    return after if between and (after.i + 1 >= len(doc) or doc[after.i + 1].is_space) else None


def _subject(verb: Token, quoted: Quoted) -> Token | None:
    """A verb's own subject: the nearest one; after a dateline ('WASHINGTON - X said') the apposition to it."""
    subject: Token | None = None
    for child in verb.children:
        nearer = subject is None or abs(child.i - verb.i) < abs(subject.i - verb.i)
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


def _above_noun(clause: Token, noun: Token) -> Token:
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
    return verb if parted or issued or thing or deed else noun


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


def _passive(verb: Token) -> bool:
    """Whether a verb is passive: 'was called', or a bare participle as in 'the woman named ...'."""
    if is_past(verb):
        return False
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.lefts):
        return True
    return bool(
        verb.tag_ == "VBN" and verb.dep_ == "acl" and not any(child.dep_ == "aux" for child in verb.lefts)
    )


def _agent(verb: Token) -> Token | None:
    """The 'by X' of a passive: 'was quoted as saying by' has the speaker as its subject instead."""
    for child in verb.rights:
        if child.dep_ == "agent":
            return next((noun for noun in child.rights if noun.dep_ == "pobj"), None)
    return None


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
        if noun.dep_ == "pobj" and above.dep_ == "prep" and above.head.tag_ == "VBN":
            above = above.head  # "two people briefed on the talks"
        if (
            noun.dep_ != "pobj"
            or above.dep_ not in ("prep", "acl")
            or above.head.pos_ not in ("NOUN", "PROPN")
        ):
            break
        if above.head.i > noun.i:
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
        first > head.sent.start and doc[first - 1].head.i == head.head.i != head.i and _leads(doc[first - 1])
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
