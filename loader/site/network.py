"""Draws whom a person meets and is named with: the others on both sides, thicker lines for more."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, ROW, REACH = 640, 44, 70
MOST = 12
"""More people than this make a picture that nobody reads; the table beside it has them all."""


def network(name: str, company: Sequence[tuple[str, str, int, int]]) -> Markup | None:
    """A drawing of `company`, each as (name, address, articles together, events together); None where nobody is."""
    if not company:
        return None
    shown = company[:MOST]
    height = ROW * max(2, (len(shown) + 1) // 2) + ROW
    most = max(together + met for _, _, together, met in shown) or 1
    parts = [_other(place, other, height, most) for place, other in enumerate(shown)]
    middle = Markup('<circle cx="{0}" cy="{1}" r="9"></circle>').format(WIDTH // 2, height // 2)
    return Markup('<svg class="network" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>').format(
        WIDTH, height, f"Whom {name} meets and is named with", Markup("").join(parts), middle
    )


def _other(place: int, other: tuple[str, str, int, int], height: int, most: int) -> Markup:
    name, href, together, met = other
    side = 1 if place % 2 else -1
    x, y = WIDTH // 2 + side * REACH, ROW + (place // 2) * ROW
    count = f"{name}: {together:,} articles, {met:,} events"
    return Markup(
        '<a href="{}"><title>{}</title><line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{}"></line>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text></a>'
    ).format(
        href, count, "met" if met else "named", WIDTH // 2, height // 2, x, y,
        round(1 + 5 * (together + met) / most, 1), x + side * 10, y + 7, "start" if side > 0 else "end", name,
    )  # fmt: skip
