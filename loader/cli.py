"""The command `corpus`: parse, call the library, print."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loader import CorpusError, __version__

if TYPE_CHECKING:
    from loader import Report

SHOWN = 12  # problems listed after a load; all of them are in load_log

database = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default="corpus.db",
    show_default=True,
    help="The database.",
)


def friendly[**P, R](body: Callable[P, R]) -> Callable[P, R]:
    """Turns what the user can mend into a message, and an interruption into a promise."""

    @wraps(body)
    def command(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return body(*args, **kwargs)
        except CorpusError as error:
            raise _Message(str(error)) from error
        except BrokenPipeError:
            sys.stderr.close()  # the reader of a pipe has seen enough
            sys.exit(0)

    return command


def reading[R](body: Callable[..., R]) -> Callable[..., R]:
    """As `friendly`, for what reads a database: one that this version cannot read is refused."""

    @wraps(body)
    def command(*args: Any, db: Path, **given: Any) -> R:
        from loader.store import require_current

        if db.is_file():  # where not, the body says so
            require_current(db)
        return body(*args, db=db, **given)

    return friendly(command)


class _Message(click.ClickException):
    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="corpus")
def main() -> None:
    """Turn a pile of news articles into one searchable SQLite file, and read it in a browser.

    \b
    corpus load FOLDER      make or bring up to date corpus.db
    corpus serve            open it at http://127.0.0.1:8001/
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@database
@click.option("--jobs", type=click.IntRange(1), help="Processes that analyse.  [default: one a core]")
@click.option("--cluster", metavar="ADDRESS", help="Analyse on a Dask cluster: tcp://scheduler:8786")
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="A corrections file.  [default: SOURCE/corrections.yml]",
)
@click.option("--as", "name", help="Another name for the source.  [default: its last name]")
@click.option("--fresh", is_flag=True, help="Analyse everything again.")
@click.option("--model", help="Another spaCy pipeline than the pinned English one.")
@click.option("--fields", help="Names of a record's fields: headline=title,text=body")
@friendly
def load(sources: tuple[Path, ...], db: Path, **given: Any) -> None:
    """Load folders or files of articles; what was loaded before and has not changed is left alone."""
    from loader import Options
    from loader import load as load_sources

    with _progress() as progress:
        how = Options(
            given["jobs"],
            given["model"],
            _fields(given["fields"]),
            cluster=given["cluster"],
            progress=progress,
        )
        report = load_sources(
            *sources,
            db=db,
            corrections=given["corrections"],
            name=given["name"],
            fresh=given["fresh"],
            options=how,
        )
    _tell(report)
    sys.exit(1 if report.failed else 0)


@main.command()
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DATABASE...")
@database
@friendly
def merge(shards: tuple[Path, ...], db: Path) -> None:
    """Join corpora of different sources, loaded apart, into what one load of all would give."""
    from loader import Options
    from loader import merge as merge_corpora

    with _progress() as progress:
        report = merge_corpora(*shards, db=db, options=Options(progress=progress))
    _tell(report)


@main.command()
@database
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--public", is_flag=True, help="For strangers, behind a proxy: no SQL of their own, tight limits."
)
@click.option("--download", is_flag=True, help="With --public: strangers may download the database.")
@click.option(
    "--robots",
    type=click.Choice(["pages", "all", "none"]),
    default="pages",
    show_default=True,
    help="With --public: what search engines may visit; `pages` is all but searches and exports.",
)
@reading
def serve(db: Path, port: int, host: str, public: bool, download: bool, robots: str) -> None:
    """Serve the corpus to a browser."""
    from loader.site.serve import Terms
    from loader.site.serve import serve as serve_site

    serve_site(
        db,
        port=port,
        host=host,
        public=public,
        terms=Terms(download, robots),
        ready=lambda address: click.echo(f"{db} at {address} (Ctrl-C ends)"),
    )


@main.command()
@click.argument("words", nargs=-1)
@database
@click.option(
    "--kind", type=click.Choice(["article", "quote", "person", "event"]), help="Only rows of one kind."
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option(
    "--list",
    "names",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help="A file of names, a line each: CSV of hits.",
)
@reading
def search(words: tuple[str, ...], db: Path, kind: str | None, limit: int, names: Any) -> None:
    """Search articles, quotes, people and events: words, "phrases", prefix*, OR, -not."""
    if not words and names is None:
        raise CorpusError("Nothing to look for: give words, or --list with a file of names.")
    if names is not None:
        _look_up(db, names)
        return
    from loader.site.search import search_lines

    for line in search_lines(db, " ".join(words), kind=kind, limit=limit):
        click.echo(line)


@main.command()
@click.argument("table", type=click.Choice(["articles", "people", "quotes", "events"]))
@database
@click.option(
    "--format", "kind", type=click.Choice(["csv", "json", "jsonl"]), default="csv", show_default=True
)
@click.option("--excel", is_flag=True, help="Begin the CSV with the mark that Excel needs to read UTF-8.")
@click.option(
    "--output", "-o", type=click.File("w", encoding="utf-8", lazy=True), default="-", help="A file."
)
@reading
def export(table: str, db: Path, kind: str, excel: bool, output: Any) -> None:
    """Write a whole table, with names beside ids."""
    from loader.export import export as export_table

    count = export_table(db, table, output, format=kind, excel=excel)
    click.echo(f"{count} {table}", err=True)


@main.command()
@database
@reading
def review(db: Path) -> None:
    """Print who may be whom: pairs the loader was unsure of, ready to paste into corrections.yml."""
    from loader.export import review_lines

    lines = list(review_lines(db))
    for line in lines or ["# Nobody here looks like somebody else: there is nothing to review."]:
        click.echo(line)


@main.command()
@database
@click.option("--rebuild", is_flag=True, help="Also build afresh from the sources, and compare.")
@reading
def verify(db: Path, rebuild: bool) -> None:
    """Check every span, the search index, keys and counts."""
    from loader.pipeline import verify as verify_corpus

    found = list(verify_corpus(db, rebuild=rebuild))
    for problem in found:
        click.echo(problem, err=True)
    click.echo(f"{db}: {len(found)} problems" if found else f"{db}: all is well")
    sys.exit(1 if found else 0)


def _look_up(db: Path, names: Any) -> None:
    import csv

    from loader.site.namelist import COLUMNS, search_list

    table = csv.writer(sys.stdout)
    table.writerow(COLUMNS)
    table.writerows(found.cells() for found in search_list(db, names))


def _fields(text: str | None) -> dict[str, str]:
    """`headline=title,text=body` as a mapping."""
    pairs = [pair.partition("=") for pair in (text or "").split(",") if pair.strip()]
    if any(not sign or not ours.strip() or not theirs.strip() for ours, sign, theirs in pairs):
        raise CorpusError("--fields: write it as headline=title,text=body")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _progress() -> Any:
    from loader.progress import Progress

    return Progress(sys.stderr)


def _tell(report: Report) -> None:
    """What a person wants to know after a load."""
    counts = report.counts
    click.echo(
        f"{report.database}: {counts['articles']} articles, {counts['people']} people, {counts['quotes']} quotes, "
        f"{counts['events']} events" + ("" if report.changed else " (nothing had changed)")
    )
    problems = [problem for problem in report.problems if problem[0] != "corrections.yml"]
    for path, status, reason in problems[:SHOWN]:
        click.echo(f"  {status}: {path}: {reason}")
    if len(problems) > SHOWN:
        click.echo(f"  ... and {len(problems) - SHOWN} more: see the table load_log")
    for note in report.notes[:SHOWN]:
        click.echo(f"  note: {note}")
    click.echo(f"Next: corpus serve --db {report.database}")
