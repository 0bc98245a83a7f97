"""Find who else may be quoted beside the reporting verbs: labels, other verbs, who spoke before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader import lexicon
from loader.extract.quotes.cues import LABEL, Cue, verb_cue
from loader.extract.quotes.features import (
    SENTENCE_BREAK,
    WEIGHTS,
    Attribution,
    is_sentence,
    is_title,
    last_character,
)
from loader.extract.quotes.marks import Run
from loader.extract.quotes.nouns import is_thing
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import Stretch
from loader.extract.quotes.subjects import SUBJECTS

NO_SPEAKERS = frozenset({"who", "which", "that", "this", "it", "there", "what", "all"})
LEAST_CLAUSE = 5  # words of a run that may end a sentence of the last speaker
LONGEST_LEAD = 60  # characters before a colon that only say when and where the last speaker went on
LONGEST_LABEL = 70  # characters
LONGEST_TAIL = 120  # characters in which a name after a dash must end its line
AHEAD, BACK = 14, 25  # tokens after and before a run in which a verb may be its cue
LABEL_BEFORE = re.compile(
    r"(?:^|[.!?\"”’][ \t\xa0])\s*([A-Z][\w.'’-]*(?:[ \t][A-Z][\w.'’-]*){0,4})[ \t]*:[ \t\xa0]*$"
)
DASH_NAME = re.compile(
    r"[\"”'’]?\s*[-–—―]+\s*([A-Z][\w.'’-]+(?:[ \t\xa0]+[\w.'’-]+){0,4})[ \t\xa0.]*(?=\n|$)"
)
NAME_AFTER = re.compile(
    r"[\"”'’]*,?[ \t\xa0]+((?:(?:Dr|Mr|Mrs|Ms|Prof|Rev|Sen|Gov|Gen|Col)\.?[ \t])?"
    r"[A-Z][\w’'-]+(?:[ \t][A-Z][\w.’'-]*){0,3}?)\.?[ \t\xa0]*(?=\n|$)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands: its paragraph, the paragraph before, who was quoted last, and whether in this paragraph."""

    index: int
    bounds: Stretch
    before: Stretch | None
    previous: Attribution | None
    same: bool


def labels(page: Page, place: Place) -> list[Attribution]:
    """'WALLACE: "..."' before the run, '"..." - Name' after it."""
    run, text = page.runs[place.index], page.text
    if run.start > run.outer_start + 1:  # the label stands inside the marks
        match, low = LABEL.match(text, *place.bounds), 0
    else:
        low = max(place.bounds[0], run.start - LONGEST_LABEL)
        match = LABEL_BEFORE.search(text[low : run.outer_start])
    found = []
    if match and _names_someone(page, match.group(1), match.start(1) + low):
        start, end = match.start(1) + low, match.end(1) + low
        found.append(
            Attribution(_label(end, (start, end)), WEIGHTS["before colon"] + WEIGHTS["label"], "label")
        )
    name = _name_before_colon(page, run, low) if not found else None
    if name:
        found.append(Attribution(_label(name[1], name), WEIGHTS["name before colon"], "label"))
    tail = DASH_NAME.match(text, run.end, min(len(text), run.end + LONGEST_TAIL))
    if tail:
        dash = _label(run.end + re.search(r"[-–—―]", tail.group()).start(), tail.span(1))  # type: ignore[union-attr]
        found.append(Attribution(dash, WEIGHTS["after touching"] + WEIGHTS["label"], "dash"))
    bare = (
        NAME_AFTER.match(text, run.end, min(len(text), run.end + LONGEST_TAIL)) if _comma(text, run) else None
    )
    if bare and is_sentence(text, run, place.bounds):
        found.append(
            Attribution(
                _label(bare.start(1) - 1, bare.span(1)), WEIGHTS["after touching"] + WEIGHTS["label"], "dash"
            )
        )
    return found


def _name_before_colon(page: Page, run: Run, low: int) -> Stretch | None:
    """The person whose name ends right before a colon and a run, wherever in the sentence."""
    gap = page.text[low : run.outer_start].rstrip()
    i = page.token_at(low + len(gap) - 1) - 1
    if not gap.endswith(":") or i < 0 or page.doc[i].ent_type_ != "PERSON":
        return None
    first = i
    while first > 0 and page.doc[first].ent_iob_ == "I":
        first -= 1
    if any(token.lower_ == "by" for token in page.doc[max(0, first - 4) : first]):
        return None  # a byline in a list of articles
    return page.doc[first].idx, page.doc[i].idx + len(page.doc[i])


def _comma(text: str, run: Run) -> bool:
    """Whether a comma, within the marks or after them, ties a run to what follows."""
    return last_character(text, run) == "," or text.startswith(",", run.outer_end)


def _names_someone(page: Page, label: str, start: int) -> bool:
    """Whether a label may be a speaker: not 'Photo:', nor a dateline such as 'NAIROBI:'."""
    i = page.token_at(start)
    place = i < len(page.doc) and page.doc[i].ent_type_ == "GPE" and label.isupper()
    return not place and label.lower() not in lexicon.words("quotes_no_labels")


def _label(at: int, source: Stretch) -> Cue:
    return Cue(at, at + 1, ":", "label", "no", -1, -1, *source)


def open_cues(page: Page, place: Place) -> list[Cue]:
    """Verbs in no list that stand where a reporting verb would: right after the run, or before it."""
    run, text = page.runs[place.index], page.text
    gap = text[max(place.bounds[0], run.outer_start - 3) : run.outer_start].rstrip()
    found = []
    if last_character(text, run) in ",?!" or text.startswith(",", run.outer_end):
        found.append(_verb_after(page, run, place.bounds))
    if gap.endswith((",", ":")) and text[run.start].isupper():
        found.append(_verb_before(page, run, place.bounds))
    return [cue for cue in found if cue is not None and _usable(page, cue)]


def _usable(page: Page, cue: Cue) -> bool:
    if cue.source_start < 0 or cue.head < 0 or page.quoted(cue.start):
        return False
    source = page.doc[cue.head]
    words = page.text[cue.source_start : cue.source_end].lower()
    return words not in NO_SPEAKERS and (source.dep_ in SUBJECTS or not is_thing(source))


def _verb_after(page: Page, run: Run, bounds: Stretch) -> Cue | None:
    first = page.token_at(run.outer_end)
    for i in range(first, min(len(page.doc), first + AHEAD)):
        token = page.doc[i]
        if token.idx >= bounds[1] or token.text in (".", '"', "“"):
            break
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB":
            return verb_cue(token, page.quoted, "open", "no")
    return None


def _verb_before(page: Page, run: Run, bounds: Stretch) -> Cue | None:
    last = page.token_at(run.outer_start) - 1
    for i in range(last, max(-1, last - BACK), -1):
        token = page.doc[i]
        if token.idx < bounds[0] or token.text in (".", '"', "”"):
            break
        if token.pos_ == "VERB":
            return verb_cue(token, page.quoted, "open", "no")
    return None


def carried(page: Page, place: Place) -> list[Attribution]:
    """Who spoke before, in this paragraph or the last; the cue before a colon that ends the last."""
    run, text, previous = page.runs[place.index], page.text, place.previous
    leads = run.outer_start == place.bounds[0] or _led_by_colon(page, run, place.bounds)
    found = []
    if previous is not None and (place.same or leads):
        rule = "left open" if run.continues else "same paragraph" if place.same else "paragraph before"
        score = WEIGHTS[rule] + _fragment(text, run, place.bounds)
        if place.same and _goes_on(page, place.index, previous):
            score += WEIGHTS["the speaker goes on"]
        found.append(Attribution(previous.cue, score, rule))
    before = place.before
    if before is not None and leads and text[before[1] - 1] == ":":
        cues = page.cues_between(*before)
        cue = cues[-1] if cues else _last_verb(page, before)
        if cue is not None and cue.source_start >= 0:
            found.append(Attribution(cue, WEIGHTS["colon before"], "colon before"))
    return found


def _led_by_colon(page: Page, run: Run, bounds: Stretch) -> bool:
    """Whether a few words without a cue lead to a run: 'Later, on the radio: "..."'."""
    lead = page.text[bounds[0] : run.outer_start].rstrip()
    short = lead.endswith(":") and len(lead) <= LONGEST_LEAD
    return short and not page.cues_between(bounds[0], run.outer_start)


def _goes_on(page: Page, index: int, previous: Attribution) -> bool:
    """Whether a sentence in marks follows the attribution of the last: '"...," Ann Lee said as they left. "..."'."""
    run, text = page.runs[index], page.text
    low, high = page.runs[index - 1].outer_end, run.outer_start
    if not previous.rule.startswith("after") or not low <= previous.cue.start < high:
        return False
    tail = text[previous.cue.end : high].rstrip()
    return tail.endswith(".") and not SENTENCE_BREAK.search(tail) and text[run.start].isupper()


def _fragment(text: str, run: Run, bounds: Stretch) -> float:
    """Nothing carries over to a few words in a sentence, nor to a title; a little does to a clause that ends one."""
    words = text[run.start : run.end]
    title = is_title(words) and " " in words
    if run.continues or (is_sentence(text, run, bounds) and not title):
        return 0.0
    ends = last_character(text, run) in ".!?" and len(words.split()) >= LEAST_CLAUSE
    return WEIGHTS["a clause" if ends else "a fragment"]


def _last_verb(page: Page, bounds: Stretch) -> Cue | None:
    last = page.token_at(bounds[1]) - 1
    for i in range(last, max(page.token_at(bounds[0]), last - BACK) - 1, -1):
        if page.doc[i].pos_ == "VERB" and page.doc[i].dep_ not in ("amod", "acl"):
            return verb_cue(page.doc[i], page.quoted, "open", "no")
    return None
