"""The addresses of our pages, and the one way in which each is made: read, then fill a template."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import AsgiStream, Request, Response
from datasette.views.base import DatasetteError

from . import (
    article,
    downloads,
    event,
    feeds,
    home,
    live,
    names,
    outlets,
    person,
    search,
    search_page,
    story,
    timeline,
    words,
)
from .columns import columns_of
from .corpus import Corpus
from .limit import TOO_LONG
from .missing import NoSuchRow
from .once import Once
from .policy import OWN_POLICY

type Read = Callable[[Corpus, Request], Awaitable[dict[str, Any] | Response | AsgiStream | None]]

MENU = (
    ("/", "Home"),
    ("/search", "Search"),
    ("/timeline", "Timeline"),
    ("/outlets", "Outlets"),
    ("/names", "Names"),
)
"""Addresses and names of the pages that every page links to."""


def _by_id(read: Callable[[Corpus, str], Awaitable[dict[str, Any] | Response | None]]) -> Read:
    return lambda corpus, request: read(corpus, tilde_decode(request.url_vars["key"]))


def _article(corpus: Corpus, request: Request) -> Awaitable[dict[str, Any] | None]:
    return article.article_page(
        corpus,
        tilde_decode(request.url_vars["key"]),
        uncertain=bool(request.args.get("uncertain")),
        as_file=request.args.get("as") == "file",
        site=corpus.datasette.absolute_url(request, "/").rstrip("/"),
    )


def _story(corpus: Corpus, request: Request) -> Awaitable[dict[str, Any] | None]:
    return story.story_page(corpus, tilde_decode(request.url_vars["key"]), request.args)


def _search(corpus: Corpus, request: Request) -> Awaitable[dict[str, Any]]:
    return search_page.search_page(corpus, search.Request.read(request.args))


def _timeline(corpus: Corpus, request: Request) -> Awaitable[dict[str, Any]]:
    return timeline.timeline_page(corpus, request.args)


PAGES: tuple[tuple[str, Read], ...] = (
    ("home", lambda corpus, _: home.home_page(corpus)),
    ("search", _search),
    ("timeline", _timeline),
    ("outlets", lambda corpus, request: outlets.outlets_page(corpus, request.args)),
    ("names", names.names_page),
)
"""Pages about a whole corpus: the name of the template, and what reads its content."""
DOWNLOADS: tuple[tuple[str, Read], ...] = (
    ("search.csv", lambda corpus, request: downloads.search_csv(corpus, request)),
    ("search.json", lambda corpus, request: downloads.search_json(corpus, request)),
    ("search.xlsx", lambda corpus, request: downloads.search_excel(corpus, request)),
    ("search.atom", lambda corpus, request: feeds.search_atom(corpus, request)),
)
"""Lists as data."""
NEEDED: tuple[Once[Any], ...] = (
    home.counts_of,
    columns_of,
    outlets.outlets_of,
    outlets.first_words_of,
    timeline.counts_of,
)
"""What is read once from each file, before anybody asks for it."""
ROWS: tuple[tuple[str, str, Read], ...] = (
    ("articles", "article", _article),
    ("people", "person", _by_id(person.person_page)),
    ("events", "event", _by_id(event.event_page)),
    ("stories", "story", _story),
)
"""Pages about one row: its table, the name of the template, and what reads its content."""


def routes(corpora: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Patterns and views for the databases `corpora`; the short addresses lead to the first of them."""
    if not corpora:
        return []
    either = "|".join(_pattern(name) for name in corpora)
    made = []
    for page, read in (*PAGES, *DOWNLOADS):
        address = "" if page == "home" else re.escape(page)
        made.append((rf"^(?:/(?P<database>{either})/-)?/{address}$", _view(page, read)))
    for table, page, read in ROWS:
        made.append((rf"^/(?P<database>{either})/{table}/(?P<key>[^/.]+)$", _view(page, read)))
    return made


def compile_templates(datasette: Datasette) -> None:
    """Read the templates of all pages, which would take as long as the first answer itself."""
    for page in (*(page for page, _ in PAGES), *(page for _, page, _ in ROWS)):
        datasette.jinja_env.get_template(f"corpus/{page}.html")


def _pattern(name: str) -> str:
    """What matches the database's name in an address; Datasette writes a space as + but reads it as ~20 too."""
    return re.escape(str(tilde_encode(name))).replace(r"\+", r"(?:\+|~20)")


def _view(page: str, read: Read) -> Callable[[Datasette, Request], Awaitable[Response | AsgiStream]]:
    async def view(datasette: Datasette, request: Request) -> Response | AsgiStream:
        served = live.corpora(datasette)
        name = tilde_decode(request.url_vars.get("database") or "") or served[0]
        await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
        corpus = Corpus(datasette, name, is_first=name == served[0])
        try:
            content = await read(corpus, request)
        except QueryInterrupted as error:
            raise DatasetteError(TOO_LONG, title="This took too long", status=503) from error
        if content is None:
            raise NoSuchRow(f"There is no such {page} in this corpus.")
        if not isinstance(content, dict):
            return content
        context = {**content, "corpus": corpus, "words": words, "page": page, "menu": MENU}
        html = await datasette.render_template(
            f"corpus/{content.get('template', page)}.html", context, request=request
        )
        return Response.html(html, headers={"content-security-policy": OWN_POLICY})

    return view
