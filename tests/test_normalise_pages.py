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
