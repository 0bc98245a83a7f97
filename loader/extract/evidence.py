"""How sure we are that a candidate is a person: the evidence that agrees, each kind with its weight.

The weights (lexicon/people_evidence.tsv) are those of a logistic regression: their sum s gives the confidence
1 / (1 + exp(-s)). Column `alone` serves the first look at full names, `together` the final look at all candidates,
when the full names of the article are known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from loader.extract.names import Candidate, Labels, groups, local_evidence
from loader.lexicon import table

ACCEPTED = 0.5  # a candidate below is no mention


@cache
def weights(column: str) -> dict[str, float]:
    """The weight of each kind of evidence in one column of the table."""
    return {row["evidence"]: float(row[column]) for row in table("people_evidence") if row.get(column)}


def confidence(evidence: Sequence[str], column: str) -> float:
    """The probability, in 0..1, that a candidate with this evidence is a person."""
    table_ = weights(column)
    total = table_.get("bias", 0.0) + sum(table_.get(name, 0.0) for name in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def weigh(candidates: list[Candidate], text: str, labels: Labels) -> None:
    """Give every candidate its evidence and its score."""
    for candidate in candidates:
        candidate.evidence = local_evidence(candidate, text, labels)
    for same in groups(candidates).values():
        _pool(same)
    for candidate in candidates:
        candidate.score = confidence(candidate.evidence, "alone")
    full = _full_names(candidates)
    for candidate in candidates:
        candidate.evidence.extend(_relation(candidate, full))
    for candidate in candidates:
        candidate.score = confidence(candidate.evidence, "together")


def _pool(same: list[Candidate]) -> None:
    """Evidence that the other uses of the same form give."""
    if len(same) > 1:
        marks = [set(c.evidence) for c in same]
        for i, candidate in enumerate(same):
            others = [m for k, m in enumerate(marks) if k != i] if len(same) < 50 else marks
            person = sum(any(e.startswith("person_") for e in m) for m in others) / len(others)
            title = any("title_before" in m for m in others)
            candidate.evidence.append(
                f"others_person_{'most' if person > 0.6 else 'some' if person > 0.2 else 'few'}"
            )
            if title:
                candidate.evidence.append("others_title")
            if any("saying_after" in m for m in others):
                candidate.evidence.append("others_saying")
            if any(e.startswith(("gpe", "org", "norp")) for m in others for e in m):
                candidate.evidence.append("others_place_or_org")
    else:
        same[0].evidence.append("others_none")


def _full_names(candidates: list[Candidate]) -> dict[str, list[tuple[tuple[str, ...], float]]]:
    """Accepted names of two words and more, by each of their words, with their best scores."""
    best: dict[tuple[str, ...], float] = {}
    for c in candidates:
        if len(c.words) > 1 and c.score >= ACCEPTED:
            best[c.keys] = max(best.get(c.keys, 0.0), c.score)
    found: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for keys, score in best.items():
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append((keys, score))
    return found


def _relation(candidate: Candidate, full: dict[str, list[tuple[tuple[str, ...], float]]]) -> list[str]:
    """How a candidate is part of a full name of the article."""
    keys = candidate.keys
    found = []
    for name, score in full.get(keys[0], ()):
        if name == keys or len(name) <= len(keys):
            continue
        sure = "sure" if score > 0.9 else "likely"
        if name[-len(keys) :] == keys:
            found.append(f"last_of_{sure}")
        elif name[: len(keys)] == keys:
            found.append(f"first_of_{sure}")
        else:
            found.append(f"inside_{sure}")
    if found:
        return [max(found, key=lambda f: ("last" in f, "first" in f, "sure" in f, f))]
    return ["related_none"] if len(keys) == 1 else []
