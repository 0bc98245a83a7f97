"""Answers for a page that is not there with one of ours, which has the search box; Datasette's own stay Datasette's."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response

from . import live, words
from .corpus import Corpus
from .policy import OWN_POLICY


class NoSuchRow(NotFound):  # type: ignore[misc]
    """One of our pages has no content; its message says so to the reader."""


async def missing_page(datasette: Datasette, request: Request, exception: Exception) -> Response | None:
    """Our page for what is not there; None for other errors, for data (.json, .csv ...), for addresses below /-/ and
    for databases that are no corpus."""
    served = live.corpora(datasette)
    if getattr(exception, "status", None) != 404 or not served:
        return None
    base = datasette.urls.path("/")
    path = request.path[len(base) :] if request.path.startswith(base) else request.path.lstrip("/")
    first, last = path.partition("/")[0], path.rpartition("/")[2]
    name = tilde_decode(first)
    if first == "-" or "." in last or (name in datasette.databases and name not in served):
        return None
    corpus_name = name if name in served else served[0]
    context = {
        "corpus": Corpus(datasette, corpus_name, is_first=corpus_name == served[0]),
        "words": words,
        "page": "missing",
        "message": str(exception) if isinstance(exception, NoSuchRow) else "",
    }
    html = await datasette.render_template("corpus/missing.html", context, request=request)
    return Response.html(html, status=404, headers={"content-security-policy": OWN_POLICY})
