"""Turn HTML into paragraphs of plain text, a blank line between, without judging what is the article."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
SILENT = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed",
    "select", "button", "textarea",
})  # fmt: skip
_TAG = re.compile(
    r"</?(?:p|div|br|a|b|i|u|em|strong|h[1-6]|ul|ol|li|span|blockquote|img|figure|section|article|table|tr|td|html|body)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});")
_CONTAINER = re.compile(r"</?(?!(?:p|br|title|meta|script|style|link)\b)[a-zA-Z][^<>]*>")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_BLOCK_TAG = re.compile(r"<(?:p|div|br|h[1-6]|li|blockquote|tr|section|article)\b", re.IGNORECASE)


def parse(text: str) -> HtmlElement | None:
    """The tree of a page or a fragment, however broken; None where there is none."""
    text = _XML_DECLARATION.sub("", text[:1000]) + text[1000:]
    tree, whole = _tree(text)
    return tree if whole else _tree(_CONTAINER.sub(" ", text))[0]


def _tree(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether it holds all of the page: the parser stops at elements nested 2,048 deep."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None, True
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def has_tags(text: str) -> bool:
    """Whether a text that should be plain holds HTML."""
    return _TAG.search(text) is not None


def plain_text(text: str) -> str:
    """A text that may hold HTML or entities, as plain paragraphs; the blank lines that it has are kept."""
    if not has_tags(text):
        return html.unescape(text) if _ENTITY.search(text) else text
    tree = parse(text)
    if tree is None:
        return text
    return paragraphs(tree, _keep_blank_lines if _BLOCK_TAG.search(text) else _keep_lines)


def _one_space(_blanks: re.Match[str]) -> str:
    return " "


def _keep_blank_lines(blanks: re.Match[str]) -> str:
    return "\n\n" if blanks[0].count("\n") > 1 else " "


def _keep_lines(blanks: re.Match[str]) -> str:
    return "\n" * min(2, blanks[0].count("\n")) or " "


def paragraphs(tree: Any, blanks: Callable[[re.Match[str]], str] = _one_space) -> str:
    """The visible text of a tree: its blocks with a blank line between, its line breaks as such.

    `blanks` says what becomes of white space inside a text, where markup gives line ends no meaning.
    """
    pieces: list[str] = []
    for event, tag, text in _walk(tree):
        if event == "text":
            pieces.append(_BLANKS.sub(blanks, text))
        elif tag == "br":
            pieces.append("\n" if event == "start" else "")
        elif tag in BLOCKS:
            pieces.append("\n\n")
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(tree: Any) -> Any:
    """Yield (event, tag, text) in document order, silent elements left out, without recursion."""
    import lxml.etree

    silent: Any = None
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and silent is None:
            if tag in SILENT or not tag:
                silent = element
            else:
                yield "start", tag, ""
                yield "text", tag, element.text or ""
        elif event == "end" and silent is element:
            silent = None
            yield "text", tag, element.tail or ""
        elif event == "end" and silent is None:
            yield "end", tag, ""
            yield "text", tag, element.tail or ""
