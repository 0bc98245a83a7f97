"""Turns whatever a person types into a valid FTS5 expression, and says how it was understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

NOTHING = '""'
"""A valid FTS5 expression that finds nothing."""
MAX_TERMS = 60
"""More words than this are left out: longer expressions only cost time."""
MIN_BEGINNING = 3
"""Shorter beginnings of words are looked up as words: a tenth of all words begin with the same letter."""
MAX_DEPTH = 5
"""Brackets nested deeper than this are ignored (FTS5's own parser gives up at some depth)."""
NEAR_WORDS = 10
"""How near NEAR is when the query does not say, in words, as in FTS5."""

TOKEN = re.compile(
    r"""NEAR\((?P<near>[^()]*)\)
      | (?P<infix>NEAR(?:/(?P<distance>\d{1,3}))?)(?=\s)
      | (?P<minus>-)(?=["(\w])
      | "(?P<phrase>[^"]*)"?(?P<star>\*?)
      | (?P<open>\()
      | (?P<close>\))
      | (?P<pipe>\|+)
      | (?P<word>[^\s"()|]+)""",
    re.VERBOSE,
)
QUOTE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‐‑‒–—−", "-"))
OPERATORS = {"OR", "AND", "NOT"}


type Spell = Callable[[str, bool], list[str]]
"""Gives other spellings of a word, or (true) other words for the beginning of one."""


class Part(NamedTuple):
    """A piece of the expression, as FTS5 reads it and as people do; `joined` tells that it needs brackets.

    `plain` is a single word or phrase as typed, where other spellings stand beside it.
    """

    fts: str
    shown: str
    joined: bool = False
    plain: Part | None = None

    def bracketed(self) -> Part:
        """This part, in brackets where it has more than one word."""
        return Part(f"({self.fts})", f"({self.shown})") if self.joined else self


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: `fts` for MATCH, `shown` for people, `notes` on what was left aside."""

    fts: str = NOTHING
    shown: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parser:
    tokens: list[re.Match[str]]
    spell: Spell
    position: int = 0
    terms: int = 0
    notes: dict[str, None] = field(default_factory=dict)  # an ordered set

    def peek(self) -> re.Match[str] | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def alternatives(self, depth: int = 0) -> Part | None:
        """The parts between ORs, up to the closing bracket or the end."""
        branches = [self.sequence(depth)]
        while (token := self.peek()) and not token["close"]:
            self.position += 1
            branches.append(self.sequence(depth))
        if self.peek():
            self.position += 1
        return _join([branch for branch in branches if branch], "OR")

    def sequence(self, depth: int) -> Part | None:
        """Words that must all be there, and those that must not, up to the next OR or bracket."""
        wanted: list[Part] = []
        unwanted: list[Part] = []
        negated = False
        while token := self.peek():
            if token["pipe"] or token["word"] == "OR" or (token["close"] and depth):
                break
            self.position += 1
            if token["minus"] or token["word"] == "NOT":
                negated = True
            elif token["infix"]:
                self.widen_near(wanted, int(token["distance"] or NEAR_WORDS))
            elif token["word"] != "AND":
                part = self.part(token, depth)
                if part:
                    (unwanted if negated else wanted).append(part)
                negated = False
        return self.without(_join(wanted, "AND"), _join(unwanted, "OR"))

    def without(self, wanted: Part | None, unwanted: Part | None) -> Part | None:
        if wanted is None and unwanted is not None:
            self.notes["To leave words out, say also what to look for."] = None
        if wanted is None or unwanted is None:
            return wanted
        left, right = wanted.bracketed(), unwanted.bracketed()
        return Part(f"{left.fts} NOT {right.fts}", f"{left.shown} NOT {right.shown}", joined=True)

    def part(self, token: re.Match[str], depth: int) -> Part | None:
        if token["open"]:
            if depth < MAX_DEPTH:
                inner = self.alternatives(depth + 1)
                return inner.bracketed() if inner else None
            return None
        if token["close"]:
            return None
        if self.terms >= MAX_TERMS:
            self.notes[f"Only the first {MAX_TERMS} words were used."] = None
            return None
        self.terms += 1
        if token["near"] is not None:
            return _near_group(token["near"])
        if token["phrase"] is not None:
            last = token["phrase"].split()[-1:]
            is_beginning = bool(token["star"] and last and len(last[0]) >= MIN_BEGINNING)
            return self.spelt(_term(token["phrase"], prefix=is_beginning))
        word = token["word"].rstrip("*")
        if word == "or":
            self.notes["Write OR in capitals to find either of two words."] = None
        is_beginning = token["word"].endswith("*")
        if is_beginning and len(word) < MIN_BEGINNING:
            self.notes[f"A beginning of words needs {MIN_BEGINNING} letters: {word} is taken as a word."] = (
                None
            )
        return self.spelt(_term(word, prefix=is_beginning and len(word) >= MIN_BEGINNING))

    def spelt(self, part: Part | None) -> Part | None:
        """`part`, a word, the beginning of one or a phrase, or the same with a word spelt otherwise."""
        if part is None:
            return None
        words = part.fts.strip('"*').split()
        is_beginning = part.fts.endswith("*")
        if is_beginning:
            others = [f'"{word}"' for word in self.spell(words[0], True)] if len(words) == 1 else []
            return Part(f"({' OR '.join([part.fts, *others])})", part.shown, plain=part) if others else part
        phrases = [
            " ".join([*words[:place], other, *words[place + 1 :]])
            for place, word in enumerate(words)
            for other in self.spell(word, False)
        ]
        found = [part, *(Part(f'"{phrase}"', _quoted(phrase)) for phrase in phrases)]
        either = _join(found, "OR")
        return either._replace(plain=part) if either and phrases else part

    def widen_near(self, wanted: list[Part], distance: int) -> None:
        """Join the last word and the next one: `Bajwa NEAR Qingdao`."""
        token = self.peek()
        before = wanted[-1].plain or wanted[-1] if wanted else None
        if before is None or before.joined or not token or not before.fts.startswith('"'):
            return
        if token["phrase"] is None and (token["word"] is None or token["word"] in OPERATORS):
            return
        self.position += 1
        following = self.part(token, MAX_DEPTH)
        if following:
            wanted[-1] = _near([before, following.plain or following], distance)


def parse(text: str, spell: Spell = lambda _word, _is_beginning: []) -> Query:
    """How `text` is understood: words (all must be there), "phrases", prefix*, OR, -not, NEAR and brackets; words also
    as `spell` spells them.

    Never raises; the result's `fts` is always a valid FTS5 expression.
    """
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    parser = _Parser(list(TOKEN.finditer(clean.translate(QUOTE_MARKS))), spell)
    part = parser.alternatives()
    notes = tuple(parser.notes)
    return Query(part.fts, part.shown, notes) if part else Query(notes=notes)


def escape_fts(text: str | None) -> str:
    """The FTS5 expression for `text`: takes the place of Datasette's function of this name, which quotes every word."""
    return parse(text or "").fts


def _join(parts: list[Part], operator: str) -> Part | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    bracketed = [part.bracketed() for part in parts]
    word = f" {operator} "
    return Part(word.join(p.fts for p in bracketed), word.join(p.shown for p in bracketed), joined=True)


def _term(text: str, *, prefix: bool = False) -> Part | None:
    text = " ".join(text.split())
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        return None
    star = "*" if prefix else ""
    return Part(f'"{text}"{star}', _quoted(text) + star)


def _quoted(text: str) -> str:
    return f"“{text}”" if " " in text else text


def _near(parts: list[Part], distance: int) -> Part:
    shown = f"{' near '.join(part.shown for part in parts)} (within {distance} words)"
    return Part(f"NEAR({' '.join(part.fts for part in parts)}, {distance})", shown)


def _near_group(inside: str) -> Part | None:
    body, comma, last = inside.rpartition(",")
    distance = NEAR_WORDS
    if comma and last.strip().isdecimal() and len(last.strip()) <= 3:
        inside, distance = body, int(last)
    found = [_term(m["phrase"] or m["word"] or "") for m in TOKEN.finditer(inside)]
    parts = [part for part in found if part]
    return _near(parts, distance) if len(parts) > 1 else (parts[0] if parts else None)
