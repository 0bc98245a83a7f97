"""Tell the country of heads of state and government whom an article names without it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from loader import lexicon

OFFICES = ("president", "premier", "chancellor", "prime minister")


def country_of_leader(name: str) -> str | None:
    """The ISO code of the country that a person of that full name led."""
    return _full_names().get(name.casefold())


def country_of_office(before: str, name: str) -> str | None:
    """The ISO code of a leader's country by name or surname, where the words before it end with an office."""
    if not before.casefold().rstrip().endswith(OFFICES):
        return None
    words = name.casefold()
    return _full_names().get(words) or _surnames().get(words)


@cache
def _full_names() -> Mapping[str, str]:
    return {row["name"]: row["country"] for row in lexicon.table("events_leaders")}


@cache
def _surnames() -> Mapping[str, str]:
    """The surnames whose bearers led one country only."""
    found: dict[str, set[str]] = {}
    for name, country in _full_names().items():
        found.setdefault(name.rsplit(" ", 1)[-1], set()).add(country)
    return {surname: min(countries) for surname, countries in sorted(found.items()) if len(countries) == 1}
