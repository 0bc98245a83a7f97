"""The gazetteer: every place name that the loader knows, and the places that bear it, the most prominent first."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from loader import lexicon


class Place(NamedTuple):
    """One place. `weight` is about how many people must live in a place of this name that nobody needs to be told of.

    `needs` says that the name is taken only in an article that names the country.
    """

    name: str
    kind: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    weight: int = 0
    needs: bool = False


# Weights of what has no count of people, set against those of cities, which are their people
BY_HAND, STATE, PROVINCE = 3_000_000, 2_000_000, 300_000
CAPITAL = 30  # times the people of a city that is no capital


@cache
def _country_names() -> dict[str, tuple[str, str]]:
    """Every name and demonym of a country: (`country` or `demonym`, its code)."""
    found: dict[str, tuple[str, str]] = {}
    for row in lexicon.table("places_countries"):
        for demonym in filter(None, row["demonyms"].split("|")):
            found[demonym] = "demonym", row["country"]
            if not demonym.endswith(("s", "sh", "ch", "ese", "man")):
                found[demonym + "s"] = "demonym", row["country"]
        for name in row["names"].split("|"):
            found[name] = "country", row["country"]
    return found


@cache
def usual_country_names() -> dict[str, str]:
    """The usual English name of each country, by its ISO alpha-2 code."""
    return {row["country"]: row["names"].split("|")[0] for row in lexicon.table("places_countries")}


def country_name(code: str) -> str:
    """The usual name of a country, or the code itself."""
    return usual_country_names().get(code, code)


@cache
def demonyms() -> dict[str, str]:
    """Demonyms as printed, plurals included, with the code of their country."""
    return {name: code for name, (kind, code) in _country_names().items() if kind == "demonym"}


@cache
def country_of(words: str) -> str | None:
    """The ISO alpha-2 code of a country's name or demonym ("the United States", "Pakistani", "CHINA's"), or None."""
    name: str = re.sub(r"['’]s?$", "", " ".join(words.split()))
    name = re.sub(r"^the\s", "", name, flags=re.IGNORECASE)
    forms = (name, name.rstrip("."), name.title() if name.isupper() and len(name) > 3 else name)
    return next((_country_names()[form][1] for form in forms if form in _country_names()), None)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _from_tables() -> list[tuple[tuple[str, ...], Place]]:
    """Every place of the tables with its names."""
    found: list[tuple[tuple[str, ...], Place]] = []
    for row in lexicon.table("places_seats"):
        where = _number(row["latitude"]), _number(row["longitude"])
        place = Place(row["name"], "seat", row["country"], *where, BY_HAND, bool(row.get("needs")))
        found.append(((row["name"],), place))
    for row in lexicon.table("places_regions"):
        names = tuple(row["name"].split("|"))
        where = _number(row["latitude"]), _number(row["longitude"])
        found.append((names, Place(names[0], "region", row["country"] or None, *where, BY_HAND)))
    for line in lexicon.read_once("places.tsv")[1:]:
        name, kind, country, latitude, longitude, people = line.split("\t")
        weight = int(people or 0) or (STATE if latitude else PROVINCE)
        weight = weight * CAPITAL if kind == "capital" else weight
        place = Place(name, kind, country, _number(latitude), _number(longitude), weight)
        found.append(((name,) if name.isascii() else (name, _without_marks(name)), place))
    return found


def _without_marks(name: str) -> str:
    """The name as it is written without marks over its letters."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def places() -> dict[str, tuple[Place, ...]]:
    """Every name with the places that bear it, the heaviest first."""
    bearers: dict[str, list[Place]] = {}
    cities: dict[tuple[str, str | None], Place] = {}
    for names, place in _from_tables():
        if place.kind in ("city", "capital"):
            cities[place.name, place.country] = place
        for name in dict.fromkeys(names):
            if place.weight == BY_HAND or bearers.get(name, [place])[0].weight != BY_HAND:
                bearers.setdefault(name, []).append(place)
    for row in lexicon.table("places_also"):
        bearers.setdefault(row["name"], []).append(cities[row["place"], row["country"]])
    for row in lexicon.table("places_states"):
        bearers[row["name"]] = [p for p in bearers[row["state"]] if p.weight == STATE]
    found = {name: _in_order(own) for name, own in bearers.items()}
    for name, (kind, code) in _country_names().items():
        states = tuple(p for p in found.get(name, ()) if p.weight == STATE)  # Georgia
        found[name] = (Place(name, kind, code), *states)
    return found


def _in_order(bearers: list[Place]) -> tuple[Place, ...]:
    """The heaviest first; a province that has a city's name is that city."""
    if len(bearers) == 1:
        return (bearers[0],)
    cities = {p.country for p in bearers if p.kind != "region"}
    kept = [p for p in bearers if p.weight != PROVINCE or p.kind != "region" or p.country not in cities]
    return tuple(sorted(kept, key=lambda p: (-p.weight, p.name, p.country or "")))


@cache
def names_by_first_word() -> dict[str, tuple[str, ...]]:
    """Every name under its first word, the longest first."""
    found: dict[str, list[str]] = {}
    for name in places():
        found.setdefault(name.partition(" ")[0].partition("-")[0], []).append(name)
    return {
        first: (names[0],) if len(names) == 1 else tuple(sorted(names, key=lambda n: (-len(n), n)))
        for first, names in found.items()
    }
