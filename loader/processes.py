"""A pool of processes that outlives the death of one of them, and leaves none behind."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import TracebackType

COLLECT_AFTER = (20_000, 20, 20)  # as `gc.set_threshold` takes it; Python's own is (700, 10, 10)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Lets Python look for garbage far less often: a load keeps much, and leaves few circles behind.

    Word lists and the model are a million objects that stay; looking through them took a twentieth of a load.
    """
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Processes(Executor):
    """So many processes; when one dies, all tasks under way raise BrokenExecutor, and later ones run in a new pool.

    Leaving its `with` block by an exception ends the processes at once.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = self._new()

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Runs a function in one of the processes."""
        with _uninterrupted():  # a process may be started here
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool = self._new()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes when they have done their tasks."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.shutdown()
            return
        processes = list((self._pool._processes or {}).values())  # until Python 3.14 the only way to them
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()

    def _new(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork copies the state of libraries that run threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, mp_context=context, initializer=_watch_parent)


def _watch_parent() -> None:
    """Ends this process when the one that started it is gone, killed without a chance to say so."""
    gc.set_threshold(*COLLECT_AFTER)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back; processes started meanwhile never see it: their parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
