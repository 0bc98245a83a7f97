"""Sends what a search finds as an Atom feed, the newest first: a search to subscribe to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from textwrap import shorten
from typing import Any
from xml.etree import ElementTree

from datasette.utils.asgi import Request as Asked
from datasette.utils.asgi import Response

from .corpus import Corpus, Row
from .found import find
from .ours import file_stamp
from .query import parse
from .results import results
from .search import KINDS, Request
from .spelling import speller

MOST = 50
"""Entries of a feed; readers keep those that they have seen."""
LONGEST_TITLE = 160
ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold (https://www.w3.org/TR/xml/#charsets)."""


async def search_atom(corpus: Corpus, asked: Asked) -> Response:
    """The newest dated things that are found, as Atom (RFC 4287); articles where nothing is asked for."""
    request = replace(Request.read(asked.args), sort="newest", lines=False, undated=False)
    if not request.is_open:
        request = replace(request, kind="article")
    columns = await corpus.columns()
    query = await corpus.run(lambda conn: parse(request.text, speller(conn)))
    newest = await corpus.run(lambda conn: find(conn, columns, request, query).ordered(conn, MOST))
    page = dict(zip(columns.ids[newest.rows].tolist(), newest.told.tolist(), strict=True))
    found = [result for result in await results(corpus, query, page) if result["row"]["date"]]
    address = corpus.datasette.absolute_url(asked, corpus.page("search", **request.arguments(sort="")))
    itself = corpus.datasette.absolute_url(asked, corpus.page("search.atom", **request.arguments(sort="")))
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _add(feed, "title", _title(request))
    _add(feed, "subtitle", "Found in a News corpus, dated things only, the newest first.")
    _add(feed, "id", itself)
    _add(feed, "updated", _changed(corpus))
    ElementTree.SubElement(feed, "link", rel="self", href=itself)
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=address)
    for result in found:
        _add_entry(feed, result, corpus.datasette.absolute_url(asked, result["href"]))
    body = ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _title(request: Request) -> str:
    about = [dict(KINDS).get(request.kind, "Everything"), request.text and f"with {request.text}"]
    about += [str(value) for _, value in request.chosen]
    return f"News corpus: {', '.join(filter(None, about))}"


def _changed(corpus: Corpus) -> str:
    """When the corpus was last loaded."""
    stamp = file_stamp(corpus.datasette.databases[corpus.name].path)
    return datetime.fromtimestamp(stamp[1] // 1_000_000_000 if stamp else 0, UTC).isoformat()


def _add_entry(feed: ElementTree.Element, result: Row, address: str) -> None:
    row = result["row"]
    entry = ElementTree.SubElement(feed, "entry")
    named = f"{row['person'] or 'Speaker not named'}: " if row["kind"] == "quote" else ""
    _add(entry, "title", shorten(named + str(row["title"]), LONGEST_TITLE, placeholder=" …"))
    _add(entry, "id", address)
    _add(entry, "updated", _moment(row["date"]))
    ElementTree.SubElement(entry, "link", href=address)
    author = ElementTree.SubElement(entry, "author")
    _add(author, "name", row["publisher"] or row["agency"] or "not stated")
    if result["snippet"]:
        _add(entry, "summary", str(result["snippet"]), type="html")


def _moment(day: str) -> str:
    """A day, month or year as the moment that it begins."""
    year, month, of_month = [*day.split("/")[0].split("-"), "01", "01"][:3]
    return f"{year}-{month}-{of_month}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: Any, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = FORBIDDEN.sub("", str(text))
