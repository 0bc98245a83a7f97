"""Print what story linking costs per article at growing sizes: python tests/benchmarks/bench_stories.py [SIZE...]."""

import random
import resource
import sys
import time
from collections.abc import Iterator

import numpy as np

from loader.link.stories.linking import link_stories
from loader.linked import Fingerprints

PHRASES, PER_ARTICLE, COPIES = 40_000, 100, 0.2


def prints(size: int) -> Iterator[Fingerprints]:
    """Fingerprints like those of news: a fifth are reprints, and stock phrases recur by Zipf's law."""
    chance = random.Random(size)
    recent: list[tuple[int, ...]] = []
    for article in range(size):
        if recent and chance.random() < COPIES:
            base = chance.choice(recent)
            own = [value for value in base if chance.random() < 0.7]
        else:
            own = [chance.getrandbits(38) * 4 for _ in range(PER_ARTICLE * 3 // 4)]
            own += [int(PHRASES ** chance.random()) * 4 for _ in range(PER_ARTICLE // 4)]
        own += [chance.getrandbits(38) * 4 for _ in range(PER_ARTICLE // 5)]
        values = tuple(sorted(set(own)))
        recent = [*recent[-200:], values]
        yield Fingerprints([article], [None], [len(values)], np.array(values))


def main() -> None:
    for size in [int(word) for word in sys.argv[1:]] or [10_000, 30_000, 100_000]:
        made = prints(size)
        before = time.process_time()
        for _ in prints(size):
            pass
        making = time.process_time() - before
        before = time.process_time()
        stories = link_stories(made)
        spent = time.process_time() - before - making
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size} articles: {spent:.1f} s, {1e6 * spent / size:.0f} us each, "
            f"{len(stories)} stories, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
