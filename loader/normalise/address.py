"""Reads the address of an article: its host, and the day that it may hold."""

from __future__ import annotations

import re

from loader.normalise.dated import add_day
from loader.normalise.days import edtf_of
from loader.normalise.page import Line, Page

MONTHS = 12
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[/-]?)(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?(?!\d)"
)
_URL_DAY_LAST = re.compile(r"/(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?=/)")
_HOST = re.compile(r"(?:https?://)?(?:www\d?\.)?(?P<host>[^/\s:?#]+)", re.IGNORECASE)


def read_url(page: Page, url: str, line: Line, rule: str = "address line") -> None:
    """Notes an address, the day in it, and its host as the publisher of last resort."""
    page.note("url", url, rule)
    host = _HOST.match(url)
    if host and "." in host["host"]:
        page.hosts.append(host["host"].casefold())
    for match in _URL_DAY.finditer(url.split("://", 1)[-1]):
        digits = len(match["m"] + (match["d"] or ""))
        if (match["sep"] == "" and digits != 4) or (match["d"] is None and match["sep"] != "/"):
            continue
        edtf = edtf_of(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)
        if edtf:
            add_day(page, edtf, "address", line, text=match.group())
            return
    # Which of two numbers is the month is certain only where the other cannot be.
    last = _URL_DAY_LAST.search(url)
    if last and int(last["d"]) > MONTHS >= int(last["m"]):
        edtf = edtf_of(int(last["y"]), int(last["m"]), int(last["d"]))
        if edtf:
            add_day(page, edtf, "address", line, text=last.group().strip("/"))
