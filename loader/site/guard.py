"""Keeps requests from going wrong: blank searches, security headers, Datasette's own error pages."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from .paging import in_large_pages
from .policy import policy_for

type Message = MutableMapping[str, Any]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

PAGE = "news-corpus"
"""Where a request holds what its page and its policy must agree on."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


def without_blank_search(query: bytes) -> bytes:
    """The query string without empty `_search` values, which Datasette answers with an error."""
    if b"_search" not in query:
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    kept = [(k, v) for k, v in pairs if v.strip() or not (k == "_search" or k.startswith("_search_"))]
    return query if kept == pairs else urlencode(kept).encode("ascii")


def guarded(app: App) -> App:
    """`app` behind the guard: an ASGI application."""

    async def guard(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        query = in_large_pages(without_blank_search(scope.get("query_string", b"")))
        page = {"nonce": secrets.token_urlsafe(16), "foreign": False}
        scope = {**scope, "query_string": query, PAGE: page}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                names = {name.lower() for name, _ in headers}
                if b"content-security-policy" not in names:
                    policy = policy_for(
                        scope["path"], nonce=str(page["nonce"]), foreign=bool(page["foreign"])
                    )
                    headers.append((b"content-security-policy", policy.encode("ascii")))
                message = {**message, "headers": [*headers, *(h for h in HEADERS if h[0] not in names)]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return guard


def quiet_error_pages() -> None:
    """Mend Datasette 0.65.5 beside rich: a page that is not there gave 500 and a traceback with locals, because its
    handler prints an exception outside of `except`."""
    handler = sys.modules.get("datasette.handle_exception")
    if handler is not None:
        handler.__dict__["rich"] = None
