"""Who said what: marked, mixed and indirect quotes, on sentences written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.extract.quotes import find_quotes
from loader.language import Annotator, load_model
from loader.model import Article, ArticlePerson, Mention, People, Quote

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model() -> Annotator:
    return load_model()


def quotes_of(model: Annotator, text: str, people: People | None = None) -> list[Quote]:
    doc = next(iter(model.annotate([text])))
    return list(find_quotes(Article(path="a.txt", text=text), doc, people or People()))


def said(model: Annotator, text: str) -> list[tuple[str, str, str | None]]:
    return [(q.kind, text[q.start : q.end], q.speaker) for q in quotes_of(model, text)]


DIRECT = [
    ('"We will rebuild the bridge," Anna Berg said on Monday.', "Anna Berg"),
    ('"We will rebuild the bridge," said Anna Berg, the mayor.', "Anna Berg"),
    ('Anna Berg said: "We will rebuild the bridge."', "Anna Berg"),
    ('Anna Berg told reporters, "We will rebuild the bridge."', "Anna Berg"),
    ('"We will rebuild the bridge," the ministry said in a statement.', "the ministry"),
    ('"We will rebuild the bridge," according to the ministry.', "the ministry"),
    ("“We will rebuild the bridge,” Anna Berg was quoted as saying by the Morning Post.", "Anna Berg"),
    ('"We will rebuild the bridge," the Morning Post quoted Berg as saying.', "Berg"),
    ('ANNA: "We will rebuild the bridge."', "ANNA"),
    ('"We will rebuild the bridge." — Anna Berg', "Anna Berg"),
]


@pytest.mark.parametrize(("text", "speaker"), DIRECT)
def test_a_direct_quote_has_its_speaker(model: Annotator, text: str, speaker: str) -> None:
    found = said(model, text)
    assert [(kind, words.rstrip(",.")) for kind, words, _ in found] == [
        ("direct", "We will rebuild the bridge")
    ]
    assert found[0][2] == speaker


def test_a_split_quote_is_two_rows_of_one_utterance(model: Annotator) -> None:
    found = quotes_of(model, '"The river rose," Anna Berg said. "Nobody was hurt."')
    assert [q.part_of for q in found] == [None, 0]
    assert {q.speaker for q in found} == {"Anna Berg"}


def test_a_quote_left_open_goes_on_with_its_speaker(model: Annotator) -> None:
    found = quotes_of(model, 'Anna Berg said: "The river rose.\n\n"Nobody was hurt."')
    assert [(q.rule, q.speaker) for q in found] == [("before colon", "Anna Berg"), ("left open", "Anna Berg")]


def test_a_clause_with_quoted_words_is_one_mixed_row(model: Annotator) -> None:
    text = 'Anna Berg said the new bridge was "a gift" to the town and that work had begun.'
    assert said(model, text) == [
        ("mixed", 'the new bridge was "a gift" to the town and that work had begun', "Anna Berg")
    ]


def test_calling_something_a_name_is_mixed(model: Annotator) -> None:
    text = 'On Friday Anna Berg described the old bridge as a "death trap".'
    assert [kind for kind, _, _ in said(model, text)] == ["mixed"]


INDIRECT = [
    ("Anna Berg said that the river had risen overnight.", "the river had risen overnight", "Anna Berg"),
    ("The river had risen overnight, Anna Berg said.", "The river had risen overnight", "Anna Berg"),
    (
        "According to the ministry, the river has risen overnight.",
        "the river has risen overnight",
        "the ministry",
    ),
    (
        "The river has risen overnight, according to the ministry.",
        "The river has risen overnight",
        "the ministry",
    ),
    ("The mayor told reporters that the river had risen.", "the river had risen", "The mayor"),
    ("Anna Berg urged the farmers to leave the valley.", "the farmers to leave the valley", "Anna Berg"),
    (
        "The river has risen, officials said during a visit to the valley and the dam.",
        "The river has risen",
        "officials",
    ),
    (
        "The river has risen, Oslo-listed Dambau said in a statement.",
        "The river has risen",
        "Oslo-listed Dambau",
    ),
    ("A police-led inquiry found that the driver slept.", "the driver slept", "A police-led inquiry"),
    (
        "NAIROBI, June 3 (Agency) -- The river has risen, the ministry said.",
        "The river has risen",
        "the ministry",
    ),
]


@pytest.mark.parametrize(("text", "clause", "speaker"), INDIRECT)
def test_an_indirect_quote_is_the_clause_without_that(
    model: Annotator, text: str, clause: str, speaker: str
) -> None:
    assert said(model, text) == [("indirect", clause, speaker)]


def test_a_parted_clause_is_two_rows_of_one_utterance(model: Annotator) -> None:
    text = "The bridge, Anna Berg said, had never been safe."
    found = quotes_of(model, text)
    assert [(text[q.start : q.end], q.part_of) for q in found] == [
        ("The bridge", None),
        ("had never been safe", 0),
    ]


def test_an_accusation_is_what_comes_after_whom_it_is_about(model: Annotator) -> None:
    found = said(model, 'The mayor accused Anna Berg of trying to "bury the report".')
    assert found == [("mixed", 'trying to "bury the report"', "The mayor")]


def test_two_speakers_are_in_the_words_that_name_the_source(model: Annotator) -> None:
    text = "Anna Berg and Tom Ruiz said the rules were clear."
    (quote,) = quotes_of(model, text)
    assert text[quote.speaker_start : quote.speaker_end] == "Anna Berg and Tom Ruiz"


def test_who_spoke_goes_on_whatever_others_did_meanwhile(model: Annotator) -> None:
    found = said(model, '"The greed is endless," Anna Berg said, as the crowd cheered. "It must end."')
    assert [speaker for _, _, speaker in found] == ["Anna Berg", "Anna Berg"]


TURNS = "BERG: Did you see the car?\n\nRUIZ: I saw it at the gate.\n\nBERG: And what then?\n\nRUIZ: I ran."


def test_the_turns_of_a_transcript_are_quotes(model: Annotator) -> None:
    found = said(model, TURNS)
    assert [(kind, speaker) for kind, _, speaker in found] == [("direct", "BERG"), ("direct", "RUIZ")] * 2


def test_a_name_alone_after_a_comma_is_the_speaker(model: Annotator) -> None:
    assert said(model, '"We will not sell the house," Dr Ruiz.') == [
        ("direct", "We will not sell the house,", "Dr Ruiz")
    ]


def test_an_age_points_to_the_one_person_named(model: Annotator) -> None:
    text = 'Tom Ruiz moved to the coast.\n\n"I miss the snow," said the 46-year-old.'
    people = People((ArticlePerson("Tom Ruiz", ()),), (Mention(0, 8, "Tom Ruiz", "name", 0, 0.9, "shape"),))
    quote = quotes_of(model, text, people)[0]
    assert (quote.speaker, quote.person) == ("Tom Ruiz", 0)


def test_only_the_outermost_report_counts(model: Annotator) -> None:
    found = said(model, "Anna Berg said the governor had said the river would rise again.")
    assert [speaker for _, _, speaker in found] == ["Anna Berg"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg agreed to rebuild the bridge.",
        "Anna Berg expressed concern over the bridge.",
        "Anna Berg believes that the bridge will hold.",
        "It was announced that the bridge would close.",
        "Anna Berg did not say that the bridge would close.",
        "Anna Berg left without saying whether the bridge would close.",
        "The stones suggest that the bridge is old.",
        "Anna Berg would call a friend to drive the car.",
        'The film "Bridges of Stone" opened in Oslo.',
        'The so-called "river tax" rose by 3 percent.',
        'She wrote a novel called "The Long River".',
        'The valley, known as "the Garden", is dry.',
        'The map showed "a narrow pass".',
        "No one can claim that the law is good.",
        "The layout is large, which adds to its charm.",
    ],
)
def test_promises_thoughts_titles_and_terms_are_no_quotes(model: Annotator, text: str) -> None:
    assert said(model, text) == []


def test_a_pronoun_is_resolved_through_the_mentions(model: Annotator) -> None:
    text = 'Anna Berg came late. "I missed the train," she said.'
    at = text.index("she")
    mention = Mention(at, at + 3, "she", "pronoun", 0, 0.9, "pronoun")
    people = People((ArticlePerson("Anna Berg", ()),), (mention,))
    quote = quotes_of(model, text, people)[0]
    assert (quote.speaker, quote.speaker_kind, quote.person) == ("Anna Berg", "person", 0)
    assert (quote.speaker_start, quote.speaker_end) == (at, at + 3)


def test_a_statement_speaks_for_who_issued_it(model: Annotator) -> None:
    found = said(model, '"The road is open," said an ISPR statement.')
    assert found == [("direct", "The road is open,", "ISPR")]


def test_a_headline_with_a_name_is_an_indirect_quote(model: Annotator) -> None:
    text = "Angela Merkel: Border will stay open all winter\n\nThe border is open."
    assert [(q.kind, q.rule) for q in quotes_of(model, text)] == [("indirect", "headline")]


def test_an_empty_text_has_no_quotes(model: Annotator) -> None:
    assert quotes_of(model, "") == []


PIECES = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "''",
        "'",
        "’",
        "said",
        "says",
        ",",
        ".",
        ":",
        "He",
        "Anna-Berg",
        "told",
        "called",
        "according",
        "that",
        "who",
        "(",
        ")",
        "—",
        "🙂",
    ]
)
JOINTS = st.sampled_from(
    [" ", "", "\n", "\n\n", "\xa0", " according to ", " the river rose ", " quoted as saying "]
)


@given(st.lists(st.builds(str.__add__, PIECES, JOINTS), max_size=30).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises_and_spans_hold(model: Annotator, text: str) -> None:
    for i, quote in enumerate(quotes_of(model, text)):
        assert 0 <= quote.start < quote.end <= len(text)
        assert 0 <= quote.confidence <= 1
        assert quote.part_of is None or quote.part_of < i
        assert (quote.speaker_start is None) == (quote.speaker is None)


def test_a_mixed_clause_goes_on_after_the_marks_with_and_that(model: Annotator) -> None:
    text = 'The minister, Ann Lee, said that the two are "good neighbours," and that they will stay so.'
    (row,) = [(q.kind, text[q.start : q.end]) for q in quotes_of(model, text)]
    assert row == ("mixed", 'the two are "good neighbours," and that they will stay so')
