"""Places named in an article: which names are places, which place each is, and which country a word stands for."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from loader import lexicon
from loader.extract.places import find_places
from loader.extract.places.gazetteer import country_name, country_of, demonyms, places
from loader.model import PlaceMention

BLANK = spacy.blank("en")


def annotated(text: str, **labels: str) -> Doc:
    """A document whose entities are the given words: PERSON="Jo Roe|Al Fox" labels both names wherever they stand."""
    doc = BLANK(text)
    spans = []
    for label, names in labels.items():
        for name in names.split("|"):
            start = text.index(name)
            spans.append(doc.char_span(start, start + len(name), label=label))
    doc.ents = spans
    return doc


def named(text: str, **labels: str) -> list[tuple[str, str, str | None]]:
    return [(p.name, p.kind, p.country) for p in find_places(annotated(text, **labels))]


def only(text: str, name: str, **labels: str) -> PlaceMention:
    return next(p for p in find_places(annotated(text, **labels)) if p.name == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pakistani troops left India.", [("Pakistani", "demonym", "PK"), ("India", "country", "IN")]),
        ("The U.S. met in Doha.", [("U.S.", "country", "US"), ("Doha", "capital", "QA")]),
        ("US-China talks", [("US", "country", "US"), ("China", "country", "CN")]),
        ("NEW YORK (AP) - It rained.", [("NEW YORK", "city", "US")]),
        ("BEIJING: The UAE won.", [("BEIJING", "capital", "CN"), ("UAE", "country", "AE")]),
        ("They met us in Shandong, China.", [("Shandong", "region", "CN"), ("China", "country", "CN")]),
        ("He spoke at the Kremlin.", [("Kremlin", "seat", "RU")]),
        ("Gunmen attacked Pahalgam in Kashmir.", [("Pahalgam", "region", "IN"), ("Kashmir", "region", None)]),
        ("South Korea's Seoul", [("South Korea", "country", "KR"), ("Seoul", "capital", "KR")]),
        ("Türkiye and Turkey’s army", [("Türkiye", "country", "TR"), ("Turkey", "country", "TR")]),
        ("Sao Paulo and São Paulo", [("Sao Paulo", "city", "BR"), ("São Paulo", "city", "BR")]),
        ("Sudan and South Sudan", [("Sudan", "country", "SD"), ("South Sudan", "country", "SS")]),
        ("Papua New Guinea, New Mexico", [("Papua New Guinea", "country", "PG"), ("New Mexico", "region", "US")]),
        ("A turkey in the china shop, a polish on it.", []),
        ("Aid for sub-Saharan Africa", [("sub-Saharan Africa", "region", None)]),
    ],
)  # fmt: skip
def test_names_are_found_with_kind_and_country(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    assert named(text) == expected


def test_a_city_has_coordinates_and_a_country_has_none() -> None:
    city, country = find_places(annotated("In Karachi, Pakistan"))
    assert (round(city.latitude or 0), round(city.longitude or 0)) == (25, 67)
    assert (country.latitude, country.longitude) == (None, None)


def test_the_country_that_the_article_names_tells_cities_of_one_name_apart() -> None:
    assert only("Pakistan's police in Hyderabad said so.", "Hyderabad").country == "PK"
    assert only("Indian police in Hyderabad said so.", "Hyderabad").country == "IN"


def test_what_follows_a_name_tells_where_it_lies() -> None:
    assert only("They live in Paris, Texas.", "Paris").country == "US"
    assert only("They live in Paris, Tex.", "Paris").country == "US"
    assert only("They live in Paris.", "Paris").country == "FR"


def test_a_name_that_may_be_either_has_no_country() -> None:
    place = only("It rained in Punjab, said Indian and Pakistani officials.", "Punjab")
    assert (place.country, place.latitude) == (None, None)


def test_georgia_is_the_state_only_where_its_own_country_is_named_and_the_other_is_not() -> None:
    assert only("The U.S. senator from Georgia left.", "Georgia").country == "US"
    assert only("Georgia and the U.S. met in Tbilisi.", "Georgia").country == "GE"
    assert only("Georgia held elections.", "Georgia").country == "GE"


def test_a_seat_that_others_have_too_needs_its_country() -> None:
    assert named("He visited GHQ.") == []
    assert ("GHQ", "seat", "PK") in named("The general visited Pakistan and went to GHQ.")


def test_names_of_people_and_organisations_are_no_places() -> None:
    assert named("Jordan Smith met Paris Hilton.", PERSON="Jordan Smith|Paris Hilton") == []
    assert named("The Bank of China rose.", ORG="Bank of China") == []
    assert named("He told China Daily.", ORG="China Daily") == []
    assert named("Virginia Woods was lost. Virginia came home.", PERSON="Virginia Woods") == []


def test_an_organisation_may_say_where_it_is() -> None:
    text = "He taught at the University of Commerce in Lahore."
    assert named(text, ORG="the University of Commerce in Lahore") == [("Lahore", "city", "PK")]


def test_a_small_town_needs_evidence() -> None:
    assert named("Gympie was glad.") == []
    assert named("Australian police were called to Gympie.")[-1] == ("Gympie", "city", "AU")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("the United States", "US"),
        ("Americans", "US"),
        ("China's", "CN"),
        ("INDIA", "IN"),
        ("U.K.", "GB"),
        ("the Philippines", "PH"),
        ("Soviet", "SU"),
        ("Congo", "CD"),
        ("Saudi", "SA"),
        ("us", None),
        ("Kashmir", None),
        ("", None),
    ],
)
def test_country_of(words: str, code: str | None) -> None:
    assert country_of(words) == code


def test_every_country_of_the_standard_has_a_name() -> None:
    codes = {row["country"] for row in lexicon.table("places_countries")}
    assert len(codes) >= 250
    assert all(len(code) == 2 and code.isupper() and country_name(code) != code for code in codes)
    assert set(demonyms().values()) <= codes


def test_every_place_lies_on_earth() -> None:
    for place in (p for own in places().values() for p in own):
        assert place.latitude is None or (abs(place.latitude) <= 90 and abs(place.longitude or 0) <= 180), (
            place
        )


def test_other_names_of_cities_point_at_cities_that_exist() -> None:
    cities = {(row["name"], row["country"]) for row in lexicon.table("places")}
    assert [row for row in lexicon.table("places_also") if (row["place"], row["country"]) not in cities] == []


@given(
    st.lists(
        st.sampled_from(
            ["Paris", "US", "U.S.", ",", "in", "New", "York", "Georgia", "the", "Kremlin", "’s", "\n\n", "-"]
        )
    )
)
def test_mentions_are_in_order_and_equal_their_span(words: list[str]) -> None:
    text = " ".join(words)
    found = find_places(BLANK(text))
    ends = [0, *(p.end for p in found)]
    assert all(
        end <= p.start and text[p.start : p.end] == p.name for end, p in zip(ends, found, strict=False)
    )


@given(st.text(max_size=100))
def test_no_text_raises(text: str) -> None:
    find_places(BLANK(text))
