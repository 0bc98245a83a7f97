"""Read a web archive (WARC, also gzipped), an article a page; needs the extra `warc`."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from typing import Any, BinaryIO

from loader.model import Rejection, Source
from loader.read import html
from loader.read.decode import decode
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_RECORD, MAX_UNPACKING, MEGABYTE
from loader.read.make import make_source

SUFFIXES = (".warc", ".warc.gz")
INSTALL = "a web archive: install news-corpus[warc] to read it"
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


class _Bounded:
    """A stream that unpacks only so much: a small file must not become a large one without end."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream = stream
        self.left = limit

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(min(size, self.left + 1) if size >= 0 else self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise UnreadableError(
                f"it unpacks to more than {MAX_UNPACKING} times its size; what follows is not read"
            )
        return data


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each page that was answered with success, numbered from 1; pictures and the like are passed by."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise UnreadableError(INSTALL) from error
    opened.stream.seek(0)
    packed = opened.head.startswith(b"\x1f\x8b")
    stream: Any = gzip.GzipFile(fileobj=opened.stream) if packed else opened.stream
    number = 0
    try:
        for record in _quietly(ArchiveIterator(_Bounded(stream, MAX_UNPACKING * opened.entry.size))):
            if _is_page(record):
                number += 1
                yield _article(f"{opened.entry.path}#{number}", record)
    except (ArchiveLoadFailed, EOFError, gzip.BadGzipFile, zlib.error, ValueError) as error:
        raise UnreadableError(f"a broken web archive after page {number}: {error}") from error


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """The records, without what the library prints about them."""
    while True:
        try:
            with redirect_stderr(io.StringIO()):
                record = next(records, None)
        except AttributeError as error:  # the library's own, where a record has no address
            raise ValueError("a record without an address") from error
        if record is None:
            return
        yield record


def _is_page(record: Any) -> bool:
    answer = record.http_headers
    if record.rec_type != "response" or answer is None or not (answer.get_statuscode() or "").startswith("2"):
        return False
    return (answer.get_header("Content-Type") or "").split(";")[0].strip().lower() in _PAGES


def _article(path: str, record: Any) -> Source | Rejection:
    raw = record.content_stream().read(MAX_RECORD + 1)
    if len(raw) > MAX_RECORD:
        return Rejection(path, "failed", f"a page over {MAX_RECORD // MEGABYTE} MB")
    content = record.http_headers.get_header("Content-Type") or ""
    named = content.lower().partition("charset=")[2].strip(" \"';")
    decoded = decode(raw, named or html.charset(raw))
    declared = {"url": record.rec_headers.get_header("WARC-Target-URI") or ""}
    if content.lower().startswith("text/plain"):
        return make_source(path, raw, decoded, declared=declared)
    return html.read_page(path, raw, decoded, declared=declared)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a WARC does."""
    return head.startswith(b"WARC/")
