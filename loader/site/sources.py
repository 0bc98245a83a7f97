"""Leads from an article to the page that it came from, and to the words there."""

from __future__ import annotations

from urllib.parse import quote

FRAGMENT_WORDS = 10
"""More words than this are named in a link to the source by their beginning and end."""


def web_address(url: str | None) -> str | None:
    """`url` where a browser may follow it: nothing but http and https."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def text_fragment(url: str | None, words: str) -> str | None:
    """`url` with a fragment that makes a browser mark `words` there; None unless it is a web address.

    Method: a text directive (https://wicg.github.io/scroll-to-text-fragment/), of a long text or of
    several paragraphs only both ends, since a page may hold anything between, and no end may cross paragraphs.
    """
    pieces = [piece.split() for piece in words.split("\n\n") if piece.strip()]
    if not web_address(url) or not url or not pieces:
        return None
    ends = [" ".join(pieces[0])]
    if len(pieces) > 1 or len(pieces[0]) > FRAGMENT_WORDS:
        ends = [" ".join(pieces[0][: FRAGMENT_WORDS // 2]), " ".join(pieces[-1][-FRAGMENT_WORDS // 2 :])]
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url.partition('#')[0]}#:~:text={directive}"
