"""CAMEO codes stand where type and mode mean one code, and nowhere else."""

from __future__ import annotations

from loader import lexicon
from loader.cameo import cameo_code


def test_a_meeting_that_happened_has_the_code_of_consulting() -> None:
    assert cameo_code("CONSULT", "meeting", "happened") == "040"


def test_plans_denials_and_kinds_that_cameo_tells_apart_have_none() -> None:
    assert cameo_code("CONSULT", "meeting", "planned") is None
    assert cameo_code("ASSAULT", "kill", "happened") is None
    assert cameo_code("OTHER", "ruling", "happened") is None
    assert cameo_code("CONSULT", None, "happened") is None


def test_every_code_is_of_a_type_and_mode_that_the_lexicon_knows() -> None:
    known = {
        (row["type"], row["mode"]) for name in ("events_verbs", "events_nouns") for row in lexicon.table(name)
    }
    assert {(row["type"], row["mode"]) for row in lexicon.table("events_cameo")} <= known
