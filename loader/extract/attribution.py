"""Decide who is quoted in each run of quoted words: every cue near it is scored by named features."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.cues import LABEL, Cue, find_cues, verb_cue
from loader.extract.marks import Run
from loader.extract.reported import Stretch, reported_clause

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What each feature adds to a candidate's score. Set by hand and adjusted on the development part of PolNeAR:
# a change stayed only where it mended a class of errors and the joint F1 rose.
WEIGHTS = {
    "after comma": 10.0,  # "...," said X
    "after sentence": 6.0,  # "...." said X
    "after touching": 2.0,  # "..." said X
    "after": 4.0,
    "before colon": 9.0,  # X said: "..."
    "before comma": 8.0,  # X said, "..."
    "before touching": 8.0,  # X said "..."
    "before": 5.0,
    "a word between": -0.3,
    "a sentence ends between": -5.0,
    "another run between": -1.5,
    "governs": 3.0,  # the parse has the run below the cue
    "in its clause": 5.0,  # the run lies in the clause that the cue reports
    "inside another report": -5.0,  # X said Y called it "...": only the outermost report
    "says something else": -6.0,  # the cue stands after the run, and its clause after the cue
    "goes on": 7.0,  # "...," X said. "..."
    "like a title": -9.0,  # on CNN's "State of the Union"
    "so-called": -8.0,
    "strong": 1.0,
    "plain": 0.5,
    "object": 0.5,
    "noun": -2.5,
    "weak": -2.5,
    "according": 0.5,
    "label": 5.0,
    "open": -1.5,
    "no source": -3.0,
    "same paragraph": 5.0,  # no cue of its own: who was quoted before
    "paragraph before": 4.0,
    "colon before": 8.0,  # the paragraph before ends in a colon
    "left open": 13.0,
    "a fragment": -4.0,  # no sentence of its own, so nothing carries over
}
THRESHOLD = 3.0
MOST_WORDS = 14  # more words between weigh no more
SENTENCE_BREAK = re.compile(r"[.!?…]['\"”’)\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
RELATIVES = ("who", "which", "that")
LAST_WORD = re.compile(r"[\w.]+$")
WORD = re.compile(r"\w+")
TITLE_LEADS = ("'s", "’s", " on", " in", " of", " show", " film", " book", " album", " song", " movie", " series", " program")
LONGEST_LABEL = 70  # characters
LABEL_BEFORE = re.compile(r"(?:^|[.!?\"”’][ \t\xa0])\s*([A-Z][\w.'’-]*(?:[ \t][A-Z][\w.'’-]*){0,4})[ \t]*:[ \t\xa0]*$")
DASH_NAME = re.compile(r"[\"”'’]?\s*[-–—―]+\s*([A-Z][\w.'’-]+(?:[ \t\xa0]+[\w.'’-]+){0,4})[ \t\xa0.]*(?=\n|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Why a run is a quote: its cue, the score, and the rule (the feature that placed the cue)."""

    cue: Cue
    score: float
    rule: str
    second: float = 0.0


class Page:
    """One article as attribution sees it: its text, doc, paragraphs, runs and cues, all in order."""

    def __init__(self, text: str, doc: Doc, spans: list[Stretch], runs: list[Run]) -> None:
        self.doc = doc
        self.text = text
        self.spans = spans
        self.runs = runs
        self.run_starts = [run.outer_start for run in runs]
        self.offsets = [token.idx for token in doc]
        self.cues = [cue for cue in find_cues(doc, self.quoted) if not self.quoted(cue.start)]
        self.cue_starts = [cue.start for cue in self.cues]
        self.clauses: dict[Cue, tuple[Stretch, ...]] = {}
        for cue in self.cues:
            if (cue.clause != "no" or cue.strength == "noun") and cue.source_start >= 0:
                clause = reported_clause(text, doc, cue)
                if clause:
                    self.clauses[cue] = clause

    def clauses_near(self, cue: Cue) -> list[tuple[Cue, Stretch]]:
        """The clauses of the few cues before one."""
        i = bisect_left(self.cue_starts, cue.start)
        return [(c, stretch) for c in self.cues[max(0, i - 6) : i + 1] for stretch in self.clauses.get(c, ())]

    def quoted(self, position: int) -> bool:
        """Whether a character stands in a run."""
        i = bisect_right(self.run_starts, position) - 1
        return i >= 0 and position < self.runs[i].outer_end

    def token_at(self, position: int) -> int:
        """The index of the first token at or after a character."""
        return bisect_left(self.offsets, position)


def attribute(page: Page) -> list[Attribution | None]:
    """For each run of a page, the best of its candidates, or None where no candidate reaches the threshold."""
    chosen: list[Attribution | None] = []
    before: Stretch | None = None
    last: Attribution | None = None
    index = 0
    for bounds in page.spans:
        first = index
        while index < len(page.runs) and page.runs[index].outer_start < bounds[1]:
            previous = next((a for a in reversed(chosen[first:]) if a is not None), None if index > first else last)
            chosen.append(_best(page, index, bounds, before, previous, index > first))
            index += 1
        if index > first:
            last = next((a for a in reversed(chosen[first:]) if a is not None), None)
        elif bounds[1] - bounds[0] > 3:
            last = _last_report(page, bounds)
        before = bounds
    return chosen


def _last_report(page: Page, bounds: Stretch) -> Attribution | None:
    """The last report without marks in a paragraph: who says it may go on in marks in the next."""
    for i in range(bisect_left(page.cue_starts, bounds[1]) - 1, bisect_left(page.cue_starts, bounds[0]) - 1, -1):
        if page.cues[i] in page.clauses and page.cues[i].strength == "strong":
            return Attribution(page.cues[i], 0.0, "clause")
    return None


def _best(
    page: Page, index: int, bounds: Stretch, before: Stretch | None, previous: Attribution | None, same: bool
) -> Attribution | None:
    run = page.runs[index]
    found: list[Attribution] = []
    lo, hi = bisect_left(page.cue_starts, bounds[0]), bisect_left(page.cue_starts, bounds[1])
    centre = bisect_left(page.cue_starts, run.start)
    for cue in page.cues[max(lo, centre - 8) : min(hi, centre + 6)]:
        found.append(_score(page, index, cue))
    found += _labels(page, index, bounds)
    if not any(a.score >= 8 for a in found):
        found += [_score(page, index, cue) for cue in _open_cues(page, run, bounds)]
    found += _carried(page, index, bounds, before, previous, same)
    if not found:
        return None
    ranked = sorted(found, key=lambda a: (-a.score, abs(a.cue.start - run.start)))
    best = ranked[0]
    if best.score < THRESHOLD:
        return None
    return Attribution(best.cue, best.score, best.rule, ranked[1].score if len(ranked) > 1 else 0.0)


def _score(page: Page, index: int, cue: Cue) -> Attribution:
    """A cue's score for a run: the weights of the features that hold."""
    run, text = page.runs[index], page.text
    low, high = cue.low, cue.high
    if low < run.outer_start and high > run.outer_end:
        low, high = cue.start, cue.end
    if low >= run.outer_end:
        rule, score = _after(text, run, low, high)
        between = (run.outer_end, low)
    else:
        rule, score = _before(text[high : run.outer_start], cue.source_start > cue.start)
        between = (high, run.outer_start)
        if high > run.outer_start:
            between = (run.outer_start, run.outer_start)
    score += WEIGHTS["another run between"] * _runs_between(page, *between)
    score += _by_clause(page, run, cue) + _by_looks(text, run, rule)
    if _governs(page, run, cue):
        score += WEIGHTS["governs"]
    score += WEIGHTS[cue.strength]
    if cue.source_start < 0:
        score += WEIGHTS["no source"]
    return Attribution(cue, score, rule)


def _by_clause(page: Page, run: Run, cue: Cue) -> float:
    """What the reported clauses say: the run in this cue's own, in another that holds the cue too, or elsewhere."""
    score = 0.0
    own = page.clauses.get(cue)
    if own:
        if any(start <= run.start < end for start, end in own):
            score += WEIGHTS["in its clause"]
        elif own[0][0] >= cue.end > run.end:
            score += WEIGHTS["says something else"]
    for other, clause in page.clauses_near(cue):
        if other is not cue and clause[0] <= cue.start < clause[1] and clause[0] <= run.start < clause[1]:
            return score + WEIGHTS["inside another report"]
    return score


def _by_looks(text: str, run: Run, rule: str) -> float:
    before = text[max(0, run.outer_start - 14) : run.outer_start].rstrip()
    if before.lower().endswith(("so-called", "so called", "known as", "titled", "entitled")):
        return WEIGHTS["so-called"]
    if _title(text[run.start : run.end]):
        led = before[-1:].isalnum() if rule.startswith("after") else False
        if led or before.endswith(TITLE_LEADS):
            return WEIGHTS["like a title"]
    return 0.0


def _title(words: str) -> bool:
    """Whether all words but the small ones begin with a capital."""
    if len(words) > 80:
        return False
    long = [word for word in WORD.findall(words) if len(word) > 3]
    return bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)


def _last(text: str, run: Run) -> str:
    """The last character of a run that is no mark of a quote nested in it."""
    end = run.end
    while end > run.start + 1 and text[end - 1] in "'’\"”‘ ":
        end -= 1
    return text[end - 1]


def _after(text: str, run: Run, low: int, high: int) -> tuple[str, float]:
    gap = text[run.outer_end : low]
    words = len(WORD.findall(gap))
    last = _last(text, run)
    comma = last in ",?!…—–-" or gap.lstrip().startswith(",")
    touching = "after comma" if comma else "after sentence" if last == "." else "after touching"
    rule = "after" if words else touching
    score = WEIGHTS[rule] + WEIGHTS["a word between"] * min(words, MOST_WORDS)
    breaks = _breaks(gap) + (last == "." and not gap.lstrip().startswith(",") and text[high : high + 1] not in ".!")
    return rule, score + WEIGHTS["a sentence ends between"] * breaks


def _breaks(gap: str) -> int:
    """How many sentences end in a stretch of text; the stop of 'Mr.', 'U.S.' or an initial ends none."""
    count = 0
    for match in SENTENCE_BREAK.finditer(gap):
        word = LAST_WORD.search(gap[max(0, match.start() - 12) : match.start()])
        short = word.group() if word else ""
        if gap[match.start()] == "." and (
            short.lower() in lexicon.words("quotes_abbreviations") or "." in short or (len(short) == 1 and short.isupper())
        ):
            continue
        count += 1
    return count


def _before(gap: str, inverted: bool) -> tuple[str, float]:
    words = len(WORD.findall(gap))
    tail = gap.rstrip()
    breaks = _breaks(gap + "A")
    if tail.endswith(":"):
        rule = "before colon"
    elif tail.endswith(",") and (words <= 3 or inverted):
        rule = "before comma"
    else:
        rule = "before" if words else "before touching"
    score = WEIGHTS[rule] + WEIGHTS["a word between"] * min(words, MOST_WORDS)
    if breaks == 1 and tail.endswith((".", "!", "?")) and "\n" not in gap:
        score += WEIGHTS["goes on"]
    return rule, score + WEIGHTS["a sentence ends between"] * breaks


def _runs_between(page: Page, start: int, end: int) -> int:
    return max(0, bisect_left(page.run_starts, end) - bisect_left(page.run_starts, start))


def _governs(page: Page, run: Run, cue: Cue) -> bool:
    """Whether the parse has the run's first word below the cue, with no other verb of report between."""
    if cue.token < 0:
        return False
    i = page.token_at(run.start)
    if i >= len(page.doc):
        return False
    token = page.doc[i]
    for _ in range(12):
        if token.i == cue.token:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _labels(page: Page, index: int, bounds: Stretch) -> list[Attribution]:
    """'WALLACE: "..."' before the run, '"..." - Name' after it."""
    run, text = page.runs[index], page.text
    low = max(bounds[0], run.start - LONGEST_LABEL)
    match = LABEL_BEFORE.search(text[low : run.outer_start])
    found = []
    if run.start > run.outer_start + 1:  # the label stood in the marks
        match = LABEL.match(text, bounds[0], bounds[1])
        low = 0
    if match:
        start, end = match.start(1) + low, match.end(1) + low
        found.append(Attribution(_label(end, (start, end)), WEIGHTS["before colon"] + WEIGHTS["label"], "label"))
    tail = DASH_NAME.match(text, run.end, min(len(text), run.end + 120))
    if tail:
        found.append(Attribution(_label(tail.start(1) - 1, tail.span(1)), WEIGHTS["after touching"] + WEIGHTS["label"], "dash"))
    return found


def _label(at: int, source: Stretch) -> Cue:
    return Cue(at, at + 1, ":", "label", "no", -1, -1, *source)


def _open_cues(page: Page, run: Run, bounds: Stretch) -> list[Cue]:
    """Verbs in no list that stand where a reporting verb would: right after the run, or before it."""
    found: list[Cue] = []
    gap = page.text[max(bounds[0], run.outer_start - 3) : run.outer_start].rstrip()
    led = gap.endswith((",", ":")) and page.text[run.start].isupper()
    tail = page.text[run.outer_end : run.outer_end + 1]
    followed = _last(page.text, run) in ",?!" or tail == ","
    for i in range(page.token_at(run.outer_end) if followed else len(page.doc), min(len(page.doc), page.token_at(run.outer_end) + 14)):
        token = page.doc[i]
        if token.idx >= bounds[1] or token.text in (".", '"', "“"):
            break
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB":
            found.append(verb_cue(token, page.quoted, "open", "no"))
            break
    start = page.token_at(run.outer_start)
    for i in range(start - 1 if led else -1, max(-1, start - 25), -1):
        token = page.doc[i]
        if token.idx < bounds[0] or token.text in (".", '"', "”"):
            break
        if token.pos_ == "VERB":
            found.append(verb_cue(token, page.quoted, "open", "no"))
            break
    return [cue for cue in found if cue.source_start >= 0 and page.text[cue.source_start : cue.source_end] not in RELATIVES and not page.quoted(cue.start)]


def _carried(
    page: Page,
    index: int,
    bounds: Stretch,
    before: Stretch | None,
    previous: Attribution | None,
    same: bool,
) -> list[Attribution]:
    """Candidates from elsewhere: who spoke before, in this paragraph or the last; a colon that ends the last."""
    run, text = page.runs[index], page.text
    found = []
    whole = _sentence(text, run, bounds) and not (len(text[run.start : run.end].split()) > 1 and _title(text[run.start : run.end]))
    fragment = 0.0 if whole else WEIGHTS["a fragment"]
    if previous is not None:
        rule = "left open" if run.continues else "same paragraph" if same else "paragraph before"
        if same or run.outer_start == bounds[0]:
            found.append(Attribution(previous.cue, WEIGHTS[rule] + (0.0 if run.continues else fragment), rule))
    if before is not None and text[before[1] - 1] == ":" and not same and run.outer_start == bounds[0]:
        lo, hi = bisect_left(page.cue_starts, before[0]), bisect_left(page.cue_starts, before[1])
        cue = page.cues[hi - 1] if hi > lo else _last_verb(page, before)
        if cue is not None and cue.source_start >= 0:
            found.append(Attribution(cue, WEIGHTS["colon before"], "colon before"))
    return found


def _last_verb(page: Page, bounds: Stretch) -> Cue | None:
    for i in range(page.token_at(bounds[1]) - 1, page.token_at(bounds[0]) - 1, -1):
        if page.doc[i].pos_ == "VERB":
            return verb_cue(page.doc[i], page.quoted, "open", "no")
    return None


def _sentence(text: str, run: Run, bounds: Stretch) -> bool:
    """Whether a run is a sentence of its own: it begins where one begins, and ends as one."""
    head = text[max(bounds[0], run.outer_start - 3) : run.outer_start].rstrip()
    begins = run.outer_start == bounds[0] or head.endswith((".", "!", "?", "”", '"', "’", "'", ":", "…"))
    return begins and (_last(text, run) in ".!?…,—-" or not run.closed or text[run.start].isupper())
