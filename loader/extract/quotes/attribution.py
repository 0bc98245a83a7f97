"""Decide who is quoted in each run of quoted words: the candidate with the highest score, or nobody."""

from __future__ import annotations

from loader.extract.quotes.candidates import Place, carried, labels, open_cues
from loader.extract.quotes.features import Attribution, is_named, score_cue
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import Stretch

THRESHOLD = 3.0  # below, nobody is quoted: a title, a term, irony
FAR_THRESHOLD = 5.0  # for a cue that stands after other words
ENOUGH = 8.0  # a candidate as good as that needs no verbs that are in no list


def attribute(page: Page) -> list[Attribution | None]:
    """For each run of a page, the best of its candidates, or None where no candidate reaches the threshold."""
    chosen: list[Attribution | None] = []
    before: Stretch | None = None
    last: Attribution | None = None
    index = 0
    for bounds in page.spans:
        first = index
        while index < len(page.runs) and page.runs[index].outer_start < bounds[1]:
            best = _best(page, Place(index, bounds, before, last, index > first))
            chosen.append(best)
            last = best or (last if index > first else None)
            index += 1
        if index == first:
            last = _last_report(page, bounds)
        before = bounds
    return chosen


def _best(page: Page, place: Place) -> Attribution | None:
    run = page.runs[place.index]
    if is_named(page, run):
        return None
    found = [score_cue(page, place.index, cue) for cue in page.cues_near(run, place.bounds)]
    found += labels(page, place)
    if all(candidate.score < ENOUGH for candidate in found):
        found += [score_cue(page, place.index, cue) for cue in open_cues(page, place)]
    found += carried(page, place)
    best = min(found, key=lambda a: (-a.score, abs(a.cue.start - run.start)), default=None)
    if best is None or best.score < (THRESHOLD if best.rule != "after" else FAR_THRESHOLD):
        return None
    return best


def _last_report(page: Page, bounds: Stretch) -> Attribution | None:
    """The last report without marks in a paragraph: who says it may go on in marks in the next."""
    for cue in reversed(page.cues_between(*bounds)):
        if cue in page.reports and cue.strength == "strong":
            return Attribution(cue, 0.0, "clause")
    return None
