"""What besides the name speaks for or against two people being one: countries, roles, and when they are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from loader import lexicon
from loader.link.people.names import fold
from loader.linked import LocalPerson

LONG_CAREER_YEARS = 40  # two names that news gives further apart are hardly one person's

_WORDS = re.compile(r"[a-z]+")


@lru_cache(maxsize=1 << 14)
def role_words(role: str) -> frozenset[str]:
    """The words that make a role what it is, `former` and `the` left out."""
    return frozenset(_WORDS.findall(fold(role))) - lexicon.words("link_role_stop")


@dataclass(slots=True)
class Facts:
    """All that is known of a person besides the name: countries and roles with counts, first and last year."""

    countries: Counter[str] = field(default_factory=Counter)
    roles: set[frozenset[str]] = field(default_factory=set)
    years: tuple[int, int] | None = None

    @classmethod
    def of(cls, persons: Iterable[LocalPerson]) -> Facts:
        """The facts of persons who are taken to be one."""
        facts = cls()
        years = set[int]()
        for person in persons:
            if person.country:
                facts.countries[person.country] += 1
            for role in person.roles:
                if words := role_words(role):
                    facts.roles.add(words)
            if person.published and person.published[:4].isdigit():
                years.add(int(person.published[:4]))
        if years:
            facts.years = min(years), max(years)
        return facts

    def with_those_of(self, other: Facts) -> Facts:
        """What is known of a person here and elsewhere."""
        years = (*(self.years or ()), *(other.years or ()))
        return Facts(
            self.countries + other.countries,
            self.roles | other.roles,
            (min(years), max(years)) if years else None,
        )


def same_country(a: Facts, b: Facts) -> str | None:
    """A country that both have (the one most often stated), or None."""
    shared = sorted(
        set(a.countries) & set(b.countries), key=lambda code: (-a.countries[code] - b.countries[code], code)
    )
    return shared[0] if shared else None


def other_country(a: Facts, b: Facts) -> bool:
    """Whether both have countries, and none in common."""
    return bool(a.countries and b.countries and not same_country(a, b))


def same_role(a: Facts, b: Facts) -> str | None:
    """A role that both have, one perhaps in fewer words (`army chief`, `chief of army staff`), or None."""
    deputies = lexicon.words("link_deputies")
    shared = [
        " ".join(sorted(one & other))
        for one in a.roles
        for other in b.roles
        if (one <= other or other <= one) and not (one ^ other) & deputies
    ]
    return min(shared, key=lambda role: (-len(role), role)) if shared else None


def other_role(a: Facts, b: Facts) -> bool:
    """Whether both have roles, and not a word of them in common."""
    if not a.roles or not b.roles:
        return False
    return frozenset[str]().union(*a.roles).isdisjoint(frozenset[str]().union(*b.roles))


def far_apart(a: Facts, b: Facts) -> bool:
    """Whether more years lie between the articles than a public life lasts."""
    if not a.years or not b.years:
        return False
    return max(b.years[0] - a.years[1], a.years[0] - b.years[1]) > LONG_CAREER_YEARS


def reasons_against(a: Facts, b: Facts) -> list[str]:
    """Readable reasons why two people may not be one."""
    reasons = []
    if other_country(a, b):
        reasons.append(
            f"countries differ ({', '.join(sorted(a.countries))}; {', '.join(sorted(b.countries))})"
        )
    if other_role(a, b):
        reasons.append(f"no role in common ({_shown(a)}; {_shown(b)})")
    if far_apart(a, b):
        reasons.append(f"named more than {LONG_CAREER_YEARS} years apart")
    return reasons


def reasons_for(a: Facts, b: Facts) -> list[str]:
    """Readable reasons, besides the names, why two people may be one."""
    country, role = same_country(a, b), same_role(a, b)
    reasons = [f"same country ({country})"] if country else []
    return [*reasons, f"same role ({role})"] if role else reasons


def _shown(facts: Facts) -> str:
    roles = sorted(" ".join(sorted(words)) for words in facts.roles)
    return ", ".join(roles[:3])
