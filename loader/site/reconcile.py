"""Lets OpenRefine find people whose name it has with an initial, with a title or without a word."""

from __future__ import annotations

import re
import sys

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
MOST_WORDS = 12
"""More words than this are no name."""


def loosen() -> None:
    """Let datasette-reconcile 0.6, where it is installed, look for people who have any of the words of a name: it asks
    for all, and orders what it finds by likeness to the whole name anyway."""
    plugin = sys.modules.get("datasette_reconcile.reconcile")
    if plugin is not None:
        plugin.__dict__["escape_fts"] = any_word


def any_word(name: str) -> str:
    """A query of FTS5 for any of the words of `name`, initials left out unless there is nothing else."""
    words = list(dict.fromkeys(WORD.findall(name)))
    chosen = [word for word in words if len(word) > 1] or words
    return " OR ".join(f'"{word}"' for word in chosen[:MOST_WORDS]) or '""'
