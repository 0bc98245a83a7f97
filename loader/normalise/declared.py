"""Takes what a file itself declares about its article; it goes before anything found in the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from loader.model import DateCandidate, Source
from loader.normalise.address import read_url
from loader.normalise.choose import TRUST
from loader.normalise.days import FIRST_YEAR, LAST_YEAR, edtf_of, find_days, find_times
from loader.normalise.page import Line, Page, clean

FIELDS = ("headline", "byline", "publisher", "agency", "section", "dateline", "language", "url")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|-?\d{13}")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<time>\d{6}|\d{4}))?Z?")
_ISO_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]+(?P<time>\S.*)")
_YEAR = re.compile(r"\d{4}")


def take_declared(page: Page, source: Source) -> None:
    """Notes the declared fields, each with `sidecar`, `record` or `metadata` as its rule."""
    for name in FIELDS:
        value = clean(str(source.declared.get(name) or ""))
        if name == "url" and value:
            read_url(page, value, Line(0, "", value), _rule(source, name))
        elif value:
            page.note(name, _language(value) if name == "language" else value, _rule(source, name))
    value = clean(str(source.declared.get("published") or ""))
    if not value:
        return
    edtf, time = parse_declared(value)
    if edtf:
        page.dates.append((_rule(source, "published"), DateCandidate(edtf, "", value[:200]), time))
    else:
        page.notes.append(f"the declared date {value[:60]!r} is no date")


def _rule(source: Source, name: str) -> str:
    rule = source.declared_by.get(name, "metadata")
    return rule if rule in TRUST else "metadata"


def _language(value: str) -> str:
    """The ISO 639-1 part of a language tag (`en-GB` -> `en`)."""
    code = re.split(r"[-_]", value)[0].casefold()
    return code if re.fullmatch("[a-z]{2}", code) else ""


def parse_declared(value: str) -> tuple[str | None, str | None]:
    """The EDTF and the time of a declared date: ISO (with a zone or not), RFC 2822, seconds since 1970, or words."""
    if _EPOCH.fullmatch(value):
        return _epoch(float(value) / (1000 if len(value.lstrip("-")) == 13 else 1))
    compact = _COMPACT.fullmatch(value)
    if compact and FIRST_YEAR <= int(compact["y"]) <= LAST_YEAR:
        return edtf_of(int(compact["y"]), int(compact["m"]), int(compact["d"])), compact["time"]
    if _YEAR.fullmatch(value):
        return (value if FIRST_YEAR <= int(value) <= LAST_YEAR else None), None
    days = find_days(value[:200])
    if not days:
        return None, None
    day = next((day for day in days if day.full), days[0])
    iso = _ISO_TIME.fullmatch(value)
    time = iso["time"] if iso else next((match["time"] for match in find_times(value[:200])), None)
    return day.edtf, time


def _epoch(seconds: float) -> tuple[str | None, str | None]:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None, None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None, None
    return moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M:%SZ")
