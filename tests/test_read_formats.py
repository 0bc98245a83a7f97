"""Each format gives its articles, with what the file declares of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from loader.model import Rejection, Source
from loader.read import Entry, read, scan

BODY = "The council of Port Ellis voted for a new pier, and its chairman said that work would begin in May."
LONG = "\n\n".join(f"{number}. {BODY}" for number in range(1, 6))


@pytest.fixture
def reading(tmp_path: Path):
    def of(name: str, data: str | bytes, fields: Mapping[str, str] | None = None) -> list[Source | Rejection]:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        found = [
            item for entry in scan(tmp_path) if isinstance(entry, Entry) for item in read(entry, fields or {})
        ]
        (tmp_path / name).unlink()
        return found

    return of


# ---------------------------------------------------------------------------------------------------- text
def test_plain_text_is_kept_as_it_is(reading) -> None:
    (source,) = reading("a.txt", "Headline\r\n\r\n Some  text\rmore &amp; <3\u00a0\n")
    assert source.text == "Headline\r\n\r\n Some  text\rmore &amp; <3\u00a0\n"
    assert (source.path, source.encoding, source.is_body, source.declared) == ("a.txt", "utf-8", False, {})
    assert (source.bytes, len(source.sha256)) == (40, 64)


def test_front_matter_is_declared_and_line_numbers_stay(reading) -> None:
    text = "---\ntitle: A pier\ndate: 2021-03-04\nauthors: [Jo Pell, Al Ray]\n---\n\n# A pier\n\nSome **bold** [link](http://x)."
    (source,) = reading("a.md", text)
    assert source.declared == {"headline": "A pier", "published": "2021-03-04", "byline": "Jo Pell, Al Ray"}
    assert set(source.declared_by.values()) == {"metadata"}
    assert source.text.split("\n") == ["", "", "", "", "", "", "A pier", "", "Some bold link."]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("## A *fine* day", "A fine day"),
        ("__Both__ of _them_ came", "Both of them came"),
        ("> quoted\n> words", "quoted\nwords"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("See ![a chart](c.png) <https://example.org/x>", "See  https://example.org/x"),
        ("\\*not bold\\*", "*not bold*"),
        ("Title\n=====\n\n***\n\nText", "Title\n\n\n\n\nText"),
    ],
)
def test_markdown_becomes_words(reading, marked: str, plain: str) -> None:
    assert reading("a.md", marked)[0].text == plain


def test_a_page_in_a_text_file_is_read_as_a_page(reading) -> None:
    (source,) = reading("a.txt", page())
    assert source.is_body
    assert source.declared["headline"] == "Council votes for a new pier"


def test_a_fragment_of_markup_in_a_text_file_becomes_paragraphs(reading) -> None:
    (source,) = reading(
        "a.txt", f"Headline\n\nBy Jo Pell\n\n<p>{BODY}</p><p>Second<br>line</p>\n<div>Third</div>"
    )
    assert source.text == f"Headline\n\nBy Jo Pell\n\n{BODY}\n\nSecond\nline\n\nThird"
    assert not source.is_body


# ---------------------------------------------------------------------------------------------------- pages
def page(head: str = "", title: str = "Council votes for a new pier | The Ellis Post", body: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in LONG.split("\n\n"))
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title>{head}
<meta property="og:site_name" content="The Ellis Post"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Council votes for a new pier</h1>{body}{paragraphs}</article>
<aside><h3>Most read</h3><a href="/x">Dog bites man in the park again</a></aside></main>
<footer>Copyright The Ellis Post. All rights reserved.</footer></body></html>"""


JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Ellis Post"},
        {
            "@type": ["NewsArticle"],
            "headline": "Council votes for a new pier",
            "datePublished": "2021-03-04T10:00:00+01:00",
            "dateModified": "2022-01-01",
            "author": [{"@type": "Person", "name": "Jo Pell"}, {"@type": "Person", "name": "By Al Ray"}],
            "publisher": {"@type": "Organization", "name": "The Ellis Post"},
            "articleSection": ["Local", "Council"],
        },
    ],
}


def test_a_page_gives_its_article_without_what_stands_around_it(reading) -> None:
    (source,) = reading("a.html", page())
    assert source.is_body
    assert LONG in source.text
    assert all(words not in source.text for words in ("Sport", "Dog bites", "Copyright"))


def test_json_ld_is_declared(reading) -> None:
    head = f'<script type="application/ld+json">{json.dumps(JSON_LD)}</script><link rel="canonical" href="https://ellis.example/pier">'
    (source,) = reading("a.html", page(head))
    assert source.declared == {
        "headline": "Council votes for a new pier",
        "published": "2021-03-04T10:00:00+01:00",
        "byline": "Jo Pell, Al Ray",
        "publisher": "The Ellis Post",
        "section": "Local",
        "url": "https://ellis.example/pier",
        "language": "en",
    }
    assert set(source.declared_by.values()) == {"metadata"}


def test_meta_elements_are_declared(reading) -> None:
    head = """<meta property="og:title" content="Council votes for a new pier - The Ellis Post">
<meta name="author" content="https://facebook.com/ellis"><meta name="byl" content="By Jo Pell">
<meta property="article:published_time" content="2021-03-04T10:00:00Z"><meta property="article:section" content="Local">
<meta property="og:url" content="https://ellis.example/pier">"""
    (source,) = reading("a.html", page(head))
    assert source.declared == {
        "headline": "Council votes for a new pier",
        "published": "2021-03-04T10:00:00Z",
        "byline": "Jo Pell",
        "publisher": "The Ellis Post",
        "section": "Local",
        "url": "https://ellis.example/pier",
        "language": "en",
    }


def test_a_visible_time_and_writer_are_declared(reading) -> None:
    body = '<a rel="author" href="/jo">Jo Pell</a> <time datetime="2021-03-04">4 March</time>'
    (source,) = reading("a.html", page(body=body))
    assert (source.declared["byline"], source.declared["published"]) == ("Jo Pell", "2021-03-04")


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ('<span class="post-date">Posted on March 4, 2021 by admin</span>', "March 4, 2021"),
        ('<div id="published">4th Mar 2021</div>', "4th Mar 2021"),
        ('<p class="dateline">Updated March 5, 2021</p><p class="date">March 4, 2021</p>', "March 4, 2021"),
        (
            '<time class="updated" datetime="2021-03-05">x</time><time datetime="2021-03-04">x</time>',
            "2021-03-04",
        ),
        ('<span class="date">March 4</span>', None),
        ('<p class="text">March 4, 2021</p>', None),
        ('<aside><span class="date">March 4, 2021</span></aside>', None),
    ],
)
def test_a_day_is_taken_where_the_page_shows_it_as_its_own(
    reading, shown: str, published: str | None
) -> None:
    assert reading("a.html", page(body=shown))[0].declared.get("published") == published


@pytest.mark.parametrize(
    ("shown", "byline"),
    [
        ('<p class="byline">By Jo Pell and Al Ray</p>', "Jo Pell and Al Ray"),
        ('<div class="article-author">Written by Jo Pell</div>', "Jo Pell"),
        ('<div class="author-box">About the author of this and other stories</div>', None),
        ('<footer><p class="byline">By Jo Pell</p></footer>', None),
    ],
)
def test_writers_are_taken_where_the_page_shows_them_as_such(reading, shown: str, byline: str | None) -> None:
    assert reading("a.html", page(body=shown))[0].declared.get("byline") == byline


def test_related_articles_in_json_ld_lend_nothing(reading) -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Dog bites man",
        "author": "Al Ray",
        "datePublished": "2020-01-01",
    }
    own = {"@type": "NewsArticle", "headline": "Council votes for a new pier", "datePublished": "2021-03-04"}
    (source,) = reading(
        "a.html", page(f'<script type="application/ld+json">{json.dumps([other, own])}</script>')
    )
    assert source.declared["published"] == "2021-03-04"
    assert "byline" not in source.declared


def test_entities_that_were_escaped_twice_are_read(reading) -> None:
    own = json.dumps(
        {"@type": "NewsArticle", "headline": "Ellis&#8217;s new pier", "author": "Jo O&#8217;Dell"}
    )
    text = page(f'<script type="application/ld+json">{own}</script>').replace(
        "<h1>Council votes for a new pier</h1>", ""
    )
    (source,) = reading("a.html", text)
    assert (source.declared["headline"], source.declared["byline"]) == ("Ellis’s new pier", "Jo O’Dell")


def test_a_heading_that_is_a_logo_is_no_headline(reading) -> None:
    text = page(title="Ships return to Port Ellis - Ellis Today").replace(
        "Council votes for a new pier", "Ellis Today"
    )
    assert reading("a.html", text)[0].declared["headline"] == "Ships return to Port Ellis"


def test_a_page_that_names_no_date_has_none(reading) -> None:
    assert "published" not in reading("a.html", page())[0].declared


@pytest.mark.parametrize(
    "title",
    [
        "Ships return to Port Ellis | The Ellis Post",
        "Ships return to Port Ellis - The Ellis Post",
        "Ships return to Port Ellis – Local – The Ellis Post",
        "The Ellis Post: ships" + " | The Ellis Post",
        "The Ellis Post | Ships return to Port Ellis",
        "Ships return to Port Ellis » News » ellispost.example",
    ],
)
def test_the_site_is_no_part_of_a_headline(reading, title: str) -> None:
    text = page(title=title).replace("<h1>Council votes for a new pier</h1>", "")
    headline = reading("a.html", text)[0].declared["headline"]
    assert "Post" not in headline.removeprefix("The Ellis Post: ")
    assert "»" not in headline


def test_a_hyphen_inside_a_headline_stays(reading) -> None:
    text = page(title="Ellis - a town at sea").replace("<h1>Council votes for a new pier</h1>", "")
    assert reading("a.html", text)[0].declared["headline"] == "Ellis - a town at sea"


def test_the_heading_shown_goes_before_a_title_for_search_engines(reading) -> None:
    text = page(title="New pier: council of Port Ellis votes | Ellis news today")
    assert reading("a.html", text)[0].declared["headline"] == "Council votes for a new pier"


def test_a_page_without_an_article_keeps_all_its_words(reading) -> None:
    (source,) = reading(
        "a.html", "<html><body><div>Closed.</div><ul><li>One</li><li>Two</li></ul></body></html>"
    )
    assert all(word in source.text for word in ("Closed.", "One", "Two"))


def test_a_charset_in_the_head_is_believed_when_it_fits(reading) -> None:
    text = page('<meta charset="windows-1251">', body="<p>Совет порта одобрил новый причал.</p>")
    (source,) = reading("a.html", text.encode("cp1251"))
    assert "Совет порта" in source.text
    assert source.encoding == "cp1251"


# ---------------------------------------------------------------------------------------------------- records
RECORDS = [
    {"id": 7, "title": "One", "text": "First.", "date": "2021-03-04", "url": "https://x.example/1"},
    {
        "headline": "Two",
        "body": "<p>Second &amp; third.</p><p>Fourth.</p>",
        "authors": ["Jo Pell", {"name": "Al Ray"}],
    },
    {"Headline": "Three", "CONTENT": ["A.", "B."], "source": {"name": "The Ellis Post"}, "language": "en"},
]
DECLARED = [
    {"id": "7", "headline": "One", "published": "2021-03-04", "url": "https://x.example/1"},
    {"headline": "Two", "byline": "Jo Pell, Al Ray"},
    {"headline": "Three", "publisher": "The Ellis Post", "language": "en"},
]
TEXTS = ["First.", "Second & third.\n\nFourth.", "A.\n\nB."]
SHAPES = {
    "lines.jsonl": "\n".join(map(json.dumps, RECORDS)) + "\n",
    "blank-lines.jsonl": "\n\n".join(map(json.dumps, RECORDS)),
    "lines.json": "\n".join(map(json.dumps, RECORDS)),
    "array.json": json.dumps(RECORDS),
    "array.jsonl": json.dumps(RECORDS, indent=2),
    "pretty.json": json.dumps(RECORDS, indent=4),
    "pretty.jsonl": "\n".join(json.dumps(record, indent=2) for record in RECORDS),
    "wrapped.json": json.dumps({"status": "ok", "articles": RECORDS, "total": 3}),
    "bom.json": "\ufeff" + json.dumps(RECORDS),
    "records.txt": "\n".join(map(json.dumps, RECORDS)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_records_are_read_in_every_shape(reading, name: str) -> None:
    found = reading(name, SHAPES[name])
    assert [item.path for item in found] == [f"{name}#{number}" for number in (1, 2, 3)]
    assert [item.declared for item in found] == DECLARED
    assert [item.text for item in found] == TEXTS
    assert all(item.is_body and set(item.declared_by.values()) == {"record"} for item in found)


def test_one_record_in_a_file_is_the_file(reading) -> None:
    (source,) = reading("a.json", json.dumps(RECORDS[0], indent=1))
    assert (source.path, source.text) == ("a.json", "First.")


def test_fields_map_columns_of_ours_to_keys(reading) -> None:
    record = json.dumps({"meta": {"head": "H"}, "t": "Text.", "text": "not this", "when": "2021"})
    fields = {"title": "meta.head", "text": "t", "published": "when"}
    (source,) = reading("a.jsonl", record, fields)
    assert (source.text, source.declared) == ("Text.", {"headline": "H", "published": "2021"})


def test_a_record_that_holds_a_page_is_read_as_one(reading) -> None:
    (source,) = reading("a.jsonl", json.dumps({"html": page(), "title": "Pier"}))
    assert LONG in source.text
    assert "Dog bites" not in source.text
    assert (source.declared["headline"], source.declared_by["headline"]) == ("Pier", "record")
    assert source.declared_by["publisher"] == "metadata"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{bad", "line 1: no valid JSON: Expecting property name enclosed in double quotes at character 2"),
        ("{}", "line 1: no text: the record has no fields; name the right one with --fields text=NAME"),
        ('{"text": 7}', 'line 1: no text: "text" is a number, not text'),
        ("[1]", "line 1: a list where a record was expected"),
        ('{"text": " "}', 'line 1: empty: nothing in "text"'),
    ],
)
def test_a_bad_record_says_what_is_wrong(reading, line: str, reason: str) -> None:
    assert reading("a.jsonl", line + '\n{"text": "good"}')[0].reason == reason


def test_records_of_a_file_differ_by_their_own_bytes(reading) -> None:
    one, two, three = reading("a.jsonl", SHAPES["lines.jsonl"])
    assert len({one.sha256, two.sha256, three.sha256}) == 3
    assert one.bytes == len(json.dumps(RECORDS[0])) + 1


def test_after_a_broken_member_an_array_goes_on(reading) -> None:
    text = '[{"text": "a", "by": {"text": "x"}}, {"text": "b" "c": 1}, {"text": "d"}]'
    assert [getattr(item, "text", "bad") for item in reading("a.json", text)] == ["a", "bad", "d"]


# ---------------------------------------------------------------------------------------------------- tables
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_an_article_a_row(reading, delimiter: str) -> None:
    first = ['"One, two"', '"First,\n""quoted""; a|b\tc"', "2021-03-04"]
    rows = [["title", "text", "date"], first, ["Two", "Second", ""]]
    found = reading("a.csv", "\r\n".join(delimiter.join(row) for row in rows))
    assert [item.text for item in found] == ['First,\n"quoted"; a|b\tc', "Second"]
    assert found[0].declared == {"headline": "One, two", "published": "2021-03-04"}
    assert found[1].path == "a.csv#2"


def test_a_delimiter_is_not_guessed_from_the_text(reading) -> None:
    (source,) = reading("a.csv", "title,text\nOne; two; three,a; b; c; d\n")
    assert (source.declared["headline"], source.text) == ("One; two; three", "a; b; c; d")


def test_a_mapped_column_of_a_table_is_read(reading) -> None:
    (source,) = reading("a.csv", "kop;stuk\nA;B\n", {"headline": "kop", "text": "stuk"})
    assert (source.declared, source.text) == ({"headline": "A"}, "B")


def test_a_table_without_texts_says_which_columns_it_has(reading) -> None:
    (found,) = reading("a.csv", "kop,stuk\nA,B\n")
    assert found.status == "failed"
    assert found.reason.endswith("the first line has kop, stuk; name the right one with --fields text=NAME")


def test_a_quote_mark_left_open_costs_one_row(reading) -> None:
    found = reading("a.csv", 'title,text\na,b\nc,"d\ne,f\n"g","h"\ni,j\n')
    assert [getattr(item, "text", "bad") for item in found] == ["b", "bad", "f", "h", "j"]
    assert found[1].reason == "line 3: a quote mark that is never closed"


# ---------------------------------------------------------------------------------------------------- mail, feeds
MAIL = f"""From: "The Ellis Post" <news@ellis.example>
Date: Thu, 4 Mar 2021 10:00:00 +0100
Subject: =?utf-8?q?Caf=C3=A9_on_the_pier?=
Message-ID: <1@ellis.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>Not <b>this</b></p>
--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Caf=E9. {BODY}
--b--
"""


def test_a_mail_gives_its_plain_part_and_headers(reading) -> None:
    (source,) = reading("a.eml", MAIL)
    assert source.text.strip() == f"Café. {BODY}"
    assert source.declared == {
        "headline": "Café on the pier",
        "published": "2021-03-04T10:00:00+01:00",
        "byline": "The Ellis Post",
    }


def test_the_sender_of_a_mailing_list_is_a_publisher(reading) -> None:
    (source,) = reading("a.eml", "List-Id: <x>\n" + MAIL)
    assert source.declared["publisher"] == "The Ellis Post"
    assert "byline" not in source.declared


def test_a_mail_of_html_alone_is_read_as_a_page(reading) -> None:
    (source,) = reading("a.eml", f"Subject: Pier\nContent-Type: text/html\n\n{page()}")
    assert source.declared["headline"] == "Pier"
    assert LONG in source.text


def test_an_mbox_is_many_mails(reading) -> None:
    second = "Subject: Two\n\nA pier.\n\n>From here on.\n\nFrom what we know, yes.\n"
    one, two = reading("a.mbox", f"From a Thu Mar  4\n{MAIL}\nFrom b Fri Mar  5\n{second}")
    assert (one.path, two.path) == ("a.mbox#1", "a.mbox#2")
    assert two.declared == {"headline": "Two"}
    assert two.text == "A pier.\n\nFrom here on.\n\nFrom what we know, yes.\n"


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Ellis Post</title><language>en-gb</language>
<item><title>Pier &amp;amp; port</title><link>https://ellis.example/1</link><guid>g1</guid>
<dc:creator>Jo Pell</dc:creator><pubDate>Thu, 04 Mar 2021 10:00:00 GMT</pubDate>
<category>Local</category><description>Short.</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>End&nbsp;it.</p>]]></content:encoded></item>
<item><title>Two</title><description>Only this.</description></item><item><title>Three</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Ellis Post</title>
<entry><title>Pier</title><id>i1</id><link rel="self" href="https://no.example"/><link href="https://ellis.example/1"/>
<author><name>Jo Pell</name><email>jo@ellis.example</email></author><published>2021-03-04T10:00:00Z</published>
<updated>2022-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""


def test_rss_is_an_article_an_item(reading) -> None:
    one, two, three = reading("a.xml", RSS)
    assert one.text == f"{BODY}\n\nEnd\u00a0it."
    assert one.declared == {
        "id": "g1",
        "headline": "Pier & port",
        "published": "2021-03-04T10:00:00+00:00",
        "byline": "Jo Pell",
        "publisher": "The Ellis Post",
        "section": "Local",
        "url": "https://ellis.example/1",
        "language": "en",
    }
    assert (two.text, three.status) == ("Only this.", "skipped")


def test_atom_is_an_article_an_entry(reading) -> None:
    (source,) = reading("a.atom", ATOM)
    assert source.text == BODY
    assert source.declared["url"] == "https://ellis.example/1"
    assert (source.declared["byline"], source.declared["published"]) == ("Jo Pell", "2021-03-04T10:00:00Z")


def test_formats_are_told_by_content_where_the_name_says_nothing(reading) -> None:
    assert reading("a", RSS)[0].declared["byline"] == "Jo Pell"
    assert reading("b.dat", MAIL)[0].declared["headline"] == "Café on the pier"
    assert reading("c.txt", SHAPES["lines.jsonl"])[0].text == "First."
    assert LONG in reading("d.article", page())[0].text
