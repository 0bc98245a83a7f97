"""Read what a page declares of its article: what machines are told first, then what the page shows."""

from __future__ import annotations

import html
from typing import Any

from loader.read import page_head, page_shown
from loader.read.record import as_line


def declared_by_page(tree: Any) -> dict[str, str]:
    """The values that a page declares, under the names of our columns."""
    title = next((as_line(element.text_content()) for element in tree.iter("title")), "")
    headings = page_shown.headings(tree)
    meta = page_head.meta(tree)
    linked = page_head.linked_article(tree, [title, meta.get("headline", ""), *headings])
    found = {
        "published": as_line(linked.get("datePublished")) or meta.get("published") or page_shown.day(tree),
        "byline": page_head.names(linked.get("author")) or page_head.names(meta.get("byline")),
        "publisher": page_head.names(linked.get("publisher")) or page_head.names(meta.get("publisher")),
        "section": page_head.first(linked.get("articleSection")) or meta.get("section", ""),
        "url": page_head.canonical(tree) or meta.get("url", "") or page_head.address(linked.get("url")),
        "language": page_head.language(tree),
    }
    found = {column: as_line(html.unescape(value)) for column, value in found.items()}
    if not found["byline"] or found["byline"].casefold() == found["publisher"].casefold():
        found["byline"] = page_shown.byline(tree)
    claims = [
        html.unescape(claim) for claim in (as_line(linked.get("headline")), meta.get("headline", ""), title)
    ]
    sites = page_shown.site_names(found["publisher"], found["url"], title, headings)
    found["headline"] = page_shown.headline(claims, headings, sites)
    return {column: value for column, value in found.items() if value}
