"""EDTF values: the days they cover."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.edtf import bounds


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2022-06-09", ("2022-06-09", "2022-06-09", "day")),
        ("2022-06-09~", ("2022-06-09", "2022-06-09", "day")),
        ("2022-06-09T10:00Z", ("2022-06-09", "2022-06-09", "day")),
        ("2022-06-09/2022-06-12", ("2022-06-09", "2022-06-12", "range")),
        ("2024-01-15/2024-01-21", ("2024-01-15", "2024-01-21", "week")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2022-12", ("2022-12-01", "2022-12-31", "month")),
        ("2022", ("2022-01-01", "2022-12-31", "year")),
        ("2022-XX-XX", ("2022-01-01", "2022-12-31", "year")),
        ("2018/2019", ("2018-01-01", "2019-12-31", "range")),
        ("198X", ("1980-01-01", "1989-12-31", "decade")),
        ("17XX", ("1700-01-01", "1799-12-31", "range")),
        ("2022-23", ("2022-09-01", "2022-11-30", "range")),
        ("2022-24", ("2022-12-01", "2023-02-28", "range")),
        ("2022-33", ("2022-01-01", "2022-03-31", "range")),
        ("2022-41", ("2022-07-01", "2022-12-31", "range")),
        ("XXXX-05-21", (None, None, "day")),
        ("XXXX-05", (None, None, "month")),
        ("XXXX-06-09/XXXX-06-12", (None, None, "range")),
        ("../XXXX-05-10", (None, None, "range")),
        ("../2022-05-10", (None, "2022-05-10", "range")),
        ("2022-05-10/..", ("2022-05-10", None, "range")),
        ("", (None, None, "unknown")),
        ("2022-02-30", (None, None, "unknown")),
        ("2022-99", (None, None, "unknown")),
        ("2022-06-12/2022-06-09", (None, None, "unknown")),
        ("9999", ("9999-01-01", "9999-12-31", "year")),
        ("soon", (None, None, "unknown")),
    ],
)
def test_bounds(edtf: str, expected: tuple[str | None, str | None, str]) -> None:
    assert bounds(edtf) == expected


@given(st.text(alphabet="0123456789X-/.~?% T:", max_size=24))
def test_no_value_raises(edtf: str) -> None:
    start, end, _ = bounds(edtf)
    assert start is None or end is None or start <= end
