"""Name the source of a quote: the person it points to, the organisation, or the words as printed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.quotes.words import source_span
from loader.model import Mention, People

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSON, ORGANISATION, UNNAMED = "person", "organisation", "unnamed"
BODIES = ("ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT")
NAMES = ("name", "partial")
BREAKS = frozenset([",", ";", ":", ".", "!", "?", '"', "“", "”"])
ISSUED = frozenset({"release", "issue", "publish", "post", "quote", "cite", "circulate", "put"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: `name` (None where unknown), `kind`, the index of the person, and the words that name them."""

    name: str | None
    kind: str | None
    person: int | None
    start: int
    end: int


class Speakers:
    """Names sources in one article, from its people."""

    def __init__(self, text: str, doc: Doc, people: People) -> None:
        self._doc = doc
        self._text = text
        self._people = people
        self._mentions = [m for m in people.mentions if m.person is not None]
        self._starts = [m.start for m in self._mentions]
        self._undecided = {m.start: m for m in people.mentions if m.person is None and m.kind in NAMES}
        self._surnames: dict[str, int | None] = {}
        for i, person in enumerate(people.persons):
            surname = person.name.split()[-1] if person.name.split() else ""
            self._surnames[surname] = None if surname in self._surnames else i

    def mention_at(self, start: int, end: int) -> Mention | None:
        """The last mention of a known person that overlaps a span."""
        i = bisect_right(self._starts, end - 1) - 1
        while i >= 0 and self._mentions[i].start >= start - 80:
            if self._mentions[i].end > start:
                return self._mentions[i]
            i -= 1
        return None

    def name(self, head: int, start: int, end: int) -> Speaker:
        """The speaker that the words of a source stand for; `head` is their head token, or -1 (a label)."""
        mention = self._mention_of(head, start, end)
        person = mention.person if mention is not None else self._surnames.get(self._text[start:end].strip())
        if person is not None:
            return Speaker(self._people.persons[person].name, PERSON, person, start, end)
        bare = self._undecided.get(start if head < 0 else self._doc[head].idx)
        if bare is not None:
            return Speaker(bare.surface, PERSON, None, start, end)
        if head < 0:
            return Speaker(self._text[start:end].strip(), self._label_kind(start, end), None, start, end)
        token = self._doc[head]
        first, last = (start, end) if start <= token.idx < end else source_span(token)
        if token.lower_ in lexicon.words("quotes_documents") or token.lemma_ in lexicon.words(
            "quotes_documents"
        ):
            issuer = None if token.text[0].isupper() else _issuer(self._text, token)
            if issuer is not None:
                return Speaker(issuer, ORGANISATION, None, start, end)
            return Speaker(self._text[first:last], ORGANISATION, None, start, end)
        return Speaker(self._text[_name_start(token, first) : last], _kind(token), None, start, end)

    def _mention_of(self, head: int, start: int, end: int) -> Mention | None:
        """The person whom a source's head names, itself or through an apposition."""
        if head < 0:
            return self.mention_at(start, end)
        token = self._doc[head]
        found = self.mention_at(token.idx, token.idx + len(token))
        if found is not None:
            return found
        for child in token.children:
            if child.dep_ == "appos" or (
                child.dep_ in ("compound", "nmod", "flat") and child.pos_ == "PROPN"
            ):
                found = self.mention_at(child.idx, child.idx + len(child))
                if found is not None and found.kind in ("name", "partial"):
                    return found
        return None

    def _label_kind(self, start: int, end: int) -> str:
        span = self._doc.char_span(start, end, alignment_mode="expand")
        types = {token.ent_type_ for token in span} if span is not None else set()
        return PERSON if "PERSON" in types else ORGANISATION if types & set(BODIES) else UNNAMED


def _kind(token: Token) -> str:
    if token.ent_type_ == "PERSON":
        return PERSON
    if token.ent_type_ in BODIES or {token.lemma_, token.lower_} & lexicon.words("quotes_organisations"):
        return ORGANISATION
    return UNNAMED


def _name_start(head: Token, start: int) -> int:
    """Where the name itself begins: 'the prison authority SNAI' is SNAI."""
    if not head.text[0].isupper():
        return start
    for token in reversed(head.doc[head.left_edge.i : head.i]):
        if token.idx < start:
            break
        if token.pos_ in ("NOUN", "ADJ") and token.text.islower():
            after = head.doc[token.i + 1]
            return int(head.doc[token.i + 2].idx if after.tag_ == "POS" else after.idx)
    return start


def _issuer(text: str, document: Token) -> str | None:
    """The organisation that a document speaks for: 'an ISPR statement', 'a statement released by the ISPR'."""
    doc, first = document.doc, document.i
    owner = next(
        (child for child in document.lefts if child.dep_ == "poss" and child.ent_type_ == "ORG"), None
    )
    if owner is not None:
        start, end = source_span(owner)
        return text[start:end]
    while first > 0 and doc[first - 1].pos_ in ("PROPN", "PUNCT") and doc[first - 1].text not in BREAKS:
        first -= 1
    if any(token.ent_type_ == "ORG" for token in doc[first : document.i]):
        return text[doc[first].idx : document.idx].strip()
    for child in document.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "of"):
            place = child.lower_ == "of" and any(noun.ent_type_ in ("GPE", "LOC") for noun in child.rights)
            return None if place else _governed(text, child)
        if child.dep_ in ("acl", "relcl") and child.lemma_ in ISSUED:
            for grandchild in child.children:
                if grandchild.dep_ in ("agent", "prep") and grandchild.lower_ in ("by", "from"):
                    return _governed(text, grandchild)
    return None


def _renamed(noun: Token) -> Token:
    """The name that follows a description between commas: 'the media wing, the ISPR,'."""
    doc, i = noun.doc, noun.i + 1
    if i >= len(doc) or doc[i].text != ",":
        return noun
    i += 1
    while i < len(doc) and doc[i].pos_ in ("DET", "PROPN"):
        i += 1
    closed = i < len(doc) and doc[i].text in (",", ".", ";")
    return doc[i - 1] if closed and doc[i - 1].pos_ == "PROPN" and doc[i - 1].ent_type_ == "ORG" else noun


def _governed(text: str, preposition: Token) -> str | None:
    """The organisation that a preposition governs; an apposition that is one by name wins over its description."""
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            head = _renamed(noun)
            if head.ent_type_ in BODIES or head.lemma_ in lexicon.words("quotes_organisations"):
                start, end = source_span(head)
                return text[start:end]
    return None
