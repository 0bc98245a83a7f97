"""Make one event from its reports: the most precise date and place, every party, and a line that a person can read."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from loader import lexicon
from loader.edtf import bounds
from loader.link.events.rules import country_names
from loader.linked import EventReport, LinkedEvent, Party

PRECISION = {"day": 0, "range": 1, "week": 1, "month": 2, "year": 3, "decade": 4, "unknown": 5}
STANDING = ("happened", "planned", "denied")
BASIS = ("stated", "relative", "published", "none")
ACTING, ACTED_ON = ("actor", "host"), ("recipient",)
MOST_NAMES = 4
MOST_WORDS, MOST_BEFORE = 8, 6  # of a report's words that make a title; those before its trigger
CUT = 80  # characters from which a side of a sentence was cut short, and its outermost word with it
CLAUSE_END = re.compile(r"[,;:.!?](?=\s|$)|[\"\u201c\u201d()\u2014]|\s[-\u2013]\s|\n")
MARKS = " '\u2018\u2019-,.;:"
SMALL = frozenset(
    "a an and are as at be been being but by for from had has have he her his if in into is it its of on or our she"
    " so than that the their they this to under was we were when where which while who will with would".split()
)
OPENING = frozenset(
    {"a", "an", "and", "but", "or", "so", "that", "the", "then", "when", "where", "which", "while", "who"}
)
AUXILIARIES = frozenset(
    {"am", "are", "be", "been", "being", "had", "has", "have", "is", "not", "was", "were", "will"}
)
PERSONAL = frozenset(
    "abduct appointment arrest assassinate beat charge deport detain dismissal expulsion extradition firearms injure"
    " injury kill nomination pardon release rescue sexual torture".split()
)  # what is done to people: never to the country or the body that they are named by ("two Norwegian diplomats")
BUILDING = re.compile(
    r"(?i)\b(headquarters|ministry|house|palace|library|embassy|university|office|hotel|airport|kremlin|pentagon)\b"
)


def event_of(reports: Sequence[EventReport], reasons: Sequence[str]) -> LinkedEvent:
    """The event that `reports` (of one occasion, in order of id) tell of; `reasons` say why they are together."""
    first = reports[0]
    status = min((r.status for r in reports), key=STANDING.index)
    dated = min((r for r in reports if r.date_edtf), key=_date_rank, default=None)
    placed = _place(reports)
    edtf = dated.date_edtf if dated else None
    start, end, precision = bounds(edtf) if edtf else (None, None, "unknown")
    participants = _participants(reports)
    mode = Counter(sorted(r.mode or "" for r in reports)).most_common(1)[0][0] or None
    return LinkedEvent(
        id=first.id, type=first.type, mode=mode, status=status,
        date_edtf=edtf, date_start=start, date_end=end, date_precision="range" if precision == "week" else precision,
        date_basis=dated.date_basis if dated else "none",
        place=placed.place if placed else None, country=placed.country if placed else None,
        latitude=placed.latitude if placed else None, longitude=placed.longitude if placed else None,
        summary=summary(
            first.type, mode, status, participants, placed.place if placed else None,
            when=_when(dated) if dated else "", said=wording(first),
        ),
        members=tuple(r.id for r in reports), participants=participants, reason=_reason(reports, reasons),
    )  # fmt: skip


def _when(report: EventReport) -> str:
    """The date of a report as its title says it; of one that gives none, the day on which it was published."""
    first, mark, last = (report.date_edtf or "").partition("/")
    if report.date_basis == "published" and mark:
        return f"reported {readable(last)}"
    return readable(first + mark + last)


def _date_rank(report: EventReport) -> tuple[int, int, str, int]:
    edtf = report.date_edtf or ""
    _, _, precision = bounds(edtf)
    return PRECISION[precision], BASIS.index(report.date_basis), edtf, report.id


def _place(reports: Sequence[EventReport]) -> EventReport | None:
    """The report with the place named most often, one that can be put on a map before one that cannot."""
    named = [r for r in reports if r.place]
    counts = Counter(r.place for r in named)
    return min(named, key=lambda r: (r.latitude is None, -counts[r.place], r.place or "", r.id), default=None)


def _participants(reports: Sequence[EventReport]) -> tuple[Party, ...]:
    """Every party once, with the role given most often, in the order in which reports first name them.

    A country goes that another report names where the first names its person: "met Pakistani leaders" of the meeting
    with Pakistan's army chief tells of nobody else.
    """
    roles: dict[str, Counter[str]] = {}
    seen: dict[str, Party] = {}
    for report in reports:
        for party in report.parties:
            key = party.person_id or party.name.casefold()
            old = seen.setdefault(key, party)
            if len(party.name) > len(old.name) or (old.country is None and party.country):
                seen[key] = Party(
                    max(party.name, old.name, key=lambda n: (len(n), n)),
                    "",
                    old.country or party.country,
                    old.person_id,
                )
            roles.setdefault(key, Counter())[party.role] += 1
    parties = [
        Party(p.name, min(roles[k], key=lambda role: (-roles[k][role], role)), p.country, p.person_id)
        for k, p in seen.items()
    ]
    people = {(p.country, p.role) for p in parties if p.person_id and p.country}
    together = {c for report in reports for c in _with_their_people(report)}
    return tuple(
        p
        for p in parties
        if p.person_id
        or p.country in together
        or (p.country, p.role) not in people
        or p.name.casefold() not in country_names()
    )


def _with_their_people(report: EventReport) -> set[str]:
    """The countries that a report names as parties beside people of theirs."""
    own = {p.country for p in report.parties if p.person_id and p.country}
    return own & {p.country for p in report.parties if not p.person_id and p.country}


def _reason(reports: Sequence[EventReport], reasons: Sequence[str]) -> str:
    articles = len({r.article_id for r in reports})
    told = f"{len(reports)} reports in {articles} article{'s' if articles > 1 else ''}"
    return ": ".join(filter(None, (told if len(reports) > 1 else "one report", ", ".join(reasons))))


def wording(report: EventReport) -> str:
    """The words of a report around its trigger, at most `MOST_WORDS`.

    They begin with the clause, or with the trigger where that is too far back: a subject is never cut in two (not
    `Mayor Lee resigned` from `the aide to Mayor Lee resigned`).
    """
    after = CLAUSE_END.split(report.after, maxsplit=1)[0].split()
    parts = CLAUSE_END.split(report.before)
    whole = len(parts) > 1 or len(report.before) < CUT
    if len(after) > 1 and len(report.after) >= CUT and len(after) <= MOST_WORDS:
        after = after[:-1]
    before = parts[-1].split()
    while whole and before and before[0].casefold() in OPENING:
        before = before[1:]
    if not whole or len(before) > MOST_BEFORE:
        first = len(before)
        while first > 0 and before[first - 1].casefold() in AUXILIARIES:
            first -= 1
        before = before[first:]
    words = (before + after)[:MOST_WORDS]
    while len(words) > len(before) + 1 and words[-1].casefold() in SMALL:
        words.pop()
    return " ".join(words).strip(MARKS)


@cache
def _lines() -> Mapping[tuple[str, str], dict[str, str]]:
    return {(row["type"], row["mode"]): row for row in lexicon.table("events_summaries")}


def summary(
    type_: str,
    mode: str | None,
    status: str,
    parties: Sequence[Party],
    place: str | None,
    *,
    when: str = "",
    said: str = "",
) -> str:
    """One readable line: who did what to whom, where, when ("Wang met Li in Oslo, 30 Nov 2020").

    Where nobody is named, or no phrase is known for the mode, the report's own words (`said`) say what happened.
    """
    row = _lines().get((type_, mode or "")) or _lines().get((type_, ""))
    between = [p.name for p in parties if p.role == "mediator"]
    a = list(between) if mode == "mediation" else []
    a += [p.name for p in parties if p.role in ACTING]
    b = [p.name for p in parties if p.role in ACTED_ON]
    both = [p.name for p in parties if p.role == "both"]
    if both:
        a, b = (both[:1] + a, both[1:] + b)
    column = "a_and_b" if a and b else "a_only" if a else "b_only" if b else "nobody"
    unclear = mode in PERSONAL and any(p.role in ACTED_ON and p.person_id is None for p in parties)
    if said and (row is None or unclear or column == "nobody"):
        line = _in_its_words(row["nobody"] if row else "", a if unclear else a + b, said)
    elif row is None:
        word = (mode or type_).replace("-", " ").capitalize()
        line = f"{word}: {_names(a + b)}" if a or b else word
    else:
        line = row[column].format(a=_names(a), b=_names(b))
        if column == "b_only" and len(b) > 1:
            line = line.replace(" was ", " were ", 1)
    line = line[0].upper() + line[1:]
    if between and mode != "mediation":
        line += f", mediated by {_names(between)}"
    if place and place not in line:
        line += f" at {place}" if BUILDING.search(place) else f" in {place}"
    if status != "happened":
        line += f" ({status})"
    return f"{line}, {when}" if when else line


def _in_its_words(kind: str, names: Sequence[str], said: str) -> str:
    """The title of a report in its own words, after the parties that they leave out."""
    left_out = [name for name in names if name.split()[-1].casefold() not in said.casefold()]
    if left_out:
        return f"{_names(left_out)}: \u201c{said}\u201d"
    if said.split()[0].casefold() in AUXILIARIES or (said[0].islower() and kind and len(said.split()) < 2):
        return f"{kind or 'Report'}: \u201c{said}\u201d"
    return said[0].upper() + said[1:]


def _names(names: Sequence[str]) -> str:
    some = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        some.append("others")
    return " and ".join([", ".join(some[:-1]), some[-1]]) if len(some) > 1 else "".join(some)


def readable(edtf: str) -> str:
    """A date as people write it: `30 Nov 2020`, `9 to 12 Jun 2022`, `21 May`, `Nov 2020`."""
    if "/" in edtf:
        left, _, right = edtf.partition("/")
        if left in ("..", ""):
            return f"until {_one(right)}"
        if right in ("..", ""):
            return f"from {_one(left)}"
        x, y = _one(left), _one(right)
        if left[:8] == right[:8] and len(left) == len(right) == 10:
            x = x.split(" ")[0]
        return f"{x} to {y}"
    return _one(edtf)


def _one(value: str) -> str:
    value = value.rstrip("~?%")
    match = re.fullmatch(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?", value)
    if not match:
        return value
    year, month, day = match.groups()
    parts = [str(int(day))] if day and day.isdigit() else []
    if month and month.isdigit() and 1 <= int(month) <= 12:
        parts.append(datetime.date(2000, int(month), 1).strftime("%b"))
    elif month:
        return value
    return " ".join([*parts, year]) if year != "XXXX" else " ".join(parts)
