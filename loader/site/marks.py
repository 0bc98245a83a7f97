"""Marks people, quotes and events inside an article's text, whatever their spans do to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """What to show for the characters `start` to `end`: its `kind` (person, quote, event), a note that explains it,
    where it leads, and, for a quote, the number that stands behind it."""

    start: int
    end: int
    kind: str
    note: str
    href: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article as HTML, beginning at the character `start` of the text.

    `stories` tells in how many stories of the outlet it stands, where it is one that the outlet repeats; neighbours
    that are shown or folded together have the same `group`.
    """

    start: int
    html: Markup
    stories: int = 0
    group: int = 0


CLOSING = ('"', "”", "’", "»", "'")
ORDER = {"quote": 0, "event": 1, "person": 2}
"""Which of two marks with the same span is the outer one."""


def paragraphs(
    text: str, marks: Iterable[Mark], repeated: Mapping[int, int] | None = None
) -> list[Paragraph]:
    """The paragraphs of `text` with the marks in them, the headline first where the text begins with it.

    `repeated` gives the beginnings of paragraphs that the outlet repeats, with the number of stories.
    """
    ordered = sorted(set(marks), key=lambda m: (m.start, -m.end, ORDER.get(m.kind, 9), m.note))
    named: set[tuple[int, int]] = set()
    made: list[Paragraph] = []
    start = 0
    for piece in text.split("\n\n"):
        end = start + len(piece)
        if piece.strip():
            inside = [m for m in ordered if m.start < end and m.end > start and m.end > m.start]
            stories = (repeated or {}).get(start, 0)
            folds = bool(made) and bool(stories) != bool(made[-1].stories)
            group = made[-1].group + folds if made else 0
            made.append(Paragraph(start, _render(text, start, end, inside, named), stories, group))
        start = end + 2
    return made


def _render(text: str, start: int, end: int, marks: Sequence[Mark], named: set[tuple[int, int]]) -> Markup:
    """The characters `start` to `end` as HTML. A mark that crosses another's end is shut there and opened again."""
    out: list[Markup] = []
    opened: list[tuple[Mark, str]] = []  # with its tag, outermost first
    references = _references(text, start, end, marks)
    edges = {min(max(edge, start), end) for mark in marks for edge in (mark.start, mark.end)}
    pending: list[Markup] = []  # numbers wait until no link is open: links do not nest
    at = start
    for here in sorted({start, end} | edges | set(references)):
        out.append(escape(text[at:here]))
        at = here
        starting = _close(opened, out, here, end)
        pending += references.get(here, [])
        if not any(tag == "a" for _, tag in opened):
            out += pending
            pending.clear()
        starting += [mark for mark in marks if max(mark.start, start) == here < end]
        for mark in starting:
            tag = "a" if mark.href and not any(tag == "a" for _, tag in opened) else "span"
            out.append(_start_tag(mark, tag, named))
            opened.append((mark, tag))
    return Markup("").join(out)


def _close(opened: list[tuple[Mark, str]], out: list[Markup], here: int, end: int) -> list[Mark]:
    """Shut the marks that end here, and what is open inside them; gives back those of the latter that go on."""
    ending = [depth for depth, (mark, _) in enumerate(opened) if min(mark.end, end) <= here]
    going_on: list[Mark] = []
    while ending and len(opened) > ending[0]:
        mark, tag = opened.pop()
        out.append(Markup(f"</{tag}>"))
        if min(mark.end, end) > here:
            going_on.insert(0, mark)
    return going_on


def _references(text: str, start: int, end: int, marks: Sequence[Mark]) -> dict[int, list[Markup]]:
    """The numbers that stand behind quotes, by place: after the closing mark where there is one."""
    found: dict[int, list[Markup]] = {}
    link = Markup('<a class="ref" href="#q{0}" data-note="{1}" aria-label="Quote {0}: {1}">{0}</a>')
    for mark in marks:
        if mark.number is not None and start < mark.end <= end:
            place = min(mark.end + (text[mark.end : mark.end + 1] in CLOSING), end)
            found.setdefault(place, []).append(link.format(mark.number, mark.note))
    return found


def _start_tag(mark: Mark, tag: str, named: set[tuple[int, int]]) -> Markup:
    span = (mark.start, mark.end)
    name = Markup("") if span in named else Markup(' id="c{}-{}"').format(*span)
    named.add(span)
    if tag == "a":
        return Markup('<a class="mark {}"{} href="{}" data-note="{}">').format(
            mark.kind, name, mark.href, mark.note
        )
    return Markup('<span class="mark {}"{} title="{}">').format(mark.kind, name, mark.note)
