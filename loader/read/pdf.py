"""Read a PDF as one article; needs the extra `pdf`."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from loader.model import Rejection, Source
from loader.read.decode import Decoded
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_DOCUMENT, MAX_PAGES, MAX_PAPER
from loader.read.make import make_source

SUFFIXES = (".pdf",)
INSTALL = "a PDF: install news-corpus[pdf] to read it"


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a PDF does."""
    return b"%PDF-" in head[:1024]


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The text of a PDF, a blank line between pages. Its own dates are those of the file: they are not taken."""
    try:
        import pypdf
    except ImportError as error:
        raise UnreadableError(INSTALL) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    raw = opened.whole(MAX_PAPER, "save the text alone")
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("a PDF with a password; save it without one")
        text = _text(reader)
    except UnreadableError:
        raise
    except Exception as error:  # broken PDFs make the library fail in every way there is
        raise UnreadableError(f"a broken PDF: {str(error)[:200] or 'no part of it can be read'}") from error
    if not text.strip():
        raise UnreadableError("a PDF without text: scanned pages must go through OCR first")
    yield make_source(opened.entry.path, raw, Decoded(text, "pdf"))


def _text(reader: Any) -> str:
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableError(f"a PDF of {len(reader.pages)} pages, over {MAX_PAGES}; split it")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MAX_DOCUMENT:
            raise UnreadableError("a PDF with more text than any article; split it")
    return "\n\n".join(pages)
