"""A load on a Dask cluster, of separate processes here, is the load of one machine, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

import loader
from loader.cluster import cluster
from loader.model import CorpusError
from loader.store import differences, problems, work_path
from tests.test_cli import run

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"
COMMAND = (
    "import signal, loader.cli; signal.signal(signal.SIGINT, signal.default_int_handler); loader.cli.main()"
)
START = 120  # seconds that a busy machine may take


class Machines:
    """A scheduler and its workers, each a process of its own on the loopback interface."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.settings = {f"DASK_DISTRIBUTED__{name}": str(value) for name, value in settings.items()}
        about = folder / "scheduler.json"
        self.scheduler = self._start(SCHEDULER, "--port", 0, "--scheduler-file", about)
        wait_until(lambda: about.exists() and bool(about.read_text().strip()))
        self.address = str(json.loads(about.read_text())["address"])

    def add(self, count: int = 1, before: str = "") -> None:
        """Starts workers and waits until the scheduler knows them; `before` is run first in each."""
        from distributed import Client

        for _ in range(count):
            self.workers.append(
                self._start(f"{before}\n{WORKER}", self.address, "--nthreads", 1, "--no-nanny")
            )
        with Client(self.address, set_as_default=False) as client:
            living = sum(worker.poll() is None for worker in self.workers)
            client.wait_for_workers(living, timeout=START)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, code: str, *arguments: object) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **self.settings, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments), "--host", "127.0.0.1", "--no-dashboard"],
                cwd=self.folder, env=environment, stdout=log, stderr=log,
            )  # fmt: skip


def wait_until(condition: Callable[[], object], seconds: float = START) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def machines(folder: Path, **settings: object) -> Iterator[Machines]:
    folder.mkdir()
    started = Machines(folder, **settings)
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two workers that live as long as these tests."""
    with machines(tmp_path_factory.mktemp("cluster") / "two") as started:
        started.add(2)
        yield started


def many(folder: Path, count: int = 40) -> Path:
    """So many different articles beside the seeds."""
    news = Path(shutil.copytree(SEEDS, folder / "news"))
    text = (SEEDS / "003_0e87aa88177b14ee.txt").read_text(encoding="utf-8")
    for n in range(count):
        (news / f"more{n}.txt").write_text(f"Report {n} of many\n\n{text.replace('Wei', f'Wei{n}')}")
    return news


# ------------------------------------------------------------------------------------------------ it works
def test_a_cluster_gives_the_same_bytes(two: Machines, corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    code, out = run("load", tmp_path / "seeds", "--db", tmp_path / "corpus.db", "--cluster", two.address)
    assert (code, "5 articles" in out) == (0, True)
    assert (tmp_path / "corpus.db").read_bytes() == corpus.read_bytes()


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 5_000)
    news = many(tmp_path)
    killed: list[int] = []
    with machines(tmp_path / "machines") as started:
        started.add(2)

        def progress(stage: str, done: int, _total: int) -> None:
            if stage == "analyse" and done and not killed:
                started.workers[0].kill()
                killed.append(done)

        options = loader.Options(cluster=started.address, progress=progress)
        report = loader.load(news, db=tmp_path / "cluster.db", options=options)
        assert started.workers[0].wait() == -signal.SIGKILL
    loader.load(news, db=tmp_path / "alone.db", options=loader.Options(jobs=1))
    assert (report.counts["articles"], report.problems) == (45, ())
    assert list(differences(tmp_path / "cluster.db", tmp_path / "alone.db")) == []
    assert list(problems(tmp_path / "cluster.db")) == []


def test_an_article_that_kills_its_workers_comes_back_to_be_tried_here(tmp_path: Path) -> None:
    with machines(tmp_path / "machines", SCHEDULER__ALLOWED_FAILURES=0) as started:
        started.add(2)
        with cluster(started.address, None) as workers:
            assert workers.executor is not None
            assert workers.count() == 2
            deadly = workers.executor.submit(os._exit, 1)
            with pytest.raises(BrokenExecutor, match="KilledWorker"):
                deadly.result(timeout=START)
            assert workers.executor.submit(len, "abc").result(timeout=START) == 3


def test_ctrl_c_ends_a_load_on_a_cluster_at_once_and_keeps_what_was_analysed(
    two: Machines, tmp_path: Path
) -> None:
    news, database = many(tmp_path, count=200), tmp_path / "corpus.db"
    command = [sys.executable, "-c", COMMAND, "load", news, "--db", database, "--cluster", two.address]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        wait_until(lambda: work_path(database).exists() and articles(database) > 0)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        message = process.stderr.read()
        assert process.wait() == 130
    assert time.monotonic() - began < 5  # 0.2 s where nothing else runs
    assert "goes on from here" in message
    assert "Traceback" not in message
    assert 0 < articles(database) < 205


def articles(database: Path) -> int:
    from loader.store import connect

    connection = connect(work_path(database))
    try:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except Exception:  # being made
        return 0
    finally:
        connection.close()


# ------------------------------------------------------------------------------------------- it is refused
@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("tcp://127.0.0.1:9", "No Dask scheduler answers at tcp://127.0.0.1:9"),
        ("somewhere", "missing port number"),
        ("http://127.0.0.1:8786", "unknown address scheme"),
    ],
)
def test_a_wrong_address_is_told_soon(
    address: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.cluster.ANSWER", 2.0)
    began = time.monotonic()
    code, out = run("load", SEEDS, "--db", tmp_path / "c.db", "--cluster", address)
    assert time.monotonic() - began < 30  # Dask is imported here, on a machine that may be busy
    assert code == 2
    assert part in out
    assert "dask scheduler" in out


def test_the_address_of_a_worker_is_told_apart(two: Machines) -> None:
    from distributed import Client

    with Client(two.address, set_as_default=False) as client:
        worker = next(iter(client.nthreads()))
    with pytest.raises(CorpusError, match="Dask worker: give that of the scheduler"), cluster(worker, None):
        pass


def test_a_cluster_without_workers_is_told_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.cluster.NOBODY", 1.0)
    with machines(tmp_path / "machines") as started:
        code, out = run("load", SEEDS, "--db", tmp_path / "c.db", "--cluster", started.address)
    assert code == 2
    assert "has had no worker for 1 seconds" in out
    assert f"dask worker {started.address}" in out.replace("\n", "")


@pytest.mark.parametrize(
    ("before", "part"),
    [
        ("import loader; loader.__version__ = '0.0.9'", "news-corpus there is 0.0.9"),
        ("import loader.language as x; x.identify = lambda: 'en_core_web_md 1.0'", "model there is en_core_web_md 1.0"),
        ("import sys; sys.modules['loader'] = None", "need pip install 'news-corpus\\[cluster\\]'"),
    ],
    ids=["code", "model", "nothing"],
)  # fmt: skip
def test_a_worker_that_is_not_as_we_are_is_refused(before: str, part: str, tmp_path: Path) -> None:
    with machines(tmp_path / "machines") as started:
        started.add(1, before)
        with pytest.raises(CorpusError, match=part) as raised, cluster(started.address, None):
            pass
    assert "The worker tcp://127.0.0.1:" in str(raised.value)


def test_a_worker_that_joins_later_is_checked_too(tmp_path: Path) -> None:
    with machines(tmp_path / "machines") as started:
        started.add(1)
        with cluster(started.address, None) as workers:
            assert workers.executor is not None
            started.workers[0].kill()
            started.workers[0].wait()
            started.add(1, "import loader; loader.__version__ = '0.0.9'")
            with pytest.raises(CorpusError, match=r"there is 0\.0\.9"):
                workers.executor.submit(len, "abc").result(timeout=START)


def test_a_scheduler_that_goes_is_told_and_what_was_analysed_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 5_000)
    news, database = many(tmp_path), tmp_path / "corpus.db"
    with machines(tmp_path / "machines") as started:
        started.add(1)

        def progress(stage: str, done: int, _total: int) -> None:
            if stage == "analyse" and done:
                started.scheduler.kill()

        began = time.monotonic()
        options = loader.Options(cluster=started.address, progress=progress)
        with pytest.raises(CorpusError, match=r"is gone .* goes on from here"):
            loader.load(news, db=database, options=options)
        assert time.monotonic() - began < START
    assert 0 < articles(database) < 45


def test_without_dask_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out = run("load", SEEDS, "--db", tmp_path / "c.db", "--cluster", "tcp://127.0.0.1:8786")
    assert code == 2
    assert "pip install 'news-corpus[cluster]'" in out


def test_jobs_and_a_cluster_exclude_each_other(tmp_path: Path) -> None:
    code, out = run("load", SEEDS, "--db", tmp_path / "c.db", "--cluster", "tcp://x:1", "--jobs", "2")
    assert (code, "leave one of them out" in out) == (2, True)
