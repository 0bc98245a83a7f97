"""News corpus: a pile of news articles becomes one SQLite file of people, quotes and events, with the evidence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from loader.model import CorpusError

if TYPE_CHECKING:
    from loader.pipeline import Options, Report, load
    from loader.shards import merge

__all__ = ["CorpusError", "Options", "Report", "__version__", "load", "merge"]
__version__ = "0.1.0"
_WHERE = {"Options": "pipeline", "Report": "pipeline", "load": "pipeline", "merge": "shards"}


def __getattr__(name: str) -> Any:
    """The public functions, imported when they are first asked for: `corpus --help` must not wait for them."""
    if name in _WHERE:
        return getattr(import_module(f"loader.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'loader' has no attribute {name!r}")
