"""Articles are handed out and come back, whatever happens to the process that has them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from loader import analyse
from loader.analyse import Analysed, Item
from loader.model import Article, CorpusError, Rejection, Source
from loader.processes import Processes
from loader.spread import Workers, batches, spread

ROOT = Path(__file__).resolve().parent.parent
ORPHANS = """
import os, time
from loader.processes import Processes
if __name__ == "__main__":
    with Processes(2) as pool:
        tasks = [pool.submit(time.sleep, 600) for _ in range(2)]
        while not all(task.running() for task in tasks):
            time.sleep(0.01)
        print(flush=True)
        time.sleep(600)
"""


def item(number: int, text: str = "The mayor, Mary Brown, met John Smith in Paris, she said.") -> Item:
    return Item(1, str(number), Source(f"{number}.txt", text, bytes=len(text)))


def deadly(items: list[Item], model: str | None) -> list[Analysed]:
    """Stands in for the analysis, in a process of its own: one text ends it."""
    if any("poison" in one.source.text for one in items):
        os._exit(1)
    return analyse.analyse(items, model)


def outcomes(found: list[list[Analysed]]) -> dict[str, type]:
    return {one.item.source.path: type(one.outcome) for batch in found for one in batch}


def test_batches_are_cut_by_length() -> None:
    items = [item(n, "x" * size) for n, size in enumerate((30_000, 20_000, 100_000, 1, 1))]
    assert [[int(i.key) for i in batch] for batch in batches(items)] == [[0, 1], [2], [3, 4]]


def test_an_article_that_ends_its_process_is_failed_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.spread.analyse", deadly)
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 150)
    items = [item(n) for n in range(7)]
    items[2] = item(2, "This is poison.")
    with Processes(2) as processes:
        found = list(spread(items, None, Workers(processes, lambda: 2)))
    expected = {f"{n}.txt": Rejection if n == 2 else Article for n in range(7)}
    assert outcomes(found) == expected
    (failed,) = [one.outcome for batch in found for one in batch if isinstance(one.outcome, Rejection)]
    assert (failed.path, failed.status) == ("2.txt", "failed")
    assert "ended the process" in failed.reason


class Counting(Executor):
    """Counts the tasks under way; finishes one at a time, latest first."""

    def __init__(self) -> None:
        self.open: list[tuple[Future[object], Callable[[], object]]] = []
        self.most = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        self.open.append((future, lambda: fn(*args, **kwargs)))
        self.most = max(self.most, len(self.open))
        return future

    def finish_one(self) -> None:
        if self.open:
            future, work = self.open.pop()
            future.set_result(work())


def test_no_more_is_handed_out_than_workers_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 1)
    monkeypatch.setattr("loader.spread.PATIENCE", 0.01)
    monkeypatch.setattr("loader.spread.analyse", lambda items, _: [Analysed(i, None, None) for i in items])
    executor = Counting()
    calls = 0

    def count() -> int:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            executor.finish_one()
        return 1 if calls < 30 else 4  # more join

    found = list(spread([item(n) for n in range(100)], None, Workers(executor, count)))
    assert sorted(int(batch[0].item.key) for batch in found) == list(range(100))
    assert executor.most == 12


def test_the_last_batches_are_small_so_that_all_end_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 400)
    monkeypatch.setattr("loader.spread.analyse", lambda items, _: [Analysed(i, None, None) for i in items])
    executor, done = Counting(), False

    def count() -> int:
        if len(executor.open) >= 6 or done:  # two have three each
            executor.finish_one()
        return 2

    def given() -> Iterator[Item]:
        nonlocal done
        yield from (item(n, "x" * 100) for n in range(40))
        done = True

    monkeypatch.setattr("loader.spread.PATIENCE", 0.01)
    found = list(spread(given(), None, Workers(executor, count)))
    sizes = [len(batch) for batch in found]
    assert sum(sizes) == 40
    assert sizes.count(1) >= 8
    assert sizes.count(4) >= 6


def test_what_needs_no_model_is_done_before_anybody_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.spread.BATCH_CHARS", 200)
    seen: list[bool] = []

    def work(items: list[Item], model: str | None) -> list[Analysed]:
        seen.extend(one.begun is not None for one in items)
        return analyse.analyse(items, model)

    monkeypatch.setattr("loader.spread.analyse", work)
    executor, asked = Counting(), 0

    def ready() -> bool:
        nonlocal asked
        asked += 1
        return asked > 12

    def count() -> int:
        executor.finish_one()
        return 1

    items = [
        item(n, f"The mayor, Mary Brown, met John Smith on May {n + 1}, 2020, she said.") for n in range(12)
    ]
    found = [one for batch in spread(items, None, Workers(executor, count, ready)) for one in batch]
    assert {True, False} == set(seen)
    monkeypatch.setattr("loader.analyse._found", {})
    plain = {one.item.key: one for one in analyse.analyse(items)}
    assert len(found) == len(items)
    for one in found:
        assert (one.outcome, one.evidence, one.notes) == (
            plain[one.item.key].outcome,
            plain[one.item.key].evidence,
            plain[one.item.key].notes,
        )


def test_a_failure_to_prepare_is_left_to_the_tasks() -> None:
    with Processes(2, partial(int, "x")) as processes:
        assert processes.submit(len, "abcd").result() == 4
        with pytest.raises(ValueError, match="'y'"):
            processes.submit(int, "y").result()


def test_a_load_with_nobody_left_to_work_ends() -> None:
    def nobody() -> int:
        raise CorpusError("nobody")

    with pytest.raises(CorpusError, match="nobody"):
        list(spread([item(1)], None, Workers(Counting(), nobody)))


def test_a_pool_outlives_one_of_its_processes() -> None:
    with Processes(2) as processes:
        with pytest.raises(BrokenExecutor):
            processes.submit(os._exit, 1).result()
        assert processes.submit(len, "abc").result() == 3


def test_leaving_by_an_exception_ends_the_processes_at_once() -> None:
    def interrupted() -> None:
        nonlocal began
        with Processes(2) as processes:
            task = processes.submit(time.sleep, 600)
            while not task.running():
                time.sleep(0.01)
            began = time.monotonic()
            raise KeyboardInterrupt

    began = 0.0
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 2


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_killed_load_leaves_no_processes_behind(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(ORPHANS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, tmp_path / "main.py"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = below(process.pid)
        assert len(children) >= 2
        process.send_signal(signal.SIGKILL)
        end = time.monotonic() + 20
        while any(alive(child) for child in children):
            assert time.monotonic() < end, "a process stays"
            time.sleep(0.05)


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    started = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            started[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = [child for child, parent in started.items() if parent == pid]
    return found + [deeper for child in found for deeper in below(child)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
