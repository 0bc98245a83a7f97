"""Analyse articles: normalise, annotate, extract. A pure function of its input, so it runs on any Executor."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from loader import language
from loader.corrections import ArticleCorrections, correct
from loader.model import (
    Article,
    DateMention,
    Evidence,
    Known,
    Read,
    Rejection,
    RemovedLine,
    Source,
    read_of,
)

LONGEST = (
    100_000  # characters searched for people, quotes and events: twenty thousand words, more than any article
)
# Has of everything something: whoever has analysed it has read the model and opened the word lists.
SAMPLE = """LONDON, March 3 (Reuters) - Mary Brown, the mayor of Paris, met Wei Li of China on Tuesday, officials said.

"We will work together," Brown told reporters in Berlin on 5 May 2020. He said that the Bank-of-England agreed.
"""
LEAST_LETTERS = 0.4  # share of the characters; tables and noise have fewer, and cost the model the most
RECENT = 3_000_000  # characters of texts whose evidence a process remembers: a thousand articles
LONG = "only the first {} characters were searched for people, quotes and events"


@dataclass(frozen=True, slots=True)
class Item:
    """One article to analyse: the file it came from, the key of all that its evidence depends on.

    `known` is what was found in an article of that key, perhaps under another path: it is taken over where this one
    comes out the same; `begun` is what `begin` has done of it.
    """

    file_id: int
    key: str
    source: Source
    corrections: ArticleCorrections | None = None
    known: Known | None = None
    begun: Begun | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """What needs no model: the article or a rejection, why it is `unsuited` to be searched, fingerprints, dates."""

    outcome: Article | Rejection
    unsuited: str | None = None
    shingles: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    dates: tuple[DateMention, ...] | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """What came of an Item: an article with its evidence, or a rejection; `notes` are what a user should know."""

    item: Item
    outcome: Article | Rejection
    evidence: Evidence
    notes: tuple[str, ...] = ()


def prepare(model: str | None = None) -> None:
    """Reads the model and all else that the first article would have to wait for."""
    analyse([Item(0, "", Source("", SAMPLE))], model)


def begin(item: Item) -> Item:
    """The item, with all done that needs no model; `analyse` goes on from there."""
    from loader.extract.dates import find_dates

    if item.begun is not None:
        return item
    begun = _begun(_normalise(item))
    article = begun.outcome
    if isinstance(article, Article) and not begun.unsuited and item.known is None:
        with suppress(Exception):  # extracting meets it again, and tells of it
            begun = replace(begun, dates=tuple(find_dates(_beginning(article).text, article.published)))
    return replace(item, begun=begun)


def analyse(items: Sequence[Item], model: str | None = None) -> list[Analysed]:
    """The outcome of every item, in order. English text (or text of no known language) is searched for evidence."""
    begun = [item.begun or _begun(_normalise(item)) for item in items]
    chosen = [(one, item.known) for item, one in zip(items, begun, strict=True) if not one.unsuited]
    found = iter(_extract(chosen, model))
    return [
        _finish(item, one, *((Evidence(), (one.unsuited,)) if one.unsuited else next(found)))
        for item, one in zip(items, begun, strict=True)
    ]


def _begun(outcome: Article | Rejection) -> Begun:
    from loader.extract.paragraphs import paragraphs
    from loader.extract.shingles import shingles

    if isinstance(outcome, Rejection):
        return Begun(outcome, outcome.reason)
    return Begun(outcome, _unsuited(outcome), shingles(outcome.text), paragraphs(outcome.text))


def _unsuited(article: Article) -> str | None:
    """Why a text is not searched for evidence, or None."""
    if article.language not in ("en", None):
        return f"language {article.language}: not searched for people, quotes and events"
    beginning = article.text[:LONGEST]
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
    begun: Sequence[tuple[Begun, Known | None]], model: str | None
) -> list[tuple[Evidence, tuple[str, ...]]]:
    """Evidence and notes of each article; the model reads every text once, and none that it has read of late."""
    from loader.extract import extract

    articles = [(one.outcome, known) for one, known in begun if isinstance(one.outcome, Article)]
    searched = [_beginning(article) for article, _ in articles]
    dates = {read_of(part): one.dates for part, (one, _) in zip(searched, begun, strict=True)}
    for part, (whole, known) in zip(searched, articles, strict=True):
        if known is not None and known.read == read_of(whole):
            _remember(model, part, known.evidence)
    anew = {(model, read_of(part)): part for part in searched if (model, read_of(part)) not in _found}
    docs = language.load_model(model).annotate(part.text for part in anew.values()) if anew else iter(())
    failed: dict[tuple[str | None, Read], str] = {}
    for (key, part), doc in zip(anew.items(), docs, strict=True):
        try:
            _remember(model, part, extract(part, doc, dates[key[1]]))
        except Exception as error:  # an article whose analysis fails is stored without evidence, and says so
            failed[key] = f"stored without people, quotes and events: {type(error).__name__}: {error}"
    results = []
    for part, (whole, _) in zip(searched, articles, strict=True):
        key = model, read_of(part)
        notes = () if whole is part else (LONG.format(len(whole.text)),)
        results.append((Evidence(), (*notes, failed[key])) if key in failed else (_found[key], notes))
    size = sum(len(text) for _, (text, *_) in _found)
    while size > RECENT:
        _, (text, *_) = oldest = next(iter(_found))
        size -= len(text)
        del _found[oldest]
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


def _finish(item: Item, begun: Begun, evidence: Evidence, notes: tuple[str, ...]) -> Analysed:
    outcome = begun.outcome
    if isinstance(outcome, Rejection):
        return Analysed(item, outcome, evidence, notes)
    if item.corrections is not None:
        evidence, said = correct(outcome, evidence, item.corrections)
        notes += tuple(said)
    outcome = _keep_headline(item, outcome)
    evidence = replace(evidence, shingles=begun.shingles, paragraphs=begun.paragraphs)
    return Analysed(item, outcome, evidence, item.source.notes + notes)


def _keep_headline(item: Item, article: Article) -> Article:
    """The article; a declared headline that a correction has replaced stays among its removed lines."""
    said = item.corrections.declared.get("headline") if item.corrections else None
    declared = item.source.declared.get("headline")
    if not said or not declared or said == declared:
        return article
    replaced = RemovedLine(0, declared, "headline, replaced by a correction")
    return replace(article, removed=(replaced, *article.removed))
