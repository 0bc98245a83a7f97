"""What makes two reports one event, and what forbids it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from math import cos, hypot, log, radians

from loader import lexicon
from loader.edtf import bounds
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
    0.55,
)  # share of weighted words from which reports with the same trigger, or of one kind, are of one event
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTH = 31  # days; a vaguer date does not tell one act of states from the next
ENOUGH = 2  # persons of a report that need no words beside them to be linked by
LEAST_WORDS = 400  # a sentence that says less than this beside its trigger is like any other
MOST_WORDS = 12  # the words of a report that make blocks, the rarest ones
AHEAD = 60  # days after publication, for what is planned
MOST_PARTIES = 6
EVER = (datetime.date.min.toordinal(), datetime.date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Case:
    """A report, or several joined, as linking compares them.

    `dated` are the first and last day (ordinals) that a stated date allows, or None; `window` those that publication
    allows where no date is stated; `day_of_year` is what a date without a year says; `parties` are keys of those who
    have names (`police` are not always the same).
    """

    report: EventReport
    kind: tuple[str, str | None]
    dated: tuple[int, int] | None
    window: tuple[int, int]
    day_of_year: str | None
    parties: frozenset[str]
    persons: frozenset[str]
    places: tuple[tuple[str, str | None, float | None, float | None], ...]
    statuses: frozenset[str]
    numbers: Mapping[str, frozenset[str]]
    lands: frozenset[str]

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day on which the event may have been, as far as a year is known."""
        return self.dated or self.window

    def blocks(self) -> Iterator[tuple[int, Hashable, Hashable]]:
        """(tier, key, key) of the blocks in which the case is compared: the lower the tier, the more it says."""
        some = sorted(self.parties)[:MOST_PARTIES]
        for one, other in combinations(some, 2):
            yield 0, one, other
        report = self.report
        for name in some:
            yield 1, name, report.article_id
            if name in self.persons:
                yield 2, name, report.lemma
            if self.dated and self.dated[0] == self.dated[1]:
                yield 2, name, self.dated[0]
        if self.places:
            place = self.places[0][0]
            if self.dated and self.dated[0] == self.dated[1]:
                yield 3, place, self.dated[0]
            elif self.day_of_year:
                yield 3, place, self.day_of_year


@cache
def country_names() -> frozenset[str]:
    """The names of countries, without demonyms, casefolded."""
    return frozenset(
        n.casefold() for row in lexicon.table("places_countries") for n in row["names"].split("|")
    )


class Telling:
    """What the words beside the triggers of `reports` tell.

    The weight of a word is a hundred times the logarithm of one in so many reports; words of a single report tell
    nothing. (Whole numbers add up to the same in any order.)
    """

    def __init__(self, reports: Sequence[EventReport]) -> None:
        counts = Counter(word for report in reports for word in _words(report))
        self._weights = {word: round(100 * log(len(reports) / n)) for word, n in counts.items() if n > 1}
        self.weighed = lru_cache(maxsize=65536)(self._weighed)

    def _weighed(self, report: EventReport) -> tuple[Mapping[str, int], int]:
        """The words of a report with their weights, and the sum of these."""
        words = {word: self._weights[word] for word in _words(report) if word in self._weights}
        return words, sum(words.values())

    def rarest(self, report: EventReport) -> list[str]:
        """The words of a report that tell most."""
        words = {word: self._weights[word] for word in _words(report) if word in self._weights}
        return sorted(words, key=lambda word: (-words[word], word))[:MOST_WORDS]


def _words(report: EventReport) -> set[str]:
    """The words beside a trigger, with the countries that take part (`=IN`) and where it was."""
    some = {*report.about.split(), *(f"={p.country}" for p in report.parties if p.country)}
    if report.place:
        some.add(f"~{report.place.casefold()}")
    return some


def _kind(report: EventReport) -> tuple[str, str | None]:
    if report.lemma in DEADLY:
        return "", "death"
    return report.type, FAMILY.get(report.mode or "", report.mode)


def case_of(report: EventReport) -> Case:
    """A report with its interval of days, its keys of parties and its place."""
    dated, day_of_year = _days(_stated(report))
    place = report.place.casefold() if report.place else None
    return Case(
        report=report,
        kind=_kind(report),
        dated=dated,
        window=_window(report.published, report.status),
        day_of_year=day_of_year,
        parties=frozenset(_party(p) for p in report.parties if p.person_id or not p.name[:1].islower()),
        persons=frozenset(_party(p) for p in report.parties if p.person_id),
        places=((place, report.country, report.latitude, report.longitude),) if place else (),
        statuses=_one(report.status),
        numbers=_numbers(report.about),
        lands=frozenset(p.country for p in report.parties if p.country and not p.person_id),
    )


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


def _stated(report: EventReport) -> str | None:
    """The date of a report; not the days of publication, with which a lead is dated that says none."""
    fallback = report.date_basis == "published" and report.date_edtf is not None and "/" in report.date_edtf
    return None if fallback else report.date_edtf


@lru_cache(maxsize=65536)
def _days(edtf: str | None) -> tuple[tuple[int, int] | None, str | None]:
    if not edtf:
        return None, None
    start, end, _ = bounds(edtf)
    if start is None and end is None:
        return None, edtf[5:] if edtf.startswith("XXXX-") and "/" not in edtf else None
    first = datetime.date.fromisoformat(start).toordinal() if start else EVER[0]
    last = datetime.date.fromisoformat(end).toordinal() if end else EVER[1]
    return (first, last), None


@lru_cache(maxsize=65536)
def _window(published: str | None, status: str) -> tuple[int, int]:
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
    if len(shared) >= 2 and (persons or (_is_short(a) and _is_short(b))):
        return "same parties"
    same_day = a.dated == b.dated and _is_day(a)
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


def _is_day(case: Case) -> bool:
    return case.dated is not None and case.dated[0] == case.dated[1]


def _is_short(case: Case) -> bool:
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
    same_day = (a.dated == b.dated and _is_day(a)) or (
        a.day_of_year is not None and a.day_of_year == b.day_of_year
    )
    return "same place and day" if same_day else None


def same_words(a: Case, b: Case, telling: Telling) -> float:
    """How much of what the shorter of two sentences says beside the trigger is in the other, from 0 to 1."""
    (ours, weight), (theirs, other) = telling.weighed(a.report), telling.weighed(b.report)
    least = min(weight, other)
    if least < LEAST_WORDS:
        return 0.0
    return sum(map(ours.__getitem__, ours.keys() & theirs.keys())) / least


def alike(a: Case, b: Case, telling: Telling) -> float:
    """How like two reports are by their words, 0 where their time, place or persons differ, or it is too little."""
    if not times_agree(a, b) or differ(a, b) or _is_timeless(a, b) or _is_timeless(b, a):
        return 0.0
    if a.report.article_id != b.report.article_id and not (a.dated and b.dated) and _may_run_on(a, b):
        return 0.0  # the days of a running story are told in the same words
    least = SAME_WORD if a.report.lemma == b.report.lemma else SAME_KIND
    score = same_words(a, b, telling)
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


def _falls_within(day_of_year: str, days: tuple[int, int]) -> bool:
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
    )


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
