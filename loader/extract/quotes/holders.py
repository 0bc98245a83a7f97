"""Find the person whom a description names by an office or profession: 'the premier', 'the judge'."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from loader import lexicon
from loader.model import People

ARTICLE = "the "
NOT_THIS_ONE = frozenset(
    {"former", "ex", "other", "new", "next", "late", "then", "incoming", "outgoing", "deputy", "vice"}
)


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """The words for one office, by each of them."""
    groups = (tuple(part.strip() for part in line.split(",")) for line in lexicon.words("quotes_roles"))
    return {word: group for group in groups for word in group}


class Holders:
    """Who holds which office in one article, as far as it says so."""

    def __init__(self, people: People) -> None:
        self._roles = [(role.person, role.role.lower(), role.organisation or "") for role in people.roles]
        named = [m for m in people.mentions if m.person is not None and m.kind in ("name", "partial")]
        self._starts = [m.start for m in named]
        self._named = [m.person for m in named]

    def find(self, words: str, position: int) -> int | None:
        """The person whom words such as 'the premier' mean at a position: the last of that office named before it."""
        if not words.lower().startswith(ARTICLE):
            return None
        described = words[len(ARTICLE) :].lower()
        office, rest = self._office(described)
        if NOT_THIS_ONE & set(rest):
            return None
        holders = dict.fromkeys(
            person
            for person, role, organisation in self._roles
            if any(_ends(role, word) for word in office)
            and all(word in f"{role} {organisation.lower()}" for word in rest)
            and not NOT_THIS_ONE & set(role.split())
        )
        before = self._named[: bisect_left(self._starts, position)]
        return next((person for person in reversed(before) if person in holders), None)

    @staticmethod
    def _office(described: str) -> tuple[tuple[str, ...], list[str]]:
        """The words for the office that a description ends in, and the words before it."""
        words = described.split()
        for i in range(len(words)):
            office = " ".join(words[i:])
            if office in _groups():
                return _groups()[office], words[:i]
        return (
            ((words[-1],), words[:-1]) if words and words[-1] in lexicon.words("quotes_offices") else ((), [])
        )


def _ends(role: str, office: str) -> bool:
    head = role if " of " in office else role.split(" of ")[0]
    return head == office or head.endswith(" " + office)
