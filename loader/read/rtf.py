"""Read a rich text document, whatever its name says, as plain text; striprtf drops the markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from loader.model import Rejection, Source
from loader.read.decode import Decoded
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_PAPER
from loader.read.make import make_source

SUFFIXES = (".rtf",)


def looks_like(head: bytes) -> bool:
    """Whether the first bytes are those of a rich text document."""
    return head.startswith(b"{\\rtf")


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The document's text, to be normalised like that of a plain file."""
    from striprtf.striprtf import rtf_to_text

    raw = opened.whole(MAX_PAPER, "save the text alone")
    if not looks_like(raw):
        raise UnreadableError("no rich text document, whatever its name says; save it as text")
    convert: Callable[..., str] = rtf_to_text
    try:
        text = convert(raw.decode("cp1252", "replace"), encoding="cp1252", errors="replace")
    except (
        ValueError,
        OverflowError,
        LookupError,
    ) as error:  # a number too long, an encoding that does not exist
        raise UnreadableError("a damaged rich text document; save it as text") from error
    if not text.strip():
        raise UnreadableError("empty: a document without text", "skipped")
    yield make_source(opened.entry.path, raw, Decoded(text, "rtf"))
