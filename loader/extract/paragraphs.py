"""Fingerprint each paragraph, for finding the lines that an outlet repeats."""

from __future__ import annotations

import re
from hashlib import blake2b

_WORD = re.compile(r"\w+")


def paragraphs(text: str) -> tuple[int, ...]:
    """A stable 40-bit hash of every paragraph, in order; case, punctuation and white space do not count."""
    return tuple(_hash(paragraph) for paragraph in text.split("\n\n"))


def _hash(paragraph: str) -> int:
    words = " ".join(_WORD.findall(paragraph.casefold())).encode("utf-8", "replace")
    return int.from_bytes(blake2b(words, digest_size=5).digest(), "big")
