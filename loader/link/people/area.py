"""Find the names that a change can touch: those changed, and all tied to them, so that no others need linking anew.

Two names are tied where a rule may join them, where a crowd stands between them (`blocks.CROWD`), or where people of
both would have one id. A group of names without a tie to any other is linked as if there were no others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import combinations

from loader.link.people.agreement import Words
from loader.link.people.blocks import (
    CROWD,
    MOST_WORDS,
    letter_keys,
    letters_key,
    own_keys,
    reduced_keys,
    typo_keys,
)
from loader.link.people.names import is_full, parse, plain_words, slug
from loader.link.people.rivals import is_contested, stands_for
from loader.link.people.rules import Rule, compare
from loader.link.people.spelling import sound
from loader.linked import PersonCorrections


def names_meant(corrections: PersonCorrections, written: Iterable[str]) -> set[str]:
    """Those written names, forms among them, by which a user may mean somebody in the corrections."""
    given = [name for one, other, _ in (*corrections.same, *corrections.different) for name in (one, other)]
    given += [name for name, _ in corrections.not_persons]
    for name, value, _ in (*corrections.names, *corrections.wikidata, *corrections.countries):
        given += [name, value]
    folded = {" ".join(name.split()).casefold() for name in given}
    slugs = {slug(name) for name in given}
    slugs |= {made.rpartition("-")[0] for made in slugs}  # an id with a suffix
    return {
        name
        for name in written
        if slug(name) in slugs or name.casefold() in folded or "-".join(parse(name).words) in slugs
    }


def touched_names(
    changed: Iterable[str], written: Iterable[str], names_of: Callable[[set[str]], set[str]]
) -> tuple[set[str], set[str]]:
    """The names that must be linked anew when people of `changed` names came, went or became others.

    `written` are all names, and other forms perhaps; `names_of` gives the names of people who are called by some of
    these. Beside those names come the names of others which count for how much they say (`rivals`).
    """
    texts, spaced = set[str](), dict[str, str]()
    for name in written:
        text = " ".join(name.split())
        texts.add(text)
        if text != name:
            spaced[name] = text
    different = _texts(changed)
    found = {name for name in different if parse(name).is_full}
    if not found:
        return set(), set()

    def known(forms: set[str]) -> set[str]:
        """Those of forms that are names."""
        return forms & _texts(names_of(forms.union(name for name, text in spaced.items() if text in forms)))

    ties = _Ties(found | texts, different, known)
    waiting = sorted(found)
    while waiting:
        new = ties.of(waiting.pop()) - found
        found |= new
        waiting += new
    near = {other for name in found for other in ties.rules(name)} - found
    found.update(name for name, text in spaced.items() if text in found)
    return found, known(near)


def _texts(names: Iterable[str]) -> set[str]:
    return {" ".join(name.split()) for name in names}


class _Ties:
    """Names to look up by what those that are tied have in common.

    Those that are `different` may be missing before or after a change.
    """

    def __init__(
        self, names: Iterable[str], different: Collection[str], known: Callable[[set[str]], set[str]]
    ) -> None:
        self._different, self._names_among = different, known
        self._texts = list(names)
        # Places of names by the sound of each word; by first initial and sound of the last; by letters; by a slug that
        # is another than that of the words.
        self._sounds: dict[str, list[int]] = defaultdict(list)
        self._short: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._letters: dict[str, list[int]] = defaultdict(list)
        self._slugs: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self._texts):
            words = plain_words(text)
            if words is None:
                words = parse(text).words
                made = slug(text)
                if made != "-".join(words):
                    self._slugs[made].append(index)
            if is_full(words):
                for heard in set(map(sound, words)):
                    self._sounds[heard].append(index)
                for key in letter_keys(words):
                    self._letters[key].append(index)
                if _is_short(words):
                    self._short[words[0], sound(words[-1])].append(index)
        self._misspelt: dict[tuple[int, str], dict[str, list[str]]] = {}
        self._known: dict[str, tuple[dict[str, Rule], set[str], set[str]]] = {}
        self._contested: dict[tuple[str, str], bool] = {}

    def of(self, text: str) -> set[str]:
        """The names that are tied to this one, but for those of which the shorter name says too little."""
        rules, bound, crowd = self._look_up(text)
        telling = {other for other, rule in rules.items() if not self._is_void(text, other, rule)}
        return telling | bound | crowd

    def rules(self, text: str) -> dict[str, Rule]:
        """The names that a rule may join with this one, each with the rule."""
        return self._look_up(text)[0]

    def _is_void(self, one: str, other: str, rule: Rule) -> bool:
        return any(
            stands_for(parse(short), parse(full), rule) and self._is_contested(short, rule.needs)
            for short, full in ((one, other), (other, one))
        )

    def _is_contested(self, text: str, needs: str) -> bool:
        """Whether a name is contested before the change and after it."""
        if (text, needs) not in self._contested:
            rules, _, crowd = self._look_up(text)
            name = parse(text)
            fuller = {
                other: (parse(other), rule)
                for other, rule in rules.items()
                if other not in self._different and stands_for(name, parse(other), rule)
            }
            contested = not crowd and is_contested(fuller.values(), needs)
            if contested:
                contested = is_contested((fuller[other] for other in self._names_among(set(fuller))), needs)
            self._contested[text, needs] = contested
        return self._contested[text, needs]

    def _look_up(self, text: str) -> tuple[dict[str, Rule], set[str], set[str]]:
        """The names that a rule may join with this one, those of one id with it, and those in one crowd with it."""
        if text not in self._known:
            name = parse(text)
            near = {self._texts[index] for index in self._near(text, name.words)}
            own, keys = own_keys(name), own_keys(name) | reduced_keys(name)
            crowd = set[str]()
            if len(near) > CROWD:
                held = {other: own_keys(parse(other)) & keys for other in near}
                count = Counter(key for found in held.values() for key in found)
                crowded = {key for key, holders in count.items() if holders > CROWD}
                crowd = {other for other, found in held.items() if not crowded.isdisjoint(found)}
            bound = {other for other in near if slug(other) == slug(text)}
            for place, word in enumerate(name.words if len(name.words) == 2 else ()):
                misspelt = self._misspellings(place, word)
                for key in typo_keys(name.words) & misspelt.keys():
                    near.update(misspelt[key])
                    crowd.update(misspelt[key] if len(misspelt[key]) > CROWD else ())
            rules = {}
            for other in near - {text}:
                named = parse(other)
                rule = compare(name, named)
                if rule and not (keys.isdisjoint(own_keys(named)) and own.isdisjoint(reduced_keys(named))):
                    rules[other] = rule
            self._known[text] = rules, bound, crowd
        return self._known[text]

    def _near(self, text: str, words: Words) -> set[int]:
        """The places of names that may be tied to a name, but for those of two words with a wrong letter."""
        made = slug(text)
        found = {*self._slugs.get(made, ()), *self._letters.get(letters_key(made.replace("-", "")), ())}
        for key in letter_keys(words):
            found.update(self._letters[key])
        long = len(words) > MOST_WORDS  # looked up whole, but for a letter in a word
        ends = ((words[0], words[1]), (words[-2], words[-1]))
        for one, other in ends if long else combinations(words, 2):
            found |= set(self._sounds[sound(one)]).intersection(self._sounds[sound(other)])
            found.update(self._short.get((one[0], sound(other)), ()))
        if _is_short(words):
            found.update(self._sounds[sound(words[-1])])
        return found

    def _misspellings(self, place: int, word: str) -> dict[str, list[str]]:
        """The names of two words that have this one in a place, by their keys for wrong letters."""
        if (place, word) not in self._misspelt:
            held = self._misspelt[place, word] = defaultdict(list)
            for index in self._sounds[sound(word)]:
                name = parse(self._texts[index])
                if len(name.words) == 2 and name.words[place] == word:
                    for key in typo_keys(name.words):
                        held[key].append(self._texts[index])
        return self._misspelt[place, word]


def _is_short(words: Words) -> bool:
    """Whether all but the last word are initials."""
    return len(words[0]) == 1 and all(len(word) == 1 for word in words[:-1])
