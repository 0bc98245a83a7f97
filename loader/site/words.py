"""Says dates, quotes and events in words that people read."""

from __future__ import annotations

from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
    "33": "first quarter of", "34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of",
    "40": "first half of", "41": "second half of",
}  # fmt: skip
"""What EDTF puts in the place of a month."""
EVENT_KINDS = {
    "AGREE": "agreements", "CONSULT": "talks and visits", "SUPPORT": "support", "COOPERATE": "cooperation",
    "AID": "aid", "YIELD": "concessions and withdrawals", "REQUEST": "appeals and demands",
    "ACCUSE": "accusations", "REJECT": "refusals", "THREATEN": "threats", "PROTEST": "protests",
    "SANCTION": "sanctions", "MOBILIZE": "forces moved", "COERCE": "arrests, fines, curbs",
    "ASSAULT": "violence", "OTHER": "other events",
}  # fmt: skip
"""PLOVER's types of events, in words that people read."""
STATUS = {"planned": "planned", "denied": "denied"}


def _one_date(edtf: str) -> str:
    year, _, rest = edtf.partition("-") if not edtf.startswith("-") else (edtf, "", "")
    month, _, day = rest.partition("-")
    unsure = edtf[-1:] in "?~%"
    day = day.rstrip("?~%")
    month = month.rstrip("?~%")
    parts = [
        day.lstrip("0") if day.isdecimal() else "",
        _month(month),
        "" if year == "XXXX" else year.rstrip("?~%"),
    ]
    if not any(parts) or "X" in month:
        return edtf
    return " ".join(filter(None, parts)) + (" (uncertain)" if unsure else "")


def _month(month: str) -> str:
    if month in SEASONS:
        return SEASONS[month]
    return MONTHS[int(month) - 1] if month.isdecimal() and 1 <= int(month) <= 12 else month


def date_words(edtf: str | None) -> str:
    """An EDTF date in words: `2022-06-13` is 13 June 2022, `XXXX-05-21` is 21 May, a range has a dash; "" for None."""
    if not edtf:
        return ""
    first, slash, last = edtf.partition("/")
    if slash:
        return " – ".join(filter(None, (_one_date(first) if first not in ("", "..") else "",
                                        _one_date(last) if last not in ("", "..") else "")))  # fmt: skip
    return _one_date(edtf)


def month_words(month: str) -> str:
    """`2022-06` as June 2022."""
    return _one_date(month)


def event_kind(code: str) -> str:
    """A type or mode of event, or a kind of quote, in plain words: CONSULT is talks and visits."""
    return EVENT_KINDS.get(code) or code.replace("_", " ").lower()


def event_code(value: object) -> str:
    """`value` where it is a code of PLOVER's, to stand beside its plain words; "" otherwise."""
    return str(value) if value in EVENT_KINDS else ""


def percent(score: float | None) -> str:
    """A score from 0 to 1 as a percentage; "" for None."""
    return "" if score is None else f"{round(score * 100)} %"


def quote_words(quote: dict[str, Any]) -> str:
    """Who said it, and how we know: Anna Keller, direct quote, “said”, 80 % sure."""
    cue = f"“{quote['cue']}”" if quote["cue"] else ""
    return ", ".join(
        filter(None, (quote["speaker"] or "Speaker not named", f"{quote['kind']} quote", cue, _sure(quote)))
    )


def event_words(event: dict[str, Any], *, sure: bool = True) -> str:
    """What happened, when and where, and how sure that is: meeting, 12 June 2022, Geneva, 90 % sure that this is an
    event of this kind."""
    kind, day = event_kind(event["mode"] or event["type"]), date_words(event["date_edtf"])
    certainty = event_sure(event) if sure else ""
    return ", ".join(filter(None, (kind, STATUS.get(event["status"]), day, event["place"], certainty)))


def event_sure(event: dict[str, Any]) -> str:
    """How sure it is that the words tell of an event, and of this kind; "" where that is not known."""
    return (
        " ".join(filter(None, (_sure(event), "that this is an event of this kind"))) if _sure(event) else ""
    )


def _sure(finding: dict[str, Any]) -> str:
    return f"{percent(finding['confidence'])} sure" if finding.get("confidence") is not None else ""
