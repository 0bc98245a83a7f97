"""The lexicon of events tells senses of a word apart by what stands beside it."""

from __future__ import annotations

import pytest

from loader.extract.dates import find_dates
from loader.extract.events import find_events
from loader.extract.people import find_people
from loader.extract.places import find_places
from loader.language import Annotator, load_model
from loader.model import Article


@pytest.fixture(scope="module")
def model() -> Annotator:
    return load_model()


def kinds(model: Annotator, text: str) -> set[str]:
    """`type/mode` of each event of a text."""
    article = Article(path="a.txt", text=text, published="2024-05-15")
    (doc,) = model.annotate([text])
    people = find_people(article, doc)
    found = find_events(article, doc, people, find_dates(text, article.published), find_places(doc))
    return {f"{e.type}/{e.mode}" for e in found}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Police fired tear gas at the protesters in Oslo.", "COERCE/crowd-control"),
        ("The Supreme Court dismissed the petition on Monday.", "OTHER/ruling"),
        ("The court suspended the sentence of Karl Lund.", "OTHER/ruling"),
        ("Sweden beat Norway in Oslo on Sunday.", "OTHER/victory"),
        ("Karl Lund left for Stockholm on Tuesday.", "CONSULT/visit"),
        ("The president signed an executive order on Monday.", "OTHER/legislation"),
        ("Hurricane Ada killed seven people in Norway.", "OTHER/disaster"),
        ("The ferry sank off Bergen on Monday, killing 14 people.", "OTHER/accident"),
        ("The parliament voted to impeach Karl Lund.", "ACCUSE/charge"),
        ("Two soldiers were martyred in the attack on Friday.", "ASSAULT/kill"),
        ("A roadside bomb went off near a police van in Oslo.", "ASSAULT/explosives"),
        ("Norway withdrew from the treaty on Monday.", "SANCTION/relations"),
        ("China has sent troops to the border with India.", "MOBILIZE/troops"),
        ("The foreign ministers of Norway and Sweden communicated in Oslo.", "CONSULT/talks"),
    ],
)
def test_news_verbs_report_events(model: Annotator, text: str, wanted: str) -> None:
    assert wanted in kinds(model, text)


@pytest.mark.parametrize(
    "text",
    [
        "Karl Lund signed a letter to the editor.",
        "The firm slashed energy subsidies.",
        "The band announced a reunion tour of its fans.",
        "The party won in a landslide.",
        "Anna Berg said that same-sex marriage is legal.",
        "She gave up on the idea.",
        "The best cure was to hold an election.",
    ],
)
def test_other_senses_report_none(model: Annotator, text: str) -> None:
    assert not kinds(model, text) - {"OTHER/victory"}


def test_what_one_was_sentenced_to_is_no_second_event(model: Annotator) -> None:
    assert kinds(model, "The court sentenced Karl Lund to death on charges of murder.") <= {
        "OTHER/ruling",
        "ASSAULT/kill",
    }
