"""Whom a text is speaking of: every person mentioned gets weight, and all weights fade from sentence to sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# By place in the sentence.
WEIGHTS = {"subject": 4.0, "owner of subject": 3.0, "owner": 1.5, "object": 2.0, "other": 1.2}
AGAIN = 0.3  # share of the smaller of the old and the new weight that is added to the larger
FADE = 0.5  # of a weight, a sentence
FADE_PARAGRAPH = 0.8  # and on top, a blank line
FORGOTTEN = 0.15  # who weighs less is out of sight
PARALLEL = 1.6  # a subject pronoun prefers who was subject last
UNKNOWN = 0.8  # for somebody whose gender nothing tells
SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj"])


@dataclass(slots=True)
class Referent:
    """Someone the text has spoken of; `person` is None for people without a name."""

    person: int | None
    gender: str
    weight: float = 0.0


class Attention:
    """The referents in sight, and who was subject last."""

    def __init__(self) -> None:
        self._present: list[Referent] = []
        self.subject: Referent | None = None

    def fade(self, *, blank: bool) -> None:
        """A new sentence (after a blank line, if so) begins."""
        factor = FADE * (FADE_PARAGRAPH if blank else 1.0)
        for referent in self._present:
            referent.weight *= factor
        self._present = [r for r in self._present if r.weight >= FORGOTTEN]

    def attend(self, referent: Referent, place: str) -> None:
        """A referent is mentioned at a place of the sentence."""
        if not any(r is referent for r in self._present):
            self._present.append(referent)
            referent.weight = 0.0
        if place == "subject":
            self.subject = referent
        low, high = sorted((referent.weight, WEIGHTS[place]))
        referent.weight = high + AGAIN * low

    def ranked(self, gender: str, *, subject: bool) -> list[tuple[float, Referent]]:
        """Those whom a pronoun of a gender can mean, the heaviest first; `subject`: the pronoun is one."""
        found = []
        for referent in self._present:
            if referent.gender in ("", gender):
                weight = referent.weight * (1.0 if referent.gender else UNKNOWN)
                parallel = subject and referent is self.subject
                found.append((weight * (PARALLEL if parallel else 1.0), referent))
        return sorted(found, key=lambda f: -f[0])


def place_of(token: Any) -> str:
    """Where a noun or pronoun stands; a conjunct stands where the first one does."""
    while token.dep_ in ("conj", "appos", "flat", "compound") and token.head.i != token.i:
        token = token.head
    if token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.dep_ == "agent"):
        return "subject"
    if token.dep_ == "poss":
        return "owner of subject" if token.head.dep_ in SUBJECTS else "owner"
    return "object" if token.dep_ in ("dobj", "iobj", "dative", "obj") else "other"
