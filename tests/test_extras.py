"""The extras: Excel files, feeds, services for assistants and for OpenRefine, dashboards. None is needed for the rest.

Skipped where an extra is not installed; with CI=true what is missing is a failure.
"""

from __future__ import annotations

import html
import io
import json
import re
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.benchmarks.screenshots import browser, served
from tests.site_fixture import SCRIPT, make
from tests.test_browser import needed

EXTRA = 120
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("extras") / "other.db", extra=EXTRA)


@pytest.fixture(scope="module")
def site(db: Path) -> Iterator[str]:
    with served(db) as address:
        yield address


def ask(address: str, data: dict[str, Any] | bytes | None = None, **headers: str) -> Any:
    body = urlencode(data).encode() if isinstance(data, dict) else data
    asked = urllib.request.Request(address, body, {name.replace("_", "-"): v for name, v in headers.items()})
    with urllib.request.urlopen(asked) as answer:
        return answer.read(), answer.headers


def sheet(site: str, path: str) -> tuple[tuple[Any, ...], list[dict[str, Any]]]:
    openpyxl = needed("openpyxl")
    content, headers = ask(site + path)
    assert "spreadsheetml" in headers["content-type"]
    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True)) as book:
        columns, *rows = book.worksheets[0].iter_rows(values_only=True)
    return columns, [dict(zip(columns, row, strict=True)) for row in rows]


def test_an_excel_file_of_a_table_is_complete_and_says_names(site: str, db: Path) -> None:
    columns, rows = sheet(site, "/other/articles.xlsx")
    with closing(sqlite3.connect(db)) as conn:
        assert sorted(row["id"] for row in rows) == [
            key for (key,) in conn.execute("select id from articles order by 1")
        ]
    assert "source_id_label" in columns
    assert any(SCRIPT in row["title"] for row in rows)
    _, some = sheet(site, "/other/articles.xlsx?publisher=Daily+Post&_size=1")
    assert {row["publisher"] for row in some} == {"Daily Post"}
    assert len(some) == 2


def test_an_excel_file_of_a_search_and_of_a_query(site: str) -> None:
    assert len(sheet(site, "/search.xlsx?q=rain")[1]) == EXTRA
    _, rows = sheet(site, "/other/who_said_what.xlsx?speaker=Keller&about=&from_day=&to_day=")
    assert [row["speaker"] for row in rows] == ["Anna Keller"]
    assert sheet(site, "/search.xlsx?q=nothing+at+all+here")[1] == []


def test_cells_of_an_excel_file_are_what_they_say(tmp_path: Path) -> None:
    needed("openpyxl")
    path = make(tmp_path / "odd.db")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("update quotes set text = '=1+1' || char(1), rule = ? where id = 2001", ("x" * 40_000,))
        conn.execute("update articles set words = 123456789012345678 where id = 1")
        conn.commit()
    with served(path) as site:
        quote = next(row for row in sheet(site, "/odd/quotes.xlsx")[1] if row["id"] == 2001)
        article = next(row for row in sheet(site, "/odd/articles.xlsx")[1] if row["id"] == 1)
    assert quote["text"] == "=1+1"
    assert len(quote["rule"]) == 32_767
    assert article["words"] == "123456789012345678"


def test_lists_offer_excel_only_where_it_is_installed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from loader.site import excel

    monkeypatch.setattr(excel, "is_installed", lambda: False)
    assert b".xlsx" not in ask(f"{site}/other/articles/1")[0]
    monkeypatch.setattr(excel, "is_installed", lambda: True)
    assert b"quotes.xlsx?article_id=1" in ask(f"{site}/other/articles/1")[0]


def test_a_search_is_a_feed_of_what_is_new(site: str, db: Path) -> None:
    page = ask(f"{site}/search?q=Keller&kind=quote")[0].decode()
    link = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page)
    assert link
    content, headers = ask(site + html.unescape(link[1]))
    assert headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(content)
    entries = feed.findall("a:entry", ATOM)
    with closing(sqlite3.connect(db)) as conn:
        dated = "select count(*) from quotes_fts where quotes_fts match 'Keller' and rowid in "
        dated += "(select id from quotes where published is not null)"
        assert len(entries) == conn.execute(dated).fetchone()[0] == 1
    address = entries[0].findtext("a:id", namespaces=ATOM) or ""
    assert address.startswith(f"{site}/other/articles/1#c")
    assert entries[0].findtext("a:updated", namespaces=ATOM) == "2022-06-13T00:00:00Z"
    assert ask(address.partition("#")[0])[1]


def test_a_feed_has_the_newest_first_and_any_text_is_text(site: str) -> None:
    feed = ElementTree.fromstring(ask(f"{site}/search.atom")[0])
    days = [entry.findtext("a:updated", namespaces=ATOM) or "" for entry in feed.findall("a:entry", ATOM)]
    assert days == sorted(days, reverse=True)
    assert len(days) == 50
    assert any(SCRIPT in (title.text or "") for title in feed.iter("{http://www.w3.org/2005/Atom}title"))
    for odd in ("q=%00%0b%ff", "kind=event", "kind=person", "from=2022&to=2021", "q=" + "x" * 5000):
        ElementTree.fromstring(ask(f"{site}/search.atom?{odd}")[0])


def test_an_assistant_reads_and_cannot_write(site: str, db: Path) -> None:
    needed("datasette_mcp")
    accepts = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    session: dict[str, str] = {}

    def call(method: str, **params: Any) -> Any:
        sent = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        body, headers = ask(f"{site}/-/mcp", json.dumps(sent).encode(), **accepts, **session)
        if headers["mcp-session-id"]:
            session["Mcp_Session_Id"] = headers["mcp-session-id"]
        return json.loads(body)["result"]

    client = {"name": "test", "version": "1"}
    call("initialize", protocolVersion="2025-03-26", capabilities={}, clientInfo=client)
    assert "execute_sql" in {tool["name"] for tool in call("tools/list")["tools"]}
    asked = {"database": "other", "sql": "select count(*) as n from quotes"}
    answer = call("tools/call", name="execute_sql", arguments=asked)
    assert answer["structuredContent"]["rows"] == [{"n": 3}]
    before = db.read_bytes()
    for sql in ("delete from quotes", "drop table people", "attach 'x' as y", "pragma user_version = 9"):
        refused = call("tools/call", name="execute_sql", arguments={"database": "other", "sql": sql})
        assert refused["isError"], sql
    writing = {"database": "other", "query": "who_said_what"}
    assert call("tools/call", name="execute_writable_canned_query", arguments=writing)["isError"]
    assert db.read_bytes() == before


def test_openrefine_matches_names_with_people(site: str) -> None:
    needed("datasette_reconcile")
    service = f"{site}/other/people/-/reconcile"
    assert json.loads(ask(service)[0])["name"] == "People in this News corpus"
    queries = {"q0": {"query": "Anna Keller"}, "q1": {"query": "Haddad"}, "q2": {"query": 'no" -body*'}}
    queries |= {"q3": {"query": "Keller, A."}, "q4": {"query": "Omar B. Haddad"}, "q5": {"query": "X"}}
    found = json.loads(ask(service, {"queries": json.dumps(queries)})[0])
    assert found["q0"]["result"][0]["id"] == "anna-keller"
    assert found["q0"]["result"][0]["match"] is True
    assert [result["id"] for result in found["q1"]["result"]] == ["omar-haddad"]
    assert found["q2"]["result"] == []
    assert found["q3"]["result"][0]["id"] == "anna-keller"
    assert found["q4"]["result"][0]["id"] == "omar-haddad"
    assert found["q5"]["result"] == []


def test_dashboards_draw_the_corpus_of_any_name(site: str) -> None:
    needed("datasette_dashboards")
    needed("playwright.sync_api")
    with browser() as chromium:
        page = chromium.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        with page.expect_response(lambda answer: "sql=" in answer.url and "published" in answer.url):
            page.goto(f"{site}/-/dashboards/corpus?since=2021-01-01&until=2030-01-01")
        page.locator(".dashboard-card-chart canvas, .dashboard-card-chart svg").nth(4).wait_for()
        assert page.get_by_role("navigation", name="Pages").get_by_role("link", name="Search").count() == 1
        page.goto(site)
        assert page.get_by_role("link", name="Dashboards").count() == 1
        assert wrong == []
