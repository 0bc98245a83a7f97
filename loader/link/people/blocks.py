"""Find, without comparing all names with all, every two that could be one person's: names that share a key."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from loader.link.people.agreement import MISSPELT, Words
from loader.link.people.names import Name
from loader.link.people.spelling import sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_WORDS = 6  # a longer name is looked up whole only
CROWD = 300  # at most so many names are compared under one key, first ones first


def pairs(names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Every two indices (smaller first, in order, each once) of names that share a key: all that a rule may join."""
    import numpy as np

    held, holders = _table(names, own_keys)
    sought, seekers = _table(names, reduced_keys)
    size = len(names)
    found = [np.empty(0, np.int64)]
    starts = np.flatnonzero(np.diff(held, prepend=held[:1] - 1))  # of the holders of each key
    stops = np.append(starts[1:], len(held))
    for start, stop in zip(*(edge[stops - starts > 1].tolist() for edge in (starts, stops)), strict=True):
        some = holders[start : min(stop, start + CROWD)]
        one, other = np.triu_indices(len(some), 1)
        found.append(some[one] * size + some[other])
    starts, stops = (np.searchsorted(held, sought, side) for side in ("left", "right"))
    some = np.minimum(stops - starts, CROWD)
    seekers = np.repeat(seekers, some)
    place = np.arange(len(seekers)) - np.repeat(np.cumsum(some) - some, some)
    others = holders[np.repeat(starts, some) + place]
    apart = seekers != others
    one, other = np.minimum(seekers, others)[apart], np.maximum(seekers, others)[apart]
    for code in np.unique(np.concatenate([*found, one * size + other])).tolist():
        yield code // size, code % size


def _table(
    names: Sequence[Name], keys: Callable[[Name], set[str]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The keys of all names as hashes, in order, and the index of the name that has each, in order for one key."""
    import numpy as np

    hashes, sizes = array("q"), array("q")
    for name in names:
        own = keys(name)
        hashes.extend(map(hash, own))
        sizes.append(len(own))
    found = np.array(hashes, dtype=np.int64)
    owners = np.repeat(np.arange(len(names)), np.array(sizes, dtype=np.int64))
    order = np.lexsort((owners, found))
    return found[order], owners[order]


def own_keys(name: Name) -> set[str]:
    """Keys under which a name is found whole: its sounds, their set, its letters, and it with a letter gone."""
    sounds = [sound(word) for word in name.words]
    return (
        {" ".join(sounds), "set " + " ".join(sorted(sounds))}
        | letter_keys(name.words)
        | typo_keys(name.words)
    )


def letter_keys(words: Words) -> set[str]:
    """Keys for words divided otherwise: the letters, and those after a family name moved to the other end."""
    letters = "".join(words)
    if len(words) < 3:
        return {letters_key(letters)}
    first, last = len(words[0]), len(words[-1])
    turned = letters[first:] + letters[:first], letters[-last:] + letters[:-last]
    return {letters_key(letters), *map(letters_key, turned)}


def letters_key(letters: str) -> str:
    """The key of names of these letters."""
    return "letters " + letters


def typo_keys(words: Words) -> set[str]:
    """Keys for one wrong letter: each word that is long enough, whole and with a letter gone."""
    keys: set[str] = set()
    for place, word in enumerate(words):
        if len(word) >= MISSPELT:
            before = " ".join(("typo", *words[:place], ""))
            after = " ".join(("", *words[place + 1 :]))
            keys.add(before + word + after)
            keys.update(before + word[:cut] + word[cut + 1 :] + after for cut in range(len(word)))
    return keys


def reduced_keys(name: Name) -> set[str]:
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
