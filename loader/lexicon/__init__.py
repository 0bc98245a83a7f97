"""Word lists as data files; each begins with comment lines that say what it is and where it comes from."""

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of `NAME` (a file in this folder), comments and blank lines left out."""
    return tuple(read_once(name))


def read_once(name: str) -> list[str]:
    """As `lines`, of a long file that is asked for once: nothing of it is kept."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line[:1] != "#" and line.strip()]


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `NAME.txt`, one a line, as a set."""
    return frozenset(line.strip() for line in lines(f"{name}.txt"))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `NAME.tsv` as dictionaries; its first line that is no comment names the columns."""
    head, *rows = (line.split("\t") for line in lines(f"{name}.tsv"))
    return tuple(dict(zip(head, map(str.strip, row), strict=False)) for row in rows)
