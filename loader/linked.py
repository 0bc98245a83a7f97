"""What linking reads and what it gives: frozen records about people, events and stories across articles."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """An `ArticlePerson` as linking sees it: `key` is (id of the article, index of the person in it)."""

    key: tuple[int, int]
    path: str
    published: str | None
    name: str
    forms: tuple[tuple[str, int], ...]
    country: str | None
    surname_only: bool
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonCorrections:
    """What the user says about who is who; the last item of each entry says where (`corrections.yml, line 3`)."""

    same: tuple[tuple[str, str, str], ...] = ()
    different: tuple[tuple[str, str, str], ...] = ()
    not_persons: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()
    wikidata: tuple[tuple[str, str, str], ...] = ()
    countries: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """One person across articles. `aliases` holds (form, mentions, `text` or `corrections`), most used first.

    `scope` is `corpus`, or `article` for someone whom an article names by one word only: never linked further.
    """

    id: str
    name: str
    country: str | None
    wikidata_id: str | None
    members: tuple[tuple[int, int], ...]
    aliases: tuple[tuple[str, int, str], ...]
    scope: str = "corpus"


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """Two people who may be one: what speaks for it and against it, for a user to decide."""

    a: str
    b: str
    reasons_for: str
    reasons_against: str


@dataclass(frozen=True, slots=True)
class PeopleLinks:
    """Who is who across articles. `unused` tells which corrections matched nothing, and why."""

    people: tuple[LinkedPerson, ...]
    review: tuple[ReviewPair, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One party to an event: a person (with the id that linking gave), an organisation or a country, as named."""

    name: str
    role: str
    country: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class EventReport:
    """An `EventMention` as linking sees it; `id` is the mention's id in the database.

    `before` is what its sentence says before the trigger, `after` the trigger and what follows it, both cut short.
    """

    id: int
    article_id: int
    published: str | None
    type: str
    mode: str | None
    status: str
    lemma: str
    date_edtf: str | None
    date_basis: str
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    confidence: float
    parties: tuple[Party, ...] = ()
    about: str = ""
    before: str = ""
    after: str = ""


BriefReport = tuple[int, int, str, str | None, str, str | None, str, str]
"""Of an `EventReport`: id, article_id, type, mode, lemma, date_edtf, date_basis, about."""


@dataclass(frozen=True, slots=True)
class ReportMeant:
    """How a user points at the report of an event: the first in an article whose trigger, and whose sentence, begin so.

    `article` is a path in `source`, or, of another source, its name, a slash and the path.
    """

    article: str
    event: str
    sentence: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EventCorrections:
    """What the user says about which reports are of one event, and where (`corrections.yml, line 3`)."""

    same: tuple[tuple[ReportMeant, ReportMeant, str], ...] = ()
    different: tuple[tuple[ReportMeant, ReportMeant, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """All reports of one occasion: their ids in order, and the names of the rules by which they belong together."""

    members: tuple[int, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """One occasion, made from all reports of it (`members`, ids of event mentions); columns as in `events`."""

    id: int
    type: str
    mode: str | None
    status: str
    date_edtf: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_basis: str
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    summary: str
    members: tuple[int, ...]
    participants: tuple[Party, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What story linking needs of some articles: sorted samples of the hashes of their word shingles, 40 bits each.

    `shingles` has those of one article after the other's, so many as `lengths` says.
    """

    articles: Sequence[int]
    published: Sequence[str | None]
    lengths: Sequence[int]
    shingles: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copy:
    """How much two articles of a story share: the share of `a`'s sampled shingles found in `b`, and the reverse."""

    a: int
    b: int
    a_in_b: float
    b_in_a: float


@dataclass(frozen=True, slots=True)
class LinkedStory:
    """A group of near-duplicate articles; `id` and `first` are functions of the members."""

    id: int
    members: tuple[int, ...]
    first: int
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class RelinkedStories:
    """All stories of these articles (None: of all), none of which has a story with any other article, then or now."""

    articles: Set[int] | None
    stories: tuple[LinkedStory, ...]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The hashes of the paragraphs of some articles, in order, with the outlets and stories of the articles.

    `hashes` has those of one article after the other's, so many as `lengths` says. An article that has no story has
    its own id instead.
    """

    articles: Sequence[int]
    outlets: Sequence[str]
    stories: Sequence[int]
    lengths: Sequence[int]
    hashes: NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class RepeatedLine:
    """A paragraph (`place` counts from 0) that stands alike in so many stories of the article's outlet."""

    article_id: int
    place: int
    stories: int


@dataclass(frozen=True, slots=True)
class RelinkedRepeats:
    """Paragraphs that are repeated, and those (article, place) that are not; nothing is said of any others."""

    repeated: list[RepeatedLine]
    others: list[tuple[int, int]]
