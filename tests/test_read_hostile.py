"""Every hostile file is an article or a reason that a person understands; nothing outside the folder is read."""

from __future__ import annotations

import re
import time

import pytest

from loader.model import Rejection, Source
from loader.read import Entry, fingerprint, read, scan
from tests.hostile import SECRET, write_hostile


@pytest.fixture(scope="module")
def outcome(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, str], list[Source | Rejection], float]:
    folder = tmp_path_factory.mktemp("hostile") / "news"
    expected = write_hostile(folder)
    started = time.monotonic()
    found: list[Source | Rejection] = []
    for entry in scan(folder):
        found.extend(read(entry) if isinstance(entry, Entry) else [entry])
        if isinstance(entry, Entry):
            fingerprint(entry)
    return expected, found, time.monotonic() - started


def status(item: Source | Rejection) -> str:
    return "loaded" if isinstance(item, Source) else item.status


def test_there_are_enough_hostile_files(outcome) -> None:
    assert len({path.partition("#")[0] for path in outcome[0]}) >= 120


def test_every_hostile_file_and_record_is_reported_once_with_the_right_status(outcome) -> None:
    expected, found, _ = outcome
    assert {item.path: status(item) for item in found} == expected
    assert len(found) == len(expected)


def test_reasons_are_for_people(outcome) -> None:
    for item in outcome[1]:
        if isinstance(item, Rejection):
            assert 5 <= len(item.reason) < 400, item
            assert not re.search(r"Traceback|Error\b|errno|0x[0-9a-f]{6}|object at", item.reason), item


def test_nothing_outside_the_folder_is_read(outcome) -> None:
    for item in outcome[1]:
        if isinstance(item, Source):
            assert SECRET not in item.text
            assert "root:" not in item.text
            assert SECRET not in " ".join(item.declared.values())


def test_texts_and_values_can_be_stored(outcome) -> None:
    for item in outcome[1]:
        for text in (
            item.path,
            *([item.text, *item.declared.values()] if isinstance(item, Source) else [item.reason]),
        ):
            text.encode()
            assert "\0" not in text


def test_it_does_not_take_long(outcome) -> None:
    assert outcome[2] < 60
