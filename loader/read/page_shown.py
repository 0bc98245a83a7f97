"""Read what a page shows of its article: the headline without the site's name, the day, the writers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from loader.read.markup import paragraphs
from loader.read.record import as_line

MAX_HEADLINE = 300
MAX_HEADINGS = 20
MAX_LABEL = 100  # characters of an element that holds a date or a byline and little else
MAX_LABELS = 200  # elements looked at
ASIDE = frozenset({"aside", "footer", "nav"})  # what stands there belongs to other articles, or to the site
ARTICLE = frozenset({"article", "main"})
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00bb\u2022\u00b7-]\s+|\s*[|\u00bb]\s*")
_BY = re.compile(r"(?:by|written by|author|reporter)\s*:?\s+", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w'\u2019.-]*)(?:,? (?:and |& )?[^\W\d_][\w'\u2019.-]*){1,6}")
_DAY = re.compile(
    rf"\b(?:(?:{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})\.?,? \d{{4}}"
    r"|\d{4}-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:^|[-_\s])(?:date|time|timestamp|publish(?:ed)?|posted|pub)", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|edited", re.IGNORECASE)
_SIGNED = re.compile(r"(?:^|[-_\s])(?:byline|author)", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------ day, writers
def day(tree: Any) -> str:
    """The time that a page marks as such, or the full date in an element named for it; never one it does not show."""
    marked = tree.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")
    if marked:
        return as_line(str(marked[0]))
    times = [time for time in tree.iter("time") if time.get("datetime") and not _beside(time)]
    times = [time for time in times if not _CHANGED.search(_label(time))]
    inside = [time for time in times if any(outer.tag in ARTICLE for outer in time.iterancestors())]
    values = [as_line(time.get("datetime")) for time in inside or times]
    if inside or len(set(values)) == 1:
        return values[0]
    shown = (_DAY.search(text) for text in _labelled(tree, _DATED) if not _CHANGED.search(text))
    return next((match[0] for match in shown if match), "")


def byline(tree: Any) -> str:
    """The writers in an element named for them."""
    marked = tree.xpath("(//*[@rel='author'] | //*[@itemprop='author'])[position() <= 3]")
    texts = [as_line(element.text_content()) for element in marked if _is_short(element)]
    names = [_BY.sub("", text, count=1) if _BY.match(text) else text for text in texts]
    signed = (_BY.sub("", text, count=1) for text in _labelled(tree, _SIGNED) if _BY.match(text))
    found = dict.fromkeys(name.strip(" ,|") for name in names if name.strip(" ,|"))
    return ", ".join(found) or next((name for name in signed if _NAME.fullmatch(name)), "")


def _labelled(tree: Any, name: re.Pattern[str]) -> Iterator[str]:
    """The short texts of elements whose class or id matches `name`, outside what stands beside the article."""
    elements = tree.xpath(f"(//body//*[@class or @id])[position() <= {20 * MAX_LABELS}]")
    named = [element for element in elements if isinstance(element.tag, str) and name.search(_label(element))]
    for element in named[:MAX_LABELS]:
        if _is_short(element) and not _beside(element):
            yield as_line(paragraphs(element))


def _is_short(element: Any) -> bool:
    """Whether an element holds a label's text at most; it may hold the whole page, so only its start is looked at."""
    left = MAX_LABEL
    for text in element.itertext():
        left -= len(" ".join(text[: 4 * MAX_LABEL].split()))
        if left < 0:
            return False
    return True


def _label(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _beside(element: Any) -> bool:
    return any(ancestor.tag in ASIDE for ancestor in element.iterancestors())


# -------------------------------------------------------------------------------------------------- headline
def headings(tree: Any) -> list[str]:
    """The page's main headings."""
    found = (as_line(paragraphs(element)) for element in list(tree.iter("h1"))[:MAX_HEADINGS])
    return [heading for heading in found if 0 < len(heading) <= MAX_HEADLINE]


def headline(claims: Sequence[str], shown: Sequence[str], sites: set[str]) -> str:
    """The heading that the page shows, where a claim (JSON-LD, meta, title) agrees; else the first claim.

    The last claim is the page's title, which goes after any heading.
    """
    plain = [without_site(claim, sites) for claim in claims]
    shown = [heading for heading in shown if _squeeze(heading) not in sites]
    agreeing = (heading for heading in shown if any(alike(heading, claim) for claim in plain))
    told = (claim for claim in plain[:-1] if claim)
    return next(agreeing, "") or next(told, "") or next(iter(shown), "") or plain[-1]


def site_names(publisher: str, url: str, title: str, shown: Sequence[str]) -> set[str]:
    """What the site may call itself in titles: its name, its host, or a heading that the title ends with."""
    host = re.match(r"https?://(?:www\.)?([^/]+)", url)
    names = {
        _squeeze(publisher),
        _squeeze(host[1]) if host else "",
        _squeeze(host[1].split(".")[0]) if host else "",
    }
    *start, end = _SEPARATOR.split(title[: 2 * MAX_HEADLINE])
    if start and len(end.split()) < max(len(part.split()) for part in start) and end in shown:
        names.add(_squeeze(end))  # the heading is a logo
    return names - {""}


def without_site(title: str, sites: set[str]) -> str:
    """A title without the name of its site, before or after a separator."""
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


def alike(first: str, second: str) -> bool:
    """Whether two headlines share most of the words of the shorter one."""
    a, b = set(re.findall(r"\w+", first.casefold())), set(re.findall(r"\w+", second.casefold()))
    fewer, more = sorted((len(a), len(b)))
    return fewer > 0 and len(a & b) >= 0.6 * fewer and 3 * fewer >= more


def _squeeze(name: str) -> str:
    return re.sub(r"\W+", "", name.casefold()).removeprefix("the")
