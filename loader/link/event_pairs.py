"""Pair what shares a key with its neighbours in time, in arrays: all the pairs that linking then looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

LOOK_BACK = 12  # reports of a block with which a later one is compared: news of one occasion comes in bursts


def neighbours(keys: Ints, owners: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Pairs (smaller, larger owner, row of `keys` of the smaller) of those under one key, `LOOK_BACK` apart at most.

    `keys` has a row for each entry of `owners`; equal rows are one key. A pair comes once for each key that it shares.
    """
    import numpy as np

    order = np.lexsort((owners, *keys.T[::-1]))
    keys, owners = keys[order], owners[order]
    begins = np.ones(len(owners), bool)
    begins[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    block = np.cumsum(begins)
    rows = np.arange(len(owners))
    for step in range(1, LOOK_BACK + 1):
        rows = rows[rows + step < len(owners)]
        rows = rows[block[rows] == block[rows + step]]
        yield owners[rows], owners[rows + step], order[rows]
