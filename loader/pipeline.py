"""Load sources into a corpus: names the stages in order, and nothing else does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from loader import __version__
from loader.analyse import Item, prepare
from loader.corrections import Corrections, links_as_json, read_corrections
from loader.model import CorpusError, Evidence, Rejection, Source
from loader.processes import Processes, seldom_collected
from loader.sources import check_places, locate, others_of, roots_of
from loader.spread import Workers, spread

if TYPE_CHECKING:
    from loader.read import Entry
    from loader.store import Reuse, SourceRow, State, WorkFile

CORRECTIONS = "corrections.yml"
WORTH_A_PROCESS = 300_000  # bytes of input: below, starting another process costs more than it saves

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to load; see `load`.

    Articles are analysed in `jobs` processes (by default one a core, or none but this for a small load), or on the
    Dask `cluster` with that scheduler's address, or on any `executor`.
    """

    jobs: int | None = None
    model: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    executor: Executor | None = None
    cluster: str | None = None
    progress: Progress = lambda _stage, _done, _total: None


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did: inputs by status, rows of the corpus by table, and what a person should know.

    `problems` holds (path, status, reason) of inputs that gave no article; `notes` are about what was loaded and about
    corrections that matched nothing. `changed` is False where the corpus was up to date already.
    """

    database: Path
    changed: bool
    statuses: dict[str, int]
    counts: dict[str, int]
    problems: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """How many files or records should have been readable and were not."""
        return self.statuses.get("failed", 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to do for one source: files to read with their keys, files as they were, files that are gone."""

    source: SourceRow
    corrections: Corrections
    todo: dict[str, tuple[str, Entry | Rejection]]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    is_new: bool
    fresh: bool

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return self.is_new or bool(self.todo or self.gone)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(0 if isinstance(entry, Rejection) else entry.size for _, entry in self.todo.values())

    @property
    def warnings(self) -> list[str]:
        """What a user may not have meant."""
        if self.gone:
            return [
                f"{self.source.name}: {len(self.gone)} files are gone since the last load, and so are their articles"
            ]
        if not self.todo and not self.unchanged:
            return [f"{self.source.name}: this folder is empty"]
        return []

    @property
    def unmatched(self) -> list[str]:
        """The places of corrections that name a file which the source does not have."""
        present = {*self.todo, *self.unchanged}
        notes = []
        for path, said in self.corrections.articles.items():
            file = path.split("#")[0]
            if file in present:
                continue
            near = sorted(other for other in present if other.endswith("/" + file))
            hint = f"; did you mean {near[0]!r}?" if near else ""
            notes += [f"{place}: there is no article {path!r}{hint}" for place in said.where]
        return notes


def load(
    *sources: str | Path,
    db: str | Path = "corpus.db",
    corrections: str | Path | None = None,
    name: str | None = None,
    fresh: bool = False,
    options: Options | None = None,
) -> Report:
    """Load folders or files of articles into a database, and return what happened.

    Args:
        sources: folders or files; each is a source, named by its last name (or by `name`, for one source).
        db: the database to make or to bring up to date; it changes in one step, at the end.
        corrections: a corrections file; by default `corrections.yml` at the top of each source.
        name: another name for the source; the name of a source that the corpus holds says that it has moved here.
        fresh: analyse every file of these sources again, whatever is known of it.
        options: processes, model, names of record fields, progress.

    Raises:
        CorpusError: a source or the database cannot be used, or a correction is wrong. What one file or record is
            wrong with never raises: it is a row of `load_log`.
    """
    from loader import language, store

    database, how = Path(db), options or Options()
    if how.jobs is not None and how.cluster is not None:
        raise CorpusError("--jobs is for this machine, --cluster for others: leave one of them out.")
    roots = roots_of([Path(source) for source in sources], name)
    meta = store.meta_of(__version__, language.identify(how.model))
    with store.lock(database), store.disk_trouble(database), seldom_collected():
        state = store.inspect(database, meta)
        check_places(roots, state, database, moved=name is not None)
        roots = {**others_of(state, database, roots), **roots}
        plans = [
            _plan(row, root, said, state, how, fresh)
            for name, root in roots.items()
            for said in [_corrections(root, corrections)]
            for row in [store.source_row(name, locate(root, database), links_as_json(said))]
        ]
        notes = [note for plan in plans for note in (*plan.warnings, *plan.unmatched)]
        changed = fresh or state.base != database or any(plan.changes for plan in plans)
        if changed:
            notes += _build(database, plans, state, meta, how)
    return report(database, changed=changed, notes=notes)


def report(database: Path, *, changed: bool = True, notes: Sequence[str] = ()) -> Report:
    """What a corpus holds and how its last load went; `notes` come before its own."""
    from loader import store

    found = store.summary(database)
    return Report(
        database, changed, found["statuses"], found["counts"], found["problems"], (*notes, *found["notes"])
    )


def _build(database: Path, plans: list[Plan], state: State, meta: dict[str, str], how: Options) -> list[str]:
    """Does what the plans say and publishes the corpus; the notes of linking."""
    from loader import store

    work = store.open_work(database, state.base, meta)
    names = [plan.source.name for plan in plans]
    try:
        for name in sorted(set(state.begun) - set(names)):
            work.remove_source(name)
        work.begin(names)
        with (
            store.opened(work, state.base) as reuse,
            _workers(how, sum(plan.size for plan in plans)) as workers,
        ):
            from loader.relink import relink  # while others make themselves ready

            for plan in plans:
                _store(work, plan, how, workers, reuse)
        how.progress("link", 0, 0)
        notes, numbers = relink(work, database)
        how.progress("publish", 0, 0)
        store.publish(work, database, numbers)
    finally:
        work.close()
    return notes


# ------------------------------------------------------------------------------------------------ what to load
def _corrections(root: Path, file: str | Path | None) -> Corrections:
    if file is not None and not Path(file).is_file():
        raise CorpusError(f"{file}: there is no such corrections file.")
    found = Path(file) if file is not None else root / CORRECTIONS
    return read_corrections(found) if found.is_file() else Corrections()


def _plan(source: SourceRow, root: Path, said: Corrections, state: State, how: Options, fresh: bool) -> Plan:
    from loader import store
    from loader.read import fingerprint, scan

    stored = state.sources.get(source.name)
    known = store.known_files(state.base, source) if state.base is not None and stored else {}
    todo: dict[str, tuple[str, Entry | Rejection]] = {}
    unchanged = []
    for n, entry in enumerate(scan(root), 1):
        how.progress("scan", n, 0)
        mark = f"{entry.status}: {entry.reason}" if isinstance(entry, Rejection) else fingerprint(entry)
        key = _digest(mark, said.of_file(entry.path), sorted(how.fields.items()))
        if known.get(entry.path) == key and not fresh:
            unchanged.append(entry.path)
        else:
            todo[entry.path] = (key, entry)
    gone = tuple(sorted(set(known) - set(todo) - set(unchanged)))
    return Plan(source, said, todo, tuple(unchanged), gone, is_new=stored != source, fresh=fresh)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


# ------------------------------------------------------------------------------------------------- the stages
def _store(work: WorkFile, plan: Plan, how: Options, workers: Workers, reuse: Reuse) -> None:
    """Brings one source up to date: reads, analyses and stores what is new."""
    work.put_source(plan.source)
    work.remove_files(plan.source, plan.gone)
    work.mark_unchanged(plan.source, plan.unchanged)
    ended: dict[int, str | None] = {}
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        how.progress("analyse", min(done, plan.size), plan.size)

    for batch in spread(_read(work, plan, how, reuse, ended, advance), how.model, workers):
        work.put(
            plan.source,
            [(x.item.file_id, x.item.key, x.outcome, x.evidence, "; ".join(x.notes) or None) for x in batch],
        )
        advance(sum(x.item.source.bytes for x in batch))
    work.end_files(ended)


def _read(
    work: WorkFile,
    plan: Plan,
    how: Options,
    reuse: Reuse,
    ended: dict[int, str | None],
    advance: Callable[[int], None],
) -> Iterator[Item]:
    """The articles to analyse; what needs no analysis is stored here, and its bytes told to `advance`.

    `ended` gets the key of each file read, or None where it has changed since it was listed: it must be read again.
    """
    from loader.read import is_as_scanned, read

    said = plan.corrections.articles
    for path, (key, entry) in plan.todo.items():
        size = entry.bytes if isinstance(entry, Rejection) else entry.size
        file_id = work.begin_file(plan.source, path, size)
        for found in [entry] if isinstance(entry, Rejection) else read(entry, how.fields):
            if isinstance(found, Rejection):
                work.put(plan.source, [(file_id, "", found, Evidence(), None)])
                advance(found.bytes)
                continue
            mine = said.get(found.path)
            item = Item(file_id, _key(found, mine.key if mine else ""), found, mine)
            if plan.fresh:
                yield item
            elif not work.is_known(plan.source, found.path, item.key):
                yield item if mine else replace(item, known=reuse.of(item.key))
            else:
                advance(found.bytes)
        ended[file_id] = key if isinstance(entry, Rejection) or is_as_scanned(entry) else None


def _key(source: Source, corrections: str) -> str:
    """Changes with anything that the article's rows depend on, beside the model and the code."""
    declared = sorted(source.declared.items()), sorted(source.declared_by.items())
    read = source.text, source.sha256, source.encoding, source.is_body, source.notes, source.repairs
    return _digest(read, declared, corrections)


@contextmanager
def _workers(how: Options, size: int) -> Iterator[Workers]:
    """Where to analyse: the caller's executor, a cluster, a pool of processes, or this process."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = how.jobs if how.jobs is not None else max(1, min(cores, size // WORTH_A_PROCESS))
    if how.executor is not None:
        yield Workers(how.executor, lambda: max(count, 2))
    elif how.cluster is not None:
        from loader.cluster import cluster

        with cluster(how.cluster, how.model) as workers:
            yield workers
    elif count <= 1:
        yield Workers()
    else:
        with Processes(count, partial(prepare, how.model)) as processes:
            yield Workers(processes, lambda: count, processes.is_ready)


# -------------------------------------------------------------------------------------------------- verifying
def verify(database: Path, *, rebuild: bool = False, options: Options | None = None) -> Iterator[str]:
    """What is wrong with a corpus, a line each; with `rebuild`, also how it differs from one built afresh.

    Raises CorpusError where the file is no corpus, or a source that it names is gone.
    """
    from loader import store

    yield from store.problems(database)
    if not rebuild:
        return
    folder = database.absolute().parent
    again = folder / f"{database.name}.again"
    with store.disk_trouble(again):
        try:
            _forget(again)  # what a verification that was killed left
            for row in store.read_sources(database).values():
                load(folder / row.location, db=again, name=row.name, options=options)
            yield from store.differences(database, again)
        finally:
            _forget(again)


def _forget(database: Path) -> None:
    from loader import store

    for path in (database, store.work_path(database)):
        store.discard(path)
