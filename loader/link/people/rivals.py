"""Tell which names say too little: those that may stand for several fuller ones, not all of them one person's."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from loader.link.people.names import Name
from loader.link.people.rules import Rule, compare
from loader.link.people.spelling import sound

SEVERAL = 4  # fuller names that sound different, from which nothing but more words tells who is meant


def stands_for(short: Name, full: Name, rule: Rule) -> bool:
    """Whether the one is a shorter name than the other, and the rule that may join them needs more than the names."""
    return rule.needs != "nothing" and _size(short) < _size(full)


def _size(name: Name) -> tuple[int, int]:
    return name.full_words, len(name.words)


def is_contested(fuller: Iterable[tuple[Name, Rule]], needs: str) -> bool:
    """Whether a name is not joined with any of these, nor asked about, by a rule that `needs` so much.

    They are the names that it may stand for, each with the rule; names of which only the user can say so count where
    it `needs` the user. That depends on names alone, so that an article more or less changes nothing for most of them.
    """
    names = [name for name, by in fuller if needs == "user" or by.needs != "user"]
    if len({tuple(map(sound, name.words)) for name in names}) < SEVERAL:
        return False
    return not all((found := compare(a, b)) and found.needs != "user" for a, b in combinations(names, 2))
