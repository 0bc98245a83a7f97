"""Tell who `both sides`, `the two leaders` and `the delegation` are: those who acted together, or visited, last."""

from __future__ import annotations

from collections.abc import Callable

from loader.extract.events.named import Named, Names
from loader.extract.events.occasions import MEETINGS, Report
from loader.extract.events.slots import Slots
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import Trigger
from loader.extract.events.words import word_set

Parties = list[tuple[str, Named]]
SHARED_FRAMES = frozenset({"deal", "agree", "mutual", "mutual_obj"})


class Companions:
    """Remembers, in reading order, who met whom; `follows` is the report of those whom it last named."""

    def __init__(self, tree: Tree, names: Names, slots: Slots) -> None:
        self.tree, self.names, self.slots = tree, names, slots
        self.together: list[tuple[list[Named], Report]] = []
        self.visitors: list[Named] = []
        self.visit: Report | None = None
        self.visits: dict[int, Report] = {}
        self.by_verb: dict[int, Parties] = {}
        self.follows: Report | None = None

    def resolve(self, trigger: Trigger, parties: Parties) -> Parties:
        """The parties, with `the two sides` taken as those who met last, and `the delegation` as the last visitors."""
        self.follows = None
        parties = self._as_told_before(trigger, parties)
        heads = self.slots.heads(trigger, "subj") + self.slots.heads(trigger, "between")
        known = {n.name for _, n in parties}
        acting = {role for role, _ in parties} & {"actor", "both"}
        teams = any(self.tree.lemma[h] in word_set("teams") for h in heads)
        if teams and self.visitors and len(parties) < 2:
            self.follows = self.visit
            role = "both" if "both" in acting else "actor"
            return [(role, n) for n in self.visitors if n.name not in known] + parties
        if trigger.light is not None and not self.follows:
            self.follows = self._visit_that_included(trigger.light)
        if not acting:
            for head in heads:
                if self._is_collective(head):
                    return [("both", n) for n in self._those_two(head) if n.name not in known] + parties
        return self._of_one_breath(trigger, parties)

    def _as_told_before(self, trigger: Trigger, parties: Parties) -> Parties:
        """`His meeting with Li` is that of whom the article has met Li, unless he is the subject of the sentence."""
        tree, own = self.tree, [k for k in self.tree.deps(trigger.i, "poss") if self.tree.pos[k] == "PRON"]
        if not own or trigger.entry.mode not in MEETINGS or len(parties) != 2:
            return parties
        known = {n.head: n for _, n in parties}
        he = known.get(own[0])
        other = next((n for _, n in parties if n is not he), None)
        if he is None or he.person is None or other is None or other.person is None:
            return parties
        sentence = range(tree.first[trigger.i], tree.last[trigger.i] + 1)
        if any(tree.dep[k] == "nsubj" and self._is(k, he) for k in sentence):
            return parties
        told = [some for some, _ in self.together if other.person in {n.person for n in some}]
        if not told or any(he.person in {n.person for n in some} for some in told):
            return parties
        others = [n for n in told[-1] if n.person is not None and n.person != other.person]
        if len(others) != 1:
            return parties
        return [(role, others[0] if n is he else n) for role, n in parties]

    def _is(self, i: int, named: Named) -> bool:
        mention = self.names.mention.get(i)
        return mention is not None and mention.person == named.person

    def _visit_that_included(self, verb: int) -> Report | None:
        """The visit in `her visit included talks`."""
        subjects = self.tree.deps(verb, "nsubj") if self.tree.lemma[verb] in word_set("including") else []
        return next((self.visits[k] for k in subjects if k in self.visits), None)

    def _of_one_breath(self, trigger: Trigger, parties: Parties) -> Parties:
        """`held talks with Wang and signed an agreement`: the agreement is with Wang too."""
        if (
            trigger.entry.frame not in SHARED_FRAMES
            or len(parties) != 1
            or self.tree.dep[trigger.i] != "conj"
        ):
            return parties
        earlier = self.by_verb.get(self.tree.head[trigger.i], [])
        known = {n.name for _, n in parties}
        return parties + [("both", n) for role, n in earlier if role == "both" and n.name not in known]

    def _is_collective(self, head: int) -> bool:
        tree = self.tree
        if tree.lemma[head] not in word_set("collective") or self.names.is_person(head):
            return False
        if tree.lower[head] in ("they", "both", "two"):
            return True
        return any(tree.lower[k] in ("both", "two") for k in tree.kids[head]) and not self.names.named_at(
            head
        )

    def _those_two(self, head: int) -> list[Named]:
        """Who `the two leaders` (persons), `the two countries` or `both sides` (either) are."""
        lemma = self.tree.lemma[head]
        if lemma in word_set("countries"):
            return self._last(lambda n: n.kind == "place")
        if lemma in word_set("leaders"):
            return self._last(lambda n: n.person is not None)
        return self._last(lambda _: True)

    def _last(self, fits: Callable[[Named], bool]) -> list[Named]:
        """Those of a kind who acted together last; `follows` is then their report."""
        for some, report in reversed(self.together):
            if all(map(fits, some)):
                self.follows = report
                return some
        return []

    def remember(self, report: Report) -> None:
        """Keeps what a report says of who did something with whom, for the sentences that follow."""
        trigger, parties = report.trigger, report.parties
        both = [n for role, n in parties if role == "both"]
        if trigger.entry.mode == "host":
            both = [n for _, n in parties if n.person is not None]
        if len(both) >= 2:
            self.together.append((both, report))
        if self.tree.pos[trigger.i] == "VERB":
            self.by_verb[trigger.i] = parties
        if trigger.entry.mode == "visit":
            self.visits[trigger.i] = report
            if visitors := [n for role, n in parties if role == "actor"]:
                self.visitors, self.visit = visitors, report
