"""Find who speaks in a transcript: paragraphs that begin with a name and a colon, without marks."""

from __future__ import annotations

from collections import Counter

from loader import lexicon
from loader.extract.quotes.cues import LABEL, Cue
from loader.extract.quotes.page import Page
from loader.extract.quotes.parentheses import Stretch, trim

LEAST_TURNS = 3  # labelled paragraphs that make an article a transcript
LEAST_WORDS = 2  # shorter turns are no quotes


def turns(page: Page) -> list[tuple[Stretch, Cue]]:
    """The words of each turn, and the label as its cue; none where the article is no transcript.

    A transcript has at least three paragraphs that begin with the name of a speaker in capitals, and a name that
    comes back.
    """
    labelled = []
    for start, end in page.spans:
        match = LABEL.match(page.text, start, end)
        if match is not None and _is_name(match.group(1)):
            labelled.append((match.group(1), match.span(1), trim(page.text, match.end(), end)))
    counts = Counter(name for name, _, _ in labelled)
    if len(labelled) < LEAST_TURNS or max(counts.values()) < LEAST_TURNS - 1:
        return []
    return [
        (words, Cue(source[1], source[1] + 1, ":", "label", "yes", -1, -1, *source))
        for _, source, words in labelled
        if len(page.text[slice(*words)].split()) >= LEAST_WORDS and not page.quoted(words[0])
    ]


def _is_name(label: str) -> bool:
    """Whether a label may be a speaker's: capitals, and no heading such as 'UPDATE'."""
    lower = label.lower()
    return (
        label.isupper()
        and len(label) > 1
        and not lower.startswith("dear ")
        and lower not in lexicon.words("quotes_no_labels")
    )
