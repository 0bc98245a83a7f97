"""Time loads of one folder: one process, two, and a Dask cluster of two workers on this machine.

    python tests/benchmarks/bench_jobs.py FOLDER

Each line is a load from nothing in a process of its own: seconds by the clock, seconds of all processors, and how often
the clock's time fits into that of one process. Wants a quiet machine with two cores; on a busy one read the processor
seconds. The second load on the cluster finds workers that have the model already and remember what they found in these
texts: it says what a load costs beside the model.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

LOAD = "import sys; from loader.cli import main; main()"
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"


def load(folder: Path, *options: str, helpers: tuple[int, ...] = ()) -> tuple[float, float]:
    """Seconds by the clock and of the processors, those of helping processes (by their ids) included."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-c", LOAD, "load", folder, "--db", f"{temporary}/corpus.db", *options]
        before, began = spent(helpers), time.monotonic()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return time.monotonic() - began, spent(helpers) - before


def spent(helpers: tuple[int, ...]) -> float:
    times = os.times()
    return times.children_user + times.children_system + sum(map(of_process, helpers))


def of_process(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The address of a scheduler with workers on the loopback interface, and the ids of all their processes."""
    with tempfile.TemporaryDirectory() as temporary:
        about, started = Path(temporary) / "scheduler.json", []

        def start(code: str, *arguments: object) -> None:
            command = [
                sys.executable,
                "-c",
                code,
                *map(str, arguments),
                "--host",
                "127.0.0.1",
                "--no-dashboard",
            ]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(subprocess.Popen(command, cwd=temporary, **quiet))  # type: ignore[call-overload]

        try:
            start(SCHEDULER, "--port", 0, "--scheduler-file", about)
            while not about.exists():
                time.sleep(0.1)
            address = json.loads(about.read_text())["address"]
            for _ in range(workers):
                start(WORKER, address, "--nthreads", 1, "--no-nanny")
            with Client(address) as client:
                client.wait_for_workers(workers)  # a load waits for the first only
            yield address, tuple(process.pid for process in started)
        finally:
            for process in started:
                process.kill()
                process.wait()


def main(folder: Path) -> None:
    one = load(folder, "--jobs", "1")
    tell("one process", one, one)
    tell("two processes", load(folder, "--jobs", "2"), one)
    with cluster(2) as (address, helpers):
        for which in ("first", "second"):
            tell(f"Dask, {which} load", load(folder, "--cluster", address, helpers=helpers), one)


def tell(name: str, took: tuple[float, float], one: tuple[float, float]) -> None:
    clock, processors = took
    print(
        f"{name:20} {clock:8.1f} s by the clock {processors:8.1f} s of processors  x {one[0] / clock:.2f}",
        flush=True,
    )


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as Dask's nannies set it for their workers; ours have none
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    main(Path(sys.argv[1]).resolve())
