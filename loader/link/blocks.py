"""Find, without comparing all names with all, every two that could be one person's: names that share a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from loader.link.agreement import MISSPELT
from loader.link.names import Name
from loader.link.spelling import sound

MOST_WORDS = 6  # a longer name is looked up whole only
CROWD = 300  # a key that more names share says too little; they meet by longer keys

Key = tuple[str, ...]


def pairs(names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Every two indices (smaller first, each pair once) of names that share a key; a superset of what rules join."""
    held: dict[Key, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for key in _own_keys(name):
            held[key].append(index)
    seen: set[int] = set()
    size = len(names)
    for key, indices in held.items():
        if len(indices) <= CROWD or key[0] == "words":
            for a, b in combinations(indices[:CROWD], 2):
                seen.add(a * size + b)
    for index, name in enumerate(names):
        for key in _reduced_keys(name):
            for other in held.get(key, ())[:CROWD]:
                if other != index:
                    seen.add(min(index, other) * size + max(index, other))
    for code in sorted(seen):
        yield code // size, code % size


def _own_keys(name: Name) -> set[Key]:
    """Keys under which the name is found whole: its sounds, their set, its letters, and it with a letter gone."""
    sounds = tuple(map(sound, name.words))
    keys: set[Key] = {("words", *sounds), ("set", *sorted(sounds)), ("letters", "".join(name.words))}
    if len(sounds) > 2:  # a family name moved to the other end of joined syllables
        keys.add(("letters", "".join(name.words[1:] + name.words[:1])))
        keys.add(("letters", "".join(name.words[-1:] + name.words[:-1])))
    for place, word in enumerate(name.words):
        if len(word) >= MISSPELT:
            rest = (*name.words[:place], "", *name.words[place + 1 :])
            keys |= {("typo", *rest, word[:cut] + word[cut + 1 :]) for cut in range(len(word))}
            keys.add(("typo", *rest, word))
    return keys


def _reduced_keys(name: Name) -> set[Key]:
    """Keys of the shorter names that this one may be the full form of: words left out, words as initials."""
    words, sounds = name.words, tuple(map(sound, name.words))
    keys: set[Key] = set()
    if len(words) > MOST_WORDS:
        return keys
    for size in range(2, len(words) + 1):
        for kept in combinations(range(len(words)), size):
            initial = {place: words[place][0] for place in kept}
            whole = [sounds[place] for place in kept]
            for shortened in ((), kept[:-1], kept[:1], kept[1:-1]):
                keys.add(
                    (
                        "words",
                        *(initial[p] if p in shortened else s for p, s in zip(kept, whole, strict=True)),
                    )
                )
    keys.discard(("words", *sounds))
    return keys
