"""Makes pictures of the pages: python tests/benchmarks/screenshots.py corpus.db [FOLDER [PAGE]].

With a folder every page (or only PAGE) at three widths, light and dark; without, the pictures that the README shows.
"""

from __future__ import annotations

import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from loader.site.serve import serve_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (360, 800, 1400)
README_PICTURES = Path(__file__).parent / "screenshots"
README_SIZES = {"article": (1400, 1000), "person": (1400, 1000), "file": (1400, 760)}
"""The pages that the README shows, with the width and height of their pictures."""
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def served(db: Path) -> Iterator[str]:
    """The address at which `db` is served, on a free port, while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(serve_app(db).app(), log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def browser(program: str = CHROMIUM) -> Iterator[Browser]:
    """A headless Chromium while the block runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield chromium
        finally:
            chromium.close()


def pages(db: Path) -> dict[str, str]:
    """The address of one page of each sort, under a short name."""
    name = db.stem
    with closing(sqlite3.connect(db)) as conn:

        def first(sql: str) -> object:
            row = conn.execute(sql).fetchone()
            return row[0] if row else None

        article = first(
            "select a.id from articles a join quotes q on q.article_id = a.id group by a.id"
            " order by a.headline is null, a.publisher is null, count(*) desc, a.id"
        )
        other = first("select id from articles order by headline is not null, published is not null, id")
        person = first("select id from people order by shown desc, articles desc, mentions desc, id")
        event = first("select id from events order by articles desc, id")
        story = first("select id from stories order by articles desc, id")
    made = {
        "home": "/", "search": "/search?q=military+OR+security", "help": "/search", "people": "/search?kind=person",
        "lines": "/search?q=military+OR+security&view=lines", "nothing": "/search?q=nothing+at+all+like+this",
        "article": f"/{name}/articles/{article}", "file": f"/{name}/articles/{article}?as=file",
        "no_headline": f"/{name}/articles/{other}", "person": f"/{name}/people/{person}",
        "event": f"/{name}/events/{event}", "timeline": "/timeline", "oldest": "/timeline?sort=oldest",
        "outlets": "/outlets", "names": "/names", "missing": "/not/here",
        "tables": f"/{name}", "table": f"/{name}/quotes", "filtered": f"/{name}/events?type=CONSULT&_search=a",
        "query": f"/{name}/who_said_what?speaker=&about=&from_day=&to_day=", "sql": f"/{name}?sql=select+1+as+one",
        "wrong": f"/{name}?sql=selec",
    }  # fmt: skip
    return made | ({"story": f"/{name}/stories/{story}"} if story else {})


def main(db: Path, folder: Path, only: str = "") -> None:
    """Write one PNG a page, width and colour scheme to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(db) as address, browser() as chromium:
        for name, path in pages(db).items():
            for width in WIDTHS if not only or only in name else ():
                for scheme in ("light", "dark"):
                    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                    page.goto(address + path)
                    suffix = "-dark" if scheme == "dark" else ""
                    page.screenshot(path=folder / f"{name}-{width}{suffix}.png", full_page=True)
                    page.close()


def readme_pictures(db: Path) -> None:
    """Write the tops of the pages that the README shows to README_PICTURES."""
    README_PICTURES.mkdir(exist_ok=True)
    with served(db) as address, browser() as chromium:
        for name, (width, height) in README_SIZES.items():
            page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(address + pages(db)[name])
            page.screenshot(path=README_PICTURES / f"{name}.png")
            page.close()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
    else:
        readme_pictures(Path(sys.argv[1]))
