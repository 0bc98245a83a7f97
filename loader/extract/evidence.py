"""How sure we are that a candidate is a person: the evidence that agrees, each kind with its weight.

The weights (lexicon/people_evidence.tsv) are those of a logistic regression: their sum s gives the confidence
1 / (1 + exp(-s)). Column `alone` serves the first look at full names, `together` the final look at all candidates,
when the full names of the article are known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from loader.extract.annotations import Annotations
from loader.extract.name_context import local_evidence
from loader.extract.name_words import titles
from loader.extract.names import Candidate
from loader.lexicon import table

COMPARED = 100  # full names with a word that are looked at; only lists of names have more
ACCEPTED = 0.5  # a candidate below is no mention
BESIDE = frozenset((", ", " and ", ", and ", " & ", " or ", " with "))
SIGNS = {
    "person": (" person_",),
    "title": (
        " honorific_before",
        " style_before",
        " rank_before",
        " role_before",
        " lower_role_before",
        " kin_",
        " age_after",
        " who_after",
    ),
    "speaks": (" speaks_", " acts_"),
    "place": (" place_", " org_", " norp_", " large_place"),
}


@cache
def weights(column: str) -> dict[str, float]:
    """The weight of each kind of evidence in one column of the table."""
    return {row["evidence"]: float(row[column]) for row in table("people_evidence") if row.get(column)}


def confidence(evidence: Sequence[str], column: str) -> float:
    """The probability, in 0..1, that a candidate with this evidence is a person."""
    table_ = weights(column)
    total = table_.get("bias", 0.0) + sum(table_.get(name, 0.0) for name in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def weigh(candidates: list[Candidate], notes: Annotations) -> None:
    """Give every candidate its evidence and its score."""
    gather(candidates, notes)
    for candidate in candidates:
        candidate.score = confidence(candidate.evidence, "alone")
    relate(candidates, notes.doc.text)
    for candidate in candidates:
        candidate.score = confidence(candidate.evidence, "together")


def gather(candidates: list[Candidate], notes: Annotations) -> None:
    """Collect what each place and the other uses of a name say."""
    doc = notes.doc
    text = doc.text
    for candidate in candidates:
        token = doc[notes.index(candidate.words[-1].end - 1)]
        candidate.evidence = local_evidence(candidate, text, notes, token)
    by_form: dict[tuple[str, ...], list[Candidate]] = {}
    by_last: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        candidate.signs = _signs(candidate.evidence)
        by_form.setdefault(candidate.keys, []).append(candidate)
        by_last.setdefault(candidate.keys[-1], []).append(candidate)
    for name, pools in (("form", by_form.values()), ("word", by_last.values())):
        for same in pools:
            _pool(name, same)


def _signs(evidence: list[str]) -> tuple[int, ...]:
    """For each kind of sign, 1 where the evidence holds it."""
    joined = " " + " ".join(evidence)
    return tuple(int(any(start in joined for start in starts)) for starts in SIGNS.values())


def _pool(name: str, same: list[Candidate]) -> None:
    """Add the evidence that the other uses of a form, or of its last word, give."""
    others = len(same) - 1
    if not others:
        same[0].evidence.append(f"{name}_once")
        return
    totals = [sum(column) for column in zip(*(c.signs for c in same), strict=True)]
    for candidate in same:
        shares = [(total - own) / others for total, own in zip(totals, candidate.signs, strict=True)]
        for sign, share in zip(SIGNS, shares, strict=True):
            if sign == "person":
                candidate.evidence.append(
                    f"{name}_person_{'most' if share > 0.6 else 'some' if share > 0.2 else 'few'}"
                )
            elif share:
                candidate.evidence.append(f"{name}_{sign}_{'often' if share > 0.4 else 'once'}")


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


def relate(candidates: list[Candidate], text: str) -> None:
    """Add what the accepted full names, and the candidates beside it in a list, say about each candidate."""
    full = _full_names(candidates)
    added = []
    for i, candidate in enumerate(candidates):
        found = _relation(candidate, full)
        for other in candidates[max(0, i - 1) : i] + candidates[i + 1 : i + 2]:
            a, b = sorted((candidate, other), key=lambda c: c.start)
            if text[a.end : b.start] in BESIDE:
                found.append(
                    f"beside_{'person' if other.score > 0.8 else 'other' if other.score < 0.2 else 'maybe'}"
                )
        added.append(found)
    for candidate, found in zip(candidates, added, strict=True):
        candidate.evidence.extend(found)


def _relation(candidate: Candidate, full: dict[str, list[tuple[tuple[str, ...], float]]]) -> list[str]:
    """How a candidate is part of a full name of the article."""
    keys = candidate.keys
    found = []
    for name, score in full.get(keys[0], ())[:COMPARED]:
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
    if len(keys) > 1:
        return []
    before = candidate.before
    if before is not None and before.kind == "title":
        return [f"related_none_after_{titles().get(before.key, {}).get('kind', 'title')}"]
    return ["related_none"]
