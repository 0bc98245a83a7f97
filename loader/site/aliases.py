"""Leads from any name of a person to their page, or to a choice where several people have that name."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from datasette.utils.asgi import Response

from .corpus import Corpus
from .query import escape_fts

MOST = 200
"""More people than this who share words of a name are not compared."""
BY_ALIAS = """select p.* from people p where p.id in (select person_id from person_aliases where alias = :key)
  order by p.articles desc, p.id"""
BY_WORDS = """select p.* from people_fts f join people p on p.rowid = f.rowid where people_fts match :words
  order by p.articles desc, p.id limit :most"""


async def person_of_alias(corpus: Corpus, key: str) -> dict[str, Any] | Response | None:
    """The way to the person one of whose names is `key`, as written or as a slug; the choice where several have it;
    None where nobody has."""
    found = await corpus.rows(BY_ALIAS, key=key)
    if not found:
        slug, words = slug_of(key), escape_fts(" ".join(slug_of(key).split("-")))
        near = await corpus.rows(BY_WORDS, words=words, most=MOST)
        found = [
            person
            for person in near
            if any(
                slug_of(name) == slug for name in (person["name"], *str(person["aliases"] or "").split("; "))
            )
        ]
    if len(found) == 1:
        return Response.redirect(corpus.person(found[0]["id"]))
    return {"template": "choice", "name": key, "people": found} if found else None


def slug_of(name: str) -> str:
    """`name` as it stands in an address: lower case, no accents, a hyphen between words."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "-".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))
