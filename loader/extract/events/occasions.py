"""Tell which reports of one article are of the same occasion, so that each may lend the others what it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loader.extract.events.named import Named
from loader.extract.events.setting import When, Where
from loader.extract.events.triggers import Trigger

MEETINGS = frozenset({"meeting", "talks", "negotiation", "host", "phone"})
YEAR = 4  # characters of a date that says no more than the year
LOOK_BACK = 40  # reports
GATHERINGS = frozenset({"summit", "conference", "session"})
MISHAPS = frozenset({"accident", "disaster", "explosion"})
LEAD = 2  # paragraphs after the headline in which a report tells its news
FATAL = frozenset({"kill", "firearms", "primitive", "assassinate", "attack", "explosives", "suicide-attack"})


@dataclass(slots=True)
class Report:
    """What is known so far of one trigger's event; `basis` says how near its parties, date and place stand."""

    trigger: Trigger
    lemma: str
    status: str
    parties: list[tuple[str, Named]]
    when: When | None
    where: Where | None
    paragraph: int
    definite: bool
    is_noun: bool
    borrowed: str = "clause"
    occasion: int = field(default=-1)
    published: str | None = None  # the days of publication, where nothing says when and the sense allows them
    follows: Report | None = (
        None  # that of those whom it calls `the two sides`, or of the visit that it was part of
    )


def alike(a: Report, b: Report) -> bool:
    """Whether two reports tell of the same kind of event."""
    x, y = a.trigger.entry, b.trigger.entry
    if x.type != y.type:
        return False
    return (
        x.mode == y.mode
        or {x.mode, y.mode} <= MEETINGS
        or (x.type == "ASSAULT" and {x.mode, y.mode} <= FATAL)
    )


def group(reports: list[Report]) -> None:
    """Gives every report the number of its occasion, each as near as possible to the one before."""
    occasions: list[list[Report]] = []
    for n, report in enumerate(reports):
        near = reports[max(0, n - LOOK_BACK) : n][::-1]
        fitting = (
            r for r in near if _same(report, r) and all(_agree(report, m) for m in occasions[r.occasion])
        )
        earlier = next(fitting, None)
        if earlier is None:
            report.occasion = len(occasions)
            occasions.append([report])
        else:
            report.occasion = earlier.occasion
            if report.when or report.where:
                occasions[report.occasion].append(report)


def _agree(a: Report, b: Report) -> bool:
    """Whether neither the dates nor the places of two reports contradict each other."""
    if a.when and b.when and a.when.date.edtf != b.when.date.edtf:
        return False
    return not (a.where and b.where) or _near(a.where, b.where)


def _same(report: Report, earlier: Report) -> bool:
    if not alike(report, earlier) or report.status != earlier.status or not _agree(report, earlier):
        return False
    follows = report.follows
    if follows and earlier.trigger.i < follows.trigger.i and earlier.occasion != follows.occasion:
        return False
    mine, theirs = report.parties, earlier.parties
    near = report.paragraph == earlier.paragraph
    same_word = report.lemma == earlier.lemma or report.trigger.entry.mode == "visit"
    if not mine or not theirs:
        if report.is_noun and report.when and not earlier.when and len(report.when.date.edtf) == YEAR:
            return False  # `the 1983 bombings` are not what was just told
        if report.lemma in GATHERINGS and earlier.trigger.entry.mode in ("phone", "host"):
            return False
        meet = report.trigger.entry.type == "CONSULT"
        return report.definite or (near and (report.lemma == earlier.lemma or (meet and not theirs)))
    shared = sum(any(same_party(p, q) for _, q in theirs) for _, p in mine)
    if shared >= 2 or (shared == len(mine) == len(theirs)):
        return True
    return shared > 0 and shared == min(len(mine), len(theirs)) and (near or report.definite or same_word)


def same_party(a: Named, b: Named) -> bool:
    """Whether two parties may be one: equal, or a country and someone of it."""
    if a.person is not None and b.person is not None:
        return a.person == b.person
    if "group" in (a.kind, b.kind):
        return False  # police are not always the same police
    if a.name == b.name:
        return True
    return bool(a.country) and a.country == b.country and "place" in (a.kind, b.kind)


def _near(a: Where, b: Where) -> bool:
    if a.name == b.name or a.place is None or b.place is None:
        return True
    return a.place.country == b.place.country and "country" in (a.place.kind, b.place.kind)


def retype(reports: Sequence[Report]) -> None:
    """Makes accidents of the deaths that nobody dealt, where the lead tells of an accident and of no attack."""
    lead = [r for r in reports if r.paragraph <= LEAD]
    dealt = [r for r in lead if r.trigger.entry.type == "ASSAULT" and not _is_suffered(r)]
    mishap = next((r.trigger.entry for r in lead if r.trigger.entry.mode in MISHAPS), None)
    if mishap is None or dealt:
        return
    for r in reports:
        if _is_suffered(r):
            entry = replace(r.trigger.entry, type=mishap.type, mode=mishap.mode)
            r.trigger = replace(r.trigger, entry=entry)


def _is_suffered(report: Report) -> bool:
    """Whether a report tells of dead or wounded without anybody who did it."""
    entry = report.trigger.entry
    acting = any(role in ("actor", "both") for role, _ in report.parties)
    return entry.type == "ASSAULT" and entry.mode in ("kill", "injure") and not acting


def lend(reports: list[Report]) -> None:
    """Fills in from the same occasion what a report lacks: date, place, and the parties of a noun."""
    members: dict[int, list[Report]] = {}
    for report in reports:
        members.setdefault(report.occasion, []).append(report)
    for some in members.values():
        when = next((r.when for r in some if r.when), None)
        where = next((r.where for r in some if r.where and r.where.place), None) or next(
            (r.where for r in some if r.where), None
        )
        fullest = max(some, key=lambda r: len(r.parties))
        for report in some:
            basis = "paragraph" if report.paragraph == fullest.paragraph else "article"
            if report.when is None and when is not None:
                report.when = When(when.date, basis)
            if report.where is None and where is not None:
                report.where = Where(where.name, where.start, where.end, where.place, basis)
            if report.is_noun and len(report.parties) < min(2, len(fullest.parties)):
                report.parties, report.borrowed = list(fullest.parties), basis
    for report in reports:
        if (earlier := report.follows) is not None:
            if report.when is None and earlier.when is not None:
                report.when = When(earlier.when.date, "article")
            if report.where is None and earlier.where is not None:
                report.where = replace(earlier.where, basis="article")
