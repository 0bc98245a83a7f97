"""Texts are annotated whole, in pieces where they are long, with lemmas that a dictionary would give."""

from __future__ import annotations

import pytest

from loader import language
from loader.model import CorpusError

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
