"""Find, without comparing all names with all, every two that could be one person's: names that share a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from loader.link.agreement import MISSPELT
from loader.link.names import Name
from loader.link.spelling import sound

MOST_WORDS = 6  # a longer name is looked up whole only
CROWD = 300  # at most so many names are compared under one key, first ones first


def pairs(names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Every two indices (smaller first, in order, each once) of names that share a key: all that a rule may join."""
    held: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for key in _own_keys(name):
            held[key].append(index)
    size = len(names)
    found = {
        a * size + b
        for indices in held.values()
        if len(indices) > 1
        for a, b in combinations(indices[:CROWD], 2)
    }
    for index, name in enumerate(names):
        for key in _reduced_keys(name):
            for other in held.get(key, ())[:CROWD]:
                if other != index:
                    found.add(min(index, other) * size + max(index, other))
    for code in sorted(found):
        yield code // size, code % size


def _own_keys(name: Name) -> set[str]:
    """Keys under which a name is found whole: its sounds, their set, its letters, and it with a letter gone."""
    words = name.words
    sounds = [sound(word) for word in words]
    letters = "".join(words)
    keys = {" ".join(sounds), "set " + " ".join(sorted(sounds)), "letters " + letters}
    if len(words) > 2:  # a family name moved to the other end of joined syllables
        first, last = len(words[0]), len(words[-1])
        keys |= {
            "letters " + letters[first:] + letters[:first],
            "letters " + letters[-last:] + letters[:-last],
        }
    for place, word in enumerate(words):
        if len(word) >= MISSPELT:
            before = " ".join(("typo", *words[:place], ""))
            after = " ".join(("", *words[place + 1 :]))
            keys.add(before + word + after)
            keys.update(before + word[:cut] + word[cut + 1 :] + after for cut in range(len(word)))
    return keys


def _reduced_keys(name: Name) -> set[str]:
    """Keys of the shorter names that this one may be the full form of: words left out, words as initials."""
    words = name.words
    if len(words) > MOST_WORDS:
        return set()
    sounds = [sound(word) for word in words]
    keys: set[str] = set()
    for size in range(2, len(words) + 1):
        for kept in combinations(range(len(words)), size):
            whole = [sounds[place] for place in kept]
            short = [words[place][0] for place in kept]
            keys.add(" ".join(whole))
            for start, stop in combinations(range(size), 2):
                keys.add(" ".join((*whole[:start], *short[start:stop], *whole[stop:])))
    keys.discard(" ".join(sounds))
    return keys
