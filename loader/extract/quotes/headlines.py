"""Find the quote that a headline is: 'Berg: The river has risen', 'The river has risen: Berg'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loader import lexicon
from loader.extract.quotes.cues import LABEL, Cue
from loader.extract.quotes.nouns import is_human, talkers
from loader.extract.quotes.parentheses import Stretch, trim

if TYPE_CHECKING:
    from loader.extract.quotes.page import Page

LONGEST = 160  # characters of a headline
LEAST_WORDS = 3  # fewer words beside a name are no report
LONGEST_NAME = 3  # words
MOST_SOURCE = 6  # words of a name at the end
SHORT = 6  # letters of an acronym; longer words in capitals are places of datelines or shouting
TAIL = re.compile(r":[ \t\xa0]+([^:.!?\"“”‘’]{2,60})$")
NO_NAMES = frozenset({"GPE", "LOC", "DATE", "TIME", "EVENT", "CARDINAL", "MONEY"})
NAMED = frozenset({"PERSON", "ORG"})


def headline_quote(page: Page, names: frozenset[str]) -> tuple[Stretch, Cue] | None:
    """The words that the headline reports, marks included, and its colon as cue with the name beside it.

    `names` are the last names of the article's people.
    """
    if not page.spans:
        return None
    start, end = page.spans[0]
    if end - start > LONGEST or ". " in page.text[start:end] or len(page.spans) < 2:
        return None
    before = LABEL.match(page.text, start, end)
    if before is not None and _may_speak(page, before.span(1), names):
        return _quote(page, (before.end(), end), before.span(1), before.end(1))
    after = TAIL.search(page.text[start:end])
    if after is not None and len(after.group(1).split()) <= MOST_SOURCE:
        source = after.start(1) + start, after.end(1) + start
        if _may_speak(page, source, names) or _is_name(page, source):
            return _quote(page, (start, start + after.start()), source, start + after.start())
    return None


def _quote(page: Page, words: Stretch, source: Stretch, colon: int) -> tuple[Stretch, Cue] | None:
    words = trim(page.text, *words)
    if len(page.text[slice(*words)].split()) < LEAST_WORDS:
        return None
    return words, Cue(colon, colon + 1, ":", "label", "yes", -1, -1, *source)


def _may_speak(page: Page, source: Stretch, names: frozenset[str]) -> bool:
    """Whether the words beside a headline's colon name someone who can say something."""
    label = page.text[slice(*source)]
    if label.lower() in lexicon.words("quotes_no_labels") or label.lower().startswith("dear "):
        return False
    span = page.doc.char_span(*source, alignment_mode="expand")
    if span is None or any(token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG" for token in span):
        return False
    if label.isupper() and (len(label) > SHORT or span[0].ent_type_ in ("GPE", "LOC")):
        return False
    last = span[-1]
    if {last.lower_, last.lemma_} & talkers() or is_human(last) or last.text in names:
        return True
    head = label.split(" on ")[0].split()[-1]  # "Berg on climate: ..."
    return head in names or all(token.ent_type_ in NAMED or token.pos_ == "ADP" for token in span)


def _is_name(page: Page, source: Stretch) -> bool:
    """Whether the words after a headline's colon look like a name, though no list knows it."""
    label, span = page.text[slice(*source)], page.doc.char_span(*source, alignment_mode="expand")
    if span is None or label.isupper() or label.lower() in lexicon.words("quotes_no_labels"):
        return False
    return len(span) <= LONGEST_NAME and all(t.tag_ == "NNP" and t.ent_type_ not in NO_NAMES for t in span)
