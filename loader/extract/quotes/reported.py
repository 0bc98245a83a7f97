"""Find what a cue reports: the clause below it in the parse, or the sentence around it, as characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loader.extract.quotes.cues import Cue, requests, verbs
from loader.extract.quotes.nouns import is_thing, talkers
from loader.extract.quotes.parentheses import Stretch, according_to, around, commented, trim
from loader.extract.quotes.sentences import sentence
from loader.extract.quotes.sources import RELATIVE
from loader.extract.quotes.subjects import SUBJECTS
from loader.extract.quotes.unparsed import NOT_REPORTS, clause_after
from loader.extract.quotes.voice import FINITE, is_past

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUESTIONS = frozenset(["whether", "if", "why", "how", "what", "when", "where", "who", "which"])
JOINTS = frozenset(["and", "but", "while", "whereas", "though", "although", ";"])
STOPS = frozenset(
    [
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "-",
        "--",
        "–",
        "—",
        "(",
        ")",
        '"',
        "“",
        "”",
        "''",
        "and",
        "but",
        "while",
        "when",
        "or",
    ]
)
TAILS = frozenset(
    [
        "add",
        "say",
        "note",
        "cite",
        "stress",
        "warn",
        "argue",
        "explain",
        "claim",
        "tell",
        "call",
        "describe",
        "refer",
    ]
)
SPEECH = frozenset(
    [
        "say",
        "tell",
        "add",
        "accuse",
        "argue",
        "note",
        "deny",
        "claim",
        "warn",
        "announce",
        "declare",
        "call",
        "insist",
    ]
)
SHOWING = frozenset({"suggest", "indicate", "imply", "reveal", "confirm", "predict"})
THINGS_DO = frozenset(
    [
        "show",
        "see",
        "hear",
        "allow",
        "permit",
        "require",
        "include",
        "contain",
        "mean",
        "feature",
        "grant",
        "provide",
    ]
)
NOBODY = ("it", "there", "all", "that", "this", "which", "us", "'s", "’s")
READER = "you"
REPORTER = frozenset({"i", "we"})  # outside of marks: what they ask is no news
NO_ONE = frozenset({"no", "nobody", "none", "neither", "anyone", "anybody", "noone"})
TELLING = frozenset(
    {
        "tell",
        "inform",
        "assure",
        "warn",
        "remind",
        "advise",
        "notify",
        "promise",
        "ask",
        "alert",
        "caution",
        "brief",
        "reassure",
        "apprise",
        "show",
        "admonish",
        "petition",
        "convince",
        "say",
        "give",
        "forewarn",
    }
)  # verbs with a hearer
CHARGES = frozenset({"charge", "claim", "allegation", "accusation"})  # "..., a charge she denies"
MEASURED = frozenset({"data", "figures", "statistics", "census", "records"})  # they show, but say nothing
CONTRASTS = frozenset({"although", "though"})  # the reporter's own words follow
LONGEST = 400  # tokens; what is longer is no clause
LEAST_WORDS = 3  # a clause of fewer words is no report: "X said so"
OTHER_SOURCE = 8  # tokens after 'while' in which another source's verb of speech may stand


@dataclass(frozen=True, slots=True)
class Report:
    """What a cue reports: its stretches (two around a parenthesis), and the rule that found them."""

    stretches: tuple[Stretch, ...]
    rule: str


def report_of(text: str, doc: Doc, cue: Cue) -> Report | None:
    """What a cue reports, as characters and without 'that'; None where the parse shows nothing."""
    if cue.token < 0:
        return None
    if cue.strength == "according":
        return _sound(text, doc, according_to(text, doc, cue), "according to")
    verb = doc[cue.token]
    if _negated(verb) or _impersonal(verb, cue) or _evidence(doc, cue):
        return None
    clause = _complement(verb, cue) if cue.strength != "idiom" else _after_idiom(verb)
    if clause is not None:
        return _sound(text, doc, [_right(doc, verb, clause)], "clause")
    asked = _request(verb) if cue.lemma in requests() and _asks(verb, doc[cue.head]) else None
    if asked is not None:
        return _sound(text, doc, [asked], "request")
    comment = commented(text, doc, verb) if cue.clause == "yes" else []
    if comment:
        return _sound(text, doc, comment, "parenthesis")
    free = cue.clause == "body" or (cue.clause == "yes" and cue.strength == "strong")
    if not free or doc[cue.head].tag_ in RELATIVE:
        return None
    aside = _sound(text, doc, around(text, doc, verb, cue), "parenthesis")
    return aside or _unparsed(text, doc, verb, cue)


def _unparsed(text: str, doc: Doc, verb: Token, cue: Cue) -> Report | None:
    """The clause after a verb whose source stands before it, where the parse has the clause elsewhere."""
    found = clause_after(doc, verb) if cue.source_start < cue.start else None
    if found is None:
        return None
    first, last = found[0], min(found[1], found[0] + LONGEST)
    last = _cut(doc, verb, first, last)
    return _sound(text, doc, [(doc[first].idx, doc[last].idx + len(doc[last]))], "clause")


def _sound(text: str, doc: Doc, stretches: list[Stretch], rule: str) -> Report | None:
    """A report of the stretches that lie in one paragraph, where they have a verb and words enough."""
    kept = []
    found = 0
    for start, end in stretches:
        blank = text.find("\n", start, end)
        start, end = trim(text, start, end if blank < 0 else blank)
        span = doc.char_span(start, end, alignment_mode="contract")
        if span is None or not any(map(str.isalnum, text[start:end])):
            continue
        found += sum(token.pos_ in ("VERB", "AUX") for token in span)
        kept.append((start, end))
    words = sum(len(text[start:end].split()) for start, end in kept)
    return Report(tuple(kept), rule) if found and words >= LEAST_WORDS else None


def _complement(verb: Token, cue: Cue) -> Token | None:
    """The finite clause that follows a verb (or a noun such as 'claim') as its complement."""
    wanted = ("acl", "ccomp") if cue.strength == "noun" else ("ccomp",)
    for child in verb.rights:
        if child.dep_ not in wanted or not _finite(child) or _of_an_object(verb, child):
            continue
        first = child.left_edge.lower_
        if first in QUESTIONS if cue.clause == "whether" else first not in NOT_REPORTS:
            return child
    return None


def _of_an_object(verb: Token, clause: Token) -> bool:
    """Whether a clause belongs to what is announced or stressed, not to the verb: 'announced a plan, here it is'."""
    if verb.lemma_ in TELLING:
        return False
    return any(child.dep_ == "dobj" and child.pos_ == "NOUN" and child.i < clause.i for child in verb.rights)


def _after_idiom(word: Token) -> Token | None:
    """The clause of the 'that' right after a reporting phrase."""
    that = word.doc[word.i + 1]
    return that.head if that.head.i > that.i and _finite(that.head) else None


def _finite(clause: Token) -> bool:
    """Whether a clause has a subject and a finite verb; 'too much is made of it' has its subject in no parse."""
    helped = any(child.dep_ in ("aux", "auxpass") and child.tag_ in FINITE for child in clause.lefts)
    if any(child.dep_ in (*SUBJECTS, "expl", "attr") for child in clause.children):
        return clause.tag_ not in ("VBG", "VBN") or any(
            child.dep_ in ("aux", "auxpass") for child in clause.children
        )
    return helped and clause.left_edge.tag_ != "MD" and clause.left_edge.dep_ != "aux"


def _negated(verb: Token) -> bool:
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("without", "from"):
        return True
    return any(child.dep_ == "neg" for child in verb.children)


def _impersonal(verb: Token, cue: Cue) -> bool:
    """'It was announced that', 'it is safe to say', 'all told': nobody is named."""
    source = verb.doc[cue.head] if cue.head >= 0 else None
    if source is not None and source.lower_ == READER:
        return True
    if source is not None and source.lower_ in NOBODY:  # "it is safe to say", "that said", "all told"
        named = (
            source.head.i == verb.i
            and verb.tag_ != "VB"
            and source.lower_ in ("it", "there", "all")
            and verb.lemma_ != "tell"
        )
        if not named:
            return True
    if source is not None and source.doc[source.left_edge.i].lower_ in NO_ONE:
        return True
    helped = any(child.dep_ in ("aux", "auxpass") for child in verb.lefts)
    if verb.tag_ == "VBN" and verb.dep_ not in ("conj", "relcl") and not helped and not is_past(verb):
        return True
    if source is not None and source.dep_ == "pobj" and source.head.dep_ == "agent":
        return False  # "it was announced by the ministry that"
    return any(child.dep_ in ("nsubjpass", "expl") and child.lower_ in NOBODY for child in verb.children)


def _asks(verb: Token, source: Token) -> bool:
    """'called on the two sides to meet' asks, 'called a friend to meet' does not, nor does the reporter."""
    if source.lower_ in REPORTER:
        return False
    return verb.lemma_ != "call" or any(child.lower_ in ("on", "upon", "for") for child in verb.rights)


def _request(verb: Token) -> Stretch | None:
    """Who is asked, and to do what: 'urged them to leave', 'called on the two sides to meet'."""
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp", "advcl") or child.tag_ != "VB":
            continue
        to = next((t for t in child.lefts if t.tag_ == "TO"), None)
        first = child.left_edge
        if to is None or first.i <= verb.i:
            continue
        asked = next((t for t in verb.rights if t.dep_ in ("dobj", "prep", "dative") and t.i < to.i), None)
        if asked is not None:
            first = asked.left_edge if asked.dep_ != "prep" else asked.doc[asked.i + 1]
        elif first.i == to.i:
            continue
        last = child.right_edge
        return first.idx, last.idx + len(last)
    return None


def _evidence(doc: Doc, cue: Cue) -> bool:
    """Whether things, not people, speak: 'the finds suggest that'."""
    shows = cue.lemma in SHOWING or cue.strength == "idiom"
    if (not shows and cue.clause != "body") or cue.head < 0:
        return False
    source = doc[cue.head]
    if cue.lemma == "show" and source.lower_ in MEASURED:
        return True
    if cue.clause == "body":
        return source.ent_type_ != "ORG" and not {source.lemma_, source.lower_} & talkers()
    return is_thing(source)


def shows_only(doc: Doc, cue: Cue) -> bool:
    """Whether a thing that cannot talk shows or allows something: 'the map shows', 'the treaty permits'."""
    if cue.lemma not in THINGS_DO or cue.head < 0:
        return False
    return is_thing(doc[cue.head])


def _right(doc: Doc, verb: Token, clause: Token) -> Stretch:
    """From after 'that' to the clause's end, as the parse and the punctuation have it."""
    first, last = max(clause.left_edge.i, verb.i + 1), clause.right_edge.i
    if doc[first].lower_ == "that" and doc[first].tag_ == "IN":
        first += 1
    last = min(_extend(doc, clause, last), first + LONGEST)
    last = _cut(doc, verb, first, last)
    return doc[first].idx, doc[last].idx + len(doc[last])


def _extend(doc: Doc, clause: Token, last: int) -> int:
    """Goes on to the next punctuation mark, where the parse breaks a clause off in mid-phrase."""
    end = min(sentence(clause).end, last + LONGEST)
    while last + 1 < end and doc[last].text not in STOPS:
        following = doc[last + 1]
        if following.lower_ in STOPS or following.is_space:
            break
        last += 1
    return last


def _cut(doc: Doc, verb: Token, first: int, last: int) -> int:
    """Leaves out a tail about the speaking (', adding that ...') and what another source says ('while Y said ...')."""
    for i in range(first + 1, last):
        after = doc[i + 1]
        if doc[i].text == "," and after.tag_ == "DT" and i + 2 <= last and doc[i + 2].lemma_ in CHARGES:
            return i - 1
        if doc[i].text == "," and after.tag_ == "VBG" and after.lemma_ in TAILS:
            return i - 1
        if doc[i].lower_ in ("and", "but") and i > first + 2 and _resumes(verb, after):
            return i - 1
        if doc[i].text == "," and (after.lower_ in CONTRASTS or doc[i + 1 : i + 3].text.lower() == "even as"):
            return i - 1
        if doc[i].lower_ in JOINTS:
            for other in doc[i + 1 : min(last + 1, i + 1 + OTHER_SOURCE)]:
                if other.lemma_ in SPEECH and other.tag_ in ("VBD", "VBZ", "VBP") and other.dep_ != "relcl":
                    return i - 1
                if other.pos_ in ("VERB", "AUX") or other.is_punct:
                    break
    return last


def _resumes(verb: Token, other: Token) -> bool:
    """Whether a verb after 'and' has the cue's own subject: 'said it rained and warned of more'."""
    return bool(other.tag_ == verb.tag_ and other.tag_ in ("VBD", "VBZ") and other.lemma_ in verbs())
