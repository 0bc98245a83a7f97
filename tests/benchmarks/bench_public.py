"""Load a public server here, in peace and under attack: python -m tests.benchmarks.bench_public DB [SECONDS].

Make the corpus first: python tests/benchmarks/synthetic.py 20000 big.db. Eight clients ask for mixed pages for SECONDS
(60); then again while hostile requests (a hundred of all that there are, spread evenly) come between. Prints for each
how many answers, errors (500 and above, or none), milliseconds, and the server's memory as it goes.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from loader.store import connect
from tests.hostile_web import Ask, asks, send

CLIENTS, HOSTILE = 8, 100
COMMAND = "from loader.cli import main; main()"


def pages(db: Path) -> list[str]:
    """Addresses as readers use them, the same ones in the same order each time."""
    connection, name, chance = connect(db), db.stem, random.Random(1)

    def column(sql: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(sql)]

    articles = column("SELECT id FROM articles ORDER BY id LIMIT 300")
    people = column("SELECT id FROM people ORDER BY mentions DESC, id LIMIT 100")
    events = column("SELECT id FROM events ORDER BY id LIMIT 100")
    stories = column("SELECT id FROM stories ORDER BY id LIMIT 50")
    titles = column("SELECT title FROM articles ORDER BY id LIMIT 300")
    connection.close()
    words = [word for title in titles for word in re.findall(r"\w{4,}", title)]
    made = [
        "/",
        "/timeline",
        "/outlets",
        "/search?kind=quote",
        f"/{name}/articles",
        f"/{name}/people?shown=1",
    ] * 5
    made += [
        f"/{name}/{table}/{key}"
        for table, keys in (("articles", articles), ("people", people))
        for key in keys
    ]
    made += [
        f"/{name}/{table}/{key}" for table, keys in (("events", events), ("stories", stories)) for key in keys
    ]
    made += [f"/search?q={quote(word)}" for word in words[:300]]
    made += [f"/{name}/quotes.json?_size=50&_search={quote(word)}" for word in words[300:350]]
    made += [f"/{name}/articles.csv?_size=50&year={year}" for year in range(2015, 2025)]
    chance.shuffle(made)
    return made


class Run:
    """What the clients met: the status and seconds of every answer, and memory by the second."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self.process = port, process
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.memory: list[float] = []
        self.bad: list[str] = []

    def client(self, asked: Sequence[Ask], until: float) -> None:
        for ask in itertools.cycle(asked):
            if time.monotonic() > until:
                return
            self.take(ask)

    def take(self, ask: Ask) -> None:
        try:
            answer = send(self.port, ask, limit=120)
        except OSError as error:
            self.statuses[0] += 1
            self.bad.append(f"{ask.method} {ask.address[:100]}: {error}")
            return
        self.statuses[answer.status] += 1
        self.seconds.append(answer.seconds)
        if answer.status >= 500:
            self.bad.append(f"{answer.status} {ask.method} {ask.address[:100]}")

    def watch(self, until: float) -> None:
        while time.monotonic() < until:
            status = Path(f"/proc/{self.process}/status").read_text()
            self.memory.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
            time.sleep(1)

    def told(self) -> str:
        """All of it in a few lines."""
        times, memory = sorted(self.seconds), self.memory
        middle, most = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
        parts = [memory[len(memory) * n // 5] for n in range(5)] + [memory[-1]]
        lines = [
            f"{len(times)} answers, {dict(sorted(self.statuses.items()))}, {len(self.bad)} errors",
            f"median {middle:.0f} ms, p95 {most:.0f} ms, worst {times[-1] * 1000:.0f} ms",
            "memory " + ", ".join(f"{size:.0f}" for size in parts) + " MB",
            *self.bad[:10],
        ]
        return "\n".join(f"  {line}" for line in lines)


def load(run: Run, asked: list[str], hostile: list[Ask], seconds: float) -> Run:
    """`run` after eight clients have asked for that long, one more sending the hostile requests evenly."""
    until = time.monotonic() + seconds
    turned = [Ask(address) for address in asked]
    clients = [
        threading.Thread(target=run.client, args=(turned[n * len(turned) // CLIENTS :] + turned, until))
        for n in range(CLIENTS)
    ]
    watcher = threading.Thread(target=run.watch, args=(until,))
    for thread in (*clients, watcher):
        thread.start()
    attackers = []
    for ask in hostile:
        attackers.append(threading.Thread(target=run.take, args=(ask,)))
        attackers[-1].start()
        time.sleep(seconds / len(hostile))
    for thread in (*clients, watcher, *attackers):
        thread.join()
    return run


def main(db: Path, seconds: float) -> None:
    """Prints both runs."""
    command = [sys.executable, "-c", COMMAND, "serve", "--public", "--port", "0", "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().split("127.0.0.1:")[1].split("/")[0])
        asked = pages(db)
        every = asks(db.stem)
        hostile = random.Random(2).sample(every, HOSTILE)
        try:
            print(
                f"{os.cpu_count()} cores, {CLIENTS} clients, {seconds:.0f} s, {len(asked)} addresses",
                flush=True,
            )
            print("in peace", load(Run(port, server.pid), asked, [], seconds).told(), sep="\n", flush=True)
            print(
                "under attack",
                load(Run(port, server.pid), asked, hostile, seconds).told(),
                sep="\n",
                flush=True,
            )
        finally:
            server.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60)
