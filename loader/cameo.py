"""Tell the CAMEO code of an event, where its type and mode mean one code and no other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from loader import lexicon


def cameo_code(type_: str, mode: str | None, status: str) -> str | None:
    """The code of an event that happened, with its leading zero (`040`), or None where it is not certain.

    CAMEO (Conflict and Mediation Event Observations, Gerner, Schrodt and Yilmaz) gives plans and denials codes of
    other kinds, so they have none here.
    """
    return _codes().get((type_, mode or "")) if status == "happened" else None


@cache
def _codes() -> Mapping[tuple[str, str], str]:
    return {(row["type"], row["mode"]): row["code"] for row in lexicon.table("events_cameo")}
