"""Keep a corpus: the only place that speaks SQL for writing."""

from loader.store.base import beside_base, changed_articles
from loader.store.events import store_events
from loader.store.gather import (
    fingerprints,
    fingerprints_before,
    paragraphs,
    paragraphs_touched,
)
from loader.store.inspect import (
    State,
    connect,
    inspect,
    known_files,
    lock,
    meta_of,
    read_meta,
    read_sources,
    require_corpus,
    require_current,
    summary,
)
from loader.store.listing import Numbers, finish
from loader.store.merge import copy_shard, new_merge, shared_meta
from loader.store.people import (
    forms_of_names,
    local_persons,
    names_in_articles,
    names_of_people,
    people_area,
    store_people,
)
from loader.store.publishing import publish
from loader.store.reports import Reports, reports_meant
from loader.store.reuse import Reuse, opened
from loader.store.stories import infer_dates, restore_repeats, store_repeats, store_stories
from loader.store.trouble import disk_trouble
from loader.store.verify import differences, problems
from loader.store.workfile import SourceRow, WorkFile, discard, open_work, source_row, work_path

__all__ = [
    "Numbers", "Reports", "Reuse", "SourceRow", "State", "WorkFile", "beside_base", "changed_articles",
    "connect", "copy_shard", "differences", "discard", "disk_trouble", "fingerprints", "fingerprints_before",
    "finish", "forms_of_names", "infer_dates", "inspect", "known_files", "local_persons", "lock", "meta_of",
    "names_in_articles", "names_of_people", "new_merge", "open_work", "opened", "paragraphs",
    "paragraphs_touched", "people_area", "problems", "publish", "read_meta", "read_sources", "reports_meant",
    "require_corpus", "require_current", "restore_repeats", "shared_meta", "source_row", "store_events",
    "store_people", "store_repeats", "store_stories", "summary", "work_path",
]  # fmt: skip
