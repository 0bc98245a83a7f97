"""Gather the persons of all articles under each written name, namesakes apart where country and role tell them so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from loader.link.people.evidence import Facts, other_role, role_words
from loader.link.people.names import Name, parse
from loader.linked import LocalPerson


@dataclass(frozen=True, slots=True)
class Node:
    """All persons of one written name who are taken to be one; `lone` where articles give a family name only."""

    text: str
    name: Name
    persons: tuple[LocalPerson, ...]
    facts: Facts
    namesake: int = 0
    lone: bool = False


def gather(persons: Iterable[LocalPerson]) -> list[Node]:
    """The nodes, in order of name; each person is in exactly one."""
    named: dict[tuple[str, bool], list[LocalPerson]] = defaultdict(list)
    for person in persons:
        text = " ".join(person.name.split())
        named[text, person.surname_only or not parse(text).is_full].append(person)
    nodes = []
    for (text, lone), found in sorted(named.items()):
        found.sort(key=lambda person: person.key)
        for place, group in enumerate([found] if lone else _namesakes(found)):
            nodes.append(Node(text, parse(text), tuple(group), Facts.of(group), place, lone))
    return nodes


def _namesakes(persons: list[LocalPerson]) -> list[list[LocalPerson]]:
    """Persons of one name: as one, unless some have another country and no word of a role in common."""
    by_country: dict[str, list[LocalPerson]] = defaultdict(list)
    for person in persons:
        by_country[person.country or ""].append(person)
    unplaced = by_country.pop("", [])
    if len(by_country) < 2:
        return [persons]
    groups: list[list[LocalPerson]] = []
    for _, found in sorted(by_country.items()):
        facts = Facts.of(found)
        same = [group for group in groups if not other_role(facts, Facts.of(group))]
        groups = [group for group in groups if group not in same]
        groups.append([*found, *(person for group in same for person in group)])
    groups.sort(key=lambda group: (-len(group), min(person.key for person in group)))
    words = [
        {word for person in group for role in person.roles for word in role_words(role)} for group in groups
    ]
    for person in unplaced:
        own = {word for role in person.roles for word in role_words(role)}
        best = max(range(len(groups)), key=lambda place: (len(own & words[place]), -place))
        groups[best].append(person)
    return [sorted(group, key=lambda person: person.key) for group in groups]
