"""Serves the one metadata.yml for every corpus, whatever the name of its file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from datasette.app import Datasette

PLACES = (Path(__file__).parent / "metadata.yml", Path(__file__).parents[2] / "metadata.yml")
"""Where metadata.yml lies: in an installed package, in a checkout."""


_shared: WeakKeyDictionary[Datasette, dict[str, Any]] = WeakKeyDictionary()


@cache
def _written() -> dict[str, Any]:
    import yaml

    for place in PLACES:
        if place.is_file():
            written: dict[str, Any] = yaml.safe_load(place.read_text(encoding="utf-8"))
            return written
    return {}


@cache
def _for_names(names: tuple[str, ...]) -> dict[str, Any]:
    written, described = _written(), _described()
    name = next(iter(written.get("databases", {})), "")
    plugins = json.dumps(written.get("plugins", {})).replace(_chart_of(name), _chart_of(names[0]))
    databases = dict.fromkeys(names, described)
    return {**written, "plugins": json.loads(plugins), "databases": databases}


def _chart_of(name: str) -> str:
    """How the chart of a dashboard says which database it draws."""
    return f'"db": {json.dumps(name)}'


def _described() -> dict[str, Any]:
    described: dict[str, Any] = next(iter(_written().get("databases", {}).values()), {})
    return described


def metadata_for(names: tuple[str, ...]) -> dict[str, Any]:
    """Datasette metadata in which each database of `names` is described as the corpus is, in fresh dicts."""
    return _fresh(_for_names(names)) if names else {}


def metadata_of(
    datasette: Datasette, names: tuple[str, ...], key: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """As much of it as Datasette reads where it asks for `key` of a table, dozens of times for a page: fresh, as it
    merges and writes into what it gets. Its plugins ask for each cell, and share what merging does not change."""
    if key in (None, "databases", "tables") or not names:
        return metadata_for(names)
    if key == "plugins":
        if datasette not in _shared:
            _shared[datasette] = metadata_for(names)
        return _shared[datasette]
    whole = _for_names(names)
    described = whole["databases"].get(database, {})
    tables = {table: _fresh_of(described.get("tables", {}).get(table, {}), key)}
    return {**_fresh_of(whole, key), "databases": {database: {**_fresh_of(described, key), "tables": tables}}}


def _fresh_of(metadata: dict[str, Any], key: str) -> dict[str, Any]:
    return _fresh({key: metadata[key]}) if key in metadata else {}


def _fresh(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: _fresh(value) if isinstance(value, dict) else value for key, value in metadata.items()}
