"""How sure we are that a candidate is a person: the weights of what speaks for and against it, added up.

lexicon/people_evidence.tsv gives each kind of evidence its weight and the reason for it, lexicon/people_confidence.tsv
says how often a sum is right. Full names come first, by themselves; then all candidates, with the full names known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import pairwise

from loader.extract.people.annotations import Annotations
from loader.extract.people.context import local_evidence
from loader.extract.people.names import PARTICLES, Candidate
from loader.extract.people.words import titles
from loader.lexicon import table, words

COMPARED = 100  # full names with a word that are looked at; only lists of names have more
LOWER = re.compile(r"(?<=\s)[a-z]{3,}(?=[\s,.;])")
SURE = 0.75  # who is surer makes the names beside it in a list more likely
KNOWN = 0.89  # who is surer lends the same word elsewhere some of it
ACCEPTED = 0.5  # a candidate below is no mention
BESIDE = frozenset((", ", " and ", ", and ", " & ", " or ", " with "))
TITLED = frozenset(("title_before", "kin_before", "age_after"))
SPEAKING = frozenset(("speaks", "acts"))
NAMELY = frozenset(("given_name", "family_name"))
PLACELIKE = frozenset(
    ("large_place", "small_place", "article_before", "place_preposition_before", "common_noun")
)
HUMAN = (
    TITLED | SPEAKING | frozenset(("titled_elsewhere", "speaks_elsewhere", "beside_person", "family_name"))
)
PLACE = frozenset(("model_place", "large_place"))
SIGNS = {"titled_elsewhere": TITLED, "speaks_elsewhere": SPEAKING, "place_elsewhere": PLACE,
         "person_elsewhere": frozenset(("model_person",))}  # fmt: skip


@cache
def weights() -> dict[str, float]:
    """The weight of each kind of evidence."""
    return {row["evidence"]: float(row["weight"]) for row in table("people_evidence")}


@cache
def _steps() -> tuple[list[float], list[float]]:
    rows = table("people_confidence")
    return [float(row["sum"]) for row in rows], [float(row["confidence"]) for row in rows]


def confidence(total: float) -> float:
    """The probability, in 0..1, that a candidate is a person whose evidence adds up to `total`."""
    sums, levels = _steps()
    at = bisect_right(sums, total)
    return levels[at - 1] if at else 0.0


def weigh(candidates: list[Candidate], notes: Annotations) -> None:
    """Give every candidate its evidence and its score."""
    doc, text, table_ = notes.doc, notes.doc.text, weights()
    for candidate in candidates:
        token = doc[notes.index(candidate.words[-1].end - 1)]
        candidate.evidence = local_evidence(candidate, text, notes, token)
    lower = frozenset(LOWER.findall(text))
    for candidate in candidates:
        if not lower.isdisjoint(candidate.keys[candidate.keys[0] in PARTICLES :]):
            candidate.evidence.append("common_word")
    _pool(candidates)
    for relate in (None, _relate, _repeat):
        if relate is not None:
            relate(candidates, text)
        for candidate in candidates:
            candidate.score = confidence(sum(table_[name] for name in candidate.evidence))


def _pool(candidates: list[Candidate]) -> None:
    """Add the evidence that the other uses of a name's last word give."""
    signs = [[name for name, signs in SIGNS.items() if not signs.isdisjoint(c.evidence)] for c in candidates]
    counts: dict[str, Counter[str]] = {}
    for candidate, held in zip(candidates, signs, strict=True):
        counts.setdefault(candidate.keys[-1], Counter()).update(held)
    for candidate, held in zip(candidates, signs, strict=True):
        total = counts[candidate.keys[-1]]
        candidate.evidence.extend(name for name in total if total[name] > (name in held))


def _full_names(candidates: list[Candidate]) -> dict[str, list[tuple[str, ...]]]:
    """Accepted names of two words and more, by each of their words."""
    full = dict.fromkeys(c.keys for c in candidates if len(c.keys) > 1 and c.score >= ACCEPTED)
    found: dict[str, list[tuple[str, ...]]] = {}
    for keys in full:
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(keys)
    return found


def _relate(candidates: list[Candidate], text: str) -> None:
    """Add what the accepted full names, and the candidates beside it in a list, say about each candidate."""
    full = _full_names(candidates)
    for candidate in candidates:
        candidate.evidence.extend(_relation(candidate, full))
    for one, other in pairwise(candidates):
        if text[one.end : other.start] in BESIDE:
            one.evidence.extend(_beside(other))
            other.evidence.extend(_beside(one))


def _repeat(candidates: list[Candidate], _: str) -> None:
    """Let a word that surely names somebody in one place name them everywhere (`President Trump`, then `Trump`)."""
    sure = {c.keys for c in candidates if c.score >= KNOWN}
    ends = {keys[-1:] for keys in sure if len(keys) > 1}
    for candidate in candidates:
        if len(candidate.keys) > 1 or candidate.score >= KNOWN:
            continue
        famous = candidate.keys[0] in words("people_famous")
        if (famous or candidate.keys in sure) and "bare_word" in candidate.evidence:
            candidate.evidence.remove("bare_word")
            candidate.evidence.append("sure_elsewhere")
        elif candidate.keys in ends and "surname_of_full_name" in candidate.evidence:
            candidate.evidence.append("sure_elsewhere")


def _beside(other: Candidate) -> list[str]:
    return (
        ["beside_person"]
        if other.score > SURE
        else ["beside_other"]
        if other.score < ACCEPTED and "known_surname" not in other.evidence
        else []
    )


def _relation(candidate: Candidate, full: dict[str, list[tuple[str, ...]]]) -> list[str]:
    """Whether a candidate is part of a full name of the article, or a bare word that is part of none."""
    keys = candidate.keys
    if len(keys) > 1 and keys[0] in PARTICLES:  # `Van Dijk` at the head of a sentence
        keys = keys[1:]
    size = len(keys)
    longer = [name for name in full.get(keys[0], ())[:COMPARED] if len(name) > size]
    if any(name[-size:] == keys for name in longer):
        return ["surname_of_full_name"]
    if any(name[:size] == keys for name in longer):
        return ["given_of_full_name"]
    titled = candidate.before is not None and candidate.before.key in titles()
    if longer or len(candidate.keys) > 1 or titled or keys[0][1:2] == ".":
        return []
    return ["bare_word", *_alone(candidate.evidence)]


def _alone(evidence: list[str]) -> list[str]:
    """What a bare word needs to be a surname that the article takes for known (`Erdogan said`)."""
    if (
        not SPEAKING.isdisjoint(evidence)
        and not NAMELY.isdisjoint(evidence)
        and PLACELIKE.isdisjoint(evidence)
    ):
        return ["known_surname"]
    if "possessive_after" in evidence and HUMAN.isdisjoint(evidence):
        return ["owner_alone"]
    return []
