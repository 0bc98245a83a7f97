"""Analyse on a Dask cluster: an executor over workers that hold the same code and model as this process."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loader import __version__
from loader.analyse import prepare
from loader.model import CorpusError
from loader.spread import Workers

if TYPE_CHECKING:
    from distributed import Client

ANSWER = 10.0  # seconds in which a scheduler must answer
FRESH = 1.0  # seconds for which the count of workers holds
NOBODY = 30.0  # seconds for which there may be no worker at all
SITE = "site"  # the one room on which no finding depends
INSTALL = "pip install 'news-corpus[cluster]'"
SAFE = "What was analysed is kept: the same command goes on from here."
ONE_AT_A_TIME = threading.Lock()  # in a worker: a model's state is no place for two threads


@contextmanager
def cluster(address: str, model: str | None) -> Iterator[Workers]:
    """The workers behind a scheduler, such as tcp://scheduler:8786.

    Raises CorpusError where Dask is not installed, nobody answers at that address, there are no workers, or one of
    them has other code or another model than this process: its findings could differ.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise CorpusError(f"--cluster needs Dask here and on every worker: {INSTALL}") from error
    with _quiet():
        _look_for(address)
        with Client(address, timeout=ANSWER, set_as_default=False, name="corpus load") as client:
            executor = ClusterExecutor(client, address, model)
            executor.check()
            try:
                yield Workers(executor, executor.count, executor.prepare().done)
            except BaseException:
                executor.shutdown(wait=False)
                raise


class ClusterExecutor(Executor):
    """Runs functions on those workers of a cluster that have the code and the model of this process.

    A task whose workers died raises BrokenExecutor; one that a worker refuses, or a lost scheduler, CorpusError.
    """

    def __init__(self, client: Client, address: str, model: str | None = None) -> None:
        self._client = client
        self._address = address
        self._model = model
        self._mine = identity(model)
        self._tasks = client.get_executor(pure=False)
        self._seen = time.monotonic()
        self._counted, self._count = -FRESH, 0

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Runs a function on one of the workers; its arguments and result travel pickled."""
        outcome: Future[T] = Future()
        task = self._tasks.submit(_run, self._mine, self._model, fn, *args, **kwargs)
        task.add_done_callback(lambda done: self._tell(done, outcome))
        return outcome

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Waits for the tasks, or takes them back."""
        self._tasks.shutdown(wait=wait and not cancel_futures)

    def count(self) -> int:
        """How many workers there are now, at least 1. Raises CorpusError after NOBODY seconds without any."""
        now = time.monotonic()
        if now - self._counted < FRESH:
            return self._count
        try:
            count = len(self._client.nthreads())
        except (OSError, RuntimeError) as error:
            raise self._lost(error) from error
        if count:
            self._seen = now
        elif now - self._seen > NOBODY:
            raise CorpusError(
                f"The cluster at {self._address} has had no worker for {NOBODY:.0f} seconds: start some with"
                f" `dask worker {self._address}`. {SAFE}"
            )
        self._counted, self._count = now, max(count, 1)
        return self._count

    def check(self) -> None:
        """Raises CorpusError where a worker is not as this process."""
        while not (found := self._client.run(identity, self._model, on_error="return")):
            self.count()
            time.sleep(0.5)
        for worker, theirs in sorted(found.items()):
            if isinstance(theirs, BaseException):
                raise _unable(worker, theirs) from theirs
            if theirs != self._mine:
                raise CorpusError(differences(worker, theirs, self._mine))

    def prepare(self) -> Future[None]:
        """Has every worker read the model; done when the first has, or could not: its tasks will tell why."""
        first: Future[None] = Future()
        for _ in range(self.count()):
            self.submit(prepare, self._model).add_done_callback(lambda _: _set(first))
        return first

    def _tell(self, done: Future[Any], outcome: Future[Any]) -> None:
        """Passes the outcome of a task on, its errors in our words."""
        if done.cancelled():
            outcome.set_exception(self._lost(CancelledError()))
            return
        error = done.exception()
        if error is None:
            outcome.set_result(done.result())
        elif isinstance(error, CorpusError):
            outcome.set_exception(error)
        elif isinstance(error, ImportError):
            outcome.set_exception(_unable("a worker", error))
        else:
            outcome.set_exception(BrokenExecutor(f"{type(error).__name__}: {error}"))

    def _lost(self, error: BaseException) -> CorpusError:
        return CorpusError(
            f"The scheduler at {self._address} is gone ({type(error).__name__}); start it again. {SAFE}"
        )


def _set(future: Future[None]) -> None:
    with suppress(InvalidStateError):  # another was first
        future.set_result(None)


def identity(model: str | None) -> dict[str, str]:
    """What the findings of this process depend on: its code, model, Python and the library that runs the model."""
    from importlib.metadata import version

    from loader.language import identify, load_model

    return {
        "news-corpus": f"{__version__}, code {_code()}",
        "model": identify() if model is None else f"{load_model(model).label} ({identify(model)})",
        "spaCy": version("spacy"),
        "Python": ".".join(platform.python_version_tuple()[:2]),
    }


def differences(worker: str, theirs: Mapping[str, str], mine: Mapping[str, str]) -> str:
    """What to tell a user about a worker that is not as we are."""
    told = [
        f"{what} there is {theirs.get(what)}, here {mine[what]}"
        for what in mine
        if theirs.get(what) != mine[what]
    ]
    return f"The worker {worker} is not as this machine: {'; '.join(told)}. Install the same on both."


@cache
def _code() -> str:
    """The beginning of a SHA-256 over every file of the package that findings depend on."""
    package = Path(__file__).parent
    total = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        inside = file.relative_to(package)
        if file.suffix in (".py", ".txt", ".tsv") and inside.parts[0] != SITE:
            total.update(inside.as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:12]


def _run(
    expected: dict[str, str], model: str | None, fn: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """In a worker: the function's result, if this worker is as expected; it may have joined after the others."""
    from distributed import get_worker

    with ONE_AT_A_TIME:
        found = identity(model)
        if found != expected:
            raise CorpusError(differences(get_worker().address, found, expected))
        return fn(*args, **kwargs)


def _unable(worker: str, error: BaseException) -> CorpusError:
    if isinstance(error, CorpusError):
        return CorpusError(f"The worker {worker} cannot work: {error}")
    return CorpusError(
        f"The worker {worker} cannot work ({type(error).__name__}: {error}): workers and scheduler need {INSTALL}"
    )


def _look_for(address: str) -> None:
    """Raises CorpusError where no Dask scheduler answers at an address within ANSWER seconds."""
    from distributed import Security, rpc

    async def ask() -> str:
        arguments = Security().get_connection_args("client")
        async with rpc(address, timeout=ANSWER, connection_args=arguments) as server:
            return str((await server.identity())["type"])

    try:
        kind = asyncio.run(asyncio.wait_for(ask(), ANSWER + 1))
    except (OSError, ValueError, TimeoutError, KeyError, TypeError) as error:
        raise CorpusError(
            f"No Dask scheduler answers at {address} ({error or type(error).__name__}): check the address, such as"
            " tcp://scheduler:8786, and that `dask scheduler` runs there."
        ) from error
    if kind != "Scheduler":
        raise CorpusError(f"{address} is the address of a Dask {kind.lower()}: give that of the scheduler.")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps Dask from writing to the terminal what we say in our own words."""
    import logging
    import warnings

    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        log.setLevel(before)
