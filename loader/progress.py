"""Tell how far a load is: a bar on a terminal, otherwise one plain line a stage."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

STAGES = {
    "scan": "looking at files",
    "analyse": "reading and analysing",
    "merge": "joining corpora",
    "link": "linking people, events and stories",
    "publish": "writing the database",
}
EVERY = 0.2  # seconds between two drawings of the bar
WIDTH = 30  # characters of the bar


class Progress:
    """Called with (stage, done, total); `done` and `total` are bytes while analysing. Use it in a `with`."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._stage = ""
        self._began = self._drawn = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()
        if isinstance(error, KeyboardInterrupt):
            self._out.write("Interrupted. The corpus is as it was; the same command goes on from here.\n")
            raise SystemExit(130) from error

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows that a stage is so far."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._drawn = stage, now, 0.0
            if not self._terminal:
                self._out.write(f"{STAGES[stage]}\n")
                self._out.flush()
        if self._terminal and now - self._drawn > EVERY:
            self._drawn = now
            self._draw(done, total, now - self._began)

    def _draw(self, done: int, total: int, seconds: float) -> None:
        text = STAGES[self._stage]
        if total:
            share = done / total
            bar = "#" * round(share * WIDTH)
            rate = done / seconds / 1000 if seconds else 0.0
            left = seconds * (1 - share) / share if share else 0.0
            text += f" [{bar:<{WIDTH}}] {share:4.0%}, {rate:.0f} kB/s, {_span(left)} left"
        elif done:
            text += f" {done:,}"
        self._out.write(f"\r\x1b[K{text}")
        self._out.flush()

    def _clear(self) -> None:
        if self._terminal:
            self._out.write("\r\x1b[K")
            self._out.flush()


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
