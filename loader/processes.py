"""A pool of processes that outlives the death of one of them, and leaves none behind.

The first process is made ready (a model read, word lists opened), and the others are copies of it: where copying is
safe, which is on Linux, that work is done once and its memory shared. Elsewhere each is made ready by itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import Any

COLLECT_AFTER = (20_000, 20, 20)  # as `gc.set_threshold` takes it; Python's own is (700, 10, 10)
COPIES = sys.platform == "linux"  # the libraries of other systems may run threads, which no copy has
READY, WAKE = b"ready", b"wake"


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
    """So many processes; when one dies, all tasks under way raise BrokenExecutor, and later ones go to new processes.

    `prepare` is called once before the first task, in the process that the others are copies of; an error there is
    left for the tasks to meet. Leaving its `with` block by an exception ends the processes at once.
    """

    def __init__(self, count: int, prepare: Callable[[], object] | None = None) -> None:
        self._count, self._prepare = count, prepare
        self._crew = _Crew(count, prepare)

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Runs a function in one of the processes."""
        task = pickle.dumps((fn, args, kwargs))
        try:
            return self._crew.submit(task)
        except BrokenExecutor:
            self._crew = _Crew(self._count, self._prepare)
            return self._crew.submit(task)

    def is_ready(self) -> bool:
        """Whether a process is prepared and waits for a task, or has had one."""
        return self._crew.ready

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes when they have done their tasks."""
        self._crew.close(wait=wait, cancel=cancel_futures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.shutdown()
        else:
            self._crew.end()


class _Crew:
    """Processes with a pipe each, and the thread that hands them their tasks. It is used up when one of them dies."""

    def __init__(self, count: int, prepare: Callable[[], object] | None) -> None:
        pipes = [Pipe() for _ in range(count)]
        self._ends = [ours for ours, _ in pipes]
        theirs = [end for _, end in pipes]
        self._woken, self._wake = Pipe(duplex=False)
        self._lock = threading.Lock()
        self._tasks: deque[tuple[bytes, Future[Any]]] = deque()
        self._busy: dict[Connection, Future[Any]] = {}
        self._idle: list[Connection] = []
        self._closing = self._broken = self.ready = False
        context = multiprocessing.get_context("spawn")
        groups = [theirs] if COPIES else [[end] for end in theirs]
        self._leaders = [
            context.Process(target=_lead, args=(group, prepare), daemon=True) for group in groups
        ]
        with _uninterrupted():
            for leader in self._leaders:
                leader.start()
        for end in theirs:
            end.close()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def submit(self, task: bytes) -> Future[Any]:
        """The outcome of a pickled (function, arguments, options). Raises BrokenExecutor where a process has died."""
        future: Future[Any] = Future()
        with self._lock:
            if self._broken or self._closing:
                raise BrokenExecutor("a process has died" if self._broken else "no more tasks are taken")
            self._tasks.append((task, future))
            self._wake.send_bytes(WAKE)
        return future

    def close(self, *, wait: bool, cancel: bool) -> None:
        """Ends the processes after the last task."""
        with self._lock:
            self._closing = True
            if cancel:
                for _, future in self._tasks:
                    future.cancel()
            with suppress(OSError):  # it has ended already
                self._wake.send_bytes(WAKE)
        if wait:
            self._thread.join()
            for leader in self._leaders:
                leader.join()

    def end(self) -> None:
        """Ends the processes at once, in the middle of their tasks."""
        self._kill()
        self._thread.join()
        for leader in self._leaders:
            leader.join()

    def _serve(self) -> None:
        """Hands out tasks and takes results until there are no more, or a process dies."""
        try:
            while not (self._closing and not self._tasks and not self._busy):
                for end in wait([self._woken, *self._ends]):
                    self._hear(end)
        except (EOFError, OSError):
            self._break()
        finally:
            with self._lock:
                self._closing = True
                for end in (*self._ends, self._woken, self._wake):
                    end.close()  # a process that waits for its next task reads this as the end

    def _hear(self, end: Any) -> None:
        message = end.recv_bytes()
        done = None
        if end is not self._woken:
            self.ready = True
            done = self._busy.pop(end, None)
            self._idle.append(end)
        while self._idle and self._tasks:  # the next task first: unpickling a result takes its time
            task, future = self._tasks.popleft()
            if future.set_running_or_notify_cancel():
                at = self._idle.pop()
                self._busy[at] = future
                at.send_bytes(task)
        if done is not None:
            _deliver(message, done)

    def _break(self) -> None:
        """Tells all who wait for a result that they wait in vain, and ends the other processes."""
        with self._lock:
            self._broken = True
        self._kill()
        waiting = [future for _, future in self._tasks if future.set_running_or_notify_cancel()]
        for future in (*self._busy.values(), *waiting):
            future.set_exception(BrokenExecutor("a process has died"))

    def _kill(self) -> None:
        for leader in self._leaders:
            if COPIES and leader.pid:
                with suppress(ProcessLookupError):
                    os.killpg(leader.pid, signal.SIGKILL)
            leader.kill()


def _deliver(message: bytes, future: Future[Any]) -> None:
    try:
        done, outcome = pickle.loads(message)
    except Exception as error:  # whatever a result says when it is unpickled is said to who asked for it
        done, outcome = False, error
    if done:
        future.set_result(outcome)
    else:
        future.set_exception(outcome)


# ------------------------------------------------------------------------------------------- in these processes
def _lead(ends: Sequence[Connection], prepare: Callable[[], object] | None) -> None:
    """Makes this process ready, copies it for each end but one, and works; ends when its copies have."""
    gc.set_threshold(*COLLECT_AFTER)
    if COPIES:
        os.setpgrp()  # so that all are ended by one signal
    if prepare is not None:
        with suppress(Exception):
            prepare()
    gc.freeze()  # what is there now is never looked through again, which would copy its memory
    own, *others = ends
    while others:
        end = others.pop()
        if os.fork() == 0:
            for other in (own, *others):
                other.close()  # or its reader would not notice when its process dies
            _work(end)
        end.close()
    _work(own)


def _work(end: Connection) -> None:
    """Does the tasks that come through a pipe, until it is closed; then ends this process and waits for its copies."""
    threading.Thread(target=_watch_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        end.send_bytes(READY)
        while True:
            end.send_bytes(_outcome(end.recv_bytes()))
    end.close()
    with suppress(ChildProcessError):
        while COPIES:
            os.wait()
    os._exit(0)  # nothing here outlives the process: taking it apart piece by piece would take half a second


def _outcome(task: bytes) -> bytes:
    """(True, the result) or (False, the error) of a task, pickled."""
    try:
        fn, args, kwargs = pickle.loads(task)
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:
        return pickle.dumps((False, error))


def _watch_parent() -> None:
    """Ends this process when the one that started it is gone, killed without a chance to say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back; processes started meanwhile never see it: their parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # else the first start does it, and lets Ctrl-C in
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
