"""Link reports of one event: those of one kind whose time, place and participants agree, within and across articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from loader.link.event_rules import Case, agreement, alike, case_of, joined, same_words, weights_of
from loader.link.event_summary import event_of
from loader.linked import EventReport, LinkedEvent

SAMPLE = 4  # reports of an occasion that speak for it when two are compared as wholes
LEAST_SHARED = 2  # of the rare words of two reports, before all are compared
ON_THE_WHOLE = 0.25  # mean likeness from which two occasions are one
LOOK_BACK = (
    12  # open occasions of a block that a report is compared with: news of one occasion comes in bursts
)


def link_events(reports: Iterable[EventReport]) -> tuple[LinkedEvent, ...]:
    """One event an occasion, in order of id (the smallest id among its reports).

    Two reports are of one occasion when their type is the same and mode, date, place and status do not contradict each
    other, and they share enough: parties (`event_rules.agreement`), else words (`event_rules.alike`), the likest first.
    The result does not depend on the order of `reports`.
    """
    some = sorted(reports, key=lambda r: r.id)
    weights = weights_of(some)
    cases = sorted((case_of(r, weights) for r in some), key=lambda c: (c.opens, c.report.id))
    clusters = _Clusters(cases)
    for block in _tiers(cases):
        for a, b in _candidates(block):
            clusters.join_by_parties(a, b)
    for _, a, b in sorted(_likest(cases)):
        clusters.join_by_words(a, b)
    return tuple(
        sorted((event_of(members, reason) for members, reason in clusters.groups()), key=lambda e: e.id)
    )


def _likest(cases: list[Case]) -> Iterator[tuple[float, int, int]]:
    """(less the likeness, index, index) of reports that are alike by their words, each pair once."""
    near: dict[int, list[int]] = {}
    for block in _blocks((n, key) for n, case in enumerate(cases) for key in case.word_blocks()):
        for place, b in enumerate(block):
            near.setdefault(b, []).extend(block[max(0, place - LOOK_BACK) : place])
    for b, earlier in near.items():
        for a, words in Counter(earlier).items():
            if words >= LEAST_SHARED and (score := alike(cases[a], cases[b])):
                yield -score, a, b


def _tiers(cases: list[Case]) -> Iterator[list[int]]:
    """The blocks of cases that share parties, or place and day, the keys of closest agreement first."""
    keyed: dict[int, list[tuple[int, object]]] = {}
    for n, case in enumerate(cases):
        for tier, key in case.blocks():
            keyed.setdefault(tier, []).append((n, key))
    for tier in sorted(keyed):
        yield from _blocks(keyed[tier])


def _blocks(keyed: Iterable[tuple[int, object]]) -> Iterator[list[int]]:
    """The indices that share a key, in order of time."""
    blocks: dict[object, list[int]] = {}
    for n, key in keyed:
        blocks.setdefault(key, []).append(n)
    return (block for block in blocks.values() if len(block) > 1)


def _candidates(block: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a block, each with those shortly before it."""
    for place, b in enumerate(block):
        for a in block[max(0, place - LOOK_BACK) : place][::-1]:
            yield a, b


class _Clusters:
    """Occasions as they grow: a union of reports, each kept free of contradictions."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.leader = list(range(len(cases)))
        self.members: dict[int, list[int]] = {}
        self.merged: dict[int, Case] = {}
        self.reasons: dict[int, set[str]] = {}

    def _find(self, n: int) -> int:
        while self.leader[n] != n:
            self.leader[n] = self.leader[self.leader[n]]
            n = self.leader[n]
        return n

    def join_by_parties(self, a: int, b: int) -> None:
        """Joins the occasions of two reports that share parties."""
        x, y = self._find(a), self._find(b)
        if x != y and (reason := agreement(self.cases[a], self.cases[b])):
            self._join(x, y, reason)

    def join_by_words(self, a: int, b: int) -> None:
        """Joins the occasions of two reports that are alike, where their other reports are so on the whole."""
        x, y = self._find(a), self._find(b)
        if x == y:
            return
        ours, theirs = self.members.get(x, [x])[:SAMPLE], self.members.get(y, [y])[:SAMPLE]
        scores = [same_words(self.cases[m], self.cases[n]) for m in ours for n in theirs]
        if sum(scores) / len(scores) >= ON_THE_WHOLE:
            self._join(x, y, "same words")

    def _join(self, x: int, y: int, reason: str) -> None:
        """Makes two occasions one, unless something in one contradicts the other."""
        union = joined(self.merged.get(x, self.cases[x]), self.merged.get(y, self.cases[y]))
        if union is None:
            return
        x, y = min(x, y), max(x, y)
        self.leader[y] = x
        self.merged[x] = union
        self.members[x] = self.members.get(x, [x]) + self.members.pop(y, [y])
        self.reasons[x] = self.reasons.get(x, set()) | self.reasons.pop(y, set()) | {reason}

    def groups(self) -> Iterator[tuple[list[EventReport], tuple[str, ...]]]:
        """The reports of each occasion by id, and why they are together."""
        for n in range(len(self.cases)):
            if self._find(n) == n:
                members = sorted((self.cases[m].report for m in self.members.get(n, [n])), key=lambda r: r.id)
                yield members, tuple(sorted(self.reasons.get(n, ())))
