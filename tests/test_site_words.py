"""Dates, charts and addresses as people read them."""

from __future__ import annotations

import pytest

from loader.site.charts import bars
from loader.site.network import network
from loader.site.sources import text_fragment
from loader.site.words import date_words


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2022-06-13", "13 June 2022"),
        ("2022-06", "June 2022"),
        ("2022", "2022"),
        ("XXXX-05-21", "21 May"),
        ("2022-06-09/2022-06-12", "9 June 2022 – 12 June 2022"),
        ("2022-06?", "June 2022 (uncertain)"),
        ("202X", "202X"),
        ("2022-22", "summer 2022"),
        (None, ""),
    ],
)
def test_dates_are_said_in_words(edtf: str | None, shown: str) -> None:
    assert date_words(edtf) == shown


def test_a_chart_keeps_months_without_news() -> None:
    chart = bars([("2022-01", 2), ("2022-04", 4)], "T<")
    assert chart is not None
    assert chart.svg.count("<rect") == 2
    assert 'viewBox="0 0 120 60"' in chart.svg
    assert "T&lt;" in chart.svg
    assert (chart.first, chart.last, chart.most) == ("January 2022", "April 2022", 4)


def test_a_chart_of_many_years_counts_by_year() -> None:
    chart = bars([("1950-01", 1), ("1950-05", 2), ("2020-12", 1)], "all")
    assert chart is not None
    assert chart.rows == (("1950", 3), ("2020", 1))


def test_less_than_two_months_draw_nothing() -> None:
    assert bars([], "none") is None
    assert bars([("2022-01", 9)], "one") is None


def test_a_network_links_and_escapes_names() -> None:
    drawn = network("A", [("<b>", "/p/b", 3, 1), ("C", "/p/c", 1, 0)])
    assert drawn is not None
    assert 'href="/p/b"' in drawn
    assert "&lt;b&gt;: 3 articles, 1 events" in drawn
    assert drawn.count("<line") == 2
    assert network("A", []) is None


def test_a_text_fragment_leads_to_the_words() -> None:
    assert (
        text_fragment("https://x.org/a#b", "well-known words")
        == "https://x.org/a#:~:text=well%2Dknown%20words"
    )
    assert text_fragment("javascript:alert(1)", "words") is None
    assert text_fragment(None, "words") is None
