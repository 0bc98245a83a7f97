"""Serves the one metadata.yml for every corpus, whatever the name of its file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PLACES = (Path(__file__).parent / "metadata.yml", Path(__file__).parents[2] / "metadata.yml")
"""Where metadata.yml lies: in an installed package, in a checkout."""


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
    """Datasette metadata in which each database of `names` is described as the corpus is; fresh dicts each time,
    because Datasette merges into what it gets, and asks dozens of times for a page."""
    return _fresh(_for_names(names)) if names else {}


def _fresh(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: _fresh(value) if isinstance(value, dict) else value for key, value in metadata.items()}
