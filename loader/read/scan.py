"""List what a folder holds, in a fixed order, without leaving it: candidates, and what is none with the reason."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from loader.model import CorpusError, Rejection
from loader.read.files import Entry, UnreadableError, trouble
from loader.read.sidecar import DECLARATIONS, SIDECAR_SUFFIXES, declarations, describes, is_declarations, own

CORRECTIONS = "corrections.yml"
HIDDEN = re.compile(r"\.|__MACOSX$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)
BACKUP = re.compile(r"~\$.*|.*~$|#.*#$|.*\.(?:bak|swp|swo|orig|tmp)$", re.IGNORECASE | re.DOTALL)
_UNPRINTABLE = re.compile("[\ud800-\udfff\x00-\x1f\x7f-\x9f\u2028\u2029]")


def scan(root: Path) -> Iterator[Entry | Rejection]:
    """Every file below a folder (or the one file given), sorted by path; raises CorpusError where there is none."""
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        raise CorpusError(f"{root}: no such file or folder; check the name") from error
    if stat.S_ISDIR(status.st_mode):
        return _walk(root)
    if stat.S_ISREG(status.st_mode):
        file = root.resolve()
        return iter([Entry(printable(root.name), file, status.st_size, status.st_mtime_ns)])
    raise CorpusError(f"{root}: neither a file nor a folder; name one that is")


def printable(name: str) -> str:
    """A file name with lone surrogates and control characters spelled out (`\\udcff`, `\\n`)."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), name)


def _walk(root: Path) -> Iterator[Entry | Rejection]:
    """A stack of folders' sorted contents: depth is limited by the system's paths, not by recursion."""
    stack = [_listing(root, "", ())]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, _Folder):
            stack.append(_listing(item.path, item.prefix, item.tables))
        else:
            yield item


class _Folder:
    """A folder still to be listed: the printable paths in it begin with `prefix`."""

    def __init__(self, path: Path, prefix: str, tables: tuple[Path, ...]) -> None:
        self.path = path
        self.prefix = prefix
        self.tables = tables


def _listing(folder: Path, prefix: str, tables: tuple[Path, ...]) -> Iterator[Entry | Rejection | _Folder]:
    """What one folder holds; `tables` are the `articles.csv` of the folders above."""
    try:
        with os.scandir(folder) as found:
            names = _unique_names(list(found))
    except OSError as error:
        yield Rejection(prefix.rstrip("/") or ".", "failed", trouble(error))
        return
    table = folder / DECLARATIONS
    if DECLARATIONS in names and is_declarations(table):
        tables = (*tables, table)
    sidecars = _sidecars(folder, names)
    owners = {name: main for main, own_sidecars in sidecars.items() for name in own_sidecars}
    for name, item in sorted(names.items(), key=lambda pair: pair[0] + "/" * _is_folder(pair[1])):
        path = prefix + name
        if reason := _not_a_candidate(item, top=not prefix):
            yield Rejection(path, "skipped", reason)
        elif _is_folder(item):
            yield _Folder(folder / item.name, path + "/", tables)
        elif name in owners:
            yield _declaring(path, folder / item.name, f"metadata of {prefix}{owners[name]}")
        elif folder / item.name == table and table in tables:
            yield _declaring(path, table, "metadata of the files it names")
        else:
            yield _entry(
                path, item, (*(folder / names[side].name for side in sidecars.get(name, ())), *tables)
            )


def _unique_names(items: list[os.DirEntry[str]]) -> dict[str, os.DirEntry[str]]:
    """The items by printable name; two names that print alike get a number."""
    names: dict[str, os.DirEntry[str]] = {}
    for item in sorted(items, key=lambda item: os.fsencode(item.name)):
        name, number = printable(item.name), 1
        while name in names:
            number += 1
            name = f"{printable(item.name)}~{number}"
        names[name] = item
    return names


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _not_a_candidate(item: os.DirEntry[str], *, top: bool) -> str | None:
    """Why an item is no article by its name or nature, else None."""
    folder = _is_folder(item)
    if item.is_symlink():
        return "a link: links are not followed; load the place it points to"
    if HIDDEN.match(item.name):
        return "a hidden folder" if folder else "a hidden file"
    if folder:
        return None
    if BACKUP.fullmatch(item.name):
        return "a backup or temporary file of an editor"
    if top and item.name == CORRECTIONS:
        return "corrections: they are applied, not read as an article"
    return None


def _sidecars(folder: Path, names: Mapping[str, os.DirEntry[str]]) -> dict[str, list[str]]:
    """The names of the files that declare metadata, by the name of the file that they describe."""
    files = [
        name for name, item in names.items() if not _is_folder(item) and not _not_a_candidate(item, top=False)
    ]
    mains: dict[str, list[str]] = {}
    for name in files:
        if Path(name).suffix.lower() not in SIDECAR_SUFFIXES:
            mains.setdefault(Path(name).stem, []).append(name)
    everything = set(files)
    found: dict[str, list[str]] = {}
    for name in files:
        side = Path(name)
        if side.suffix.lower() in SIDECAR_SUFFIXES:
            described = [side.stem] if side.stem in everything else mains.get(side.stem, [])
            if described and describes(folder / names[name].name):
                for main in described:
                    found.setdefault(main, []).append(name)
    return found


def _declaring(path: str, file: Path, meaning: str) -> Rejection:
    """The row for a file of metadata: it is no article, and when it is broken the user must know."""
    try:
        declarations(file) if file.name == DECLARATIONS else own(file)
    except UnreadableError as problem:
        return Rejection(path, "failed", f"{meaning}, not applied: {problem.reason}")
    except OSError as error:
        return Rejection(path, "failed", f"{meaning}, not applied: {trouble(error)}")
    return Rejection(path, "skipped", meaning)


def _entry(path: str, item: os.DirEntry[str], sidecars: tuple[Path, ...]) -> Entry | Rejection:
    try:
        status = item.stat(follow_symlinks=False)
    except OSError as error:
        return Rejection(path, "failed", trouble(error))
    if not stat.S_ISREG(status.st_mode):
        return Rejection(path, "skipped", "a pipe, socket or device: only regular files are opened")
    return Entry(path, Path(item.path), status.st_size, status.st_mtime_ns, sidecars)
