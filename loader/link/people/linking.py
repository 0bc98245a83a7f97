"""Say who is who across articles: one row a person, by rules that a user can read (see `rules.py`) and overrule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from loader.link.people.agreement import is_family_name_first
from loader.link.people.clusters import Clusters, cluster
from loader.link.people.decisions import Decisions, decide, set_once, suffix
from loader.link.people.evidence import Facts
from loader.link.people.names import parse, slug
from loader.link.people.nodes import Node, gather
from loader.link.people.review import questions
from loader.linked import LinkedPerson, LocalPerson, PeopleLinks, PersonCorrections

COMMON_FORM = 0.2  # a form must be used by such a share of the articles to name the person
_LINE_BREAK = re.compile("-[a-z]")  # Sham-shad; a second name has a capital, but for Korean ones
_NONE = PersonCorrections()


@dataclass(frozen=True, slots=True)
class _Group:
    """One person in the making: nodes (indices), the persons of articles in them, and what is known of them."""

    nodes: tuple[int, ...]
    persons: tuple[LocalPerson, ...]
    facts: Facts
    scope: str = "corpus"


def link_people(
    persons: Iterable[LocalPerson], corrections: PersonCorrections = _NONE, beside: Collection[str] = ()
) -> PeopleLinks:
    """Who is who, people by id; the same whatever the order of `persons`.

    A name of one word makes a person within its article only (`scope`), unless a correction `same` says who it is.
    `beside` are names of others that `touched_names` gives where not all persons of the corpus are linked.
    Raises CorpusError when corrections contradict each other, naming both.
    """
    nodes = gather(persons)
    decisions = decide(nodes, corrections)
    clusters = cluster(nodes, decisions, beside)
    groups = list(_groups(nodes, decisions, clusters))
    names = [_canonical(nodes, group, decisions) for group in groups]
    ids = _ids(groups, names)
    linked = [_person(group, id, name, decisions) for group, id, name in zip(groups, ids, names, strict=True)]
    known = {
        clusters.root[group.nodes[0]]: id
        for group, id in zip(groups, ids, strict=True)
        if group.scope == "corpus"
    }
    return PeopleLinks(
        people=tuple(sorted(linked, key=lambda person: person.id)),
        review=tuple(questions(nodes, clusters, known)),
        unused=tuple(decisions.unused),
    )


def _groups(nodes: Sequence[Node], decisions: Decisions, clusters: Clusters) -> Iterator[_Group]:
    """The people: a cluster is one, but what a lone name means is known within each article only."""
    for root, members in clusters.members.items():
        persons = tuple(person for index in members for person in nodes[index].persons)
        if root in decisions.dropped:
            continue
        if len(members) == 1 and nodes[root].lone:
            for person in persons:
                yield _Group((root,), (person,), Facts.of([person]), "article")
        else:
            yield _Group(tuple(members), persons, clusters.facts[root])


def _value(given: dict[int, tuple[str, str]], group: _Group) -> str | None:
    """What the corrections give for one person; CorpusError where they give two things."""
    agreed: dict[int, tuple[str, str]] = {}
    for index in group.nodes:
        if index in given:
            set_once(agreed, 0, *given[index])
    return agreed[0][0] if agreed else None


def _canonical(nodes: Sequence[Node], group: _Group, decisions: Decisions) -> str:
    """The name that the user gives, or the fullest of the common forms."""
    given = _value(decisions.named, group)
    if given:
        return given
    used = Counter[str]()
    for index in group.nodes:
        used[nodes[index].text] += len(nodes[index].persons)
    if len(used) == 1:
        (best,) = used
        return best.title() if best.isupper() else best
    common = [text for text, count in used.items() if count >= COMMON_FORM * max(used.values())]

    def fullness(text: str) -> tuple[int, int, int, bool, bool, str]:
        name = parse(text)
        broken = not is_family_name_first(name.words) and bool(_LINE_BREAK.search(text))
        if broken:
            name = parse(text.replace("-", ""))
        return (-name.full_words, -len(name.words), -used[text], broken, text.isupper(), text)

    best = min(common, key=fullness)
    return best.title() if best.isupper() else best


def _ids(groups: Sequence[_Group], names: Sequence[str]) -> list[str]:
    """An id each: the name's slug; with a suffix from the first article where it may mean several people."""
    slugs = [slug(name) for name in names]
    shared = Counter(made for made, group in zip(slugs, groups, strict=True) if group.scope == "corpus")
    return [
        made if group.scope == "corpus" and shared[made] == 1 else f"{made}-{suffix(_first(group.persons))}"
        for made, group in zip(slugs, groups, strict=True)
    ]


def _first(persons: Iterable[LocalPerson]) -> LocalPerson:
    return min(persons, key=lambda person: (person.published or "9999-99-99", person.path, person.key))


def _person(group: _Group, id: str, name: str, decisions: Decisions) -> LinkedPerson:
    forms: dict[str, int] = {}
    for person in group.persons:
        for form, count in person.forms:
            forms[form] = forms.get(form, 0) + count
        forms.setdefault(person.name, 0)
    aliases = [(form, count, "text") for form, count in forms.items()]
    if name not in forms and _value(decisions.named, group):
        aliases.append((name, 0, "corrections"))
    countries = group.facts.countries
    stated = min(countries, key=lambda code: (-countries[code], code)) if countries else None
    return LinkedPerson(
        id=id,
        name=name,
        country=_value(decisions.countries, group) or stated,
        wikidata_id=_value(decisions.wikidata, group),
        members=tuple(sorted(person.key for person in group.persons)),
        aliases=tuple(sorted(aliases, key=lambda alias: (-alias[1], alias[0]))),
        scope=group.scope,
    )
