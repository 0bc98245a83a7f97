"""Tell from the verbs around a date whether it lies in the past or in the future of its report."""

from __future__ import annotations

import re
from functools import cache

from loader.lexicon import words

REACH = 220  # characters of a sentence that are read on each side

_SENTENCE_END = re.compile(r"(?<=[a-z\d)\"”’]{2})[.!?]+[\"”’)]*\s+(?=[A-Z\"“‘\d])|\n\s*\n")
_CLAUSE_CUTS = re.compile(r"\b(?:because|although|while|whereas|but)\b|;|:\s|—| -- ")
_FORWARD = re.compile(r"\b(?:ahead of|prior to|upcoming|effective|no later than)\s(?:the\s)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till)\s(?:the\s)?$", re.IGNORECASE)
_LOOKS_BACK = re.compile(r"\s*(?:After|Following|Since)\b")
_AT_ONCE = 40  # characters after "Friday's" within which a verb still speaks of Friday

# Verbs and nouns after which "to do" says what is still to come
_INTENDING = (
    r"(?:plan|expect|schedul|intend|hop|prepar|agree|decid|vow|pledg|promis|threaten|propos|aim)\w*|set|due|wants?|"
    r"likely|ready|is|are|slated|poised|about|bound|asked|urged|told|invited|ordered|agreement|deal|decision|order|bid"
)
_VERB_FORM = rf"""\b(?:
      (?P<unable>(?:could|would)(?:n['’]t|\ not)(?:\ be)?(?:\ [a-z]+ly)?\ [a-z]+
          |could\ be\ (?:reached|located|found|seen|heard))
      |(?P<future>
          (?:(?:will|shall|won['’]t|would|should|must|can|could|may|might|going\ to)\b|['’]ll
             |(?:{_INTENDING})\ (?:tentatively\ |also\ )?to\b)
          (?:\ (?:not|also|[a-z]+ly))?(?:\ have)?(?:\ be(?:en)?)?(?:\ (?!on\b|in\b|at\b|by\b)[a-z]+)?
          |to\ be\ [a-z]+(?:ed|en|ld|de|nt|ung|wn)\b
          |(?:planned|scheduled|slated|expected|due|tentatively\ set|set\ for|looming)\b(?!\ by\b)
          |(?:as\ (?:early|soon)\ as)\b
          |(?:begin|start|open|reopen|resume|expire|meet|gather|kick|face)s?(?:\ off)?\b
          |(?:play|arrive|visit|travel|leave|flie|host|hold|return|launche|end|vote|head)s\b
          |(?:gets?|go(?:es)?|takes?)\ (?:under\ way|to\ the\ polls|effect|place)\b
          |(?:is|are|am)(?:\ not|\ now|\ also)?\ (?!being\b)[a-z]+ing\b)
      |(?P<past>(?:PAST|[a-z]{{2,}}ed)(?:\ been)?)\b
    )"""
_NOT_VERBS = re.compile(
    r"\b(?:un[a-z]+ed|need|indeed|speed|feed|seed|red|bed|wed|hundred|sacred|naked|wicked|rugged|beloved|kindred|crooked|armed|"
    r"unidentified|alleged|so-called|united|suspected|proposed|planned)$"
)


@cache
def _verb() -> re.Pattern[str]:
    past = "|".join(sorted(words("dates_past")))
    return re.compile(_VERB_FORM.replace("PAST", past), re.VERBOSE)


def tense_at(text: str, start: int, end: int) -> str | None:
    """`past`, `future` or None for the date at `text[start:end]`.

    The verb that follows at once counts first, if none stands between it and the last comma ("the ministry on Sunday
    issued"), then the nearest before the date in its clause, then the first after it. "Friday's vote" is past unless
    the next verb is a future one; what is "ahead of" a date or "until" it is to come.
    """
    before, after = _sentence_around(text, start, end)
    earlier = _tenses(_CLAUSE_CUTS.split(before)[-1])
    later = _tenses(_CLAUSE_CUTS.split(after, maxsplit=1)[0])
    if _FORWARD.search(before):
        return "future"
    if _UNTIL.search(before):
        return "future" if earlier or later[:1] != ["past"] else "past"
    if not earlier and _LOOKS_BACK.match(before):
        return "past"
    if re.match(r"['’]s?\b", after):
        return "future" if _tenses(after[:_AT_ONCE].partition(",")[0])[:1] == ["future"] else "past"
    at_once = _verb().match(after[1:])
    if at_once and not _NOT_VERBS.search(at_once[0]) and not _tenses(before.rpartition(",")[2]):
        return "future" if at_once["future"] else "past"
    return earlier[-1] if earlier else later[0] if later else None


def _sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a date in its sentence, within reach."""
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    ends = [cut.end() for cut in _SENTENCE_END.finditer(before)]
    stop = _SENTENCE_END.search(after)
    return before[ends[-1] :] if ends else before, after[: stop.start()] if stop else after


def _tenses(clause: str) -> list[str]:
    """The tense of each verb of a clause, in order."""
    verbs = (v for v in _verb().finditer(clause) if not (v["past"] and _NOT_VERBS.search(v[0])))
    return ["future" if verb["future"] else "past" for verb in verbs]
