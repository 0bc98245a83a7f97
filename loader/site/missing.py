"""Answers for what is not there, or cannot be answered, with a page of ours, which has the search box."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response
from datasette.views.base import DatasetteError

from . import live, words
from .corpus import Corpus
from .mended import mended
from .policy import OWN_POLICY

TITLES = {
    400: "This address is not understood",
    500: "Something went wrong here",
    503: "This took too long",
}
"""What our page is called for what can be answered with nothing but a status."""


class NoSuchRow(NotFound):  # type: ignore[misc]
    """One of our pages has no content; its message says so to the reader."""


async def missing_page(datasette: Datasette, request: Request, exception: Exception) -> Response | None:
    """Our page for what is not there, or cannot be answered; None for other errors, for data (.json, .csv ...), for
    addresses below /-/ and for databases that are no corpus."""
    corpus = _corpus(datasette, request)
    status = getattr(exception, "status", None)
    if corpus is None:
        return None
    if status == 404:
        message = str(exception) if isinstance(exception, NoSuchRow) else ""
        return await _page(corpus, request, status=404, message=message)
    if isinstance(exception, DatasetteError) and exception.title:
        message = mended(exception.message) if exception.message_is_html else exception.message
        return await _page(corpus, request, status=exception.status, title=exception.title, message=message)
    return None


async def error_page(datasette: Datasette, request: Request, status: int, message: str) -> Response:
    """Our page that says `message` and reads nothing; the words alone, or as JSON, where data was asked for."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status, "title": None}, status=status)
    corpus = _corpus(datasette, request)
    if corpus is None:
        return Response.text(message, status=status)
    return await _page(corpus, request, status=status, title=TITLES[status], message=message)


def _corpus(datasette: Datasette, request: Request) -> Corpus | None:
    """The corpus that an address is about, or the first; None where it is about data or another database."""
    served = live.corpora(datasette)
    base = datasette.urls.path("/")
    path = request.path[len(base) :] if request.path.startswith(base) else request.path.lstrip("/")
    first, last = path.partition("/")[0], path.rpartition("/")[2]
    name = tilde_decode(first)
    if not served or first == "-" or "." in last or (name in datasette.databases and name not in served):
        return None
    found = name if name in served else served[0]
    return Corpus(datasette, found, is_first=found == served[0])


async def _page(corpus: Corpus, request: Request, *, status: int, message: str, title: str = "") -> Response:
    context = {"corpus": corpus, "words": words, "page": "missing", "title": title, "message": message}
    html = await corpus.datasette.render_template("corpus/missing.html", context, request=request)
    headers = {"content-security-policy": OWN_POLICY} if status == 404 else {}
    return Response.html(html, status=status, headers=headers)
