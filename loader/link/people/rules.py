"""The rules by which two names may be one person's: a table, strongest rule first, and what each needs besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from loader.link.people import agreement
from loader.link.people.agreement import Same, Words
from loader.link.people.names import Name


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which two names may belong together, and what must be known besides to merge them.

    `needs`: `nothing` (unless countries conflict); `rare`: a family name that few share, or the same role; `role`;
    `either`: the same country or role; `both`: the same country and role, or a role of several words; `user`: never
    merged by rule, only put to review.
    """

    name: str
    needs: str
    why: str
    test: Callable[[Words, Words, Same], bool]


GENERATION = Rule("generation", "user", "one has Jr., Sr. or a number at the end", lambda *_: False)
_TABLE = (
    (
        "spelling",
        "nothing",
        "they differ only in case, accents, hyphens, titles or al-/el-",
        agreement.spelling,
    ),
    ("spacing", "nothing", "they differ only in where words are divided", agreement.spacing),
    ("transliteration", "nothing", "every word is the other's in another spelling", agreement.every_word),
    ("honorific", "nothing", "one has more honorifics in front (Syed, Mian, Muhammad)", agreement.honorific),
    ("middle_initial", "nothing", "one gives a middle initial in full", agreement.middle_initial),
    (
        "family_name_first",
        "nothing",
        "the family name stands once first, once last",
        agreement.family_name_first,
    ),
    ("order", "either", "the same words in another order", agreement.order),
    ("short_form", "rare", "one has a short form of the other's given name", agreement.short_form),
    ("dropped_initial", "rare", "one has a middle initial more", agreement.dropped_initial),
    ("dropped_particle", "role", "one has a particle (bin, de, van) more", agreement.dropped_particle),
    ("other_initials", "user", "they agree in some middle initials only", agreement.other_initials),
    ("dropped_middle", "both", "one has a middle name more", agreement.dropped_middle),
    ("initials", "both", "one gives as initials what the other gives in full", agreement.initials),
    ("dropped_last", "both", "one has a name more at the end", agreement.dropped_last),
    ("dropped_first", "user", "one has a name more in front", agreement.dropped_first),
    ("turned", "user", "the same words turned; each may be a given or a family name", agreement.turned),
    ("misspelt", "user", "they differ in a letter or in vowels", agreement.misspelt),
)
RULES = {name: Rule(name, needs, why, test) for name, needs, why, test in _TABLE} | {"generation": GENERATION}
NEEDS = {rule.needs for rule in RULES.values()}
ORDER = {name: place for place, name in enumerate(RULES)}


@lru_cache(maxsize=1 << 18)
def compare(a: Name, b: Name) -> Rule | None:
    """The strongest rule by which two names may be one person's; None where they can't be. Symmetric."""
    if min(len(a.words), len(b.words)) < 2:
        return None
    if a.generation and b.generation and a.generation != b.generation:
        return None
    one, other = sorted((a.words, b.words), key=lambda words: (len(words), words))
    same = agreement.sameness(one, other)
    found = next((rule for rule in RULES.values() if rule.test(one, other, same)), None)
    return GENERATION if found and a.generation != b.generation else found
