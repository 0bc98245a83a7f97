"""Reported speech in the styles of many newsrooms: who says it, and which words; sentences written for these tests."""

from __future__ import annotations

from itertools import pairwise

import pytest

from loader.extract.people import find_people
from loader.extract.quotes import find_quotes
from loader.language import Annotator, load_model
from loader.model import Article, People, Quote
from tests.growth import grows_at_most
from tests.quote_texts import quote_texts

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model() -> Annotator:
    return load_model()


def quotes_of(model: Annotator, text: str) -> list[Quote]:
    doc = next(iter(model.annotate([text])))
    article = Article(path="a.txt", text=text)
    return list(find_quotes(article, doc, find_people(article, doc)))


def said(model: Annotator, text: str) -> list[tuple[str, str, str | None]]:
    return [(q.kind, text[q.start : q.end], q.speaker) for q in quotes_of(model, text)]


PHRASES = [
    ("The premier was of the view that the country could not wait.", "the country could not wait", "The premier"),
    ("She made it clear that the talks would continue.", "the talks would continue", "She"),
    ("The minister made the point that taxes were too high.", "taxes were too high", "The minister"),
    ("As Anna Berg said on Monday, the river has risen.", "the river has risen", "Anna Berg"),
    ("It was announced by the ministry that schools would close.", "schools would close", "the ministry"),
    ("Orlov said the nation was proud, adding their work would go on.", "the nation was proud", "Orlov"),
    ("Two people briefed on the talks said the deal was off.", "the deal was off", "Two people"),
    ("Prices will fall, a person briefed on the plan said.", "Prices will fall", "a person"),
    ("The state attorney general is confirming that the fund is not registered.", "the fund is not registered",
     "The state attorney general"),
    ("The party alleged that he had misused funds, a charge he denied.", "he had misused funds", "The party"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "speaker"), PHRASES)
def test_a_report_without_marks(model: Annotator, text: str, words: str, speaker: str) -> None:
    assert said(model, text)[0] == ("indirect", words, speaker)


NOT_SAID = [
    "That said, the two teams might have made a good pair.",
    "All told, the group raised four million.",
    "The footage suggests that the driver slept.",
    "If you say it is late, nobody minds.",
    "Lee announced a plan, and here we are.",
    "Lee responded by using the case to prove that the law was weak.",
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_nobody_is_reported(model: Annotator, text: str) -> None:
    assert said(model, text) == []


HEADLINES = [
    ("Talks to go on next week: Anna Berg", "indirect", "Talks to go on next week", "Anna Berg"),
    ("Anna Berg: Talks to go on next week", "indirect", "Talks to go on next week", "Anna Berg"),
    ("'We will not bow to anyone': Anna Berg", "direct", "We will not bow to anyone", "Anna Berg"),
    ("Anna Berg: 'Parliament must apologise' for remarks", "mixed", "'Parliament must apologise' for remarks",
     "Anna Berg"),
    ("Five hurt in blast at mill: police", "indirect", "Five hurt in blast at mill", "police"),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "kind", "words", "speaker"), HEADLINES)
def test_a_headline_with_a_name_at_either_end(
    model: Annotator, headline: str, kind: str, words: str, speaker: str
) -> None:
    text = f"{headline}\n\nIt was a long day in Oslo. Mayor Anna Berg spoke."
    assert said(model, text) == [(kind, words, speaker)]


@pytest.mark.parametrize(
    "headline",
    [
        "Column: The merger sends a dismal signal",
        "Dear Abby: He left me for a golfer",
        "Explained: Why prices rise",
    ],
)
def test_a_rubric_is_no_speaker(model: Annotator, headline: str) -> None:
    assert said(model, f"{headline}\n\nIt was a long day.") == []


SOURCES = [
    ('Ann Lee, a contender, predicted at the debate that they will take "every state".', "Ann Lee"),
    ('Ann Lee said the growth was "unstoppable" and invited firms to "come, make it here".', "Ann Lee"),
    ('"There is a road ahead," Ann Lee, a fellow at the Institute for Rivers in Oslo, Norway, and author of the study, '
     "said in a statement.", "Ann Lee"),
    ('"The talks went well," the agency quoted Ann Lee as saying.', "Ann Lee"),
    ("In the words of Ann Lee, \"nobody was hurt\".", "Ann Lee"),
    ('"It rained," came the reply. That was no surprise to Ann Lee: "I saw the clouds."', "Ann Lee"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SOURCES)
def test_the_source_of_words_in_marks(model: Annotator, text: str, speaker: str) -> None:
    assert said(model, text)[-1][2] == speaker


def test_the_office_that_the_article_gives_a_person_names_them(model: Annotator) -> None:
    text = 'Prime Minister Asif Rehman came to Jhang. "I promise light," the premier said. "All of it," the PM added.'
    assert [speaker for _, _, speaker in said(model, text)] == ["Asif Rehman"] * 2


def test_who_is_named_in_marks_is_no_he_of_the_words_outside(model: Annotator) -> None:
    text = '"My adviser, John Holden, brings me a chart," Mark Berg said. "It is bad, John Holden says," he added.'
    assert [speaker for _, _, speaker in said(model, text)] == ["Mark Berg"] * 2


def test_a_clause_goes_on_in_marks_before_its_cue(model: Annotator) -> None:
    text = 'The bridge was "a gift to us all," Anna Berg said.'
    assert said(model, text) == [("mixed", 'The bridge was "a gift to us all,"', "Anna Berg")]


def test_marks_within_marks(model: Annotator) -> None:
    text = "Anna Berg wrote: “People wearing “Keep Right” shirts stood behind me all day.”"
    assert said(model, text) == [
        ("direct", "People wearing “Keep Right” shirts stood behind me all day.", "Anna Berg")
    ]


@pytest.mark.parametrize("seed", range(3))
def test_no_made_up_text_raises_and_rows_stand_apart(model: Annotator, seed: int) -> None:
    texts = quote_texts(100, seed=seed)
    for text, doc in zip(texts, model.annotate(texts), strict=True):
        article = Article(path="a.txt", text=text)
        quotes = find_quotes(article, doc, find_people(article, doc))
        assert all(0 <= q.start < q.end <= len(text) for q in quotes)
        assert all(one.end <= other.start for one, other in pairwise(quotes))
        assert all(any(map(str.isalnum, text[q.start : q.end])) for q in quotes)


@pytest.mark.parametrize("piece", ['"a," he said, "b" ', 'he said "a '])
def test_time_grows_with_the_length_alone(model: Annotator, piece: str) -> None:
    docs = {count: next(iter(model.annotate([piece * count]))) for count in (200, 1600)}

    def work(count: int) -> None:
        find_quotes(Article(path="a.txt", text=docs[count].text), docs[count], People())

    assert grows_at_most(
        work, 200, 1600, times=3 * 8, least=0.02
    )  # eight times the length; a square would be 64
