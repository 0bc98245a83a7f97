"""What speaks for or against a candidate for a personal name, from its own words and from what stands around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from loader.extract.annotations import Annotations
from loader.extract.gazetteer import places
from loader.extract.name_words import family_names, genders, is_known, titles
from loader.extract.names import Candidate
from loader.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

LARGE = 300_000  # people; the name of a place of this weight is more often the place
GROUPS = {"ORG": "org", "GPE": "place", "NORP": "norp", "LOC": "place", "FAC": "place"}
RELATIVES = (
    r"son|daughter|wife|husband|father|mother|brother|sister|widow|uncle|aunt|nephew|niece|cousin|grandson|granddaughter"
    r"|grandfather|grandmother|mum|mom|dad|girlfriend|boyfriend|fiancee?|partner|colleague|friend|successor|predecessor"
)
KIN_BEFORE = re.compile(rf"\b(?:{RELATIVES})s?(?: of|,|:)? (?:the late )?$")
KIN_AFTER = re.compile(rf"['’]s (?:\w+ )?(?:{RELATIVES})\b")
NAMED_BEFORE = re.compile(
    r"\b(?:named|surnamed|called|nicknamed|as|alias|identified as|known as|victims?|deceased|accused|by|namely)[ :,]+$"
)
OFFICE_BEFORE = re.compile(
    r"\b([A-Z][\w-]+) (?:of|for) (?:the )?(?:[A-Z&][\w'’&-]*,? (?:of |and |the )*){1,6}$"
)
AGE_AFTER = re.compile(r", (?:\d\d|1\d\d)(?=[,.;)]| years| yrs)|,? ?\(\d\d\)|,? (?:aged|age) \d")
NUMBER_AFTER = re.compile(r" ?\(?\d")


def local_evidence(candidate: Candidate, text: str, notes: Annotations, token: Token) -> list[str]:
    """Names of evidence, as in the table of weights; `token` is the candidate's last one."""
    keys = candidate.keys
    long = [k for k in keys if len(k) > 1]
    size = "one" if len(keys) == 1 else "more"
    label = _model(candidate, notes, size)
    group = label.split("_")[0]
    listed = _lexicon(long, size)
    found = [f"words_{min(len(long), 4)}", label, *listed, *(f"{group}_{e}" for e in listed)]
    if len(keys[0]) == 1 or keys[0][1:2] == ".":
        found.extend(("initial", f"initial_{group}"))
    if candidate.words[0].caps_line:
        found.append("caps_line")
    if candidate.before is not None:
        before = _neighbour(candidate.before.kind, candidate.before.key) + "_before"
        found.extend((before, f"{group}_{before}"))
    if candidate.after is not None:
        found.append(f"{candidate.after.kind}_after")
    found.extend(_place(text[candidate.start : candidate.end], keys, size))
    if "country_before" in found and _office(text[max(0, candidate.start - 70) : candidate.start]):
        found.append("office_of_country_before")
    found.extend(_left(text[max(0, candidate.start - 70) : candidate.start], size))
    found.extend(_right(text[candidate.end : candidate.end + 60], size))
    found.extend(_grammar(token, size))
    return found


def _neighbour(kind: str, key: str) -> str:
    return titles()[key]["kind"] if kind == "title" and key in titles() else kind


def _model(candidate: Candidate, notes: Annotations, size: str) -> str:
    """What the model calls the words."""
    kinds = [w.label for w in candidate.words]
    if all(k == "PERSON" for k in kinds):
        entity = notes.entity(candidate.start)
        exact = (
            entity is not None and abs(entity[0] - candidate.start) < 2 and abs(entity[1] - candidate.end) < 4
        )
        return f"person_{'exact' if exact else 'part'}_{size}"
    if "PERSON" in kinds:
        return f"person_some_{size}"
    at = next((w.start for w in candidate.words if w.label), None)
    entity = None if at is None else notes.entity(at)
    if entity is None:
        return f"unlabelled_{size}"
    wider = entity[0] < candidate.start - 4 or entity[1] > candidate.end + 3
    return f"{GROUPS.get(entity[2], 'other')}{'_wider' if wider else ''}_{size}"


def _lexicon(long: list[str], size: str) -> list[str]:
    share = sum(is_known(k) for k in long) / max(1, len(long))
    found = [f"known_{'all' if share == 1 else 'some' if share > 0 else 'none'}_{size}"]
    given = bool(long) and long[0].split("-")[0] in genders()
    family = bool(long) and long[-1] in family_names()
    if given or family:
        found.append(f"{'given' if given else ''}{'family' if family else ''}_{size}")
    return found


def _place(text: str, keys: tuple[str, ...], size: str) -> list[str]:
    found = []
    bearers = places().get(" ".join(text.split()))
    if bearers:
        large = bearers[0].weight >= LARGE
        found.append(f"{'large' if large else 'small'}_place_{size}")
    if len(keys) > 1 and keys[0] in words("people_place_starts"):
        found.append("place_start")
    return found


def _office(left: str) -> bool:
    """Whether the words before end in an office and what it is the office of (`Superintendent of Police`)."""
    office = OFFICE_BEFORE.search(left[left.rfind("\n") + 1 :])
    return office is not None and office[1].lower() in titles()


def _left(left: str, size: str) -> list[str]:
    found = []
    line = left[left.rfind("\n") + 1 :]
    before = line.split()
    if before:
        word = before[-1].lower()
        if word in words("people_near"):
            found.append(f"after_{word}_{size}")
        elif word.strip("(“\"'") in titles() and before[-1][0].islower():
            found.append("lower_role_before")
    if not line.strip() or line.rstrip(" ")[-1:] in '.?!”"':
        found.append(f"sentence_start_{size}")
    if line.rstrip(" ").endswith(("“", "‘", '"')):
        found.append("mark_before")
    if _office(line):
        found.append("office_before")
    if KIN_BEFORE.search(line):
        found.append("kin_before")
    elif NAMED_BEFORE.search(line):
        found.append(f"named_before_{size}")
    return found


def _right(right: str, size: str) -> list[str]:
    found = []
    following = right.lstrip(' ,”"').split()
    word = following[0].strip('.,:;"”').lower() if following else ""
    if word == "who":
        found.append("who_after")
    elif word in words("people_near"):
        found.append(f"before_{word}_{size}")
    elif word in words("people_rule"):
        found.append(f"rule_after_{size}")
    elif word in words("people_institutions"):
        found.append(f"institution_word_after_{size}")
    if right.startswith(", "):
        found.append("comma_after")
        described = right[2:].split(",")[0].split()[:7]
        if word in ("a", "an", "the") or any(w.lower().rstrip(".") in titles() for w in described):
            found.append("role_after")
    if AGE_AFTER.match(right):
        found.append("age_after")
    elif NUMBER_AFTER.match(right):
        found.append("number_after")
    elif right[:2] == " (":
        found.append("bracket_after")
    if right[:1] == ":":
        found.append(f"colon_after_{size}")
    if KIN_AFTER.match(right):
        found.append("kin_after")
    elif right[:2] in ("'s", "’s"):
        found.append(f"possessive_after_{size}")
    if not right or right[0] == "\n":
        found.append("line_end")
    return found


def _grammar(token: Token, size: str) -> list[str]:
    """What the candidate does in its clause: people speak, think and act by other verbs than places and firms."""
    dep = token.dep_
    found = ["common_noun"] if token.tag_ not in ("NNP", "NNPS") else []
    if dep in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_
        if verb in speaking():
            found.append(f"speaks_{size}")
        elif verb in words("people_verbs"):
            found.append(f"acts_{size}")
        else:
            found.append(f"subject_{size}")
    elif dep in ("appos", "conj", "poss", "compound", "dobj", "pobj", "ROOT"):
        found.append(f"{dep}_{size}")
    return found


@cache
def speaking() -> frozenset[str]:
    """Lemmas of the verbs that report speech."""
    return frozenset(row["lemma"] for row in table("quotes_verbs"))
