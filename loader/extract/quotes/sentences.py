"""Give the sentence of a token without walking through one that has no end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REACH = 600  # tokens each way; what goes on for longer is no sentence, and to walk it for every token takes for ever


def sentence(token: Token) -> Span:
    """The sentence that a token stands in, or as much of it as lies near."""
    doc, start, end = token.doc, token.i, token.i + 1
    low, high = max(0, start - REACH), min(len(doc), end + REACH)
    while start > low and not doc[start].is_sent_start:
        start -= 1
    while end < high and not doc[end].is_sent_start:
        end += 1
    return doc[start:end]
