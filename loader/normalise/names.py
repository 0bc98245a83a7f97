"""Tells what a short piece of a header line names: people, a desk, an agency, an outlet, a place."""

from __future__ import annotations

import re
from functools import cache

from loader.lexicon import words

_NAME_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w.'’‘-]*|de|da|di|do|dos|del|della|der|den|van|von|bin|bint|ibn|al|el|la|le|ul|ur|y|e|ten|ter|zu)"
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,5}}")
_JOINT = re.compile(r"\s*(?:,| and | & | with |;|/| et | und | y )\s*")
_ROLE = re.compile(
    r"(?i)\b(?:columnists?|contributors?|contributing writers?|(?:\w+ )?editors?(?:-at-large)?|correspondents?|reporters?|"
    r"writers?|staff|bureau chief|analysts?|journalists?|producers?|fellow|freelance|intern|critic|guest)\b"
)
_DESK = re.compile(
    r"(?i)(?:the )?(?:(?:[\w.&'’/-]+ ){0,4}(?:news desk|web ?desk|desk|bureau(?: report)?|newsroom|news team|web team|"
    r"editorial (?:team|board)|staff(?: (?:report(?:er)?s?|writers?|correspondents?))?|wire services?|news service|monitoring|"
    r"web report|report)|(?:our|special|staff|a|an|own|senior) (?:\w+ )?(?:correspondents?|reporters?)|correspondents?|staff|"
    r"editor|editors|editorial|admin|administrator)"
)
_DOMAIN = re.compile(
    r"(?i)(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|co|in|pk|uk|cn|info|tv|news|au|ca|us|eu|de|io|my|ng|za|ae|lk|bd|np|me|in)(?:\.[a-z]{2})?"
)
_HANDLE = re.compile(r"\(?@\w+\)?|\S+@\S+\.\w+")
PARTICLES = frozenset(
    "de da di do dos del della der den van von bin bint ibn al el la le ul ur y e ten ter zu".split()
)


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in words("normalise_agencies"))


def is_agency(text: str) -> bool:
    """Whether `text` is the name of a news agency."""
    return text.strip(" .").casefold() in _agencies()


def is_desk(text: str) -> bool:
    """Whether `text` names a desk or an unnamed correspondent ("News Desk", "Our Correspondent")."""
    return len(text) < 60 and _DESK.fullmatch(text.strip(" .:")) is not None


def is_domain(text: str) -> bool:
    """Whether `text` is a host name ("UrduPoint.com")."""
    return len(text) < 80 and _DOMAIN.fullmatch(text) is not None


def is_outlet(text: str) -> bool:
    """Whether `text` reads as the name of a news outlet: at most six words, in capitals, the last one telling."""
    parts = text.split()
    if not 1 <= len(parts) <= 6 or text[-1:] in ".!?":
        return False
    if is_domain(text) or text in words("normalise_outlets"):
        return True
    capital = all(part[:1].isupper() or part in ("of", "the", "and", "&", "de", "–", "-") for part in parts)
    named = any(
        part.strip("()") in words("normalise_outlets")
        for part in (parts[-1], parts[1] if parts[0] == "The" and len(parts) > 1 else "")
    )
    return capital and len(parts) > 1 and named


def is_place(text: str) -> bool:
    """Whether `text` is a known place, or several with commas between ("Dekalb, Ill." needs only its last part)."""
    parts = [part.strip() for part in re.split(r"[,/]", text) if part.strip()]
    return bool(parts) and any(_known_place(part) for part in parts)


@cache
def _places() -> frozenset[str]:
    return frozenset(place.casefold() for place in words("normalise_places"))


def _known_place(part: str) -> bool:
    return part.casefold() in _places() or part.rstrip(".").casefold() in _places()


def is_name(text: str) -> bool:
    """Whether `text` may be the name of one person: one to six words, each with a capital or a particle."""
    text = text.strip(" .,")
    parts = text.split()
    if not 1 <= len(parts) <= 6 or len(text) > 60 or any(char.isdigit() for char in text):
        return False
    return _NAME.fullmatch(text) is not None and parts[-1] not in PARTICLES


def split_byline(text: str) -> tuple[str, str | None]:
    """The names (or the desk) of a byline without roles, addresses and outlets, and the agency that it credits.

    The names stand as printed ("LISA MASCARO and ERIC TUCKER"); "" where the text holds none.
    """
    text = _HANDLE.sub(" ", text)
    text = re.sub(r"\([^)]*\)", " ", text)
    text = " ".join(text.split()).strip(" ,;|/-–—.:•·")
    if is_agency(text):
        return "", text
    if is_desk(text):
        return text, None
    agency, end, position = None, 0, 0
    for piece in re.split(rf"({_JOINT.pattern})", text):
        start, position = position, position + len(piece)
        if not piece.strip() or _JOINT.fullmatch(piece):
            continue
        bare = _ROLE.sub("", piece).strip(" ,.")
        found = next((bare[i:] for i in _word_starts(bare) if is_agency(bare[i:])), None)
        if found:
            agency = agency or found
            bare = bare[: len(bare) - len(found)].strip()
        role = _ROLE.search(piece)
        if role and end and start + role.start() > end or end and is_outlet(bare):
            continue
        if bare and is_name(bare) and (end == 0 or not is_place(bare)):
            end = start + piece.index(bare.split()[0]) + len(bare) if bare in piece else position
    return text[:end].strip(" ,;"), agency


def _word_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(" ", text))]
