"""Tell what a noun is to reporting: a person, a body or document that can say something, or a thing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from loader import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

HUMAN_ENDINGS = ("ist", "man", "woman", "person", "people", "ian", "keeper", "maker")


def is_human(noun: Token) -> bool:
    """Whether a noun names people by what they are or do: a title or role, or a word for people."""
    return bool({noun.lemma_, noun.lower_} & _humans()) or noun.lemma_.endswith(HUMAN_ENDINGS)


@cache
def _humans() -> frozenset[str]:
    titles = frozenset(row["word"] for row in lexicon.table("people_titles"))
    return titles | lexicon.words("quotes_groups") | lexicon.words("quotes_people")


@cache
def talkers() -> frozenset[str]:
    """The nouns of bodies, groups and documents that can say something."""
    names = ("quotes_organisations", "quotes_documents", "quotes_groups")
    return frozenset[str]().union(*(lexicon.words(name) for name in names))


def is_thing(noun: Token) -> bool:
    """Whether a noun names neither people nor what speaks for them."""
    if noun.pos_ != "NOUN" or noun.ent_type_:
        return False
    return not ({noun.lemma_, noun.lower_} & talkers() or is_human(noun))
