"""Strangers who attack a public server get answers: no error of ours, no path, no script, no SQL of their own."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from datasette.app import Datasette

from loader.site import strangers
from loader.site.serve import Terms, serve_app
from tests.hostile_web import SCRIPT, Answer, Ask, asks, send
from tests.site_fixture import make

HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options")
ROOT = Path(__file__).resolve().parent.parent
SECRET = "../../home/joan/private/wire"


class Server:
    """A server of its own thread, at a port of this machine."""

    def __init__(self, datasette: Datasette) -> None:
        config = uvicorn.Config(
            datasette.app(), port=0, log_level="critical", lifespan="on", server_header=False
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=asyncio.run, args=(self.server.serve(),))
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def get(self, address: str, **headers: str) -> Answer:
        return send(self.port, Ask(address, headers=headers))

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture(scope="module")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make(tmp_path_factory.mktemp("strangers") / "c.db")
    with closing(sqlite3.connect(made)) as connection, connection:
        connection.execute("UPDATE sources SET location = ?", [SECRET])
    return made


@pytest.fixture(scope="module")
def server(corpus_file: Path) -> Iterator[Server]:
    made = Server(serve_app(corpus_file, public=True))
    yield made
    made.stop()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # what Datasette leaves unawaited
def test_hundreds_of_hostile_requests_are_answered_and_tell_nothing(
    server: Server, corpus_file: Path
) -> None:
    paths = [
        str(corpus_file.parent),
        str(ROOT),
        sys.prefix,
        sys.base_prefix,
        str(Path.home()),
        "site-packages",
        SECRET,
    ]
    for ask in asks("c")[::3]:  # the benchmark bench_public.py asks them all
        answer = send(server.port, ask)
        where = (ask.method, ask.address[:200])
        body = answer.body.decode("utf-8", "replace")
        assert answer.status != 500, where
        assert answer.status or "content-length" in ask.headers, where  # it said less than it promised
        assert [path for path in paths if path in body + str(answer.headers)] == [], where
        assert "Traceback" not in body, where
        if "html" in answer.headers.get("content-type", ""):
            assert SCRIPT not in body, where
        if not body.startswith("Invalid HTTP request") and answer.status:
            assert [name for name in HEADERS if name not in answer.headers] == [], where
        assert "server" not in answer.headers
        assert not re.search(r'"?sqlite_version|"file":|root:x:', body), where
    assert server.get("/").status == 200


@pytest.mark.parametrize(
    "sql", ["select 1", "select hex(zeroblob(100000000))", "select location from sources"]
)
@pytest.mark.parametrize("address", ["/c?sql={}", "/c.json?sql={}", "/c.csv?sql={}", "/c/articles?_where={}"])
def test_strangers_send_no_sql(server: Server, address: str, sql: str) -> None:
    assert server.get(address.format(sql.replace(" ", "+"))).status in (400, 403)


def test_where_the_sources_lie_is_told_on_no_page(server: Server) -> None:
    for address in (
        "/c/sources",
        "/c/sources.json?_shape=array",
        "/c/sources.csv",
        "/c/sources/1",
        "/c/sources/1.json",
    ):
        answer = server.get(address)
        assert b"joan" not in answer.body
        assert answer.status == 200
        assert b"wire" in answer.body
    assert b"joan" not in server.get("/c/sources?_facet=location&location__contains=home").body


@pytest.mark.parametrize(
    "page", ["databases", "threads", "versions", "plugins", "settings", "metadata", "messages"]
)
def test_datasette_tells_strangers_nothing_of_itself(server: Server, page: str) -> None:
    assert server.get(f"/-/{page}").status == 404
    assert server.get(f"/-/{page}.json").status == 404


def test_the_file_is_immutable_and_no_other_can_be_opened(corpus_file: Path) -> None:
    datasette = serve_app(corpus_file, public=True)

    async def ask() -> None:
        await datasette.invoke_startup()
        database = datasette.databases["c"]
        assert not database.is_mutable
        for sql in ("delete from articles", "attach '/etc/passwd' as x", "create table x (y)"):
            with pytest.raises(sqlite3.DatabaseError):
                await database.execute(sql, log_sql_errors=False)
        with pytest.raises(sqlite3.DataError):
            await database.execute("select hex(zeroblob(300000000))", log_sql_errors=False)

    asyncio.run(ask())


@pytest.mark.parametrize("download", [False, True])
def test_the_file_is_given_away_only_when_that_was_asked_for(corpus_file: Path, download: bool) -> None:
    made = Server(serve_app(corpus_file, public=True, terms=Terms(download=download)))
    try:
        answer = made.get("/c.db")
        assert answer.status == (200 if download else 403)
        assert (b"SQLite format 3" in answer.body) == download
        assert made.get("/-/versions.json").status == 404
    finally:
        made.stop()


@pytest.mark.parametrize(
    ("robots", "line", "tag"), [("pages", "/search", False), ("all", "", False), ("none", "/", True)]
)
def test_robots_are_told_what_was_chosen(corpus_file: Path, robots: str, line: str, tag: bool) -> None:
    made = Server(serve_app(corpus_file, public=True, terms=Terms(robots=robots)))
    try:
        assert f"Disallow: {line}".rstrip() in made.get("/robots.txt").body.decode().splitlines()
        assert ("x-robots-tag" in made.get("/").headers) == tag
    finally:
        made.stop()


def test_too_many_parameters_facets_and_exports_are_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    facets = "&".join(
        f"_facet={name}" for name in ("title", "year", "month", "publisher", "agency", "language")
    )
    assert server.get(f"/c/articles?{facets}").status == 400
    assert server.get("/c/articles?" + "text__contains=a&" * 99).status == 400
    monkeypatch.setattr(strangers, "EXPORTS_AT_ONCE", 0)
    answer = server.get("/c/articles.csv?_stream=on")
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")


def test_only_reading_is_allowed(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        assert send(server.port, Ask("/c/articles", method)).status == 405


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_address_that_datasette_trips_over_is_the_asker_s_mistake_on_a_desk_too(corpus_file: Path) -> None:
    made = Server(serve_app(corpus_file))
    try:
        for query in (
            "_sort=nosuch",
            "_through=x",
            "_timelimit=x",
            "id__gt=" + "9" * 40,
            "_json_infinity=maybe",
        ):
            assert made.get(f"/c/articles.json?{query}").status == 400, query
        assert made.get("/-/versions.json").status == 200
        page = made.get("/c/articles?_through=x")
        assert page.status == 400
        assert b"This address is not understood</h1>" in page.body
        assert b'role="search"' in page.body
    finally:
        made.stop()
