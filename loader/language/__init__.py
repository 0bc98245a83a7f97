"""Annotate text: the only room that loads a spaCy model.

Of the model we run the tagger, the parser and the entity recogniser. Its rule lemmatizer and attribute ruler take a
third of a full run; lemmas and coarse parts of speech come instead from one look-up a distinct word (`lemmas`), and the
part of the model that sees single words remembers them (`embedding`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from loader.language import pinned
from loader.model import CorpusError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# One thread a process, said before anything imports NumPy: more only spin on matrices as small as the model's, and
# results then don't hang on the count of cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BATCH = 32  # docs; spaCy's default of 1000 runs 15 % slower on news (measured, one core)
CHUNK = 40_000  # characters; longer texts are annotated in pieces (spaCy refuses 1,000,000)
UNUSED = ("attribute_ruler", "lemmatizer", "senter")
# What is kept of a word that spaCy would look at from twenty sides: what the model and the rules ask for.
KEPT = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "IS_PUNCT", "IS_ALPHA")
CACHED_WORDS = 100_000  # cut from blank to blank and remembered by the tokeniser
UNBROKEN = 200  # characters
LONG_RUN = re.compile(rf"\S{{{UNBROKEN}}}")


def load_model(name: str | None = None) -> Annotator:
    """The annotator for a spaCy pipeline (a package name or a path); by default the pinned English model.

    Raises CorpusError where the pipeline is not installed, or where the pinned one's files are not those we know.
    """
    return _annotator(name)


@cache
def _annotator(name: str | None) -> Annotator:
    from loader.language.spacy_alone import import_spacy

    spacy = import_spacy()
    from spacy.attrs import IDS
    from thinc.api import NumpyOps, set_current_ops

    from loader.language.embedding import remember_words
    from loader.language.windows import run_windows_in_blocks

    # OpenBLAS (NumPy's) instead of BLIS: the same entities and heads, 1.5 times as fast.
    set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = pinned.read(UNUSED) if name is None else spacy.load(name, exclude=UNUSED)
    except OSError as error:
        raise CorpusError(
            f"No spaCy model {name or pinned.NAME!r} here: install it with pip, or leave out --model."
        ) from error
    remember_words(nlp)
    run_windows_in_blocks(nlp)
    vocab, tokenizer = cast("Any", nlp.vocab), cast("Any", nlp.tokenizer)
    for attribute in set(vocab.lex_attr_getters) - {IDS[name] for name in KEPT}:
        del vocab.lex_attr_getters[attribute]
    tokenizer.max_cache_size = CACHED_WORDS
    return Annotator(nlp)


def identify(name: str | None = None) -> str:
    """What a database stores to know which model made it: name, version and a hash, without loading the model.

    Of another model than the pinned one the hash is over what its `meta.json` says and the sizes of its files.
    """
    if name is None:
        return pinned.identify()
    folder = _folder_of(name)
    return name if folder is None else f"{name} {pinned.version_and_hash(folder)}"


def _folder_of(name: str) -> Path | None:
    """Where the files of a pipeline are, by the name of its package or its path; None where there is none."""
    spec = find_spec(name) if name.isidentifier() else None
    if spec is not None and spec.origin:
        return Path(spec.origin).parent
    return Path(name) if Path(name).is_dir() else None


class Annotator:
    """A loaded model. `label` names it as people know it (`en_core_web_md 3.8.0`)."""

    def __init__(self, nlp: Language) -> None:
        from loader.language.lemmas import Lemmas

        self.label = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        self._nlp = nlp
        self._lemmas = Lemmas(nlp.path)
        self._seen: dict[tuple[int, ...], tuple[int, int]] = {}

    def annotate(self, texts: Iterable[str]) -> Iterator[Doc]:
        """One Doc a text, in order, whose `text` is that text exactly; no sentence runs over a blank line."""
        from spacy.tokens import Doc

        counts: list[int] = []

        def pieces() -> Iterator[Doc]:
            for text in texts:
                chunks = list(_chunks(text))
                counts.append(len(chunks))
                yield from (self._tokenise(chunk) for chunk in chunks)

        pending: list[Doc] = []
        for doc in self._run(pieces()):
            pending.append(self._finish(doc))
            while counts and len(pending) >= counts[0]:
                head, pending = pending[: counts[0]], pending[counts[0] :]
                counts.pop(0)
                yield head[0] if len(head) == 1 else Doc.from_docs(head, ensure_whitespace=False)

    def _run(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """The docs, annotated in batches of at most BATCH docs and about CHUNK characters: this bounds the memory."""
        batch: list[Doc] = []
        size = 0
        for doc in docs:
            batch.append(doc)
            size += len(doc.text)
            if len(batch) == BATCH or size >= CHUNK:
                yield from self._nlp.pipe(batch, batch_size=BATCH)
                batch, size = [], 0
        yield from self._nlp.pipe(batch, batch_size=BATCH)

    def _tokenise(self, text: str) -> Doc:
        doc = self._make_doc(text)
        for i in doc.to_array("IS_SPACE")[:-1].nonzero()[0].tolist():
            if doc[i].text.count("\n") > 1:
                doc[i + 1].is_sent_start = True
        return doc

    def _make_doc(self, text: str) -> Doc:
        """The tokens; what has no blank for UNBROKEN characters is cut, as spaCy's time grows with its square."""
        from spacy.tokens import Doc

        if not LONG_RUN.search(text):
            return self._nlp.make_doc(text)
        cuts = [match.end() for match in LONG_RUN.finditer(text)]
        parts = [text[start:end] for start, end in pairwise([0, *cuts, len(text)]) if start < end]
        return Doc.from_docs([self._nlp.make_doc(part) for part in parts], ensure_whitespace=False)

    def _finish(self, doc: Doc) -> Doc:
        """Sets `pos_` and `lemma_` (lower case): one look-up a distinct word, tag and relation to its head."""
        import numpy as np

        kinds = list(map(tuple, doc.to_array(["LOWER", "TAG", "DEP"]).tolist()))
        for kind in set(kinds).difference(self._seen):
            self._seen[kind] = self._of_kind(kind)
        found = np.array([self._seen[kind] for kind in kinds], dtype="u8").reshape(-1, 2)
        return doc.from_array(["POS", "LEMMA"], found)  # type: ignore[arg-type] # any array of integers will do

    def _of_kind(self, kind: tuple[int, ...]) -> tuple[int, int]:
        """The part of speech and the lemma, as numbers of spaCy's, of a word in lower case, a tag and a relation."""
        from spacy.parts_of_speech import IDS

        from loader.language.lemmas import part_of_speech

        strings = self._nlp.vocab.strings
        word, tag, relation = (strings[number] for number in kind)
        return IDS[part_of_speech(tag, relation)], strings.add(self._lemmas.lemma(word, tag))


def _chunks(text: str) -> Iterator[str]:
    """The text in pieces of at most CHUNK characters, cut after blank lines where there are any."""
    start = 0
    while len(text) - start > CHUNK:
        cut = text.rfind("\n\n", start, start + CHUNK)
        if cut <= start:
            cut = text.rfind(" ", start, start + CHUNK)
        end = start + CHUNK if cut <= start else cut + (2 if text[cut] == "\n" else 1)
        yield text[start:end]
        start = end
    yield text[start:]
