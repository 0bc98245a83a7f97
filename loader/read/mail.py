"""Read mail: one message (EML) or many (mbox), such as newsletters and alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from loader.model import Rejection, Source
from loader.read import html
from loader.read.decode import Decoded, decode
from loader.read.files import Opened, digest
from loader.read.limits import MAX_RECORD, MEGABYTE
from loader.read.lines import lines
from loader.read.make import make_source

SUFFIXES = (".eml", ".mbox", ".mbx", ".mail")
MAX_PARTS = 100  # more are made to exhaust the parser, which calls itself for each
_MBOX = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_LIST_HEADERS = ("List-Unsubscribe", "List-Id", "List-Post")


def looks_like(head: bytes) -> bool:
    """Whether a file begins with the headers of a message, or with mbox's line before them."""
    if _MBOX.match(head) and b"\nMessage-ID:" in head.replace(b"-Id:", b"-ID:"):
        return True
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    return all(
        re.search(rb"(?:^|\n)" + name + rb":", top) for name in (b"from", b"message-id", b"mime-version")
    )


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each message; those of an mbox are numbered from 1."""
    if _MBOX.match(opened.head):
        for number, raw in enumerate(_messages(opened), 1):
            yield _article(f"{opened.entry.path}#{number}", raw)
    else:
        yield _article(opened.entry.path, opened.whole(MAX_RECORD, "take its attachments out"))


def _messages(opened: Opened) -> Iterator[bytes]:
    """The messages of an mbox, cut before each `From ` after a blank line; the rest of one too long is left out."""
    parts: list[bytes] = []
    size, blank = 0, True
    for line in lines(opened):
        if blank and parts and _MBOX.match(line.raw):
            yield b"".join(parts)
            parts, size = [], 0
        blank = not line.raw.strip() and not line.too_long
        size += MAX_RECORD if line.too_long else len(line.raw)
        if size <= MAX_RECORD:
            parts.append(re.sub(rb"^>(>*From )", rb"\1", line.raw))
        elif parts and len(parts[-1]) <= MAX_RECORD:
            parts.append(b"\n" * (MAX_RECORD + 1))
    if parts:
        yield b"".join(parts)


def _article(path: str, raw: bytes) -> Source | Rejection:
    if len(raw) > MAX_RECORD:
        reason = f"a message over {MAX_RECORD // MEGABYTE} MB; take its attachments out"
        return Rejection(path, "failed", reason)
    if raw.count(b"multipart/") > MAX_PARTS:
        return Rejection(path, "failed", "no valid mail: too many parts in parts", digest(raw), len(raw))
    try:
        message = message_from_bytes(re.sub(rb"^From [^\r\n]*\r?\n", b"", raw), policy=default)
        declared = _declared(message)
        decoded, subtype = _body(message)
    except Exception:  # the library's parser of headers fails in many ways on broken mail
        return Rejection(
            path, "failed", "no valid mail: its headers or parts are broken", digest(raw), len(raw)
        )
    if subtype == "html":
        return html.read_page(path, raw, decoded, declared=declared)
    return make_source(path, raw, decoded, declared=declared, is_body=True)


def _body(message: EmailMessage) -> tuple[Decoded, str]:
    """The text of a message, plain where it has both, and whether it is `plain` or `html`."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return Decoded("", "utf-8"), "plain"
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(payload).encode("utf-8", "replace")
    subtype = part.get_content_subtype()
    if subtype == "plain" and not data.strip() and (other := message.get_body(("html",))) is not None:
        part, subtype = other, "html"
        data = bytes(part.get_payload(decode=True) or b"")
    return decode(data, part.get_content_charset()), subtype


def _declared(message: EmailMessage) -> dict[str, str]:
    """What the headers declare. A mailing list's sender is an outlet, any other a writer."""
    name, address = parseaddr(_header(message, "From"))
    sender = name or address.partition("@")[0]
    is_list = any(header in message for header in _LIST_HEADERS)
    found = {
        "headline": _header(message, "Subject"),
        "published": iso_date(_header(message, "Date")),
        "publisher" if is_list else "byline": sender,
    }
    return {column: value for column, value in found.items() if value}


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except Exception:  # the same parser, run when a header is asked for
        value = str(dict(message.raw_items()).get(name, ""))
    return " ".join(value.split())[:2000]


def iso_date(value: str) -> str:
    """A date as mail and RSS write it, in ISO 8601; as it is where it is another one."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return value
