"""Analyse articles: normalise, annotate, extract. A pure function of its input, so it runs on any Executor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loader import language
from loader.corrections import ArticleCorrections, correct
from loader.model import Article, Evidence, Known, Read, Rejection, RemovedLine, Source, read_of

LONGEST = (
    100_000  # characters searched for people, quotes and events: twenty thousand words, more than any article
)
LEAST_LETTERS = 0.4  # share of the characters; tables and noise have fewer, and cost the model the most
RECENT = 1000  # texts whose evidence a process remembers: copies of wire reports come together
LONG = "only the first {} characters were searched for people, quotes and events"


@dataclass(frozen=True, slots=True)
class Item:
    """One article to analyse: the file it came from, the key of all that its evidence depends on.

    `known` is what was found in an article of that key, perhaps under another path: it is taken over where this one
    comes out the same.
    """

    file_id: int
    key: str
    source: Source
    corrections: ArticleCorrections | None = None
    known: Known | None = None


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
    chosen = [
        (outcome, item.known)
        for item, outcome, why in zip(items, outcomes, unsuited, strict=True)
        if isinstance(outcome, Article) and not why
    ]
    found = iter(_extract(chosen, model))
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


def _extract(
    articles: Sequence[tuple[Article, Known | None]], model: str | None
) -> list[tuple[Evidence, tuple[str, ...]]]:
    """Evidence and notes of each article; the model reads every text once, and none that it has read of late."""
    from loader.extract import extract

    searched = [_beginning(article) for article, _ in articles]
    for part, (whole, known) in zip(searched, articles, strict=True):
        if known is not None and known.read == read_of(whole):
            _remember(model, part, known.evidence)
    anew = {(model, read_of(part)): part for part in searched if (model, read_of(part)) not in _found}
    docs = language.load_model(model).annotate(part.text for part in anew.values()) if anew else iter(())
    failed: dict[tuple[str | None, Read], str] = {}
    for (key, part), doc in zip(anew.items(), docs, strict=True):
        try:
            _remember(model, part, extract(part, doc))
        except Exception as error:  # an article whose analysis fails is stored without evidence, and says so
            failed[key] = f"stored without people, quotes and events: {type(error).__name__}: {error}"
    results = []
    for part, (whole, _) in zip(searched, articles, strict=True):
        key = model, read_of(part)
        notes = () if whole is part else (LONG.format(len(whole.text)),)
        results.append((Evidence(), (*notes, failed[key])) if key in failed else (_found[key], notes))
    while len(_found) > RECENT:
        del _found[next(iter(_found))]
    return results


_found: dict[tuple[str | None, Read], Evidence] = {}  # the latest last


def _remember(model: str | None, article: Article, evidence: Evidence) -> None:
    _found.pop((model, read_of(article)), None)
    _found[model, read_of(article)] = evidence


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
