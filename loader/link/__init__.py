"""Link what articles say across articles: who is who, which reports tell of one event, which articles are copies."""

from loader.link.area import names_meant, touched_names
from loader.link.event_decisions import decide_events
from loader.link.event_overview import Overview
from loader.link.event_parts import Part, occasions_near, occasions_of_all
from loader.link.event_summary import event_of
from loader.link.events import link_events
from loader.link.people import link_people
from loader.link.repeats import find_repeats, relink_repeats
from loader.link.stories import link_stories, relink_stories

__all__ = [
    "Overview", "Part", "decide_events", "event_of", "find_repeats", "link_events", "link_people",
    "link_stories", "names_meant", "occasions_near", "occasions_of_all", "relink_repeats", "relink_stories",
    "touched_names",
]  # fmt: skip
