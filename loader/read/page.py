"""Read what a page's markup declares of its article: JSON-LD first, then meta elements, then the visible heading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from loader.read.record import as_line

ARTICLE_TYPES = frozenset({
    "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting",
    "AdvertiserContentArticle", "Report",
})  # fmt: skip
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
MAX_HEADLINE = 300

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00bb\u2022\u00b7-]\s+|\s*[|\u00bb]\s*")
_BY = re.compile(r"^(?:by|written by|author)\s*:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|^@", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def declared_by_page(tree: Any) -> dict[str, str]:
    """The values that a page declares, under the names of our columns."""
    linked = _json_ld(tree)
    meta = _meta(tree)
    found = {
        "published": as_line(linked.get("datePublished")) or meta.get("published") or _time(tree),
        "byline": _names(linked.get("author")) or _names(meta.get("byline")) or _visible_byline(tree),
        "publisher": _names(linked.get("publisher")) or _names(meta.get("publisher")),
        "section": _first(linked.get("articleSection")) or meta.get("section", ""),
        "url": _canonical(tree) or meta.get("url", "") or _address(linked.get("url")),
        "language": _language(tree),
    }
    if found["byline"].casefold() == found["publisher"].casefold():
        found["byline"] = ""
    found["headline"] = _headline(tree, as_line(linked.get("headline")), meta.get("headline", ""), found)
    return {column: value for column, value in found.items() if value}


# ------------------------------------------------------------------------------------------ machine readable
def _json_ld(tree: Any) -> Mapping[str, Any]:
    """The first JSON-LD object of a page that is an article, with what its other such objects add."""
    merged: dict[str, Any] = {}
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for node in _articles(script.text_content()):
                merged = {**node, **merged}
    return merged


def _articles(text: str) -> Iterator[dict[str, Any]]:
    try:
        queue = [json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[: max(0, MAX_NODES - len(queue))])
        elif isinstance(node, dict):
            types = node.get("@type")
            if any(kind in ARTICLE_TYPES for kind in (types if isinstance(types, list) else [types]) if kind):
                yield node
            queue.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _meta(tree: Any) -> dict[str, str]:
    """The meta elements' contents by column of ours, the most trusted name's first."""
    contents: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name, content = element.get(attribute), as_line(element.get("content"))
            if name and content:
                contents.setdefault(name.strip().lower(), content)
    found = {}
    for column, names in META.items():
        if value := next((contents[name] for name in names if _fits(column, contents.get(name))), ""):
            found[column] = value
    return found


def _fits(column: str, value: str | None) -> bool:
    """An address is no name: some outlets give a profile page as author, or a Facebook page as publisher."""
    return bool(value) and (column not in ("byline", "publisher") or not _ADDRESS.match(value or ""))


def _names(value: Any) -> str:
    """The names of people or organisations, without addresses, repetitions and a leading "By"."""
    items = value if isinstance(value, list) else [value]
    names = (_BY.sub("", as_line(item)).strip(" ,;|") for item in items[:20])
    return ", ".join(dict.fromkeys(name for name in names if name and not _ADDRESS.match(name)))


def _first(value: Any) -> str:
    return as_line(value[0] if isinstance(value, list) and value else value)


def _address(value: Any) -> str:
    address = as_line(value)
    return address if re.match(r"https?://", address) else ""


def _canonical(tree: Any) -> str:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (address := _address(link.get("href"))):
            return address
    return ""


def _language(tree: Any) -> str:
    match = _LANGUAGE.match(
        (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    )
    return match[0].lower() if match else ""


# --------------------------------------------------------------------------------------------- what is visible
def _time(tree: Any) -> str:
    """The one machine-readable time of a page, or the first one inside its article."""
    times = [as_line(time.get("datetime")) for time in tree.iter("time") if time.get("datetime")]
    inside = [
        as_line(time.get("datetime"))
        for article in list(tree.iter("article", "main"))[:1]
        for time in article.iter("time")
        if time.get("datetime")
    ]
    marked = tree.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")
    if marked:
        return as_line(str(marked[0]))
    return times[0] if len(set(times)) == 1 else next(iter(inside), "")


def _visible_byline(tree: Any) -> str:
    found = tree.xpath("(//*[@rel='author'] | //*[@itemprop='author'])[position() <= 3]")
    return _names(
        [" ".join(element.text_content().split()) for element in found if len(element.text_content()) < 100]
    )


def _headline(tree: Any, linked: str, opened: str, found: Mapping[str, str]) -> str:
    """The heading that the page shows, where its title or metadata agree; else what those say."""
    title = next((as_line(element.text_content()) for element in tree.iter("title")), "")
    claims = [without_site(claim, found["publisher"], found["url"]) for claim in (linked, opened, title)]
    headings = [as_line(element.text_content()) for element in list(tree.iter("h1"))[:20]]
    headings = [heading for heading in headings if 0 < len(heading) <= MAX_HEADLINE]
    agreeing = [heading for heading in headings if any(_alike(heading, claim) for claim in claims)]
    claimed = next((claim for claim in claims[:2] if claim), "")
    return next(iter(agreeing), "") or claimed or next(iter(headings), "") or claims[2]


def _alike(first: str, second: str) -> bool:
    """Whether two headlines share most of the words of the shorter one."""
    a, b = set(re.findall(r"\w+", first.casefold())), set(re.findall(r"\w+", second.casefold()))
    return (
        bool(a and b)
        and len(a & b) >= 0.6 * min(len(a), len(b))
        and 3 * min(len(a), len(b)) >= max(len(a), len(b))
    )


def without_site(title: str, publisher: str, url: str) -> str:
    """A title without the name of its site, before or after a separator."""
    host = re.match(r"https?://(?:www\.)?([^/]+)", url)
    sites = {
        _squeeze(publisher),
        _squeeze(host[1]) if host else "",
        _squeeze(host[1].split(".")[0]) if host else "",
    }
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title[: 2 * MAX_HEADLINE]))
        if not cuts:
            break
        head, tail = title[: cuts[0].start()], title[cuts[-1].end() :]
        bar = "|" in cuts[-1][0] or "\u00bb" in cuts[-1][0]
        if _squeeze(tail) in sites or (
            bar and len(tail.split()) <= 4 < len(title.split()) - len(tail.split())
        ):
            title = title[: cuts[-1].start()].strip()
        elif _squeeze(head) in sites:
            title = title[cuts[0].end() :].strip()
        else:
            break
    return title


def _squeeze(name: str) -> str:
    return re.sub(r"\W+", "", name.casefold()).removeprefix("the") or "-"
