"""Find the runs of quoted words in a text: a state machine over its quotation marks, one pass, before any parse."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

DOUBLE = re.compile(r"[\"＂″“”„‟«»]|''|``|‘‘|’’|‚‚|´´")
SINGLE = re.compile("['‘’‚‛]")
FAMILY = {"“": "curly", "”": "curly", "„": "curly", "‟": "curly", "«": "guillemet", "»": "guillemet"}
STRAIGHT = ('"', "＂", "″")
OPENING = frozenset(
    "([{—–-―‒/\"“‘'…>«:;,"
)  # what may stand right before an opening mark, besides white space
SENTENCE_END = frozenset(".!?…\"”'’»:;)")
ELISION = re.compile(r"\d|(?:em|til|tis|twas|cause|round|bout|n|nuff|cos)\b", re.IGNORECASE)
DEEPEST = 2  # quotes within quotes
PARAGRAPH_MARKS = ('"', "“", "”", "«", "„", "''", "``", "‘", "＂")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of quoted words: `start`, `end` without the marks, `outer_start`, `outer_end` with them.

    `family` is `straight`, `curly`, `guillemet`, `doubled` (two apostrophes) or `single`; `closed` is False where the
    closing mark is missing; `continues` is True where it goes on a run that the paragraph before left open.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    family: str
    closed: bool
    continues: bool = False


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs: cut at blank lines, after lines that end a sentence, before lines in marks."""
    spans: list[tuple[int, int]] = []
    start = end = -1
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        first = position + (len(line) - len(line.lstrip()))
        position += len(line)
        if not stripped:
            if start >= 0:
                spans.append((start, end))
            start = -1
            continue
        if start >= 0 and (text[end - 1] in SENTENCE_END or stripped.startswith(PARAGRAPH_MARKS)):
            spans.append((start, end))
            start = -1
        start = first if start < 0 else start
        end = first + len(stripped)
    if start >= 0:
        spans.append((start, end))
    return spans


def find_runs(text: str, spans: list[tuple[int, int]] | None = None) -> list[Run]:
    """The outermost quoted runs of a text, in order; quotes nested in another are part of it."""
    found: list[Run] = []
    left_open = False
    for start, end in paragraphs(text) if spans is None else spans:
        runs = list(_doubles(text, start, end, left_open))
        if left_open and runs and runs[0].outer_start == start:
            runs[0] = replace(runs[0], continues=True)
        left_open = bool(runs) and not runs[-1].closed and runs[-1].outer_end == end
        found += _with_singles(text, runs, start, end)
    return found


def _doubles(text: str, start: int, end: int, left_open: bool) -> Iterator[Run]:
    """The runs in double marks of one paragraph; a run that never closes reaches to its end."""
    nested_curly = _balanced(text, start, end)
    if nested_curly:
        yield from nested_curly
        return
    opened: tuple[int, int, str] | None = None
    nested = 0
    first = True
    last_straight = text.rfind('"', start, end)
    for match in DOUBLE.finditer(text, start, end):
        at, after, family = match.start(), match.end(), _family(match.group())
        role = _role(text, match, (start, end))
        if opened is None:
            if first and left_open and role == "close":
                yield _run(text, (start, start, family), (at, after))
            elif role != "close" and not _inches(text, at, role):
                opened, nested = (at, after, family), 0
        elif not _compatible(opened[2], family) or (family == "straight" != opened[2] and role == "open"):
            nested += family == "straight"
        elif nested and family != opened[2] and role != "open":
            nested -= 1
        elif role == "open" and opened[2] == "straight" and (opened[0] == start or at < last_straight):
            nested += 1  # curly marks within straight ones
        elif role == "open":
            yield _run(text, opened, (at, at), closed=False)
            opened, nested = (at, after, family), 0
        else:
            yield _run(text, opened, (at, after))
            opened = None
        first = False
    if opened is not None and text[opened[1] : end].strip():
        yield _run(text, opened, (end, end), closed=False)


def _balanced(text: str, start: int, end: int) -> list[Run]:
    """The outermost runs of a paragraph whose curly marks nest two deep and all close; else none."""
    runs: list[Run] = []
    depth = deepest = opened = 0
    for match in DOUBLE.finditer(text, start, end):
        mark = match.group()
        if mark not in "“”":
            return []
        if mark == "“" and depth == 0:
            opened = match.start()
        depth += 1 if mark == "“" else -1
        if not 0 <= depth <= DEEPEST:
            return []
        deepest = max(deepest, depth)
        if depth == 0:
            runs.append(_run(text, (opened, opened + 1, "curly"), (match.start(), match.end())))
    return runs if depth == 0 and deepest == DEEPEST else []


def _family(mark: str) -> str:
    return "straight" if mark in STRAIGHT else FAMILY.get(mark, "doubled")


def _compatible(opened: str, mark: str) -> bool:
    """Whether a mark can close a run: people mix straight and curly marks, and two apostrophes with either."""
    return (opened == "guillemet") == (mark == "guillemet")


def _role(text: str, match: re.Match[str], bounds: tuple[int, int]) -> str:
    """`open`, `close` or `either`, from the mark and the characters beside it."""
    mark = match.group()
    before = text[match.start() - 1] if match.start() > bounds[0] else " "
    after = text[match.end()] if match.end() < bounds[1] else " "
    if before == "=":
        return "close"
    loose, tight = before.isspace() or before in "([{—–", not after.isspace()
    if mark in ("“", "„", "‟", "``", "‘‘", "«", "‚‚"):
        return "close" if not loose and before not in OPENING and not tight else "open"
    if mark in ("”", "’’", "»", "´´"):
        starts = match.start() == bounds[0]
        return "open" if (loose and tight and after.isalnum()) or starts else "close"
    if loose and tight and (after.isalnum() or after in "…‘'[($."):
        return "open"
    if loose:
        return "open" if tight else "either"
    if tight and after.isalnum():
        return "open" if before in OPENING else "either"
    return "either" if before in OPENING and not tight and before in ",:" else "close"


def _inches(text: str, at: int, role: str) -> bool:
    """A straight mark right after a digit, where nothing is open, measures a length."""
    return role == "either" and at > 0 and text[at - 1].isdigit()


def _run(text: str, opened: tuple[int, int, str], closing: tuple[int, int], *, closed: bool = True) -> Run:
    start, end = opened[1], closing[0]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Run(start, end, opened[0], closing[1] if closed else end, opened[2], closed)


# ------------------------------------------------------------------------------- single marks as quotation marks
def _with_singles(text: str, runs: list[Run], start: int, end: int) -> list[Run]:
    """The runs of a paragraph with those in single marks added, where both their marks stand outside the others."""
    runs = _worded(text, runs)
    singles = _worded(text, list(_singles(text, runs, start, end)))
    starts = [single.outer_start for single in singles]
    free = [run for run in runs if not _within(run, singles, starts)]
    return sorted([*free, *singles], key=lambda run: run.start) if singles else runs


def _within(run: Run, singles: list[Run], starts: list[int]) -> bool:
    i = bisect_left(starts, run.outer_start) - 1
    return i >= 0 and run.outer_end < singles[i].outer_end


def _worded(text: str, runs: list[Run]) -> list[Run]:
    return [run for run in runs if any(c.isalnum() for c in text[run.start : run.end])]


def _singles(text: str, runs: list[Run], start: int, end: int) -> Iterator[Run]:
    opened = best = -1
    index = 0
    for match in SINGLE.finditer(text, start, end):
        at = match.start()
        while index < len(runs) and runs[index].outer_end <= at:
            index += 1
        if index < len(runs) and runs[index].outer_start <= at:
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        opens = match.group() != "’" and (before.isspace() or before in "([—–:") and not after.isspace()
        if opens and not ELISION.match(text, at + 1):
            if best > opened >= 0:
                yield _run(text, (opened, opened + 1, "single"), (best, best + 1))
            opened, best = at, -1
        elif opened >= 0 and not before.isspace() and not after.isalnum() and match.group() != "‘":
            best = at
            if not (
                before == "s" and after == " "
            ):  # "the leaders' plan": a possessive, unless nothing better comes
                yield _run(text, (opened, opened + 1, "single"), (at, at + 1))
                opened = best = -1
    if best > opened >= 0:
        yield _run(text, (opened, opened + 1, "single"), (best, best + 1))
