"""What is found in the seeds does not fall below what was found before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scoring import Scorer, floors

FLOORS = floors()


@pytest.fixture(scope="module")
def scores(corpus: Path) -> dict[str, float]:
    return Scorer(corpus).scores()


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_score_is_at_or_above_its_floor(name: str, scores: dict[str, float]) -> None:
    assert scores[name] >= FLOORS[name]


def test_every_score_has_a_floor(scores: dict[str, float]) -> None:
    assert set(scores) == set(FLOORS)
