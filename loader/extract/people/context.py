"""What speaks for or against a candidate for a personal name: its own words and what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loader.extract.people.annotations import Annotations, speaking
from loader.extract.people.names import Candidate
from loader.extract.people.words import POSSESSIVE, Word, countries, family_names, genders, is_known, titles
from loader.extract.places.gazetteer import places
from loader.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

LARGE = 300_000  # people; the name of a place of this weight is more often the place
OFFICE = 6  # words before a name in which an office and its country stand
BEFORE, AFTER = 70, 60  # characters looked at on either side, within the line
PLACELIKE = frozenset(["large_place", "small_place", "place_start"])
THINGS = frozenset(["ORG", "WORK_OF_ART", "PRODUCT", "FAC", "EVENT", "LAW"])
PLACES = frozenset(["GPE", "LOC", "FAC"])
RELATIVES = (
    r"son|daughter|wife|husband|father|mother|brother|sister|widow|uncle|aunt|nephew|niece|cousin|grandson|granddaughter"
    r"|grandfather|grandmother|mum|mom|dad|girlfriend|boyfriend|fiancee?|partner|colleague|friend|successor|predecessor"
)
KIN_BEFORE = re.compile(rf"\b(?:{RELATIVES})s?(?: of|,|:)? (?:the late )?$")
KIN_AFTER = re.compile(rf"['’]s (?:\w+ )?(?:{RELATIVES})\b")
NAMED_BEFORE = re.compile(
    r"\b(?:named|surnamed|called|nicknamed|as|alias|victims?|deceased|accused|by|namely)[ :,]+$"
)
KIN_OF = re.compile(rf",? (?:who is )?(?:the |his |her |a )?(?:\w+ )?(?:{RELATIVES}) (?:of|to)\b")
HUMAN_NAMED = re.compile(
    r"\b(?:surnamed|named only as|(?:his|her|whose|the) name (?:as|is|was)"
    r"|(?:man|woman|boy|girl|teenager|resident|student|suspect|victim|friend|neighbou?r)s?"
    r"(?: was| is|,| who was)? (?:named|called|identified (?:only )?as))[ :,“\"]+$"
)
NOBLE = frozenset(["saint", "st", "prince", "princess", "king", "queen", "lord", "lady", "san", "santa"])
OFFICE_BEFORE = re.compile(
    r"\b([A-Za-z][\w-]+) (?:of|for|to) (?:the )?(?:[A-Z&][\w'’&-]*,? (?:of |and |the )*){1,6}$"
)
OPENING, CLOSING = ('"', "“", "‘"), ('"', "”", "’")
AGE_AFTER = re.compile(r", (?:\d\d|1\d\d)(?=[,.;)]| years| yrs)|,? ?\(\d\d\)|,? (?:aged|age) \d")
WORDS_BEFORE = {
    **dict.fromkeys(("in", "at", "near", "across"), "place_preposition_before"),
    **dict.fromkeys(("the", "a"), "article_before"),
    **dict.fromkeys(("of", "for", "to", "from"), "of_before"),
    **dict.fromkeys(("with", "like", "between", "and", "or", "by"), "with_before"),
}


def local_evidence(candidate: Candidate, text: str, notes: Annotations, token: Token) -> list[str]:
    """Names of evidence, as in the table of weights; `token` is the candidate's last one."""
    left = text[max(0, candidate.start - BEFORE) : candidate.start]
    right = text[candidate.end : candidate.end + AFTER]
    found = _words(candidate, text)
    found.extend(_model(candidate, notes))
    _left(candidate, left[left.rfind("\n") + 1 :], notes, found)
    _right(candidate, left, right.partition("\n")[0], found)
    if text[candidate.start - 1 : candidate.start] in OPENING and right.lstrip(",.")[:1] in CLOSING:
        found.append("quoted_alone")
    _grammar(_first(token) if len(candidate.words) == 1 else token, found)
    if "common_noun" in found and candidate.keys[-1] in notes.names:
        found.remove("common_noun")
    return found


def _words(candidate: Candidate, text: str) -> list[str]:
    """What the words themselves say."""
    keys = candidate.keys
    long = [k for k in keys if len(k) > 1]
    found = ["any"]
    known = sum(is_known(k) for k in long)
    if known == len(long) or not known:
        found.append("no_word_known" if not known else "words_known" if len(keys) > 1 else "word_known")
    if long and long[0].partition("-")[0] in genders():
        found.append("given_name")
    if long and (long[-1] in family_names() or _is_foreign(candidate, text, known)):
        found.append("family_name")
    if len(keys[0]) == 1 or keys[0][1:2] == ".":
        found.append("initial")
    bearers = places().get(" ".join(text[candidate.start : candidate.end].split()))
    if bearers:
        found.append("large_place" if bearers[0].weight >= LARGE else "small_place")
    if len(keys) > 1 and keys[0] in words("people_place_starts"):
        found.append("place_start")
    return found


def _is_foreign(candidate: Candidate, text: str, known: int) -> bool:
    """Whether a known name has letters that English has not."""
    return known > 0 and not text[candidate.start : candidate.end].isascii()


def _model(candidate: Candidate, notes: Annotations) -> list[str]:
    """What the model calls the words; part of a person's name, and no name at all, says nothing."""
    labels = [w.label for w in candidate.words]
    if "PERSON" in labels:
        entity = notes.entity(candidate.start)
        whole = entity is not None and entity[0] > candidate.start - 2 and -2 < entity[1] - candidate.end < 4
        return ["model_person"] if whole and set(labels) == {"PERSON"} else []
    word = next((w for w in candidate.words if w.label), None)
    entity = None if word is None else notes.entity(word.start)
    if entity is None:
        return []
    if entity[0] < candidate.start - 4 or entity[1] > candidate.end + 3:
        return ["model_wider"]
    return ["model_place" if entity[2] in PLACES else "model_no_person"]


def _holds_office(left: str) -> bool:
    """Whether the line ends in a country and the title of an office of it (`Norwegian deputy prime minister`)."""
    last = left.rstrip().split()[-OFFICE:]
    if not last or last[-1].lower() not in titles():
        return False
    return (
        any(POSSESSIVE.sub("", word) in countries() for word in last[:-1])
        or " ".join(last[-3:-1]) in countries()
    )


def _is_part(title: Word, candidate: Candidate) -> bool:
    """Whether the model sees a title and a name as one name of something else (`Star Trek`)."""
    label = candidate.words[0].label
    return title.label == label and label in THINGS and titles()[title.key]["kind"] == "role"


def _left(candidate: Candidate, left: str, notes: Annotations, found: list[str]) -> None:
    """Adds what the words of the line before it say."""
    before = candidate.before
    office = OFFICE_BEFORE.search(left)
    title = before is not None and before.key in titles() and not _is_part(before, candidate)
    if office is not None and office[1].lower() in titles():
        found.append("title_before")
    elif before is not None and title:
        alone = len(candidate.words) == 1 or before.key in NOBLE
        found.append("style_before" if alone and titles()[before.key]["kind"] == "style" else "title_before")
    elif before is not None and (before.kind != "never" or not notes.is_common(before.start)):
        found.append("joined")
    if _holds_office(left):
        found.append("office_before")
    last = left[left.rstrip().rfind(" ") + 1 :].strip()
    word = last.lower()
    sign = WORDS_BEFORE.get(word)
    if word == "of" and len(candidate.words) > 1 and "model_person" in found and PLACELIKE.isdisjoint(found):
        sign = None  # `the murder of Maria Lopez`
    if sign is not None:
        found.append(sign)
    elif last[:1].islower() and word.strip("(“\"'") in titles():
        found.append("title_before")
    if KIN_BEFORE.search(left):
        found.append("kin_before")
        candidate.relative = True
    elif HUMAN_NAMED.search(left):
        found.append("title_before")
    elif NAMED_BEFORE.search(left):
        found.append("with_before")


def _is_office(left: str) -> bool:
    """Whether the line ends in an office and a comma (`the finance minister, Maria Lopez,`)."""
    word = left.rstrip()[:-1].rsplit(None, 1)[-1:] if left.endswith(", ") else []
    return bool(word) and titles().get(word[0].lower(), {}).get("kind") == "role"


def _right(candidate: Candidate, left: str, right: str, found: list[str]) -> None:
    """Adds what the words of the line after it say."""
    if candidate.after is not None:
        found.append("joined")
    following = right.lstrip(' ,”"').split(None, 1)
    word = POSSESSIVE.sub("", following[0].strip('.,:;"”)')).lower() if following else ""
    if word == "who" or AGE_AFTER.match(right):
        found.append("age_after")
    elif word in words("people_rule"):
        found.append("rule_after")
    elif word in words("people_institutions"):
        found.append("institution_after")
    if right.startswith(", "):
        described = right[2:].partition(",")[0].split()[:7]
        if word in ("a", "an", "the") or any(w.lower().rstrip(".") in titles() for w in described):
            found.append("role_after")
    if "role_after" not in found and right[:1] in (",", ".") and _is_office(left):
        found.append("role_after")
    candidate.relative = candidate.relative or KIN_OF.match(right) is not None
    if KIN_AFTER.match(right):
        found.append("kin_before")
    elif right[:2] in ("'s", "’s"):
        found.append("possessive_after")


def _first(token: Token) -> Token:
    """The first of the names that `and` joins to this one, which stands for all of them in the clause."""
    while token.dep_ == "conj" and token.head.i < token.i and token.head.tag_ in ("NNP", "NNPS"):
        token = token.head
    return token


def _grammar(token: Token, found: list[str]) -> None:
    """Adds what it does in its clause: people speak, think and act by other verbs than places and firms."""
    if token.tag_ not in ("NNP", "NNPS"):
        found.append("common_noun")
    dep = token.dep_
    if dep in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_
        speaks, acts = verb in speaking(), verb in words("people_verbs")
        found.append("speaks" if speaks else "acts" if acts else "subject")
    elif dep in ("compound", "appos"):
        found.append(dep)
