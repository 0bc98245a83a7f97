"""What holds for any corpus: order does not matter, nobody is lost, and blocks miss nothing."""

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from loader.link import link_people
from loader.link.people.blocks import MOST_WORDS, pairs
from loader.link.people.names import parse
from loader.link.people.rules import compare
from loader.linked import LocalPerson, PersonCorrections
from loader.model import CorpusError

VOCABULARY = """
Nawaz Sharif Maryam Mian Muhammad Mohammed Shehbaz Shahbaz Kim Ki-hyun Jong-un Jongun Wei Fenghe John J. JK Joe
Joseph Biden Jr. bin al-Assad Bashar Reza Zia-ul-Haq Ziaul Haq Robinette Salman Syed Hassan Hossein Maria Li
"""
WORDS = st.sampled_from(VOCABULARY.split())
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PERSONS = st.builds(
    lambda name, country, role, year: (name, country, role, year),
    NAMES,
    st.sampled_from([None, None, "PK", "US"]),
    st.sampled_from([(), ("president",), ("vice president",), ("fast bowler",)]),
    st.sampled_from([None, "2001-01-01", "2020-02-02"]),
)


def local(described: list[tuple[str, str | None, tuple[str, ...], str | None]]) -> list[LocalPerson]:
    return [
        LocalPerson((place, 0), f"{place}.txt", year, name, ((name, 1),), country, " " not in name, roles)
        for place, (name, country, roles, year) in enumerate(described)
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PERSONS, max_size=12),
    st.randoms(use_true_random=False),
    st.lists(st.tuples(NAMES, NAMES), max_size=2),
)
def test_the_order_of_articles_changes_nothing(described, chance, apart) -> None:  # type: ignore[no-untyped-def]
    persons = local(described)
    different = tuple((a, b, f"line {place}") for place, (a, b) in enumerate(apart) if a != b)
    corrections = PersonCorrections(different=different)
    links = link_people(persons, corrections)
    chance.shuffle(persons)
    assert link_people(iter(persons), corrections) == links


@settings(max_examples=150, deadline=None)
@given(st.lists(PERSONS, max_size=12))
def test_everyone_is_a_member_of_one_person_and_ids_are_unique(described) -> None:  # type: ignore[no-untyped-def]
    persons = local(described)
    links = link_people(persons)
    members = [key for linked in links.people for key in linked.members]
    assert len(members) == len(set(members))
    assert set(members) == {p.key for p in persons}
    corpus = {key for linked in links.people if linked.scope == "corpus" for key in linked.members}
    assert corpus == {p.key for p in persons if not p.surname_only and parse(p.name).is_full}
    ids = [linked.id for linked in links.people]
    assert len(ids) == len(set(ids))
    assert all({pair.a, pair.b} <= set(ids) and pair.a != pair.b for pair in links.review)


@settings(max_examples=200, deadline=None)
@given(st.lists(PERSONS, min_size=3, max_size=12), st.data())
def test_no_pair_judged_different_is_merged_nor_asked_about(described, data) -> None:  # type: ignore[no-untyped-def]
    persons = [person for person in local(described) if not person.surname_only]
    names = sorted({person.name for person in persons})
    if len(names) < 2:
        return
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    apart = data.draw(st.lists(pair, min_size=1, max_size=3))
    joined = data.draw(st.lists(pair, max_size=2))
    said = PersonCorrections(
        same=tuple((a, b, f"same {place}") for place, (a, b) in enumerate(joined)),
        different=tuple((a, b, f"different {place}") for place, (a, b) in enumerate(apart)),
    )
    try:
        links = link_people(persons, said)
    except CorpusError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:  # what contradicts itself is refused, with both lines
        assert re.search("different [0-2].*same [01]", refused)
        return
    home = {key: linked.id for linked in links.people for key in linked.members}
    asked = {frozenset((pair.a, pair.b)) for pair in links.review}
    for a, b in apart:
        left, right = ({home[p.key] for p in persons if p.name == name and p.key in home} for name in (a, b))
        if parse(a).words != parse(b).words or a.casefold() != b.casefold():
            same_node = {line for line in links.unused if "mean the same people" in line}
            assert same_node or not left & right
            assert same_node or not any(frozenset((x, y)) in asked for x in left for y in right if x != y)


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=30, unique=True))
def test_blocks_hold_every_pair_that_a_rule_joins(names: list[str]) -> None:
    parsed = [name for name in map(parse, names) if len(name.words) <= MOST_WORDS]
    joined = {(a, b) for a, b in combinations(range(len(parsed)), 2) if compare(parsed[a], parsed[b])}
    assert joined <= set(pairs(parsed))
