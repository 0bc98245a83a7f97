"""Read what lies in a folder: every file gives articles, or the reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import MappingProxyType

from loader.model import Rejection, Source
from loader.read import csv, docx, feed, html, jsonl, mail, pdf, rtf, sidecar, sniff, text, warc
from loader.read.files import Entry, Opened, UnreadableError, is_as_scanned, open_regular, trouble
from loader.read.limits import CHUNK, HEAD
from loader.read.record import columns
from loader.read.scan import scan

__all__ = ["FORMATS", "Entry", "fingerprint", "is_as_scanned", "read", "scan"]

Reader = Callable[[Opened, Mapping[str, str]], Iterator[Source | Rejection]]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to read a file: the endings of its names, and how its first bytes look."""

    name: str
    read: Reader
    suffixes: tuple[str, ...]
    looks_like: Callable[[bytes], bool] | None = None
    packed: bool = False  # what its bytes look like as text says nothing


FORMATS = (
    Format("pdf", pdf.read, pdf.SUFFIXES, pdf.looks_like, packed=True),
    Format("docx", docx.read, docx.SUFFIXES, packed=True),
    Format("rtf", rtf.read, rtf.SUFFIXES, rtf.looks_like, packed=True),
    Format("warc", warc.read, warc.SUFFIXES, warc.looks_like, packed=True),
    Format("feed", feed.read, feed.SUFFIXES, feed.looks_like),
    Format("html", html.read, html.SUFFIXES, html.looks_like),
    Format("mail", mail.read, mail.SUFFIXES, mail.looks_like),
    Format("json", jsonl.read, jsonl.SUFFIXES, jsonl.looks_like),
    Format("table", csv.read, csv.SUFFIXES),
    Format("text", text.read, text.SUFFIXES),
)


def read(entry: Entry, fields: Mapping[str, str] = MappingProxyType({})) -> Iterator[Source | Rejection]:
    """The articles of a file, and a rejection for each part that gives none; never raises for what is in the file.

    `fields` maps columns of ours to the keys or columns that hold them in records. What sidecars declare is in
    each article's `declared`, above what was found.
    """
    try:
        with open_regular(entry.file) as stream:
            opened = Opened(entry, stream, stream.read(CHUNK))
            yield from _sidecars_applied(entry, _articles(opened, columns(fields)))
    except UnreadableError as problem:
        yield Rejection(entry.path, problem.status, problem.reason, bytes=entry.size)
    except OSError as error:
        yield Rejection(entry.path, "failed", trouble(error), bytes=entry.size)
    except Exception as error:  # no parser thinks of everything, and other files must not suffer
        reason = f"could not be read: {type(error).__name__}: {str(error)[:200]}"
        yield Rejection(entry.path, "failed", reason, bytes=entry.size)


def fingerprint(entry: Entry) -> str:
    """The SHA-256 of a file's bytes and of what sidecars declare for it; empty where it can't be read."""
    total = hashlib.sha256()
    try:
        with open_regular(entry.file) as stream:
            while piece := stream.read(CHUNK):
                total.update(piece)
    except (UnreadableError, OSError):
        return ""
    if declared := sidecar.fingerprint_of(entry):
        total.update(declared.encode())
    return total.hexdigest()


def _articles(opened: Opened, fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    head, name = opened.head[: 2 * HEAD], opened.entry.file.name.lower()
    if not head:
        raise UnreadableError("empty", "skipped")
    form = _format(head, name)
    if not form.packed:
        suffix = PurePath(name).suffix
        if kind := sniff.archive(head, suffix):
            raise UnreadableError(f"archive ({kind}): unpack it first", "skipped")
        if kind := sniff.binary(head[:HEAD]) or sniff.no_article(suffix):
            raise UnreadableError(f"no text: {kind}", "skipped")
    any_found = False
    for item in form.read(opened, fields):
        any_found = True
        yield item
    opened.check_unchanged()
    if not any_found:
        raise UnreadableError("empty: it holds no article", "skipped")


def _format(head: bytes, name: str) -> Format:
    """The format of a file: by the end of its name; by its first bytes where that says text, or nothing."""
    *others, plain = FORMATS
    by_name = (form for form in others if name.endswith(form.suffixes))
    by_content = (form for form in others if form.looks_like and form.looks_like(head))
    return next(by_name, None) or next(by_content, plain)


def _sidecars_applied(entry: Entry, found: Iterator[Source | Rejection]) -> Iterator[Source | Rejection]:
    """The same articles, with what the user declared for the file and for each of its records."""
    declared = sidecar.declared_for(entry) if entry.sidecars else {}
    for item in found:
        values = {**declared.get("", {}), **declared.get(item.path[len(entry.path) + 1 :], {})}
        if values and isinstance(item, Source):
            by = {**item.declared_by, **dict.fromkeys(values, "sidecar")}
            item = replace(item, declared={**item.declared, **values}, declared_by=by)
        yield item
