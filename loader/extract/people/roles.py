"""Roles that an article states for a person: before the name, after it, or by a verb of being."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loader.extract.people.annotations import Annotations
from loader.extract.people.names import Candidate
from loader.extract.people.words import countries, fold, titles
from loader.lexicon import words
from loader.model import Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

REACH = 16  # tokens that a role may take
NOBLE = frozenset(["king", "queen", "prince", "princess", "pope", "emir", "sultan", "emperor", "patriarch"])
INSIDE = frozenset(["NOUN", "PROPN", "ADJ"])
LINKS = frozenset(["of", "for", "at"])
MODIFYING = frozenset(
    ["executive", "deputy", "assistant", "general"]
)  # before a head as well as heads themselves
STATES = frozenset(["republic", "state", "nation", "country", "government", "kingdom", "union"])
BEING = frozenset(["is", "was", "became", "remains"])


@dataclass(frozen=True, slots=True)
class Stated:
    """A role as tokens [start, end), with what it says of organisation and country."""

    start: int
    end: int
    organisation: str | None
    country: str | None


def find_roles(mentions: Sequence[Candidate], notes: Annotations) -> list[Role]:
    """Every statement of a role for a named person, in order of position."""
    doc = notes.doc
    starts = {notes.index(c.start) for c in mentions}
    found: dict[tuple[int, int, int], Role] = {}
    for mention in mentions:
        if mention.person is None:
            continue
        first, last = notes.index(mention.start), notes.index(mention.end - 1)
        for stated in (_before(doc, first, last), _after(doc, last + 1, starts)):
            if stated is None:
                continue
            span = doc[stated.start : stated.end]
            role = Role(
                person=mention.person,
                role=" ".join(span.text.split()),
                organisation=stated.organisation,
                country=stated.country,
                start=span.start_char,
                end=span.end_char,
            )
            found[role.start, role.end, role.person] = role
    return [found[key] for key in sorted(found)]


def distinct(roles: Sequence[Role]) -> list[Role]:
    """One statement for each person and role: the first, or the first that also tells the country."""
    found: dict[tuple[int, str], Role] = {}
    for role in roles:
        key = (role.person, role.role.lower())
        if key not in found or (found[key].country is None and role.country is not None):
            found[key] = role
    return sorted(found.values(), key=lambda r: (r.start, r.end, r.person))


@cache
def is_role(word: str) -> bool:
    """Whether a word (any case) names an office or profession."""
    key = fold(word)
    row = titles().get(key)
    return (
        row is not None and row["kind"] == "role" and key not in words("people_not_roles")
    ) or key in NOBLE


@cache
def _is_rank(word: str) -> bool:
    row = titles().get(fold(word.rstrip(".")))
    return row is not None and row["kind"] in ("rank", "honorific", "style") and fold(word) not in NOBLE


def country_ending(doc: Doc, end: int) -> tuple[int, str] | None:
    """The country whose name ends just before token `end`: its first token and its code."""
    for length in (5, 4, 3, 2, 1):
        start = end - length
        if start >= 0:
            code = countries().get(doc[start:end].text.strip())
            if code:
                return start, code
    return None


def _country_starting(doc: Doc, start: int) -> tuple[int, str] | None:
    """The country or demonym that begins at a token: the token after it (and after 's), and its code."""
    for length in (5, 4, 3, 2, 1):
        end = start + length
        if end <= len(doc):
            code = countries().get(doc[start:end].text.strip())
            if code:
                return (end + 1 if end < len(doc) and doc[end].tag_ == "POS" else end), code
    return None


def _before(doc: Doc, first: int, last: int) -> Stated | None:
    """`Chinese Defence Minister Gen` before Wei Fenghe; `the prime minister,` before Imran Khan."""
    end, country = first, None
    if end and doc[end - 1].text == "," and last + 1 < len(doc) and doc[last + 1].text in ",.":
        end -= 1
        comma = True
    else:
        comma = False
    of_country = country_ending(doc, end)
    if of_country:
        at = of_country[0]
        at -= at > 0 and doc[at - 1].lower_ == "the"
        if at > 0 and doc[at - 1].lower_ == "of":
            end, country = at - 1, of_country[1]
    start = end
    while start > 0 and first - start < REACH and _inside_before(doc, start - 1, end):
        start -= 1
    while end > start and (_is_rank(doc[end - 1].text) or doc[end - 1].text == "."):
        end -= 1
    if comma and not (
        start > 0 and (doc[start - 1].tag_ in ("DT", "POS", "PRP$") or _country_starting(doc, start))
    ):
        return None
    start, country = _leading_country(doc, start, end, country)
    return _head(doc, start, end, country)


def _inside_before(doc: Doc, i: int, end: int) -> bool:
    token = doc[i]
    if token.tag_ == "HYPH" or token.text in "-–—":
        return not token.whitespace_ and not doc[i - 1].whitespace_
    if token.pos_ in INSIDE:
        return not token.is_space
    if token.lower_ == "of" and i + 1 < end:
        return True
    if token.text == ")":
        return i == end - 1 or _is_rank(doc[i + 1].text)
    if token.text == "(":
        return i + 2 < len(doc) and doc[i + 2].text == ")"
    return token.text == "." and i > 0 and _is_rank(doc[i - 1].text)


def _leading_country(doc: Doc, start: int, end: int, country: str | None) -> tuple[int, str | None]:
    """Drops a country or demonym at the head of a phrase, or takes one that ends in 's before it."""
    if start < end:
        leading = _country_starting(doc, start)
        if leading and leading[0] < end:
            return leading[0], country or leading[1]
    if start > 1 and doc[start - 1].tag_ == "POS":
        owner = country_ending(doc, start - 1)
        if owner:
            return start, country or owner[1]
    return start, country


def _head(doc: Doc, start: int, end: int, country: str | None) -> Stated | None:
    """The role in a phrase: its last word names an office, or its first such word with what follows in capitals."""
    if start >= end:
        return None
    close = end
    if doc[end - 1].text == ")" and end - start > 3:
        close = end - 3
    if fold(doc[close - 1].text) in NOBLE:
        crown = close - start > 1 and doc[close - 2].lower_ == "crown"
        return Stated(close - 1 - crown, end, None, country)
    if is_role(doc[close - 1].text):
        for i in range(close - 1, start, -1):
            if doc[i].lower_ == "of" and doc[i - 1].text[:1].islower() and not is_role(doc[i - 1].text):
                start, country = _leading_country(doc, i + 1, end, None)
                break
        return Stated(start, end, None, country)
    for i in range(start, end):
        if is_role(doc[i].text) and doc[i].text[:1].isupper() and doc[i].lower_ not in MODIFYING:
            rest = [t for t in doc[i:close] if t.is_alpha and t.lower_ not in ("of", "the", "and")]
            if all(t.text[:1].isupper() for t in rest) and not any(_is_rank(t.text) for t in rest[1:]):
                return Stated(start, end, None, country)
            return None
    return None


def _after(doc: Doc, at: int, names: set[int]) -> Stated | None:
    """`, Pakistan's Chief of Army Staff (COAS),` after a name; `, who is also the State Councillor`."""
    size = len(doc)
    if at >= size:
        return None
    being = False
    if doc[at].text == ",":
        at += 1
        if at < size and doc[at].lower_ == "who":
            at += 1
    if at < size and doc[at].lower_ in BEING:
        being = True
        at += 1
        while at < size and doc[at].tag_ == "RB":
            at += 1
        if at < size and doc[at].lower_ != "the":
            return None
    elif at < 1 or doc[at - 1].text != ",":
        return None
    country = None
    if at < size and doc[at].lower_ in ("the", "a", "an", "his", "her", "their"):
        at += 1
    leading = _country_starting(doc, at) if at < size else None
    if leading:
        at, country = leading
    return _phrase(doc, at, names, country, being=being)


def _phrase(doc: Doc, start: int, names: set[int], country: str | None, *, being: bool) -> Stated | None:
    """The role that begins at a token, with `of ORGANISATION`, `of COUNTRY` and `(COAS)` after its head."""
    head = start
    while head < len(doc) and head - start < 6 and (doc[head].pos_ in INSIDE or doc[head].tag_ == "HYPH"):
        head += 1
    noun = head
    while noun > start and not is_role(doc[noun - 1].text):
        noun -= 1
    if noun == start or any(i in names for i in range(start, head + 1)):
        return None
    if noun < head and not doc[noun].text[:1].isupper():
        return None
    end, organisation = head, None
    if noun < head:
        end = head
    if end < len(doc) and doc[end].lower_ in LINKS:
        end, organisation, of_country = _complement(doc, end, names)
        country = country or of_country
    if (
        end + 2 < len(doc)
        and doc[end].text == "("
        and doc[end + 2].text == ")"
        and doc[end + 1].text.isupper()
    ):
        end += 3
    if being and doc[start].pos_ != "PROPN" and organisation is None and country is None:
        return None
    return Stated(start, end, organisation, country)


def _complement(doc: Doc, link: int, names: set[int]) -> tuple[int, str | None, str | None]:
    """What `of ...` after a role's head adds: where the role ends, its organisation, its country."""
    at, country = link + 1, None
    determined = at < len(doc) and doc[at].lower_ == "the"
    at += determined
    leading = _country_starting(doc, at) if at < len(doc) else None
    if leading:
        at, country = leading
        determined = True
        if at >= len(doc) or doc[at].pos_ != "PROPN":
            return link, None, country
    end = at
    while end < len(doc) and end - at < REACH and end not in names and _in_name(doc, end):
        end += 1
    while end > at and doc[end - 1].lower_ in ("of", "the", "and", "for"):
        end -= 1
    if end == at:
        return link, None, country
    named = any(t.text[:1].isupper() for t in doc[at:end])
    if end == at + 1 and doc[at].lower_ in STATES:
        return link, None, country
    heads = [doc[i] for i in range(at, end) if i == end - 1 or doc[i + 1].lower_ == "of"]
    minister = doc[link - 1].lower_ in ("minister", "secretary")
    if determined and named and doc[link - 1].lower_ == "minister" and doc[link].lower_ == "of":
        return _department(doc, at, end, country)
    institution = not minister and any(fold(t.text) in words("people_institutions") for t in heads)
    if named and (institution or determined or doc[link].lower_ != "of"):
        return link, doc[at:end].text, country
    return (end if doc[link].lower_ == "of" else link), None, country


def _department(doc: Doc, start: int, end: int, country: str | None) -> tuple[int, str | None, str | None]:
    """What a minister is minister of: the role up to `of the`, the organisation from there, a country at its end."""
    cut = next(
        (i for i in range(start, end - 2) if doc[i].lower_ == "of" and doc[i + 1].lower_ == "the"), end
    )
    last = country_ending(doc, end) if doc[end - 2].lower_ == "of" else None
    return cut, doc[cut + 2 : end].text if cut < end else None, country or (last[1] if last else None)


def _in_name(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.pos_ in ("PROPN", "NOUN") and not token.is_space:
        return True
    if token.lower_ in ("of", "the", "and", "for", "&"):
        return i + 1 < len(doc) and (doc[i + 1].text[:1].isupper() or doc[i + 1].lower_ == "the")
    return token.pos_ == "ADJ" and bool(token.text[:1].isupper())
