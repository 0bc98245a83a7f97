"""Reads what every reader needs once from each file, within no limit of time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from .ours import file_stamp


class Once[T]:
    """What `read` finds in a corpus: read once for each file that lies at a path, by one thread while others wait.

    Called with the path; raises what `read` raises, and sqlite3.Error where the file cannot be opened.
    """

    def __init__(self, read: Callable[[sqlite3.Connection], T]) -> None:
        self._read = read
        self._known: dict[str, tuple[object, T]] = {}
        self._lock = threading.Lock()

    def __call__(self, path: str | Path) -> T:
        """What is found in the file that lies at `path` now."""
        key, stamp = str(path), file_stamp(path)
        known = self._known.get(key)
        if known and known[0] == stamp:
            return known[1]
        with self._lock:
            known = self._known.get(key)
            if not known or known[0] != stamp:
                with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as conn:
                    known = stamp, self._read(conn)
                self._known[key] = known
            return known[1]
