"""Whatever comes in, an article or a rejection comes out, in linear time, with spans and lines that hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.model import Article, Source
from loader.normalise import normalise
from tests.growth import grows_at_most

LINES = st.sampled_from(
    [
        "",
        " \t ",
        "Ministers Leave River Talks Without a Treaty",
        "By Anna Kovacs",
        " date 2022-06-13 UrduPoint.com",
        "Published: 13 June 2022 | 01:09 PM",
        "May 21",
        "VIENNA, March 3 (AP) — The two ministers met on Monday and talked for six hours about the river.",
        "Neither side would say what had been agreed, but both called the talks use-ful and promised to meet.",
        "Il donâ€™t say a word, the minister’s “aide” said on Monday, and went home to his wife and his dog.",
        "Share",
        "Comments",
        "Related Stories",
        "https://www.example.com/2022/06/13/talks",
        "Copyright 2022 Valley Echo. All rights reserved.",
        "\u202eright to left\u202c and \u200bnothing\u0000 at all",
        "部长说，两国之间的会谈对地区和平是有益的。",
        "“" * 40,
        "\ud800 lone surrogate",
        "- | · / , ( [ @ : ; © ®",
    ]
)
TEXTS = st.builds(
    lambda lines, newline: newline.join(lines),
    st.lists(LINES, max_size=24),
    st.sampled_from(["\n", "\r\n", "\r"]),
) | st.text(max_size=300)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, is_body=st.booleans())
def test_the_parts_of_an_article_agree_with_its_text(text: str, is_body: bool) -> None:
    source = Source(path="a.txt", text=text, is_body=is_body)
    made = normalise(source)
    assert made == normalise(source)
    if not isinstance(made, Article):
        return
    paragraphs = made.text.split("\n\n")
    assert len(paragraphs) == len(made.paragraph_lines)
    assert all(paragraph == paragraph.strip() != "" and "\n" not in paragraph for paragraph in paragraphs)
    assert made.text[: made.headline_end] == (made.headline or "")
    assert all(char == "\n" or char.isprintable() or char in "\u200c\u200d" for char in made.text)
    made.text.encode("utf-8")
    for repair in made.repairs:
        assert made.text[repair.start : repair.end].strip()
        assert repair.before not in made.text[repair.start : repair.end]
    if made.published:
        assert made.published == made.published_edtf
        assert made.published[:4] in text


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=24))
def test_every_line_is_kept_or_removed_with_a_reason(lines: list[str]) -> None:
    made = normalise(Source(path="a.txt", text="\n".join(lines)))
    if not isinstance(made, Article):
        return
    removed = {line.line for line in made.removed}
    assert all(line.reason for line in made.removed)
    kept = set(made.paragraph_lines)
    for number, line in enumerate(lines, 1):
        if any(char.isalnum() for char in line):
            joined = number not in kept and any(
                start < number for start in kept
            )  # a line that another goes on in
            assert number in removed or number in kept or joined


UNITS = {
    "one long line": "a word and ",
    "carriage returns": "A line of words that ends.\r",
    "quote marks": '"',
    "open brackets": "(",
    "bylines": "By John Smith\n",
    "names on one line": "By John Smith, ",
    "dates": "May 21, 2020\n",
    "dates on one line": "May 21 ",
    "crawler lines": " date 2020-01-01 Some title of some story\n",
    "broken words": "Mu-hammad ",
    "hyphens": "a-",
    "datelines": "PARIS - ",
    "copyright lines": "Copyright 2020 Someone\n",
    "addresses": "http://a.example/2020/01/02/x\n",
    "wrong encoding": "itâ€™s so here ",
    "right to left": "\u202eabc\u202c ",
    "control characters": "\x01\x02 a ",
    "titles": "Big Story About Some New Thing Here\n",
    "credits": "(photo " * 20 + "\n",
    "labels": "Source: Someone\n",
    "breadcrumbs": "Home > World > ",
    "blank lines": "\t\n",
    "wrapped lines": "word " * 12 + "\n",
    "sentences": "The minister said on Monday that he would go to the capital and stay there. ",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_the_time_grows_no_faster_than_the_text(unit: str) -> None:
    def work(size: int) -> None:
        normalise(Source(path="a.txt", text=unit * (size // len(unit))))

    work(1000)  # word lists and patterns are read when they are first needed
    assert grows_at_most(work, 20_000, 80_000, times=8, least=0.025)  # 4 is linear, 16 is quadratic
