"""People inside one article: every mention, who it is, and the roles that the article states."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from loader.extract.people.annotations import Annotations
from loader.extract.people.coreference import find_references
from loader.extract.people.evidence import ACCEPTED, weigh
from loader.extract.people.names import (
    NICKNAME,
    Candidate,
    find_candidates,
    in_headline,
    inner_names,
    with_particles,
)
from loader.extract.people.persons import Person, group, is_full
from loader.extract.people.roles import distinct, find_roles
from loader.model import Article, ArticlePerson, Mention, People, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHOWN = 0.8  # of the mentions at least this sure 96 % are right, and they are 80 % of the true ones

KNOWN = 0.89  # a name this sure is looked for inside the capitalised runs of headlines, too
INNER = 0.7  # what such a find is worth

RULES = {
    "inner": "part of a run",
    "title_before": "title",
    "surname_of_full_name": "full name elsewhere",
    "given_of_full_name": "full name elsewhere",
    "model_person": "model",
    "person_elsewhere": "elsewhere",
    "titled_elsewhere": "elsewhere",
    "words_known": "lexicon",
    "word_known": "lexicon",
}  # what is stored with a mention, by its most telling evidence


def find_people(article: Article, doc: Doc) -> People:
    """The persons of an article, their mentions in order of position, and their stated roles."""
    notes = Annotations(doc)
    candidates = find_candidates(article.text, notes)
    weigh(candidates, notes)
    named = _accepted(candidates, article.text)
    persons = group(named)
    mentions = [_mention(c, article.text) for c in named]
    roles = find_roles(named, notes)
    mentions.extend(find_references(notes, named, persons, roles))
    return People(
        persons=tuple(_article_person(p, article.text, _country(i, roles)) for i, p in enumerate(persons)),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
        roles=tuple(distinct(roles)),
    )


def _accepted(candidates: list[Candidate], text: str) -> list[Candidate]:
    """The candidates that are persons, in order, with the known names inside headlines."""
    named = [c for c in candidates if c.score >= ACCEPTED]
    known: dict[tuple[str, ...], float] = {}
    for candidate in named:
        if candidate.score >= KNOWN:
            known[candidate.keys] = INNER
            known[candidate.keys[-1:]] = INNER
    rejected = [
        c for c in candidates if c.score < ACCEPTED and len(c.words) > 1 and in_headline(text, c.start)
    ]
    named.extend(inner_names(rejected, known))
    with_particles(named, text)
    return sorted(named, key=lambda c: c.start)


def _mention(candidate: Candidate, text: str) -> Mention:
    return Mention(
        start=candidate.start,
        end=candidate.end,
        surface=text[candidate.start : candidate.end],
        kind="name" if is_full(candidate) else "partial",
        person=candidate.person,
        confidence=round(candidate.score, 2),
        rule=_rule(candidate),
        shown=candidate.score >= SHOWN,
    )


def _rule(candidate: Candidate) -> str:
    """The first kind of evidence that holds, the most telling first."""
    return next((rule for sign, rule in RULES.items() if sign in candidate.evidence), "context")


def _country(person: int, roles: list[Role]) -> str | None:
    """The country of a person's stated roles, where they agree."""
    stated = {r.country for r in roles if r.person == person and r.country is not None}
    return stated.pop() if len(stated) == 1 else None


def _article_person(person: Person, text: str, country: str | None) -> ArticlePerson:
    forms: Counter[str] = Counter()
    for found in person.forms.values():
        forms.update(_name(text, c) for c in found)
    full = person.keys
    counts = Counter(_name(text, c) for c in person.forms[full])
    name = max(counts, key=lambda form: (not form.isupper(), counts[form], form))
    return ArticlePerson(
        name=name,
        forms=tuple(sorted(forms.items(), key=lambda f: (-f[1], f[0]))),
        country=country,
        surname_only=person.surname_only,
    )


def _name(text: str, candidate: Candidate) -> str:
    """The name as printed, on one line, without a nickname inside."""
    return " ".join(NICKNAME.sub(" ", text[candidate.start : candidate.end]).replace("\xad", "").split())
