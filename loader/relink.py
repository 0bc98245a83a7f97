"""Bring everything across articles up to date: people, stories, dates of copies, repeated lines, events, counts.

Links are a function of all evidence. `changed` holds the articles that came, went or changed since the links that are
stored were made, or is None where there are none to go on from: each step then links what they can touch, or all.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

from loader import link, store
from loader.corrections import links_from_json
from loader.linked import EventCorrections, PersonCorrections, RelinkedStories

Changed = Set[int] | None
Stage = Callable[[str], AbstractContextManager[None]]


def _quiet(_: str) -> AbstractContextManager[None]:
    return nullcontext()


def relink(
    work: store.WorkFile, database: Path, stage: Stage = _quiet
) -> tuple[list[str], store.Numbers | None]:
    """Links all that is in a work file of the database.

    The corrections that matched nothing come back, and what `store.publish` is to be told: the numbers of what search
    may find by other words than before. Each stage runs within `stage(its name)`.
    Raises CorpusError where corrections contradict each other.
    """
    with store.beside_base(work, database) as same, work.transaction():
        changed = store.changed_articles(work) if same else None
        said = links_from_json({name: row.corrections for name, row in store.read_sources(work.path).items()})
        with stage("people"):
            unused = _people(work, said.people, changed)
        with stage("stories"):
            near = _stories(work, changed)
        with stage("repeated lines"):
            _repeats(work, changed, near)
        with stage("events"):
            unused += _events(work, said.events, changed)
        with stage("counts, search list"):
            numbers = store.finish(work, go_on=changed is not None)
    return unused, numbers


def _people(work: store.WorkFile, said: PersonCorrections, changed: Changed) -> list[str]:
    if changed is None:
        people = link.link_people(store.local_persons(work), said)
        store.store_people(work, people)
        return list(people.unused)
    written, names, meant = store.forms_of_names(work), store.names_in_articles(work, changed), set[str]()
    if said != PersonCorrections():
        meant = link.names_meant(said, written | names)
        meant |= store.names_of_people(work, {form for form in meant if len(form.split()) > 1})
    names, beside = link.touched_names(names | meant, written, partial(store.names_of_people, work))
    with store.people_area(work, names | meant, changed):
        people = link.link_people(store.local_persons(work, within_area=True), said, beside)
        store.store_people(work, people, within_area=True)
    return list(people.unused)


def _stories(work: store.WorkFile, changed: Changed) -> Changed:
    """The articles whose stories may be others than before come back, None where any may."""
    prints = store.fingerprints(work)
    if changed is None:
        stories = RelinkedStories(None, link.link_stories(prints))
    else:
        stories = link.relink_stories(prints, changed, store.fingerprints_before(work, changed))
    store.store_stories(work, stories.stories, stories.articles)
    store.infer_dates(work, stories.articles)
    return stories.articles


def _repeats(work: store.WorkFile, changed: Changed, near: Changed) -> None:
    if changed is None or near is None:
        store.store_repeats(work, link.find_repeats(store.paragraphs(work)))
    else:
        touched = store.paragraphs_touched(work, changed, near)
        store.restore_repeats(work, link.relink_repeats(store.paragraphs(work), touched), changed)


def _events(work: store.WorkFile, said: EventCorrections, changed: Changed) -> list[str]:
    events = link.decide_events(said, store.reports_meant(work, said))
    reports = store.Reports(work)
    before, after = reports.changed(changed) if changed is not None else ({}, {})
    touched = before.keys() | after.keys()
    near: list[link.Part] | None = []
    if changed is None or touched:
        overview = link.Overview(reports.in_brief(), reports.undated())
        near = None if changed is None else link.occasions_near(overview, reports, before, after, events)
    if near is None:
        store.store_events(work, link.occasions_of_all(overview, reports, events), link.event_of)
    else:
        store.store_events(work, near, link.event_of, touched)
    return list(events.unused)
