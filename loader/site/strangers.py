"""What strangers and their robots are told: no path of this machine, and which addresses not to crawl."""

from __future__ import annotations

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Response

ROBOTS = (
    "User-agent: *\nDisallow: /search\nDisallow: /names\nDisallow: /*.csv\nDisallow: /*.json\nDisallow: /-/\n"
)
"""Searches and exports cost the most, and what they lead to can be crawled anyway."""


def routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """robots.txt; and, where files may not be downloaded, nothing at Datasette's list of them, which tells their full
    paths."""
    made: list[tuple[str, Any]] = [(r"^/robots\.txt$", _robots)]
    if not datasette.setting("allow_download"):
        made.append((r"^/-/databases(\.json)?$", _nothing))
    return made


async def _robots() -> Response:
    return Response.text(ROBOTS)


async def _nothing() -> Response:
    raise NotFound("This server does not list its files.")
