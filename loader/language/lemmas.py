"""Find the lemma of a word and its part of speech by the tables of the model's own lemmatizer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

TABLE_OF = {
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "verb"), **dict.fromkeys(("NN", "NNS"), "noun"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "adj"), **dict.fromkeys(("RB", "RBR", "RBS"), "adv"),
}  # fmt: skip
TABLES = ("lemma_rules", "lemma_exc", "lemma_index")
CONTRACTED = {"s": "be", "re": "be", "m": "be", "ve": "have", "d": "have"}  # after an apostrophe, as verbs
BASE_FORMS = frozenset({"VB", "VBP", "NN", "JJ", "RB"})
PREFIX = re.compile(
    r"^(?:re|over|under|out|mis|pre|co|de|dis)-?"
)  # "re-elected", "overspending": seldom in lists
# "hoped" is of "hope", as "hop" would double its p; "singing" is of "sing", not of "singe".
SILENT_E = re.compile(r"[^aeiou][aeiou][^aeiouwxy]$")

# Penn Treebank tag -> universal part of speech (https://universaldependencies.org/tagset-conversion/en-penn-uposf.html)
UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "WP": "PRON", "EX": "PRON",
    "PRP$": "PRON", "WP$": "DET", "DT": "DET", "PDT": "DET", "WDT": "DET", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "AFX": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "IN": "ADP", "RP": "ADP", "TO": "PART",
    "POS": "PART", "CC": "CCONJ", "CD": "NUM", "MD": "AUX", "UH": "INTJ", "_SP": "SPACE", "FW": "X", "XX": "X",
    "LS": "X", "ADD": "X", "SYM": "SYM", "$": "SYM", "#": "SYM", "VB": "VERB", "VBD": "VERB", "VBG": "VERB",
    "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
}  # fmt: skip


class Lemmas:
    """The lemmas of a model, from the tables in its folder; without them, of verb contractions alone."""

    def __init__(self, folder: Path) -> None:
        self._tables = _read_tables(folder / "lemmatizer" / "lookups")

    def lemma(self, word: str, tag: str) -> str:
        """By an exception, an ending that leaves a known word, or any ending; `word` in lower case, a Penn tag."""
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


def part_of_speech(tag: str, relation: str) -> str:
    """The universal part of speech of a word with this Penn tag and relation to its head."""
    pos = UPOS.get(tag, "PUNCT")
    if pos == "VERB" and relation in ("aux", "auxpass"):
        return "AUX"
    return "SCONJ" if tag == "IN" and relation == "mark" else pos


def _read_tables(folder: Path) -> dict[str, tuple[Any, Any, frozenset[str]]]:
    """Rules, exceptions and known words of each part of speech."""
    from spacy.lookups import Lookups

    lookups = Lookups().from_disk(folder)
    if not all(lookups.has_table(name) for name in TABLES):
        return {}
    rules, exceptions, index = (lookups.get_table(name) for name in TABLES)
    return {
        pos: (rules.get(pos, ()), exceptions.get(pos, {}), frozenset(index.get(pos, ())))
        for pos in ("verb", "noun", "adj", "adv")
    }
