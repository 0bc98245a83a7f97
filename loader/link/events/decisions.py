"""Apply the user's word on which reports are of one event, and refuse what contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loader.link.people.decisions import contradicted
from loader.linked import EventCorrections, ReportMeant
from loader.model import CorpusError

JOINED, APART = "joined by a correction", "kept apart by a correction"

Pair = tuple[int, int, str]  # ids of two reports, where the correction stands


@dataclass(frozen=True, slots=True)
class EventDecisions:
    """Corrections in terms of reports (ids). `unused` tells which corrections matched nothing, and why."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    unused: tuple[str, ...] = ()


def decide_events(said: EventCorrections, found: Mapping[ReportMeant, int]) -> EventDecisions:
    """The corrections, each report meant replaced by the id that was `found`, whatever the order of the lines.

    Raises CorpusError where two contradict each other.
    """
    made: dict[str, list[Pair]] = {"same": [], "different": []}
    unused = []
    for kind, pairs in (("same", said.same), ("different", said.different)):
        for one, other, place in pairs:
            missing = [meant for meant in (one, other) if meant not in found]
            if missing:
                unused.append(f"{place}: this correction matches nothing: no event {_named(missing)}")
            elif found[one] == found[other]:
                unused.append(
                    f"{place}: this correction changes nothing: {one.event!r} and {other.event!r} mean one report;"
                    " add `sentence:` to one of them"
                )
            else:
                a, b = sorted((found[one], found[other]))
                made[kind].append((a, b, place))
    same, different = sorted(made["same"]), sorted(made["different"])
    meant = {id: report for report, id in sorted(found.items(), key=str)}
    for a, b, place, chain in contradicted(same, different):
        raise CorpusError(
            f"{place} says that {_named([meant[a]])} and {_named([meant[b]])} are different events, "
            f"but {chain} makes them the same; keep one of the two"
        )
    return EventDecisions(tuple(same), tuple(different), tuple(unused))


def _named(reports: list[ReportMeant]) -> str:
    """Reports as the user points at them."""
    return " or ".join(
        f"{meant.event!r} in {meant.article!r}" + (f" ({meant.sentence!r})" if meant.sentence else "")
        for meant in reports
    )
