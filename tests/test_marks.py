"""The runs between quotation marks, found without a parse."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.extract.quotes.marks import Run, find_runs, paragraphs


def words(text: str) -> list[str]:
    return [text[run.start : run.end] for run in find_runs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "yes" and left.', ["yes"]),
        ("She said “yes” and „no“ and «maybe».", ["yes", "no", "maybe"]),
        ("He called it ''a mess'' and ``a pity''.", ["a mess", "a pity"]),
        ("‘We are late,’ he said, ‘and tired.’", ["We are late,", "and tired."]),
        ("Mayor: 'Roads first' in new plan", ["Roads first"]),
        ("He said \"she told me 'go' and I went,\" she recalled.", ["she told me 'go' and I went,"]),
        ('“He said "no" to us,” she recalled.', ['He said "no" to us,']),
        ('"First," he said. "Second."', ["First,", "Second."]),
        ('He wants it "for life.") Then he left.', ["for life."]),
        ("Turned wrong: ”Open the gate,” he said.", ["Open the gate,"]),
    ],
)
def test_each_kind_of_mark_bounds_a_run(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The leaders' plan isn't the farmers' plan.",
        "Rock 'n' roll of the '90s isn't dead.",
        'A 6" pipe burst.',
    ],
)
def test_apostrophes_elisions_and_inches_are_no_marks(text: str) -> None:
    assert words(text) == []


def test_a_possessive_in_single_marks_does_not_close_them() -> None:
    assert words("'The workers' rights come first,' she said.") == ["The workers' rights come first,"]


def test_a_quote_over_paragraphs_is_one_run_a_paragraph() -> None:
    runs = find_runs('"We began early.\n\n"We ended late," she said.')
    assert [run.closed for run in runs] == [False, True]
    assert [run.continues for run in runs] == [False, True]


def test_a_quote_never_closed_does_not_spoil_the_next_paragraph() -> None:
    text = '"We began early, he said.\n\nThe mayor said "no" to that.'
    assert words(text) == ["We began early, he said.", "no"]


def test_html_attributes_open_nothing() -> None:
    assert words('See <a href="x">here</a> for "more".') == ["more"]


def test_hard_wrapped_lines_stay_one_paragraph() -> None:
    assert len(paragraphs("One line that\ngoes on here.\nA second one.\n\nA third.")) == 3


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "''", "‘", "’", "«", 'a" "b', "“x” "])
def test_ten_thousand_marks_in_a_line_take_no_time(mark: str) -> None:
    text = mark * 10_000
    began = time.process_time()
    find_runs(text)
    assert time.process_time() - began < 2


MARKED = st.text(alphabet=st.sampled_from(list("\"“”„«»'‘’`,.?!:;-–— \n\t\xa0aBs9()")), max_size=200)


@given(MARKED)
def test_runs_are_in_order_and_apart(text: str) -> None:
    runs = find_runs(text)
    assert all(_sound(text, run) for run in runs)
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(runs))


def _sound(text: str, run: Run) -> bool:
    inside = 0 <= run.outer_start <= run.start < run.end <= run.outer_end <= len(text)
    return inside and text[run.start : run.end].strip() == text[run.start : run.end]
