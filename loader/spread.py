"""Hand articles out in batches to whoever analyses them, never more than they can take; bring back what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass

from loader.analyse import Analysed, Item, analyse
from loader.model import Evidence, Rejection
from loader.processes import Processes

BATCH_CHARS = 40_000  # of text in one task: one batch of the model; the last tasks should end together
IN_FLIGHT = 3  # tasks that a worker may have waiting; with BATCH_CHARS it bounds the memory
PATIENCE = 2.0  # seconds between two looks at whether there are workers at all
DEADLY = "ended the process that analysed it, also when tried alone (out of memory?): left out"


@dataclass(frozen=True, slots=True)
class Workers:
    """Where to analyse: an executor, and how many workers it has now; None is this process.

    A task whose worker died raises BrokenExecutor. `count` raises CorpusError where nobody is left to work.
    """

    executor: Executor | None = None
    count: Callable[[], int] = lambda: 1


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in order, in lists of about BATCH_CHARS characters."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.source.text)
        if size >= BATCH_CHARS:
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
    for batch in batches(items):
        while len(waiting) >= workers.count() * IN_FLIGHT:
            yield from _ready(waiting, model)
        waiting[executor.submit(analyse, batch, model)] = batch
    while waiting:
        workers.count()
        yield from _ready(waiting, model)


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
