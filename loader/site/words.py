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
    """PLOVER's name of a kind of event as a word: CONSULT is consult."""
    return code.replace("_", " ").lower()


def percent(score: float | None) -> str:
    """A score from 0 to 1 as a percentage; "" for None."""
    return "" if score is None else f"{round(score * 100)} %"


def quote_words(quote: dict[str, Any]) -> str:
    """Who said it, and how we know: Anna Keller, direct quote, “said”, 80 % sure."""
    cue = f"“{quote['cue']}”" if quote["cue"] else ""
    return ", ".join(
        filter(None, (quote["speaker"] or "Speaker not named", f"{quote['kind']} quote", cue, _sure(quote)))
    )


def event_words(event: dict[str, Any]) -> str:
    """What happened, when and where: meeting, 12 June 2022, Geneva, 90 % sure."""
    kind = event_kind(event["mode"] or event["type"])
    return ", ".join(
        filter(
            None,
            (kind, STATUS.get(event["status"]), date_words(event["date_edtf"]), event["place"], _sure(event)),
        )
    )


def _sure(finding: dict[str, Any]) -> str:
    return f"{percent(finding['confidence'])} sure" if finding.get("confidence") is not None else ""
