"""Read what a page tells machines: its JSON-LD, meta elements, canonical address and language."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loader.read.page_shown import alike
from loader.read.record import as_line

ARTICLE_TYPES = frozenset({
    "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting", "AdvertiserContentArticle",
    "Report",
})  # fmt: skip
NESTING_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
# Column of ours -> names of meta elements (name, property or itemprop), in order of trust.
META: dict[str, tuple[str, ...]] = {
    "headline": ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
    "published": (
        "article:published_time", "datepublished", "article:published", "og:published_time", "parsely-pub-date",
        "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate",
        "publish-date", "publish_date", "publication_date", "article.published", "originalpublicationdate", "date",
    ),
    "byline": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "byline"),
    "publisher": ("og:site_name", "dc.publisher", "article:publisher", "application-name"),
    "section": ("article:section", "articlesection", "parsely-section", "section", "og:section"),
    "url": ("og:url",),
}  # fmt: skip
MAX_NODES = 5_000

_BY = re.compile(r"^(?:by|written by|author)\s*:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|^@", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def linked_article(tree: Any, titles: Sequence[str]) -> Mapping[str, Any]:
    """The JSON-LD object that describes the page's article: the one with its title, else the first; or nothing.

    Pages list related articles in the same way, so two objects are never mixed.
    """
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    found = [node for script in scripts for node in _articles(script.text_content())]
    titled = (node for node in found if any(alike(as_line(node.get("headline")), title) for title in titles))
    return next(titled, found[0] if found else {})


def _articles(text: str) -> Iterator[dict[str, Any]]:
    try:
        queue = deque([json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, list):
            queue.extend(node[: max(0, MAX_NODES - len(queue))])
        elif isinstance(node, dict):
            if _is_article(node.get("@type")):
                yield node
            queue.extend(node[key] for key in NESTING_KEYS if key in node)


def _is_article(types: Any) -> bool:
    kinds = types if isinstance(types, list) else [types]
    return any(isinstance(kind, str) and kind in ARTICLE_TYPES for kind in kinds)


def meta(tree: Any) -> dict[str, str]:
    """The meta elements' contents by column of ours, the most trusted name's first."""
    contents: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = as_line(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and content:
                contents.setdefault(name.strip().lower(), content)
    found = {}
    for column, own_names in META.items():
        values = (contents[name] for name in own_names if name in contents)
        if value := next((value for value in values if _fits(column, value)), ""):
            found[column] = value
    return found


def _fits(column: str, value: str) -> bool:
    """An address is no name: some outlets give a profile page as author, or a Facebook page as publisher."""
    return column not in ("byline", "publisher") or not _ADDRESS.match(value)


def names(value: Any) -> str:
    """The names of people or organisations, without addresses, repetitions and a leading "By"."""
    items = value if isinstance(value, list) else [value]
    found = (_BY.sub("", as_line(item)).strip(" ,;|") for item in items[:20])
    return ", ".join(dict.fromkeys(name for name in found if name and not _ADDRESS.match(name)))


def first(value: Any) -> str:
    """The first of several values, or the only one."""
    return as_line(value[0] if isinstance(value, list) and value else value)


def address(value: Any) -> str:
    """A web address, or nothing where the value is none."""
    found = as_line(value)
    return found if re.match(r"https?://", found) else ""


def canonical(tree: Any) -> str:
    """The address that a page gives as its own."""
    links = (link for link in tree.iter("link") if (link.get("rel") or "").strip().lower() == "canonical")
    return next(filter(None, (address(link.get("href")) for link in links)), "")


def language(tree: Any) -> str:
    """The language of a page's root element, without its region."""
    match = _LANGUAGE.match((tree.get("lang") or tree.get(_XML_LANG) or "").strip())
    return match[0].lower() if match else ""
