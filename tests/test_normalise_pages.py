"""Whole pages as text: menus, teasers, comments and footers around an article. All texts are our own."""

import re
from collections import Counter

import pytest

from loader.model import Article, Source
from loader.normalise import normalise

MENU = """Skip to main content
Menu
Search
Sign In
Subscribe
World
Politics
Business
Sports
Lifestyle
Weekend Reads
Crosswords
Obituaries
Trending
Cat Returns After Nine Years at Sea
Six Ways to Cook an Old Potato
The Bridge That Nobody Wanted Is Open
This website uses cookies to improve your experience. By continuing to use this site you agree to our terms."""

FOOTER = """Share this:
Click to share on Twitter (Opens in new window)
Tags: water, valley, treaty
Related Stories
Cat Returns After Nine Years at Sea
The cat, which was last seen on a ferry, walked into the harbour office on Friday and asked for fish.
The Bridge That Nobody Wanted Is Open
Drivers sounded their horns as the mayor cut the ribbon, and some of them did not stop until the evening.
Most Read
1 Six Ways to Cook an Old Potato
2 A Singer Says No to the Prize
3 Why the Lights Went Out in May
3 Comments
I have lived in the valley for forty years, and nobody ever asked me what I think about the water.
Reply
The ministers should drink it themselves before they sign anything, is what I say to both of them.
Reply
Sign up for our newsletter
Get the best of the valley in your inbox every morning.
About Us
Contact Us
Privacy Policy
Terms of Service
© 2022 Valley Echo. All rights reserved."""

STORIES = {
    "politics": (
        "Ministers Leave Water Talks Without a Treaty",
        "By Anna Kovacs\nJune 13, 2022 4:05 PM\nShare\nTweet",
        [
            "VIENNA (AP) — Two ministers who had come to Vienna to sign a treaty on the water of the Arva left on"
            " Monday without having signed anything.",
            "They talked for six hours about the dams, the fish and the money, and shook hands for the cameras.",
            "“We are closer than we were,” the older of the two said on the steps of the hall.",
            "Farmers downstream, who have waited for nine years, said that they had heard such words before.",
            "A third round of talks is planned for September, but neither side would name a day.",
        ],
    ),
    "sport": (
        "Rovers Win Late and Go Top of the League",
        "Published: 2 May 2021\nUpdated: 3 May 2021\nPhoto: Getty Images",
        [
            "Rovers scored twice in the last four minutes on Sunday to beat Albion and go to the top of the league.",
            "FIRST HALF",
            "Albion had led from the ninth minute, when a long throw was headed in at the near post by their captain.",
            "SECOND HALF",
            "It was a corner that undid them, and then a penalty which the referee gave after a look at the screen.",
            "“That is football,” said the coach of Albion, who was sent from the touchline for what he had said.",
            "Rovers play their last match at home on Saturday and need a draw to be champions for the first time.",
        ],
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_whole_page_is_cut_to_its_article(story: str) -> None:
    headline, header, body = STORIES[story]
    page = (
        f"{headline} | Valley Echo\n{MENU}\n{headline}\n{header}\n"
        + "\nAdvertisement\n".join(body)
        + f"\n{FOOTER}"
    )
    made = normalise(Source(path="a.txt", text=page))
    assert isinstance(made, Article)
    assert made.headline == headline
    assert made.publisher == "Valley Echo"
    wanted, kept = (Counter(re.findall(r"\w+", text)) for text in ("\n".join([headline, *body]), made.text))
    right = (wanted & kept).total()
    assert right >= 0.98 * wanted.total()
    assert 2 * right / (wanted.total() + kept.total()) >= 0.95


def test_a_piece_of_furniture_in_the_middle_does_not_end_the_article() -> None:
    headline, _, body = STORIES["politics"]
    page = "\n".join(
        [headline, *body[:2], "DON'T MISS", "Cat Returns After Nine Years at Sea [VIDEO]", *body[2:]]
    )
    made = normalise(Source(path="a.txt", text=page))
    assert isinstance(made, Article)
    assert body[2] in made.text
    assert body[-1] in made.text
    assert "DON'T MISS" not in made.text


def test_comments_end_the_article_even_where_they_are_longer() -> None:
    headline, _, body = STORIES["politics"]
    comment = (
        "I have lived in the valley for forty years, and nobody ever asked me what I think about the water."
    )
    page = "\n".join([headline, *body, "34 responses to “Ministers Leave Water Talks”", *[comment] * 12])
    made = normalise(Source(path="a.txt", text=page))
    assert isinstance(made, Article)
    assert comment not in made.text
    assert made.text.endswith(body[-1])
    assert {line.reason for line in made.removed} == {"comments"}


TALKS = (
    "Two ministers who had come to sign a treaty on the water of the Arva left on Monday without having signed it.\n\n"
    "They talked for six hours about the dams, the fish and the money, and shook hands for the cameras.\n\n"
    "Farmers downstream, who have waited for nine years, said that they had heard such words before."
)
LEFTOVERS = {
    "a theme's neighbours": (
        " date 2022-06-13 Home\nWorld News\nMinisters Leave Water Talks Without a Treaty\n"
        "By Staff Reporter - June 13, 2022\n"
        f"0\n54\nShare\n\nVIENNA: {TALKS}\n\nPrevious articleFuel prices up again\nNext articleCat comes home",
        f"VIENNA: {TALKS}",
        {
            "byline": "Staff Reporter",
            "dateline": "VIENNA",
            "section": "World News",
            "published": "2022-06-13",
        },
    ),
    "a deck under the headline": (
        "https://echo.example.com/story/236/talks\n\nMinisters Leave Water Talks Without a Treaty\n\n"
        "Six hours about dams, fish and money end with shaken hands for the cameras\n\n"
        "Our Correspondent\nJune 13, 2022\n\n"
        f"facebook\ntwitter\n\nVIENNA:\n\n{TALKS}\n\nCOMMENTS\n\nReplying to X",
        TALKS,
        {
            "byline": "Our Correspondent",
            "dateline": "VIENNA",
            "publisher": "echo.example.com",
            "published": "2022-06-13",
        },
    ),
    "an agency's page": (
        "Ministers Leave Water Talks Without a Treaty\n(Xinhua) 09:12, June 13, 2022\n\n"
        f"VIENNA, June 12 (Xinhua) -- {TALKS}\n\n(Web editor: Li Na, Wu Chao)",
        f"VIENNA, June 12 (Xinhua) -- {TALKS}",
        {"agency": "Xinhua", "dateline": "VIENNA", "published": "2022-06-13", "published_time": "09:12"},
    ),
    "a picture and its credit": (
        "Search\n\nBusiness\nMinisters Leave Water Talks Without a Treaty\n\nAnna Kovacs, The Associated Press\n\n"
        "Jun 13, 2022 3:21 AM\n\nShare by Email\n\n"
        "FILE - The hall in Vienna, Austria, Jan. 5, 2021. (AP Photo/Tom Reyes, File)\n\n"
        f"VIENNA (AP) — {TALKS}\n\n___\n\nAssociated Press writer Ida Brandt in Linz contributed to this report.",
        f"VIENNA (AP) — {TALKS}",
        {
            "byline": "Anna Kovacs",
            "agency": "The Associated Press",
            "section": "Business",
            "published": "2022-06-13",
        },
    ),
}


@pytest.mark.parametrize("kind", LEFTOVERS)
def test_what_a_page_leaves_around_its_article_goes(kind: str) -> None:
    page, body, expected = LEFTOVERS[kind]
    made = normalise(Source(path="a.txt", text=page))
    assert isinstance(made, Article)
    assert made.headline == "Ministers Leave Water Talks Without a Treaty"
    assert {name: getattr(made, name) for name in expected} == expected
    kept = made.text.removeprefix(made.headline).strip()
    assert kept.endswith(body)
    assert kept.removesuffix(body).strip() in (
        "",
        "Six hours about dams, fish and money end with shaken hands for the cameras",
    )
