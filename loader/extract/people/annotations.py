"""What the model says of a text, by character: the token at a position, the entity around it, its kind of word."""

from __future__ import annotations

import bisect
from functools import cache
from typing import TYPE_CHECKING

from loader.extract.people.words import POSSESSIVE, fold
from loader.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

Entity = tuple[int, int, str]
COMMON_TAGS = "IN VBG VB VBZ VBP VBD VBN RB DT PRP PRP$ CC WRB WP WDT MD EX TO UH CD"


@cache
def speaking() -> frozenset[str]:
    """Lemmas of the verbs that report speech."""
    return frozenset(row["lemma"] for row in table("quotes_verbs"))


class Annotations:
    """Look-up of a doc's tokens and entities by character position."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [t.idx for t in doc]
        self._tags: list[int] = doc.to_array("TAG").tolist()
        self._common = {doc.vocab.strings.add(tag) for tag in COMMON_TAGS.split()}
        self._entities: list[Entity] = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        self._entity_starts = [e[0] for e in self._entities]
        people = [e.text.split() for e in doc.ents if e.label_ == "PERSON"]
        ends = [(fold(POSSESSIVE.sub("", said[-1])), len(said)) for said in people if said]
        self.names = words("people_famous").union(key for key, _ in ends)
        first = {fold(said[0]) for said in people if len(said) > 1} & words("link_family_first")
        self.surnames = first.union(key for key, size in ends if size > 1)

    def index(self, position: int) -> int:
        """The index of the token at or before a character."""
        return bisect.bisect_right(self._starts, position) - 1

    def entity(self, position: int) -> Entity | None:
        """The entity that covers a character: start, end, label."""
        i = bisect.bisect_right(self._entity_starts, position) - 1
        return self._entities[i] if i >= 0 and self._entities[i][1] > position else None

    def speaks(self, position: int) -> bool:
        """Whether the word there is the subject of a verb that reports speech."""
        token = self.doc[self.index(position)]
        return token.dep_ == "nsubj" and token.head.lemma_ in speaking()

    def is_common(self, position: int) -> bool:
        """Whether the tagger takes the word there for a verb, an adverb or a word of grammar."""
        return self._tags[self.index(position)] in self._common
