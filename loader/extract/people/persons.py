"""Who is who inside one article: groups full names that are forms of one, and gives partial names a unique owner."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from loader.extract.people.names import PARTICLES, Candidate
from loader.extract.people.words import SUFFIXES, genders, titles

VOWEL, SAME_LETTER = re.compile("[aeiouy]"), re.compile(r"(.)\1+")
COMPARED = 100  # bearers of a word whose names are compared; only lists of names have more
JUST, NEAR = 160, 400  # characters: about a sentence, about a paragraph
LONG = 5  # letters from which one letter's difference is taken for spelling


@dataclass(slots=True)
class Person:
    """One person of an article while it is read: every form of the name, longest first, and where it stands."""

    forms: dict[tuple[str, ...], list[Candidate]] = field(default_factory=dict)
    gender: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The fullest form."""
        return max(
            self.forms,
            key=lambda k: (len([w for w in k if len(w) > 1]), len(self.forms[k]), sum(map(len, k)), k),
        )

    @property
    def surname_only(self) -> bool:
        """Whether the article never gives more than one word of the name."""
        return all(len(k) == 1 for k in self.forms)


def is_full(candidate: Candidate) -> bool:
    """Whether a mention gives more than one word of a name."""
    return len(bare(candidate.keys)) > 1


def bare(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A name without suffixes such as Jr."""
    return tuple(k for k in keys if k not in SUFFIXES)


def group(mentions: list[Candidate]) -> list[Person]:
    """The persons of an article in order of their first mention; sets `person` of each mention that has one."""
    by_form: dict[tuple[str, ...], list[Candidate]] = {}
    for mention in mentions:
        by_form.setdefault(bare(mention.keys) or mention.keys, []).append(mention)
    _part_namesakes(by_form)
    tails = {k[i:] for k in by_form if k[0] not in PARTICLES for i in range(1, len(k))}
    for keys in [k for k in by_form if len(k) > 1 and k[0] in PARTICLES]:
        if keys[1:] in tails:
            by_form.setdefault(keys[1:], []).extend(by_form.pop(keys))
    persons = _full(by_form)
    bearers: dict[str, list[Person]] = {}
    for person in persons:
        for word in dict.fromkeys(w for k in person.forms for w in k):
            bearers.setdefault(word, []).append(person)
    strangers = []
    for keys in (k for k in by_form if len(k) == 1):
        owners = _owners(keys[0], bearers.get(keys[0], []))
        if len(owners) == 1:
            owners[0].forms[keys] = by_form[keys]
        elif owners:
            _share(keys, by_form[keys], owners)
        else:
            strangers.append(keys)
    persons.extend(Person({keys: by_form[keys]}) for keys in strangers)
    persons.sort(key=lambda p: min(c.start for cs in p.forms.values() for c in cs))
    for number, person in enumerate(persons):
        for found in person.forms.values():
            for mention in found:
                mention.person = number
        person.gender = _gender(person)
    return persons


def _part_namesakes(by_form: dict[tuple[str, ...], list[Candidate]]) -> None:
    """Give father and son of one name forms of their own, where only the one without a suffix bears a title."""
    for keys, found in list(by_form.items()):
        junior = [c for c in found if c.keys != keys]
        senior = [c for c in found if c.keys == keys]
        if junior and _titles(senior) and not _titles(senior) & _titles(junior):
            by_form[keys] = senior
            by_form[junior[0].keys] = junior


def _titles(mentions: list[Candidate]) -> set[str]:
    return {c.before.key for c in mentions if c.before is not None and c.before.kind == "title"}


def _full(by_form: dict[tuple[str, ...], list[Candidate]]) -> list[Person]:
    """A person for each full name that is no form of another one, the longest names first."""
    persons: list[Person] = []
    by_word: dict[str, list[Person]] = {}
    for keys in sorted((k for k in by_form if len(k) > 1), key=lambda k: (-len(k), by_form[k][0].start)):
        near = {id(p): p for word in keys for p in by_word.get(word, ())[:COMPARED]}
        owners = [p for p in near.values() if any(same_name(keys, other) for other in p.forms)]
        if len(owners) != 1:
            owners = [Person()]
            persons.append(owners[0])
        owners[0].forms[keys] = by_form[keys]
        for word in dict.fromkeys(keys):
            by_word.setdefault(word, []).append(owners[0])
    return persons


def _owners(word: str, persons: list[Person]) -> list[Person]:
    """Those whose name holds this word: as family name before given name before middle name."""
    ranked: list[tuple[int, Person]] = []
    for person in persons:
        keys = [k for k in person.forms if len(k) > 1]
        ranks = [_rank(word, k) for k in keys if word in k]
        if ranks:
            ranked.append((min(ranks), person))
    best = min((rank for rank, _ in ranked), default=0)
    return [person for rank, person in ranked if rank == best]


def _share(keys: tuple[str, ...], mentions: list[Candidate], owners: list[Person]) -> None:
    """Give each use of a word that several persons bear to the one whose title it carries, or who alone was named (at
    all, or just before), or who alone is nobody's relative."""
    titled = [_titles([c for cs in p.forms.values() for c in cs if len(c.keys) > 1]) for p in owners]
    heads = [p for p in owners if not any(c.relative for cs in p.forms.values() for c in cs)]
    first = [min(c.start for k, cs in p.forms.items() if len(k) > 1 for c in cs) for p in owners]
    for mention in mentions:
        before = mention.before
        if before is not None and before.kind == "title":
            fits = [p for p, seen in zip(owners, titled, strict=True) if before.key in seen]
            gender = titles().get(before.key, {}).get("gender", "")
            fits = fits or [p for p in owners if gender and _gender(p) == gender]
        else:
            fits = [p for p, start in zip(owners, first, strict=True) if start < mention.start]
        if len(fits) != 1 and not (before is not None and before.kind == "title" and fits):
            fits = [p for p in owners if _is_named_near(p, mention, JUST)]
        if len(fits) != 1 and not any(_is_named_near(p, mention, NEAR) for p in owners if p not in heads):
            fits = heads
        if len(fits) == 1:
            fits[0].forms.setdefault(keys, []).append(mention)


def _is_named_near(person: Person, mention: Candidate, reach: int) -> bool:
    """Whether a full name of a person stands at most `reach` characters before a mention."""
    return any(
        0 <= mention.start - c.end < reach
        for keys, found in person.forms.items()
        if len(keys) > 1
        for c in found
    )


def _rank(word: str, keys: tuple[str, ...]) -> int:
    if keys[-1] == word:
        return 0
    if keys[0] == word:
        return 0 if keys[0] not in genders() else 1
    return 2


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are forms of one: every word of the shorter is accounted for in the longer."""
    if (a[-1] in SUFFIXES) != (b[-1] in SUFFIXES):
        return False
    if len(a) > len(b):
        a, b = b, a
    if "".join(a).replace("-", "") == "".join(b).replace("-", "") or sorted(a) == sorted(b):
        return True
    if len(a) == len(b):
        differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(differing) == 1 and (_spelling(*differing[0]) or _initial(*differing[0]))
    at = 0
    for word in b:
        if at < len(a) and (a[at] == word or (len(a[at]) == 1 and word.startswith(a[at]))):
            at += 1
    return (at == len(a) and sum(len(w) > 1 for w in a) > 1) or (
        at == len(a) and a[-1] == b[-1] and a[0] == b[0]
    )


def _initial(x: str, y: str) -> bool:
    return (len(x) == 1 or len(y) == 1) and x[0] == y[0]


def _spelling(x: str, y: str) -> bool:
    """One letter more, less or other in a word of some length, and the same consonants (`Defence`, `Defense`)."""
    if min(len(x), len(y)) < LONG or abs(len(x) - len(y)) > 1 or x[0] != y[0] or "-" in x + y:
        return False
    if {x[-1], y[-1]} == {"a", "o"} or _consonants(x) != _consonants(y):
        return False
    shared = 0
    while shared < min(len(x), len(y)) and x[shared] == y[shared]:
        shared += 1
    return (
        x[shared + 1 :] == y[shared + 1 :] or x[shared + 1 :] == y[shared:] or x[shared:] == y[shared + 1 :]
    )


def _consonants(word: str) -> str:
    return SAME_LETTER.sub(r"\1", VOWEL.sub("", word.replace("c", "s")))


def _gender(person: Person) -> str:
    """`m` or `f` as titles before the name tell, else as the given name does, else empty."""
    votes: Counter[str] = Counter()
    for found in person.forms.values():
        for mention in found:
            if mention.before is not None and mention.before.kind == "title":
                votes[titles().get(mention.before.key, {}).get("gender", "")] += 1
    del votes[""]
    if votes:
        return votes.most_common(1)[0][0]
    keys = person.keys
    return next((genders()[k] for k in keys[:-1] if k in genders()), "") if len(keys) > 1 else ""
