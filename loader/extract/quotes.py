"""Find who said what in an article: quotes in marks, reported clauses with quoted words, and clauses without."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.attribution import Attribution, Page, attribute
from loader.extract.cues import LABEL, Cue
from loader.extract.confidence import confidence
from loader.extract.marks import Run, find_runs, paragraphs
from loader.extract.reported import trim
from loader.extract.speakers import ORGANISATION, Speaker, Speakers
from loader.model import Article, People, Quote

if TYPE_CHECKING:
    from spacy.tokens import Doc


AROUND = ("before", "before touching", "after", "after comma", "after touching")  # rules under which a clause may hold more than the run
DEPTH = 12  # steps up the tree from a run to the cue that governs it
LONGEST_HEADLINE = 160  # characters


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
    attributions = attribute(page)
    found = _marked(page, attributions)
    found += _indirect(page, found, article)
    return _finish(article.text, doc, people, sorted(found, key=lambda f: (f.start, f.end)))


def _without_label(text: str, run: Run) -> Run:
    """A run that begins with the name of its speaker ('"WALLACE: ...') without that name."""
    match = LABEL.match(text, run.start, run.end)
    if match is None or not match.group(1).isupper():
        return run
    return Run(match.end(), run.end, run.outer_start, run.outer_end, run.family, run.closed, run.continues)


# ------------------------------------------------------------------------------------------ direct and mixed
def _marked(page: Page, attributions: list[Attribution | None]) -> list[Found]:
    found: list[Found] = []
    taken = -1
    utterances: dict[Cue, int] = {}
    for i, (run, attribution) in enumerate(zip(page.runs, attributions, strict=True)):
        if attribution is None or run.outer_end <= taken:
            continue
        utterance = utterances.setdefault(attribution.cue, i)
        clause = _mixed_clause(page, run, attribution)
        start, end, kind = (run.start, run.end, "direct") if clause is None else (*clause, "mixed")
        if start < taken:
            start, end, kind = run.start, run.end, "direct"
        taken = max(taken, end)
        found.append(Found(start, end, kind, attribution.cue, attribution.rule, attribution.score, utterance))
    return found


def _mixed_clause(page: Page, run: Run, attribution: Attribution) -> tuple[int, int] | None:
    """The reported clause around a run, or None where the run is all that is reported."""
    cue, text = attribution.cue, page.text
    if attribution.rule not in AROUND:
        return None
    own = page.clauses.get(cue, ())
    clause = next((c for c in own if c[0] <= run.outer_start and run.end <= c[1]), None)
    if clause is None and cue.end <= run.outer_start:
        start = _object(page, run, cue)
        goes_on = bool(own) and own[0][0] <= run.outer_end + 2 <= own[0][1]
        end = own[0][1] if goes_on else max(run.outer_end, _phrase_end(page, run, cue))
        clause = None if start is None else (start, end)
    if clause is None or _same(text, clause, run):
        return None
    return clause[0], max(run.end, trim(text, *clause)[1])


def _object(page: Page, run: Run, cue: Cue) -> int | None:
    """Where a report begins that the parse has not: after the cue and its 'that', as in 'Pakistan as an "ironclad friend"'."""
    text = page.text
    low = max(cue.end, cue.high if cue.high <= run.outer_start else cue.end)
    for word in ("that", "for", "to", "out"):
        rest = text[low : run.outer_start].lstrip(" ,")
        if rest.lower().startswith(word + " "):
            low = run.outer_start - len(rest) + len(word)
            break
    if any(mark in text[low : run.outer_start] for mark in "\n.:"):
        return None
    return trim(text, low, run.outer_start)[0]


def _phrase_end(page: Page, run: Run, cue: Cue) -> int:
    """Where the phrase ends that holds a run and depends on the cue's verb; -1 where the parse has none."""
    i = page.token_at(run.start)
    if cue.token < 0 or i >= len(page.doc):
        return -1
    token = page.doc[i]
    for _ in range(DEPTH):
        if token.head.i == cue.token and token.i != cue.token:
            last = token.right_edge
            return -1 if "\n" in page.text[run.end : last.idx] else last.idx + len(last)
        token = token.head
    return -1


def _same(text: str, clause: tuple[int, int], run: Run) -> bool:
    """Whether a clause holds no more words than the run."""
    outside = text[clause[0] : run.start] + text[run.end : max(run.end, clause[1])]
    return not any(c.isalnum() for c in outside)


# ------------------------------------------------------------------------------------------------- indirect
def _indirect(page: Page, marked: list[Found], article: Article) -> list[Found]:
    """Clauses that a cue reports without marks around them; only the outermost report."""
    busy = sorted((f.start, f.end) for f in marked)
    candidates = [
        (start, end, cue, number)
        for number, (cue, clause) in enumerate(page.clauses.items())
        if cue.clause != "no"
        for start, end in clause
    ]
    candidates += _headline(page, article)
    found: list[Found] = []
    reach = -1
    at = 0
    for start, end, cue, number in sorted(candidates, key=lambda c: (c[0], -c[1], c[2].start)):
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        if start < reach or any(s <= cue.start < e for s, e in busy[max(0, at - 2) : at + 2]):
            continue
        if at < len(busy) and busy[at][0] < end:
            continue
        if any(f.start <= cue.start < f.end for f in found[-3:]):
            continue
        reach = end
        rule = "according to" if cue.strength == "according" else "headline" if cue.strength == "label" else "clause"
        found.append(Found(start, end, "indirect", cue, rule, 6.0, -1 - number))
    return found


@cache
def _headline_sources() -> frozenset[str]:
    names = ("quotes_organisations", "quotes_documents", "quotes_groups")
    return frozenset[str]().union(*(lexicon.words(name) for name in names))


def _headline(page: Page, article: Article) -> list[tuple[int, int, Cue, int]]:
    """'Name: what they say' at the head of an article, where the name is one of a source."""
    if not page.spans:
        return []
    start, end = page.spans[0]
    match = LABEL.match(page.text, start, end)
    if match is None or end - start > LONGEST_HEADLINE or len(page.text[match.end() : end].split()) < 3:
        return []
    label = page.doc.char_span(*match.span(1), alignment_mode="expand")
    types = {token.ent_type_ for token in label} if label is not None else set()
    sources = _headline_sources()
    if not (types & {"PERSON", "ORG"} or match.group(1).lower() in sources) or match.group(1).isupper():
        return []
    cue = Cue(match.end(1), match.end(1) + 1, ":", "label", "yes", -1, -1, *match.span(1))
    return [(match.end(), end, cue, len(page.clauses))]


# ----------------------------------------------------------------------------------------------------- rows
def _finish(text: str, doc: Doc, people: People, found: list[Found]) -> tuple[Quote, ...]:
    speakers = Speakers(text, doc, people)
    firsts: dict[int, int] = {}
    quotes = []
    body: Speaker | None = None
    for i, item in enumerate(found):
        cue = item.cue
        speaker = speakers.name(cue.head, cue.source_start, cue.source_end) if cue.source_start >= 0 else None
        if speaker is not None:
            speaker = speaker.after(body)
            body = speaker if speaker.kind == ORGANISATION else None
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
