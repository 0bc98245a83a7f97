"""Find the places that an article names, and which ones they are, by the countries that it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from loader.extract.gazetteer import Place, country_of, demonyms, names_by_first_word, places
from loader.model import PlaceMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["country_of", "demonyms", "find_places"]

PROMINENT = 500_000  # people of a city that needs no further evidence that it is meant
DOMINANT = 8  # times as many people as the next of its name: then the larger one is meant

_CAPITALISED = re.compile(r"(?<![\w’'.])[^\W\d_a-z][\w.’']*|(?<![\w-])(?:sub-Saharan|eSwatini)\b")
_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC", "NORP"))
_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|of|outside|around|across|into|through|for|visited|toward|towards|over)\s(?:the\s)?$"
)


class Found(NamedTuple):
    """A name at its characters, with the places that bear it and what the model calls it."""

    start: int
    end: int
    bearers: tuple[Place, ...]
    label: str


def find_places(doc: Doc) -> tuple[PlaceMention, ...]:
    """The places named in `doc` in order, without names inside those of people and organisations.

    A name that several places bear is the one whose country the article names, or that is much the largest;
    otherwise it has neither country nor coordinates. Countries and demonyms have no coordinates.
    """
    found = _names(doc)
    named = Counter(
        f.bearers[0].country
        for f in found
        if f.bearers[0].kind in ("country", "demonym") and len(f.bearers) == 1
    )
    for f in found:
        if f.bearers[0].kind == "capital" and len({p.country for p in f.bearers}) == 1:
            named[f.bearers[0].country] += 1
    mentions = []
    for i, f in enumerate(found):
        mention = _mention(f, found[i + 1] if i + 1 < len(found) else None, named, doc.text)
        if mention:
            mentions.append(mention)
    return tuple(mentions)


def _names(doc: Doc) -> list[Found]:
    """Every name of the gazetteer in the text that is not inside the name of a person or an organisation."""
    text = doc.text
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    starts = [e[0] for e in entities]
    index, known = names_by_first_word(), places()
    found: list[Found] = []
    reached = 0
    for word in _CAPITALISED.finditer(text):
        start = word.start()
        if start < reached:
            continue
        name = _name_at(text, word, index)
        if not name:
            continue
        end = start + len(name)
        at = bisect_right(starts, start) - 1
        entity = entities[at] if at >= 0 and entities[at][1] > start else None
        label = _label(text, start, end, entity)
        reached = end
        if label != "never":
            found.append(Found(start, end, known.get(name) or known[name.title()], label))
    return found


def _name_at(text: str, word: re.Match[str], index: dict[str, tuple[str, ...]]) -> str | None:
    """The longest name that begins at a word, as printed."""
    start = word.start()
    first = re.sub(r"['’]s?$", "", word[0])
    for form in dict.fromkeys((word[0], first, first.rstrip("."))):
        for name in index.get(form, ()):
            if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
                return name
    if first.isupper() and len(first) > 3:
        for name in index.get(first.title(), ()):
            end = start + len(name)
            if text[start:end] == name.upper() and not text[end : end + 1].isalnum():
                return text[start:end]
    return None


def _label(text: str, start: int, end: int, entity: tuple[int, int, str] | None) -> str:
    """What the model calls the name: a place's label, empty where it says nothing, `never` where it is part of another's."""
    if entity is None:
        return ""
    first, last, label = entity
    if label in _PLACE_LABELS or label in ("DATE", "EVENT", "LANGUAGE", "CARDINAL", "TIME"):
        return label
    whole = first >= start - 4 and last <= end + 2
    if label == "PERSON":
        return "" if whole and _BEFORE_PLACE.search(text[max(0, start - 16) : start]) else "never"
    if label in ("ORG", "WORK_OF_ART", "PRODUCT", "LAW"):
        inside = re.search(r"\b(?:in|at)\s(?:the\s)?$", text[first:start]) and last <= end + 2
        return (
            ""
            if whole
            or inside
            or (country_of(text[start:end]) and start - first <= 4 and "'" in text[end : end + 1])
            else "never"
        )
    return ""


def _mention(f: Found, following: Found | None, named: Counter[str | None], text: str) -> PlaceMention | None:
    name = text[f.start : f.end]
    place = _which(f, following, named, text)
    if place is None:
        return None
    return PlaceMention(f.start, f.end, name, place.kind, place.country, place.latitude, place.longitude)


def _which(f: Found, following: Found | None, named: Counter[str | None], text: str) -> Place | None:
    """The place that is meant; one without country and coordinates where several may be; None where none is."""
    bearers = f.bearers
    if following and re.fullmatch(r",\s|\s\(|\sin\s|,\sin\s", text[f.end : following.start]):
        outer = {p.country for p in following.bearers}
        inside = [p for p in bearers if p.country in outer and p.kind not in ("country", "demonym")]
        if inside and following.bearers[0].kind in ("country", "region"):
            return inside[0]
    here = [p for p in bearers if p.country in named]
    if len(bearers) == 1 or bearers[0].kind in ("country", "demonym"):
        return _only(bearers[0], f, named) if len(bearers) == 1 else _country_or_other(bearers, named)
    best = max((named[p.country] for p in here), default=0)
    top = [p for p in here if named[p.country] == best]
    if top and (len({p.country for p in top}) == 1):
        return _prominent_or_supported(top[0], f, named)
    candidates = top or list(bearers)
    first, second = candidates[0], candidates[1]
    if (first.kind == "region" and not first.people) or (
        first.people >= DOMINANT * second.people and first.people >= PROMINENT
    ):
        return _prominent_or_supported(first, f, named)
    if f.label in ("GPE", "LOC") and first.people >= 100_000:
        return Place(first.name, first.kind, None, None, None)
    return None


def _country_or_other(bearers: tuple[Place, ...], named: Counter[str | None]) -> Place:
    """A country that shares its name with a province elsewhere (Georgia)."""
    others = [p for p in bearers[1:] if p.country in named]
    if others and bearers[0].country not in named:
        return others[0]
    return bearers[0]


def _only(place: Place, f: Found, named: Counter[str | None]) -> Place | None:
    if place.needs and place.country not in named:
        return None
    return _prominent_or_supported(place, f, named)


def _prominent_or_supported(place: Place, f: Found, named: Counter[str | None]) -> Place | None:
    """The place, if it is well known, or if the model or the article's countries speak for it."""
    well_known = place.kind != "city" and (place.latitude is not None or place.kind in ("country", "demonym"))
    if well_known or place.people >= PROMINENT:
        return place
    if place.country in named:
        return place if f.label in _PLACE_LABELS or place.people >= 100_000 or not f.label else None
    return place if f.label in ("GPE", "LOC") and place.people >= 50_000 else None
