"""Texts beside each other: two reports of a story, a file and its article, an article and its source."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from loader.site import charts, infile
from loader.site.differences import Row, side_by_side
from loader.site.event import differences, unusual
from loader.site.marks import paragraphs
from loader.site.mended import mended
from loader.site.metadata import metadata_for
from loader.site.policy import policy_for
from loader.site.sources import text_fragment, web_address


def kinds(one: str, other: str) -> list[str]:
    return [row.kind for row in side_by_side(one, other)]


def test_what_both_say_stands_side_by_side() -> None:
    one = "Rain fell. The mayor met the governor on Monday. Nobody was hurt."
    other = "Rain fell. On Monday the mayor met the governor of Halden. Roads are closed. Nobody was hurt."
    assert kinds(one, other) == ["same", "changed", "right", "same"]
    assert kinds(one, one) == ["same"] * 3
    assert kinds(one, "") == ["left"] * 3
    assert kinds("", "") == []


def test_words_that_differ_are_marked() -> None:
    (row,) = side_by_side("He told reporters that it was late.", "He said it was <late>.")
    assert row.left == "He <del>told reporters that</del> it was <del>late.</del>"
    assert row.right == "He <ins>said</ins> it was <ins>&lt;late&gt;.</ins>"


def plain(side: Markup | str) -> str:
    return Markup(side).striptags()


@given(st.text(alphabet="ab .!?\n<&", max_size=80), st.text(alphabet="ab .!?\n<&", max_size=80))
def test_no_word_of_either_text_is_lost(one: str, other: str) -> None:
    rows = side_by_side(one, other)
    for text, side in ((one, [r.left for r in rows]), (other, [r.right for r in rows])):
        assert " ".join(plain(part) for part in side if part).split() == " ".join(text.split()).split()


@pytest.mark.parametrize("text", ["a. " * 3000, "word " * 30_000, "One two three. " * 1500, "." * 50_000])
def test_long_texts_are_compared_in_bounded_time(text: str) -> None:
    began = time.process_time()
    side_by_side(text, text[: len(text) // 2] + "Other words here. " + text)
    assert time.process_time() - began < 5


def test_lines_left_out_stand_in_their_places() -> None:
    made = paragraphs("Head\n\nFirst.\n\nSecond.", [])
    removed = [
        {"line": 1, "text": "<Menu>", "reason": "navigation"},
        {"line": 6, "text": "Ad", "reason": "advertisement"},
    ]
    found = infile.lines(made, "2 4 7", removed)
    assert [(line.number, line.html, line.reason) for line in found] == [
        (1, "&lt;Menu&gt;", "navigation"),
        (2, "Head", ""),
        (4, "First.", ""),
        (6, "Ad", "advertisement"),
        (7, "Second.", ""),
    ]
    assert [line.start for line in found if not line.reason] == [p.start for p in made]


@pytest.mark.parametrize("numbers", [None, "", "1", "0 0 0", "9 9 9"])
def test_paragraphs_without_lines_of_their_own_keep_their_order(numbers: str | None) -> None:
    made = paragraphs("Head\n\nFirst.\n\nSecond.", [])
    found = infile.lines(made, numbers, [{"line": 3, "text": "Ad", "reason": "advertisement"}])
    assert [line.html for line in found if not line.reason] == ["Head", "First.", "Second."]
    assert len(found) == 4


def test_a_link_to_the_source_names_the_words() -> None:
    assert (
        text_fragment("https://x.org/a#top", "two - words,\nhere")
        == "https://x.org/a#:~:text=two%20%2D%20words%2C%20here"
    )
    long = " ".join(f"w{n}" for n in range(20))
    link = text_fragment("https://x.org/a", long) or ""
    assert unquote(link.partition("text=")[2]) == "w0 w1 w2 w3 w4,w15 w16 w17 w18 w19"
    two = text_fragment("https://x.org/a", "We met.\n\nWe agreed.") or ""
    assert unquote(two.partition("text=")[2]) == "We met.,We agreed."


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://x.org/a", "/local"])
def test_only_web_addresses_are_followed(url: str | None) -> None:
    assert web_address(url) is None
    assert text_fragment(url, "words") is None


def test_centuries_ago_is_counted_not_drawn() -> None:
    drawn = charts.bars([("1300-01", 2), *((f"{year}-05", 1) for year in range(1990, 2024))], "Events")
    assert drawn is not None
    assert (drawn.first, drawn.last, drawn.before) == ("1990", "2023", 2)
    assert sum(number for _, number in drawn.rows) == 34


def report(**says: str) -> dict[str, Any]:
    given = {name: dict.fromkeys(value.split("|"), "/") for name, value in says.items()}
    return {"says": {name: given.get(name, {}) for name in ("when", "where", "what", "status", "who")}}


def test_a_report_that_differs_from_most_is_told() -> None:
    reports = [
        report(when="12 June", who="Keller|Haddad"),
        report(when="12 June", who="Keller"),
        report(when="13 June"),
    ]
    assert unusual(reports)["when"] == {"13 June"}
    assert unusual(reports)["who"] == {"Haddad"}
    assert differences(reports)[0] == ("When", [("12 June", 2), ("13 June", 1)])
    assert unusual([report(where="Rome"), report(where="Bonn")])["where"] == {"Rome", "Bonn"}
    assert unusual([report(where="Rome"), report()])["where"] == set()
    assert differences([report(where="Rome"), report(where="Rome")]) == []


def scripts_of(policy: str) -> list[str]:
    return policy.partition("script-src ")[2].partition(";")[0].split()


def test_only_scripts_that_datasette_ships_run_on_its_pages() -> None:
    own, nonce, *hashes = scripts_of(policy_for("/corpus/quotes", nonce="abc"))
    assert (own, nonce) == ("'self'", "'nonce-abc'")
    assert len(hashes) > 2
    assert all(script.startswith("'sha256-") for script in hashes)
    for path, foreign in (("/-/dashboards/corpus", False), ("/other/table", True)):
        assert "'unsafe-inline'" in scripts_of(policy_for(path, nonce="abc", foreign=foreign))


def test_fields_of_datasettes_pages_get_names() -> None:
    made = mended(
        Markup(
            '<select name="_filter_column_1"></select><h3>3 rows</h3><div class="db-table">\n    <h3>t</h3>'
        )
    )
    assert 'aria-label="Column" name="_filter_column_1"' in made
    assert "<h2>3 rows</h2>" in made
    assert "<h3>t</h3>" in made


def test_dashboards_are_of_the_database_that_is_served() -> None:
    charts_of = metadata_for(("news 2",))["plugins"]["datasette-dashboards"]["corpus"]["charts"]
    assert {chart["db"] for chart in charts_of.values()} == {"news 2"}


def test_a_row_of_a_comparison_is_text() -> None:
    assert side_by_side("<b>.", "<b>.") == [Row("same", escape("<b>."), escape("<b>."))]
