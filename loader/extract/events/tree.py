"""A parsed text as plain lists, one item a token: reading them is many times as fast as asking spaCy's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

ATTRIBUTES: list[int | str] = ["LEMMA", "LOWER", "POS", "TAG", "DEP", "HEAD", "IDX", "LENGTH", "SENT_START"]
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})

FRAGMENT = 3  # tokens of what is no sentence
NAMES_ALONE = ("PROPN", "CCONJ")

NO_PARTIES = frozenset(
    {
        "according",
        "owing",
        "due",
        "prior",
        "amid",
        "during",
        "despite",
        "because",
        "as",
        "like",
        "unlike",
        "pending",
    }
)


class Tree:
    """The columns of a Doc: `lemma`, `lower`, `pos`, `tag`, `dep`, `head`, `start`, `end`, and `kids` (children).

    `first` holds the first token of each token's sentence and `last` its last one.
    """

    def __init__(self, doc: Doc) -> None:
        strings, table = doc.vocab.strings, doc.to_array(ATTRIBUTES)
        names: dict[int, str] = {}
        columns = []
        for column in range(5):
            keys = table[:, column].tolist()
            for key in set(keys):
                if key not in names:
                    names[key] = strings[key]
            columns.append([names[key] for key in keys])
        self.lemma, self.lower, self.pos, self.tag, self.dep = columns
        self.head: list[int] = [i + h for i, h in enumerate(table[:, 5].astype("int64").tolist())]
        self.start: list[int] = table[:, 6].astype("int64").tolist()
        self.end: list[int] = [s + n for s, n in zip(self.start, table[:, 7].tolist(), strict=True)]
        self.kids: list[list[int]] = [[] for _ in self.head]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.first, self.last = _sentences(table[:, 8].astype("int64").tolist())
        self._heal()

    def _heal(self) -> None:
        """Joins to a subject the names before it that were read as sentences of their own (`Kenya`, `and`)."""
        begins = [i for i in range(len(self)) if self.first[i] == i]
        for n in range(len(begins) - 2, -1, -1):
            begin, after = begins[n], begins[n + 1]
            words = range(begin, after)
            close = self.start[after] - self.end[after - 1] <= 1
            bare = len(words) <= FRAGMENT and all(self.pos[k] in NAMES_ALONE for k in words)
            if not (close and bare and "and" in (self.lower[after - 1], self.lower[after])):
                continue
            k = after if self.pos[after] != "CCONJ" else after + 1
            while k < len(self) and self.dep[k] not in ("nsubj", "nsubjpass") and self.head[k] != k:
                k = self.head[k]
            for name in words:
                if k < len(self) and self.head[name] == name and self.pos[name] == "PROPN":
                    self.head[name], self.dep[name] = k, "conj"
                    self.kids[k].append(name)
            for i in range(begin, self.last[after] + 1):
                self.first[i], self.last[i] = begin, self.last[after]

    def __len__(self) -> int:
        return len(self.head)

    def deps(self, i: int, *wanted: str) -> list[int]:
        """The children of token `i` whose relation is one of `wanted`, in order."""
        dep = self.dep
        return [k for k in self.kids[i] if dep[k] in wanted]

    def above(self, i: int) -> Iterator[int]:
        """The ancestors of token `i`, nearest first."""
        head = self.head
        while head[i] != i:
            i = head[i]
            yield i

    def subtree(self, i: int) -> list[int]:
        """Token `i` and all below it, in order of position."""
        found, todo = [], [i]
        while todo:
            k = todo.pop()
            found.append(k)
            todo.extend(self.kids[k])
        return sorted(found)

    def conjuncts(self, i: int) -> list[int]:
        """Token `i` and what is coordinated with it further on (`Wang, Li and Zhao` from `Wang`)."""
        found = [i]
        for k in found:
            found.extend(self.deps(k, "conj"))
        return found

    def prepositions(self, i: int) -> list[tuple[str, int]]:
        """(preposition, its object) for each prepositional phrase below token `i`, `out of` as `of` and `out`."""
        found = []
        for k in self.kids[i]:
            if self.dep[k] in ("prep", "agent", "dative") and self.lower[k] not in NO_PARTIES:
                found += self._objects(k, self.lower[k])
        return found

    def _objects(self, i: int, word: str) -> list[tuple[str, int]]:
        found = []
        for k in self.kids[i]:
            if self.dep[k] in ("pobj", "pcomp"):
                found.append((word, k))
            elif self.dep[k] == "prep":
                found += [(self.lower[k], o) for o in self.deps(k, "pobj")] + [
                    (word, o) for o in self.deps(k, "pobj")
                ]
            elif self.dep[k] == "conj" and self.pos[k] in ("ADP", "SCONJ"):
                found += [(self.lower[k], o) for o in self.deps(k, "pobj")]
        return found


def _sentences(starts: list[int]) -> tuple[list[int], list[int]]:
    """The first and the last token of each token's sentence."""
    count = len(starts)
    first, last = [0] * count, [0] * count
    begin = 0
    for i in range(1, count + 1):
        if i == count or starts[i] == 1:
            for k in range(begin, i):
                first[k], last[k] = begin, i - 1
            begin = i
    return first, last
