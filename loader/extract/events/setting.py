"""Tell when and where an event was: from its own clause before its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from loader.extract.events.named import Names
from loader.extract.events.parties import frames
from loader.extract.events.slots import Slots
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import Trigger
from loader.extract.events.words import word_set
from loader.model import DateMention, PlaceMention

CLAUSE, SENTENCE = "clause", "sentence"
LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "on", "around", "across", "within", "throughout", "off", "over"}
)
STRICTLY_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside"})
NO_PLACES = frozenset(
    {"DATE", "TIME", "EVENT", "PERSON", "CARDINAL", "MONEY", "PERCENT", "WORK_OF_ART", "LAW", "PRODUCT"}
)
DAY = 10  # characters of a date that says the day
APART = frozenset({"since", "before", "until"})  # clauses of another time
SITES = frozenset({"FAC", "GPE", "LOC"})
PRECISE = {"seat": 0, "city": 0, "capital": 0, "region": 1, "country": 2}
SHARING = frozenset(
    {
        "conj",
        "xcomp",
        "advcl",
        "acl",
        "relcl",
        "pcomp",
        "prep",
        "dobj",
        "pobj",
        "nsubj",
        "nsubjpass",
        "ccomp",
        "attr",
        "appos",
        "agent",
    }
)


@dataclass(frozen=True, slots=True)
class When:
    """A date of an event and how near to the trigger it stands."""

    date: DateMention
    basis: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place of an event, as named; `place` is its entry in the gazetteer, where it has one."""

    name: str
    start: int
    end: int
    place: PlaceMention | None
    basis: str


class Settings:
    """The dates and places of a text, found by the trigger whose clause they stand in."""

    def __init__(
        self,
        tree: Tree,
        names: Names,
        dates: Iterable[DateMention],
        triggers: Sequence[Trigger],
        published: str | None = None,
    ) -> None:
        self.published = published
        self.tree, self.names, self.slots = tree, names, Slots(tree, names.is_person)
        self.nouns = {t.i for t in triggers if tree.pos[t.i] not in ("VERB", "AUX")}
        self.events_in = Counter(tree.first[t.i] for t in triggers)
        self.at = at = {start: i for i, start in enumerate(tree.start)}
        self.dates: dict[int, list[tuple[DateMention, int]]] = {}
        for date in dates:
            i = at.get(date.start_char)
            if i is not None and tree.lower[max(0, i - 1)] != "since":  # `her first visit since 2014`
                root = self._root(i, date.end_char)
                self.dates.setdefault(tree.first[i], []).append((date, self._anchor(root)))
        self.places: dict[int, list[tuple[int, int]]] = {}
        for i in sorted(names.place):
            if names.place[i].start == tree.start[i] and names.place[i].kind != "demonym":
                root = self._root(i, names.place[i].end)
                if self._is_locative(root):
                    self.places.setdefault(tree.first[i], []).append((root, self._anchor(root)))

    def when(self, trigger: Trigger) -> When | None:
        """The date of a trigger's own clause, else of the clause that governs it, or None."""
        near = self.dates.get(self.tree.first[trigger.i], [])
        own = self._own(trigger)
        for date, anchor in near:
            if anchor in own:
                return When(date, CLAUSE)
        governing = self._governing(trigger)
        for date, anchor in near:
            if anchor in governing:
                return When(date, SENTENCE)
        return self._bounded(trigger.i, near) or self._now(own | governing) or self._only(trigger, near)

    def _only(self, trigger: Trigger, near: list[tuple[DateMention, int]]) -> When | None:
        """The one day that a sentence with one event names, wherever it hangs (`died of burns on Friday`)."""
        first = self.tree.first[trigger.i]
        if len(near) != 1 or self.events_in[first] != 1 or len(near[0][0].edtf) != DAY:
            return None
        tree, anchor = self.tree, near[0][1]
        if anchor < 0 or tree.lemma[anchor] in word_set("told") or tree.dep[anchor] == "relcl":
            return None
        above = {tree.lower[k] for k in tree.above(self.at[near[0][0].start_char])}
        if tree.pos[trigger.i] != "VERB" or above & (APART | {"after", "following"}):
            return None
        return When(near[0][0], SENTENCE)

    def _bounded(self, i: int, near: list[tuple[DateMention, int]]) -> When | None:
        """The end or the beginning of what is told with it (`a siege, which ended on May 10`)."""
        tree = self.tree
        above = [i, *(o for _, o in tree.prepositions(i))] if tree.pos[i] == "NOUN" else []
        for verb in (v for k in above for v in tree.deps(k, "relcl") if v > i):
            ends = tree.lemma[verb] in word_set("ending")
            if ends or tree.lemma[verb] in word_set("beginning"):
                clause = set(tree.subtree(verb))
                for date, anchor in near:
                    if anchor in clause and "/" not in date.edtf:
                        return When(
                            replace(date, edtf=f"../{date.edtf}" if ends else f"{date.edtf}/.."), CLAUSE
                        )
        return None

    def _now(self, verbs: Iterable[int]) -> When | None:
        """The day of publication, for what is going on (`is currently on a visit`)."""
        tree = self.tree
        if self.published is None:
            return None
        for verb in sorted(verbs):
            now = [k for k in tree.deps(verb, "advmod") if tree.lower[k] in ("currently", "now")]
            tags = {tree.tag[verb], *(tree.tag[k] for k in tree.deps(verb, "aux"))}
            if now and tags & {"VBZ", "VBP"} and not tree.deps(verb, "neg") and "VBN" not in tags:
                return When(
                    DateMention(tree.start[now[0]], tree.end[now[0]], self.published, "published"), CLAUSE
                )
        return None

    def where(self, trigger: Trigger) -> Where | None:
        """The most precise place of a trigger's clause, else of the clause that governs it, or None."""
        slotted = self._slotted(trigger)
        own, governing = self._own(trigger), self._governing(trigger)
        near = self.places.get(self.tree.first[trigger.i], [])
        clause = slotted + [p for p, anchor in near if anchor in own and p not in slotted]
        if clause:
            return self._where(min(clause, key=self._precision), CLAUSE)
        unlisted = self._unlisted(trigger)
        if unlisted is not None:
            return unlisted
        sentence = [p for p, anchor in near if anchor in governing]
        if sentence:
            return self._where(min(sentence, key=self._precision), SENTENCE)
        return self._here(own | governing)

    def _here(self, verbs: Iterable[int]) -> Where | None:
        """The place of the dateline, for what happened `here`."""
        tree = self.tree
        if any(tree.lower[k] == "here" for verb in verbs for k in tree.deps(verb, "advmod")):
            first = next((i for i in sorted(self.names.in_dateline) if i in self.names.place), None)
            return self._where(first, CLAUSE) if first is not None else None
        return None

    def _where(self, i: int, basis: str) -> Where:
        place = self.names.place[i]
        return Where(place.name, place.start, place.end, place, basis)

    def _precision(self, i: int) -> int:
        return PRECISE.get(self.names.place[i].kind, 3)

    def _slotted(self, trigger: Trigger) -> list[int]:
        """Places where the frame says that a place stands (`visited China`, `the Pahalgam attack`)."""
        frame = frames().get(trigger.entry.frame)
        found: list[int] = []
        for slot in frame.place if frame else ():
            for head in self.slots.heads(trigger, slot):
                for i in self.tree.conjuncts(head):
                    place = self.names.place.get(i)
                    if (
                        place is not None
                        and place.kind != "demonym"
                        and not (slot == "mod" and place.kind in ("country", "capital"))
                    ):
                        found.append(i)
        return found

    def _unlisted(self, trigger: Trigger) -> Where | None:
        """A proper name after `at` or in a place's slot that the gazetteer lacks (`at the library of MoFA`)."""
        frame, tree = frames().get(trigger.entry.frame), self.tree
        wanted = [s for s in (frame.place if frame else ()) if s in ("at", "obj", "in")]
        for slot in wanted:
            for head in self.slots.heads(trigger, slot):
                label = self.names.label.get(head, "")
                if (
                    label in NO_PLACES
                    or head in self.names.dated
                    or (slot == "in" and label not in SITES and tree.lemma[head] not in word_set("areas"))
                ):
                    continue
                is_site = tree.pos[head] == "PROPN" or tree.lemma[head] in word_set("sites")
                if is_site and head not in self.names.mention and head not in self.names.place:
                    where = self._phrase(head)
                    if where is not None:
                        return where
        return None

    def _phrase(self, head: int) -> Where | None:
        tree = self.tree
        tokens = [head, *(k for k in tree.deps(head, "compound", "nmod", "poss") for k in tree.subtree(k))]
        tokens += [
            k
            for k in tree.deps(head, "amod")
            if tree.pos[k] == "PROPN" or self.names.text[tree.start[k]].isupper()
        ]
        for k in tree.deps(head, "prep"):
            for o in tree.deps(k, "pobj") if tree.lower[k] == "of" else ():
                tokens += [k, o, *tree.deps(o, "compound", "nmod", "det")]
        first, last = min(tokens), max(tokens)
        if last - first > 8 or not any(tree.pos[k] == "PROPN" for k in tokens):
            return None
        start, end = tree.start[first], tree.end[last]
        return Where(" ".join(self.names.text[start:end].split()), start, end, None, CLAUSE)

    def _root(self, i: int, end: int) -> int:
        """The token of a span that the others hang from."""
        tree, k = self.tree, i
        last = i
        while last + 1 < len(tree) and tree.start[last + 1] < end:
            last += 1
        while i <= tree.head[k] <= last and tree.head[k] != k:
            k = tree.head[k]
        return k

    def _anchor(self, i: int) -> int:
        """The verb or the event noun that a phrase belongs to."""
        tree = self.tree
        k = i
        for above in tree.above(i):
            if above in self.nouns or tree.pos[above] in ("VERB", "AUX"):
                return above
            if tree.pos[above] == "NOUN" and (
                tree.dep[k] == "nummod" or tree.lemma[above] in word_set("topics")
            ):
                return -1  # talks on the war in a country are not held there
            k = above
        return k

    def _is_locative(self, i: int) -> bool:
        tree = self.tree
        modifies = False
        while tree.dep[i] in ("conj", "appos", "compound") and tree.head[i] != i:
            modifies = modifies or tree.dep[i] == "compound"
            i = tree.head[i]
        preposition = tree.lower[tree.head[i]] if tree.dep[i] == "pobj" else ""
        if preposition in ("on", "over") and tree.pos[tree.head[tree.head[i]]] == "NOUN":
            return False  # views on a country
        return preposition in (STRICTLY_LOCATIVE if modifies else LOCATIVE)

    def _own(self, trigger: Trigger) -> set[int]:
        own = {trigger.i}
        if trigger.light is not None:
            own.add(trigger.light)
        i = trigger.i
        if self.tree.pos[i] not in ("VERB", "AUX") and trigger.light is None:
            verb = self.tree.head[i]
            if (
                self.tree.dep[i] in ("nsubj", "nsubjpass", "dobj")
                and verb != i
                and self.tree.lemma[verb] not in word_set("told")
            ):
                own.add(verb)
        return own

    def _governing(self, trigger: Trigger) -> set[int]:
        """The clauses above a trigger, up to a verb of saying: what it said was then is not when it was said."""
        tree, k = self.tree, trigger.i
        found: set[int] = set()
        for above in tree.above(trigger.i):
            if tree.dep[k] == "ccomp" or tree.dep[k] not in SHARING or tree.dep[k] == "relcl":
                break
            if tree.dep[k] == "advcl" and any(tree.lower[m] in APART for m in tree.deps(k, "mark")):
                break
            if tree.pos[above] in ("VERB", "AUX"):
                if tree.lemma[above] in word_set("told") and tree.dep[k] != "conj":
                    break
                found.add(above)
            k = above
        return found
