"""Whatever an article looks like, every finding points at the characters that it claims to come from."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.analyse import Analysed, Item, analyse
from loader.model import Article, Source

NEWS = (
    "Defence Minister Anna Bergström met Gen. Li Xiaoming in Oslo on Monday.",
    "“We will never give up,” she said, “whatever it takes.”",
    "'It is over', Mr. O’Neill told reporters.",
    "According to the ministry, two soldiers were killed in the attack near Kabul on 3 May 2021.",
    'The president\'s visit to Ben-Gurion was called off; he said that he would "come back soon".',
    "LONDON (Reuters) - Talks between India and Pakistan ended without an agreement last week.",
    "Nguyễn Văn An and José María Aznar signed a memorandum of under-\nstanding.",
    '"One quote opens here and never closes, said Bob.',
    "Published: June 13, 2022 | 01:09 PM",
    "Ms Park Geun-hye’s lawyer denied it: ''She was not there.''",
)
ODD = st.sampled_from(
    [
        "\u00a0",
        "\u200b",
        "\r",
        "\ufeff",
        "😀",
        "e\u0301",
        "«",
        "»",
        "\u202e",
        "\t",
        "\x0b",
        "…",
        "--",
        "",
        " ",
    ]
)
LINE = st.builds(
    lambda words, odd: odd.join(words), st.lists(st.sampled_from(NEWS), min_size=1, max_size=3), ODD
)
TEXT = st.builds(
    lambda lines, newline: newline.join(lines),
    st.lists(st.one_of(LINE, st.text(max_size=40)), min_size=1, max_size=8),
    st.sampled_from(["\n\n", "\r\n\r\n", "\n", "\r", "\n\n\n"]),
)


def outcome_of(text: str) -> Analysed:
    (found,) = analyse([Item(1, "", Source(path="a.txt", text=text))])
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT)
def test_every_span_lies_in_the_text_and_names_what_stands_there(text: str) -> None:
    found = outcome_of(text)
    article, evidence = found.outcome, found.evidence
    if not isinstance(article, Article):
        return
    assert not any("Error" in note for note in found.notes), found.notes
    size, persons = len(article.text), len(evidence.people.persons)
    assert article.text.startswith(article.headline or "")
    assert "\r" not in article.text
    for mention in evidence.people.mentions:
        assert article.text[mention.start : mention.end] == mention.surface
        assert mention.person is None or mention.person < persons
        assert 0 <= mention.confidence <= 1
    for role in evidence.people.roles:
        assert 0 <= role.start < role.end <= size
    for n, quote in enumerate(evidence.quotes):
        assert 0 <= quote.start < quote.end <= size
        assert quote.part_of is None or quote.part_of < n
        assert (quote.speaker_start is None) == (quote.speaker_end is None)
        assert quote.speaker_end is None or quote.speaker_end <= size
    for event in evidence.events:
        assert 0 <= event.sentence_start <= event.start < event.end <= event.sentence_end <= size
        assert all(0 <= argument.start <= argument.end <= size for argument in event.arguments)
    for repair in article.repairs:
        assert 0 <= repair.start <= repair.end <= size
    ids = [(m.start, m.end, m.kind) for m in evidence.people.mentions]
    assert len(ids) == len(set(ids))
    assert len({(q.start, q.end, q.kind) for q in evidence.quotes}) == len(evidence.quotes)
    assert len({(e.start, e.end, e.type, e.mode) for e in evidence.events}) == len(evidence.events)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT)
def test_an_article_is_found_alike_whatever_stands_beside_it(text: str) -> None:
    alone = outcome_of(text)
    items = [Item(1, "", Source(path="a.txt", text=t)) for t in (NEWS[0], text, NEWS[3] * 30)]
    beside = analyse(items)[1]
    assert (alone.outcome, alone.evidence) == (beside.outcome, beside.evidence)
