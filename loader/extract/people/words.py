"""Capitalised words of a text in runs, each word with its kind: name, title, country, institution, acronym or never."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from loader.extract.places.gazetteer import places
from loader.lexicon import lines, read_once, table, words

KEPT = 1 << 16  # words whose look-ups are remembered
PREFIX = r"(?:(?:a[dlnrst]h?|el|ul|d|l|dell|t)[-'’])?"
WORD = re.compile(rf"(?<![\w’'-]){PREFIX}[^\W\d_a-z](?:\w|[-'’.&\xad](?=\w))*")
POSSESSIVE = re.compile(r"['’][sS]?$")
LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": None,
        "'": None,
    }
)
ABBREVIATIONS = frozenset(
    ["jr", "sr", "mohd", "md", "mst", "abd", "wm", "geo", "chas", "jos", "thos", "st", "ph"]
)
APOSTROPHES = ("'", "’")
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
NAMES_TOO = frozenset(
    [
        "may",
        "june",
        "april",
        "august",
        "jan",
        "will",
        "young",
        "dean",
        "duke",
        "earl",
        "baker",
        "cook",
        "farmer",
        "hunter",
    ]
)


@dataclass(slots=True)
class Word:
    """A capitalised word: its span without possessive, its folded form, and what kind of word it is.

    `particles` holds the lower-case particles before it; `joined` says that only a space (or particles) parts it
    from the word before; `possessive` that 's follows.
    """

    start: int
    end: int
    key: str
    kind: str
    joined: bool = False
    particles: int = 0
    possessive: bool = False
    caps_line: bool = False
    label: str = ""


@lru_cache(KEPT)
def fold(text: str) -> str:
    """A word in lower case without accents, apostrophes and soft hyphens."""
    text = text.lower().translate(LETTERS).replace("\xad", "")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def known_names() -> frozenset[str]:
    """Given and family names of the world, folded."""
    return _front_coded("people_names.txt")


@cache
def family_names() -> frozenset[str]:
    """Frequent family names, folded."""
    return _front_coded("people_family.txt")


def _front_coded(file: str) -> frozenset[str]:
    name = ""
    return frozenset([name := name[: int(line[0])] + line[1:] for line in read_once(file)])


@lru_cache(KEPT)
def is_known(key: str) -> bool:
    """Whether a folded word, or each part of a hyphenated one, is a known name."""
    names = known_names()
    return (
        key in names
        or key.replace("-", "") in names
        or ("-" in key and all(p in names for p in key.split("-") if p))
    )


@cache
def genders() -> dict[str, str]:
    """Given names with `m` or `f`."""
    return dict(line.split("\t") for line in lines("people_given.tsv")[1:])


@cache
def titles() -> dict[str, dict[str, str]]:
    """Title words, with kind and gender."""
    return {row["word"]: row for row in table("people_titles")}


@cache
def countries() -> dict[str, str]:
    """Names and demonyms of countries (as printed), with alpha-2 codes."""
    heaviest = ((name, bearers[0]) for name, bearers in places().items())
    return {n: p.country for n, p in heaviest if p.kind in ("country", "demonym") and p.country}


@cache
def _long_countries() -> re.Pattern[str]:
    forms = sorted((f for f in countries() if " " in f or "." in f), key=lambda f: (-len(f), f))
    return re.compile(r"\b(?:" + "|".join(re.escape(f) for f in forms) + r")(?!\w)")


@lru_cache(KEPT)
def _kind(key: str, text: str) -> str:
    if text in countries():
        return "country"
    if key in titles() or (key.endswith("s") and key[:-1] in titles() and len(key) > 5):
        return "name" if text in ("Md", "Mps") else "title"
    english = key if text.isascii() else text.lower()  # no accent makes an English word of a name (Store)
    if english in words("people_never"):
        return "never"
    if english in words("people_institutions"):
        return "institution"
    if any(c.isdigit() for c in text) or "&" in text:
        return "never"
    return "name"


def find_words(text: str) -> Iterator[Word]:
    """The capitalised words of a text in order."""
    long = [m.span() for m in _long_countries().finditer(text)]
    at, end_before = 0, -1
    lines_ = _Lines(text)
    for match in WORD.finditer(text):
        start, end = match.span()
        raw = match.group()
        core, possessive = _core(raw, text[end : end + 1])
        end = start + len(core)
        bare = core.rstrip(".")
        if bare[0] > "z" and bare[0].islower():  # the pattern lets letters beyond a-z pass
            continue
        key = fold(bare)
        if text[end : end + 1] == "." and key + "." in titles():
            key += "."
        capitals = len(bare) > 1 and bare.isupper()
        speaker = capitals and len(bare) > 3 and text[end : end + 1] == ":"  # of a transcript
        caps_line = speaker or (capitals and lines_.is_caps(start))
        while at < len(long) and long[at][1] <= start:
            at += 1
        if at < len(long) and long[at][0] <= start:
            kind = "country"
        elif (len(bare) == 1 and text[end : end + 1] == ".") or key in SUFFIXES:
            kind = "name"
        elif capitals and not caps_line and "." not in bare and "-" not in bare:
            kind = "acronym" if key not in titles() else "title"
        elif caps_line:
            kind = _kind(key, bare.title())
        else:
            kind = _kind(key, bare)
        joined, particles = (
            _gap(text[end_before:start]) if end_before >= 0 and start - end_before < 24 else (False, 0)
        )
        if core[-1:] != "." and text[end : end + 1] == "." and _may_end_in_period(bare, key):
            end += kind == "name"
            end_before = end + (kind != "name")
        elif kind == "title" and text[end : end + 1] in APOSTROPHES:  # Dato'
            end_before = end + 1
        else:
            end_before = end
        if possessive:
            end_before = -1
        yield Word(start, end, key, kind, joined, particles, possessive, caps_line)


@lru_cache(KEPT)
def _may_end_in_period(bare: str, key: str) -> bool:
    """Whether a period after a word belongs to it: initials and abbreviations."""
    return len(bare) == 1 or (len(bare) > 2 and bare[-2] == ".") or key in ABBREVIATIONS or key in titles()


def _core(raw: str, after: str) -> tuple[str, bool]:
    """A word without its possessive ending, and whether it had one."""
    match = POSSESSIVE.search(raw)
    if match:
        return raw[: match.start()], True
    return raw, bool(after) and after in "'’" and raw.endswith("s")


class _Lines:
    """Tells whether the line at a position is printed in capitals; positions come in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = -1
        self._caps = False

    def is_caps(self, position: int) -> bool:
        if position > self._end:
            end = self._text.find("\n", position)
            self._end = len(self._text) if end < 0 else end
            line = self._text[self._text.rfind("\n", 0, position) + 1 : self._end]
            letters = [c for c in line if c.isalpha()]
            self._caps = len(letters) > 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
        return self._caps


@lru_cache(KEPT)
def _gap(gap: str) -> tuple[bool, int]:
    """Whether what stands between two words keeps them in one run, and how many particles it holds."""
    if gap in (" ", "\xa0", "  "):
        return True, 0
    parts = gap.split()
    apart = gap[:1].isspace() and gap[-1:].isspace() and "\n" not in gap
    if apart and 0 < len(parts) <= 3 and all(p in words("people_particles") for p in parts):
        return True, len(parts)
    return False, 0
