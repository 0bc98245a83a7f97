"""The Datasette plugin: pages for reading a corpus, search that never fails, safe connections.

Datasette loads this module while it is itself being imported, so whatever needs Datasette is imported inside the hooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from datasette.app import Datasette

    from .guard import App

hookimpl = HookimplMarker("datasette")


@hookimpl
def startup(datasette: Datasette) -> None:
    """Mend Datasette's error pages and limits, follow the files of the corpora, and read ahead what pages need."""
    from . import guard, limit, live, pages, reconcile

    limit.limit_work()
    reconcile.loosen()
    guard.quiet_error_pages()
    live.follow_files(datasette)
    if live.corpora(datasette):
        pages.compile_templates(datasette)
        live.make_ready(datasette, pages.NEEDED)


@hookimpl
def get_metadata(
    datasette: Datasette, key: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """The descriptions of metadata.yml for every database that is a corpus."""
    from . import live, metadata

    return metadata.metadata_of(datasette, live.corpora(datasette), key, database, table)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, datasette: Datasette) -> None:
    """Bound what a query may build, and let search words be words (after Datasette's own `escape_fts`)."""
    from . import live, query, strangers

    live.bound(conn)
    if strangers.are_served(datasette):
        strangers.restrict(conn)
    conn.create_function("escape_fts", 1, query.escape_fts, deterministic=True)


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Put the guard before the application."""
    from . import guard

    return guard.guarded


@hookimpl(specname="asgi_wrapper", tryfirst=True)
def inner_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Answer from one state of the corpus, and bound what strangers may ask for; the guard comes around it."""
    from . import strangers, whole

    def wrapped(app: App) -> App:
        app = whole.whole(app, datasette)
        return strangers.bounded(app, datasette) if strangers.are_served(datasette) else app

    return wrapped


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """The addresses of our pages; none where there is no corpus."""
    from . import live, pages, strangers

    served = live.corpora(datasette)
    return [*pages.routes(served), *strangers.routes(datasette)] if served else []


@hookimpl
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """Our page in place of Datasette's where there is nothing at an address."""
    from . import missing

    return missing.missing_page(datasette, request, exception)


@hookimpl(specname="handle_exception")
def handle_unclear(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """A plain answer where Datasette trips over an address."""
    from . import strangers

    return strangers.unclear_page(datasette, request, exception)


@hookimpl
def render_cell(row: Any, value: Any, column: str, database: str | None, datasette: Datasette) -> Any:
    """A link in place of an id, on every table and query of a corpus."""
    from . import links, live

    if database not in live.corpora(datasette):
        return None
    return links.cell(datasette, database, row, column, value)


@hookimpl
def skip_csrf(scope: dict[str, Any]) -> bool:
    """The list of names is sent by POST only because it may be long: it changes nothing."""
    return bool(scope["path"].endswith("/names"))


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, Any]]:
    """The ways to our pages from those of Datasette's that show another database. Our own frame has them already, and
    leaves out what is `ours`."""
    from . import live, pages

    if not live.corpora(datasette):
        return []
    return [{"href": datasette.urls.path(path), "label": label, "ours": True} for path, label in pages.MENU]


@hookimpl
def extra_template_vars(datasette: Datasette, database: str | None, request: Any) -> dict[str, Any]:
    """The corpus that a page of Datasette's own shows, so that it stands in our frame; nothing for other databases."""
    from . import corpus, guard, live

    page = request.scope.get(guard.PAGE, {}) if request else {}
    served = live.corpora(datasette)
    name = database or next(iter(served), None)
    if name not in served:
        page["foreign"] = True
        return {}
    return {
        "news_corpus": corpus.Corpus(datasette, name, is_first=name == served[0]),
        "nonce": page.get("nonce", ""),
    }


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    """Excel files of every table, view and query, where they can be made."""
    from . import excel, live

    if not (live.corpora(datasette) and excel.is_installed()):
        return []
    return [{"extension": "xlsx", "render": excel.render}]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """The filter that mends Datasette's own pages."""
    from . import mended

    env.filters["mended"] = mended.mended
