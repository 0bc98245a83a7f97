"""The site in a real browser: what people click, and that it leads where the database says.

Skipped where there is no Chromium; with CI=true a missing one is a failure.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.screenshots import CHROMIUM, WIDTHS, browser, pages, served
from tests.site_fixture import FIRST, SECOND, make

playwright = pytest.importorskip("playwright.sync_api") if os.environ.get("CI") != "true" else None
if playwright is None:
    from playwright import sync_api as playwright

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and os.environ.get("CI") != "true", reason=f"no browser at {CHROMIUM}"
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("browser") / "corpus.db", extra=30)


@pytest.fixture(scope="module")
def site(db: Path) -> Iterator[tuple[str, playwright.Browser]]:
    with served(db) as address, browser() as chromium:
        yield address, chromium


@pytest.fixture
def page(site: tuple[str, playwright.Browser]) -> Iterator[playwright.Page]:
    """A page that fails the test when the browser reports an error, a blocked resource or an outside request."""
    address, chromium = site
    context = chromium.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda request: None if request.url.startswith(address) else wrong.append(request.url)
    )
    yield opened
    context.close()
    assert wrong == []


def test_search_then_article_then_quote_then_speaker(page: playwright.Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("talks frank")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".understood").inner_text().startswith("2 results for talks AND frank")
    page.locator(".tabs").get_by_role("link", name="Quotes").click()
    page.locator(".result.quote blockquote a").click()
    assert "/corpus/articles/1#c" in page.url
    assert page.locator(".place").first.inner_text() == "the talks were frank"
    page.locator(".quotes").get_by_role("link", name="Omar Haddad").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Omar Haddad"
    assert page.url.endswith("/corpus/people/omar-haddad")


def test_any_span_in_an_address_is_marked(page: playwright.Page) -> None:
    for article, text in ((1, FIRST), (2, SECOND)):
        start = text.index("met") - 7
        page.goto(f"/corpus/articles/{article}#c{start}-{start + 30}")
        page.wait_for_selector(".place")
        assert "".join(page.locator(".place").all_inner_texts()) == text[start : start + 30]
    page.evaluate("location.hash = '#c0-6'")
    page.wait_for_function("document.querySelector('.place')?.textContent === 'Keller'")


def test_a_quote_is_verified_at_its_place(page: playwright.Page, db: Path) -> None:
    page.goto("/corpus/articles/1")
    with closing(sqlite3.connect(db)) as conn:
        quotes = conn.execute(
            "select start_char, end_char, text from quotes where article_id = 1 order by 1"
        ).fetchall()
    links = page.locator(".quotes blockquote a")
    assert links.count() == len(quotes)
    for number, (start, end, text) in enumerate(quotes):
        links.nth(number).click()
        assert page.url.endswith(f"#c{start}-{end}")
        assert "".join(page.locator(".place").all_inner_texts()) == text


def test_marks_explain_themselves_to_the_keyboard(page: playwright.Page) -> None:
    page.goto("/corpus/articles/1")
    reference = page.locator("a.ref").first
    assert "Anna Keller" in (reference.get_attribute("aria-label") or "")
    page.keyboard.press("Tab")
    reference.focus()
    shown = reference.evaluate("node => getComputedStyle(node, '::after').display")
    assert shown == "block"


def test_the_skip_link_comes_first(page: playwright.Page) -> None:
    page.goto("/corpus/articles/1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_facets_and_pages_narrow_and_turn(page: playwright.Page, db: Path) -> None:
    page.goto("/search?q=rain")
    with closing(sqlite3.connect(db)) as conn:
        total = conn.execute("select count(*) from articles_fts where articles_fts match 'rain'").fetchone()[
            0
        ]
    assert page.locator(".tabs a").first.inner_text().split()[-1] == str(total)
    assert page.locator(".result").count() == 20
    page.get_by_role("link", name="Next").click()
    assert page.locator(".result").count() == total - 20


def test_the_event_page_shows_every_report(page: playwright.Page) -> None:
    page.goto("/corpus/events/3005")
    assert page.locator(".reports > li").count() == 2
    assert page.locator(".reports mark").all_inner_texts() == ["met", "met"]
    page.locator(".reports blockquote a").first.click()
    assert page.locator(".place").first.inner_text() == "met"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(page: playwright.Page, db: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name, path in pages(db).items():
        if name != "table":  # Datasette's own
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_pages_work_without_scripts(site: tuple[str, playwright.Browser]) -> None:
    address, chromium = site
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("Keller")
    page.get_by_role("button", name="Search").click()
    page.locator(".result.person h2 a").click()
    page.locator(".said blockquote a").first.click()
    assert page.locator(":target").count() == 1
    context.close()


def test_a_script_in_a_headline_never_runs(page: playwright.Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for path in ("/", "/corpus/articles/1", "/search?q=ministers", "/corpus/stories/7", "/corpus/articles"):
        page.goto(path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(site: tuple[str, playwright.Browser], db: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    address, chromium = site
    context = chromium.new_context(base_url=address, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name, path in pages(db).items():
        if name != "table":  # Datasette's own
            page.goto(path)
            faults = axe.Axe().run(page).response["violations"]
            assert [f["id"] for f in faults if f["impact"] in ("serious", "critical")] == [], name
    context.close()
