"""Read a Word document (DOCX) as one article; needs the extra `docx`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from loader.model import Rejection, Source
from loader.read.decode import Decoded
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_DOCUMENT, MAX_PAPER, MAX_UNPACKED, MEGABYTE
from loader.read.make import make_source
from loader.read.record import as_line

SUFFIXES = (".docx",)
INSTALL = "a Word document: install news-corpus[docx] to read it"


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The paragraphs of a document; a paragraph in the style Title is its headline."""
    raw = opened.whole(MAX_PAPER, "save the text alone")
    _check(raw)
    try:
        import docx
    except ImportError as error:
        raise UnreadableError(INSTALL) from error
    try:
        document = docx.Document(io.BytesIO(raw))
        found = [
            (paragraph.style.name if paragraph.style else "", paragraph.text)
            for paragraph in document.paragraphs
        ]
    except Exception as error:  # a document is XML in a ZIP: both break in many ways
        raise UnreadableError(
            f"a broken Word document: {str(error)[:200] or 'no part of it can be read'}"
        ) from error
    title = next((as_line(text) for style, text in found if style == "Title" and text.strip()), "")
    body = (text for style, text in found if text.strip() and (style != "Title" or as_line(text) != title))
    text = "\n\n".join(body)
    if len(text) > MAX_DOCUMENT:
        raise UnreadableError("a document with more text than any article; split it")
    declared = {"headline": title} if title else {}
    yield make_source(opened.entry.path, raw, Decoded(text, "docx"), declared=declared)


def _check(raw: bytes) -> None:
    """Refuse what is no document, or would unpack to gigabytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError("a broken Word document: no valid ZIP") from error
    if "word/document.xml" not in {member.filename for member in members}:
        raise UnreadableError("no Word document, whatever its name says: archive, unpack it first", "skipped")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableError(f"it unpacks to over {MAX_UNPACKED // MEGABYTE} MB; save the text alone")
