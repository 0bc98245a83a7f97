"""Which sources a load has, and where they lie: beside those that a user gives, what must not be left half done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from loader.model import CorpusError

if TYPE_CHECKING:
    from loader.store import State


def roots_of(paths: list[Path], name: str | None) -> dict[str, Path]:
    """The sources by name, as given or as `name` says. Raises CorpusError where two would have one name."""
    if not paths:
        raise CorpusError("Nothing to load: name a folder or a file.")
    if name is not None and len(paths) > 1:
        raise CorpusError("One name cannot serve several sources: load them one by one, or leave out --as.")
    roots: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise CorpusError(f"{path}: there is no such file or folder; check the path.")
        called = name or path.resolve().name or "root"
        if called in roots and roots[called].resolve() != path.resolve():
            raise CorpusError(
                f"{roots[called]} and {path} would both be called {called!r}: load one of them with --as NAME."
            )
        roots[called] = path
    return roots


def check_places(roots: Mapping[str, Path], state: State, database: Path, *, moved: bool) -> None:
    """Raises CorpusError where a source would take the place of another of its name; one may have `moved`."""
    for name, root in roots.items():
        stored = state.sources.get(name) or state.outdated.get(name)
        if stored is None or stored.location == locate(root, database):
            continue
        there = (database.absolute().parent / stored.location).exists()
        if there or not moved:
            raise CorpusError(
                f"The corpus already holds a source {name!r}, from {stored.location}: load {root} with --as NAME."
                + ("" if there else f" If it is that source, which has moved here, with --as {name}.")
            )


def others_of(state: State, database: Path, given: Mapping[str, Path]) -> dict[str, Path]:
    """The sources that must be read beside those given: those of a database that another version made, so that nothing
    is half migrated, and those of the database whose load was interrupted, so that nothing is half loaded."""
    folder = database.absolute().parent
    rows = {**{name: row for name, row in state.begun.items() if row is not None}, **state.outdated}
    roots = {name: folder / row.location for name, row in rows.items() if name not in given}
    for name, root in roots.items():
        if not root.exists():
            raise CorpusError(
                f"{database} must be rebuilt (another version or model made it, or a load was interrupted), but its"
                f" source {name!r} is not at {rows[name].location}: bring it back and load it too, say where it is"
                f" now (corpus load PLACE --as {name} --db {database}), or choose another --db."
            )
    return roots


def locate(root: Path, database: Path) -> str:
    """A source's place as its corpus keeps it: relative to the database's folder."""
    try:
        return Path(os.path.relpath(root.resolve(), database.absolute().parent.resolve())).as_posix()
    except ValueError:  # another drive
        return root.resolve().as_posix()
