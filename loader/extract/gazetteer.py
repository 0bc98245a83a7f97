"""The gazetteer: every place name that the loader knows, and the places that bear it, the largest first."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from loader import lexicon


class Place(NamedTuple):
    """One place. `needs` says that the article must name its country; `people` is 0 where unknown."""

    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    people: int = 0
    needs: bool = False


Names = dict[str, tuple[Place, ...]]


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _countries() -> dict[str, tuple[str, str]]:
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
def _usual_names() -> dict[str, str]:
    return {row["country"]: row["names"].split("|")[0] for row in lexicon.table("places_countries")}


def country_name(code: str) -> str:
    """The usual name of a country, or the code itself."""
    return _usual_names().get(code, code)


@cache
def demonyms() -> dict[str, str]:
    """Demonyms as printed, plurals included, with the code of their country."""
    return {name: code for name, (kind, code) in _countries().items() if kind == "demonym"}


@cache
def country_of(words: str) -> str | None:
    """The ISO alpha-2 code of a country's name or demonym ("the United States", "Pakistani", "China's"), or None."""
    name = " ".join(words.split()).removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("'")
    for form in (name, name.removeprefix("the ").removeprefix("The "), name.rstrip(".")):
        if form in _countries():
            return _countries()[form][1]
        if form.isupper() and len(form) > 3 and form.title() in _countries():
            return _countries()[form.title()][1]
    return None


@cache
def _cities() -> dict[tuple[str, str], Place]:
    found = {}
    for row in lexicon.table("places"):
        place = Place(
            row["name"], row["kind"], row["country"], _number(row.get("latitude")), _number(row.get("longitude")),
            int(row.get("population") or 0),
        )  # fmt: skip
        found[row["name"], row["kind"] + row["country"]] = place
    return found


@cache
def places() -> Names:
    """Every name with the places that bear it, the most prominent first: what was written by hand, then by size."""
    found: dict[str, list[Place]] = {}
    own: set[str] = set()
    for row in lexicon.table("places_seats"):
        place = Place(
            row["name"], "seat", row["country"], _number(row["latitude"]), _number(row["longitude"])
        )
        found.setdefault(row["name"], []).append(place._replace(needs=bool(row.get("needs"))))
    for row in lexicon.table("places_regions"):
        names = row["name"].split("|")
        place = Place(
            names[0], "region", row["country"] or None, _number(row["latitude"]), _number(row["longitude"])
        )
        for name in names:
            own.add(name)
            found.setdefault(name, []).append(place)
    ranked = sorted(_cities().values(), key=lambda p: (-p.people, p.name, p.country or ""))
    for place in ranked:
        for name in sorted({place.name, _folded(place.name)}):
            if name not in own:
                found.setdefault(name, []).append(place)
    cities = {(p.name, p.country): p for p in reversed(ranked) if p.kind != "region"}
    for row in lexicon.table("places_also"):
        city = cities.get((row["city"], row["country"]))
        if city and row["name"] not in own:
            others = [p for p in found.get(row["name"], []) if p != city]
            found[row["name"]] = [city._replace(name=row["name"]), *others]
    for name, (kind, code) in _countries().items():
        others = [
            p for p in found.get(name, []) if p.country != code and kind == "country" and p.kind == "region"
        ]
        found[name] = [Place(name, kind, code, None, None), *others]
    return {name: tuple(bearers) for name, bearers in found.items()}


@cache
def names_by_first_word() -> dict[str, tuple[str, ...]]:
    """Every name under its first word, the longest first."""
    found: dict[str, set[str]] = {}
    for name in places():
        found.setdefault(re.split("[ -]", name, maxsplit=1)[0], set()).add(name)
    return {first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in found.items()}
