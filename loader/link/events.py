"""Link reports of one event: those of one kind whose time, place and participants agree, within and across articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loader.link.event_rules import Case, agreement, case_of, joined
from loader.link.event_summary import event_of
from loader.model import EventReport, LinkedEvent

LOOK_BACK = 12  # open occasions of a block that a report is compared with: news of one occasion comes in bursts


def link_events(reports: Iterable[EventReport]) -> tuple[LinkedEvent, ...]:
    """One event an occasion, in order of id (the smallest id among its reports).

    Two reports are of one occasion when their type is the same and mode, date, place and status do not contradict each
    other, and `event_rules.agreement` finds enough that they share. The result does not depend on the order of `reports`.
    """
    cases = sorted((case_of(r) for r in reports), key=lambda c: (c.opens, c.report.id))
    clusters = _Clusters(cases)
    for block in _blocks(cases):
        for a, b in _candidates(block):
            clusters.try_join(a, b)
    return tuple(sorted((event_of(members, reason) for members, reason in clusters.groups()), key=lambda e: e.id))


def _blocks(cases: list[Case]) -> Iterator[list[int]]:
    """Indices of the cases that share a key, in order of time, the keys of closest agreement first."""
    keyed: tuple[dict[object, list[int]], ...] = ({}, {}, {}, {})
    for n, case in enumerate(cases):
        for tier, key in case.keys():
            keyed[tier].setdefault(key, []).append(n)
    for tier in keyed:
        for block in tier.values():
            if len(block) > 1:
                yield block


def _candidates(block: list[int]) -> Iterator[tuple[int, int]]:
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

    def try_join(self, a: int, b: int) -> None:
        """Joins the occasions of two reports where they agree and nothing in either contradicts the other."""
        x, y = self._find(a), self._find(b)
        if x == y:
            return
        reason = agreement(self.cases[a], self.cases[b])
        if reason is None:
            return
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
