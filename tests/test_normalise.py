"""From a source to a clean article: the seeds, header lines of many kinds, what is removed, what is mended."""

from pathlib import Path

import pytest

from loader.model import Article, Rejection, Source
from loader.normalise import normalise

SEEDS = Path(__file__).parent.parent / "seeds"
BODY = (
    "The two ministers met in the old town hall on Monday and talked for six hours about the river and its dams.\n\n"
    "Neither side would say what had been agreed, but both called the talks useful and promised to meet again.\n\n"
    "Farmers downstream, who have waited nine years for a treaty, said that they had heard such promises before."
)


def article(text: str, **kwargs: object) -> Article:
    made = normalise(Source(path="a.txt", text=text, **kwargs))  # type: ignore[arg-type]
    assert isinstance(made, Article)
    return made


def fields(text: str) -> dict[str, str | None]:
    made = article(text)
    names = ("headline", "published_edtf", "byline", "agency", "publisher", "dateline")
    return {name: getattr(made, name) for name in names if getattr(made, name) is not None}


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (
            "000",
            {
                "headline": "Pakistan And China Reassert Their Strategic Partnership",
                "published_edtf": "2022-06-13",
                "byline": "Sameer Tahir",
                "publisher": "UrduPoint.com",
            },
        ),
        (
            "001",
            {
                "headline": "Pakistan and China strengthen defense ties with COAS",
                "published_edtf": "2024-01-23",
                "agency": "The Daily Mail, Pakistan",
                "publisher": "Beijing Review",
            },
        ),
        ("002", {"headline": "Pakistan and China confirm military partnership amid current challenges"}),
        ("003", {"published_edtf": "2020-12-01", "agency": "PTI", "dateline": "BEIJING"}),
        (
            "004",
            {
                "headline": "China pledges continued backing for Pakistan’s sovereignty",
                "published_edtf": "XXXX-05-21",
                "byline": "News Desk",
            },
        ),
    ],
)
def test_the_header_of_each_seed_is_read(seed: str, expected: dict[str, str]) -> None:
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_bytes().decode()
    assert fields(text) == expected


def test_a_seed_keeps_every_word_of_its_body_and_nothing_else() -> None:
    made = article(next(SEEDS.glob("004_*.txt")).read_bytes().decode())
    paragraphs = made.text.split("\n\n")
    assert paragraphs[0] == made.headline
    assert paragraphs[1].startswith("China has reaffirmed its support")
    assert paragraphs[-1].endswith("regional peace and stability.")
    assert [line.text for line in made.removed][:4] == ["Search", "National", "News Desk", "May 21"]
    assert made.section == "National"
    assert made.published is None


HEADLINE = "Ministers Leave River Talks Without a Treaty"
HEADERS = [
    # lines above the body, and the fields that they give
    (f"{HEADLINE}\nBy Anna Kovacs", {"byline": "Anna Kovacs"}),
    (f"{HEADLINE}\nby Anna Kovacs and Tom Reyes", {"byline": "Anna Kovacs and Tom Reyes"}),
    (f"{HEADLINE}\nBy ANNA KOVACS, Staff Writer", {"byline": "ANNA KOVACS"}),
    (
        f"{HEADLINE}\nBy Anna Kovacs, Associated Press",
        {"byline": "Anna Kovacs", "agency": "Associated Press"},
    ),
    (f"{HEADLINE}\nBy AFP", {"agency": "AFP"}),
    (f"{HEADLINE}\nReuters", {"agency": "Reuters"}),
    (f"{HEADLINE}\nWritten by Anna Kovacs", {"byline": "Anna Kovacs"}),
    (f"{HEADLINE}\nBy\nAnna Kovacs", {"byline": "Anna Kovacs"}),
    (f"{HEADLINE}\nAuthor: Anna Kovacs", {"byline": "Anna Kovacs"}),
    (f"{HEADLINE}\nBy Our Correspondent", {"byline": "Our Correspondent"}),
    (f"{HEADLINE}\nWeb Desk", {"byline": "Web Desk"}),
    (f"{HEADLINE}\nStaff Reporter", {"byline": "Staff Reporter"}),
    (f"{HEADLINE}\nFrom Our Correspondent, Lahore", {"byline": "Our Correspondent", "dateline": "Lahore"}),
    (f"{HEADLINE}\nFrom Anna Kovacs, Budapest", {"byline": "Anna Kovacs", "dateline": "Budapest"}),
    (
        f"{HEADLINE}\nReuters, Washington,\nNov 20 2019, 11:06am ist",
        {"agency": "Reuters", "dateline": "Washington", "published_edtf": "2019-11-20"},
    ),
    (
        f"{HEADLINE}\nAnna Kovacs Published June 13, 2022 | 01:09 PM",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (f"{HEADLINE}\nAnna Kovacs | June 13, 2022", {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"}),
    (
        f"{HEADLINE}\nBy Anna Kovacs | Published 13 June 2022",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nBy Anna Kovacs June 13, 2022, 07:47 PM EST",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nPosted by Anna Kovacs on June 13, 2022, 6:21 AM EST",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\n5:45 AM PST 6/13/2022 by Anna Kovacs",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (f"{HEADLINE}\nAnna Kovacs @annakovacs / 2 days", {"byline": "Anna Kovacs"}),
    (f"{HEADLINE}\nAnna Kovacs\nJune 13, 2022", {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"}),
    (f"{HEADLINE}\nPublished: 01st December 2020 11:11 PM", {"published_edtf": "2020-12-01"}),
    (f"{HEADLINE}\nTue 5 Mar 2019 14.05 GMT", {"published_edtf": "2019-03-05"}),
    (f"{HEADLINE}\nTuesday, March 5, 2019", {"published_edtf": "2019-03-05"}),
    (f"{HEADLINE}\n5 March 2019", {"published_edtf": "2019-03-05"}),
    (f"{HEADLINE}\nMarch 5", {"published_edtf": "XXXX-03-05"}),
    (f"{HEADLINE}\nMarch 2019", {"published_edtf": "2019-03"}),
    (f"{HEADLINE}\n13/06/2022", {"published_edtf": "2022-06-13"}),
    (f"{HEADLINE}\n03/04/2021", {"published_edtf": "2021"}),
    (f"{HEADLINE}\nUpdated 0339 GMT (1139 HKT) November 19, 2019", {"published_edtf": "2019-11-19"}),
    (f"{HEADLINE}\nUpdated: May 7, 2019\nPublished: May 5, 2019", {"published_edtf": "2019-05-05"}),
    (f"{HEADLINE}\nPublished: May 5, 2019 | Updated: May 7, 2019", {"published_edtf": "2019-05-05"}),
    (f"{HEADLINE}\n2024-01-23T10:11:12Z", {"published_edtf": "2024-01-23"}),
    (f"{HEADLINE}\nDate: 2024-01-23\nSource: Dawn", {"published_edtf": "2024-01-23", "agency": "Dawn"}),
    (f"{HEADLINE}\n11 hours ago", {}),
    (f"{HEADLINE}\nOn Monday", {}),
    (f"{HEADLINE}\n00/00/0000", {}),
    (f"{HEADLINE}\nJanuary 5, 99999", {}),
    (f"{HEADLINE}\nFebruary 30, 2020", {}),
    (
        f" date 2022-06-13 The Daily Star\n{HEADLINE}",
        {"published_edtf": "2022-06-13", "publisher": "The Daily Star"},
    ),
    (f" date 2022-06-13 World\n{HEADLINE}", {"published_edtf": "2022-06-13"}),
    (f" date 2022-06-13 {HEADLINE}", {"published_edtf": "2022-06-13"}),
    (f" date 2023-08 {HEADLINE}", {"published_edtf": "2023-08"}),
    (f" date \n{HEADLINE}", {}),
    (f"{HEADLINE} - The Hindu", {"publisher": "The Hindu"}),
    (f"{HEADLINE} | Reuters News", {"publisher": "Reuters News"}),
    (f"{HEADLINE} | Valley Echo\n{HEADLINE}", {"publisher": "Valley Echo"}),
    (f"{HEADLINE} | Valley Life Online 7\n{HEADLINE}", {}),
    (
        f"https://www.example-news.com/2022/06/13/river-talks\n\n{HEADLINE}",
        {"published_edtf": "2022-06-13", "publisher": "example-news.com"},
    ),
    (
        f"https://www.example-news.com/river-talks-20220613.html\n\n{HEADLINE}",
        {"published_edtf": "2022-06-13", "publisher": "example-news.com"},
    ),
    (
        f"https://example-news.com/2022/06/river-talks\n\n{HEADLINE}",
        {"published_edtf": "2022-06", "publisher": "example-news.com"},
    ),
    (f"https://example-news.com/story/20221399\n\n{HEADLINE}", {"publisher": "example-news.com"}),
    (f"Home > World > Asia\n{HEADLINE}", {}),
    (f"Latest Headlines\nNational\n{HEADLINE}", {}),
    (f"{HEADLINE}\n{HEADLINE}", {}),
    (
        f"{HEADLINE}\nSource: Xinhua| 2022-06-13 21:10:34|Editor: huaxia",
        {"agency": "Xinhua", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nBy: PTI | Beijing | June 13, 2022 8:15:12 pm",
        {"agency": "PTI", "dateline": "Beijing", "published_edtf": "2022-06-13"},
    ),
    (f"{HEADLINE}\nPublished On 13 Jun 202213 Jun 2022", {"published_edtf": "2022-06-13"}),
    (
        f"{HEADLINE}\nBy Global Times Published: Jun 13, 2022 09:38 PM",
        {"publisher": "Global Times", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nBy ZHANG YUN | China Daily | Updated: 2022-06-13 07:21",
        {"byline": "ZHANG YUN", "publisher": "China Daily", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\n(People's Daily Online)16:20, June 13, 2022",
        {"publisher": "People's Daily Online", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nOur Correspondent June 13, 2022",
        {"byline": "Our Correspondent", "published_edtf": "2022-06-13"},
    ),
    (f"{HEADLINE}\nPTI / Jun 13, 2022, 20:05 IST", {"agency": "PTI", "published_edtf": "2022-06-13"}),
    (f"{HEADLINE}\nANI | Updated: Jun 13, 2022 11:08 IST", {"agency": "ANI", "published_edtf": "2022-06-13"}),
    (
        f"{HEADLINE}\nWorld News | Press Trust of India | Updated: June 13, 2022 11:03 am IST",
        {"agency": "Press Trust of India", "published_edtf": "2022-06-13"},
    ),
    (
        f"{HEADLINE}\nBy Anna Kovacs\nJune 13, 2022\n4:05 PM\nUpdated 2 years ago",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
    (f"{HEADLINE}\n2022.06.13 12:00 GMT+8\nCGTN", {"published_edtf": "2022-06-13", "publisher": "CGTN"}),
    (
        f"Title: {HEADLINE}\nBy: Anna Kovacs\nDate: 13 June 2022",
        {"byline": "Anna Kovacs", "published_edtf": "2022-06-13"},
    ),
]


@pytest.mark.parametrize(("header", "expected"), HEADERS)
def test_the_lines_above_the_body_give_their_fields_and_leave_the_text(
    header: str, expected: dict[str, str]
) -> None:
    made = article(f"{header}\n\n{BODY}")
    assert fields(f"{header}\n\n{BODY}") == {"headline": HEADLINE, **expected}
    assert made.text == f"{HEADLINE}\n\n{BODY}"
    assert made.headline_end == len(HEADLINE)


FOOTERS = [
    "Share\nTweet\nWhatsApp",
    "Follow us on Twitter and Facebook.",
    "Related Stories\nA Cat Came Back After Nine Years\nThe Bridge That Nobody Wanted",
    "Comments\nI do not believe a word of this, and I read every word of it twice.",
    "About Us\nContact Us\nPrivacy Policy",
    "Copyright 2022 Valley Echo. All rights reserved.",
    "Advertisement",
    "Sign up for our newsletter to get the best stories every morning.",
    "Tags: river, dams, treaty",
    "(Reporting by Anna Kovacs; Editing by Tom Reyes)",
    "Photo: Getty Images",
    "Have a tip? Write to us at desk@example.com.",
    "A Cat Came Back After Nine Years\nThe Bridge That Nobody Wanted Is Open\nSix Ways to Cook an Old Potato",
    "Source credit:",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_the_lines_below_the_body_are_removed_with_a_reason(footer: str) -> None:
    made = article(f"{HEADLINE}\n\n{BODY}\n\n{footer}\n")
    assert made.text == f"{HEADLINE}\n\n{BODY}"
    assert [line.text for line in made.removed][:4] == footer.split("\n")
    assert all(line.reason for line in made.removed)


@pytest.mark.parametrize(
    ("ending", "agency"),
    [
        (" (ANI)", "ANI"),
        (" —Xinhua", "Xinhua"),
        ("\n\nPTI", "PTI"),
        ("\n\n(With inputs from AFP)", None),
        ("\n\n(AFP)", "AFP"),
    ],
)
def test_an_agency_that_signs_the_last_line_is_noted(ending: str, agency: str | None) -> None:
    assert article(f"{HEADLINE}\n\n{BODY}{ending}").agency == agency


def test_the_copyright_line_names_the_publisher() -> None:
    made = article(f"{HEADLINE}\n\n{BODY}\n\n© 2022 Valley Echo. All rights reserved.")
    assert (made.publisher, made.origins["publisher"]) == ("Valley Echo", "copyright line")


def test_the_line_that_says_where_it_was_printed_names_publisher_and_day() -> None:
    made = article(f"{HEADLINE}\n\n{BODY}\n\nPublished in Dawn, June 13th, 2022")
    assert (made.publisher, made.published) == ("Dawn", "2022-06-13")
    assert made.text == f"{HEADLINE}\n\n{BODY}"


def test_a_first_sentence_is_no_headline() -> None:
    made = article(BODY)
    assert made.headline is None
    assert made.headline_end == 0
    assert made.text == BODY


def test_a_deck_stays_in_the_text_and_is_no_headline() -> None:
    deck = "Six hours of talks end with a handshake and nothing signed, as the farmers of the valley wait for water."
    made = article(f"{deck}\n\nPublished: 13 June 2022\n\n{BODY}")
    assert made.headline is None
    assert made.text == f"{deck}\n\n{BODY}"


def test_every_candidate_date_is_kept_and_conflicts_are_told() -> None:
    made = article(f" date 2022-06-20 {HEADLINE}\nPublished: 13 June 2022\n\nVIENNA, June 12 (AP) — {BODY}")
    assert made.published == "2022-06-20"
    assert [(date.edtf, date.source) for date in made.dates] == [
        ("2022-06-20", "header"),
        ("2022-06-13", "header"),
        ("XXXX-06-12", "dateline"),
    ]
    assert "2022-06-13" in made.origins["published_conflict"]


def test_a_time_is_kept_as_stated() -> None:
    made = article(f"{HEADLINE}\nPublished June 13, 2022 | 01:09 PM\n\n{BODY}")
    assert (made.published, made.published_time) == ("2022-06-13", "01:09 PM")


@pytest.mark.parametrize(
    ("value", "edtf", "time"),
    [
        ("2022-06-13", "2022-06-13", None),
        ("2022-06-13T23:30:00+05:00", "2022-06-13", "23:30:00+05:00"),
        ("2022-06-13 23:30", "2022-06-13", "23:30"),
        ("Mon, 13 Jun 2022 08:05:00 +0000", "2022-06-13", "08:05:00 +0000"),
        ("1655107200", "2022-06-13", "08:00:00Z"),
        ("1655107200000", "2022-06-13", "08:00:00Z"),
        ("20220613", "2022-06-13", None),
        ("June 13, 2022", "2022-06-13", None),
        ("2022-06", "2022-06", None),
        ("2022", "2022", None),
        ("13 June", "XXXX-06-13", None),
        ("0000-00-00", None, None),
        ("99999-01-01", None, None),
        ("yesterday", None, None),
    ],
)
def test_a_declared_date_is_read_in_every_usual_form(value: str, edtf: str | None, time: str | None) -> None:
    made = article(BODY, declared={"published": value}, declared_by={"published": "record"}, is_body=True)
    assert (made.published_edtf, made.published_time) == (edtf, time)
    assert made.published_source == ("record" if edtf else "none")


def test_what_is_declared_goes_before_what_is_found() -> None:
    declared = {
        "headline": "Another Title",
        "published": "2021-01-02",
        "byline": "Tom Reyes",
        "language": "en-GB",
    }
    origins = dict.fromkeys(declared, "sidecar")
    made = article(f"By Anna Kovacs\n13 June 2022\n\n{BODY}", declared=declared, declared_by=origins)
    assert (made.headline, made.published, made.byline, made.language) == (
        "Another Title",
        "2021-01-02",
        "Tom Reyes",
        "en",
    )
    assert made.published_source == "sidecar"
    assert made.text == f"Another Title\n\n{BODY}"


def test_a_body_keeps_its_lines_but_not_a_second_headline() -> None:
    made = article(f"Title Here\n\nShare\n\n{BODY}", declared={"headline": "Title Here"}, is_body=True)
    assert made.text == f"Title Here\n\nShare\n\n{BODY}"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_all_kinds_count_the_same_lines(newline: str) -> None:
    made = article(f"{HEADLINE}\n\n{BODY}\n\nShare".replace("\n", newline))
    assert made.text == f"{HEADLINE}\n\n{BODY}"
    assert made.paragraph_lines == (1, 3, 5, 7)
    assert made.removed[0].line == 9


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = (
        "The two ministers met in the old town hall on Monday and\n"
        "talked for six hours about the river and its dams, which\n"
        "hold back more water every year than the treaty allows.\n"
        "\n"
        "Neither side would say what had been agreed, but both of\n"
        "them called the talks useful and promised to meet again.\n"
    )
    made = article(wrapped)
    assert made.text == " ".join(wrapped.split("\n\n")[0].split()) + "\n\n" + " ".join(
        wrapped.split("\n\n")[1].split()
    )
    assert made.paragraph_lines == (1, 5)


def test_indented_paragraphs_of_an_old_wire_are_told_apart() -> None:
    wire = (
        "    VIENNA, March 3 - The two ministers met in the old town hall\n"
        "on Monday and talked for six hours about the river and its dams,\n"
        "which hold back more water every year than the treaty allows.\n"
        "    Neither side would say what had been agreed, but both of them\n"
        "called the talks useful and promised to meet again in the spring.\n"
    )
    made = article(wire)
    assert made.text.count("\n\n") == 1
    assert made.text.startswith(
        "VIENNA, March 3 - The two ministers met in the old town hall on Monday and talked"
    )
    assert (made.dateline, made.published_edtf) == ("VIENNA", "XXXX-03-03")


def test_an_old_wire_gives_its_title_author_agency_and_dateline() -> None:
    made = article(
        "RIVER TALKS END WITHOUT A TREATY, MINISTERS SAY\n"
        "    By Anna Kovacs, Reuters\n"
        "    VIENNA, March 3 - Two ministers who had come to sign a\n"
        "treaty on the water of the Arva left without having signed it,\n"
        "officials said.\n"
        '    Analysts said a "breakthrough" was unlikely before autumn.\n'
        " Reuter\n"
    )
    assert (made.headline, made.byline) == ("RIVER TALKS END WITHOUT A TREATY, MINISTERS SAY", "Anna Kovacs")
    assert (made.agency, made.dateline, made.published_edtf) == ("Reuters", "VIENNA", "XXXX-03-03")
    assert made.text.split("\n\n")[1:] == [
        "VIENNA, March 3 - Two ministers who had come to sign a treaty on the water of the Arva left without"
        " having signed it, officials said.",
        'Analysts said a "breakthrough" was unlikely before autumn.',
    ]


def test_a_broken_word_is_mended_and_recorded_where_the_joined_form_is_known() -> None:
    made = article(
        f"{BODY}\n\nMr Mu-hammad spoke of the concentra-tion of power, and would not co-operate or re-sign the pact."
    )
    assert "Mr Muhammad spoke of the concentration of power, and would not co-operate or re-sign" in made.text
    assert [(made.text[r.start : r.end], r.before) for r in made.repairs] == [
        ("Muhammad", "Mu-hammad"),
        ("concentration", "concentra-tion"),
    ]


def test_a_word_broken_at_a_line_end_is_joined() -> None:
    made = article(
        "The two ministers spoke of the concentra-\ntion of power in the hands of a few, and of the river that is dry."
    )
    assert made.text.startswith("The two ministers spoke of the concentration of power")


def test_text_that_was_decoded_wrongly_is_mended_and_recorded() -> None:
    made = article(
        f"{BODY}\n\nThe minister said that he didnâ€™t know of any treaty, and that nobody had shown him one."
    )
    assert "he didn’t know" in made.text
    assert made.repairs[0].reason == "text decoded wrongly"
    assert "didnâ€™t" in made.repairs[0].before


def test_odd_spaces_and_invisible_characters_do_not_reach_the_text() -> None:
    made = article(f"{HEADLINE}\n\n{BODY}".replace(" the ", "\xa0the\u200b ").replace("met", "m\x00et\u202e"))
    assert made.text == f"{HEADLINE}\n\n{BODY}"


@pytest.mark.parametrize("text", ["", " \n\t\n", "***\n---\n", "\x00\x01"])
def test_a_source_without_words_is_skipped(text: str) -> None:
    made = normalise(Source(path="a.txt", text=text))
    assert isinstance(made, Rejection)
    assert made.status == "skipped"


@pytest.mark.parametrize(
    "text", ["Rain stopped play.", "Mayor resigns", "Police said on Monday that two men had been held."]
)
def test_a_very_short_article_is_kept(text: str) -> None:
    assert article(text).text == text


def test_several_articles_in_one_file_are_told() -> None:
    one = f"Title: {HEADLINE}\nDate: 13 June 2022\n\n{BODY}\n\n"
    made = article(one + one.replace("Ministers", "Farmers"))
    assert made.origins["note"].startswith("2 articles in one file")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("U.S. border patrol agents were charged on Saturday.", "en"),
        (BODY, "en"),
        (
            "Le ministre a dit que les pourparlers avec les deux pays sont utiles pour la paix dans la région.",
            "fr",
        ),
        ("Der Minister sagte, dass die Gespräche mit den beiden Ländern für den Frieden wichtig sind.", "de"),
        (
            "El ministro dijo que las conversaciones con los dos países son útiles para la paz en la región.",
            "es",
        ),
        ("وزیر نے کہا کہ دونوں ملکوں کے درمیان مذاکرات امن کے لیے مفید ہیں۔", "ur"),
        ("部长说，两国之间的会谈对地区和平是有益的，双方同意继续对话。", "zh"),
        ("大臣は、両国の会談は地域の平和のために有益だったと述べた。", "ja"),
        ("Министр сказал, что переговоры между двумя странами полезны для мира в регионе.", "ru"),
        ("42 17 3 xyzzy", None),
    ],
)
def test_the_language_is_guessed_from_script_and_common_words(text: str, language: str | None) -> None:
    assert article(text).language == language


def test_the_time_may_stand_on_another_line_than_the_most_trusted_day() -> None:
    header = " date 2022-06-13 Example.com\n\nA Headline Of Some Words\n\nAnn Lee Published June 13, 2022 | 01:09 PM"
    body = "The ministers met in Oslo and agreed to meet again before the end of the year."
    article = normalise(Source("a.txt", f"{header}\n\n{body}\n"))
    assert isinstance(article, Article)
    assert (article.published, article.published_time) == ("2022-06-13", "01:09 PM")
