"""Say whether work grows with its size as it should, on a machine that may be busy with other things."""

from __future__ import annotations

import time
from collections.abc import Callable

ATTEMPTS = 8


def grows_at_most(
    work: Callable[[int], object], small: int, large: int, *, times: float, least: float
) -> bool:
    """Whether `work(large)` takes less than `times` as long as `work(small)`, in processor time, in any attempt.

    What disturbs a measurement makes it longer, never shorter, and not in every attempt; work that truly grows faster
    fails in all of them. Times below `least` seconds count as that.
    """

    def seconds(size: int) -> float:
        began = time.process_time()
        work(size)
        return time.process_time() - began

    return any(seconds(large) < times * max(seconds(small), least) for _ in range(ATTEMPTS))
