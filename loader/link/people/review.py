"""Ask the user about pairs of people who may be one: what speaks for it, and what against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from loader.link.people.clusters import Clusters, Edge
from loader.link.people.evidence import reasons_against, reasons_for
from loader.link.people.nodes import Node
from loader.link.people.rules import ORDER
from loader.linked import ReviewPair

MOST = 5  # questions a person, likeliest first
MISSING = {  # by what a rule needs
    "rare": "no role is stated for both, and the family name is a common one",
    "role": "no role is stated for both",
    "either": "no country or role is stated for both",
    "both": "no country and role, or no full role, is stated for both",
    "user": "such names are often two people's",
}


def questions(nodes: Sequence[Node], clusters: Clusters, ids: Mapping[int, str]) -> list[ReviewPair]:
    """Pairs of people to decide on, the most likely first; `ids` gives the id of each cluster's root."""
    asked: Counter[int] = Counter()
    best: dict[tuple[int, int], Edge] = {}
    for edge in clusters.open:  # strongest first
        a, b = sorted((clusters.root[edge[0]], clusters.root[edge[1]]))
        if a in ids and b in ids and (a, b) not in best and max(asked[a], asked[b]) < MOST:
            best[a, b] = edge
            asked.update((a, b))
    made = [(ORDER[edge[2].name], _question(nodes, clusters, ids, edge)) for edge in best.values()]
    return [pair for _, pair in sorted(made, key=lambda item: (item[0], item[1].a, item[1].b))]


def _question(nodes: Sequence[Node], clusters: Clusters, ids: Mapping[int, str], edge: Edge) -> ReviewPair:
    one, other, rule = edge
    a, b = clusters.root[one], clusters.root[other]
    facts = clusters.facts[a], clusters.facts[b]
    against = reasons_against(*facts)
    if (one, other) in clusters.rivals:
        against.append("the shorter name fits more than one person")
    if not against:
        against.append(MISSING.get(rule.needs, "other names of the two do not agree"))
    named = f"{nodes[one].text!r}, {nodes[other].text!r}: {rule.why}"
    first, second = sorted((ids[a], ids[b]))
    return ReviewPair(first, second, "; ".join([named, *reasons_for(*facts)]), "; ".join(against))
