"""Find the reported clause around a run of quoted words: 'said the talks were "useful" and would go on'."""

from __future__ import annotations

import re

from loader.extract.quotes.cues import Cue
from loader.extract.quotes.features import Attribution, breaks
from loader.extract.quotes.marks import Run
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import Stretch, trim
from loader.extract.quotes.sentences import sentence

AROUND = (
    "before",
    "before touching",
    "after",
    "after comma",
    "after touching",
)  # rules with words around the run
CHARGES = {"accuse": " of "}  # a verb whose report begins after whom it is about
THAT = "that "
FAR = 40  # characters between a cue and its 'that': hearers, times, places
AND_THAT = re.compile(r",? (?:and|but) that ")  # the same report goes on after the marks
JOINTS = frozenset({"and", "but", "or"})  # they join a run to the reporter's words
LEADS = ("that", "for", "to", "out")  # words between a cue and its report


def mixed_clause(page: Page, run: Run, attribution: Attribution) -> Stretch | None:
    """The reported clause around a run, or None where the run is all that is reported."""
    cue, text = attribution.cue, page.text
    if attribution.rule not in AROUND:
        return None
    report = page.reports.get(cue)
    own = report.stretches if report is not None else ()
    clause = next((c for c in own if c[0] <= run.outer_start and run.end <= c[1]), None)
    if clause is None and cue.end <= run.outer_start:
        parsed = bool(own) and cue.end <= own[0][0] <= run.outer_start
        if parsed and not _parted(text[own[0][0] : run.outer_start]):
            start: int | None = own[0][0]
        else:
            start = _object(page, run, cue)
        goes_on = bool(own) and own[0][0] <= run.outer_end + 2 <= own[0][1]
        end = own[0][1] if goes_on else max(run.outer_end, _phrase_end(page, run, cue))
        clause = None if start is None else (start, end)
    if clause is None and cue.start >= run.outer_end:
        clause = _begun(page, run)
    if clause is None:
        return None
    if cue.end <= run.outer_start and (more := AND_THAT.match(text, run.outer_end)):
        around = sentence(page.doc[page.token_at(more.end() - 1)])
        clause = clause[0], max(clause[1], len(text[: around.end_char].rstrip(" .!?\n")))
    if _same(text, clause, run):
        return None
    that = len(THAT) if text[clause[0] : run.outer_start].lower().startswith(THAT) else 0
    return clause[0] + that, max(run.end, trim(text, *clause)[1])


def _begun(page: Page, run: Run) -> Stretch | None:
    """The clause that a run goes on, where the cue follows: 'The bridge was "a gift," she said'."""
    text = page.text
    low = page.sentence_start(run.outer_start)
    lead = text[low : run.outer_start].strip()
    if not text[run.start].islower() or not lead or not lead[-1].isalnum() or lead.split()[-1] in JOINTS:
        return None
    if any(cue.strength != "noun" for cue in page.cues_between(low, run.outer_start)):
        return None
    return trim(text, low, run.outer_start)[0], run.outer_end


def _object(page: Page, run: Run, cue: Cue) -> int | None:
    """Where a report begins that is no clause in the parse: after the cue and its 'that', 'for' or 'to'."""
    text = page.text
    low = max(cue.end, cue.high if cue.high <= run.outer_start else cue.end)
    if cue.lemma in CHARGES:
        charge = text.rfind(CHARGES[cue.lemma], low, run.outer_start)
        low = low if charge < 0 else charge + len(CHARGES[cue.lemma])
    that = text.find(" that ", low, run.outer_start) if cue.clause == "yes" else -1
    if 0 <= that <= low + FAR and page.doc[page.token_at(that + 1)].tag_ == "IN":
        low = that
    for word in LEADS:
        rest = text[low : run.outer_start].lstrip(" ,")
        if rest.lower().startswith(word + " "):
            low = run.outer_start - len(rest) + len(word)
            break
    if _parted(text[low : run.outer_start]):
        return None
    return trim(text, low, run.outer_start)[0]


def _parted(gap: str) -> bool:
    """Whether a paragraph, a sentence or a colon ends in the words between a report and its run."""
    return "\n" in gap or ":" in gap or breaks(gap + "A") > 0


def _phrase_end(page: Page, run: Run, cue: Cue) -> int:
    """Where the phrase ends that holds a run and depends on the cue's verb; -1 where the parse has none."""
    joint = page.depends(run, cue)
    if joint < 0 or joint == cue.token:
        return -1
    last = page.doc[joint].right_edge
    return -1 if "\n" in page.text[run.end : last.idx] else int(last.idx + len(last))


def _same(text: str, clause: Stretch, run: Run) -> bool:
    """Whether a clause holds no more words than the run."""
    outside = text[clause[0] : run.start] + text[run.end : max(run.end, clause[1])]
    return not any(c.isalnum() for c in outside)
