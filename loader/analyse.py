"""Analyse articles: normalise, annotate, extract. A pure function of its input, so it runs on any Executor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loader import language
from loader.corrections import ArticleCorrections, correct
from loader.model import Article, Evidence, Rejection, RemovedLine, Source

LONGEST = (
    100_000  # characters searched for people, quotes and events: twenty thousand words, more than any article
)
LEAST_LETTERS = 0.4  # share of the characters; tables and noise have fewer, and cost the model the most
LONG = "only the first {} characters were searched for people, quotes and events"


@dataclass(frozen=True, slots=True)
class Item:
    """One article to analyse: the file it came from, the key of all that its evidence depends on."""

    file_id: int
    key: str
    source: Source
    corrections: ArticleCorrections | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """What came of an Item: an article with its evidence, or a rejection; `notes` are what a user should know."""

    item: Item
    outcome: Article | Rejection
    evidence: Evidence
    notes: tuple[str, ...] = ()


def analyse(items: Sequence[Item], model: str | None = None) -> list[Analysed]:
    """The outcome of every item, in order. English text (or text of no known language) is searched for evidence."""
    outcomes = [_normalise(item) for item in items]
    unsuited = [_unsuited(outcome) for outcome in outcomes]
    chosen = [a for a, why in zip(outcomes, unsuited, strict=True) if isinstance(a, Article) and not why]
    found = _extract(chosen, model)
    return [
        _finish(item, outcome, *((Evidence(), (why,)) if why else next(found)))
        for item, outcome, why in zip(items, outcomes, unsuited, strict=True)
    ]


def _unsuited(outcome: Article | Rejection) -> str | None:
    """Why a text is not searched for evidence, or None."""
    if isinstance(outcome, Rejection):
        return outcome.reason
    if outcome.language not in ("en", None):
        return f"language {outcome.language}: not searched for people, quotes and events"
    beginning = outcome.text[:LONGEST]
    if sum(map(str.isalpha, beginning)) < LEAST_LETTERS * len(beginning):
        return "hardly any letters: not searched for people, quotes and events"
    return None


def _normalise(item: Item) -> Article | Rejection:
    from loader.normalise import normalise

    source = item.source
    try:
        return normalise(_declare(item))
    except Exception as error:  # no input may end a load
        reason = f"could not be normalised: {type(error).__name__}: {error}; please report this"
        return Rejection(source.path, "failed", reason, source.sha256, source.bytes, source.encoding)


def _declare(item: Item) -> Source:
    """The source, with what its user says about the article declared above all else."""
    said, source = item.corrections, item.source
    if said is None or not said.declared:
        return source
    by = dict.fromkeys(said.declared, "corrections")
    return replace(
        source, declared={**source.declared, **said.declared}, declared_by={**source.declared_by, **by}
    )


def _extract(articles: Sequence[Article], model: str | None) -> Iterator[tuple[Evidence, tuple[str, ...]]]:
    from loader.extract import extract

    if not articles:
        return
    searched = [_beginning(article) for article in articles]
    docs = language.load_model(model).annotate(article.text for article in searched)
    for whole, article, doc in zip(articles, searched, docs, strict=True):
        notes = () if article is whole else (LONG.format(len(article.text)),)
        try:
            yield extract(article, doc), notes
        except Exception as error:  # an article whose analysis fails is stored without evidence, and says so
            failed = f"stored without people, quotes and events: {type(error).__name__}: {error}"
            yield Evidence(), (*notes, failed)


def _beginning(article: Article) -> Article:
    """The article itself, or as much of it as is searched for evidence, cut between paragraphs or words."""
    if len(article.text) <= LONGEST:
        return article
    cut = max(article.text.rfind(mark, LONGEST // 2, LONGEST) for mark in ("\n\n", " "))
    return replace(article, text=article.text[: cut if cut > 0 else LONGEST])


def _finish(item: Item, outcome: Article | Rejection, evidence: Evidence, notes: tuple[str, ...]) -> Analysed:
    from loader.extract.paragraphs import paragraphs
    from loader.extract.shingles import shingles

    if isinstance(outcome, Rejection):
        return Analysed(item, outcome, evidence, notes)
    if item.corrections is not None:
        evidence, said = correct(outcome, evidence, item.corrections)
        notes += tuple(said)
    outcome = _keep_headline(item, outcome)
    evidence = replace(evidence, shingles=shingles(outcome.text), paragraphs=paragraphs(outcome.text))
    return Analysed(item, outcome, evidence, item.source.notes + notes)


def _keep_headline(item: Item, article: Article) -> Article:
    """The article; a declared headline that a correction has replaced stays among its removed lines."""
    said = item.corrections.declared.get("headline") if item.corrections else None
    declared = item.source.declared.get("headline")
    if not said or not declared or said == declared:
        return article
    replaced = RemovedLine(0, declared, "headline, replaced by a correction")
    return replace(article, removed=(replaced, *article.removed))
