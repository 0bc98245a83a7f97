"""Give the day of publication to what a lead tells without a date: it was on that day or the day before."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from loader.extract.events.modality import HAPPENED
from loader.extract.events.occasions import LEAD, Report
from loader.extract.events.tree import Tree
from loader.extract.events.words import word_set

TOLD = ("ROOT", "ccomp", "conj", "parataxis", "advcl")
PERFECT = frozenset({"have", "has", "'ve", "\u2019ve"})


def date_leads(reports: Sequence[Report], tree: Tree, published: str | None, timed: Sequence[int]) -> None:
    """Sets `published` of the undated reports of the headline and the lead that tell the news, and of their occasions.

    `timed` are the tokens that tell of a time in any way: a sentence with one has said when.
    """
    day = datetime.date.fromisoformat(published) if published else datetime.date.min
    if day == datetime.date.min:
        return
    value = f"{day - datetime.timedelta(1)}/{day}"
    taken = {tree.first[i] for i in timed}
    dated = {r.occasion for r in reports if r.when is not None}
    news = {
        r.occasion
        for r in reports
        if r.occasion not in dated
        and r.paragraph <= LEAD
        and r.status == HAPPENED
        and tree.first[r.trigger.i] not in taken
        and _is_news(tree, r)
    }
    for report in reports:
        if report.occasion in news:
            report.published = value


def _is_news(tree: Tree, report: Report) -> bool:
    """Whether a report's verb is that of the sentence, in a tense that tells what has just happened."""
    i = report.trigger.light if report.trigger.light is not None else report.trigger.i
    if tree.pos[i] not in ("VERB", "AUX"):
        return False
    k = i
    for above in tree.above(i):
        if tree.dep[k] not in TOLD or (tree.dep[k] == "advcl" and tree.tag[k] != "VBG"):
            return False
        if tree.dep[k] == "ccomp" and tree.lemma[above] not in word_set("told"):
            return False
        k = above
    helpers = {tree.lower[a] for a in tree.deps(i, "aux")}
    before = {tree.lower[a] for a in tree.deps(i, "advmod")}
    if helpers - PERFECT or before & word_set("long_ago"):
        return False
    return tree.dep[k] == "ROOT" and tree.pos[k] in ("VERB", "AUX", "NOUN", "PROPN")
