"""Find the places that an article names, and which ones they are, by the countries that it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from loader.extract.places.gazetteer import STATE, Place, country_of, demonyms, names_by_first_word, places
from loader.model import PlaceMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["country_of", "demonyms", "find_places"]

WELL_KNOWN = 500_000  # weight of a place that needs no evidence that its name is meant as one
LARGE = 100_000  # weight of a place for which the model's word is enough
DOMINANT = 8  # times as heavy as another of its name: then nobody means the other without saying so
LIKELY = 3  # times as likely, by weight and by how often the country is named

_CAPITALISED = re.compile(r"(?<![\w’'.])[^\W\d_a-z][\w.’']*|(?<![\w-])(?:sub(?=-Saharan)|eSwatini\b)")
_POSSESSIVE = re.compile(r"['’]s?$")
_LED = re.compile(
    r"\b(?:in|at|to|from|near|of|outside|around|across|into|through|visited|towards?|over|off|leaving|reached|left)\s(?:the\s)?$"
)
_OUTER_FOLLOWS = re.compile(r",\s|\s\(|,?\sin\s")
_PLACE_LABELS = ("GPE", "LOC", "FAC")
_OTHER_NAMES = ("ORG", "WORK_OF_ART", "PRODUCT", "LAW")


class Found(NamedTuple):
    """A name at its characters, the places that bear it, and what speaks for a place at all.

    `labelled`: the model takes it for a place. `led`: a word such as "in" stands before it. `part`: it is part of the
    name of an organisation, which still tells of a country.
    """

    start: int
    end: int
    bearers: tuple[Place, ...]
    labelled: bool
    led: bool
    part: bool


def find_places(doc: Doc) -> tuple[PlaceMention, ...]:
    """The places named in `doc` in order, without names inside those of people and organisations.

    A name that several places bear is the one whose country the article names, or that is much the largest; otherwise
    it has neither country nor coordinates. Countries and demonyms have no coordinates.
    """
    text = doc.text
    persons = _words_of_persons(doc)
    found = _names(text, [(e.start_char, e.end_char, e.label_) for e in doc.ents], persons)
    named = Counter(f.bearers[0].country for f in found if _speaks_for_its_country(f))
    mentions = []
    found = [f for f in found if not f.part]
    for i, f in enumerate(found):
        place = _meant(f, _outer_countries(f, found[i + 1 : i + 2], text), named)
        if place and not (
            place.kind in ("city", "region") and text[f.start : f.end] in persons and not f.led
        ):
            where = place.country, place.latitude, place.longitude
            mentions.append(PlaceMention(f.start, f.end, text[f.start : f.end], place.kind, *where))
    return tuple(mentions)


def _words_of_persons(doc: Doc) -> frozenset[str]:
    """The words of the full names of people in the article: alone, they point to them ("Virginia helped her")."""
    names = (e.text.split() for e in doc.ents if e.label_ == "PERSON" and e.end - e.start > 1)
    return frozenset(word for name in names for word in name)


def _names(text: str, entities: list[tuple[int, int, str]], persons: frozenset[str]) -> list[Found]:
    """Every name of the gazetteer in the text that is not part of the name of a person or a work.

    A country alone is one even where the model takes it for a person (`Jordan condemned`), unless the article names
    somebody so (`persons` are the words of full names).
    """
    starts = [start for start, _, _ in entities]
    found: list[Found] = []
    reached = 0
    for word in _CAPITALISED.finditer(text):
        name = _name_at(text, word) if word.start() >= reached else None
        if not name:
            continue
        start, reached = word.start(), word.start() + len(name)
        at = bisect_right(starts, start) - 1
        entity = entities[at] if at >= 0 and entities[at][1] > start else None
        led = _LED.search(text, max(0, start - 16), start) is not None
        bearers = places().get(name) or places()[name.title()]
        meant = led or (bearers[0].kind == "country" and text[start:reached] not in persons)
        part = entity is not None and _is_part_of_another(text, start, reached, entity, led=meant)
        if not part or (entity and entity[2] == "ORG"):
            labelled = entity is not None and entity[2] in _PLACE_LABELS
            found.append(Found(start, reached, bearers, labelled, led, part))
    return found


def _name_at(text: str, word: re.Match[str]) -> str | None:
    """The longest name that begins at a word, as printed; in capitals too, if it is longer than an abbreviation."""
    index, start = names_by_first_word(), word.start()
    first = _POSSESSIVE.sub("", word[0])
    for form in (word[0], first, first.rstrip(".")):
        for name in index.get(form, ()):
            if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
                return name
    if first.isupper() and len(first) > 1:
        for name in index.get(first.title(), ()):
            end = start + len(name)
            if len(name) > 3 and text[start:end] == name.upper() and not text[end : end + 1].isalnum():
                return text[start:end]
    return None


def _is_part_of_another(text: str, start: int, end: int, entity: tuple[int, int, str], *, led: bool) -> bool:
    """Whether the name is part of the name of a person or an organisation, as the model sees it."""
    first, last, label = entity
    whole = first >= start - 4 and last <= end + 2
    if label == "PERSON":
        return not (whole and led)
    if label not in _OTHER_NAMES or whole:
        return False
    located = led and last <= end + 2 and re.search(r"\b(?:in|at)\s(?:the\s)?$", text[first:start])
    owner = text[end : end + 1] in ("'", "’") and start - first <= 4
    return not (located or owner)


def _speaks_for_its_country(f: Found) -> bool:
    """Whether a name tells what country the article is about: those of countries and of their capitals."""
    first, *others = f.bearers
    if first.kind in ("country", "demonym"):
        return not others
    return first.kind == "capital" and all(first.weight >= DOMINANT * other.weight for other in others)


def _outer_countries(f: Found, following: list[Found], text: str) -> frozenset[str | None]:
    """The countries of the name that follows at once, as in "Paris, Texas"."""
    outer = (g for g in following if _OUTER_FOLLOWS.fullmatch(text, f.end, g.start))
    return frozenset(p.country for g in outer for p in g.bearers if p.kind in ("country", "region"))


def _meant(f: Found, outer: frozenset[str | None], named: Counter[str | None]) -> Place | None:
    """The place that a name means; one without country and coordinates if that is not plain; None if it means none."""
    first = f.bearers[0]
    if first.kind in ("country", "demonym"):
        return first if first.country in named else _in_named_country(f.bearers[1:], named) or first
    inside = [p for p in f.bearers if p.country in outer]
    if inside:
        return inside[0]
    place = _likeliest(f.bearers, named)
    if place is None:
        enough = LARGE if f.labelled else WELL_KNOWN
        return Place(first.name, first.kind, None) if first.weight >= enough else None
    return place if _is_meant(place, f, named) else None


def _in_named_country(bearers: tuple[Place, ...], named: Counter[str | None]) -> Place | None:
    """The state that has a country's name (Georgia), where only its own country is named."""
    return next((p for p in bearers if p.weight == STATE and p.country in named), None)


def _likeliest(bearers: tuple[Place, ...], named: Counter[str | None]) -> Place | None:
    """Which of several places of one name is meant; None if two are about as likely."""
    heaviest = bearers[0].weight
    here = [p for p in bearers if p.country in named and DOMINANT * p.weight >= heaviest]
    scored = sorted(((named[p.country] * p.weight, -i) for i, p in enumerate(here)), reverse=True)
    if scored:
        best = here[-scored[0][1]]
        rivals = [score for score, i in scored[1:] if here[-i].country != best.country]
        return best if not rivals or scored[0][0] >= LIKELY * rivals[0] else None
    abroad = (p.weight for p in bearers if p.country != bearers[0].country)
    return bearers[0] if heaviest >= DOMINANT * next(abroad, 0) else None


def _is_meant(place: Place, f: Found, named: Counter[str | None]) -> bool:
    """Whether enough speaks for the name as a place: how well known it is, the model, "in", the countries named."""
    if place.needs:
        return place.country in named
    if place.weight >= WELL_KNOWN:
        return True
    if place.country in named and (f.labelled or f.led):
        return True
    return f.labelled and place.weight >= LARGE
