"""Reprints become stories: planted at five levels into made-up news, and whatever the order of loading."""

import random
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from loader import link
from loader.extract.shingles import shingles
from loader.linked import Fingerprints, LinkedStory

SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvz" for vowel in "aeiou"]
PHRASES = [
    "said that",
    "in the",
    "of the",
    "on Tuesday",
    "according to",
    "one of the",
    "would be",
    "had been",
    "a statement",
]
_invent = random.Random(0)
WORDS = ["".join(_invent.choices(SYLLABLES, k=_invent.choice((1, 2, 2, 3)))) for _ in range(6000)]


class Fingerprint(NamedTuple):
    """One article's."""

    article_id: int
    published: str | None
    shingles: tuple[int, ...]


def together(prints: Iterable[Fingerprint]) -> Fingerprints:
    ids, published, shingled = zip(*prints, strict=True) if (prints := list(prints)) else ((), (), ())
    values = np.array([value for own in shingled for value in own], dtype=np.int64)
    return Fingerprints(ids, published, [len(own) for own in shingled], values)


def link_stories(prints: Iterable[Fingerprint]) -> tuple[LinkedStory, ...]:
    return link.link_stories([together(prints)])


def sentence(chance: random.Random) -> str:
    """A sentence of rare and common invented words (Zipf's law), with phrases such as all news uses."""
    words = [WORDS[int(len(WORDS) ** chance.random())] for _ in range(chance.randint(9, 22))]
    for _ in range(3):
        words.insert(chance.randrange(len(words)), chance.choice(PHRASES))
    return " ".join(words).capitalize() + "."


def article(chance: random.Random, length: int = 18) -> list[str]:
    return [sentence(chance) for _ in range(length)]


def exact(body: list[str], _: random.Random) -> str:
    return " ".join(body)


def header_changed(body: list[str], chance: random.Random) -> str:
    return "\n\n".join(
        ["By Our Correspondent", sentence(chance), " ".join(body), "(Additional reporting by agencies)"]
    )


def cut_by_a_third(body: list[str], _: random.Random) -> str:
    return " ".join(body[: round(len(body) * 0.7)])


def tenth_of_words_changed(body: list[str], chance: random.Random) -> str:
    words = " ".join(body).split()
    return " ".join("reworded" + str(chance.random()) if chance.random() < 0.1 else word for word in words)


def half_inside_another_lead(body: list[str], chance: random.Random) -> str:
    return " ".join([*article(chance, len(body) // 2), *body[len(body) // 2 :]])


LEVELS = (exact, header_changed, cut_by_a_third, tenth_of_words_changed, half_inside_another_lead)


def planted(originals: int, seed: int = 7) -> tuple[list[Fingerprint], set[tuple[int, int]]]:
    """Fingerprints of originals, of a reprint of each at one level, and of as many others; and the true pairs."""
    chance = random.Random(seed)
    texts, pairs = [], set()
    for number in range(originals):
        body = article(chance, chance.randint(8, 40))
        texts += [" ".join(body), LEVELS[number % len(LEVELS)](body, chance), " ".join(article(chance))]
        pairs.add((len(texts) - 3, len(texts) - 2))
    return [Fingerprint(place, None, shingles(text)) for place, text in enumerate(texts)], pairs


def linked(stories: tuple[LinkedStory, ...]) -> set[tuple[int, int]]:
    return {(a, b) for story in stories for a in story.members for b in story.members if a < b}


def test_planted_reprints_of_each_level_are_found_and_nothing_else() -> None:
    prints, pairs = planted(300)
    found = linked(link_stories(prints))
    assert len(found & pairs) >= 0.95 * len(pairs)
    assert len(found & pairs) >= 0.99 * len(found)
    for level in range(len(LEVELS)):
        of_level = {pair for pair in pairs if pair[0] // 3 % len(LEVELS) == level}
        assert len(found & of_level) >= 0.95 * len(of_level), LEVELS[level].__name__


def test_a_story_says_how_much_is_shared_and_which_came_first() -> None:
    chance = random.Random(1)
    body = article(chance, 30)
    whole, part = shingles(" ".join(body)), shingles(" ".join(body[:15]))
    (story,) = link_stories([Fingerprint(5, "2022-06-14", whole), Fingerprint(9, "2022-06-13", part)])
    assert (story.id, story.members, story.first) == (5, (5, 9), 9)
    (copy,) = story.copies
    assert (copy.a, copy.b) == (5, 9)
    assert copy.b_in_a > 0.98
    assert 0.4 < copy.a_in_b < 0.6


def test_a_short_copy_is_found_in_a_long_article() -> None:
    body = article(random.Random(2), 60)
    prints = [
        Fingerprint(1, None, shingles(" ".join(body))),
        Fingerprint(2, None, shingles(" ".join(body[:8]))),
    ]
    assert linked(link_stories(prints)) == {(1, 2)}


def test_a_digest_does_not_tie_its_stories_together() -> None:
    chance = random.Random(3)
    bodies = [article(chance, 6) for _ in range(30)]
    texts = [" ".join(body) for body in bodies] + [" ".join(map(" ".join, bodies))]
    assert link_stories(Fingerprint(place, None, shingles(text)) for place, text in enumerate(texts)) == ()


def test_a_footer_on_every_page_makes_no_story() -> None:
    chance = random.Random(4)
    footer = " ".join(article(chance, 4))
    texts = [" ".join([*article(chance, 4), footer]) for _ in range(150)]
    assert link_stories(Fingerprint(place, None, shingles(text)) for place, text in enumerate(texts)) == ()


def test_hundreds_of_copies_are_one_story() -> None:
    chance = random.Random(5)
    body = article(chance, 20)
    texts = [header_changed(body, chance) for _ in range(60)] + [exact(body, chance)] * 300
    (story,) = link_stories(Fingerprint(place, None, shingles(text)) for place, text in enumerate(texts))
    assert len(story.members) == 360
    assert len(story.copies) < 5000


def test_texts_without_words_are_in_no_story() -> None:
    assert (
        link_stories(
            [Fingerprint(1, None, ()), Fingerprint(2, None, shingles("two words")), Fingerprint(3, None, ())]
        )
        == ()
    )
    assert link_stories([]) == ()


def test_case_and_punctuation_do_not_change_a_fingerprint() -> None:
    assert shingles("Wei held talks, in Islamabad.") == shingles("WEI HELD TALKS\n\nin Islamabad")
    assert len(shingles("Wei held talks, in Islamabad.")) == 3


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_the_order_of_loading_changes_nothing(chance: random.Random, seed: int) -> None:
    prints, _ = planted(20, seed)
    stories = link_stories(prints)
    chance.shuffle(prints)
    assert link_stories(iter(prints)) == stories
