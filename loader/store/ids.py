"""Make row ids that are a function of content, so that equal corpora have equal ids."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


def slots(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids in order of their hashes, and a small number for each: a function of the set of ids, whatever its history.

    Numbers lie below about four times as many as there are ids, where a search index is half as large as with the ids
    themselves. Each id stands in the place that its hash gives it, or in the next that those before it leave free (a
    hash table with linear probing in order of the hashes, Amble and Knuth 1974), so that one id more moves few others.
    """
    import numpy as np

    hashes = ids & ((1 << ARTICLE_BITS) - 1)
    order = np.lexsort((ids, hashes))
    bits = max(len(ids) - 1, 0).bit_length() + 1
    count = np.arange(len(ids))
    numbers = np.maximum.accumulate((hashes[order] >> (ARTICLE_BITS - bits)) - count) + count + 1
    return ids[order], numbers
