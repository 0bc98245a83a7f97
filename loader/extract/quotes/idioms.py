"""Find phrases that report as a verb does: 'made it clear that', 'was of the view that', 'repeated the claim that'."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 8  # tokens from the verb to its 'that'
UNSAID = frozenset({"DET", "ADV"})  # parts of speech that the lexicon's phrases leave out


@cache
def _phrases() -> dict[str, frozenset[str]]:
    """The words that may follow each verb, by its lemma."""
    found: dict[str, set[str]] = {}
    for line in lexicon.words("quotes_idioms"):
        verb, words = line.split(" ", 1)
        found.setdefault(verb, set()).add(words)
    return {verb: frozenset(words) for verb, words in found.items()}


def idiom_end(verb: Token) -> Token | None:
    """The last word of a reporting phrase that begins with a verb, where 'that' and a clause follow; else None."""
    phrases = _phrases().get(verb.lemma_)
    if phrases is None:
        return None
    said: list[str] = []
    for token in verb.doc[verb.i + 1 : verb.i + LONGEST]:
        if token.lower_ == "that" and token.tag_ == "IN":
            return verb.doc[token.i - 1] if " ".join(said) in phrases else None
        if token.is_punct or token.is_space:
            return None
        if token.pos_ not in UNSAID and token.tag_ != "PRP$" and token.dep_ != "amod":
            said.append(token.lower_)
    return None
