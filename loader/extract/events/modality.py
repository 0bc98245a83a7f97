"""Tell what happened from what is planned, denied, or only thought of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from loader import lexicon
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import Trigger
from loader.extract.events.words import word_set

PLANNED, HAPPENED, DENIED = "planned", "happened", "denied"
UNCERTAIN = frozenset({"will", "would", "'ll", "'d"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "sha"})
SPEECH_TYPES = frozenset({"AGREE", "REJECT", "REQUEST", "ACCUSE", "THREATEN", "SUPPORT"})


@cache
def _standings() -> Mapping[str, str]:
    return {
        word: row["standing"] for row in lexicon.table("events_governors") for word in row["words"].split()
    }


def standing(tree: Tree, trigger: Trigger, *, headline: bool) -> str | None:
    """`happened`, `planned` or `denied`; None where the text does not say that the event happened or will."""
    if _asks(tree, trigger.i):
        return None
    if trigger.entry.frame == "said_must":
        return _verb(tree, tree.head[tree.head[trigger.i]], speech=True, headline=headline)
    if tree.pos[trigger.i] in ("VERB", "AUX", "ADJ"):
        i = tree.head[trigger.i] if tree.pos[trigger.i] == "ADJ" else trigger.i
        speech = trigger.entry.type in SPEECH_TYPES or tree.pos[trigger.i] == "ADJ"
        return _verb(tree, i, speech=speech, headline=headline, violent=trigger.entry.type == "ASSAULT")
    if trigger.light is not None:
        found = (
            _verb(tree, trigger.light, speech=False, headline=headline)
            if tree.lemma[trigger.light] != "be"
            else _noun(tree, trigger.i, headline=headline)
        )
        if _negated_noun(tree, trigger.i):
            return None
        if found == HAPPENED and tree.lemma[trigger.light] in (
            "plan",
            "schedule",
            "announce",
            "call",
            "arrange",
            "order",
        ):
            return PLANNED if tree.lemma[trigger.light] != "announce" else HAPPENED
        if tree.lemma[trigger.light] in ("postpone", "cancel"):
            return None
        return found
    return _noun(tree, trigger.i, headline=headline)


def _asks(tree: Tree, i: int) -> bool:
    """Whether a sentence ends with a question mark, closing quotation marks left out."""
    last = tree.last[i]
    while last > i and (tree.pos[last] in ("SPACE", "PUNCT") and tree.lower[last] not in ("?", ".", "!")):
        last -= 1
    return tree.lower[last] == "?"


def promised_type(tree: Tree, trigger: Trigger) -> str:
    """The type of an event that is planned: PLOVER codes what one promises as AGREE, what one threatens as THREATEN."""
    kind = trigger.entry.type
    if trigger.light is not None and tree.lemma[trigger.light] == "order":
        return kind  # who orders a release does not promise one
    if kind in PROMISES:
        return "AGREE"
    return "THREATEN" if kind in THREATS and _is_own_word(tree, trigger.i) else kind


PROMISES = frozenset({"AID", "YIELD", "SUPPORT", "COOPERATE"})
THREATS = frozenset({"SANCTION", "COERCE", "ASSAULT", "REJECT"})


def _is_own_word(tree: Tree, i: int) -> bool:
    """Whether who does what a verb says also says it (`they said they would fight`)."""
    for k in (i, tree.head[i]):
        above = tree.head[k]
        if tree.dep[k] == "ccomp" and tree.lemma[above] in word_set("told"):
            own, sayer = tree.deps(k, "nsubj"), tree.deps(above, "nsubj")
            return bool(own and sayer) and (
                tree.pos[own[0]] == "PRON" or tree.lower[own[0]] == tree.lower[sayer[0]]
            )
    return False


def _verb(
    tree: Tree, i: int, *, speech: bool, headline: bool, violent: bool = False, depth: int = 0
) -> str | None:
    if depth > 12:
        return None
    kids = tree.kids[i]
    if any(
        tree.dep[k] == "neg"
        or (tree.lower[k] in word_set("negations") and tree.dep[k] in ("neg", "advmod", "preconj", "cc"))
        for k in kids
    ):
        return None
    if any(tree.lower[k] in word_set("conditions") and tree.dep[k] in ("mark", "advmod") for k in kids):
        return None
    if any(tree.lower[k] in word_set("habits") and tree.dep[k] == "advmod" for k in kids):
        return None
    if any(tree.dep[k] in ("dobj", "nsubj", "nsubjpass") and _negated_noun(tree, k) for k in kids):
        return None
    if any(tree.lower[k] in word_set("nearly") and tree.dep[k] == "advmod" for k in kids):
        return None
    auxiliaries = [tree.lower[k] for k in kids if tree.dep[k] in ("aux", "auxpass")]
    if any(tree.tag[k] == "WRB" and tree.dep[k] == "advmod" for k in kids) and set(auxiliaries) & UNCERTAIN:
        return None
    inner = _own(tree, i, auxiliaries, speech=speech, headline=headline, violent=violent, depth=depth)
    return _outer(tree, i, inner) if inner is not None else None


def _own(
    tree: Tree, i: int, auxiliaries: list[str], *, speech: bool, headline: bool, violent: bool, depth: int
) -> str | None:
    """The standing that a verb's own form gives it."""
    if any(a in FUTURE for a in auxiliaries):
        return PLANNED
    if any(a in ("would", "'d", "’d") for a in auxiliaries):
        return (
            PLANNED
            if _is_told(tree, i)
            and _is_own_word(tree, i)
            and "have" not in auxiliaries
            and not _has_condition(tree, i)
            else None
        )
    if any(a in word_set("open_modals") for a in auxiliaries):
        return None
    if "to" in auxiliaries:
        return _infinitive(tree, i, auxiliaries, headline=headline, depth=depth)
    dep, tag, head = tree.dep[i], tree.tag[i], tree.head[i]
    if (
        dep == "conj"
        and not auxiliaries
        and tree.pos[head] in ("VERB", "AUX")
        and tag in ("VB", "VBN", "VBG", "VBP")
    ):
        return _verb(tree, head, speech=speech, headline=headline, violent=violent, depth=depth + 1)
    if tag == "VBG" and not any(
        a in ("is", "are", "was", "were", "'s", "'re", "been", "be", "am", "’s") for a in auxiliaries
    ):
        return _gerund(tree, i, violent=violent, headline=headline, depth=depth)
    if tag in ("VBZ", "VBP") or (tag == "VB" and not auxiliaries):
        if dep in ("ccomp", "xcomp") and tag == "VB":  # `demanded that it cancel the sale`, `made them leave`
            return None
        return HAPPENED if (speech and dep not in ("relcl", "advcl", "acl", "csubj")) or headline else None
    if auxiliaries and tag == "VBN" and all(a in ("is", "are", "am", "'s", "’s") for a in auxiliaries):
        certain = (speech and dep != "advcl") or headline
        return HAPPENED if certain else None  # `is killed` tells a habit, or stands in a headline
    return HAPPENED


def _has_condition(tree: Tree, i: int) -> bool:
    """Whether an if-clause hangs from a verb."""
    return any(tree.lower[m] in ("if", "unless") for k in tree.deps(i, "advcl") for m in tree.deps(k, "mark"))


def _infinitive(tree: Tree, i: int, auxiliaries: list[str], *, headline: bool, depth: int) -> str | None:
    """`plans to visit` is planned, `began to fight` is as sure as `began`, `wants to meet` says nothing."""
    head, dep = tree.head[i], tree.dep[i]
    if dep == "conj" and tree.pos[head] in ("VERB", "AUX"):
        return _verb(tree, head, speech=False, headline=headline, depth=depth + 1)
    if head == i or dep in ("nsubj", "csubj"):
        return PLANNED if headline and head == i else None
    given = _standings().get(tree.lemma[head], "none")
    if tree.lemma[head] == "vote" and tree.lemma[i] in word_set("by_vote"):
        given = HAPPENED
    if tree.pos[head] not in ("VERB", "AUX"):
        return PLANNED if given == PLANNED else None
    if tree.lemma[head] == "be":
        fixed = any(
            tree.pos[k] in ("PROPN", "PRON") for k in tree.deps(head, "nsubj")
        )  # not `the cure is to`
        return PLANNED if fixed and dep == "xcomp" and not tree.deps(head, "acomp", "attr", "prep") else None
    if dep == "advcl":
        return None
    if given == "none" or any(tree.dep[k] == "neg" for k in tree.kids[head]):
        return None
    above = _verb(tree, head, speech=True, headline=headline, depth=depth + 1)
    if above is None or given == DENIED:
        return DENIED if given == DENIED else None
    return PLANNED if given == PLANNED and "have" not in auxiliaries else above


def _gerund(tree: Tree, i: int, *, violent: bool, headline: bool, depth: int) -> str | None:
    head, dep = tree.head[i], tree.dep[i]
    if dep == "pcomp":
        if tree.pos[tree.head[head]] == "NOUN" and tree.lemma[tree.head[head]] in word_set("prospects"):
            return None  # `the possibility of her leaving`
        if tree.lemma[tree.head[head]] == "guilty" or (
            violent and tree.lemma[tree.head[head]] in word_set("alleged")
        ):
            return HAPPENED
        if tree.lower[head] not in word_set("gerund_happened"):
            return DENIED if tree.lemma[tree.head[head]] in ("deny",) else None
        above = tree.head[head]
        if tree.pos[above] != "VERB" or above == i or tree.lower[head] in ("after", "since", "despite"):
            return HAPPENED
        return _verb(tree, above, speech=True, headline=headline, depth=depth + 1)
    if dep in ("xcomp", "ccomp", "dobj") and tree.pos[head] in ("VERB", "AUX"):
        given = _standings().get(tree.lemma[head], HAPPENED)
        if given == DENIED:
            return DENIED
        return None if given == "none" else _verb(tree, head, speech=True, headline=headline, depth=depth + 1)
    if dep in ("advcl", "conj") and tree.pos[head] in ("VERB", "AUX"):
        return _verb(tree, head, speech=True, headline=headline, depth=depth + 1)
    if dep in ("acl", "ROOT"):
        return HAPPENED
    return None


def _outer(tree: Tree, i: int, inner: str) -> str | None:
    """What the clauses around a verb make of it: denied, supposed, hoped for."""
    k = i
    for above in tree.above(i):
        dep, lemma = tree.dep[k], tree.lemma[above]
        if dep == "ccomp" and tree.pos[above] in ("VERB", "AUX", "ADJ"):
            if _standings().get(lemma) == DENIED:
                return DENIED
            if (
                _standings().get(lemma) == "none"
                and lemma not in word_set("told")
                and lemma not in ("claim", "allege", "suspect", "warn", "tell", "threaten")
            ):
                return None
        if any(
            tree.lower[c] in word_set("conditions") and tree.dep[c] == "mark" for c in tree.kids[k] if k != i
        ):
            return None
        if any(
            tree.lower[c] in word_set("conditions") and tree.dep[c] == "mark" for c in tree.kids[above]
        ) and dep in (
            "conj",
            "advcl",
            "xcomp",
        ):
            return None
        k = above
    return inner


def _is_told(tree: Tree, i: int) -> bool:
    """Whether a clause is what someone said (`said it would leave`)."""
    k = i
    for above in tree.above(i):
        if tree.dep[k] in ("ccomp", "parataxis") and tree.lemma[above] in word_set("told") | {
            "promise",
            "pledge",
            "vow",
            "agree",
            "decide",
            "threaten",
            "warn",
            "swear",
        }:
            return True
        if any(
            tree.dep[c] in ("ccomp", "parataxis") and tree.lemma[c] in word_set("told") for c in tree.kids[k]
        ):
            return True
        k = above
    return False


def _negated_noun(tree: Tree, i: int) -> bool:
    return any(
        tree.lower[k] in ("no", "neither", "any") and tree.dep[k] == "det" for k in tree.kids[i]
    ) or tree.lower[i] in ("nobody", "none", "nothing")


def _noun(tree: Tree, i: int, *, headline: bool) -> str | None:
    """A noun's event happened unless its modifiers or what governs it say otherwise."""
    described = {tree.lower[k] for k in tree.deps(i, "amod", "det", "compound", "nmod", "predet")}
    if _negated_noun(tree, i) or described & word_set("unreal_noun"):
        return None
    first = i
    while tree.dep[first] == "conj" and tree.head[first] != first:
        first = tree.head[first]
    head, dep = tree.head[first], tree.dep[first]
    planned = bool(described & word_set("future_noun"))
    if dep in ("dobj", "nsubjpass", "attr", "oprd", "ccomp") and tree.lemma[head] in word_set(
        "unreal_governors"
    ):
        return None
    if dep in ("nsubj", "nsubjpass") and tree.tag[i] == "NNS" and tree.lemma[head] in word_set("trends"):
        return None
    if dep == "pobj":
        verb = tree.head[head]
        if tree.lemma[verb] in word_set("prospects") or (
            tree.lower[head] == "to" and tree.pos[verb] == "ADJ"
        ):
            return None
        if tree.lower[head] in ("without", "against", "like", "than") or _negated_noun(tree, verb):
            return None
        planned = planned or (
            tree.lower[head] in ("till", "until") and tree.tag[verb] in ("VB", "VBZ", "VBP")
        )
        if (
            tree.lower[head] == "for"
            and tree.lemma[verb] not in word_set("for_what_happened")
            and tree.pos[verb] == "VERB"
        ):
            return None
        if tree.lower[head] == "with" and tree.lemma[verb] == "threaten":
            return None
        if tree.lower[head] in ("about", "to", "into") and _standings().get(tree.lemma[verb]) == "none":
            return None
        head = verb
    if tree.pos[head] in ("VERB", "AUX") and dep in ("nsubj", "nsubjpass", "dobj", "pobj"):
        outer = _verb(tree, head, speech=True, headline=headline)
        if outer is None and dep != "pobj":
            return None
        if (
            outer == PLANNED
            and dep in ("nsubj", "nsubjpass")
            and tree.lemma[head]
            in (
                "be",
                "hold",
                "begin",
                "start",
                "take",
                "open",
                "resume",
                "continue",
                "last",
                "include",
                "schedule",
            )
        ):
            return PLANNED
    return PLANNED if planned else HAPPENED
