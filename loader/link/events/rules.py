"""What makes two reports one event, and what forbids it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, hypot, radians

from loader import lexicon
from loader.edtf import bounds
from loader.link.events.words import FIXED, Telling
from loader.linked import EventReport, Party

# Modes that reports of one occasion mix ("held talks", "the meeting"): each is known by the first of its family.
FAMILIES = (
    ("meeting", "talks", "negotiation", "host", "mediation"),
    ("attack", "explosives", "suicide-attack", "aerial", "heavy-weapons"),
    ("arrest", "detain"),
    ("appointment", "nomination"),
    ("agreement", "signing"),
    ("accident", "explosion"),
)
FAMILY: Mapping[str, str] = {mode: family[0] for family in FAMILIES for mode in family}
DEADLY = frozenset(
    {"kill", "die", "dead", "death", "deaths", "perish", "slay", "killing", "killings"}
)  # one death, whichever word tells it
FAR_KM = 60.0  # two named places that lie further apart are two places
BEFORE, AFTER = 10, 4  # days around publication in which an undated report's event is taken to lie
SAME_WORD, SAME_KIND = (
    0.3,
    0.58,
)  # share of weighted words from which reports with the same trigger, or of one kind, are of one event
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTH = 31  # days; a vaguer date does not tell one act of states from the next
AHEAD = 60  # days after publication, for what is planned
Kind = tuple[str, str | None]
Days = tuple[int, int]
EVER = (datetime.date.min.toordinal(), datetime.date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Case:
    """A report, or several joined, as linking compares them.

    `dated` are the first and last day (ordinals) that a stated date allows, or None; `window` those that publication
    allows where no date is stated; `day_of_year` is what a date without a year says; `parties` are keys of those who
    have names (`police` are not always the same); `told` are the words beside the trigger, the countries that take part
    and the place, as `Telling` reads them.
    """

    report: EventReport
    kind: Kind
    dated: Days | None
    window: Days
    day_of_year: str | None
    parties: frozenset[str]
    persons: frozenset[str]
    places: tuple[tuple[str, str | None, float | None, float | None], ...]
    statuses: frozenset[str]
    numbers: Mapping[str, frozenset[str]]
    lands: frozenset[str]
    told: str

    @property
    def days(self) -> Days:
        """The first and the last day on which the event may have been, as far as a year is known."""
        return self.dated or self.window


@cache
def country_names() -> frozenset[str]:
    """The names of countries, without demonyms, casefolded."""
    return frozenset(
        n.casefold() for row in lexicon.table("places_countries") for n in row["names"].split("|")
    )


def kind_of(type_: str, mode: str | None, lemma: str) -> Kind:
    """The kind of a report: those of different kinds are never of one event."""
    return ("", "death") if lemma in DEADLY else (type_, FAMILY.get(mode or "", mode))


def case_of(report: EventReport) -> Case:
    """A report with its interval of days, its keys of parties and its place."""
    dated, day_of_year = days_of(report.date_edtf, report.date_basis)
    place = report.place.casefold() if report.place else None
    return Case(
        report=report,
        kind=kind_of(report.type, report.mode, report.lemma),
        dated=dated,
        window=_window(report.published, report.status),
        day_of_year=day_of_year,
        parties=frozenset(_party(p) for p in report.parties if p.person_id or not p.name[:1].islower()),
        persons=frozenset(_party(p) for p in report.parties if p.person_id),
        places=((place, report.country, report.latitude, report.longitude),) if place else (),
        statuses=_one(report.status),
        numbers=_numbers(report.about),
        lands=frozenset(p.country for p in report.parties if p.country and not p.person_id),
        told=_told(report, place),
    )


def _told(report: EventReport, place: str | None) -> str:
    """The words beside a trigger, then the countries that take part and the place, marked."""
    countries = sorted({FIXED + p.country for p in report.parties if p.country})
    return " ".join((report.about, *countries, *([FIXED + place.replace(" ", "-")] if place else ())))


@cache
def _one(status: str) -> frozenset[str]:
    return frozenset({status})


def _numbers(about: str) -> Mapping[str, frozenset[str]]:
    """The numbers of things in a sentence, by noun."""
    found: dict[str, frozenset[str]] = {}
    for word in about.split() if ":" in about else ():
        number, colon, noun = word.partition(":")
        if colon:
            found[noun] = found.get(noun, frozenset()) | {number}
    return found


def _party(party: Party) -> str:
    return f"@{party.person_id}" if party.person_id else party.name.casefold()


@lru_cache(maxsize=65536)
def days_of(edtf: str | None, basis: str) -> tuple[Days | None, str | None]:
    """The first and last day that a report's date allows, and what a date without a year says.

    The days of publication, with which a lead is dated that says none, are no date.
    """
    if not edtf or (basis == "published" and "/" in edtf):
        return None, None
    start, end, _ = bounds(edtf)
    if start is None and end is None:
        return None, edtf[5:] if edtf.startswith("XXXX-") and "/" not in edtf else None
    first = datetime.date.fromisoformat(start).toordinal() if start else EVER[0]
    last = datetime.date.fromisoformat(end).toordinal() if end else EVER[1]
    return (first, last), None


@lru_cache(maxsize=65536)
def _window(published: str | None, status: str) -> Days:
    if not published:
        return EVER
    day = datetime.date.fromisoformat(published).toordinal()
    return (day - AFTER, day + AHEAD) if status == "planned" else (day - BEFORE, day + AFTER)


def agreement(a: Case, b: Case) -> str | None:
    """Why two reports are taken to be of one event, or None."""
    if a.kind != b.kind or not times_agree(a, b) or not places_agree(a, b):
        return None
    if a.report.article_id == b.report.article_id:
        return _within_article(a, b)
    return _both_dated(a, b) if a.dated and b.dated else _undated(a, b)


def _within_article(a: Case, b: Case) -> str | None:
    shared = a.parties & b.parties
    if len(shared) >= 2:
        return "same parties"
    if a.persons - b.persons and b.persons - a.persons:
        return None  # she held talks with one man, then with another
    if shared and a.report.lemma == b.report.lemma:
        return "same party and word"
    if shared and (a.parties <= b.parties or b.parties <= a.parties):
        return "same party in one article"
    return None if shared else _same_place_and_day(a, b)


def _both_dated(a: Case, b: Case) -> str | None:
    shared = a.parties & b.parties
    persons = shared & a.persons
    if len(shared) >= 2 and (persons or (is_short(a) and is_short(b))):
        return "same parties"
    same_day = a.dated == b.dated and is_day(a)
    if shared and a.report.lemma == b.report.lemma and (persons or same_day):
        return "same party and word"
    if persons and same_day:
        return "same person and day"
    return None if shared else _same_place_and_day(a, b)


def _undated(a: Case, b: Case) -> str | None:
    """Countries meet again and again: without a date, only persons tell that two articles mean one occasion."""
    persons = a.persons & b.persons
    if len(persons) >= 2:
        return "same persons"
    if persons and a.report.lemma == b.report.lemma and _same_spot(a, b):
        return "same person, place and word"
    return _same_place_and_day(a, b) if not a.parties & b.parties else None


def is_day(case: Case) -> bool:
    """Whether a stated date says the day."""
    return case.dated is not None and case.dated[0] == case.dated[1]


def is_short(case: Case) -> bool:
    """Whether a stated date is precise enough to tell one act of states from the next."""
    return case.dated is not None and case.dated[1] - case.dated[0] < MONTH


def _same_spot(a: Case, b: Case) -> bool:
    """Whether both name the same place, and one that is less than a country."""
    return (
        bool(a.places and b.places)
        and a.places[0][0] == b.places[0][0]
        and a.places[0][0] not in country_names()
    )


def _same_place_and_day(a: Case, b: Case) -> str | None:
    """For reports that do not both name parties."""
    if (a.parties and b.parties) or not _same_spot(a, b):
        return None
    same_day = (a.dated == b.dated and is_day(a)) or (
        a.day_of_year is not None and a.day_of_year == b.day_of_year
    )
    return "same place and day" if same_day else None


def alike(a: Case, b: Case, telling: Telling) -> float:
    """How like two reports are by their words, 0 where their time, place or persons differ, or it is too little."""
    if not times_agree(a, b) or differ(a, b) or _is_timeless(a, b) or _is_timeless(b, a):
        return 0.0
    if a.report.article_id != b.report.article_id and not (a.dated and b.dated) and _may_run_on(a, b):
        return 0.0  # the days of a running story are told in the same words
    least = SAME_WORD if a.report.lemma == b.report.lemma else SAME_KIND
    score = telling.shared(a.told, b.told)
    return score if score >= least and places_agree(a, b) else 0.0


def _may_run_on(a: Case, b: Case) -> bool:
    """Whether publication says when two reports, not both dated, may be of, or days of the week tell them apart."""
    if not a.window == b.window == EVER or a.dated or b.dated:
        return True
    ours, theirs = (WEEKDAYS.intersection(case.report.about.split()) for case in (a, b))
    return bool(ours and theirs and not ours & theirs)


def _is_timeless(a: Case, b: Case) -> bool:
    """Whether nothing tells when one was, neither its words nor its article, while the other has its date."""
    apart = a.report.article_id != b.report.article_id
    return apart and a.dated is None and a.window == EVER and b.dated is not None


def differ(a: Case, b: Case) -> bool:
    """Whether two occasions without a person in common are two: other persons, countries, numbers of a thing."""
    if a.persons & b.persons:
        return False
    if (a.persons and b.persons) or (a.lands and b.lands and not a.lands & b.lands):
        return True
    return any(a.numbers[noun].isdisjoint(b.numbers[noun]) for noun in a.numbers.keys() & b.numbers.keys())


def times_agree(a: Case, b: Case) -> bool:
    """Whether both may have been at one time: a stated date is held against the other's publication, and one without
    a year against no year that is known."""
    if a.dated and b.dated:
        return a.dated[0] <= b.dated[1] and b.dated[0] <= a.dated[1]
    if a.day_of_year and b.day_of_year:
        return (
            a.day_of_year == b.day_of_year
            or a.day_of_year.startswith(b.day_of_year)
            or b.day_of_year.startswith(a.day_of_year)
        )
    if a.day_of_year or b.day_of_year:
        yearless, other = (a, b) if a.day_of_year else (b, a)
        return other.dated is None and _falls_within(str(yearless.day_of_year), other.window)
    x, y = a.dated or a.window, b.dated or b.window
    return x[0] <= y[1] and y[0] <= x[1]


def _falls_within(day_of_year: str, days: Days) -> bool:
    """Whether a day or month without a year (`05-21`) falls within an interval of days."""
    if days[1] - days[0] >= 366:
        return True
    return any(
        datetime.date.fromordinal(d).isoformat()[5:].startswith(day_of_year)
        for d in range(days[0], days[1] + 1)
    )


def places_agree(a: Case, b: Case) -> bool:
    """Whether every named place of one may be every named place of the other."""
    return all(_near(p, q) for p in a.places for q in b.places)


def _near(
    p: tuple[str, str | None, float | None, float | None],
    q: tuple[str, str | None, float | None, float | None],
) -> bool:
    if p[0] == q[0] or p[0] in q[0] or q[0] in p[0]:
        return True
    if p[1] and q[1] and p[1] != q[1]:
        return False
    if p[1] and p[1] == q[1] and (p[0] in country_names() or q[0] in country_names()):
        return True
    if p[2] is None or p[3] is None or q[2] is None or q[3] is None:
        return True
    north, east = (p[2] - q[2]) * 111.2, (p[3] - q[3]) * 111.2 * cos(radians(p[2]))
    return hypot(north, east) <= FAR_KM


def joined(a: Case, b: Case) -> Case | None:
    """What two occasions have in common once they are one; None where they contradict each other."""
    if (
        differ(a, b)
        or a.statuses | b.statuses > {"denied"}
        or not times_agree(a, b)
        or not places_agree(a, b)
    ):
        return None
    dated = a.dated or b.dated
    if a.dated and b.dated:
        dated = max(a.dated[0], b.dated[0]), min(a.dated[1], b.dated[1])
    return Case(
        report=min(a.report, b.report, key=lambda r: r.id),
        kind=a.kind,
        dated=dated,
        window=(max(a.window[0], b.window[0]), min(a.window[1], b.window[1]))
        if not dated and _meet(a.window, b.window)
        else a.window,
        day_of_year=a.day_of_year or b.day_of_year,
        parties=a.parties | b.parties,
        persons=a.persons | b.persons,
        places=tuple(sorted({*a.places, *b.places}, key=str))[:8],
        statuses=a.statuses | b.statuses,
        numbers={
            noun: a.numbers.get(noun, frozenset()) | b.numbers.get(noun, frozenset())
            for noun in sorted({*a.numbers, *b.numbers})
        },
        lands=a.lands | b.lands,
        told=a.told,
    )


def _meet(a: Days, b: Days) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
