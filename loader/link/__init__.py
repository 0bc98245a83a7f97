"""Link what articles say across articles: who is who, which reports tell of one event, which articles are copies."""

from loader.link.events import link_events
from loader.link.people import link_people
from loader.link.repeats import find_repeats
from loader.link.stories import link_stories

__all__ = ["find_repeats", "link_events", "link_people", "link_stories"]
