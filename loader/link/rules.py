"""The rules by which two names may be one person's, in a table, and which of them two given names meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from loader import lexicon
from loader.link.names import Name
from loader.link.spelling import alike, nickname, sound, spelled

MISSPELT = 6  # letters that a word needs before one wrong letter in it is worth a question


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which two names may belong together, and what must be known besides to merge them.

    `needs`: `nothing` (unless countries conflict), `evidence` (same country or same role), `both` (country and
    role), `user` (never merged by rule, only put to review).
    """

    name: str
    needs: str
    why: str


RULES = {
    rule.name: rule
    for rule in (
        Rule("spelling", "nothing", "the names differ only in case, accents, hyphens, titles or al-/el-"),
        Rule("spacing", "nothing", "the names differ only in where their words are divided"),
        Rule("transliteration", "nothing", "every word is the other's in another spelling"),
        Rule(
            "honorific", "nothing", "one name has an honorific more (such as Syed, Mian, Muhammad) in front"
        ),
        Rule("middle_initial", "nothing", "one gives in full what the other gives as middle initial"),
        Rule("family_name_first", "nothing", "the same words, the family name once first and once last"),
        Rule("order", "evidence", "the same words in another order"),
        Rule("nickname", "evidence", "one has a short form of the other's given name"),
        Rule("dropped_initial", "evidence", "one has a middle initial more"),
        Rule("dropped_particle", "evidence", "one has a particle (bin, de, van) more"),
        Rule("initials", "both", "one gives as initials what the other gives in full"),
        Rule("dropped_middle", "both", "one has a middle name more"),
        Rule("dropped_last", "both", "one has a name more at the end"),
        Rule("generation", "user", "one has Jr., Sr. or a number at the end"),
        Rule("dropped_first", "user", "one has a name more in front"),
        Rule("misspelt", "user", "the names differ in a letter or a vowel"),
    )
}
ORDER = {name: place for place, name in enumerate(RULES)}
PARTICLES = frozenset(
    (
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "la",
        "le",
        "van",
        "von",
        "y",
    )
)

Words = tuple[str, ...]
Same = Callable[[str, str], bool]


def _exact(a: str, b: str) -> bool:
    return a == b


@lru_cache(maxsize=1 << 18)
def compare(a: Name, b: Name) -> Rule | None:
    """The strongest rule by which two names may be one person's; None where they can't be. Symmetric."""
    if (
        len(a.words) < 2
        or len(b.words) < 2
        or (a.generation and b.generation and a.generation != b.generation)
    ):
        return None
    one, other = sorted((a.words, b.words), key=lambda words: (len(words), words))
    same = _exact if is_spelled_one_way(one) or is_spelled_one_way(other) else alike
    found = next((name for name, test in _TESTS if test(one, other, same)), None)
    if found and a.generation != b.generation:
        found = "generation"
    return RULES[found] if found else None


@cache
def _family_names_first() -> frozenset[str]:
    return lexicon.words("link_family_first")


def is_spelled_one_way(words: Words) -> bool:
    """Whether another spelling means another person: short East Asian syllables, names from Latin alphabets."""
    return (
        words[0] in lexicon.words("link_latin_given")
        or words[0] in _family_names_first()
        or words[-1] in _family_names_first()
    )


def _all_same(one: Words, other: Words, same: Same) -> bool:
    return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))


def _spelling(one: Words, other: Words, _: Same) -> bool:
    return one == other


def _spacing(one: Words, other: Words, _: Same = _exact) -> bool:
    return "".join(one) == "".join(other) and _cuts(one) <= _cuts(other)


def _cuts(words: Words) -> set[int]:
    return {len("".join(words[:place])) for place in range(1, len(words))}


def core(words: Words) -> list[Words]:
    """What is left of a name when honorifics in front are dropped, at least two full words always."""
    honorifics = lexicon.words("link_honorifics")
    run = 0
    while run < len(words) and words[run] in honorifics:
        run += 1
    left = {words[:skip] + words[stop:] for stop in range(1, run + 1) for skip in range(stop)}
    return sorted(
        rest for rest in left if sum(len(word) > 1 for word in rest) > 1 and not _breaks(words, rest)
    )


def _breaks(words: Words, rest: Words) -> bool:
    """Whether a compound given name was cut: Mohammad Reza is not Reza, nor Muhammad Ali a mere Ali."""
    return words[0] != rest[0] and rest[0] in lexicon.words("link_compounds")


def _honorific(one: Words, other: Words, same: Same) -> bool:
    """Whether the names agree once either has lost honorifics."""
    ways = [(a, b) for a in (one, *core(one)) for b in (other, *core(other))]
    return any(_all_same(a, b, same) or _spacing(*sorted((a, b), key=len)) for a, b in ways)


def _initial_of(a: str, b: str) -> bool:
    return a[0] == b[0] and (len(a) == 1) != (len(b) == 1)


def _middle_initial(one: Words, other: Words, same: Same) -> bool:
    return (
        len(one) == len(other) > 2
        and same(one[0], other[0])
        and len(one[0]) > 1
        and same(one[-1], other[-1])
        and all(same(a, b) or _initial_of(a, b) for a, b in zip(one, other, strict=True))
    )


def _initials(one: Words, other: Words, same: Same) -> bool:
    return _ends_same(one, other, same) and _subset(one, other, lambda a, b: same(a, b) or _initial_of(a, b))


def _ends_same(one: Words, other: Words, same: Same) -> bool:
    return len(one[-1]) > 1 and same(one[-1], other[-1])


def _subset(one: Words, other: Words, same: Same) -> bool:
    """Whether the words of `one` stand in `other` in the same order, the first one first."""
    rest = iter(other[1:])
    return same(one[0], other[0]) and all(any(same(a, b) for b in rest) for a in one[1:])


def _rotations(words: Words) -> list[Words]:
    return [words[place:] + words[:place] for place in range(1, len(words))]


def _order(one: Words, other: Words, same: Same) -> bool:
    turned = (turned for turned in (*_rotations(other), *_rotations_joined(other)))
    return any(_all_same(one, words, same) for words in turned)


def _rotations_joined(words: Words) -> list[Words]:
    """A family name moved to the other end, the given name's syllables in one."""
    if len(words) < 3:
        return []
    return [("".join(words[1:]), words[0]), (words[-1], "".join(words[:-1]))]


def _family_name_first(one: Words, other: Words, same: Same) -> bool:
    """The same words turned, where one end can be a family name only and the rest can't be one."""
    if not _order(one, other, _exact if same is alike else same):
        return False
    ends = [(one[0], one[1:]), (one[-1], one[:-1])]
    families = _family_names_first()
    fits = [family for family, given in ends if family in families and len("".join(given)) >= LONG_GIVEN]
    return len(fits) == 1 and not all(word in families for word in one)


LONG_GIVEN = 5


def _same_nickname(a: str, b: str) -> bool:
    return a == b or nickname(a) == nickname(b)


def _nickname(one: Words, other: Words, same: Same) -> bool:
    if not _ends_same(one, other, same) or not _same_nickname(one[0], other[0]) or len(one[0]) == 1:
        return False
    return _only_dropped(one, other, same, _is_initial)


def _is_initial(word: str) -> bool:
    return len(word) == 1


def _only_dropped(one: Words, other: Words, same: Same, droppable: Callable[[str], bool]) -> bool:
    """Whether the middles are the same but for words that may be dropped; first and last are not looked at."""
    left = [word for word in one[1:-1] if not droppable(word)]
    right = [word for word in other[1:-1] if not droppable(word)]
    if not _all_same(tuple(left), tuple(right), same):
        return False
    dropped = [word for word in one[1:-1] if droppable(word)]
    kept = iter(word for word in other[1:-1] if droppable(word))
    return all(word in kept for word in dropped)


def _dropped_initial(one: Words, other: Words, same: Same) -> bool:
    ends = _ends_same(one, other, same) and len(one[0]) > 1 and same(one[0], other[0])
    return ends and _only_dropped(one, other, same, _is_initial)


def _dropped_particle(one: Words, other: Words, same: Same) -> bool:
    ends = _ends_same(one, other, same) and len(one[0]) > 1 and same(one[0], other[0])
    return ends and _only_dropped(one, other, same, PARTICLES.__contains__)


def _dropped_middle(one: Words, other: Words, same: Same) -> bool:
    return len(one) < len(other) and _ends_same(one, other, same) and _subset(one, other, same)


def _dropped_last(one: Words, other: Words, same: Same) -> bool:
    return len(one) < len(other) and _all_same(one, other[: len(one)], same) and len(one[-1]) > 1


def _dropped_first(one: Words, other: Words, same: Same) -> bool:
    return len(one) < len(other) and _all_same(one, other[-len(one) :], same) and len(one[0]) > 1


def _misspelt(one: Words, other: Words, _: Same) -> bool:
    if len(one) != len(other):
        return False
    unequal = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if all(sound(a) == sound(b) and len(spelled(a)) > MISSPELT - 2 for a, b in unequal):
        return True
    return len(unequal) == 1 and min(map(len, unequal[0])) >= MISSPELT and one_edit(*unequal[0])


def one_edit(a: str, b: str) -> bool:
    """Whether one letter added, dropped or changed, or two neighbours swapped, make one word the other."""
    a, b = sorted((a, b), key=len)
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    rest, other = a[start:], b[start:]
    if len(a) != len(b):
        return rest == other[1:]
    return rest[1:] == other[1:] or (rest[2:] == other[2:] and rest[:2] == other[1::-1])


_TESTS: tuple[tuple[str, Callable[[Words, Words, Same], bool]], ...] = (
    ("spelling", _spelling),
    ("spacing", _spacing),
    ("transliteration", _all_same),
    ("honorific", _honorific),
    ("middle_initial", _middle_initial),
    ("family_name_first", _family_name_first),
    ("order", _order),
    ("nickname", _nickname),
    ("dropped_initial", _dropped_initial),
    ("dropped_particle", _dropped_particle),
    ("dropped_middle", _dropped_middle),
    ("initials", _initials),
    ("dropped_last", _dropped_last),
    ("dropped_first", _dropped_first),
    ("misspelt", _misspelt),
)
