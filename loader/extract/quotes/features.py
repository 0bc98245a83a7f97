"""Score a cue for a run of quoted words: every feature has a name, and one table holds what each adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader import lexicon
from loader.extract.quotes.cues import Cue
from loader.extract.quotes.marks import Run
from loader.extract.quotes.nouns import is_thing
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import Stretch, as_before
from loader.extract.quotes.reported import shows_only
from loader.extract.quotes.sources import QUOTED_AS
from loader.extract.quotes.subjects import SUBJECTS

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
    "strong": 1.0,
    "plain": 0.5,
    "object": 0.5,
    "noun": -4.0,
    "idiom": 1.0,
    "as one says": 4.0,  # as the mayor put it
    "weak": -2.5,
    "according": 0.5,
    "label": 5.0,
    "open": -1.5,
    "no source": -6.0,
    "a thing shows": -6.0,  # the map shows "a narrow pass"
    "a thing speaks": -3.0,  # a verb in no list with such a subject: The rally had one message: "..."
    "name before colon": 9.0,  # That was no surprise to Ann Lee: "..."
    "same paragraph": 5.0,  # no cue of its own: who was quoted before
    "the speaker goes on": 9.0,  # "...," said X as they left. "..."
    "paragraph before": 4.0,
    "colon before": 8.0,  # the paragraph before ends in a colon
    "left open": 13.0,
    "a clause": -1.5,  # Her son felt differently, "but he has never told me so."
    "a fragment": -4.0,  # no sentence of its own, so nothing carries over
}
MOST_WORDS = 14  # more words between weigh no more
LEAST_SENTENCE = 5  # words; fewer that nobody says are a name or an example
MOST_GAP = 600  # characters; a cue farther away has no say
LONGEST_TITLE = 80  # characters
SENTENCE_BREAK = re.compile(r"[.!?…]['\"”’)\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
WORD = re.compile(r"\w+")
LAST_WORD = re.compile(r"[\w.]+$")
CLOSING_MARKS = "'’\"”‘ "
NAMING = re.compile(
    r"\b(?:so[- ]called|known(?: \w+)? as|(?:en)?titled|nicknamed|codenamed|calling (?:it|him|her|them)sel(?:f|ves)"
    r"|(?P<verb>called|dubbed|named|termed|labell?ed))[,:]?\s+(?:(?:the|a|an)\s+)?$"
)
LONGEST_NAMING = 40  # characters before a run
DETERMINERS = (" the", " a", " an", " his", " her", " its", " their", " this")
TITLE_LEADS = (
    "'s",
    "’s",
    " on",
    " in",
    " of",
    " show",
    " film",
    " book",
    " album",
    " song",
    " movie",
    " series",
    " program",
    " for",
    " like",
    " with",
    " from",
    " at",
    " to",
    " spot",
    " ad",
    " hit",
    " anthem",
    " single",
    " column",
    " article",
    " essay",
    " novel",
    " play",
    " musical",
    " opera",
    " game",
    " podcast",
    " documentary",
    " sitcom",
    " drama",
    " memoir",
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Why a run is a quote: its cue, the score, and the rule (the feature that placed the cue)."""

    cue: Cue
    score: float
    rule: str


def score_cue(page: Page, index: int, cue: Cue) -> Attribution:
    """A cue's score for a run: the weights of the features that hold."""
    run, text = page.runs[index], page.text
    low, high = min(cue.low, _quoter(page, cue)), cue.high
    if low < run.outer_start and high > run.outer_end:
        low, high = cue.start, cue.end
    if max(low - run.outer_end, run.outer_start - high) > MOST_GAP:
        return Attribution(cue, 0.0, "before")
    if low >= run.outer_end:
        rule, score = _after(text, run, low, high)
        between = (run.outer_end, low)
    else:
        rule, score = _before(text[high : run.outer_start], cue.source_start > cue.start)
        between = (high, run.outer_start)
        if high > run.outer_start:
            between = (run.outer_start, run.outer_start)
    score += WEIGHTS["another run between"] * page.runs_between(*between)
    score += _by_clause(page, run, cue) + _by_looks(text, run, rule)
    if page.depends(run, cue) >= 0:
        score += WEIGHTS["governs"]
    score += WEIGHTS[cue.strength]
    if cue.source_start < 0:
        few = len(WORD.findall(text[run.start : run.end])) < LEAST_SENTENCE
        score += WEIGHTS["no source"] + (WEIGHTS["a fragment"] if few else 0.0)
    if _as_one_says(page, cue):
        score += WEIGHTS["as one says"]
    if cue.strength == "open" and cue.head >= 0 and is_thing(page.doc[cue.head]):
        score += WEIGHTS["a thing speaks"]
    if shows_only(page.doc, cue):
        score += WEIGHTS["a thing shows"]
    return Attribution(cue, score, rule)


def _quoter(page: Page, cue: Cue) -> int:
    """Where who quotes the source begins: in '"...", the agency quoted Lee as saying' that is next to the run."""
    if cue.lemma not in QUOTED_AS or cue.token < 0:
        return cue.start
    edges = (child.left_edge.idx for child in page.doc[cue.token].lefts if child.dep_ in SUBJECTS)
    return int(min(edges, default=cue.start))


def _as_one_says(page: Page, cue: Cue) -> bool:
    """Whether a cue comments on its sentence: 'It is "a gift", as the mayor put it'."""
    if cue.token < 0 or not (cue.strength == "strong" or cue.lemma in ("put", "describe")):
        return False
    return as_before(page.doc[cue.token]) is not None


def _by_clause(page: Page, run: Run, cue: Cue) -> float:
    """What the reported clauses say: the run in this cue's own, in another that holds the cue too, or elsewhere."""
    score = 0.0
    own = page.reports.get(cue)
    if own is not None:
        if any(start <= run.start < end for start, end in own.stretches):
            score += WEIGHTS["in its clause"]
        elif own.stretches[0][0] >= cue.end > run.end:
            score += WEIGHTS["says something else"]
    for other, clause in page.reports_near(cue):
        if other is not cue and clause[0] <= cue.start < clause[1] and clause[0] <= run.start < clause[1]:
            return score + WEIGHTS["inside another report"]
    return score


def _by_looks(text: str, run: Run, rule: str) -> float:
    """What the run itself and the words before it say against it: titles of works."""
    before = text[max(0, run.outer_start - 14) : run.outer_start].rstrip()
    if is_title(text[run.start : run.end]):
        led = before[-1:].isalnum() if rule.startswith("after") else False
        follows = text[run.outer_end : run.outer_end + 2]
        names = before.endswith(DETERMINERS) and follows[:1] == " " and follows[1:].islower()
        if led or names or before.endswith(TITLE_LEADS):
            return WEIGHTS["like a title"]
    return 0.0


def is_named(page: Page, run: Run) -> bool:
    """Whether the words before a run say that it is a name: 'a book titled', 'so-called', 'called' by nobody."""
    low = max(0, run.outer_start - LONGEST_NAMING)
    match = NAMING.search(page.text[low : run.outer_start])
    if match is None:
        return False
    if match["verb"] is None:
        return True
    cues = page.cues_between(low + match.start(), run.outer_start)
    return all(cue.source_start < 0 for cue in cues)


def _after(text: str, run: Run, low: int, high: int) -> tuple[str, float]:
    """Rule and score of a cue that stands after the run, `low` to `high`."""
    gap = text[run.outer_end : low]
    words = len(WORD.findall(gap))
    last = last_character(text, run)
    comma = last in ",?!…—–-" or gap.lstrip().startswith(",")
    touching = "after comma" if comma else "after sentence" if last == "." else "after touching"
    rule = "after" if words else touching
    score = WEIGHTS[rule] + WEIGHTS["a word between"] * min(words, MOST_WORDS)
    ends = breaks(gap) + (
        last == "." and not gap.lstrip().startswith(",") and text[high : high + 1] not in ".!"
    )
    return rule, score + WEIGHTS["a sentence ends between"] * ends


def _before(gap: str, inverted: bool) -> tuple[str, float]:
    """Rule and score of a cue that stands before the run; `inverted`: 'says X, "..."'."""
    words = len(WORD.findall(gap))
    tail = gap.rstrip()
    ends = breaks(gap + "A")
    if tail.endswith(":"):
        rule = "before colon"
    elif tail.endswith(",") and (words <= 3 or inverted):
        rule = "before comma"
    else:
        rule = "before" if words else "before touching"
    score = WEIGHTS[rule] + WEIGHTS["a word between"] * min(words, MOST_WORDS)
    if ends == 1 and tail.endswith((".", "!", "?")) and "\n" not in gap:
        score += WEIGHTS["goes on"]
    return rule, score + WEIGHTS["a sentence ends between"] * ends


def breaks(gap: str) -> int:
    """How many sentences end in a stretch of text; the stop of 'Mr.', 'U.S.' or an initial ends none."""
    count = 0
    for match in SENTENCE_BREAK.finditer(gap):
        word = LAST_WORD.search(gap[max(0, match.start() - 12) : match.start()])
        short = word.group() if word else ""
        initial = "." in short or (len(short) == 1 and short.isupper())
        if gap[match.start()] != "." or not (
            initial or short.lower() in lexicon.words("quotes_abbreviations")
        ):
            count += 1
    return count


def is_title(words: str) -> bool:
    """Whether all words but the small ones begin with a capital."""
    if len(words) > LONGEST_TITLE:
        return False
    long = [word for word in WORD.findall(words) if len(word) > 3]
    return bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)


def is_sentence(text: str, run: Run, bounds: Stretch) -> bool:
    """Whether a run is a sentence of its own: it begins where one begins, and ends as one."""
    head = text[max(bounds[0], run.outer_start - 3) : run.outer_start].rstrip()
    begins = run.outer_start == bounds[0] or head.endswith((".", "!", "?", "”", '"', "’", "'", ":", "…"))
    return begins and (last_character(text, run) in ".!?…,—-" or not run.closed or text[run.start].isupper())


def last_character(text: str, run: Run) -> str:
    """The last character of a run that is no mark of a quote nested in it."""
    end = run.end
    while end > run.start + 1 and text[end - 1] in CLOSING_MARKS:
        end -= 1
    return text[end - 1]
