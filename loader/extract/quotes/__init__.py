"""Find who said what in an article: quotes in marks, reported clauses with quoted words, and clauses without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loader.extract.quotes.attribution import attribute
from loader.extract.quotes.chain import Chain
from loader.extract.quotes.confidence import confidence
from loader.extract.quotes.cues import LABEL, Cue
from loader.extract.quotes.features import Attribution
from loader.extract.quotes.headlines import headline_quote
from loader.extract.quotes.marks import Run, find_runs, paragraphs
from loader.extract.quotes.mixed import mixed_clause
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import trim
from loader.extract.quotes.speakers import Speaker, Speakers
from loader.extract.quotes.transcripts import turns
from loader.model import Article, People, Quote

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Found:
    """A quote before its speaker is named; `utterance` groups the stretches of one utterance."""

    start: int
    end: int
    kind: str
    cue: Cue
    rule: str
    score: float
    utterance: int


def find_quotes(article: Article, doc: Doc, people: People) -> tuple[Quote, ...]:
    """Every quote of one article in order of position, each with its speaker, cue and confidence."""
    spans = paragraphs(article.text)
    runs = [_without_label(article.text, run) for run in find_runs(article.text, spans)]
    page = Page(article.text, doc, spans, runs)
    found = _headline(page, people)
    found += _marked(page, attribute(page), found)
    found += _indirect(page, found)
    return _finish(page, people, sorted(found, key=lambda f: (f.start, f.end)))


def _without_label(text: str, run: Run) -> Run:
    """A run that begins with the name of its speaker ('"WALLACE: ...') without that name."""
    match = LABEL.match(text, run.start, run.end)
    if match is None or not match.group(1).isupper():
        return run
    return Run(match.end(), run.end, run.outer_start, run.outer_end, run.family, run.closed, run.continues)


# ------------------------------------------------------------------------------------------ direct and mixed
def _headline(page: Page, people: People) -> list[Found]:
    """What the headline reports; it takes the runs of words in marks within it, unless one is all of it."""
    if turns(page):
        return []
    names = frozenset(person.name.split()[-1] for person in people.persons if person.name.split())
    quote = headline_quote(page, names)
    if quote is None:
        return []
    (start, end), cue = quote
    runs = [run for run in page.runs if run.outer_start < end and start < run.outer_end]
    if any(run.outer_start < start or end < run.outer_end for run in runs):
        return []
    if len(runs) == 1 and not any(
        map(str.isalnum, page.text[start : runs[0].start] + page.text[runs[0].end : end])
    ):
        return [Found(runs[0].start, runs[0].end, "direct", cue, "headline", 0.0, -1)]
    return [Found(start, end, "mixed" if runs else "indirect", cue, "headline", 0.0, -1)]


def _marked(page: Page, attributions: list[Attribution | None], headline: list[Found]) -> list[Found]:
    found: list[Found] = []
    taken = headline[0].end if headline else -1
    utterances: dict[Cue, int] = {}
    for i, (run, attribution) in enumerate(zip(page.runs, attributions, strict=True)):
        if attribution is None or run.end <= taken:
            continue
        if found and run.outer_start < taken:  # the clause before breaks off within this run
            found[-1] = replace(found[-1], end=trim(page.text, found[-1].start, run.outer_start)[1])
            taken = run.outer_start
        utterance = utterances.setdefault(attribution.cue, i)
        clause = mixed_clause(page, run, attribution)
        start, end, kind = (run.start, run.end, "direct") if clause is None else (*clause, "mixed")
        if start < taken:
            start, end, kind = run.start, run.end, "direct"
        taken = max(taken, end)
        found.append(Found(start, end, kind, attribution.cue, attribution.rule, attribution.score, utterance))
    return found


# ------------------------------------------------------------------------------------------------- indirect
def _indirect(page: Page, marked: list[Found]) -> list[Found]:
    """Clauses that a cue reports without marks around them; only the outermost report."""
    busy = sorted((f.start, f.end) for f in marked)
    candidates = [
        Found(start, end, "indirect", cue, report.rule, 0.0, -2 - number)
        for number, (cue, report) in enumerate(page.reports.items())
        if cue.strength not in ("noun", "open")
        for start, end in report.stretches
    ]
    first = -3 - len(page.reports)
    candidates += [
        Found(*words, "direct", cue, "label", 0.0, first - number)
        for number, (words, cue) in enumerate(turns(page))
    ]
    found: list[Found] = []
    reach = -1
    at = 0
    for item in sorted(candidates, key=lambda f: (f.start, -f.end, f.cue.start)):
        while at < len(busy) and busy[at][1] <= item.start:
            at += 1
        nested = any(start <= item.cue.start < end for start, end in busy[max(0, at - 2) : at + 2])
        nested = nested or any(f.start <= item.cue.start < f.end for f in found[-3:])
        if nested or item.start < reach or (at < len(busy) and busy[at][0] < item.end):
            continue
        reach = item.end
        found.append(item)
    return found


# ----------------------------------------------------------------------------------------------------- rows
def _finish(page: Page, people: People, found: list[Found]) -> tuple[Quote, ...]:
    text = page.text
    speakers, chain = Speakers(text, page.doc, people), Chain(text, people, page.quoted)
    firsts: dict[int, int] = {}
    quotes = []
    named: dict[Cue, Speaker] = {}
    for i, item in enumerate(found):
        cue = item.cue
        if cue.source_start >= 0 and cue not in named:
            named[cue] = chain.resolve(speakers.name(cue.head, cue.source_start, cue.source_end))
        speaker = named.get(cue)
        first = firsts.setdefault(item.utterance, i)
        quotes.append(
            Quote(
                start=item.start,
                end=item.end,
                kind=item.kind,
                speaker=speaker.name if speaker else None,
                speaker_kind=speaker.kind if speaker else None,
                person=speaker.person if speaker else None,
                speaker_start=speaker.start if speaker else None,
                speaker_end=speaker.end if speaker else None,
                cue=text[cue.start : cue.end],
                part_of=first if first != i else None,
                confidence=confidence(item.rule, item.score, speaker is not None),
                rule=item.rule,
            )
        )
    return tuple(quotes)
