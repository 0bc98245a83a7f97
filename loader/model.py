"""What travels between the rooms: frozen records, in the order in which an article meets them.

Every `start` and `end` is an offset in characters (code points) into `Article.text`, half-open.
`person` fields are indices into `People.persons` of the same article: who that is across articles is a link.
Scores run from 0 to 1, dates are ISO 8601 or EDTF, countries ISO 3166-1 alpha-2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


class CorpusError(Exception):
    """Something a user can mend; its text says what is wrong, where, and what to do."""


# ------------------------------------------------------------------------------------------------- read/
@dataclass(frozen=True, slots=True)
class Source:
    """One article as it lay on disk: its characters, and what the file itself declares about it.

    `path` is relative to the loaded folder, `/` between its parts; a record inside a file adds `#` and its
    1-based number. `declared` maps column names of `articles` (headline, published, byline, publisher, agency,
    section, url, language, id) to the values as found; `declared_by` says for each of its keys where it came from
    (`sidecar`, `record`, `metadata`). `is_body` is True when `text` is an article's body already (from a record, a
    page's extracted main part, a mail), so that only light cleaning is due.
    """

    path: str
    text: str
    sha256: str = ""
    bytes: int = 0
    encoding: str = "utf-8"
    declared: Mapping[str, str] = field(default_factory=dict)
    declared_by: Mapping[str, str] = field(default_factory=dict)
    is_body: bool = False
    notes: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that gave no article. `status` is `skipped` (none by nature) or `failed` (should have been readable)."""

    path: str
    status: Literal["skipped", "failed"]
    reason: str
    sha256: str = ""
    bytes: int = 0
    encoding: str = ""


# -------------------------------------------------------------------------------------------- normalise/
@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line of the source that is no part of the article: its 1-based number, its text, and why it went."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A change made to the source's characters; `start`, `end` bound the result in `Article.text`."""

    start: int
    end: int
    before: str
    reason: str


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """What may be the day of publication, where it was found (a `published_source`), and its 1-based line."""

    edtf: str
    source: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. `text` is the headline (where there is one), then the paragraphs, a blank line between.

    `headline_end` is the length of the headline inside `text` (0 without one). `published` is a full ISO day or
    None; `published_edtf` is what is known of it (`XXXX-05-21`). `origins` says for each metadata field which rule
    gave it. `paragraph_lines` holds, for each paragraph of `text`, the 1-based first line it came from in the source
    (0 where unknown), so that the file can be shown as it was.
    """

    path: str
    text: str
    headline: str | None = None
    headline_end: int = 0
    published: str | None = None
    published_time: str | None = None
    published_edtf: str | None = None
    published_source: str = "none"
    byline: str | None = None
    agency: str | None = None
    publisher: str | None = None
    section: str | None = None
    dateline: str | None = None
    url: str | None = None
    language: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[RemovedLine, ...] = ()
    repairs: tuple[Repair, ...] = ()
    dates: tuple[DateCandidate, ...] = ()
    paragraph_lines: tuple[int, ...] = ()
    sha256: str = ""
    bytes: int = 0
    encoding: str = "utf-8"


Read = tuple[
    str, int, str | None
]  # all of an article that is searched for evidence, or tells when it was written


def read_of(article: Article) -> Read:
    """What the evidence of an article depends on: its text, where its headline ends, when it was published."""
    return article.text, article.headline_end, article.published


# ---------------------------------------------------------------------------------------------- extract/
@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression in the text that names a date. `edtf` is its value; `basis` is `stated` or `relative`."""

    start_char: int
    end_char: int
    edtf: str
    basis: str = "stated"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text. `kind` is `country`, `demonym`, `capital`, `city`, `region` or `seat`."""

    start: int
    end: int
    name: str
    kind: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that points to a person: the name alone, without title or possessive.

    `kind` is `name` (a full name), `partial` (a surname or given name alone), `role` or `pronoun`. `shown` is True for
    a name sure enough to be counted and underlined unless a user asks for the uncertain ones, too.
    """

    start: int
    end: int
    surface: str
    kind: str
    person: int | None
    confidence: float
    rule: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role that the article states for a person, with the words that state it."""

    person: int
    role: str
    organisation: str | None
    country: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticlePerson:
    """A person as one article names them: the fullest form of the name, and every other form with its count.

    `country` is that of the stated roles, where they agree. `surname_only` is True where the article never gives
    more than one word of the name: such a person does not exist beyond the article.
    """

    name: str
    forms: tuple[tuple[str, int], ...]
    country: str | None = None
    surname_only: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """All that an article says about who is who. `mentions` is in order of position."""

    persons: tuple[ArticlePerson, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """One contiguous stretch of reported words, without its marks.

    `part_of` is the index (in the article's tuple of quotes) of the first stretch of the same utterance, or None.
    """

    start: int
    end: int
    kind: str
    speaker: str | None
    speaker_kind: str | None
    person: int | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    part_of: int | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class QuotedTerm:
    """Words in quotation marks that are no quote. `reason` is `named`, `title`, `term` or `unattributed`."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Argument:
    """One party, date or place that a report gives for an event, and how near to the trigger it stands.

    `kind` is `party`, `date` or `place`; `role` (of parties) `actor`, `recipient`, `both`, `host`, `mediator`;
    `basis` `clause`, `sentence`, `paragraph` or `article`. The name of a date is its EDTF value.
    """

    kind: str
    role: str | None
    name: str
    person: int | None
    country: str | None
    start: int
    end: int
    basis: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One trigger of an event, with the sentence that says so and what this report knows of it.

    `about` holds the other nouns of the sentence, sorted, then their numbers (`23:pirate`): by them linking tells apart
    events of people without names.
    """

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    type: str
    mode: str | None
    status: str
    lemma: str
    date_edtf: str | None
    date_basis: str
    place: str | None
    confidence: float
    rule: str
    arguments: tuple[Argument, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found in one article; it depends on that article alone.

    `shingles` and `paragraphs` are hashes that only tell which texts are alike.
    """

    people: People = field(default_factory=People)
    quotes: tuple[Quote, ...] = ()
    quoted_terms: tuple[QuotedTerm, ...] = ()
    events: tuple[EventMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    shingles: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence that was found in an article that reads so."""

    read: Read
    evidence: Evidence
