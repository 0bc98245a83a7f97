"""Words of reports are counted alike one by one and all at once, and weigh less the more reports have them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loader.link.events.words import Telling, bucket, buckets, counted

WORDS = st.text(st.characters(blacklist_categories=["Z", "C"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, max_size=5), max_size=5))
def test_words_of_many_reports_lie_in_the_buckets_of_each(reports: list[list[str]]) -> None:
    found, sizes = buckets(" ".join(words) for words in reports)
    assert found.tolist() == [bucket(word) for words in reports for word in words]
    assert sizes.tolist() == ([len(words) for words in reports] or [0])


def telling(*reports: str) -> Telling:
    return Telling(len(reports), counted(buckets(reports)[0]))


def test_a_word_weighs_the_same_until_four_times_as_many_reports_have_it() -> None:
    some = telling(*["ship"] * 4, *["gulf"] * 15, *["navy"] * 16, "once", *["sea"] * 64)
    assert [some.weight(word) for word in ("ship", "gulf", "navy", "sea")] == [2, 2, 1, 0]
    assert (some.weight("once"), some.weight("never")) == (0, 0)


def test_countries_and_places_tell_a_little_and_find_nothing() -> None:
    some = telling(*["ship gulf"] * 4, *["sea"] * 96)
    assert some.weighed("ship =NO =oslo")[1] == some.weight("ship") + 2
    assert some.rarest("=NO gulf =oslo ship") == ["gulf", "ship"]


def test_what_is_shared_is_measured_by_the_shorter_of_two() -> None:
    some = telling(*["ship gulf navy crew"] * 4, *["sea"] * 96)
    assert some.shared("ship gulf navy", "ship gulf navy crew") == 1.0
    assert some.shared("ship gulf", "ship navy") == 0.5
    assert some.shared("sea", "sea") == 0.0
