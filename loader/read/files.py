"""Open a regular file and nothing else, and notice when it changes while it is read."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from loader.read.limits import CHUNK, MEGABYTE


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may hold articles: its printable path below the loaded folder, and where and what it is on disk.

    `sidecars` are the files that declare metadata for it: those of its name, then the folders' `articles.csv`.
    """

    path: str
    file: Path
    size: int
    mtime_ns: int
    sidecars: tuple[Path, ...] = ()


class UnreadableError(Exception):
    """A file that gives no (further) articles; turned into a `Rejection` where formats are called."""

    def __init__(self, reason: str, status: Literal["skipped", "failed"] = "failed") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status: Literal["skipped", "failed"] = status


def open_regular(file: Path) -> BinaryIO:
    """A binary stream over a regular file; links, pipes and devices raise `UnreadableError`, other trouble OSError."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(file, flags)  # O_NONBLOCK: opening a pipe that took the file's place must not wait
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableError("not a regular file", "skipped")
    return os.fdopen(descriptor, "rb")


def read_small(file: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `UnreadableError` or OSError."""
    with open_regular(file) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"over {limit // MEGABYTE} MB")
    return data


def is_as_scanned(entry: Entry) -> bool:
    """Whether a file is still what the folder's listing said; where not, what was read of it may be of another time."""
    try:
        now = entry.file.stat(follow_symlinks=False)
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (entry.size, entry.mtime_ns)


@dataclass(slots=True)
class Opened:
    """An entry with its open stream and its first bytes: what a format reads from."""

    entry: Entry
    stream: BinaryIO
    head: bytes

    def whole(self, limit: int, remedy: str) -> bytes:
        """All bytes, the same that were there when the folder was scanned; over `limit` it says what to do."""
        if self.entry.size > limit:
            raise UnreadableError(
                f"{self.entry.size / MEGABYTE:.1f} MB: over {limit // MEGABYTE} MB; {remedy}"
            )
        data = self.head + self.stream.read(limit + 1)
        self.check_unchanged()
        if len(data) != self.entry.size:
            raise UnreadableError(CHANGED)
        return data

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces, from the start."""
        yield self.head
        while piece := self.stream.read(CHUNK):
            yield piece

    def check_unchanged(self) -> None:
        """Raise `UnreadableError` when the file is no longer what was scanned."""
        now = os.fstat(self.stream.fileno())
        if (now.st_size, now.st_mtime_ns) != (self.entry.size, self.entry.mtime_ns):
            raise UnreadableError(CHANGED)


CHANGED = "changed while it was read; load again when nothing writes to it"


def trouble(error: OSError) -> str:
    """An operating system's error in words."""
    match error:
        case FileNotFoundError():
            return "gone: it was there when the folder was listed"
        case PermissionError():
            return "no permission to read it; change that (chmod +r) and load again"
        case IsADirectoryError():
            return "a folder took its place while the folder was read"
    return f"could not be read: {error.strerror or error}"


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
