"""Say who is who across articles: one row a person, by rules that a user can read (see `rules.py`) and overrule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from loader.link.clusters import Clusters, Edge, cluster
from loader.link.decisions import Decisions, decide, set_once, suffix
from loader.link.evidence import reasons_against, reasons_for
from loader.link.names import parse, slug
from loader.link.nodes import Node, gather
from loader.link.rules import ORDER, RULES
from loader.model import LinkedPerson, LocalPerson, PeopleLinks, PersonCorrections, ReviewPair

COMMON_FORM = 0.2  # a form must be used by such a share of the articles to name the person
_NONE = PersonCorrections()
MOST_QUESTIONS = 5  # review pairs a person, likeliest first


def link_people(persons: Iterable[LocalPerson], corrections: PersonCorrections = _NONE) -> PeopleLinks:
    """Who is who, people by id; the same whatever the order of `persons`.

    One-word names make no person; a correction `same` may join them to one. Raises CorpusError when corrections
    contradict each other, naming both.
    """
    nodes = gather(persons)
    decisions = decide(nodes, corrections)
    clusters = cluster(nodes, decisions)
    people = {
        root: members
        for root, members in clusters.members.items()
        if root not in decisions.dropped and not all(nodes[index].lone for index in members)
    }
    names = {root: _canonical(nodes, members, decisions) for root, members in people.items()}
    ids = _ids(nodes, people, names)
    linked = [
        _person(nodes, members, decisions, ids[root], names[root], clusters)
        for root, members in people.items()
    ]
    return PeopleLinks(
        people=tuple(sorted(linked, key=lambda person: person.id)),
        review=tuple(_review(nodes, clusters, ids)),
        unused=tuple(decisions.unused),
    )


def _value(given: dict[int, tuple[str, str]], members: Sequence[int]) -> str | None:
    """What the corrections give for one person; CorpusError where they give two things."""
    agreed: dict[int, tuple[str, str]] = {}
    for index in members:
        if index in given:
            set_once(agreed, 0, *given[index])
    return agreed[0][0] if agreed else None


def _forms(nodes: Sequence[Node], members: Sequence[int]) -> Counter[str]:
    forms: Counter[str] = Counter()
    for index in members:
        for person in nodes[index].persons:
            forms.update(dict(person.forms))
            forms[person.name] += 0
    return forms


def _canonical(nodes: Sequence[Node], members: Sequence[int], decisions: Decisions) -> str:
    """The name that the user gives, or the fullest of the common forms."""
    given = _value(decisions.named, members)
    if given:
        return given
    used = {node.text: len(node.persons) for node in (nodes[index] for index in members) if not node.lone}
    common = [text for text, count in used.items() if count >= COMMON_FORM * max(used.values())]

    def fullness(text: str) -> tuple[int, int, int, bool, str]:
        name = parse(text)
        return (-name.full_words, -len(name.words), -used[text], text.isupper(), text)

    best = min(common, key=fullness)
    return best.title() if best.isupper() else best


def _first(nodes: Sequence[Node], members: Sequence[int]) -> LocalPerson:
    persons = (person for index in members for person in nodes[index].persons)
    return min(persons, key=lambda person: (person.published or "9999-99-99", person.path, person.key))


def _ids(nodes: Sequence[Node], people: dict[int, list[int]], names: dict[int, str]) -> dict[int, str]:
    """An id each: the name's slug; where several people share it, with a suffix from each one's first article."""
    slugs = {root: slug(name) for root, name in names.items()}
    shared = Counter(slugs.values())
    return {
        root: made if shared[made] == 1 else f"{made}-{suffix(_first(nodes, people[root]))}"
        for root, made in slugs.items()
    }


def _person(
    nodes: Sequence[Node], members: list[int], decisions: Decisions, made: str, name: str, clusters: Clusters
) -> LinkedPerson:
    forms = _forms(nodes, members)
    aliases = [(form, count, "text") for form, count in forms.items()]
    if name not in forms and _value(decisions.named, members):
        aliases.append((name, 0, "corrections"))
    countries = clusters.facts[clusters.root[members[0]]].countries
    stated = min(countries, key=lambda code: (-countries[code], code)) if countries else None
    return LinkedPerson(
        id=made,
        name=name,
        country=_value(decisions.countries, members) or stated,
        wikidata_id=_value(decisions.wikidata, members),
        members=tuple(sorted(person.key for index in members for person in nodes[index].persons)),
        aliases=tuple(sorted(aliases, key=lambda alias: (-alias[1], alias[0]))),
    )


def _review(nodes: Sequence[Node], clusters: Clusters, ids: dict[int, str]) -> list[ReviewPair]:
    """What a user should decide, at most `MOST_QUESTIONS` a person; edges come strongest first."""
    asked: Counter[int] = Counter()
    best: dict[tuple[int, int], Edge] = {}
    for edge in clusters.open:
        a, b = sorted((clusters.root[edge[0]], clusters.root[edge[1]]))
        if a in ids and b in ids and (a, b) not in best and max(asked[a], asked[b]) < MOST_QUESTIONS:
            best[a, b] = edge
            asked.update((a, b))
    made = []
    for (a, b), (one, other, rule) in best.items():
        facts = clusters.facts[a], clusters.facts[b]
        against = reasons_against(*facts)
        if (one, other) in clusters.rivals:
            against.append("the shorter name fits more than one person")
        if RULES[rule.name].needs != "nothing" and not against:
            against.append(_MISSING[rule.needs])
        named = f"{nodes[one].text!r}, {nodes[other].text!r}: {rule.why}"
        first, second = sorted((ids[a], ids[b]))
        made.append(
            (
                ORDER[rule.name],
                ReviewPair(first, second, "; ".join([named, *reasons_for(*facts)]), "; ".join(against)),
            )
        )
    return [pair for _, pair in sorted(made, key=lambda item: (item[0], item[1].a, item[1].b))]


_MISSING = {
    "rare": "no role is stated for both, and the family name is a common one",
    "either": "no country or role is stated for both",
    "role": "no role is stated for both",
    "both": "no country and role, or no full role, is stated for both",
    "user": "such names are often two people's",
}
