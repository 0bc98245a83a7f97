"""Events are found by verb and noun, with who, when and where; what did not happen is left out."""

from __future__ import annotations

import pytest

from loader import lexicon
from loader.extract.dates import find_dates
from loader.extract.events import find_events
from loader.extract.events.parties import frames
from loader.extract.events.triggers import _entries
from loader.extract.people import find_people
from loader.extract.places import find_places
from loader.language import Annotator, load_model
from loader.model import Article, EventMention

PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
TYPES = {*PLOVER, "OTHER", "-"}


@pytest.fixture(scope="module")
def model() -> Annotator:
    return load_model()


def events(model: Annotator, text: str, published: str | None = "2024-05-15") -> tuple[EventMention, ...]:
    (doc,) = model.annotate([text])
    article = Article(path="a.txt", text=text, published=published)
    people = find_people(article, doc)
    return find_events(article, doc, people, find_dates(text, published), tuple(find_places(doc)))


def parties(event: EventMention) -> set[str]:
    return {f"{a.role} {a.name}" for a in event.arguments if a.kind == "party"}


@pytest.mark.parametrize(
    ("text", "kind", "mode", "who"),
    [
        ("Anna Berg met Karl Lund in Oslo on Monday.", "CONSULT", "meeting", {"both Anna Berg", "both Karl Lund"}),
        ("Norway and Sweden held talks on fisheries.", "CONSULT", "talks", {"both Norway", "both Sweden"}),
        ("Anna Berg and Karl Lund signed a treaty.", "AGREE", "signing", {"both Anna Berg", "both Karl Lund"}),
        ("Norway rejected a Swedish proposal on Friday.", "REJECT", "refusal", {"actor Norway", "recipient Sweden"}),
        ("Karl Lund was arrested by Norwegian police.", "COERCE", "arrest", {"actor Norway", "recipient Karl Lund"}),
        ("Norway demanded that Sweden free the crew.", "REQUEST", "demand", {"actor Norway", "recipient Sweden"}),
        ("Norway said that Sweden must free the crew.", "REQUEST", "demand", {"actor Norway", "recipient Sweden"}),
        ("Norway has threatened to cut ties with Sweden.", "THREATEN", "threat", {"actor Norway", "recipient Sweden"}),
        ("Sweden expelled two Norwegian diplomats.", "SANCTION", "expulsion", {"actor Sweden", "recipient Norway"}),
        ("Anna Berg was appointed minister of fisheries.", "OTHER", "appointment", {"recipient Anna Berg"}),
        ("Karl Lund resigned on Tuesday.", "OTHER", "resignation", {"actor Karl Lund"}),
    ],
)  # fmt: skip
def test_a_sentence_tells_an_event(model: Annotator, text: str, kind: str, mode: str, who: set[str]) -> None:
    found = events(model, text)
    assert (kind, mode) in {(e.type, e.mode) for e in found}
    assert who <= parties(next(e for e in found if (e.type, e.mode) == (kind, mode)))


@pytest.mark.parametrize(
    "text",
    [
        "Norway could attack Sweden if the talks fail.",
        "Anna Berg wants to meet Karl Lund.",
        "Anna Berg did not meet Karl Lund.",
        "They often meet in Oslo.",
        "Anna Berg held a news conference on Monday.",
        "The meeting of minds is a fine thing.",
        "March was cold.",
    ],
)
def test_what_did_not_happen_is_no_event(model: Annotator, text: str) -> None:
    assert not events(model, text)


def test_a_promise_is_an_agreement_and_a_plan_is_planned(model: Annotator) -> None:
    (aid,) = events(model, "Norway will give Chad a grant of five million dollars.")
    assert (aid.type, aid.status) == ("AGREE", "planned")
    (visit,) = events(model, "Anna Berg will visit Sweden next week.")
    assert (visit.type, visit.status, visit.place) == ("CONSULT", "planned", "Sweden")


def test_who_denies_an_attack_leaves_it_denied(model: Annotator) -> None:
    assert "denied" in {e.status for e in events(model, "Norway denied attacking the Swedish embassy.")}


def test_a_date_is_taken_from_the_events_own_clause(model: Annotator) -> None:
    found = events(model, "The ministry said on Tuesday that Anna Berg met Karl Lund in Oslo on Monday.")
    (meeting,) = [e for e in found if e.mode == "meeting"]
    assert (meeting.date_edtf, meeting.date_basis, meeting.place) == ("2024-05-13", "relative", "Oslo")


def test_the_day_of_the_saying_is_not_the_day_of_the_deed(model: Annotator) -> None:
    (attack,) = events(model, "Norway said on Monday that Swedish troops attacked the village of Vik.")
    assert attack.date_edtf is None


def test_the_meeting_is_the_one_that_was_told_before(model: Annotator) -> None:
    found = events(model, "Anna Berg met Karl Lund in Oslo on Monday.\n\nThe meeting lasted two hours.")
    first, second = found
    assert parties(first) == parties(second)
    assert (second.place, second.date_edtf) == ("Oslo", "2024-05-13")
    assert {a.basis for a in second.arguments} == {"article"}


def test_the_two_leaders_are_those_who_met(model: Annotator) -> None:
    text = "Prime Minister Anna Berg met President Karl Lund in Oslo.\n\nThe two leaders agreed to open an embassy."
    agreed = next(e for e in events(model, text) if e.type == "AGREE")
    assert parties(agreed) == {"both Anna Berg", "both Karl Lund"}


def test_every_span_is_inside_its_sentence_and_holds_its_words(model: Annotator) -> None:
    text = "OSLO: Norway and Sweden\u2019s police arrested 12 men on Monday.\r\n\n"
    text += "\u201cWe met them,\u201d Anna Berg said.\n\nRiots broke out."
    for event in events(model, text):
        assert 0 <= event.sentence_start <= event.start < event.end <= event.sentence_end <= len(text)
        for argument in event.arguments:
            assert 0 <= argument.start < argument.end <= len(text)


def test_empty_text_tells_nothing(model: Annotator) -> None:
    assert events(model, "") == ()
    assert events(model, "\n\n \n") == ()


def test_the_lexicon_is_whole() -> None:
    rows = [*_entries("events_verbs", "lemmas").values(), *_entries("events_nouns", "words").values()]
    for entry in (entry for some in rows for entry in some):
        assert entry.type in TYPES
        assert entry.type == "-" or entry.frame in frames(), entry
    assert {row["type"] for row in lexicon.table("events_summaries")} == TYPES - {"-"}


def test_endless_sentences_raise_nothing(model: Annotator) -> None:
    for text in (
        "killed and " * 3000,
        "Norway's minister's " * 1500,
        "who said that he said that " * 800,
        "(" * 5000,
    ):
        events(model, text)


def where_and_when(found: tuple[EventMention, ...], word: str) -> tuple[str | None, str | None]:
    return next((e.place, e.date_edtf) for e in found if e.lemma == word)


def test_a_delegation_meets_within_its_visit(model: Annotator) -> None:
    text = "A Norwegian delegation visited Sweden from June 9 to 12, 2022. The delegation met with Swedish officials."
    assert where_and_when(events(model, text), "meet") == ("Sweden", "2022-06-09/2022-06-12")


def test_what_goes_on_now_is_of_the_day_of_publication(model: Annotator) -> None:
    text = "Anna Berg, who is currently on a visit to Oslo, met with Karl Lund."
    (visit,) = (e for e in events(model, text) if e.lemma == "visit")
    assert (visit.date_edtf, visit.date_basis) == ("2024-05-15", "published")
    assert all(e.date_basis != "published" for e in events(model, text, published=None))


def test_who_is_criticised_for_an_act_did_it(model: Annotator) -> None:
    found = events(model, "Anna Berg criticised Karl Lund for attacking the village on Monday.")
    (attack,) = (e for e in found if e.type == "ASSAULT")
    assert "actor Anna Berg" not in parties(attack)


@pytest.mark.parametrize(
    "text",
    [
        "The parties clashed over the budget.",
        "Climate change threatens Norway.",
        "Anna Berg spoke of the possibility of Karl Lund resigning.",
    ],
)
def test_figures_of_speech_and_mere_prospects_are_none(model: Annotator, text: str) -> None:
    assert not {e.type for e in events(model, text)} & {"ASSAULT", "THREATEN", "OTHER"}


def everyone(model: Annotator, text: str) -> set[str]:
    return {name for event in events(model, text) for name in parties(event)}


@pytest.mark.parametrize(
    "text",
    [
        "Karl Lund nearly killed Anna Berg.",
        "The senator killed the bill.",
        "Karl Lund launched a campaign from Cuba.",
        "Karl Lund fought side by side with Anna Berg.",
        "His words were captured on tape.",
        "Karl Lund shot a whale.",
        "Critics called it a surrender by Norway.",
        "Norway ruled out sanctions.",
        "Norway warned about exports to Sweden.",
        "Norway is no closer to ceding land to Sweden.",
        "Did Norway attack Sweden?",
        "Norway could attack Sweden.",
    ],
)
def test_idioms_conditions_and_questions_are_no_attacks(model: Annotator, text: str) -> None:
    assert not {e.type for e in events(model, text)} & {"ASSAULT", "COERCE", "YIELD", "REJECT", "THREATEN"}


@pytest.mark.parametrize(
    "text",
    [
        "The chief of staff to Oslo Mayor Anna Berg resigned.",
        "A spokesman for Karl Lund was arrested.",
        "A businessman and friend of Karl Lund was arrested.",
        "Karl Lund's lawyer was detained.",
        "The party of Karl Lund was banned.",
        "The deputy of the mayor of Oslo was detained.",
    ],
)
def test_who_stands_beside_somebody_is_not_that_one(model: Annotator, text: str) -> None:
    assert not everyone(model, text)


def test_a_countrys_name_stands_for_its_organs_not_for_its_jurists(model: Annotator) -> None:
    assert everyone(model, "Anna Berg spoke with three Cuban jurists.") == {
        "both Anna Berg",
        "both Cuban jurists",
    }
    assert "recipient Norway" in everyone(model, "Sweden attacked Norwegian forces.")
    assert everyone(model, "Norwegian prime minister Anna Berg met Karl Lund.") == {
        "both Anna Berg",
        "both Karl Lund",
    }


def test_headlines_without_an_object_tell_of_the_one_acted_on(model: Annotator) -> None:
    (event,) = events(model, "Karl Lund arrested in Bergen")
    assert parties(event) == {"recipient Karl Lund"}


def test_nothing_has_happened_after_publication(model: Annotator) -> None:
    for event in events(model, "Anna Berg met Karl Lund on June 3, 2024."):
        assert event.date_edtf is None


def test_who_did_it_to_whom_unknown_is_half_sure(model: Annotator) -> None:
    (event,) = events(model, "The wife of Karl Lund was killed in Bergen.")
    assert event.confidence <= 0.5


def test_a_dateline_and_a_source_are_no_parties(model: Annotator) -> None:
    assert everyone(model, "OSLO -- Anna Berg met with Karl Lund on Monday.") == {
        "both Anna Berg",
        "both Karl Lund",
    }
    text = (
        "According to a statement by the army's media wing, the OSPR, the delegation met Anna Berg in Oslo."
    )
    assert "both OSPR" not in everyone(model, text)
    text = "Norway and Sweden have agreed to keep up contacts, according to the Nordic Institute."
    assert everyone(model, text) == {"both Norway", "both Sweden"}


def test_forces_that_act_are_named_by_what_they_are(model: Annotator) -> None:
    assert everyone(model, "Police arrested Karl Lund in Bergen.") == {"actor police", "recipient Karl Lund"}
    assert everyone(model, "French farmers blocked roads near Paris.") == {"actor French farmers"}
    (clash,) = events(model, "Farmers clashed with police in Bergen.")
    assert parties(clash) == {"both farmers", "both police"}
    assert clash.confidence <= 0.5


def test_two_norwegians_are_not_norway(model: Annotator) -> None:
    assert everyone(model, "Gunmen killed two Norwegians in Kabul.") == {
        "actor gunmen",
        "recipient Norwegians",
    }


def test_his_meeting_is_the_one_told_before(model: Annotator) -> None:
    text = (
        "Anna Berg met Karl Lund in Oslo on Monday. Prime Minister Lars Holm praised the visit."
        " During his meeting with Lund, the two officials discussed trade."
    )
    for event in events(model, text):
        if event.type == "CONSULT":
            assert "both Lars Holm" not in parties(event)


def test_who_mourns_a_death_is_not_the_dead(model: Annotator) -> None:
    assert "recipient Anna Berg" not in everyone(model, "Prime Minister Anna Berg condoled her death.")


def test_who_condemns_the_violation_of_a_border_does_not_condemn_its_country(model: Annotator) -> None:
    text = "Foreign minister Anna Berg condemned the violation of Norway's airspace."
    assert everyone(model, text) == {"actor Anna Berg"}


def test_a_country_that_protests_complains(model: Annotator) -> None:
    (event,) = events(model, "Norway protested on Monday after the seizure.")[:1]
    assert (event.type, event.mode) == ("ACCUSE", "diplomatic-protest")


def test_a_broker_is_a_mediator(model: Annotator) -> None:
    (event,) = events(model, "The fighting between India and Pakistan ended with a US-brokered ceasefire.")[
        -1:
    ]
    assert "mediator US" in parties(event)


def test_headlines_list_their_subjects_with_a_comma(model: Annotator) -> None:
    assert {"both Iran", "both Saudi Arabia"} <= everyone(model, "Iran, Saudi Arabia agree to resume ties")


def test_the_dead_of_an_accident_were_not_killed_by_anybody(model: Annotator) -> None:
    text = "Three miners killed in Norway\n\nThree miners were killed when a mine collapsed near Bergen on Friday."
    assert {e.type for e in events(model, text)} == {"OTHER"}


def test_a_lead_without_a_date_was_on_the_day_of_publication_or_the_day_before(model: Annotator) -> None:
    text = "Norway and Sweden have signed a trade agreement in Oslo. They had met in 2019."
    signing = events(model, text)[0]
    assert (signing.date_edtf, signing.date_basis) == ("2024-05-14/2024-05-15", "published")
    assert events(model, text, published=None)[0].date_edtf is None
    assert all(e.date_basis != "published" for e in events(model, "Norway had signed the agreement earlier."))


def test_another_year_is_another_occasion(model: Annotator) -> None:
    text = "An Israeli strike killed Karl Lund in Beirut. Lund was wanted over the 1983 bombings in Beirut."
    for event in events(model, text):
        assert event.lemma == "bombing" or event.date_edtf != "1983"


def test_what_happened_here_was_where_the_report_was_written(model: Annotator) -> None:
    (event,) = events(model, "OSLO, May 13 (NTB) -- Anna Berg held talks with Karl Lund here on Monday.")
    assert event.place == "OSLO"


def test_an_invitation_is_no_place(model: Annotator) -> None:
    assert all(
        e.place is None for e in events(model, "Anna Berg paid a visit at the invitation of Karl Lund.")
    )


def test_a_pronoun_that_may_mean_two_accuses_nobody(model: Annotator) -> None:
    text = "Karl Lund met Lars Holm. Two days later he was shot dead."
    assert all(not parties(e) for e in events(model, text) if e.type == "ASSAULT")
