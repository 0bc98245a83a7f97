"""Read plain text, and Markdown with its front matter; line numbers stay those of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from loader.model import Rejection, Source
from loader.read import html
from loader.read.decode import Decoded, decode
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_DOCUMENT, MAX_FRONT_MATTER
from loader.read.make import make_source
from loader.read.markup import plain_text
from loader.read.record import declared_values
from loader.read.sidecar import parse_yaml

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".asc", "")
MARKDOWN = (".md", ".markdown")
MIN_ASCII = 0.7  # share of it in Western text
REMEDY = "split it into a file an article, or make it a JSONL file"

_FRONT_MATTER = re.compile(
    r"\s{0,8}---[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_INLINE = (
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)"), ""),  # pictures
    (re.compile(r"\[([^\[\]\n]{1,1000})\]\([^()\n]{0,2000}\)"), r"\1"),  # links
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"(?<![\w*\\])(\*\*\*|\*\*|\*)(?=[^\s*])([^*\n]{1,2000})(?<=[^\s\\])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w\\])(__|_)(?=[^\s_])([^_\n]{1,2000})(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>-])"), r"\1"),
)
_PREFIX = re.compile(r"^[ ]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+)", re.MULTILINE)
_RULER = re.compile(r"^[ ]{0,3}(?:=+|-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The one article of a text; a page of HTML inside it is read as one."""
    raw = opened.whole(MAX_DOCUMENT, REMEDY)
    decoded = decode(raw)
    if foreign(decoded):
        raise UnreadableError("in an encoding that its bytes do not tell; save it as UTF-8")
    if html.is_page(decoded.text):
        yield html.read_page(opened.entry.path, raw, decoded)
        return
    text, declared = front_matter(decoded.text)
    if html.is_fragment(text):
        text = plain_text(text)
    elif opened.entry.file.suffix.lower() in MARKDOWN:
        text = without_markdown(text)
    yield make_source(opened.entry.path, raw, replace(decoded, text=text), declared=declared)


def foreign(decoded: Decoded) -> bool:
    """Whether bytes taken for Windows Western are too rarely ASCII to be that: Cyrillic, Japanese, EBCDIC."""
    text = decoded.text
    return decoded.encoding == "cp1252" and sum(map(str.isascii, text)) < MIN_ASCII * len(text)


def front_matter(text: str) -> tuple[str, dict[str, str]]:
    """The text with its front matter blanked out line by line, and what that declares."""
    match = (
        _FRONT_MATTER.match(text, 0, MAX_FRONT_MATTER) if text.lstrip("\ufeff \r\n")[:3] == "---" else None
    )
    if not match:
        return text, {}
    try:
        value = parse_yaml(match[1])
    except UnreadableError:
        return text, {}
    if not isinstance(value, Mapping):
        return text, {}
    return re.sub(r"[^\r\n]+", "", match[0]) + text[match.end() :], declared_values(value)


def without_markdown(text: str) -> str:
    """The words of a Markdown text, each line where it was."""
    text = _RULER.sub("", _PREFIX.sub("", text))
    for pattern, words in _INLINE:
        text = pattern.sub(words, text)
    return text
