"""Find the runs of words in marks that nobody is quoted with: names, titles, terms, irony."""

from __future__ import annotations

from bisect import bisect_right

from loader.extract.quotes.features import LONGEST_NAMING, NAMING, is_title
from loader.extract.quotes.marks import find_runs
from loader.model import Quote, QuotedTerm

MOST_WORDS = 4  # of a term


def find_terms(text: str, quotes: tuple[Quote, ...]) -> tuple[QuotedTerm, ...]:
    """The runs of words in marks that lie in no quote, in order of position, each with why it may be none.

    The reasons: `named` (words such as 'called' or 'titled' stand before it), `title` (its words have capitals), `term`
    (a few words), `unattributed` (more, but nobody is named as their source).
    """
    starts = [quote.start for quote in quotes]
    found = []
    reach = 0  # of the quotes up to one that begins at or before a run
    ends = [reach := max(reach, quote.end) for quote in quotes]
    for run in find_runs(text):
        i = bisect_right(starts, run.start) - 1
        if i < 0 or ends[i] <= run.start:
            found.append(QuotedTerm(run.start, run.end, _reason(text, run.outer_start, run.start, run.end)))
    return tuple(found)


def _reason(text: str, outer: int, start: int, end: int) -> str:
    words = text[start:end]
    if NAMING.search(text[max(0, outer - LONGEST_NAMING) : outer]):
        return "named"
    if is_title(words) and len(words) > 1:
        return "title"
    return "term" if len(words.split()) <= MOST_WORDS else "unattributed"
