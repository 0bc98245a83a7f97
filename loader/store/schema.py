"""The shape of the database, as data: tables, search tables and indexes (views: views.py)."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "4"  # of this schema and of what extraction finds; a database of another version is rebuilt

TOKENIZE = "porter unicode61 remove_diacritics 2"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `columns` as `name TYPE [AS (expression)] [-> other table]`, `id` first; `indexes` as columns, and what
    they are limited to after ` WHERE `. A column with AS is computed when it is read: it takes no room in a row.

    `kind` says who fills it: `input` (what was read), `evidence` (found in one article), `link` (a function of all
    evidence, brought up to date at every load).
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    indexes: tuple[str, ...] = ()
    id_type: str = "INTEGER"

    @property
    def stored(self) -> tuple[str, ...]:
        """The names of the columns that are stored, `id` first; the others are computed from them."""
        return ("id", *(column.split()[0] for column in self.columns if " AS (" not in column))


@dataclass(frozen=True, slots=True)
class Search:
    """A full-text table over columns of a view, found there by `id`."""

    table: str
    content: str
    columns: tuple[str, ...]


# Sort keys are never the same for two rows: Datasette's pages lose rows where they are.
ARTICLE_ORDER = (
    "AS (coalesce(published, iif(published_edtf GLOB '[0-9][0-9][0-9][0-9]*', published_edtf, '0000'))"
    " || '#' || printf('%015d', id)) UNIQUE"
)
QUOTE_ORDER = (
    "AS (coalesce(published, '0000') || printf('#%012x%05x%05x', article_id, start_char, end_char)"
    " || substr(kind, 1, 1)) UNIQUE"
)
EVENT_ORDER = "AS (coalesce(date_start, '0000') || '#' || printf('%016d', id)) UNIQUE"
PERSON_ORDER = "AS (printf('%09d#', mentions) || id) UNIQUE"
KEY = "AS (iif(kind = 'person', person_id, CAST(row_id AS TEXT)))"
MONTH = "AS (iif(date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*', substr(date, 1, 7), NULL))"

TABLES = (
    Table("meta", "input", ("value TEXT",), id_type="TEXT"),
    Table("sources", "input", ("name TEXT", "location TEXT", "corrections TEXT")),
    Table(
        "files",
        "input",
        ("source_id INTEGER -> sources", "path TEXT", "key TEXT", "bytes INTEGER"),
        ("source_id",),
    ),
    Table(
        "load_log",
        "input",
        (
            "source_id INTEGER -> sources", "path TEXT", "status TEXT", "reason TEXT", "bytes INTEGER",
            "sha256 TEXT", "encoding TEXT", "file_id INTEGER", "article_id INTEGER -> articles",
        ),
        ("source_id", "status", "file_id", "article_id"),
    ),
    Table("run_changed", "input", ()),
    Table("run_base", "input", ("stamp TEXT", "linked INTEGER")),
    Table("stories", "link", ("articles INTEGER", "first_article_id INTEGER -> articles")),
    Table(
        "articles",
        "input",
        (
            "source_id INTEGER -> sources", "file_id INTEGER -> files", "key TEXT", "path TEXT", "title TEXT",
            "headline TEXT", "published TEXT", "published_time TEXT", "published_edtf TEXT", "published_source TEXT",
            "year INTEGER", "month TEXT", "byline TEXT", "agency TEXT", "publisher TEXT", "section TEXT",
            "dateline TEXT", "url TEXT", "language TEXT", "words INTEGER", "headline_end INTEGER", "sha256 TEXT",
            "story_id INTEGER -> stories", "inferred_date TEXT", "inferred_how TEXT", f"sort_key TEXT {ARTICLE_ORDER}",
            "paragraph_lines TEXT", "text TEXT",
        ),
        (
            "source_id", "file_id", "key", "published", "year", "month", "agency", "story_id", "language",
            "publisher, year, month, agency, language", "publisher, year, sort_key",
        ),
    ),
    Table("origins", "evidence", ("article_id INTEGER -> articles", "field TEXT", "rule TEXT"), ("article_id",)),
    Table(
        "removed_lines",
        "evidence",
        ("article_id INTEGER -> articles", "line INTEGER", "text TEXT", "reason TEXT"),
        ("article_id",),
    ),
    Table(
        "repairs",
        "evidence",
        (
            "article_id INTEGER -> articles", "start_char INTEGER", "end_char INTEGER", "before TEXT", "reason TEXT",
        ),
        ("article_id",),
    ),
    Table(
        "date_candidates",
        "evidence",
        ("article_id INTEGER -> articles", "edtf TEXT", "source TEXT", "text TEXT", "line INTEGER"),
        ("article_id",),
    ),
    Table("fingerprints", "evidence", ("shingles BLOB", "paragraphs BLOB")),
    Table(
        "people",
        "link",
        (
            "name TEXT", "country TEXT", "wikidata_id TEXT", "articles INTEGER", "mentions INTEGER",
            "uncertain INTEGER", "quotes INTEGER", "events INTEGER", "scope TEXT", "shown INTEGER", "aliases TEXT",
            f"sort_key TEXT {PERSON_ORDER}", "rowid INTEGER UNIQUE",
        ),
        ("name", "articles", "country", "shown, articles"),
        id_type="TEXT",
    ),
    Table(
        "person_aliases",
        "link",
        ("person_id TEXT -> people", "alias TEXT", "mentions INTEGER", "source TEXT"),
        ("person_id", "alias"),
    ),
    Table(
        "article_people",
        "evidence",
        (
            "article_id INTEGER -> articles", "person_id TEXT -> people", "position INTEGER", "name TEXT",
            "country TEXT", "surname_only INTEGER", "mentions INTEGER", "uncertain INTEGER",
        ),
        ("article_id", "person_id"),
    ),
    Table(
        "mentions",
        "evidence",
        (
            "article_id INTEGER -> articles", "person_id TEXT -> people",
            "article_person_id INTEGER -> article_people", "start_char INTEGER", "end_char INTEGER", "surface TEXT",
            "kind TEXT", "confidence REAL", "shown INTEGER", "rule TEXT",
        ),
        ("article_id", "person_id"),
    ),
    Table(
        "person_roles",
        "evidence",
        (
            "person_id TEXT -> people", "article_id INTEGER -> articles",
            "article_person_id INTEGER -> article_people", "role TEXT", "organisation TEXT", "country TEXT",
            "start_char INTEGER", "end_char INTEGER", "as_of TEXT",
        ),
        ("article_id", "person_id"),
    ),
    Table(
        "quotes",
        "evidence",
        (
            "text TEXT", "article_id INTEGER -> articles", "start_char INTEGER", "end_char INTEGER", "kind TEXT",
            "person_id TEXT -> people", "article_person_id INTEGER -> article_people", "speaker TEXT",
            "speaker_kind TEXT", "speaker_start INTEGER", "speaker_end INTEGER", "cue TEXT",
            "part_of INTEGER -> quotes", "confidence REAL", "rule TEXT", "published TEXT", "year INTEGER",
            f"sort_key TEXT {QUOTE_ORDER}",
        ),
        ("article_id", "person_id, sort_key", "kind", "year"),
    ),
    Table(
        "quoted_terms",
        "evidence",
        ("article_id INTEGER -> articles", "start_char INTEGER", "end_char INTEGER", "reason TEXT", "text TEXT"),
        ("article_id", "reason"),
    ),
    Table(
        "events",
        "link",
        (
            "title TEXT AS (summary)", "type TEXT", "mode TEXT", "cameo TEXT", "status TEXT", "date_edtf TEXT",
            "date_start TEXT", "date_end TEXT", "date_precision TEXT", "date_basis TEXT", "year INTEGER", "place TEXT",
            "country TEXT", "latitude REAL", "longitude REAL", "summary TEXT", "articles INTEGER", "stories INTEGER",
            "reason TEXT",
            f"sort_key TEXT {EVENT_ORDER}",
        ),
        ("type", "mode", "status", "year", "date_start", "country", "place"),
    ),
    Table(
        "event_participants",
        "link",
        (
            "event_id INTEGER -> events", "person_id TEXT -> people", "name TEXT", "role TEXT", "country TEXT",
        ),
        ("event_id", "person_id", "country", "name"),
    ),
    Table(
        "event_mentions",
        "evidence",
        (
            "event_id INTEGER -> events", "article_id INTEGER -> articles", "start_char INTEGER", "end_char INTEGER",
            "sentence_start INTEGER", "sentence_end INTEGER", "type TEXT", "mode TEXT", "cameo TEXT", "status TEXT",
            "lemma TEXT", "date_edtf TEXT", "date_basis TEXT", "place TEXT", "about TEXT", "confidence REAL",
            "rule TEXT",
        ),
        ("article_id", "event_id", "type"),
    ),
    Table(
        "event_arguments",
        "evidence",
        (
            "event_mention_id INTEGER -> event_mentions", "article_id INTEGER -> articles", "kind TEXT", "role TEXT",
            "name TEXT", "person_id TEXT -> people", "article_person_id INTEGER -> article_people", "country TEXT",
            "start_char INTEGER", "end_char INTEGER", "basis TEXT", "latitude REAL", "longitude REAL",
        ),
        ("event_mention_id", "person_id"),
    ),
    Table(
        "story_copies",
        "link",
        (
            "story_id INTEGER -> stories", "article_id INTEGER -> articles", "other_id INTEGER -> articles",
            "shared REAL", "shared_back REAL",
        ),
        ("story_id", "article_id", "other_id"),
    ),
    Table(
        "repeated_lines",
        "link",
        ("article_id INTEGER -> articles", "start_char INTEGER", "end_char INTEGER", "stories INTEGER"),
        ("article_id",),
    ),
    Table(
        "review_pairs",
        "link",
        ("a_id TEXT -> people", "b_id TEXT -> people", "reasons_for TEXT", "reasons_against TEXT"),
        ("a_id", "b_id"),
    ),
    Table(
        "search_index",
        "link",
        (
            "kind TEXT", "row_id INTEGER", f"key TEXT {KEY}", "person_id TEXT", "date TEXT", "year INTEGER",
            f"month TEXT {MONTH}", "publisher TEXT", "agency TEXT", "type TEXT", "country TEXT", "story_id INTEGER",
        ),
        (
            "kind, date, year, month, publisher, agency, person_id, type, country, story_id", "person_id",
            "row_id WHERE kind = 'article'",
        ),
    ),
)  # fmt: skip

# One index for all kinds, so that ranks compare; the views of `views.FOUND_IN` show it to each table.
SEARCHES = (Search("search_index_fts", "search_content", ("title", "text")),)

EVIDENCE = tuple(table.name for table in TABLES if table.kind == "evidence")
LINKS = tuple(table.name for table in TABLES if table.kind == "link")


def statements() -> list[str]:
    """The SQL that makes every table, index and search table, in order (views: `loader.store.views`)."""
    made = []
    for table in TABLES:
        declared = [f"id {table.id_type} PRIMARY KEY NOT NULL"]
        for column in table.columns:
            declaration, _, other = column.partition(" -> ")
            declared.append(f"{declaration} REFERENCES {other}(id)" if other else declaration)
        lies = (
            " WITHOUT ROWID" if table.id_type == "TEXT" else ""
        )  # rows lie by key, in whatever order they came
        made.append(f"CREATE TABLE {table.name} ({', '.join(declared)}){lies}")
        for index in table.indexes:
            columns, where, limit = index.partition(" WHERE ")
            name = f"{table.name}_{columns.replace(', ', '_')}"
            made.append(f"CREATE INDEX {name} ON {table.name} ({columns}){where}{limit}")
    return made


def search_statements() -> list[str]:
    """The SQL that makes the search table; the view that it reads must exist."""
    return [
        f"CREATE VIRTUAL TABLE {s.table} USING fts5({', '.join(s.columns)}, "
        f'content="{s.content}", content_rowid="id", tokenize="{TOKENIZE}")'
        for s in SEARCHES
    ]
