"""Find what an article says: people, then quotes, then events, each with the characters that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loader.extract.dates import find_dates
from loader.extract.events import find_events
from loader.extract.people import find_people
from loader.extract.places import find_places
from loader.extract.quotes import find_quotes
from loader.extract.quotes.terms import find_terms
from loader.model import Article, DateMention, Evidence

if TYPE_CHECKING:
    from spacy.tokens import Doc


def extract(article: Article, doc: Doc, dates: tuple[DateMention, ...] | None = None) -> Evidence:
    """All evidence of one English article; `doc` is its annotated text, `dates` are those of its text if known."""
    people = find_people(article, doc)
    if dates is None:
        dates = tuple(find_dates(article.text, article.published))
    places = find_places(doc)
    quotes = find_quotes(article, doc, people)
    events = find_events(article, doc, people, dates, places)
    terms = find_terms(article.text, quotes)
    return Evidence(people=people, quotes=quotes, quoted_terms=terms, events=events, dates=dates)
