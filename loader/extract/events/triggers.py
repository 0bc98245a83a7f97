"""Find the words that report events: verbs and nouns of the lexicon, where what stands beside them fits."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from functools import cache

from loader import lexicon
from loader.extract.events.tree import NOMINAL, Tree
from loader.extract.events.words import word_set

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
LIGHT_PREPOSITIONS = frozenset({"under", "in", "on", "into", "at", "for"})
PREMODIFIERS = ("amod", "compound", "nmod", "nummod")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the lexicon: the conditions beside a word, and what it then reports."""

    rule: str
    conditions: tuple[tuple[bool, str, frozenset[str]], ...]
    type: str
    mode: str | None
    frame: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A token that reports an event; `light` is the verb that carries a noun (`held` in `held talks`), or None."""

    i: int
    entry: Entry
    light: int | None = None


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    return {row["group"]: frozenset(row["words"].split()) for row in lexicon.table("events_groups")}


@cache
def _entries(name: str, column: str) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for row in lexicon.table(name):
        first = row[column].split(",")[0].strip()
        entry = Entry(
            rule=f"{'verb' if column == 'lemmas' else 'noun'}:{first}",
            conditions=tuple(_condition(part) for part in row["when"].split() if part != "-"),
            type=row["type"],
            mode=row.get("mode") or None,
            frame=row.get("frame") or "",
        )
        for word in row[column].split(","):
            found.setdefault(word.strip(), []).append(entry)
    return {word: tuple(rows) for word, rows in found.items()}


def _condition(text: str) -> tuple[bool, str, frozenset[str]]:
    """(wanted, test, words): `-obj:@deal` is (False, "obj", the words of the group)."""
    wanted, text = not text.startswith("-"), text.removeprefix("-")
    test, _, words = text.partition(":")
    if test == "prep" and "/" in words:
        prepositions, words = words.split("/")
        return wanted, f"prep {prepositions}", _words(words)
    return wanted, test, _words(words)


def _words(text: str) -> frozenset[str]:
    words: set[str] = set()
    for word in filter(None, text.split(",")):
        words |= _groups()[word[1:]] if word.startswith("@") else {word}
    return frozenset(words)


def is_event_noun(word: str) -> bool:
    """Whether a word (lower case) is a noun of the lexicon."""
    return word in _entries("events_nouns", "words")


def find_triggers(
    tree: Tree, is_person: Callable[[int], bool], places: Container[int], taken: Container[int]
) -> list[Trigger]:
    """The triggers of a text in order of position; a noun that a verb of the lexicon already tells is no second one.

    `places` are the tokens that name places; `taken` are those that name something else than an event: a date
    (`March`), a person, a place, an organisation.
    """
    verbs, nouns = _entries("events_verbs", "lemmas"), _entries("events_nouns", "words")
    finder = _Finder(tree, is_person, places)
    found: list[Trigger] = []
    told: dict[int, int] = {}
    for i, pos in enumerate(tree.pos):
        if pos == "VERB" or (pos == "ADJ" and tree.dep[i] in ("acomp", "oprd")):
            if tree.lemma[i] in verbs and tree.dep[i] not in ("amod", "compound") and i not in taken:
                entry = finder.choose(i, verbs[tree.lemma[i]])
                if entry is not None and entry.type != "-":
                    told.update(dict.fromkeys(objects_of(tree, i), len(found)))
                    found.append(Trigger(i, entry))
        elif (
            pos in ("NOUN", "PROPN")
            and tree.lower[i] in nouns
            and tree.dep[i] not in ("compound", "nmod")
            and i not in taken
        ):
            entry = finder.choose(i, nouns[tree.lower[i]])
            if entry is None or entry.type == "-":
                continue
            found.append(Trigger(i, entry, light_verb(tree, i)))
        elif pos == "AUX" and tree.lower[i] == "must" and _is_demand(tree, i):
            found.append(Trigger(i, DEMAND))
    return _one_each(tree, found, told)


DEMAND = Entry("rule:said-must", (), "REQUEST", "demand", "said_must")


def _is_demand(tree: Tree, i: int) -> bool:
    """Whether `must` stands in what someone said another has to do (`Moscow said that Kyiv must withdraw`)."""
    verb = tree.head[i]
    return (
        tree.dep[i] == "aux"
        and tree.dep[verb] == "ccomp"
        and bool(tree.deps(verb, *SUBJECTS))
        and tree.head[verb] != verb
    )


def _one_each(tree: Tree, found: list[Trigger], told: Mapping[int, int]) -> list[Trigger]:
    """Without the nouns that a verb tells of; the verb takes their mode, which says more (`staged a hunger strike`)."""
    kept = list(found)
    kept_nouns: set[int] = set()
    for trigger in found:
        verb = told.get(trigger.i)
        if verb is None or tree.pos[trigger.i] == "VERB":
            continue
        entry = kept[verb].entry
        if (
            trigger.entry.type in ("ASSAULT", "OTHER", "PROTEST")
            and entry.type
            in (
                "ACCUSE",
                "SUPPORT",
                "COERCE",
                "CONSULT",
            )
            and entry.mode != "diplomatic-protest"
        ):
            kept_nouns.add(trigger.i)
        if (
            entry.type == trigger.entry.type
            and trigger.entry.mode != entry.mode
            and entry.mode in GENERAL_MODES
        ):
            kept[verb] = replace(kept[verb], entry=replace(entry, mode=trigger.entry.mode))
    return [t for t in kept if t.i not in told or t.i in kept_nouns or tree.pos[t.i] == "VERB"]


GENERAL_MODES = frozenset({"demonstration", "attack", "meeting", "agreement"})


def objects_of(tree: Tree, i: int) -> list[int]:
    """The heads of a verb's objects (the subject, in the passive; the noun that a participle modifies)."""
    found = tree.deps(i, "dobj", "nsubjpass")
    if not found and tree.dep[i] == "acl" and tree.tag[i] == "VBN" and not is_misread_past(tree, i):
        found = [tree.head[i]]
    found = [c for k in found for c in tree.conjuncts(k)]
    return found + [
        o
        for k in found
        if tree.lemma[k] in word_set("partitives")
        for word, o in tree.prepositions(k)
        if word == "of"
    ]


def light_verb(tree: Tree, i: int) -> int | None:
    """The verb that a noun's event leans on: `held` of `held talks`, `came` of `came under attack`."""
    while tree.dep[i] == "conj":
        i = tree.head[i]
    head = tree.head[i]
    if tree.dep[i] in ("dobj", "nsubjpass") and tree.lemma[head] in word_set("light"):
        return head
    if tree.dep[i] == "pobj":
        verb = tree.head[head]
        if tree.lemma[verb] in word_set("light_with_preposition") and tree.lower[head] in LIGHT_PREPOSITIONS:
            return verb
    return None


class _Finder:
    """Tests the conditions of lexicon rows against what stands beside a word."""

    def __init__(self, tree: Tree, is_person: Callable[[int], bool], places: Container[int]) -> None:
        self.tree, self.is_person, self.places = tree, is_person, places

    def choose(self, i: int, rows: tuple[Entry, ...]) -> Entry | None:
        for entry in rows:
            if all(self.holds(i, test, words) is wanted for wanted, test, words in entry.conditions):
                return entry
        return None

    def holds(self, i: int, test: str, words: frozenset[str]) -> bool:
        tree = self.tree
        if test == "obj":
            return self._some(objects_of(tree, i) + self._relative(i), words)
        if test == "subj":
            own = [k for k in tree.deps(i, "nsubj") if tree.lower[k] not in RELATIVES] or self._noun_above(i)
            own = own or self._shared_subjects(i)
            kinds = [c for k in own if tree.pos[k] == "PROPN" for c in tree.deps(k, "compound")]  # Typhoon X
            return self._some(
                kinds + [c for k in own for c in [*tree.conjuncts(k), *tree.deps(k, "appos")]], words
            )
        if test == "prt":
            return self._some(
                tree.deps(i, "prt") + [k for k in tree.deps(i, "advmod", "prep") if tree.tag[k] == "RP"],
                words,
            )
        if test == "mod":
            return self._some(tree.deps(i, *PREMODIFIERS), words)
        if test == "prepmod":
            return self._some(
                [m for _, o in tree.prepositions(i) for m in tree.deps(o, *PREMODIFIERS)], words
            )
        if test == "objmod":
            return self._some([m for k in objects_of(tree, i) for m in tree.deps(k, *PREMODIFIERS)], words)
        if test == "under":  # the preposition that governs the word
            return tree.dep[i] == "pobj" and tree.lower[tree.head[i]] in words
        if test == "head":
            return tree.lemma[tree.head[i]] in words
        if test == "advcl":
            return any(tree.lemma[k] in words for k in tree.deps(i, "advcl"))
        if test == "oprd":
            return self._some(tree.deps(i, "oprd", "xcomp", "ccomp", "dobj"), words, nominal=not words)
        if test == "acomp":
            return self._some(tree.deps(i, "acomp", "oprd"), words)
        if test == "beside":
            return any(tree.lower[k] in words for k in tree.kids[i])
        return self._shape(i, test, words)

    def _shape(self, i: int, test: str, words: frozenset[str]) -> bool:
        tree = self.tree
        if test == "prep" or test.startswith("prep "):
            found = tree.prepositions(i)
            if test == "prep":
                return any(word in words for word, _ in found) or any(
                    tree.lower[k] in words for k in tree.deps(i, "prep")
                )
            wanted = test[5:].split(",")
            return any(word in wanted and self._some([o], words) for word, o in found)
        if test == "place":
            return any(word in words and o in self.places for word, o in tree.prepositions(i))
        if test == "to":
            return any(
                tree.dep[k] in ("xcomp", "ccomp", "advcl")
                and infinitive(tree, k)
                and (not words or tree.lemma[k] in words)
                for k in tree.kids[i]
            )
        if test == "that":
            return any(not words or tree.lemma[k] in words for k in tree.deps(i, "ccomp"))
        if test == "passive":
            return passive(tree, i)
        if test == "should":
            return any(
                tree.tag[k] == "VB" and {tree.lower[a] for a in tree.deps(k, "aux")} <= {"should", "must"}
                for k in tree.deps(i, "ccomp")
            )
        if test == "plural":
            return any(
                tree.tag[k] in ("NNS", "NNPS") or tree.lower[k] in ("they", "both") or tree.deps(k, "conj")
                for k in tree.deps(i, "nsubj")
            )
        if test == "finite":
            return tree.tag[i] in ("VBD", "VBZ", "VBP") or bool(tree.deps(i, "aux"))
        if test == "poss":
            return bool(tree.deps(i, "poss"))
        if test == "person":
            return any(self.is_person(k) for k in objects_of(tree, i))
        if test == "person-subj":
            return any(self._is_human(k) for k in self._nearest_subjects(i))
        if test == "human-obj":
            return any(self._is_human(k) for k in objects_of(tree, i))
        if test == "company":
            return any(
                tree.pos[k] == "PROPN" and not self.is_person(k) for k in tree.deps(i, "dobj", "nsubjpass")
            )
        raise ValueError(f"no such condition: {test}")

    def _shared_subjects(self, i: int) -> list[int]:
        """The subject that a participle shares with its clause (`the ferry sank, killing two`)."""
        tree, head = self.tree, self.tree.head[i]
        if tree.dep[i] not in ("advcl", "conj") or tree.tag[i] not in ("VBG", "VBD"):
            return []
        return [k for k in tree.deps(head, "nsubj", "nsubjpass") if tree.lower[k] not in RELATIVES]

    def _nearest_subjects(self, i: int) -> list[int]:
        """The subjects of a verb, or of the nearest verb above it that has one."""
        tree = self.tree
        for k in (i, *tree.above(i)):
            own = tree.deps(k, "nsubj", "nsubjpass")
            if own and tree.lower[own[0]] not in RELATIVES:
                return own
            if tree.dep[k] in ("acl", "relcl"):
                return [tree.head[k]]
        return []

    def _is_human(self, i: int) -> bool:
        return self.is_person(i) or self.tree.lemma[i] in word_set("people")

    def _some(self, heads: list[int], words: frozenset[str], *, nominal: bool = True) -> bool:
        if not words:
            return any(not nominal or self.tree.pos[k] in NOMINAL for k in heads)
        return any(self.tree.lemma[k] in words or self.tree.lower[k] in words for k in heads)

    def _relative(self, i: int) -> list[int]:
        """The noun that a relative clause describes, as its object (`the accord that Syria signed`)."""
        tree = self.tree
        if tree.dep[i] != "relcl":
            return []
        if any(tree.lower[k] in RELATIVES for k in tree.deps(i, "dobj", "nsubjpass")):
            return [tree.head[i]]
        if tree.deps(i, "nsubj") and not tree.deps(i, "dobj") and not self._subject_is_relative(i):
            return [tree.head[i]]
        return []

    def _subject_is_relative(self, i: int) -> bool:
        return any(self.tree.lower[k] in RELATIVES for k in self.tree.deps(i, *SUBJECTS))

    def _noun_above(self, i: int) -> list[int]:
        return [self.tree.head[i]] if self.tree.dep[i] in ("acl", "relcl") else []


RELATIVES = frozenset({"who", "that", "which", "whom", "whose"})


def infinitive(tree: Tree, i: int) -> bool:
    """Whether a verb stands with `to`."""
    return any(tree.lower[k] == "to" for k in tree.deps(i, "aux"))


def is_misread_past(tree: Tree, i: int) -> bool:
    """Whether a verb without an object is a past tense that was read as a participle (`they spoke in Oslo`)."""
    return (
        tree.tag[i] == "VBN"
        and tree.dep[i] == "acl"
        and tree.lemma[i] in word_set("intransitive")
        and not tree.deps(i, "auxpass", "agent", "dobj")
    )


def passive(tree: Tree, i: int) -> bool:
    """Whether a verb is passive: with an auxiliary, as a participle after a noun, or beside a passive verb."""
    if is_misread_past(tree, i):
        return False
    while not tree.deps(i, "nsubjpass", "auxpass"):
        if tree.tag[i] != "VBN":
            return False
        if tree.dep[i] != "conj" or tree.head[i] >= i or tree.deps(i, "aux", "dobj", "nsubj"):
            break
        i = tree.head[i]
    else:
        return True
    small = tree.dep[i] in ("ccomp", "oprd") and not tree.deps(i, "aux", "dobj")  # `showed her arrested`
    return small or tree.dep[i] in ("acl", "advcl") or bool(tree.deps(i, "agent"))
