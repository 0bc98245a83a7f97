"""Link what articles say across articles: who is who, which reports tell of one event, which articles are copies."""

from loader.link.events.decisions import decide_events
from loader.link.events.linking import link_events
from loader.link.events.overview import Overview
from loader.link.events.parts import Part, occasions_near, occasions_of_all
from loader.link.events.summary import event_of
from loader.link.people.area import names_meant, touched_names
from loader.link.people.linking import link_people
from loader.link.stories.linking import link_stories, relink_stories
from loader.link.stories.repeats import find_repeats, relink_repeats

__all__ = [
    "Overview", "Part", "decide_events", "event_of", "find_repeats", "link_events", "link_people",
    "link_stories", "names_meant", "occasions_near", "occasions_of_all", "relink_repeats", "relink_stories",
    "touched_names",
]  # fmt: skip
