"""Corrections are read with their line numbers, and change what they name and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.corrections import (
    ArticleCorrections,
    EvidenceCorrection,
    correct,
    links_as_json,
    links_from_json,
)
from loader.corrections import read_corrections as read
from loader.linked import ReportMeant
from loader.model import Article, ArticlePerson, CorpusError, Evidence, Mention, People, Quote


def corrections(folder: Path, text: str) -> Path:
    file = folder / "corrections.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_kind_is_read_with_its_line(tmp_path: Path) -> None:
    said = read(
        corrections(
            tmp_path,
            """# a comment
- same: [Gen Bajwa, Qamar Javed Bajwa]
- different: [Kim Ki-hyun, Kim Kyou-hyun]
- not_a_person: Joint Chiefs
- name: {M. Qazi: Muhammad Qazi}
- wikidata: {Imran Khan: Q155164}
- country: {Kari Nordmann: NO}
- article: a.txt
  date: 2025-05-21
  headline: A better one
- article: a.txt
  quote: We should
  speaker: Wei Fenghe
- same_event: [{article: a.txt, event: met}, {article: b.txt, event: talks, sentence: On Monday}]
- different_events:
    - {article: a.txt, event: met}
    - {article: b.txt, event: met}
    - {article: c.txt, event: met}
""",
        )
    )
    where = f"{tmp_path.name}/corrections.yml, line"
    assert said.people.same == (("Gen Bajwa", "Qamar Javed Bajwa", f"{where} 2"),)
    assert said.people.different == (("Kim Ki-hyun", "Kim Kyou-hyun", f"{where} 3"),)
    assert said.people.not_persons == (("Joint Chiefs", f"{where} 4"),)
    assert said.people.countries == (("Kari Nordmann", "NO", f"{where} 7"),)
    assert said.articles["a.txt"].declared == {"published": "2025-05-21", "headline": "A better one"}
    assert said.articles["a.txt"].evidence == (
        EvidenceCorrection("quote", "We should", "Wei Fenghe", f"{where} 11"),
    )
    assert said.events.same == (
        (ReportMeant("a.txt", "met"), ReportMeant("b.txt", "talks", "On Monday"), f"{where} 14"),
    )
    assert [(a.article, b.article) for a, b, _ in said.events.different] == [
        ("a.txt", "b.txt"),
        ("a.txt", "c.txt"),
        ("b.txt", "c.txt"),
    ]
    kept = links_from_json({"wires": links_as_json(said)})
    assert kept.people == said.people
    assert [(one.source, one.event, line) for one, _, line in kept.events.same] == [
        ("wires", "met", f"{where} 14")
    ]
    assert len(kept.events.different) == 3


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(corrections(tmp_path, "# nothing yet\n")).articles == {}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("- same: [A, B]\n- sme: [A, B]\n", 2, "unknown correction 'sme'"),
        ("- same: [A]\n", 1, "two names"),
        ("same: [A, B]\n", 1, "a list is expected"),
        ("- same: [A, B\n", 2, "no YAML"),
        ("- article: a.txt\n  date: yesterday\n", 1, "no day"),
        ("- article: a.txt\n  colour: red\n", 1, "no 'colour'"),
        ("- article: a.txt\n  drop: page\n  text: x\n", 1, "drop: quote"),
        ("- same: [A, B]\n  different: [C, D]\n", 1, "one correction an entry"),
        ("- name: A\n", 1, "name: value"),
        ("- country: {A B: Germany}\n", 1, "two letters"),
        ("- wikidata: {A B: hello}\n", 1, "Q155164"),
        ("- 3\n", 1, "`key: value` is expected"),
        ("- not_a_person: ''\n", 1, "a text is expected"),
        ("- same_event: [{article: a.txt, event: met}]\n", 1, "two reports or more"),
        ("- same_event: [a.txt, b.txt]\n", 1, "a report is {article"),
        ("- same_event: [{article: a, event: met}, {article: b, text: met}]\n", 1, "a report is {article"),
        ("- different_events: [{article: a, event: b}, {article: a, event: b}]\n", 1, "a report twice"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(corrections(tmp_path, text))
    assert f"line {line}" in str(caught.value)
    assert part in str(caught.value)


TEXT = "We agree. You agree. They agree, said Ann."
QUOTES = tuple(
    Quote(start, end, "direct", "Ann", "person", 0, None, None, "said", part, 0.9, "x")
    for start, end, part in ((0, 8, None), (10, 19, 0), (21, 31, 0))
)
EVIDENCE = Evidence(
    people=People((ArticlePerson("Ann", (("Ann", 1),)),), (Mention(38, 41, "Ann", "name", 0, 0.9, "x"),)),
    quotes=QUOTES,
)
ARTICLE = Article(path="a.txt", text=TEXT)


def change(what: str, text: str, speaker: str | None = None) -> tuple[Evidence, list[str]]:
    said = ArticleCorrections(evidence=(EvidenceCorrection(what, text, speaker, "here"),))
    return correct(ARTICLE, EVIDENCE, said)


def test_a_dropped_quote_leaves_the_others_joined_rightly() -> None:
    evidence, unused = change("quote", "You")
    assert [(q.start, q.part_of) for q in evidence.quotes] == [(0, None), (21, 0)]
    assert unused == []


def test_parts_of_a_dropped_quote_stand_alone() -> None:
    evidence, _ = change("quote", "We agree")
    assert [(q.start, q.part_of) for q in evidence.quotes] == [(10, None), (21, None)]


def test_a_speaker_is_set_for_sure() -> None:
    evidence, notes = change("quote", "They", "Bob")
    assert notes == ["here: 'Bob' is no person of this article; kept as a name only"]
    assert (evidence.quotes[2].speaker, evidence.quotes[2].person, evidence.quotes[2].confidence) == (
        "Bob",
        None,
        1.0,
    )


def test_a_correction_that_matches_nothing_is_named() -> None:
    evidence, unused = change("mention", "Bob")
    assert (evidence, unused) == (EVIDENCE, ["here: this correction matches nothing here"])
