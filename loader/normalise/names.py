"""Tells what a short piece of a header line names: people, a desk, an agency, an outlet, a place."""

from __future__ import annotations

import re
from functools import cache

from loader.lexicon import lines, read_once, table, words

PARTICLES = (
    "de|da|di|do|dos|del|della|der|den|van|von|bin|bint|ibn|al|el|la|le|ul|ur|y|e|ten|ter|zu"  # inside names
)
_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w.'’‘-]*|{PARTICLES})"
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,5}}(?<!\b[a-z]{{2}})")
_JOINT = re.compile(r"(\s*(?:,| and | & | with |;|/| et | und | y )\s*)")
_ROLE = re.compile(
    r"(?i)\b(?:(?:senior|staff|contributing|chief|special|political|diplomatic|opinion|guest|freelance|national|"
    r"foreign) )*(?:columnists?|contributors?|editors?(?:-at-large)?|correspondents?|reporters?|writers?|staff|"
    r"bureau chief|analysts?|journalists?|producers?|fellow|intern|critic)\b"
)
_DESK = re.compile(
    r"(?i)(?:the )?(?:(?:[\w.&'’/-]+ ){0,4}"
    r"(?:desk|bureau(?: report)?|newsroom|(?:news|web) team|editorial (?:team|board)|wire services?|news service|"
    r"monitoring(?: report)?|web report|staff(?: (?:report(?:er)?s?|writers?|correspondents?))?)|"
    r"(?:our|special|staff|a|an|own|senior) (?:\w+ )?(?:correspondents?|reporters?)|"
    r"correspondents?|staff|report|editors?|editorial|admin|administrator)"
)
_TOP = "com|org|net|co|in|pk|uk|cn|info|tv|news|au|ca|us|eu|de|io|my|ng|za|ae|lk|bd|np|me"
_DOMAIN = re.compile(rf"(?i)(?:www\.)?[a-z0-9-]{{2,40}}(?:\.[a-z0-9-]{{2,40}})*\.(?:{_TOP})(?:\.[a-z]{{2}})?")
_HANDLE = re.compile(r"\(?@\w+\)?|\S+@\S+\.\w+")
MAJOR = 250_000  # people: "Clinton: ..." names a speaker, not the town
_GAZETTEER = ("places_also.tsv", "places_regions.tsv", "normalise_places.txt")
_LINKS = frozenset(("of", "the", "and", "&", "de", "–", "-"))


@cache
def _agencies() -> frozenset[str]:
    """Names of agencies; the longer ones in lower case too ("XINHUA"), since "Pa." is no PA and "an" no AN."""
    names = words("normalise_agencies")
    return names | {name.casefold() for name in names if len(name) > 4}


def is_agency(text: str) -> bool:
    """Whether `text` is the name of a news agency."""
    bare = text.strip(" .")
    return bare in _agencies() or bare.casefold() in _agencies()


def is_desk(text: str) -> bool:
    """Whether `text` names a desk or an unnamed correspondent ("News Desk", "Our Correspondent")."""
    return len(text) < 60 and _DESK.fullmatch(text.strip(" .:")) is not None


def is_domain(text: str) -> bool:
    """Whether `text` is a host name ("UrduPoint.com")."""
    return len(text) < 80 and _DOMAIN.fullmatch(text) is not None


def is_outlet(text: str) -> bool:
    """Whether `text` reads as the name of a news outlet: at most six words, in capitals, the first or last telling."""
    parts = text.split()
    known = words("normalise_outlets")
    if not 1 <= len(parts) <= 6 or text[-1:] in ".!?":
        return False
    if is_domain(text) or text in known:
        return True
    capital = all(part[:1].isupper() or part.isdigit() or part in _LINKS for part in parts)
    last = parts[-1].strip("()")
    telling = last in known or last.capitalize() in known or (parts[0].isupper() and parts[0] in known)
    return capital and len(parts) > 1 and telling


@cache
def _places() -> tuple[frozenset[str], frozenset[str]]:
    """All places of the gazetteer, folded, and those among them that need no second clue."""
    rows = [line.split("\t") for line in read_once("places.tsv")]
    kind, population = rows[0].index("kind"), rows[0].index("population")
    small = {row[0] for row in rows[1:] if row[kind] == "city" and int(row[population] or 0) < MAJOR}
    large = {row[0] for row in rows[1:]} - small
    for name in _GAZETTEER:
        large.update(form for line in lines(name) for form in line.split("\t", 1)[0].split("|"))
    large.update(form for row in table("places_countries") for form in row["names"].split("|"))
    major = frozenset(form.casefold().rstrip(".") for form in large)
    return major | {form.casefold().rstrip(".") for form in small}, major


def is_major_place(text: str) -> bool:
    """Whether `text` is a place that a dateline may name in small letters without more ("Doha: ...")."""
    return text.strip(" .").casefold() in _places()[1]


def _known_place(part: str) -> bool:
    return part.strip(" .").casefold() in _places()[0]


def is_place(text: str) -> bool:
    """Whether `text` is a known place, or one beside a known region or country ("Dekalb, Ill.")."""
    return any(_known_place(part) for part in re.split(r"[,/]", text))


def is_known_place(text: str) -> bool:
    """Whether each part of `text` is a known place ("Washington", "New Delhi, India")."""
    return all(_known_place(part) for part in re.split(r"[,/]", text) if part.strip()) and bool(
        text.strip(" ,/")
    )


def is_name(text: str) -> bool:
    """Whether `text` may be the name of one person: one to six words, each with a capital or a particle."""
    text = text.strip(" .,")
    if len(text) > 60 or any(char.isdigit() for char in text):
        return False
    return _NAME.fullmatch(text) is not None


def split_byline(text: str) -> tuple[str, str | None]:
    """The names (or the desk) of a byline without roles, addresses and outlets, and the agency that it credits.

    The names stand as printed ("LISA MASCARO and ERIC TUCKER"); "" where the text holds none.
    """
    text = re.sub(r"\([^)]*\)", " ", _HANDLE.sub(" ", text))
    text = " ".join(text.split()).strip(" ,;|/-–—.:•·")
    if is_agency(text):
        return "", text
    if is_desk(text):
        return text, None
    agency, end, position = None, 0, 0
    for piece in _JOINT.split(text):
        start, position = position, position + len(piece)
        if not piece.strip() or _JOINT.fullmatch(piece):
            continue
        bare, found = _without_credit(piece)
        agency = agency or found
        if (
            bare
            and is_name(bare)
            and not _is_plain_word(bare)
            and not (end and (is_place(bare) or is_outlet(bare)))
        ):
            end = start + piece.index(bare) + len(bare)
    return text[:end].strip(" ,;"), agency


def _is_plain_word(bare: str) -> bool:
    """Whether a would-be name is a word or a section ("Posted", "Science & Astronomy")."""
    folded = bare.casefold()
    return folded in words("normalise_sections") or (" " not in bare and folded in words("normalise_words"))


def _without_credit(piece: str) -> tuple[str, str | None]:
    """One person's part of a byline without role and outlet, and the agency in it."""
    role = _ROLE.search(piece)
    bare = (piece[: role.start()] if role else piece).strip(" ,.")
    starts = [match.end() for match in re.finditer(" ", bare)]
    for start in [0, *starts]:
        if is_agency(bare[start:]):
            return bare[:start].strip(), bare[start:]
    outlet = next((start for start in starts[1:] if is_outlet(bare[start:])), None)
    return (bare[:outlet].strip() if outlet else bare), None
