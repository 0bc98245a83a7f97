"""A load says how far it is: a bar with rate and time left on a terminal, a plain line a stage elsewhere."""

from __future__ import annotations

import io

import pytest

from loader.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_share_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 110.0, 110.1, 4000.0])
    monkeypatch.setattr("loader.progress.time.monotonic", lambda: next(clock))
    out = Terminal()
    with Progress(out) as progress:
        progress("analyse", 0, 8_000_000)
        progress("analyse", 2_000_000, 8_000_000)
        progress("analyse", 2_000_001, 8_000_000)  # too soon to be drawn
        progress("analyse", 4_000_000, 8_000_000)
    lines = [line for line in out.getvalue().split("\r\x1b[K") if line]
    assert len(lines) == 3
    assert "  0%" in lines[0]
    assert " 25%, 200 kB/s, 0:30 left" in lines[1]
    assert " 50%, 1 kB/s, 1:05:00 left" in lines[2]
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_file_gets_a_line_a_stage() -> None:
    out = io.StringIO()
    with Progress(out) as progress:
        for stage in ("scan", "analyse", "analyse", "link", "publish"):
            progress(stage, 1, 2)
    assert out.getvalue().splitlines() == [
        "looking at files", "reading and analysing", "linking people, events and stories", "writing the database",
    ]  # fmt: skip


def test_an_interruption_is_a_promise_and_status_130() -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended, Progress(out):
        raise KeyboardInterrupt
    assert ended.value.code == 130
    assert "goes on from here" in out.getvalue()
