"""The work file: the corpus in making, beside the database; a load that was interrupted goes on from it.

It is a corpus of the same shape, whose articles are stored file by file, each in one transaction; `publishing.publish`
puts it in the database's place.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlite_utils import Database

from loader.model import Article, CorpusError, Evidence, Rejection
from loader.store import schema, views
from loader.store.clashes import give_way
from loader.store.ids import article_id, row_id
from loader.store.rows import Row, article_row, evidence_rows

BEGUN = "begun"  # the row of `meta` that names, in a work file alone, the sources whose load has begun
BATCH_VARIABLES = 500  # ids in one statement
REMOVED = "the file is no longer in the source"
SAME_ID = "its id is by chance that of {}: give one of the two files another name"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as stored: `location` relative to the database's folder, `corrections` on links as JSON."""

    id: int
    name: str
    location: str
    corrections: str


def source_row(name: str, location: str, corrections: str) -> SourceRow:
    """The row of a source of that name."""
    return SourceRow(row_id("source", name), name, location, corrections)


class WorkFile:
    """A corpus open for writing. Make one with `open_work`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = Database(sqlite3.connect(path.absolute().as_uri(), isolation_level=None, uri=True))
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute("PRAGMA cache_size = -200000")

    def close(self) -> None:
        """Closes the file; what was committed stays in it."""
        self.db.conn.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, whatever happens in between."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.conn.rollback()
            raise
        self.db.conn.commit()

    def create(self, meta: dict[str, str]) -> None:
        """Makes every table, index, view and search table, and stores what made this corpus."""
        with self.transaction():
            for statement in schema.statements():
                self.db.execute(statement)
            for statement in views.VIEWS.values():
                self.db.execute(statement)
            for statement in schema.search_statements():
                self.db.execute(statement)
            self.insert("meta", [{"id": key, "value": value} for key, value in sorted(meta.items())])

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Stores rows, lowest id first; all of them have the same keys."""
        if not rows:
            return
        columns = list(rows[0])
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        ordered = sorted(rows, key=lambda row: row["id"])
        self.db.conn.executemany(statement, [tuple(row[column] for column in columns) for row in ordered])

    # ---------------------------------------------------------------------------------------- sources and files
    def begin(self, names: Iterable[str]) -> None:
        """Remembers the sources that a load brings up to date, until all of them are."""
        with self.transaction():
            row = self.db.execute("SELECT value FROM meta WHERE id = ?", [BEGUN]).fetchone()
            begun = sorted({*names, *(json.loads(row[0]) if row else ())})
            self.db.execute("DELETE FROM meta WHERE id = ?", [BEGUN])
            self.insert("meta", [{"id": BEGUN, "value": json.dumps(begun)}])

    def remove_source(self, name: str) -> None:
        """Takes a source and all that came from it out of the corpus."""
        id = row_id("source", name)
        with self.transaction():
            self._drop_articles("SELECT id FROM articles WHERE source_id = ?", id)
            for table in ("load_log", "files"):
                self.db.execute(f"DELETE FROM {table} WHERE source_id = ?", [id])
            self.db.execute("DELETE FROM sources WHERE id = ?", [id])

    def put_source(self, source: SourceRow) -> None:
        """Makes or renews the row of a source."""
        with self.transaction():
            self.db.execute("DELETE FROM sources WHERE id = ?", [source.id])
            self.insert("sources", [asdict(source)])

    def begin_file(self, source: SourceRow, path: str, size: int) -> int:
        """The id of a file that is about to be read; what is logged of it is forgotten, its articles stay for now."""
        id = row_id("file", source.name, path)
        with self.transaction():
            self.db.execute("DELETE FROM load_log WHERE file_id = ?", [id])
            self.db.execute("DELETE FROM files WHERE id = ?", [id])
            self.insert(
                "files", [{"id": id, "source_id": source.id, "path": path, "key": None, "bytes": size}]
            )
        return id

    def end_files(self, keys: Mapping[int, str | None]) -> None:
        """Marks files as read to the end (with no key where they must be read again), and drops those of their articles
        that no longer came out of them."""
        with self.transaction():
            self.db.conn.executemany(
                "UPDATE files SET key = ? WHERE id = ?", [(key, id) for id, key in keys.items()]
            )
            for id in sorted(keys):
                self._drop_articles(
                    "SELECT a.id FROM articles a WHERE a.file_id = ? AND a.id NOT IN "
                    "(SELECT article_id FROM load_log WHERE file_id = a.file_id AND article_id IS NOT NULL)",
                    id,
                )

    def remove_files(self, source: SourceRow, paths: Iterable[str]) -> None:
        """Takes files and all that came from them out of the corpus, and logs that they are gone."""
        gone = sorted(paths)
        with self.transaction():
            self.db.execute("DELETE FROM load_log WHERE source_id = ? AND status = 'removed'", [source.id])
            for path in gone:
                id = row_id("file", source.name, path)
                self._drop_articles("SELECT id FROM articles WHERE file_id = ?", id)
                self.db.execute("DELETE FROM load_log WHERE file_id = ?", [id])
                self.db.execute("DELETE FROM files WHERE id = ?", [id])
            self.insert("load_log", [self._log(source, None, path, "removed", REMOVED) for path in gone])

    def mark_unchanged(self, source: SourceRow, paths: Iterable[str]) -> None:
        """Says in the log that files were as the last load left them."""
        ids = [(row_id("file", source.name, path),) for path in paths]
        with self.transaction():
            self.db.conn.executemany(
                "UPDATE load_log SET status = 'unchanged' WHERE file_id = ? AND status = 'loaded'", ids
            )

    # -------------------------------------------------------------------------------------------------- articles
    def is_known(self, source: SourceRow, path: str, key: str) -> bool:
        """Whether the article is stored with that key already (it is then logged as unchanged)."""
        id = article_id(source.name, path)
        row = self.db.execute(
            "SELECT file_id, sha256 FROM articles WHERE id = ? AND key = ? AND path = ? AND source_id = ?",
            [id, key, path, source.id],
        ).fetchone()
        if row is None:
            return False
        log = self._log(source, row[0], path, "unchanged", None)
        self.insert("load_log", [{**log, "article_id": id, "sha256": row[1]}])
        return True

    def put(
        self, source: SourceRow, done: Iterable[tuple[int, str, Article | Rejection, Evidence, str | None]]
    ) -> None:
        """Stores outcomes, each as (id of its file, key, article or rejection, evidence, note), in one transaction.

        An article that is there already gives way; one whose id another path has is logged as failed.
        """
        rows: dict[str, list[Row]] = {table.name: [] for table in schema.TABLES}
        paths: dict[int, str] = {}
        for file_id, key, outcome, evidence, note in done:
            if isinstance(outcome, Rejection):
                rows["load_log"].append(
                    self._log(source, file_id, outcome.path, outcome.status, outcome.reason, outcome)
                )
                continue
            id = article_id(source.name, outcome.path)
            if other := paths.get(id) or self._other_path(id, source, outcome.path):
                log = self._log(source, file_id, outcome.path, "failed", SAME_ID.format(other), outcome)
                rows["load_log"].append(log)
                continue
            paths[id] = outcome.path
            rows["articles"].append(
                article_row(outcome, id=id, source_id=source.id, file_id=file_id, key=key)
            )
            for table, some in evidence_rows(outcome, evidence, id).items():
                rows[table] += some
            log = self._log(source, file_id, outcome.path, "loaded", note, outcome)
            rows["load_log"].append({**log, "article_id": id})
        try:
            with self.transaction():
                for id in paths:
                    self._drop_articles("SELECT id FROM articles WHERE id = ?", id)
                give_way(rows, self.db.conn)
                for name, some in rows.items():
                    self.insert(name, some)
                self.db.conn.executemany(
                    "INSERT OR IGNORE INTO run_changed VALUES (?)", [(id,) for id in paths]
                )
        except sqlite3.IntegrityError as error:
            told = ", ".join(list(paths.values())[:3])
            raise CorpusError(f"{told} ...: cannot be stored ({error}); please report this.") from error

    def _other_path(self, id: int, source: SourceRow, path: str) -> str | None:
        """The path of another article that has this id: among a million, two share one in 1 of 280 corpora."""
        row = self.db.execute("SELECT source_id, path FROM articles WHERE id = ?", [id]).fetchone()
        return None if row is None or row == (source.id, path) else str(row[1])

    def _drop_articles(self, select: str, parameter: int) -> None:
        ids = [row[0] for row in self.db.execute(select, [parameter])]
        for start in range(0, len(ids), BATCH_VARIABLES):
            some = ids[start : start + BATCH_VARIABLES]
            marks = ", ".join("?" * len(some))
            self.db.execute(
                "DELETE FROM event_arguments WHERE event_mention_id IN"
                f" (SELECT id FROM event_mentions WHERE article_id IN ({marks}))",
                some,
            )
            for table in schema.EVIDENCE:
                if table != "event_arguments":
                    column = "id" if table == "fingerprints" else "article_id"
                    self.db.execute(f"DELETE FROM {table} WHERE {column} IN ({marks})", some)
            self.db.execute(f"DELETE FROM articles WHERE id IN ({marks})", some)

    def _log(
        self, source: SourceRow, file_id: int | None, path: str, status: str, reason: str | None,
        about: Article | Rejection | None = None,
    ) -> Row:  # fmt: skip
        return {
            "id": row_id("log", source.name, path, status, reason), "source_id": source.id, "path": path,
            "status": status, "reason": reason, "bytes": about.bytes if about else None,
            "sha256": about.sha256 if about else None, "encoding": about.encoding if about else None,
            "file_id": file_id, "article_id": None,
        }  # fmt: skip


def sibling(database: Path, suffix: str) -> Path:
    """A file beside the database that belongs to it."""
    return database.with_name(database.name + suffix)


def work_path(database: Path) -> Path:
    """Where the work file of a database lies."""
    return sibling(database, ".work")


def discard(path: Path) -> None:
    """Removes a work file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.unlink()


def open_work(database: Path, base: Path | None, meta: dict[str, str]) -> WorkFile:
    """The work file of a database: an interrupted load's where `base` is that, or a copy of `base`, or a new one."""
    path = work_path(database)
    if base != path:
        discard(path)
    if base is not None and base != path:
        half = sibling(database, ".copy")
        try:
            shutil.copyfile(base, half)
            half.replace(path)
        except OSError:
            half.unlink(missing_ok=True)  # a full disk needs the room
            raise
    work = WorkFile(path)
    if base is None:
        work.create(meta)
    elif base == database:
        with work.transaction():
            work.db.execute("DELETE FROM run_base")
            work.insert("run_base", [{"id": 1, "stamp": stamp_of(database), "linked": 0}])
    return work


def stamp_of(database: Path) -> str:
    """What tells a database from what takes its place later."""
    about = database.stat()
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"
