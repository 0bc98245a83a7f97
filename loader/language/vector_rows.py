"""Read a table of word vectors with the row of each word as arrays: the dictionary that spaCy makes takes 70 MB."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

# https://github.com/msgpack/msgpack/blob/master/spec.md: the mark of a map, of numbers of 1, 2, 4 and 8 bytes
MAP = 0xDF
BYTES = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}
USUAL = 12  # bytes of an entry: nearly all have a key of eight bytes and a row of two
AT_ONCE = 1024  # entries


def read_vectors(folder: Path, strings: StringStore) -> Vectors:
    """The vectors in a folder, to be looked up by many keys at once (`find(keys=...)`), as a model does."""
    import numpy as np
    from spacy.vectors import Vectors

    keys, rows = _entries((folder / "key2row").read_bytes())
    order = np.argsort(keys)
    known, row_of = keys[order], rows[order].astype("i8")

    class ByArrays(Vectors):  # type: ignore[misc] # it is compiled
        def find(self, *, keys: Any = None, **others: Any) -> Any:
            """The row of each key, -1 where it has none."""
            if keys is None:
                return super().find(**others)
            wanted = np.asarray(keys, dtype="u8")
            at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            return np.where(known[at] == wanted, row_of[at], -1)

    return ByArrays(data=np.load(folder / "vectors"), strings=strings)


def _entries(packed: bytes) -> tuple[NDArray[np.uint64], NDArray[np.uint16]]:
    """Keys and rows of a msgpack map. Raises ValueError where it is something else."""
    import numpy as np

    if packed[0] != MAP:
        raise ValueError("no map of keys to rows")
    data, at, end = np.frombuffer(packed, "u1"), 5, len(packed)
    keys, rows = [], []
    while at < end:
        several = data[at : at + min(AT_ONCE, (end - at) // USUAL) * USUAL].reshape(-1, USUAL)
        usual = (several[:, 0] == 0xCF) & (several[:, 9] == 0xCD)
        count = len(usual) if usual.all() else int(usual.argmin())
        if count:
            keys.append(several[:count, 1:9].copy().view(">u8").ravel())
            rows.append(several[:count, 10:].copy().view(">u2").ravel())
            at += count * USUAL
        else:
            key, at = _number(packed, at)
            row, at = _number(packed, at)
            keys.append(np.array([key], "u8"))
            rows.append(np.array([row], "u2"))
    return np.concatenate(keys).astype("u8"), np.concatenate(rows).astype("u2")


def _number(packed: bytes, at: int) -> tuple[int, int]:
    """The number that begins at a place, and the place after it."""
    mark = packed[at]
    if mark < 0x80:
        return mark, at + 1
    end = at + 1 + BYTES[mark]
    return int.from_bytes(packed[at + 1 : end]), end
