"""Role nominals (`the army chief`, `the Chinese diplomat`): whose stated role they can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from loader.extract.people.roles import country_ending, is_role
from loader.extract.people.words import countries, fold
from loader.model import Role

HUMAN = {"man": "m", "boy": "m", "woman": "f", "girl": "f", "person": "", "mother": "f", "father": "m", "child": "",
         "teenager": "", "suspect": "", "victim": "", "witness": "", "survivor": "", "resident": ""}  # fmt: skip
ACRONYMS = frozenset(["COAS", "PM", "CM", "CEO", "FM", "VP", "DG", "IGP", "CJP", "CJI"])
GENERIC = frozenset(
    "leader diplomat official politician minister president general chief commander envoy".split()
)
PASSING = frozenset(["the", "this", "visiting", "new", "former", "interim"])  # say nothing of the role
ADDED = frozenset(
    ["military", "army", "top", "foreign", "prime", "federal"]
)  # may be said though the role did not
TELLING = frozenset(["foreign", "prime", "defence", "defense", "vice", "deputy"])  # but not of another role
LONGEST = 6  # words before the noun


def is_human(token: Any) -> bool:
    """Whether a noun names a single human being by office, profession or kind, and is no title of a name."""
    if token.tag_ not in ("NN", "NNP") or token.dep_ in ("compound", "amod", "nmod"):
        return False
    return token.lower_ in HUMAN or is_role(token.text) or token.text in ACRONYMS


class Holders:
    """The stated roles of an article, by their words and countries."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._words: defaultdict[str, list[Role]] = defaultdict(list)
        self._countries: defaultdict[str, list[Role]] = defaultdict(list)
        self.stated = sorted((r.start, r.end) for r in roles)
        for role in roles:
            for word in sorted(_words(role)):
                self._words[word].append(role)
            if role.country:
                self._countries[role.country].append(role)

    def of(self, token: Any) -> tuple[int, list[int]] | None:
        """For a definite nominal: its first token, and the persons whose stated roles account for all of it."""
        doc = token.doc
        start = phrase_start(token)
        owned = start > 0 and (doc[start].tag_ == "POS" or doc[start - 1].tag_ == "POS")
        if not owned and doc[start].lower_ not in ("the", "this"):
            return None
        start += doc[start].tag_ == "POS"
        country = next((countries()[t.text] for t in doc[start : token.i] if t.text in countries()), None)
        if owned:
            owner = country_ending(doc, start - 1)
            if owner is None:
                return None
            country = owner[1]
        said = [fold(t.text) for t in doc[start : token.i + 1] if t.is_alpha and t.text not in countries()]
        head, modifiers = said[-1] if said else "", set(said[:-1]) - PASSING
        roles = [r for r in self._words[head] if _fits(r, modifiers, country)]
        here = [r for r in roles if country is None or r.country == country]
        fits = {r.person for r in here or roles}
        if not here and len(fits) > 1:  # `the Irish prime minister`, of two whose country is not stated
            fits = set()
        if head in GENERIC and country is not None and not modifiers:
            fits |= {r.person for r in self._countries[country]}
        return start, sorted(fits)


def _words(role: Role) -> set[str]:
    return {fold(w.strip("()")) for w in f"{role.role} {role.organisation or ''}".split()}


def _fits(role: Role, modifiers: set[str], country: str | None) -> bool:
    """Whether nothing in the nominal is unaccounted for by the role."""
    if country is not None and role.country not in (None, country):
        return False
    missing = modifiers - _words(role)
    return missing <= ADDED and not missing & TELLING


def phrase_start(token: Any) -> int:
    """The first token of the noun phrase that ends in a noun, its determiner or 's included."""
    start: int = token.i
    while start > 0 and token.i - start < LONGEST:
        before = token.doc[start - 1]
        if before.pos_ not in ("NOUN", "PROPN", "ADJ", "DET") and before.tag_ not in ("HYPH", "POS"):
            break
        start -= 1
        if before.tag_ in ("DT", "POS"):
            break
    return start
