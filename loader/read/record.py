"""Turn a record (a JSON object, a row of a table, front matter) into declared values and a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from loader.read.limits import MAX_FIELD

# Column of ours -> the names that records use for it, in order of trust, written as `plain_name` writes them.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "guid", "uuid", "_id"),
    "headline": ("headline", "title", "headline_main"),
    "text": ("text", "body", "content", "article_body", "articlebody", "article_text", "full_text", "fulltext",
             "maintext", "main_text", "body_text", "content_text", "content_html", "article", "html"),
    "published": ("date", "published", "date_published", "datepublished", "published_at", "publishedat",
                  "published_date", "publish_date", "publication_date", "pub_date", "pubdate", "date_publish"),
    "url": ("url", "link", "permalink", "source_url", "canonical_url", "web_url"),
    "byline": ("byline", "author", "authors", "creator", "writer"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "publication", "site_name", "sitename"),
    "agency": ("agency", "news_agency", "wire"),
    "section": ("section", "category", "article_section"),
    "dateline": ("dateline",),
    "language": ("language", "lang", "in_language", "inlanguage"),
}  # fmt: skip
COLUMNS = tuple(name for name in NAMES if name != "text")
_NAME_KEYS = ("name", "title", "rendered", "#text", "text", "value", "url")
_TEXT_KEYS = ("rendered", "#text", "text", "html", "value", "content")


class NoTextError(Exception):
    """A record without a usable text; its message says what was found instead, its status whether that is a fault."""

    def __init__(self, message: str, status: Literal["skipped", "failed"] = "failed") -> None:
        super().__init__(message)
        self.status: Literal["skipped", "failed"] = status


def columns(fields: Mapping[str, str]) -> dict[str, str]:
    """`fields` with our own names for its columns, where it uses another usual one (`title` for `headline`)."""
    ours = {name: column for column, names in NAMES.items() for name in names}
    return {ours.get(plain_name(name), name): key for name, key in fields.items()}


def split_record(record: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The declared values and the text of a record; `fields` maps columns of ours to its keys. Raises `NoTextError`."""
    plain = {plain_name(key): value for key, value in reversed(list(record.items()))}
    return declared_values(record, fields), _text(record, plain, fields.get("text"))


def declared_values(record: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a record declares, as strings, under the names of our columns."""
    fields = fields or {}
    plain = {plain_name(key): value for key, value in reversed(list(record.items()))}
    found = {}
    for column in COLUMNS:
        mapped = fields.get(column)
        values = [_at(record, mapped)] if mapped else [plain.get(name) for name in NAMES[column]]
        if value := next(filter(None, map(as_line, values)), ""):
            found[column] = value
    return found


def as_line(value: object) -> str:
    """One line for a string, a number, a list of names or an object with a name; empty for anything else."""
    match value:
        case str():
            line = " ".join(value[: 4 * MAX_FIELD].split())
        case bool() | None:
            line = ""
        case int() | float():
            line = str(value) if abs(value) < 1e20 else ""
        case list() | tuple():
            line = ", ".join(
                filter(None, (as_line(item) for item in value[:50] if not isinstance(item, list)))
            )
        case Mapping():
            line = next((as_line(value[key]) for key in _NAME_KEYS if isinstance(value.get(key), str)), "")
        case _:
            line = ""
    return line[:MAX_FIELD].rstrip()


def plain_name(key: object) -> str:
    """A field's name without capitals, blanks, dots or dashes, so that `Date-Published` is `date_published`."""
    return re.sub(r"[\s.-]+", "_", str(key).strip().lower())


def _at(record: Mapping[str, Any], key: str) -> Any:
    """The value under `key`, or under a path of keys with dots between them."""
    if key in record:
        return record[key]
    value: Any = record
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(record: Mapping[str, Any], plain: Mapping[str, Any], mapped: str | None) -> str:
    names = [mapped] if mapped else [name for name in NAMES["text"] if name in plain]
    values = [_at(record, mapped)] if mapped else [plain[name] for name in names]
    for value in values:
        if text := _prose(value):
            return text
    if mapped and values == [None]:
        raise NoTextError(f'no text: the record has no "{mapped}"; it has {_keys(record)}')
    if not names:
        raise NoTextError(
            f"no text: the record has {_keys(record)}; name the right one with --fields text=NAME"
        )
    wrong = next((value for value in values if value is not None and not isinstance(value, str)), None)
    if wrong is not None:
        raise NoTextError(f'no text: "{names[0]}" is {kind(wrong)}, not text')
    raise NoTextError(f'empty: nothing in "{names[0]}"', "skipped")


def _prose(value: object) -> str:
    """A text given as a string, as a list of paragraphs, or inside an object; empty for anything else."""
    match value:
        case str():
            return value if value.strip() else ""
        case list():
            return "\n\n".join(filter(None, (_prose(item) for item in value if not isinstance(item, list))))
        case Mapping():
            return next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), "")
    return ""


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    match value:
        case bool():
            return "true or false"
        case None:
            return "null"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list() | tuple():
            return "a list"
    return "an object"


def _keys(record: Mapping[str, Any]) -> str:
    names = [str(key)[:40] for key in record][:8]
    return "the fields " + ", ".join(names) if names else "no fields"
