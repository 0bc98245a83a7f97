"""What people do with a corpus, by clicking, from loading a folder to proving a copy; numbers on pages are SQL's."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import loader
from tests.benchmarks.screenshots import browser, served
from tests.test_browser import expect, pytestmark

if TYPE_CHECKING:
    from playwright import sync_api as playwright

__all__ = ["pytestmark"]  # no browser, no workflow
BRIDGE = """Mayor opens the new bridge at Halden
4 March 2024

Mayor Ingrid Solberg met Governor Paul Okafor in Halden on Monday. "The bridge belongs to everybody," Solberg said.

Governor Okafor told reporters that the work had cost less than planned.
"""
COPY = BRIDGE.replace("Okafor told reporters that", "Okafor said")
STRIKE = """Dockers strike over night shifts
11 April 2024

Union leader Maria Lindqvist met Mayor Solberg in Halden on Wednesday. "We will not work at night," Lindqvist said.

Mayor Ingrid Solberg said the city would listen.
"""
FILES = {
    "bridge.txt": BRIDGE,
    "bridge.yml": "publisher: River Post",
    "copy.txt": COPY,
    "copy.yml": "publisher: Harbour Times",
    "strike.txt": STRIKE,
    "strike.yml": "publisher: Harbour Times",
    "empty.txt": "",
    "photo.jpg": "\0\1\2",
}


def values(db: Path, sql: str, *params: object) -> Any:
    """The rows of a query; the values themselves where it gives one column."""
    with closing(sqlite3.connect(db)) as conn:
        rows = conn.execute(sql, params).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def seeds(corpus: Path) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("work") / "press"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[tuple[str, Path]]:
    """A server that runs from the first load to the last."""
    db = folder.parent / "own.db"
    loader.load(folder, db=db)
    with served(db) as address:
        yield address, db


@pytest.fixture
def page(chromium: playwright.Browser) -> Iterator[playwright.Page]:
    opened = chromium.new_page(viewport={"width": 1200, "height": 900})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def inventory(page: playwright.Page) -> dict[str, int]:
    """The numbers on the home page."""
    pairs = (text.split() for text in page.locator(".inventory li").all_inner_texts())
    return {words[1]: int(words[0].replace(",", "")) for words in pairs}


def download(page: playwright.Page, link: playwright.Locator) -> list[dict[str, str]]:
    """The rows of the CSV that a link leads to."""
    answer = page.request.get(page.evaluate("a => new URL(a, location).href", link.get_attribute("href")))
    return list(csv.DictReader(io.StringIO(answer.text())))


def test_load_a_folder(page: playwright.Page, own: tuple[str, Path]) -> None:
    address, db = own
    page.goto(address)
    shown = inventory(page)
    assert shown["articles"] == values(db, "select count(*) from articles")[0] == 3
    assert shown["outlets"] == values(db, "select count(distinct publisher) from articles")[0]
    assert shown["people"] == values(db, "select count(*) from people where shown")[0]
    assert shown["quotes"] == values(db, "select count(*) from quotes")[0]
    assert shown["events"] == values(db, "select count(*) from events")[0]
    page.locator(".inventory").get_by_role("link", name="articles").click()
    page.wait_for_url("**/search?kind=article")
    assert page.locator(".result").count() == 3


def test_audit_what_was_not_parsed(page: playwright.Page, own: tuple[str, Path]) -> None:
    address, db = own
    page.goto(address)
    page.get_by_role("link", name="what could not be read").click()
    page.locator("#unread + ul a").first.click()
    page.wait_for_url("**/own/load_log?status=*")
    skipped = values(db, "select path from load_log where status in ('skipped', 'failed') order by 1")
    assert sorted(page.locator("td.col-path").all_inner_texts()) == skipped
    assert {"empty.txt", "photo.jpg"} <= set(skipped)


def test_read_one_persons_page(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(seeds)
    page.get_by_role("searchbox").fill("Bajwa")
    page.get_by_role("button", name="Search").click()
    page.locator(".tabs").get_by_role("link", name="People").click()
    page.locator(".result.person h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qamar Javed Bajwa")
    sql = "select articles, mentions, quotes, events from people where id = 'qamar-javed-bajwa'"
    ((articles, mentions, quotes, events),) = values(corpus, sql)
    standfirst = page.locator(".standfirst").inner_text()
    for number, word in ((articles, "article"), (mentions, "mention"), (quotes, "quote"), (events, "event")):
        assert re.search(rf"\b{number} {word}s?\b", standfirst)
    assert page.locator(".said > li").count() == quotes
    role, start, end, article = values(
        corpus, "select role, start_char, end_char, article_id from person_roles where person_id = 'qamar-javed-bajwa'"
        " order by as_of is null, as_of desc, article_id, start_char",
    )[0]  # fmt: skip
    page.locator(".roles .evidence a").first.click()
    page.wait_for_url(f"**/articles/{article}#c{start}-{end}")
    (words,) = values(
        corpus, "select substr(text, ?, ?) from articles where id = ?", start + 1, end - start, article
    )
    expect(page.locator(".place").first).to_be_visible()
    assert "".join(page.locator(".place").all_inner_texts()) == words
    assert role


def test_search_a_phrase_in_context(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(f"{seeds}/search")
    page.get_by_role("searchbox").fill('"all-weather"')
    page.get_by_label("Show").select_option("lines")
    page.get_by_role("button", name="Search").click()
    page.locator(".tabs").get_by_role("link", name="Articles").click()
    texts = values(corpus, "select text from articles")
    times = sum(len(re.findall(r"\ball[- ]weather\b", text, re.IGNORECASE)) for text in texts)
    lines = page.locator(".keywords li")
    assert lines.count() == times > 1
    middles = {round(box["x"]) for mark in lines.locator("mark").all() if (box := mark.bounding_box())}
    assert len(middles) <= 2  # they stand below each other


def test_run_a_names_csv(page: playwright.Page, corpus: Path, seeds: str, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "name,why\nWang Yi,minister\n***,\nQamar Javed Bajwa,army\nNobody Known,\n", encoding="utf-8"
    )
    page.goto(f"{seeds}/names")
    page.get_by_label("or a file").set_input_files(names)
    page.get_by_role("button", name="Look up").click()
    rows = page.locator("tbody tr")
    assert rows.count() == 4
    assert "nothing to look for" in rows.nth(1).inner_text()
    for place, name in ((0, "Wang Yi"), (2, "Qamar Javed Bajwa"), (3, "Nobody Known")):
        (number,) = values(corpus, "select count(*) from articles where text like ?", f"%{name}%")
        assert rows.nth(place).locator(".number").inner_text() == str(number)
    with page.expect_download() as sent:
        page.get_by_role("button", name="CSV").click()
    back = list(csv.DictReader(io.StringIO(sent.value.path().read_text(encoding="utf-8"))))
    assert [row["name"] for row in back] == ["Wang Yi", "***", "Qamar Javed Bajwa", "Nobody Known"]
    assert back[1]["problem"]
    page.goto(back[0]["link"])
    assert "Wang Yi" in page.locator("article").inner_text()


def test_verify_a_quote_at_its_source(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(f"{seeds}/search?kind=quote&q=ironclad")
    page.locator(".result.quote blockquote a").first.click()
    page.wait_for_url("**/articles/*#c*-*")
    found = re.search(r"/articles/(\d+)#c(\d+)-(\d+)$", page.url)
    assert found
    article, start, end = map(int, found.groups())
    (words,) = values(
        corpus, "select substr(text, ?, ?) from articles where id = ?", start + 1, end - start, article
    )
    expect(page.locator(".place").first).to_be_visible()
    assert "".join(page.locator(".place").all_inner_texts()) == words
    assert values(
        corpus, "select text from quotes where article_id = ? and start_char = ?", article, start
    ) == [words]


def test_build_a_dated_timeline(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(f"{seeds}/corpus/people/wei-fenghe")
    page.get_by_role("link", name="timeline", exact=True).click()
    page.get_by_role("link", name="oldest first").click()
    page.wait_for_url("**sort=oldest")
    sql = """select summary from events where id in
        (select event_id from event_participants where person_id = 'wei-fenghe')
        order by date_start is null, date_start, id"""
    titles = values(corpus, sql)
    shown = page.locator(".timeline > li > a").all_inner_texts()
    assert sorted(shown) == sorted(titles)
    assert shown[0] == titles[0]
    rows = download(page, page.locator(".results > .exports a", has_text="CSV"))
    assert sorted(row["summary"] for row in rows) == sorted(titles)


def test_see_whom_somebody_met_and_where_it_says_so(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(f"{seeds}/corpus/people/qamar-javed-bajwa")
    row = page.locator("aside tbody tr", has=page.get_by_role("link", name="Wei Fenghe"))
    events = """select count(distinct event_id) from event_participants where person_id = ? and event_id in
        (select event_id from event_participants where person_id = ?)"""
    (met,) = values(corpus, events, "qamar-javed-bajwa", "wei-fenghe")
    assert row.locator(".number").first.inner_text() == str(met)
    row.locator(".number a").first.click()
    page.wait_for_url("**/timeline?person=qamar-javed-bajwa&with=wei-fenghe")
    assert page.locator(".timeline > li").count() == met
    assert len(download(page, page.locator(".results > .exports a", has_text="CSV"))) == met
    page.locator(".timeline > li > a").first.click()
    page.locator(".compared tbody td a", has_text="Wei Fenghe").click()
    expect(page.locator(".place").first).to_be_visible()
    assert "Wei" in "".join(page.locator(".place").all_inner_texts())
    page.goto(f"{seeds}/corpus/people/wei-fenghe")
    page.get_by_label("What did Wei Fenghe say about").fill("sovereignty")
    page.locator(".within button").click()
    said = "select count(*) from quotes where person_id = 'wei-fenghe' and text like '%sovereignty%'"
    assert page.locator(".result.quote").count() == values(corpus, said)[0] == 1


def test_compare_outlets(page: playwright.Page, own: tuple[str, Path]) -> None:
    address, db = own
    page.goto(f"{address}/outlets")
    for outlet, number in values(db, "select publisher, count(*) from articles group by 1"):
        row = page.locator(
            "section table tbody tr", has=page.get_by_role("link", name=outlet, exact=True)
        ).first
        assert row.locator("td.number").first.inner_text() == str(number)
    page.get_by_label("Compare").select_option("Harbour Times")
    page.get_by_label("and").select_option("River Post")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/outlets?a=Harbour+Times&b=River+Post*")
    both = values(
        db, """select e.summary from events e where 2 = (select count(distinct a.publisher) from event_mentions m
        join articles a on a.id = m.article_id where m.event_id = e.id) order by e.sort_key desc""",
    )  # fmt: skip
    assert page.locator("#compared .headlines li > a").all_inner_texts() == both
    assert both


def test_copies_are_one_story_and_say_how_they_differ(page: playwright.Page, own: tuple[str, Path]) -> None:
    address, db = own
    page.goto(f"{address}/search?kind=article&each=story")
    assert page.locator(".result").count() == 2
    page.get_by_role("link", name="1 more report of this story").click()
    assert page.locator("main .headlines > li").count() == values(db, "select articles from stories")[0] == 2
    changed = page.locator(".sides del, .sides ins").all_inner_texts()
    assert "told reporters that" in changed


def test_export_a_cited_table(page: playwright.Page, corpus: Path, seeds: str) -> None:
    page.goto(f"{seeds}/search?kind=quote&q=China")
    rows = download(page, page.locator(".results > .exports a", has_text="CSV"))
    sql = "select count(*) from quotes_fts where quotes_fts match 'China'"
    assert len(rows) == values(corpus, sql)[0] > 1
    for row in rows[:3]:
        page.goto(row["address"])
        expect(page.locator(".place").first).to_be_visible()
        assert "".join(page.locator(".place").all_inner_texts()).split() == row["title"].split()
        citation = page.locator(
            f"li:has(blockquote a[href='#c{row['start_char']}-{row['end_char']}']) .citation"
        )
        assert row["title"] in citation.inner_text() or citation.count()


def test_correct_a_wrong_name_a_quote_and_a_date(
    page: playwright.Page, own: tuple[str, Path], folder: Path
) -> None:
    address, db = own
    page.goto(f"{address}/search?kind=person&q=Lindqvist")
    expect(page.locator(".result.person h2")).to_have_text("Maria Lindqvist")
    corrections = folder / "corrections.yml"
    corrections.write_text(
        "- name: {Maria Lindqvist: Maria Lindquist}\n"
        "- article: strike.txt\n  date: 2024-04-12\n"
        "- article: strike.txt\n  quote: We will not work\n  speaker: Ingrid Solberg\n",
        encoding="utf-8",
    )
    loader.load(folder, db=db)
    page.reload()
    expect(page.locator(".result.person h2")).to_have_text("Maria Lindquist")
    page.goto(f"{address}/search?kind=article&q=dockers")
    page.locator(".result h2 a").click()
    assert "12 April 2024" in page.locator(".credit").inner_text()
    assert "from: corrections" in page.locator(".facts").last.inner_text()
    said = page.locator(".quotes > li", has_text="We will not work at night")
    assert said.locator(".speaker a").inner_text() == "Ingrid Solberg"
    corrections.unlink()
    loader.load(folder, db=db)
    page.reload()
    assert "11 April 2024" in page.locator(".credit").inner_text()


def test_add_and_remove_files_later(page: playwright.Page, own: tuple[str, Path], folder: Path) -> None:
    address, db = own
    (folder / "later.txt").write_text(
        STRIKE.replace("Dockers strike", "Pilots strike").replace("night", "dawn")
    )
    loader.load(folder, db=db)
    page.goto(address)
    assert inventory(page)["articles"] == values(db, "select count(*) from articles")[0] == 4
    page.get_by_role("link", name="Pilots strike over dawn shifts").click()
    gone = page.url
    (folder / "later.txt").unlink()
    loader.load(folder, db=db)
    page.goto(address)
    assert inventory(page)["articles"] == 3
    answer = page.goto(gone)
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("searchbox").count() == 1


def test_rebuild_elsewhere_and_prove_it_identical(
    page: playwright.Page, own: tuple[str, Path], folder: Path, tmp_path: Path
) -> None:
    address, db = own
    shutil.copytree(folder, tmp_path / "press")
    loader.load(tmp_path / "press", db=tmp_path / "own.db")
    page.goto(address)
    paths = ["/", "/timeline", "/outlets", "/search?q=bridge"]
    paths += [f"/own/articles/{key}" for key in values(db, "select id from articles order by 1")]
    ours = [page.request.get(address + path).text().replace(address, "") for path in paths]
    with served(tmp_path / "own.db") as elsewhere:
        theirs = [page.request.get(elsewhere + path).text().replace(elsewhere, "") for path in paths]
    assert [html.unescape(text) for text in ours] == [html.unescape(text) for text in theirs]
