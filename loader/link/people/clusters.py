"""Join nodes into people: the user's word first, then the rules, strongest first; never against a `different`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from loader.link.people.agreement import is_rare
from loader.link.people.blocks import pairs
from loader.link.people.decisions import Decisions
from loader.link.people.evidence import Facts, far_apart, other_country, other_role, same_country, same_role
from loader.link.people.names import Name, parse
from loader.link.people.nodes import Node
from loader.link.people.rivals import is_contested, stands_for
from loader.link.people.rules import NEEDS, ORDER, RULES, Rule, compare

MANY = 8  # a name that may stand for so many fuller ones says too little

Edge = tuple[int, int, Rule]


@dataclass(slots=True)
class Clusters:
    """Nodes joined into people: `root` of each node, `members` and `facts` of each root, and the edges left open."""

    root: list[int]
    members: dict[int, list[int]]
    facts: dict[int, Facts]
    open: list[Edge]
    rivals: set[tuple[int, int]]


def cluster(nodes: Sequence[Node], decisions: Decisions, beside: Collection[str] = ()) -> Clusters:
    """The people that nodes make, deterministic whatever the order in which articles came.

    `beside` are names of others, who are not linked here, but for whom the names of nodes may stand.
    """
    builder = _Builder(nodes, decisions)
    for a, b, _ in decisions.same:
        builder.join(a, b)
    edges = _edges(nodes, decisions, beside)
    sure = [edge for edge in edges if edge[2].needs == "nothing"]
    weak = [edge for edge in edges if edge[2].needs not in ("nothing", "user")]
    for a, b, rule in sure:
        if not builder.conflict(a, b, rule) and builder.fits(a, b):
            builder.join(a, b)
    rivals = _rivals(weak, nodes, builder)
    for a, b, rule in weak:
        if (a, b) not in rivals and builder.supported(a, b, rule) and builder.fits(a, b):
            builder.join(a, b)
    root = builder.root
    left = [
        edge for edge in edges if root[edge[0]] != root[edge[1]] and not builder.forbidden(edge[0], edge[1])
    ]
    return Clusters(root, builder.members, builder.facts, left, rivals)


def _edges(nodes: Sequence[Node], decisions: Decisions, beside: Collection[str]) -> list[Edge]:
    """Every two nodes that a rule may join, strongest rule first, then by name; none of a name that says too little."""
    written: dict[str, list[int]] = {name: [] for name in beside}
    for index, node in enumerate(nodes):
        if not node.lone:
            written.setdefault(node.text, []).append(index)
    bearers = [indices for _, indices in sorted(written.items())]
    names = [parse(text) for text in sorted(written)]
    tied = [(a, b, rule) for a, b in pairs(names) if (rule := compare(names[a], names[b]))]
    fuller: dict[int, list[tuple[Name, Rule]]] = defaultdict(list)
    for one, other, rule in tied:
        for short, full in ((one, other), (other, one)):
            if stands_for(names[short], names[full], rule):
                fuller[short].append((names[full], rule))
    contested = {
        (short, needs) for short, full in fuller.items() for needs in NEEDS if is_contested(full, needs)
    }
    found = [(a, b, RULES["spelling"]) for indices in bearers for a, b in combinations(indices, 2)]
    for one, other, rule in tied:
        if not any(
            (short, rule.needs) in contested and stands_for(names[short], names[full], rule)
            for short, full in ((one, other), (other, one))
        ):
            found += [(a, b, rule) for a in bearers[one] for b in bearers[other]]
    able = (edge for edge in found if decisions.dropped.keys().isdisjoint(edge[:2]))
    return sorted(able, key=lambda edge: (ORDER[edge[2].name], edge[0], edge[1]))


class _Builder:
    """The people as they grow; a join that `different` forbids is refused."""

    def __init__(self, nodes: Sequence[Node], decisions: Decisions) -> None:
        self._nodes = nodes
        self.root = list(range(len(nodes)))
        self.members = {index: [index] for index in range(len(nodes))}
        self.facts = {index: node.facts for index, node in enumerate(nodes)}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for a, b, _ in decisions.different:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def join(self, a: int, b: int) -> None:
        """Make the people of two nodes one."""
        a, b = sorted((self.root[a], self.root[b]))
        if a == b:
            return
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        self.facts[a] = self.facts[a].with_those_of(self.facts.pop(b))
        for node in self.members[a]:
            self.root[node] = a

    def _both(self, a: int, b: int) -> tuple[Facts, Facts]:
        return self.facts[self.root[a]], self.facts[self.root[b]]

    def conflict(self, a: int, b: int, rule: Rule) -> bool:
        """Whether country, role or time forbid a merge; one and the same name needs more to be two people."""
        one, other = self._both(a, b)
        if rule.name == "spelling":
            return other_country(one, other) and other_role(one, other)
        return other_country(one, other) or far_apart(one, other)

    def supported(self, a: int, b: int, rule: Rule) -> bool:
        """Whether what is known besides the names is enough for the rule."""
        one, other = self._both(a, b)
        if self.conflict(a, b, rule):
            return False
        country, role = same_country(one, other), same_role(one, other)
        known = {
            "rare": role or is_rare(self._nodes[a].name.words) or is_rare(self._nodes[b].name.words),
            "role": role,
            "either": country or role,
            "both": role and (country or " " in role),
        }
        return bool(known[rule.needs])

    def forbidden(self, a: int, b: int) -> bool:
        """Whether the user says that someone among the one is not someone among the other."""
        right = set(self.members[self.root[b]])
        return any(self._apart[node] & right for node in self.members[self.root[a]] if node in self._apart)

    def fits(self, a: int, b: int) -> bool:
        """Whether every name of the one may be a name of the other, so that nothing is merged through a third."""
        if self.root[a] == self.root[b] or self.forbidden(a, b):
            return False
        left, right = self.members[self.root[a]], self.members[self.root[b]]
        return all(
            (rule := compare(self._nodes[one].name, self._nodes[other].name)) and rule.needs != "user"
            for one in left
            for other in right
            if not (self._nodes[one].lone or self._nodes[other].lone)
        )


def _rivals(weak: list[Edge], nodes: Sequence[Node], builder: _Builder) -> set[tuple[int, int]]:
    """Weak edges whose shorter name may stand for several people: unique or not at all."""
    fuller: dict[int, set[int]] = defaultdict(set)
    oriented: list[tuple[int, int, Edge]] = []
    for edge in weak:
        short, long = sorted(
            edge[:2], key=lambda index: (nodes[index].name.full_words, len(nodes[index].name.words))
        )
        if not builder.conflict(short, long, edge[2]):
            oriented.append((builder.root[short], builder.root[long], edge))
            fuller[builder.root[short]].add(builder.root[long])
    unclear = {
        short
        for short, longer in fuller.items()
        if len(longer) > MANY or not all(builder.fits(a, b) for a, b in combinations(sorted(longer), 2))
    }
    return {edge[:2] for short, _, edge in oriented if short in unclear}
