"""Link the reports of events part by part, so that no more of them are in memory than may be of one event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from loader.link.events.area import Changes, find_area
from loader.link.events.decisions import EventDecisions
from loader.link.events.linking import find_occasions
from loader.link.events.overview import Overview
from loader.link.events.pairs import Place
from loader.link.events.rules import Kind
from loader.link.events.words import Telling
from loader.linked import EventReport, Occasion

Part = tuple[Collection[int], tuple[Occasion, ...], Mapping[int, EventReport]]
"""Some reports (ids), all occasions that they tell of, and those of them that were read whole."""

MOST = 0.2  # of all reports, up to which linking those near a change is faster than linking all


class Reports(Protocol):
    """Where all reports are, as they are now."""

    def of(self, ids: Iterable[int], *, words: bool = False) -> Mapping[int, EventReport]:
        """Those of some ids, with the words around their triggers, if wanted."""

    def named(self, articles: Collection[int], persons: Collection[str]) -> Iterable[tuple[Place, int]]:
        """Those of articles (ids) and persons (ids), each as (the place of the two, id of the report)."""

    def corrected(self) -> Collection[int]:
        """The ids of those whose events, before the change, a correction made."""


def occasions_of_all(overview: Overview, reports: Reports, said: EventDecisions) -> Iterator[Part]:
    """The occasions of all reports, kind by kind."""
    telling = Telling(len(overview), overview.counts)
    for ids in overview.groups(said):
        own = reports.of(ids, words=True)
        yield ids, find_occasions(own.values(), telling, said), own


def occasions_near(
    overview: Overview,
    reports: Reports,
    before: Mapping[int, EventReport],
    after: Mapping[int, EventReport],
    said: EventDecisions,
) -> list[Part] | None:
    """The occasions that a change can touch: some reports (by id) were those `before` and are now those `after`.

    None where so much is touched that all must be linked. What the user said must be what was said before.
    """
    most = int(MOST * len(overview))
    then, now = overview.tellings(before, after)
    if then.reports != now.reports or len(before) + len(after) > most:
        return None
    words = {word for report in (*before.values(), *after.values()) for word in report.about.split()}
    others = {*overview.having([word for word in words if then.weight(word) != now.weight(word)]).tolist()}
    if said.same or said.different or said.unused:
        others |= {*reports.corrected(), *(id for a, b, _ in (*said.same, *said.different) for id in (a, b))}
    if len(others) > most:
        return None

    def fetch(places: Collection[tuple[Kind, Place]], known: Collection[int]) -> Iterable[EventReport]:
        return reports.of(overview.at(places, reports.named).difference(known)).values()

    changes = Changes(before, after, reports.of(others - after.keys()), then, now)
    area = find_area(changes, fetch, most)
    if area is None:
        return None
    return [(area.inside, find_occasions(area.known, now, said, area.inside), {})]
