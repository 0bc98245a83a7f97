"""How well names are told apart and joined, on pairs written from general knowledge (tests/pairs/)."""

import csv
from pathlib import Path

import pytest

from loader.link import link_people
from loader.linked import LocalPerson

PAIRS = Path(__file__).parent / "pairs"
Row = dict[str, str]


def rows(name: str, half: str) -> list[Row]:
    lines = [
        line for line in (PAIRS / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    return [
        row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["half"] == half
    ]


def verdict(row: Row, *, told: bool) -> str:
    """`merged`, `review` or `apart`, for two articles that tell country and role (or do not)."""
    local = [
        LocalPerson(
            (place, 0),
            f"{place}.txt",
            f"202{place}-01-01",
            row[side],
            ((row[side], 1),),
            (told and row[f"country_{side}"]) or None,
            False,
            (row[f"role_{side}"],) if told and row[f"role_{side}"] else (),
        )
        for place, side in enumerate("ab")
    ]
    links = link_people(local)
    return "merged" if len(links.people) == 1 else "review" if links.review else "apart"


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("half", ["tune", "held"])
def test_no_two_people_are_merged(half: str, told: bool) -> None:
    assert [
        f"{row['a']} / {row['b']}" for row in rows("different", half) if verdict(row, told=told) == "merged"
    ] == []


@pytest.mark.parametrize(
    ("half", "told", "merged", "found"),
    [
        ("tune", True, 0.95, 0.99),
        ("held", True, 0.9, 0.98),
        ("tune", False, 0.86, 0.99),
        ("held", False, 0.79, 0.98),
    ],
)
def test_names_of_one_person_are_merged_or_asked_about(
    half: str, told: bool, merged: float, found: float
) -> None:
    verdicts = [verdict(row, told=told) for row in rows("same", half)]
    assert verdicts.count("merged") >= merged * len(verdicts)
    assert len(verdicts) - verdicts.count("apart") >= found * len(verdicts)


def test_there_are_pairs_enough() -> None:
    assert sum(len(rows("different", half)) for half in ("tune", "held")) >= 150
    assert sum(len(rows("same", half)) for half in ("tune", "held")) >= 100
