"""The words beside a trigger, by which linking tells apart events of people without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from functools import cached_property

from loader.extract.events.tree import Tree

MOST_WORDS, TOPIC_WORDS = 24, 16  # of the sentence, of the article


class Beside:
    """The nouns of a text; `dated` are tokens that belong to dates."""

    def __init__(self, tree: Tree, dated: Container[int]) -> None:
        self.tree, self.dated = tree, dated

    def words(self, i: int) -> str:
        """The nouns of the sentence and those that the article uses most, sorted, then numbers (`23:pirate`)."""
        tree = self.tree
        sentence = range(tree.first[i], tree.last[i] + 1)
        found = {tree.lemma[k].rstrip(".") for k in sentence if k != i and self._tells(k)}
        counted = {
            f"{tree.lower[n]}:{tree.lemma[k]}"
            for k in sentence
            if tree.lemma[k] in found
            for n in tree.deps(k, "nummod")
            if tree.lower[n].isdigit()
        }
        return " ".join(sorted({*sorted(found)[:MOST_WORDS], *self._topic}) + sorted(counted))

    def _tells(self, k: int) -> bool:
        tree = self.tree
        return tree.pos[k] in ("NOUN", "PROPN") and len(tree.lemma[k]) > 2 and k not in self.dated

    @cached_property
    def _topic(self) -> list[str]:
        counts: Counter[str] = Counter()
        for k in range(len(self.tree)):
            if self._tells(k):
                counts[self.tree.lemma[k].rstrip(".")] += 2 if self.tree.pos[k] == "PROPN" else 1
        return sorted(counts, key=lambda w: (-counts[w], w))[:TOPIC_WORDS]
