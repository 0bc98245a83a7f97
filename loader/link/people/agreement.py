"""The ways in which the words of two names can agree; each is a test on words, the shorter name first."""

from __future__ import annotations

from collections.abc import Callable

from loader import lexicon
from loader.link.people.spelling import alike, nickname, sound, spelled, variant

MISSPELT = 6  # letters that a word needs before one wrong letter in it is worth a question
LONG_GIVEN = 5  # letters from which a given name is no mere syllable, which might be a family name too

Words = tuple[str, ...]
Same = Callable[[str, str], bool]


def listed(a: str, b: str) -> bool:
    """Whether two words are equal, or spellings of one name in the list."""
    return a == b or variant(a) == variant(b)


def sameness(one: Words, other: Words) -> Same:
    """How words of these two names are compared: freely, or by the list only where spelling tells people apart."""
    return listed if _is_spelled_one_way(one) or _is_spelled_one_way(other) else alike


def _is_spelled_one_way(words: Words) -> bool:
    """Whether it is a name of East Asian syllables or from a Latin alphabet, where Marc is not Mark."""
    return words[0] in lexicon.words("link_latin_given") or is_family_name_first(words)


def is_family_name_first(words: Words) -> bool:
    """Whether a name begins or ends with a family name of East Asia, where it stands first."""
    return not lexicon.words("link_family_first").isdisjoint((*words[:1], *words[-1:]))


def is_rare(words: Words) -> bool:
    """Whether it is a name of Latin alphabets with a family name that few people share."""
    given = words[0] in lexicon.words("link_latin_given") or nickname(words[0]) != words[0]
    return given and words[-1] not in lexicon.words("link_common_family") | lexicon.words("link_family_first")


def spelling(one: Words, other: Words, _: Same) -> bool:
    """The same words."""
    return one == other


def spacing(one: Words, other: Words, _: Same = listed) -> bool:
    """The same letters, divided into words less often."""
    return "".join(one) == "".join(other) and _cuts(one) <= _cuts(other)


def _cuts(words: Words) -> set[int]:
    return {len("".join(words[:place])) for place in range(1, len(words))}


def every_word(one: Words, other: Words, same: Same) -> bool:
    """As many words, each the same."""
    return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))


def honorific(one: Words, other: Words, same: Same) -> bool:
    """The same once either has lost honorifics in front."""
    ways = [(a, b) for a in (one, *_cores(one)) for b in (other, *_cores(other))]
    return any(every_word(a, b, same) or spacing(a, b) or spacing(b, a) for a, b in ways)


def _cores(words: Words) -> list[Words]:
    """What is left of a name when honorifics in front are dropped, two full words at least."""
    honorifics = lexicon.words("link_honorifics")
    run = next((place for place, word in enumerate(words) if word not in honorifics), len(words) - 1)
    left = {
        words[:start] + words[stop:]
        for stop in range(1, run + 1)
        for start in range(stop)
        if not _is_compound(words[stop - 1], words[stop])
    }
    return sorted(rest for rest in left if sum(len(word) > 1 for word in rest) > 1)


def _is_compound(a: str, b: str) -> bool:
    """Whether two words make one given name: Mohammad Reza is not Reza, nor Muhammad Ali a mere Ali."""
    return variant(a) == "muhammad" and b in lexicon.words("link_compounds")


def middle_initial(one: Words, other: Words, same: Same) -> bool:
    """The same first and last words; of those between, one has initials for what the other has in full."""
    return len(one) == len(other) and _ends(one, other, same) and initials(one, other, same)


def _ends(one: Words, other: Words, same: Same) -> bool:
    """Whether first and last words are the same, and more than initials."""
    return same(one[0], other[0]) and same(one[-1], other[-1]) and len(one[0]) > 1 and len(one[-1]) > 1


def _is_initial(word: str) -> bool:
    return len(word) == 1


def initials(one: Words, other: Words, same: Same) -> bool:
    """One abbreviates the other: its words stand there in order, a run of them, not the last, as initials."""
    return _abbreviates(one, other, same) or (len(one) == len(other) and _abbreviates(other, one, same))


def _abbreviates(short: Words, long: Words, same: Same) -> bool:
    if _is_initial(short[-1]) or not same(short[-1], long[-1]):
        return False
    if not _within(short, long, lambda a, b: same(a, b) or (_is_initial(a) and a == b[0])):
        return False
    marks = "".join("i" if _is_initial(word) else "w" for word in short)
    return marks.strip("w").count("w") == 0


def _within(one: Words, other: Words, same: Same) -> bool:
    """Whether the words of `one` stand in `other` in the same order, the first one first."""
    rest = iter(other[1:])
    return same(one[0], other[0]) and all(any(same(a, b) for b in rest) for a in one[1:])


def family_name_first(one: Words, other: Words, same: Same) -> bool:
    """The same words turned, where one end can be nothing but a family name, and the rest none."""
    families = lexicon.words("link_family_first")
    ends = [(one[0], one[1:]), (one[-1], one[:-1])]
    fits = [family for family, given in ends if family in families and len("".join(given)) >= LONG_GIVEN]
    return len(fits) == 1 and order(one, other, same)


def order(one: Words, other: Words, same: Same) -> bool:
    """The same words, or joined syllables, in another order that leaves no doubt which is the given name."""
    turns = _rotations(other)
    if len(other) > 2:
        turns += [("".join(other[1:]), other[0]), (other[-1], "".join(other[:-1]))]
    return not _either_way(one) and any(every_word(one, words, same) for words in turns)


def turned(one: Words, other: Words, _: Same) -> bool:
    """The same words in another order, each of which may be a given or a family name."""
    return _either_way(one) and one in _rotations(other)


def _rotations(words: Words) -> list[Words]:
    return [words[place:] + words[:place] for place in range(1, len(words))]


def _either_way(words: Words) -> bool:
    """Whether every word may be a family name, or every word a given name: Li Wei, James Thomas."""
    lists = lexicon.words("link_family_first"), lexicon.words("link_latin_given")
    return any(all(word in names for word in words) for names in lists)


def short_form(one: Words, other: Words, same: Same) -> bool:
    """One given name is the other's short form; one may have no middle initials."""
    given = one[0] != other[0] and nickname(one[0]) == nickname(other[0])
    return given and dropped_initial((other[0], *one[1:]), other, same)


def _only_dropped(one: Words, other: Words, same: Same, droppable: Callable[[str], bool]) -> bool:
    """Whether what stands between first and last is the same but for words that may be dropped from one."""
    left, right = ([word for word in words[1:-1] if not droppable(word)] for words in (one, other))
    if not every_word(tuple(left), tuple(right), same):
        return False
    more = iter(word for word in other[1:-1] if droppable(word))
    return all(word in more for word in one[1:-1] if droppable(word))


def dropped_initial(one: Words, other: Words, same: Same) -> bool:
    """The same but for middle initials that only one has."""
    return other_initials(one, other, same) and (len(one) == len(other) or not any(map(_is_initial, one)))


def other_initials(one: Words, other: Words, same: Same) -> bool:
    """The same but that one has more middle initials."""
    return _ends(one, other, same) and _only_dropped(one, other, same, _is_initial)


def dropped_particle(one: Words, other: Words, same: Same) -> bool:
    """The same but for particles."""
    particles = lexicon.words("link_particles")
    return _ends(one, other, same) and _only_dropped(one, other, same, particles.__contains__)


def dropped_middle(one: Words, other: Words, same: Same) -> bool:
    """The same first and last words, and one has a name more between them."""
    return len(one) < len(other) and _ends(one, other, same) and _within(one, other, same)


def dropped_last(one: Words, other: Words, same: Same) -> bool:
    """One has more words at the end."""
    return len(one) < len(other) and every_word(one, other[: len(one)], same) and not _is_initial(one[-1])


def dropped_first(one: Words, other: Words, same: Same) -> bool:
    """One has more words in front."""
    return len(one) < len(other) and every_word(one, other[-len(one) :], same) and not _is_initial(one[0])


def misspelt(one: Words, other: Words, _: Same) -> bool:
    """As many words, which differ in vowels only, or one of them in one letter."""
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
