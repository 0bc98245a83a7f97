"""Bounds what strangers may ask for: nothing but reading, few facets and exports at once, no inner pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from .guard import App, Message, Send

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

ROBOTS = {
    "pages": "User-agent: *\nDisallow: /search\nDisallow: /names\nDisallow: /*.csv\nDisallow: /*.json\nDisallow: /-/\n",
    "all": "User-agent: *\nDisallow:\n",
    "none": "User-agent: *\nDisallow: /\n",
}
"""What robots are told. Searches and exports cost the most, and what they lead to can be crawled anyway."""
NO_INDEX = (b"x-robots-tag", b"noindex, nofollow")
INNER = r"^/-/(?:databases|threads|versions|plugins|settings|config|metadata|actor|permissions|allow-debug|messages"
INNER += r"|patterns|auth-token|logout)(?:\.json)?/?$"
"""Datasette's pages about itself, its settings and its files, some with full paths."""
MOST_PARAMETERS = 60
MOST_FACETS = 5
"""Each counts the rows of a whole table, and may take half a second."""
STUMBLES = (ValueError, TypeError, LookupError, OverflowError)
"""What Datasette raises, and answers with 500, where a parameter is not what it expects."""
WHOLE = ("/search.csv", "/search.json", ".xlsx")
EXPORTS_AT_ONCE = 3
"""Streams of whole tables; more would leave no thread for those who read."""


def are_served(datasette: Datasette) -> bool:
    """Whether this server is for strangers: for people who may not send SQL of their own."""
    return not datasette.setting("default_allow_sql")


def robots_choice(datasette: Datasette) -> str:
    """What robots may do, one of ROBOTS: the plugin's setting `robots`."""
    chosen = (datasette.plugin_config("news-corpus") or {}).get("robots")
    return chosen if chosen in ROBOTS else "pages"


def routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """robots.txt; and, for strangers, nothing at the addresses where Datasette tells about itself."""

    async def robots() -> Response:
        from datasette.utils.asgi import Response

        return Response.text(ROBOTS[robots_choice(datasette)])

    made: list[tuple[str, Any]] = [(r"^/robots\.txt$", robots)]
    if are_served(datasette):
        made.append((INNER, _nothing))
    return made


async def _nothing() -> Response:
    from datasette.utils.asgi import NotFound

    raise NotFound("This server does not tell about itself.")


def restrict(conn: sqlite3.Connection) -> None:
    """Lets nobody read where on this machine the sources lie, nor open another file."""

    def allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and (first, second) == ("sources", "location"):
            return sqlite3.SQLITE_IGNORE
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    conn.set_authorizer(allow)


def bounded(app: App, datasette: Datasette) -> App:
    """`app` as strangers may use it: an ASGI application."""
    robots_stay = robots_choice(datasette) != "none"
    exports = 0

    async def bound(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        nonlocal exports
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def telling_robots(message: Message) -> None:
            if message["type"] == "http.response.start" and not robots_stay:
                message = {**message, "headers": [*message.get("headers", []), NO_INDEX]}
            await send(message)

        pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        if refusal := _refusal(scope["method"], scope["path"], [name for name, _ in pairs]):
            await _say(telling_robots, *refusal)
            return
        is_export = scope["path"].endswith(WHOLE) or any(name == "_stream" for name, _ in pairs)
        if not is_export:
            await app(scope, receive, telling_robots)
            return
        if exports >= EXPORTS_AT_ONCE:
            await _say(telling_robots, 503, "Others are taking whole tables just now. Try again in a minute.")
            return
        exports += 1
        try:
            await app(scope, receive, telling_robots)
        finally:
            exports -= 1

    return bound


def _refusal(method: str, path: str, names: list[str]) -> tuple[int, str] | None:
    """The status and the words that refuse a request; None where it may be answered."""
    if method not in ("GET", "HEAD") and not (method == "POST" and path.endswith("/names")):
        return 405, "This server is only read."
    if len(names) > MOST_PARAMETERS:
        return 400, f"More than {MOST_PARAMETERS} parameters. Ask for less."
    if sum(name.startswith("_facet") and name != "_facet_size" for name in names) > MOST_FACETS:
        return 400, f"More than {MOST_FACETS} facets. Ask for less."
    return None


async def _say(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"60")]
    await send({"type": "http.response.start", "status": status, "headers": headers[: 1 + (status == 503)]})
    await send({"type": "http.response.body", "body": words.encode()})


async def unclear_page(datasette: Datasette, request: Request, error: Exception) -> Response | None:
    """An answer to a request that Datasette trips over: 503 for what takes too long; 400, as it is the address that is
    wrong; or for strangers 500 without the error's words, which may name files. None for what Datasette answers well
    itself."""
    from datasette.database import QueryInterrupted
    from datasette.utils.asgi import Base400
    from datasette.views.base import DatasetteError

    from .limit import TOO_LONG
    from .missing import error_page

    if isinstance(error, QueryInterrupted):
        return await error_page(datasette, request, 503, TOO_LONG)
    if isinstance(error, Base400):
        return None
    if isinstance(error, DatasetteError) and not str(error.message).startswith("Cannot sort table"):
        return None
    if isinstance(error, (*STUMBLES, DatasetteError)) and (request.query_string or "." in request.path):
        return await error_page(datasette, request, 400, "This server does not understand that address.")
    if are_served(datasette):
        return await error_page(
            datasette, request, 500, "Something went wrong here. It has been logged."
        )  # by Datasette
    return None
