"""Tell the country in which an organisation is at home, and what a country is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from loader import lexicon
from loader.extract.places.gazetteer import usual_country_names


@cache
def _homes() -> Mapping[str, str]:
    """Lower-case names of organisations, and words for countries, with the country's code."""
    found: dict[str, str] = {}
    for row in lexicon.table("places_countries"):
        for name in (row["names"] + "|" + row["demonyms"]).split("|"):
            found.setdefault(name.casefold(), row["country"])
    return found | {row["name"]: row["country"] for row in lexicon.table("events_organisations")}


def home_of(name: str) -> str | None:
    """The country of a known organisation, or of one with a country in its name (`Nigerian Union of Teachers`)."""
    words = " ".join(name.split()).casefold()
    homes = _homes()
    if words in homes:
        return homes[words] or None
    found = {homes[word] for word in words.split() if homes.get(word)}
    return found.pop() if len(found) == 1 else None


def country_name(code: str) -> str | None:
    """The usual English name of the country of that ISO code, or None."""
    return usual_country_names().get(code)
