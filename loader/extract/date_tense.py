"""Tell from the verbs around a date whether it lies in the past or in the future of its report."""

from __future__ import annotations

import re

REACH = 220  # characters of a sentence that are read on each side

_SENTENCE_END = re.compile(r"(?<=[a-z\d)\"”’]{2})[.!?]+[\"”’)]*\s+(?=[A-Z\"“‘\d])|\n\s*\n")
_COMMON_PAST = (
    "was|were|had|has|have|did|said|told|met|went|came|took|made|gave|got|saw|found|held|led|left|lost|won|began|broke|"
    "brought|built|bought|chose|drew|drove|fell|felt|fought|flew|grew|hit|kept|knew|laid|lay|let|paid|put|ran|rose|"
    "sold|sent|set|shot|shut|sat|slid|spoke|spent|split|stood|struck|sank|swept|swore|taught|thought|threw|wrote|"
    "became|read|sought|cut|dealt|beat|bore|born|done|seen|known|shown|taken|given|written|spoken|stolen|sunk|slain"
)
_INTENDED = (
    "plan|plans|planned|planning|expect|expects|expected|schedule|scheduled|set|due|agree|agrees|hope|hopes|hoping|"
    "intend|intends|intended|want|wants|likely|prepare|prepares|preparing|ready|is|are|vows|vow|promise|promises|"
    "slated|poised|about|bound|aims|supposed|want|asked|urged|told|invited"
)
_VERB = re.compile(
    rf"""\b(?:
      (?P<future>(?:(?:will|shall|won['’]t|would|should|must|can|could|may|might)|['’]ll|going\ to|
          (?:{_INTENDED})\ (?:tentatively\ )?to|ahead\ of|in\ time\ for|upcoming|forthcoming|no\ later\ than|
          deadline|as\ early\ as|is\ due|are\ due|are\ expected|is\ expected|is\ scheduled|are\ scheduled|
          scheduled\ for|planned\ for|slated\ for|set\ for|until)\b
          (?:\ not|\ also|\ [a-z]+ly)?(?:\ have)?(?:\ be(?:en)?)?(?:\ (?!on\b|in\b|at\b|by\b)[a-z]+)?)
      |(?P<present>(?:is|are|am)(?:\ not|\ now|\ also)?\ [a-z]+ing)\b
      |(?P<past>(?:{_COMMON_PAST}|[a-z]{{2,}}ed)(?:\ been)?)\b
    )""",
    re.VERBOSE,
)
_NOT_VERBS = frozenset(
    "united need indeed speed feed seed red bed wed hundred sacred naked wicked rugged beloved kindred crooked "
    "armed unidentified so-called".split()
)
_CLAUSE_CUTS = re.compile(r"\b(?:because|although|while|whereas|but)\b|[;:]|—| -- ")


def tense_at(text: str, start: int, end: int) -> str | None:
    """`past`, `future` or None, from the verb nearest before `text[start:end]` in its sentence, else after it."""
    before = text[max(0, start - REACH) : start]
    cuts = [cut.end() for cut in _SENTENCE_END.finditer(before)]
    before = before[cuts[-1] :] if cuts else before
    after = text[end : end + REACH]
    stop = _SENTENCE_END.search(after)
    after = after[: stop.start()] if stop else after
    return _last_tense(before) or _first_tense(after)


def _tenses(clause: str) -> list[str]:
    found = []
    for verb in _VERB.finditer(clause):
        if verb["past"] and verb["past"] in _NOT_VERBS:
            continue
        found.append("past" if verb["past"] else "future")
    return found


def _last_tense(before: str) -> str | None:
    pieces = _CLAUSE_CUTS.split(before)
    tenses = _tenses(pieces[-1])
    return tenses[-1] if tenses else None


def _first_tense(after: str) -> str | None:
    tenses = _tenses(_CLAUSE_CUTS.split(after, maxsplit=1)[0])
    return tenses[0] if tenses else None
