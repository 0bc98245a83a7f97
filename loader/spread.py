"""Hand articles out in batches to whoever analyses them, never more than they can take; bring back what they found."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass

from loader.analyse import Analysed, Item, analyse, begin
from loader.model import Evidence, Rejection
from loader.processes import Processes

BATCH_CHARS = 40_000  # of text in one task: one batch of the model
AHEAD = 50  # batches that are begun here, at most, while nobody is ready to analyse
LAST = 4  # so many parts are made of each of the last batches, one a worker: they should end together
IN_FLIGHT = 3  # tasks that a worker may have waiting; with BATCH_CHARS it bounds the memory
PATIENCE = 2.0  # seconds between two looks at whether there are workers at all
DEADLY = "ended the process that analysed it, also when tried alone (out of memory?): left out"


@dataclass(frozen=True, slots=True)
class Workers:
    """Where to analyse: an executor, and how many workers it has now; None is this process.

    A task whose worker died raises BrokenExecutor. `count` raises CorpusError where nobody is left to work; `ready`
    says whether somebody waits for work.
    """

    executor: Executor | None = None
    count: Callable[[], int] = lambda: 1
    ready: Callable[[], bool] = lambda: True


def batches(items: Iterable[Item], chars: int | None = None) -> Iterator[list[Item]]:
    """The items in order, in lists of about so many characters (BATCH_CHARS)."""
    enough = chars or BATCH_CHARS
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.source.text)
        if size >= enough:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def spread(items: Iterable[Item], model: str | None, workers: Workers) -> Iterator[list[Analysed]]:
    """Batches of outcomes as they are ready, in any order; every item comes back, whatever happens to a worker."""
    executor = workers.executor
    if executor is None:
        for batch in batches(items):
            yield analyse(batch, model)
        return
    waiting: dict[Future[list[Analysed]], list[Item]] = {}
    ahead = _begun(batches(items), workers.ready)
    for batch in _small_last(ahead, lambda: 1 + len(waiting) // IN_FLIGHT):
        while len(waiting) >= workers.count() * IN_FLIGHT:
            yield from _ready(waiting, model)
        waiting[executor.submit(analyse, batch, model)] = batch
    while waiting:
        workers.count()
        yield from _ready(waiting, model)


def _begun(given: Iterator[list[Item]], ready: Callable[[], bool]) -> Iterator[list[Item]]:
    """The batches in order; those that come before anybody is ready to analyse them are begun here."""
    begun: list[list[Item]] = []
    while not ready() and len(begun) < AHEAD and (batch := next(given, None)):
        begun.append([item if ready() else begin(item) for item in batch])
    yield from begun
    yield from given


def _small_last(given: Iterable[list[Item]], count: Callable[[], int]) -> Iterator[list[Item]]:
    """The batches in order, so many of the last in small parts."""
    held: deque[list[Item]] = deque()
    for batch in given:
        held.append(batch)
        while len(held) > count():
            yield held.popleft()
    for batch in held:
        yield from batches(batch, max(BATCH_CHARS // LAST, 1))


def _ready(waiting: dict[Future[list[Analysed]], list[Item]], model: str | None) -> Iterator[list[Analysed]]:
    """What is done by now, taken off the waiting; nothing when PATIENCE is over first."""
    for future in wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
        batch = waiting.pop(future)
        try:
            yield future.result()
        except BrokenExecutor:
            yield _alone(batch, model)


def _alone(batch: list[Item], model: str | None) -> list[Analysed]:
    """The outcomes of a batch whose worker died, one article at a time in a process of its own."""
    found = []
    with Processes(1) as process:
        for item in batch:
            try:
                found += process.submit(analyse, [item], model).result()
            except BrokenExecutor:
                source = item.source
                outcome = Rejection(
                    source.path, "failed", DEADLY, source.sha256, source.bytes, source.encoding
                )
                found.append(Analysed(item, outcome, Evidence(), (DEADLY,)))
    return found
