"""Whatever bytes a file holds and whatever is typed, an answer comes: no exception, in linear time.

The benchmark bench_fuzz.py tries tens of thousands of inputs, and measures how the time grows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.model import Rejection
from loader.normalise.dateline import read_dateline
from loader.read import Entry, read, scan
from loader.site.days import day, last_of
from tests.mutants import CHECKS, PIECES, complaints_of_files, complaints_of_texts, samples

GOOD = samples()
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
ROUNDS = settings().max_examples


def test_mutated_files_give_articles_or_reasons_for_people(tmp_path: Path) -> None:
    assert list(complaints_of_files(tmp_path, 4 * ROUNDS, random.Random(0))) == []


def test_mutated_texts_raise_nothing() -> None:
    assert list(complaints_of_texts(3 * ROUNDS, random.Random(0))) == []


@settings(max_examples=ROUNDS // 2, deadline=None)
@given(TEXTS)
@pytest.mark.parametrize("rule", CHECKS)
def test_no_text_is_too_odd(rule: str, text: str) -> None:
    CHECKS[rule](text)


@settings(max_examples=ROUNDS, deadline=None)
@given(TEXTS)
def test_any_typed_day_is_a_day_or_none(text: str) -> None:
    assert re.fullmatch(r"|\d{4}(-\d\d(-\d\d)?)?", day(text))
    last_of(text)


@settings(max_examples=ROUNDS // 2, deadline=None)
@given(name=st.sampled_from(sorted(GOOD)), data=st.binary(max_size=400))
def test_any_bytes_under_any_name_are_read_or_refused(
    name: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for content in (data, GOOD[name][:300] + data, data + GOOD[name][-300:]):
        for found in _read(tmp_path_factory.getbasetemp() / name, content):
            assert not isinstance(found, Rejection) or not re.search(
                r"[A-Z]\w+(?:Error|Exception)\b", found.reason
            )


def _read(file: Path, data: bytes) -> Iterator[object]:
    file.write_bytes(data)
    for entry in scan(file):
        if isinstance(entry, Entry):
            yield from read(entry)


@pytest.mark.parametrize(
    "text",
    [
        "PORT--carrycannotwintercouncilsaidoldWednesdaynullbeginnewThemeethttpterminal1",
        "a" * 5000 + "1",
        "A.B" * 900 + "-1",
    ],
)
def test_a_dateline_that_once_took_years_is_answered(text: str) -> None:
    """Its pattern tried every way to cut a word into words: 2 to the power of its length. A failure here never ends."""
    assert read_dateline(text + ": he said.") is None or text
