"""Reports of one occasion become one event; contradictions keep them apart; order does not matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loader.link.events.decisions import EventDecisions, decide_events
from loader.link.events.linking import link_events
from loader.link.events.summary import readable
from loader.linked import EventCorrections, EventReport, Party, ReportMeant
from loader.model import CorpusError

ANNA, KARL = Party("Anna Berg", "both", "NO", "anna-berg"), Party("Karl Lund", "both", "SE", "karl-lund")


def report(id_: int, article: int, **given_: Any) -> EventReport:
    values: dict[str, Any] = {
        "published": "2024-05-15", "type": "CONSULT", "mode": "meeting", "status": "happened", "lemma": "meet",
        "date_edtf": None, "date_basis": "none", "place": None, "country": None, "latitude": None, "longitude": None,
        "confidence": 0.8, "parties": (ANNA, KARL),
    }  # fmt: skip
    return EventReport(id=id_, article_id=article, **{**values, **given_})


def test_two_articles_on_one_meeting_make_one_event() -> None:
    a = report(1, 1, date_edtf="2024-05-13", date_basis="relative", place="Oslo", country="NO")
    b = report(2, 2, lemma="talks", mode="talks", date_edtf="2024-05", date_basis="stated")
    (event,) = link_events([b, a])
    assert (event.id, event.members, event.date_edtf, event.place) == (1, (1, 2), "2024-05-13", "Oslo")
    assert event.summary == "Anna Berg met Karl Lund in Oslo, 13 May 2024"
    assert event.reason == "2 reports in 2 articles: same parties"
    assert [p.person_id for p in event.participants] == ["anna-berg", "karl-lund"]


def test_dates_that_contradict_each_other_never_merge() -> None:
    monday, tuesday = report(1, 1, date_edtf="2024-05-13"), report(2, 2, date_edtf="2024-05-14")
    vague = report(3, 3)
    assert len(link_events([monday, tuesday])) == 2
    for event in link_events([monday, tuesday, vague]):
        assert not {1, 2} <= set(event.members)


def test_a_meeting_a_year_later_is_another() -> None:
    assert len(link_events([report(1, 1), report(2, 2, published="2025-05-15")])) == 2


def test_places_far_apart_are_two_events() -> None:
    a = report(1, 1, place="Oslo", country="NO", latitude=59.9, longitude=10.7)
    b = report(2, 2, place="Bergen", country="NO", latitude=60.4, longitude=5.3)
    assert len(link_events([a, b])) == 2


def test_what_is_denied_is_not_what_happened() -> None:
    assert len(link_events([report(1, 1), report(2, 2, status="denied")])) == 2


def test_reports_of_the_unnamed_are_told_apart_by_numbers() -> None:
    common = {"type": "COERCE", "mode": "arrest", "lemma": "arrest", "parties": (), "published": None}
    a = report(1, 1, about="boat gulf navy pirate ship 23:pirate", **common)
    b = report(2, 2, about="boat gulf navy pirate ship 26:pirate", **common)
    other = [report(n, n, about=f"bank thief town{n}", **common) for n in range(3, 60)]
    events = link_events([a, b, *other])
    assert not any({1, 2} <= set(e.members) for e in events)


def test_dates_read_as_people_write_them() -> None:
    assert readable("2022-06-09/2022-06-12") == "9 to 12 Jun 2022"
    assert readable("XXXX-05-21") == "21 May"
    assert readable("2024-05") == "May 2024"
    assert readable("../2024-05-10") == "until 10 May 2024"


PAKISTAN, CHINA = Party("Pakistan", "actor", "PK"), Party("China", "recipient", "CN")


def test_countries_alone_do_not_tie_an_undated_visit_to_a_dated_one() -> None:
    common = {
        "mode": "visit",
        "lemma": "visit",
        "parties": (PAKISTAN, CHINA),
        "place": "China",
        "country": "CN",
    }
    dated = report(1, 1, published="2022-06-13", date_edtf="2022-06-09/2022-06-12", **common)
    for published in (None, "2022-06-14"):
        assert len(link_events([dated, report(2, 2, published=published, **common)])) == 2
    assert len(link_events([dated, report(2, 2, date_edtf="2022-06-12", **common)])) == 1


def test_one_person_ties_undated_reports_only_at_one_place() -> None:
    anna = {"parties": (ANNA,), "published": None}
    oslo = {"place": "Oslo", "country": "NO"}
    assert len(link_events([report(1, 1, **anna), report(2, 2, **anna)])) == 2
    assert len(link_events([report(1, 1, **anna, **oslo), report(2, 2, **anna, **oslo)])) == 1
    assert len(link_events([report(1, 1, published=None), report(2, 2, published=None)])) == 1


def test_talks_with_one_and_then_with_another_are_two() -> None:
    eva = Party("Eva Dahl", "both", "DK", "eva-dahl")
    assert len(link_events([report(1, 1), report(2, 1, parties=(ANNA, eva))])) == 2


def test_a_day_without_a_year_matches_no_known_year() -> None:
    assert len(link_events([report(1, 1, date_edtf="XXXX-05-13"), report(2, 2, date_edtf="2024-05-13")])) == 2


def test_wording_alone_never_ties_undated_reports() -> None:
    some = {
        "parties": (),
        "type": "ASSAULT",
        "mode": "kill",
        "lemma": "kill",
        "about": "bus driver market tuesday mob",
    }
    assert len(link_events([report(1, 1, **some), report(2, 2, **some)])) == 2


def title(before: str, after: str, **given_: Any) -> str:
    (event,) = link_events([report(1, 1, before=before, after=after, **given_)])
    return event.summary


def test_titles_never_turn_the_one_acted_on_into_an_actor() -> None:
    on_karl = (Party("Karl Lund", "recipient", "SE", "karl-lund"),)
    by_anna = (Party("Anna Berg", "actor", "NO", "anna-berg"), *on_karl)
    fine: dict[str, Any] = {"type": "COERCE", "mode": "fine", "lemma": "fine"}
    arrest: dict[str, Any] = {"type": "COERCE", "mode": "arrest", "lemma": "arrest"}
    assert title("Karl Lund was ", "fined.", parties=on_karl, **fine) == "Karl Lund was fined"
    assert title("Anna Berg ", "fined Karl Lund.", parties=by_anna, **fine) == "Anna Berg fined Karl Lund"
    assert title("Karl Lund was ", "arrested.", parties=on_karl, **arrest) == "Arrest of Karl Lund"


def test_a_title_in_the_reports_words_cuts_no_subject_in_two() -> None:
    nobody: dict[str, Any] = {"parties": (), "type": "OTHER", "mode": "resignation", "lemma": "resign"}
    long = "The former chief of staff to Oslo Mayor Lori Whitfield "
    assert title(long, "resigned over a loan.", **nobody) == "Resigned over a loan"
    death = {**nobody, "mode": "death", "lemma": "death"}
    assert title("After the ", "death of 14 people in Luzon, more came.", **death) == (
        "After the death of 14 people in Luzon"
    )


def test_what_is_done_to_diplomats_is_not_done_to_their_country() -> None:
    some = (Party("Sweden", "actor", "SE"), Party("Norway", "recipient", "NO"))
    said = title(
        "Sweden ", "expelled two Norwegian diplomats.", parties=some, type="SANCTION", mode="expulsion"
    )
    assert said == "Sweden expelled two Norwegian diplomats"


reports = st.lists(
    st.builds(
        report,
        st.integers(1, 10_000),
        st.integers(1, 5),
        published=st.sampled_from([None, "2024-05-15", "2024-05-16", "2025-01-01"]),
        date_edtf=st.sampled_from([None, "2024-05-13", "2024-05-14", "2024-05", "XXXX-05-13"]),
        place=st.sampled_from([None, "Oslo", "Norway"]),
        lemma=st.sampled_from(["meet", "talks"]),
        status=st.sampled_from(["happened", "planned", "denied"]),
        parties=st.lists(st.sampled_from([ANNA, KARL, Party("Norway", "both", "NO")]), unique=True).map(
            tuple
        ),
        about=st.sampled_from(["", "fish quota treaty", "fish 12:boat", "fish 13:boat"]),
    ),
    max_size=12,
    unique_by=lambda r: r.id,
)


@settings(max_examples=60, deadline=None)
@given(reports, st.randoms(use_true_random=False))
def test_every_report_is_in_one_event_whatever_the_order(some: list[EventReport], random: Any) -> None:
    expected = link_events(some)
    shuffled = list(some)
    random.shuffle(shuffled)
    assert link_events(shuffled) == expected
    assert sorted(m for e in expected for m in e.members) == sorted(r.id for r in some)
    days = {r.id: r.date_edtf for r in some}
    for event in expected:
        assert event.id == event.members[0]
        assert len({days[m] for m in event.members} & {"2024-05-13", "2024-05-14"}) < 2


def test_a_country_adds_nothing_to_its_person_whom_another_report_names() -> None:
    with_karl = report(1, 1, parties=(ANNA, KARL))
    with_swedes = report(2, 1, parties=(ANNA, Party("Sweden", "both", "SE")))
    (event,) = link_events([with_karl, with_swedes])
    assert [party.name for party in event.participants] == ["Anna Berg", "Karl Lund"]
    both = report(3, 1, parties=(ANNA, KARL, Party("Sweden", "both", "SE")))
    (event,) = link_events([with_karl, both])
    assert [party.name for party in event.participants] == ["Anna Berg", "Karl Lund", "Sweden"]


def meant(id_: int) -> ReportMeant:
    return ReportMeant(f"{id_}.txt", "met", source="wires")


def decided(same: list[tuple[int, int]], different: list[tuple[int, int]]) -> EventDecisions:
    """What lines say of reports by id, each line named by its place."""
    lines = [[(meant(a), meant(b), f"c.yml, {kind} {a} {b}") for a, b in pairs]
             for kind, pairs in (("same", same), ("different", different))]  # fmt: skip
    return decide_events(
        EventCorrections(tuple(lines[0]), tuple(lines[1])),
        {meant(id_): id_ for pair in (*same, *different) for id_ in pair},
    )


def test_the_user_keeps_reports_apart_also_through_a_third() -> None:
    some = [report(n, n) for n in (1, 2, 3)]
    assert len(link_events(some)) == 1
    events = link_events(some, decided([], [(1, 3)]))
    assert not any({1, 3} <= set(e.members) for e in events)
    assert sorted(e.reason for e in events) == [
        "2 reports in 2 articles: kept apart by a correction, same persons",
        "one report: kept apart by a correction",
    ]


def test_the_user_joins_what_nothing_else_would() -> None:
    a = report(1, 1, date_edtf="2024-05-13")
    b = report(2, 2, date_edtf="2024-05-14", mode="visit", lemma="visit", place="Oslo")
    with_a, with_b = report(3, 3, date_edtf="2024-05-13"), report(4, 4, date_edtf="2024-05-14", mode="visit")
    assert len(link_events([a, b])) == 2
    (event,) = link_events([a, b], decided([(2, 1)], []))
    assert event.reason == "2 reports in 2 articles: joined by a correction"
    (event,) = link_events([a, b, with_a, with_b], decided([(1, 2)], []))
    assert event.members == (1, 2, 3, 4)
    assert event.reason == "4 reports in 4 articles: joined by a correction, same parties"


def test_lines_on_events_that_contradict_each_other_are_both_named() -> None:
    with pytest.raises(CorpusError) as caught:
        decided([(1, 2), (2, 3)], [(1, 3)])
    assert str(caught.value) == (
        "c.yml, different 1 3 says that 'met' in '1.txt' and 'met' in '3.txt' are different events, but"
        " c.yml, same 1 2, c.yml, same 2 3 makes them the same; keep one of the two"
    )


def test_lines_on_events_that_match_nothing_are_reported() -> None:
    said = EventCorrections(((meant(1), meant(2), "line 1"),), ((meant(1), meant(3), "line 2"),))
    made = decide_events(said, {meant(1): 1, meant(3): 1})
    assert (made.same, made.different) == ((), ())
    assert made.unused[0] == "line 1: this correction matches nothing: no event 'met' in '2.txt'"
    assert made.unused[1].startswith(
        "line 2: this correction changes nothing: 'met' and 'met' mean one report"
    )


@settings(max_examples=100, deadline=None)
@given(reports, st.data(), st.randoms(use_true_random=False))
def test_the_users_word_on_events_holds_whatever_the_order(
    some: list[EventReport], data: st.DataObject, random: Any
) -> None:
    assume(len(some) > 1)
    two = st.permutations([r.id for r in some]).map(lambda ids: (ids[0], ids[1]))
    same, different = data.draw(st.lists(two, max_size=3)), data.draw(st.lists(two, max_size=4))
    try:
        said = decided(same, different)
    except CorpusError:
        assume(False)
    events = link_events(some, said)
    assert sorted(m for e in events for m in e.members) == sorted(r.id for r in some)
    event_of = {member: event for event in events for member in event.members}
    for a, b in same:
        assert event_of[a] is event_of[b]
        assert "joined by a correction" in event_of[a].reason
    for a, b in different:
        assert event_of[a] is not event_of[b]
        assert "kept apart by a correction" in event_of[a].reason
    for lines in (some, same, different):
        random.shuffle(lines)
    assert link_events(some, decided(same, different)) == events
