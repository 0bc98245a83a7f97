"""The site in a real browser: what people click, and that it leads where the database says.

Skipped where there is no Chromium or no axe; with CI=true what is missing is a failure.
"""

from __future__ import annotations

import importlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks.screenshots import CHROMIUM, WIDTHS, browser, pages, served
from tests.site_fixture import FIRST, SECOND, make

if TYPE_CHECKING:
    from playwright import sync_api as playwright

IN_CI = os.environ.get("CI") == "true"


def needed(module: str) -> Any:
    """The module; where it is missing the tests are skipped, but fail with CI=true."""
    return importlib.import_module(module) if IN_CI else pytest.importorskip(module)


expect = needed("playwright.sync_api").expect
axe = needed("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists() and not IN_CI, reason=f"no browser at {CHROMIUM}")


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


def test_search_then_article_then_quote_then_speaker_and_back(page: playwright.Page, db: Path) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("talks frank")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".understood").inner_text().startswith("2 results for talks AND frank")
    page.locator(".tabs").get_by_role("link", name="Quotes").click()
    page.locator(".result.quote blockquote a").click()
    page.wait_for_url("**/corpus/articles/1#c*")
    expect(page.locator(".place").first).to_have_text("the talks were frank")
    page.locator(".quotes").get_by_role("link", name="Omar Haddad").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Haddad")
    assert page.url.endswith("/corpus/people/omar-haddad")
    with closing(sqlite3.connect(db)) as conn:
        (quotes,) = conn.execute("select count(*) from quotes where person_id = 'omar-haddad'").fetchone()
        (articles,) = conn.execute(
            "select count(distinct article_id) from mentions where person_id = 'omar-haddad'"
        ).fetchone()
    assert page.locator(".said > li").count() == quotes
    assert f"{quotes} quote" in page.locator(".standfirst").inner_text()
    assert page.locator("main .headlines").last.locator("li").count() == articles
    page.locator(".said blockquote a").click()
    expect(page.locator(".place").first).to_have_text("the talks were frank")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Haddad")


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
        page.wait_for_url(f"**#c{start}-{end}")
        page.wait_for_function(
            "text => [...document.querySelectorAll('.place')].map(p => p.textContent).join('') === text",
            arg=text,
        )


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
    expect(page.locator(".place").first).to_have_text("met")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(site: tuple[str, playwright.Browser], db: Path, width: int) -> None:
    address, chromium = site
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for name, path in pages(db).items():
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.close()


def test_every_kind_of_result_is_in_sight_on_a_phone(site: tuple[str, playwright.Browser]) -> None:
    address, chromium = site
    page = chromium.new_page(viewport={"width": 400, "height": 800})
    page.goto(f"{address}/search?q=Keller+OR+agreed")
    ends = page.eval_on_selector_all(
        ".tabs a", "links => links.map(link => link.getBoundingClientRect().right)"
    )
    assert len(ends) == 5
    assert max(ends) <= 400
    page.close()


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
def test_axe_finds_no_fault(site: tuple[str, playwright.Browser], db: Path, scheme: str) -> None:
    """On our pages and on Datasette's own; whatever axe calls minor counts too."""
    address, chromium = site
    context = chromium.new_context(base_url=address, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name, path in pages(db).items():
        page.goto(path)
        faults = axe.Axe().run(page).response["violations"]
        assert [(f["id"], f["nodes"][0]["html"]) for f in faults] == [], name
    context.close()


def test_a_folded_line_opens_for_an_address_that_names_it(page: playwright.Page) -> None:
    page.goto("/corpus/articles/3")
    assert not page.locator(".repeats p").is_visible()
    page.goto("/corpus/articles/3#c19-25")
    page.wait_for_function("document.querySelector('.place')?.textContent === 'budget'")
    assert page.locator(".repeats p").is_visible()


def test_a_file_of_names_comes_back_as_a_table_and_as_csv(page: playwright.Page, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name\nOmar Haddad\nNobody At All\n", encoding="utf-8")
    page.goto("/names")
    page.locator("input[type=file]").set_input_files(names)
    page.get_by_role("button", name="Look up").click()
    assert page.locator("tbody tr").count() == 2
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "Omar Haddad,1" in download.value.path().read_text(encoding="utf-8")


def test_two_outlets_are_compared(page: playwright.Page) -> None:
    page.goto("/outlets")
    page.get_by_label("Compare").select_option("Evening Sun")
    page.get_by_label("and").select_option("Daily Post")
    page.get_by_role("button", name="Compare").click()
    assert "a=Evening+Sun&b=Daily+Post" in page.url
    assert page.get_by_role("cell", name="Anna Keller").count() == 1


def test_the_file_as_it_was_is_one_switch_away(page: playwright.Page, db: Path) -> None:
    page.goto("/corpus/articles/1")
    page.get_by_role("navigation", name="Two ways to read").get_by_role(
        "link", name="As the file was"
    ).click()
    page.wait_for_url("**/corpus/articles/1?as=file")
    with closing(sqlite3.connect(db)) as conn:
        removed = conn.execute(
            "select line, text from removed_lines where article_id = 1 order by 1"
        ).fetchall()
        (text,) = conn.execute("select text from articles where id = 1").fetchone()
    left_out = page.locator(".file .removed")
    assert left_out.count() == len(removed)
    assert removed[0][1] in left_out.first.inner_text()
    assert "left out: navigation" in left_out.first.inner_text()
    kept = page.locator(".file [data-start]")
    assert kept.count() == len(text.split("\n\n"))
    page.locator(".quotes blockquote a").first.click()
    expect(page.locator(".file .place").first).to_contain_text("We agreed")
    page.get_by_role("link", name="As an article").click()
    page.wait_for_url("**/corpus/articles/1")
    assert page.locator(".removed").count() == 0


def test_a_citation_is_copied_with_quote_speaker_outlet_date_and_link(
    site: tuple[str, playwright.Browser],
) -> None:
    address, chromium = site
    context = chromium.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/corpus/articles/1")
    page.locator(".cite summary").first.click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in (
        "We agreed on <b>every</b> point,",
        "Anna Keller",
        "Daily Post",
        "13 June 2022",
        "https://example.com/a",
    ):
        assert part in copied
    context.close()


def test_a_link_to_the_source_marks_the_words_there(site: tuple[str, playwright.Browser]) -> None:
    """The page of the source is made here: the words stand far down, in markup of their own."""
    address, chromium = site
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    filler = "<p>Nothing of the kind was said here.</p>" * 300
    words = (
        "“We agreed on &lt;b&gt;every&lt;/b&gt; <em>point,</em>” she said. Haddad said the talks were frank."
    )
    body = f"<title>x</title>{filler}<p>{words}</p>{filler}"
    context.route(
        "https://example.com/**",
        lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=body),
    )
    page.goto("/corpus/articles/1")
    links = page.get_by_role("link", name="at the source").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert len(links) == 3  # two quotes and an event, whose sentence is not in that page
    for link in links[:2]:
        assert "#:~:text=" in link
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_function("scrollY > 1000")  # a browser goes there only when it finds the words
    page.goto("about:blank")
    page.goto(links[0].partition(":~:")[0] + ":~:text=words%20that%20are%20not%20there")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == 0
    context.close()


def test_reports_of_an_event_stand_side_by_side(page: playwright.Page, db: Path) -> None:
    page.goto("/corpus/events/3005")
    rows = page.locator(".compared tbody tr")
    with closing(sqlite3.connect(db)) as conn:
        (articles,) = conn.execute("select articles from events where id = 3005").fetchone()
    assert rows.count() == articles
    assert page.locator(".compared .differs").count() == 0
    assert "They agree in all this." in page.inner_text("main")
    rows.first.get_by_role("link", name="Anna Keller").click()
    expect(page.locator(".place").first).to_have_text("Keller")


def test_two_reports_of_a_story_are_compared(page: playwright.Page) -> None:
    page.goto("/corpus/articles/1")
    page.get_by_role("link", name="side by side").click()
    page.wait_for_url("**/corpus/stories/7?a=1&b=2#compared")
    assert page.locator(".sides .head").count() == 2
    marked = " ".join(page.locator(".sides ins, .sides del").all_inner_texts())
    assert "Nothing else was agreed." in marked
    assert "41 %" in page.inner_text("main")


def test_datasettes_own_pages_run_no_inline_script_but_their_own(page: playwright.Page) -> None:
    answer = page.goto("/corpus/quotes")
    assert answer is not None
    assert (
        "'unsafe-inline'"
        not in answer.headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
    )
    assert page.evaluate("DATASETTE_ALLOW_FACET") is True
    page.goto("/corpus?sql=select+1")
    expect(page.locator(".CodeMirror")).to_have_count(1)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline")
