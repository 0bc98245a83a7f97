"""Import spaCy without its command line, which takes half of the time: it brings clients for downloads, and more."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

COMMANDS, INFO = "spacy.cli", "spacy.cli.info"  # all that spaCy itself takes from there is one function


def import_spacy() -> ModuleType:
    """The package `spacy`. Whoever asks for its command line later imports it then."""
    if "spacy" in sys.modules or COMMANDS in sys.modules:
        import spacy

        return spacy
    placeholder, module = ModuleType(COMMANDS), ModuleType(INFO)
    placeholder.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules.update({COMMANDS: placeholder, INFO: module})
    try:
        import spacy
    finally:
        for name in (COMMANDS, INFO):
            sys.modules.pop(name, None)
    return spacy


def _info(*args: Any, **options: Any) -> Any:
    """As `spacy.info`."""
    from spacy.cli.info import info

    return info(*args, **options)
