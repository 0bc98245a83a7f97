"""Reads the credits at an article's end: who wrote the copy, whose page it is."""

from __future__ import annotations

import re

from loader.normalise.names import is_agency, is_outlet
from loader.normalise.page import Line, Page

_SIGNED = re.compile(r"(?P<gap>\s*)[(\[](?P<agency>[^()\[\]]{2,40})[)\]]\s*\.?$")
_DASHED = re.compile(r"(?P<gap>\s*)(?:—|–|--|-|/)\s?(?P<agency>[A-Z][\w .]{1,30}?)/?\.?$")
_CREDIT = re.compile(
    r"(?i)\(?(?:\w+ )?(?:reporting|writing|editing|compiled|translated) (?:by|from|in) .{2,240}\)?\.?$"
)
_ABOUT = re.compile(
    r"(?: \([^)]*\))?,? (?:is|was|covers|writes|reports|works|has|joined|can be)\b.*"
    r"\b(?:writ|author|report|edit|journalis|column|correspond|contribut|blog|cover|found|professor|fellow|analyst)"
)
_FREELANCE = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){2,4}is an? (?:\w+ )?(?:freelance )?(?:\w+ )?(?:writer|reporter|journalist|columnist)"
    r"\b.{0,120}$"
)
_COPYRIGHT = re.compile(
    r"(?i)(?:copyright|©|ⓒ|\(c\))[\s©ⓒ:]*(?:\(c\)\s*)?(?P<years>(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?[\s,.©]*(?:by\s+)?"
    r"(?P<who>.*?)(?P<rights>[\s,.|;-]*all rights reserved.*)?$"
)
_CUT = re.compile(
    r"\s*(?:[|·•,;]|\.(?=\s|$)|(?<=\s)[-–—]\s|(?:19|20)\d\d|\ball\b|\bICP|[^\x00-\u024f\u2010-\u2027])"
)


def read_agency(page: Page, body: list[Line]) -> None:
    """Notes the agency that signs the last lines of the body, `(ANI)`; a line that holds nothing else goes."""
    for line in reversed(body[-3:]):
        bare = line.text.strip(" .()[]-–—/*")
        if line.words <= 4 and is_agency(bare):
            page.note("agency", bare, "signed off")
            line.reason = "credit"
            continue
        tail = line.text[-60:]
        match = _SIGNED.search(tail) or _DASHED.search(tail)
        if match and is_agency(match["agency"]):
            page.note("agency", match["agency"].strip(), "signed off")
        return


def mark_author_note(page: Page, body: list[Line]) -> None:
    """Marks the lines at the end that say who wrote the article: "NAME is a writer ..." of the name in the byline."""
    name = page.found.get("byline", "").casefold()
    for line in body[-4:]:
        text = line.text.casefold()
        known = len(name) > 4 and text.startswith(name) and _ABOUT.match(text[len(name) :])
        if known or (line is body[-1] and _FREELANCE.match(line.text)):
            line.reason = "about the author"


def read_copyright(page: Page) -> None:
    """Notes the holder of the page's copyright as its publisher; an agency's copyright names the agency."""
    for line in reversed(page.lines):
        if not 8 < len(line.text) < 240 or (line.prose and line.words > 30):
            continue
        match = _COPYRIGHT.match(line.text)
        if not match or not (match["rights"] or match["years"] or line.text[:9].casefold() == "copyright"):
            continue
        who = _CUT.split(match["who"].strip(), maxsplit=1)[0].strip(" .,;:-–—")
        if not who or len(who.split()) > 8 or not who[0].isalnum():
            continue
        if is_agency(who):
            page.note("agency", who, "copyright line")
        elif (
            match["rights"] or is_outlet(who) or (line.words <= 8 and line.text[:9].casefold() == "copyright")
        ):
            page.note("publisher", who, "copyright line")
