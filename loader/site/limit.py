"""Limits queries by the work that they are: a busy machine or a slow disk ends none that is small."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import datasette.database

TOO_LONG = "The answer took longer than this server allows. Ask for less: more words, one kind, fewer years."
PATIENCE = 5
"""So many times its limit a query may take on the clock: what waits for a disk holds a thread, too."""
STEPS = 1000
"""Instructions of SQLite between two looks at the time: some hundredths of a millisecond."""


@contextmanager
def work_limit(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
    """Interrupts what `conn` runs in the block when it has had the processor for `ms` milliseconds in this thread."""
    work, clock = time.thread_time() + ms / 1000, time.monotonic() + PATIENCE * ms / 1000

    def is_over() -> bool:
        return time.thread_time() >= work or time.monotonic() >= clock

    conn.set_progress_handler(is_over, STEPS if ms > 20 else 1)
    try:
        yield
    finally:
        conn.set_progress_handler(None, STEPS)


def limit_work() -> None:
    """Let Datasette 0.65 limit its queries so, too: its own limit is by the clock alone."""
    datasette.database.__dict__["sqlite_timelimit"] = work_limit
