"""Texts are annotated whole, in pieces where they are long, with lemmas that a dictionary would give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from loader import language
from loader.model import CorpusError

ROOT = Path(__file__).resolve().parent.parent
NLP = language.load_model()


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("hoped", "VBD", "hope"), ("hopping", "VBG", "hop"), ("singing", "VBG", "sing"), ("fines", "VBZ", "fine"),
        ("discuss", "VB", "discuss"), ("expresses", "VBZ", "express"), ("met", "VBD", "meet"), ("was", "VBD", "be"),
        ("re-elected", "VBN", "re-elect"), ("reappointed", "VBN", "reappoint"), ("'s", "VBZ", "be"),
        ("’re", "VBP", "be"), ("has", "VBZ", "have"), ("news", "NN", "news"), ("countries", "NNS", "country"),
        ("children", "NNS", "child"), ("west", "JJ", "west"), ("better", "JJR", "good"),
    ],
)  # fmt: skip
def test_a_word_has_the_lemma_of_the_dictionary(word: str, tag: str, lemma: str) -> None:
    assert NLP._lemmas.lemma(word, tag) == lemma


def test_a_doc_is_its_text_exactly_and_no_sentence_runs_over_a_blank_line() -> None:
    text = "A headline without a stop\n\nThe minister spoke. Then he left\n\nNobody   knew\u00a0why …"
    (doc,) = NLP.annotate([text])
    assert doc.text == text
    starts = {sentence.start_char for sentence in doc.sents}
    assert {text.index("The"), text.index("Nobody")} <= starts


def test_a_long_text_is_annotated_in_pieces_and_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"Paragraph number {n} was read by Ann Lee." for n in range(40))
    monkeypatch.setattr(language, "CHUNK", 300)
    first, second = NLP.annotate([text, "Short."])
    assert first.text == text
    assert second.text == "Short."
    assert sum(entity.text == "Ann Lee" for entity in first.ents) > 30


@pytest.mark.parametrize("text", ["&" * 50_000, "a.b" * 20_000, "(" * 30_000, "", " ", "x" * 60_000])
def test_text_without_blanks_takes_no_longer_than_other_text(text: str) -> None:
    (doc,) = NLP.annotate([text])
    assert doc.text == text


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(CorpusError, match="no_such_model"):
        language.load_model("no_such_model")


def test_the_model_is_identified_without_loading_it() -> None:
    assert language.identify().startswith("en_core_web_md 3.8.0, sha256 ")


def test_another_model_of_the_same_name_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "meta.json").write_text('{"version": "1.2"}')
    (tmp_path / "ner" / "model").write_bytes(b"12345")
    before = language.identify(str(tmp_path))
    assert before.startswith(f"{tmp_path} 1.2, sizes ")
    assert language.identify(str(tmp_path)) == before
    (tmp_path / "ner" / "model").write_bytes(b"123456")
    retrained = language.identify(str(tmp_path))
    (tmp_path / "meta.json").write_text('{"version": "1.3"}')
    assert len({before, retrained, language.identify(str(tmp_path))}) == 3


def test_vectors_read_as_arrays_are_those_that_spacy_reads() -> None:
    import numpy as np
    import srsly

    ours, folder = NLP._nlp.vocab.vectors, NLP._nlp.path / "vocab"
    row_of = srsly.read_msgpack(folder / "key2row")
    keys = [*row_of, 0, 2, 2**64 - 1]
    assert ours.find(keys=np.array(keys, "u8")).tolist() == [row_of.get(key, -1) for key in keys]
    assert np.array_equal(ours.data, np.load(folder / "vectors"))


def test_spacy_without_its_command_line_is_spacy_still() -> None:
    code = (
        "import sys; from loader.language.spacy_alone import import_spacy; spacy = import_spacy();"
        "assert 'spacy.cli' not in sys.modules; assert spacy.info(silent=True)['spacy_version'] == spacy.__version__;"
        "import spacy.cli; assert callable(spacy.cli.app)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_words_embedded_once_have_the_numbers_of_words_embedded_anew() -> None:
    import spacy

    text = "The minister didn't say so. \"It's theirs,\" said Ann Lee of Zzyzx; the minister left ."
    plain = spacy.load(NLP._nlp.path)
    expected = [(t.text, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in plain(text)]
    for _ in range(2):  # learnt, then remembered
        (doc,) = NLP.annotate([text])
        assert [(t.text, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in doc] == expected


def test_a_full_memory_of_words_is_emptied_and_learns_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from loader.language import embedding

    text = " ".join(f"Deputy {name} met Premier {name[::-1]}." for name in ("Orsolak", "Vintu", "Kedrana"))
    (before,) = NLP.annotate([text])
    monkeypatch.setattr(embedding, "LIMIT", 4)
    (after,) = NLP.annotate([text])
    assert before.to_json() == after.to_json()


def test_windows_run_in_blocks_give_the_numbers_of_the_layers_they_replace() -> None:
    import numpy as np

    random = np.random.default_rng(7)
    arrays = [random.standard_normal((rows, 96)).astype("f") for rows in (700, 1, 0, 513, 2)]
    blocks = NLP._nlp.get_pipe("tok2vec").model.layers[1]
    assert blocks.name == "windows_in_blocks"
    for ours, theirs in zip(blocks.predict(arrays), blocks.layers[0].predict(arrays), strict=True):
        assert ours.shape == theirs.shape
        assert np.allclose(ours, theirs, atol=1e-5)
