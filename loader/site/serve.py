"""Serves a corpus to a browser, with settings that are safe on a desk and on the net."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loader.model import CorpusError

from .ours import check

if TYPE_CHECKING:
    from datasette.app import Datasette

DESK = {
    "suggest_facets": False,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 5000,
    "max_csv_mb": 0,
    "truncate_cells_html": 300,
    "default_page_size": 50,
}
"""One person at a desk: complete downloads, long queries."""
PUBLIC = {
    **DESK,
    "facet_time_limit_ms": 200,
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "max_csv_mb": 100,
    "default_allow_sql": False,
}
"""For strangers, behind a proxy: no SQL of their own, bounded downloads."""
AT_ONCE = 200
"""Connections of strangers; more are told to come back (503), so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms strangers are served: whether they may download the file, and what robots may do (`pages`: all but
    searches and exports; `all`; `none`)."""

    download: bool = False
    robots: str = "pages"


def serve_app(db: Path, *, public: bool = False, terms: Terms | None = None) -> Datasette:
    """A Datasette that serves the corpus at `db`; for strangers as an immutable file, on those terms.

    Raises CorpusError where the file is not there or is no corpus.
    """
    from datasette.app import Datasette

    check(db)
    if not public:
        return Datasette(files=[str(db)], settings=DESK)
    agreed = terms or Terms()
    return Datasette(
        files=[],
        immutables=[str(db)],
        settings={**PUBLIC, "allow_download": agreed.download},
        metadata={"plugins": {"news-corpus": {"robots": agreed.robots}}},
    )


def serve(
    db: Path,
    port: int = 8001,
    host: str = "127.0.0.1",
    *,
    public: bool = False,
    terms: Terms | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve `db` at http://host:port/ until interrupted; port 0 is any free one.

    `ready` is called with the address once the port is open.

    Raises CorpusError where the database is no corpus, is locked, or the port is taken.
    """
    import uvicorn

    listener = _listen(host, port)
    try:
        datasette = serve_app(db, public=public, terms=terms)
        _read_once(db)
        if ready:
            name = f"[{host}]" if ":" in host else host
            ready(f"http://{name}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(
            datasette.app(),
            host=host,
            port=port,
            log_level="warning",
            lifespan="on",
            limit_concurrency=AT_ONCE if public else None,
            server_header=not public,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # whoever is told the address may ask before the server has started
    except (OSError, OverflowError) as error:
        listener.close()
        hint = f"Stop what runs there, or choose another: corpus serve --port {port + 1 if port < 65535 else 8001}"
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"Cannot listen on {host}, port {port}: {reason}. {hint}") from error
    return listener


def _read_once(db: Path) -> None:
    try:
        conn = sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)
        try:
            conn.execute("select count(*) from meta").fetchone()
        finally:
            conn.close()
    except sqlite3.Error as error:
        raise CorpusError(
            f"{db} cannot be read: {error}. Close what is writing to it, then try again."
        ) from error
