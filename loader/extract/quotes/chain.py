"""Resolve a speaker without a name ('he', 'the 46-year-old', 'it') through who spoke or was named just before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from loader.extract.quotes.holders import Holders
from loader.extract.quotes.speakers import ORGANISATION, PERSON, UNNAMED, Speaker
from loader.extract.quotes.subjects import Quoted
from loader.model import People

REACH = 1200  # characters back to who spoke before
BLANK = re.compile(r"\n\s*")
GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f", "man": "m", "woman": "f"}
DESCRIBED = re.compile(
    r"(?:the|this|that)\s+(?:[\w'’-]+\s+){0,3}?\d{1,3}-year-old(?:\s+(?P<noun>[\w-]+))?"
    r"|(?:this|that)\s+(?:[\w'’-]+\s+){0,3}?(?P<kind>man|woman)",
    re.IGNORECASE,
)


class Chain:
    """Takes the speakers of an article in order of position, and gives each with the name that it stands for."""

    def __init__(self, text: str, people: People, quoted: Quoted) -> None:
        """`quoted` tells whether a character stands in marks: who is named there is no 'he' of the words outside."""
        self._text = text
        self._persons = people.persons
        named = [
            m
            for m in people.mentions
            if m.person is not None and m.kind in ("name", "partial") and not quoted(m.start)
        ]
        self._starts = [m.start for m in named]
        self._named = [m.person for m in named]
        seen = Counter((m.person, GENDERS.get(m.surface.lower())) for m in people.mentions)
        self._genders = {
            i: {gender for gender in ("m", "f") if seen[i, gender]} for i in range(len(people.persons))
        }
        self._holders = Holders(people)
        self._last: Speaker | None = None
        self._body: Speaker | None = None

    def resolve(self, speaker: Speaker) -> Speaker:
        """The speaker with a person, or the words for a person or body, put in where they are plain."""
        found = self._resolved(speaker)
        if found.name is not None and found.name.lower() not in (*GENDERS, "i", "we", "it", "they"):
            self._last = found
        self._body = found if found.kind == ORGANISATION else None
        return found

    def _resolved(self, speaker: Speaker) -> Speaker:
        if speaker.name is None:
            return speaker
        if speaker.kind == PERSON:
            return self._named_outside(speaker)
        word = speaker.name.lower()
        if word in ("it", "they"):
            return speaker if self._body is None else _as(speaker, self._body)
        holder = self._holders.find(speaker.name, speaker.start)
        if holder is not None:
            return self._is(speaker, holder)
        described = DESCRIBED.fullmatch(speaker.name)
        if word not in ("he", "she") and described is None:
            return speaker
        noun = word if described is None else (described["kind"] or described["noun"] or "").lower()
        gender = GENDERS.get(noun)
        last = self._last
        if last is not None and self._follows(last, speaker) and self._fits(last, gender):
            return _as(speaker, last) if last.kind == PERSON or described is None else speaker
        only = self._only_person(speaker.start, gender)
        return speaker if only is None else self._is(speaker, only)

    def _named_outside(self, speaker: Speaker) -> Speaker:
        """A pronoun's speaker; where nothing but quoted words named that person, whom the paragraph does name."""
        gender = GENDERS.get(self._text[speaker.start : speaker.end].lower())
        if gender is None or speaker.person is None:
            return speaker
        start = max(0, self._text.rfind("\n", 0, speaker.start))
        near = self._between(start, speaker.start)
        if speaker.person in near or speaker.person in self._between(start - REACH, start):
            return speaker
        fitting = [person for person in near if self._agrees(person, gender)]
        return self._is(speaker, fitting[0]) if len(fitting) == 1 else speaker

    def _is(self, speaker: Speaker, person: int) -> Speaker:
        return replace(speaker, name=self._persons[person].name, kind=PERSON, person=person)

    def _between(self, start: int, end: int) -> list[int]:
        """The persons named in a stretch of text, each once, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(dict.fromkeys(person for person in self._named[low:high] if person is not None))

    def _follows(self, last: Speaker, speaker: Speaker) -> bool:
        """Whether a speaker stands in the paragraph of the last or the next, and nobody else is named between."""
        if not last.start < speaker.start <= last.end + REACH:
            return False
        between = self._named[bisect_left(self._starts, last.end) : bisect_left(self._starts, speaker.start)]
        near = len(BLANK.findall(self._text, last.end, speaker.start)) <= 1
        return near and all(person == last.person for person in between)

    def _fits(self, last: Speaker, gender: str | None) -> bool:
        if last.kind == PERSON and last.person is not None:
            return self._agrees(last.person, gender)
        return last.kind == UNNAMED and last.name is not None and not last.name.lower().endswith("s")

    def _agrees(self, person: int, gender: str | None) -> bool:
        """Whether no pronoun of the article says that a person is of the other gender."""
        known = self._genders[person]
        return gender is None or not known or gender in known

    def _only_person(self, position: int, gender: str | None) -> int | None:
        """The one person who fits of those named in this paragraph and the one before, up to a position."""
        start = self._text.rfind("\n", 0, position)
        while start > 0 and self._text[start - 1].isspace():
            start -= 1
        start = self._text.rfind("\n", 0, max(0, start)) + 1
        fitting = [person for person in self._between(start, position) if self._agrees(person, gender)]
        return fitting[0] if len(fitting) == 1 else None


def _as(speaker: Speaker, other: Speaker) -> Speaker:
    """The words of one speaker with the name of another."""
    return replace(speaker, name=other.name, kind=other.kind, person=other.person)
