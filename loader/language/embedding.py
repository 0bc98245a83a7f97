"""Embed each distinct word once: the first layers of a spaCy model look at one word alone, so they may remember it.

Of a text's words nineteen in twenty have been seen before, and hashing, looking up and mixing their features takes two
fifths of such a model's `tok2vec`. What follows, the layers that look at a word's neighbours, runs as before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from loader.language.layers import replace_layers

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What these say of a word is known from its characters, its norm and whether a blank follows.
OF_ONE_WORD = frozenset({"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"})
LIMIT = 60_000  # distinct words remembered, 96 floats each: 23 MB
BLOCK = 256  # words embedded at once: of one size always, so that a word's numbers never hang on its company
MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd numbers with well-spread bits


def remember_words(nlp: Language) -> None:
    """Give every embedding of the pipeline that sees one word at a time a memory. Results stay the same."""
    replace_layers(nlp, 0, _sees_one_word, _with_memory)


def _sees_one_word(model: Any) -> bool:
    """Whether this layer goes from docs to a list of one array each, by the features of single words."""
    extractors = [node for node in model.walk() if node.name == "extract_features"]
    return (
        len(extractors) == 1
        and bool(model.layers)
        and model.layers[-1].name == "ragged2list"
        and OF_ONE_WORD.issuperset(map(str, extractors[0].attrs["columns"]))
    )


def _with_memory(embed: Any) -> Any:
    """A layer with the input and output of `embed`, for prediction only."""
    from thinc.api import Model

    memory = _Memory(embed)

    def forward(_: Any, docs: list[Doc], **_train: Any) -> tuple[list[Any], Callable[[Any], list[Doc]]]:
        return memory.embed(docs), lambda _: []

    return Model("remembered_words", forward, dims={"nO": embed.get_dim("nO")}, layers=[embed])


class _Memory:
    """The vectors of the words seen, as rows of one table."""

    def __init__(self, embed: Any) -> None:
        import numpy as np

        self._layer = embed
        self._rows: dict[int, int] = {}
        self._table = np.zeros((0, embed.get_dim("nO")), dtype="f")

    def embed(self, docs: list[Doc]) -> list[Any]:
        """One array a doc: a row of floats a word."""
        import numpy as np

        keys = np.concatenate([_keys(doc) for doc in docs])
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        if len(self._rows) + len(distinct) > LIMIT:
            self._rows, self._table = {}, self._table[:0]
        new = [
            (key, place)
            for key, place in zip(distinct.tolist(), first.tolist(), strict=True)
            if key not in self._rows
        ]
        if new:
            self._learn([key for key, _ in new], _Words(docs, [place for _, place in new]))
        rows = np.array([self._rows[key] for key in distinct.tolist()], dtype="i8")[inverse]
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return [self._table[part] for part in np.split(rows, ends)]

    def _learn(self, keys: list[int], words: _Words) -> None:
        import numpy as np

        blocks = [self._layer.predict([doc])[0] for doc in words.docs()]
        start = len(self._table)
        self._rows.update(zip(keys, range(start, start + len(keys)), strict=True))
        self._table = np.concatenate([self._table, *blocks])[: start + len(keys)]


def _keys(doc: Doc) -> Any:
    """One number a word, of all that its embedding depends on."""
    table = doc.to_array(["ORTH", "NORM", "SPACY"]).reshape(-1, 3)
    return (table[:, 0] * table.dtype.type(MIX[0]) + table[:, 1]) * table.dtype.type(MIX[1]) + table[:, 2]


class _Words:
    """Words at places counted over several docs, as docs of BLOCK words, the last one filled up."""

    def __init__(self, docs: list[Doc], places: list[int]) -> None:
        import numpy as np

        ends = np.cumsum([len(doc) for doc in docs])
        which = np.searchsorted(ends, places, side="right").tolist()
        self._tokens = [
            docs[d][place - int(ends[d]) + len(docs[d])] for d, place in zip(which, places, strict=True)
        ]
        self._vocab = docs[0].vocab

    def docs(self) -> list[Doc]:
        return [self._doc(self._tokens[i : i + BLOCK]) for i in range(0, len(self._tokens), BLOCK)]

    def _doc(self, tokens: list[Any]) -> Doc:
        from spacy.tokens import Doc

        fill = BLOCK - len(tokens)
        words = [token.text for token in tokens] + ["."] * fill
        doc = Doc(self._vocab, words=words, spaces=[bool(t.whitespace_) for t in tokens] + [False] * fill)
        for copy, token in zip(doc, tokens, strict=False):
            copy.norm_ = token.norm_
        return doc
