"""Says in words what goes wrong on the disk while a corpus is written."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.model import CorpusError

KEPT = "The corpus is as it was; what was analysed so far is kept, and the same command goes on from there."
FULL = "{place}: no room is left on the disk. Free some, or choose another --db. " + KEPT
FAILS = "{place}: it cannot be written ({error}). Check the disk and the permissions. " + KEPT
DAMAGED = "{place} is damaged ({error}). Move it away (and {place}.work, if there is one), then load the sources again."


@contextmanager
def disk_trouble(database: Path) -> Iterator[None]:
    """Turns what the disk does to a database into a CorpusError that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise CorpusError((FULL if is_full else FAILS).format(place=database, error=error)) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        raise CorpusError(DAMAGED.format(place=database, error=error)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CorpusError(FULL.format(place=database)) from error
        if error.errno in (errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM):
            raise CorpusError(FAILS.format(place=database, error=error.strerror)) from error
        raise
