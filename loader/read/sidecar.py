"""Metadata that a user declares beside the articles: NAME.yml, NAME.json, and a folder's articles.csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from loader.read.csv_rows import delimiter_of
from loader.read.decode import decode
from loader.read.files import Entry, UnreadableError, digest, read_small
from loader.read.limits import CHUNK, MAX_DECLARATIONS, MAX_SIDECAR
from loader.read.record import NAMES, declared_values, plain_name

SIDECAR_SUFFIXES = (".yml", ".yaml", ".json")
DECLARATIONS = "articles.csv"

Declared = Mapping[str, str]
"""Columns of ours, and their values as the user wrote them."""


def declared_for(entry: Entry) -> dict[str, Declared]:
    """What the sidecars of a file declare, by the number of the record (`""`: all of the file).

    Broken ones are left out. A file's own sidecar goes before a table, and a nearer table before one further up.
    """
    found: dict[str, dict[str, str]] = {}
    for sidecar in sorted(entry.sidecars, key=lambda file: file.name != DECLARATIONS):
        for number, values in _from(sidecar, entry).items():
            found.setdefault(number, {}).update(values)
    return {**found}


def fingerprint_of(entry: Entry) -> str:
    """A hash of all that sidecars declare for a file; empty when that is nothing."""
    declared = declared_for(entry)
    return digest(json.dumps(declared, sort_keys=True).encode()) if declared else ""


def own(file: Path) -> Declared:
    """What a NAME.yml or NAME.json declares. Raises `UnreadableError` or OSError."""
    text = decode(read_small(file, MAX_SIDECAR)).text
    value = parse_json(text) if file.suffix.lower() == ".json" else parse_yaml(text)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnreadableError("it must hold fields and values, such as `headline: ...`")
    return declared_values(value)


def describes(file: Path) -> bool:
    """Whether a file named like a sidecar is one: JSON that holds texts, or a list, holds articles of its own."""
    if file.suffix.lower() != ".json":
        return True
    try:
        value = parse_json(decode(read_small(file, MAX_SIDECAR)).text)
    except UnreadableError as problem:
        return problem.reason.startswith("no valid")
    except OSError:
        return True
    return not isinstance(value, list) and not (
        isinstance(value, Mapping) and {plain_name(key) for key in value} & set(NAMES["text"])
    )


def parse_json(text: str) -> Any:
    """The value of a JSON text; or UnreadableError with the mistake's line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"no valid JSON: line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("no valid JSON: nested too deeply, or a number too long") from error


def parse_yaml(text: str) -> Any:
    """The value of a YAML text, every scalar a string as written; or UnreadableError with the mistake's line."""
    import yaml

    if "*" in text and any(isinstance(token, yaml.AliasToken) for token in _tokens(text)):
        raise UnreadableError("aliases (*name) are not read")  # a few lines of them unfold to gigabytes
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise UnreadableError(f"no valid YAML: {where}{error.problem}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableError("no valid YAML: a character that YAML does not allow, or too deep") from error


def _tokens(text: str) -> list[Any]:
    import yaml

    try:
        return list(yaml.scan(text, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return []


def is_declarations(file: Path) -> bool:
    """Whether an `articles.csv` names files (a column `path`, none with a text) rather than holding articles."""
    try:
        return bool(declarations(file))
    except UnreadableError as problem:
        return problem.reason.startswith("line ")
    except OSError:
        return False


def declarations(file: Path) -> Mapping[str, Mapping[str, Declared]]:
    """What an `articles.csv` declares: path of a file -> number of a record or "" -> values."""
    status = file.stat(follow_symlinks=False)
    return _table(file, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=8)
def _table(file: Path, _size: int, _mtime_ns: int) -> Mapping[str, Mapping[str, Declared]]:
    text = decode(read_small(file, MAX_DECLARATIONS)).text
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text[:CHUNK], ["path"]))
    found: dict[str, dict[str, Declared]] = {}
    try:
        header = [plain_name(name) for name in next(rows, [])]
        if "path" not in header or set(header) & set(NAMES["text"]):
            return {}
        for row in rows:
            values = dict(zip(header, row, strict=False))
            name, number = split_path(values.pop("path", "").strip().removeprefix("./"))
            found.setdefault(name, {})[number] = declared_values(values)
    except csv.Error as error:
        raise UnreadableError(f"line {rows.line_num}: {error}") from error
    return found


def split_path(path: str) -> tuple[str, str]:
    """The path of a file, and the number of a record in it (`news.jsonl#12`) or an empty string."""
    name, mark, number = path.rpartition("#")
    return (name, number) if mark and number.isdecimal() else (path, "")


def _from(sidecar: Path, entry: Entry) -> Mapping[str, Declared]:
    try:
        if sidecar.name != DECLARATIONS:
            return {"": own(sidecar)}
        depth = len(sidecar.parent.parts) - len(entry.file.parts)
        below = "/".join(entry.path.split("/")[depth:])
        return declarations(sidecar).get(below, {})
    except (UnreadableError, OSError):
        return {}
