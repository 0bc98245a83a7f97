"""Make row ids that are a function of content, so that equal corpora have equal ids."""

from __future__ import annotations

from hashlib import blake2b

ARTICLE_BITS = 47  # contract: below 2^48
OTHER_BITS = 49  # the kind's number goes above them: all ids stay below 2^53, where browsers begin to round
KINDS = (
    "source", "file", "article_person", "mention", "quote", "event_mention", "event", "person", "part", "log", "link",
)  # fmt: skip


def article_id(source: str, path: str) -> int:
    """The id of an article: below 2^48, a function of its source's name and its path."""
    return _hash("article", source, path) >> (64 - ARTICLE_BITS)


def row_id(kind: str, *parts: object) -> int:
    """The id of a row of a kind (one of KINDS), below 2^53; ids of different kinds never meet, nor an article's."""
    return (KINDS.index(kind) + 1) << OTHER_BITS | _hash(kind, *parts) >> (64 - OTHER_BITS)


def another_id(id: int) -> int:
    """The id of the same kind for a row whose own id another row has."""
    return id >> OTHER_BITS << OTHER_BITS | _hash("another", id) >> (64 - OTHER_BITS)


def _hash(*parts: object) -> int:
    text = "\0".join("" if part is None else str(part) for part in parts)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
