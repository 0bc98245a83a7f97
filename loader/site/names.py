"""The page that looks up a list of names, pasted or uploaded; shown as a table, or sent back as CSV."""

from __future__ import annotations

import time
from email.parser import BytesParser
from email.policy import HTTP
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Request, Response
from datasette.views.base import DatasetteError

from .corpus import Corpus
from .namelist import COLUMNS, Found, look_up, names_in
from .small_csv import as_csv

MAX_NAMES = 1000
"""Lines beyond this many are reported, not looked up: send them in a second go."""
MAX_SECONDS = 20
"""When looking up has taken so long, the rest of the lines are reported as those beyond MAX_NAMES are."""
LEFT = "not looked up: too many names for one go"
MAX_BYTES = 2_000_000
"""The longest list that is read."""


async def names_page(corpus: Corpus, request: Request) -> dict[str, Any] | Response:
    """What the names page shows; the CSV itself where that was asked for."""
    sent = await _sent(request) if request.method == "POST" else {}
    lines = [line for field in ("names", "file") for line in names_in(sent.get(field, ""))]
    found: list[Found] = []
    until = time.monotonic() + MAX_SECONDS
    for line in lines[:MAX_NAMES]:
        if time.monotonic() > until:
            break
        found.append(await corpus.run(partial(look_up, line=line)))
    left = lines[len(found) :]
    if sent.get("format") == "csv":
        found += [Found(line, "", problem=LEFT) for line in left]
        return as_csv(
            "names", (*COLUMNS, "link"), ([*row.cells(), _link(corpus, request, row)] for row in found)
        )
    return {"text": "\n".join(lines), "found": found, "left": left, "most": len(found)}


def _link(corpus: Corpus, request: Request, row: Found) -> str:
    """The whole address of the article that has the name first: a file of CSV leaves this server."""
    return str(corpus.datasette.absolute_url(request, corpus.article(row.first_id))) if row.first_id else ""


async def _sent(request: Request) -> dict[str, str]:
    """The fields of the form, files among them, as text."""
    body = await _body(request)
    kind = request.headers.get("content-type") or ""
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    form = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {}
    for part in form.iter_parts() if form.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = _decoded(content)
    return fields


async def _body(request: Request) -> bytes:
    body = bytearray()
    while True:
        message = await request.receive()
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BYTES:
            most = f"{MAX_BYTES:,}"
            raise DatasetteError(f"The list is longer than {most} bytes. Send it in parts.", status=413)
        if not message.get("more_body"):
            return bytes(body)


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-16 where it says so, UTF-8, or what older spreadsheets write."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
