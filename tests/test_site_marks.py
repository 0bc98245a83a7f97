"""Marks never change a text, whatever their spans do to each other."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from loader.site.marks import Mark, paragraphs


def plain(made: str) -> str:
    """The text of the HTML, without the numbers that stand behind quotes."""
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<a class="ref".*?</a>', "", made)))


def test_a_person_inside_a_quote_is_nested() -> None:
    text = "We met Keller."
    quote, person = Mark(0, 13, "quote direct", "Haddad"), Mark(7, 13, "person", "Anna Keller", "/c/people/k")
    (paragraph,) = paragraphs(text, [person, quote])
    assert paragraph.html == (
        '<span class="mark quote direct" id="c0-13" title="Haddad">We met '
        '<a class="mark person" id="c7-13" href="/c/people/k" data-note="Anna Keller">Keller</a></span>.'
    )


def test_crossing_marks_are_cut_where_they_cross() -> None:
    (paragraph,) = paragraphs("one two three", [Mark(0, 7, "quote", "a"), Mark(4, 13, "quote", "b")])
    assert paragraph.html.count("<span") == 3
    assert re.sub(r' id="[^"]*"| title="[^"]*"| class="[^"]*"', "", paragraph.html) == (
        "<span>one <span>two</span></span><span> three</span>"
    )


def test_a_link_never_stands_inside_a_link() -> None:
    marks = [Mark(0, 10, "event", "visit", "/e"), Mark(2, 4, "person", "P", "/p")]
    (paragraph,) = paragraphs("0123456789", marks)
    assert paragraph.html.count("<a ") == 1


def test_the_number_of_a_quote_stands_behind_its_closing_mark() -> None:
    (paragraph,) = paragraphs('"Yes," he said.', [Mark(1, 5, "quote direct", "He", number=3)])
    assert re.search(r'</span>"<a class="ref" href="#q3"[^>]*>3</a> he said', html.unescape(paragraph.html))


def test_paragraphs_begin_where_they_stand_in_the_text() -> None:
    made = paragraphs("Headline\n\nFirst.\n\nSecond.", [])
    assert [(p.start, p.html) for p in made] == [(0, "Headline"), (10, "First."), (18, "Second.")]


TEXTS = st.text(alphabet="ab <>&\"'é😀\n", min_size=1, max_size=60)
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["person", "quote", "event"])),
    max_size=8,
)


@given(TEXTS, SPANS)
def test_any_marks_keep_the_text_and_balance_their_tags(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [
        Mark(
            min(a, b),
            min(max(a, b), len(text)),
            kind,
            "<note>",
            *((None, 1) if kind == "quote" else ("/x", None)),
        )
        for a, b, kind in spans
    ]
    made = paragraphs(text, marks)
    assert [plain(p.html) for p in made] == [piece for piece in text.split("\n\n") if piece.strip()]
    ids = re.findall(r' id="([^"]+)"', "".join(p.html for p in made))
    assert len(ids) == len(set(ids))
    for paragraph in made:
        opened: list[str] = []
        for closing, tag in re.findall(r"<(/?)(a|span)\b", paragraph.html):
            if closing:
                assert opened.pop() == tag
            else:
                assert not (tag == "a" and "a" in opened)
                opened.append(tag)
        assert not opened
