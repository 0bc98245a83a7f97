"""Read a feed: RSS or Atom saved as a file, an article an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from loader.model import Rejection, Source
from loader.read.decode import Decoded, decode
from loader.read.files import Opened, UnreadableError
from loader.read.limits import MAX_DOCUMENT
from loader.read.mail import iso_date
from loader.read.make import make_source
from loader.read.markup import plain_text
from loader.read.record import as_line

SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
# Column of ours -> names of elements, in order of trust, namespaces left out.
ELEMENTS: dict[str, tuple[str, ...]] = {
    "id": ("guid", "id"),
    "headline": ("title",),
    "published": ("pubDate", "published", "date", "issued", "updated"),
    "byline": ("creator", "author"),
    "section": ("category",),
}
TEXTS = ("encoded", "content", "description", "summary")
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a feed does, whatever its name."""
    text = head[:2000].decode("latin-1")
    return text.lstrip("\xef\xbb\xbf \t\r\n").startswith("<") and _ROOT.search(text) is not None


def read(opened: Opened, _fields: Mapping[str, str]) -> Iterator[Source | Rejection]:
    """The article of each entry, numbered from 1."""
    raw = opened.whole(MAX_DOCUMENT, "split it")
    decoded = decode(raw, _encoding(raw))
    root = _parse(decoded.text)
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not items:
        reason = "a feed without entries" if _ROOT.search(decoded.text) else "XML of a kind that is not read"
        raise UnreadableError(f"{reason}: RSS and Atom are", "skipped")
    language = next((e.text for e in root.iter() if _name(e) == "language" and e.text), "") or root.get(
        _LANG, ""
    )
    common = {"publisher": _title(root), "language": language.strip()[:2].lower()}
    for number, item in enumerate(items, 1):
        yield _article(f"{opened.entry.path}#{number}", item, decoded, common)


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _encoding(raw: bytes) -> str | None:
    match = re.match(rb"""[^<]{0,9}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", raw)
    return match[1].decode("ascii") if match else None


def _parse(text: str) -> Any:
    """The root of an XML text. Entities of its own could unfold to gigabytes, or fetch files: they are refused."""
    import lxml.etree

    if "<!ENTITY" in text:
        raise UnreadableError("it defines entities of its own, which are not read; take its DOCTYPE out")
    parser = lxml.etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        huge_tree=False,
        remove_comments=True,
    )
    body = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.lstrip("\ufeff"))
    try:
        root = lxml.etree.fromstring(body.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"no valid XML: {error}") from error
    if root is None:
        raise UnreadableError("no valid XML")
    return root


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _title(root: Any) -> str:
    """The feed's own title: the first one outside its entries."""
    top = next((child for child in root if _name(child) == "channel"), root)
    return as_line(next((_words(child) for child in top if _name(child) == "title"), ""))


def _words(element: Any) -> str:
    return "".join(element.itertext())


def _article(path: str, item: Any, feed: Decoded, common: Mapping[str, str]) -> Source | Rejection:
    import lxml.etree

    children: dict[str, Any] = {}
    for child in item:
        children.setdefault(_name(child), child)
    declared = {**common, "url": _link(item)}
    for column, names in ELEMENTS.items():
        found = next((children[name] for name in names if name in children), None)
        declared[column] = (
            _person(found) if column == "byline" else as_line(_words(found) if found is not None else "")
        )
    declared["published"] = iso_date(declared["published"])
    declared["headline"] = as_line(plain_text(declared["headline"]))
    texts = [plain_text(_words(children[name])) for name in TEXTS if name in children]
    raw = lxml.etree.tostring(item, with_tail=False)
    return make_source(
        path,
        raw,
        replace(feed, text=next((text for text in texts if text.strip()), "")),
        declared={column: value for column, value in declared.items() if value},
        is_body=True,
    )


def _link(item: Any) -> str:
    """The address of an entry's page: the text of RSS's `link`, the attribute of Atom's."""
    for child in item:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = as_line(child.get("href") or child.text)
            if address:
                return address
    return ""


def _person(element: Any) -> str:
    """A writer's name: Atom has it in a child, RSS after an address, in brackets."""
    if element is None:
        return ""
    name = next((_words(child) for child in element if _name(child) == "name"), _words(element))
    match = re.fullmatch(r"\s*\S+@\S+\s+\(([^()]+)\)\s*", name[:500])
    return as_line(match[1] if match else name)
