"""Hold one article as attribution sees it: its text, doc, paragraphs, runs, cues and clauses, all in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from loader.extract.quotes.cues import Cue, find_cues, requests
from loader.extract.quotes.marks import Run
from loader.extract.quotes.parentheses import Stretch
from loader.extract.quotes.reported import Report, report_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

CUES_BEHIND, CUES_AHEAD = 8, 6  # cues looked at before and after a run
DEPTH = 12  # steps up the tree from a run to the cue that governs it
CLAUSES_BEHIND = 6  # cues before one whose clauses may hold it


class Page:
    """The parts of an article, with look-ups by position. `spans` are its paragraphs."""

    def __init__(self, text: str, doc: Doc, spans: list[Stretch], runs: list[Run]) -> None:
        self.doc = doc
        self.text = text
        self.spans = spans
        self.runs = runs
        self.run_starts = [run.outer_start for run in runs]
        self.offsets = [token.idx for token in doc]
        self.sentences = [token.idx for token in doc if token.is_sent_start]
        self.cues = [cue for cue in find_cues(doc, self.quoted) if not self.quoted(cue.start)]
        self.cue_starts = [cue.start for cue in self.cues]
        self.reports: dict[Cue, Report] = {}
        asking = requests()
        for cue in self.cues:
            reports = cue.clause != "no" or cue.strength == "noun" or cue.lemma in asking
            if reports and cue.source_start >= 0:
                report = report_of(text, doc, cue)
                if report is not None:
                    self.reports[cue] = report

    def reports_near(self, cue: Cue) -> list[tuple[Cue, Stretch]]:
        """What the few cues before one report."""
        i = bisect_left(self.cue_starts, cue.start)
        near = [c for c in self.cues[max(0, i - CLAUSES_BEHIND) : i + 1] if c in self.reports]
        return [(c, stretch) for c in near for stretch in self.reports[c].stretches]

    def quoted(self, position: int) -> bool:
        """Whether a character stands in a run."""
        i = bisect_right(self.run_starts, position) - 1
        return i >= 0 and position < self.runs[i].outer_end

    def sentence_start(self, position: int) -> int:
        """Where the sentence before a run begins: after the run, paragraph or sentence that ends before it."""
        low = self.sentences[bisect_right(self.sentences, position) - 1] if self.sentences else 0
        i = bisect_right(self.run_starts, position) - 1
        if i >= 0 and self.run_starts[i] == position:
            i -= 1
        return max(low, self.runs[i].outer_end) if i >= 0 else low

    def token_at(self, position: int) -> int:
        """The index of the first token at or after a character."""
        return bisect_left(self.offsets, position)

    def cues_between(self, start: int, end: int) -> list[Cue]:
        """The cues in a stretch of text."""
        return self.cues[bisect_left(self.cue_starts, start) : bisect_left(self.cue_starts, end)]

    def cues_near(self, run: Run, bounds: Stretch) -> list[Cue]:
        """The few cues of a paragraph that are nearest to a run."""
        low, high = bisect_left(self.cue_starts, bounds[0]), bisect_left(self.cue_starts, bounds[1])
        centre = bisect_left(self.cue_starts, run.start)
        return self.cues[max(low, centre - CUES_BEHIND) : min(high, centre + CUES_AHEAD)]

    def runs_between(self, start: int, end: int) -> int:
        """How many runs begin in a stretch of text."""
        return max(0, bisect_left(self.run_starts, end) - bisect_left(self.run_starts, start))

    def depends(self, run: Run, cue: Cue) -> int:
        """The token that joins a run's first word to the cue's verb, or -1 where the parse has the run elsewhere."""
        i = self.token_at(run.start)
        if cue.token < 0 or i >= len(self.doc):
            return -1
        token = self.doc[i]
        for _ in range(DEPTH):
            above = token.head
            if above.i == cue.token or token.i == cue.token:
                return int(token.i)
            if above.i == token.i:
                break
            token = above
        return -1
