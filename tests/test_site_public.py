"""`corpus serve --public`: what strangers may not do, what they are not told, and the headers on every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from loader.site.serve import serve_app
from tests.site_fixture import make

PAGES = [
    "/", "/search?q=Keller", "/timeline", "/outlets", "/names", "/robots.txt", "/nothing", "/nothing.json",
    "/c", "/c.json", "/c/people", "/c/people.json", "/c/people.csv", "/c/sources.json", "/c/load_log.json",
    "/c/articles/1", "/c/articles/1.json", "/c/who_said_what.json?speaker=&about=&from_day=&to_day=",
    "/-/databases", "/-/databases.json", "/-/metadata.json", "/-/plugins.json", "/-/settings.json",
    "/-/threads.json", "/-/versions.json", "/-/static/app.css", "/c.json?sql=select+1",
]  # fmt: skip
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options")


class Stranger:
    """Asks a public server for addresses."""

    def __init__(self, db: Path) -> None:
        self.folder, self.runner = db.parent, asyncio.Runner()
        self.datasette: Datasette = serve_app(db, public=True)
        self.runner.run(self.datasette.invoke_startup())

    def get(self, path: str) -> Any:
        return self.runner.run(self.datasette.client.get(path))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    made = Stranger(make(tmp_path_factory.mktemp("public") / "c.db"))
    yield made
    made.runner.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers_and_no_path_of_the_machine(stranger: Stranger, path: str) -> None:
    answer = stranger.get(path)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert str(stranger.folder) not in answer.text
    assert str(Path(__file__).resolve().parents[1]) not in answer.text


@pytest.mark.parametrize(
    "path", ["/c?sql=select+1", "/c.json?sql=select+1", "/c/articles?_where=1=1", "/c.db"]
)
def test_no_sql_of_their_own_and_no_download(stranger: Stranger, path: str) -> None:
    assert stranger.get(path).status_code == 403


def test_the_list_of_files_is_not_there(stranger: Stranger) -> None:
    assert stranger.get("/-/databases.json").status_code == 404


def test_robots_are_kept_from_searches_and_exports(stranger: Stranger) -> None:
    answer = stranger.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Disallow: /search" in answer.text
