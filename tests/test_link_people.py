"""Who is who across articles: what merges, what stays apart, what the user may say about it."""

import pytest

from loader.link import link_people
from loader.linked import LocalPerson, PeopleLinks, PersonCorrections
from loader.model import CorpusError

SEEDS = ("000_e03005a3637f0ab0.txt", "002_35d46e8ea61c8d0a.txt", "003_0e87aa88177b14ee.txt")


def person(
    name: str,
    article: int,
    country: str | None = None,
    *roles: str,
    forms: tuple[tuple[str, int], ...] = (),
    published: str | None = "2022-06-13",
    lone: bool = False,
) -> LocalPerson:
    forms = forms or ((name, 1),)
    return LocalPerson((article, 0), f"{article}.txt", published, name, forms, country, lone, roles)


def people(*names: str) -> list[str]:
    """Ids that articles with one name each give."""
    return ids(link_people([person(name, number) for number, name in enumerate(names)]))


def ids(links: PeopleLinks) -> list[str]:
    return [linked.id for linked in links.people]


def test_the_general_of_three_seeds_is_one_person() -> None:
    chief = "Chief of Army Staff (COAS)"
    local = [
        LocalPerson(
            (1, 0),
            SEEDS[0],
            "2022-06-13",
            "Qamar Javed Bajwa",
            (("Qamar Javed Bajwa", 2), ("Bajwa", 1)),
            "PK",
            False,
            (chief,),
        ),
        LocalPerson((1, 1), SEEDS[0], "2022-06-13", "Zhang Youxia", (("Zhang Youxia", 2),), "CN", False, ()),
        LocalPerson(
            (2, 0), SEEDS[1], None, "Qamar Javed Bajwa", (("Qamar Javed Bajwa", 1),), None, False, ()
        ),
        LocalPerson(
            (3, 0),
            SEEDS[2],
            "2020-12-01",
            "Qamar Javed Bajwa",
            (("Qamar Javed Bajwa", 1), ("Bajwa", 2)),
            "PK",
            False,
            ("Pakistan Army chief",),
        ),
        LocalPerson(
            (3, 1), SEEDS[2], "2020-12-01", "Wei Fenghe", (("Wei Fenghe", 1), ("Wei", 5)), "CN", False, ()
        ),
    ]
    links = link_people(local)
    bajwa = links.people[0]
    assert ids(links) == ["qamar-javed-bajwa", "wei-fenghe", "zhang-youxia"]
    assert (bajwa.members, bajwa.country) == (((1, 0), (2, 0), (3, 0)), "PK")
    assert bajwa.aliases == (("Qamar Javed Bajwa", 4, "text"), ("Bajwa", 3, "text"))
    assert links.review == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Recep Tayyip Erdoğan", "RECEP TAYYIP ERDOGAN"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("Mu\u00adhammad Syrus Qazi", "Mu-hammad Syrus Qazi"),
        ("M. K. Stalin", "MK Stalin"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Fazlur Rehman", "Fazal-ur-Rahman"),
        ("Syed Yousuf Raza Gilani", "Yousaf Raza Gillani"),
        ("Wei Fenghe", "Fenghe Wei"),
        ("Joseph Robinette Biden", "Joseph R. Biden"),
        ("Мария Захарова", "Maria Zakharova"),
    ],
)
def test_names_whose_every_word_is_accounted_for_are_one_person(one: str, other: str) -> None:
    assert len(people(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Ki-hyun", "Kim Kyou-hyun"),
        ("Hassan Rouhani", "Hossein Rouhani"),
        ("Nawaz Sharif", "Maryam Nawaz Sharif"),
        ("Mohammad Reza Pahlavi", "Reza Pahlavi"),
        ("George W. Bush", "George H. W. Bush"),
        ("Martin Luther King Jr.", "Martin Luther King Sr."),
        ("Marc Anthony", "Mark Anthony"),
        ("Abdul Qadir", "Abdul Qadeer"),
        ("Aamir Khan", "Amir Khan"),
        ("Li Wei", "Wei Li"),
        ("Mohammed bin Salman", "Khalid bin Salman"),
    ],
)
def test_relatives_and_look_alikes_stay_apart(one: str, other: str) -> None:
    assert len(people(one, other)) == 2


def test_a_middle_initial_is_dropped_only_where_the_role_agrees_or_the_family_name_is_rare() -> None:
    told = [
        person("Mike Rogers", 1, "US", "Representative"),
        person("Mike D. Rogers", 2, "US", "representative"),
    ]
    assert ids(link_people(told)) == ["mike-d-rogers"]
    links = link_people([person("Mike Rogers", 1), person("Mike D. Rogers", 2)])
    assert ids(links) == ["mike-d-rogers", "mike-rogers"]
    assert links.review[0].reasons_for.endswith("one has a middle initial more")
    assert (
        links.review[0].reasons_against == "no role is stated for both, and the family name is a common one"
    )

    assert people("Chuck Grassley", "Charles E. Grassley", "Charles Grassley") == ["charles-e-grassley"]


def test_a_short_name_that_fits_two_people_joins_neither() -> None:
    links = link_people(
        [
            person("George Bush", 1, "US", "president"),
            person("George W. Bush", 2, "US", "president"),
            person("George H. W. Bush", 3, "US", "president"),
        ]
    )
    assert len(links.people) == 3
    assert "the shorter name fits more than one person" in {pair.reasons_against for pair in links.review}


def test_a_name_that_may_be_many_peoples_is_not_asked_about() -> None:
    fuller = [f"Ali {middle} Khan" for middle in ("Raza", "Bilal", "Hamza", "Tariq")]
    assert "ali-khan" in {side for pair in asked("Ali Khan", *fuller[:3]) for side in pair}
    assert asked("Ali Khan", *fuller) == []


def asked(*names: str) -> list[tuple[str, str]]:
    """The ids of those between whom articles with one name each leave a question."""
    links = link_people([person(name, number) for number, name in enumerate(names)])
    return [(pair.a, pair.b) for pair in links.review]


def test_another_country_keeps_spellings_apart_and_asks() -> None:
    links = link_people([person("Rashid Ahmed", 1, "PK"), person("Rasheed Ahmad", 2, "BD")])
    assert len(links.people) == 2
    assert links.review[0].reasons_against == "countries differ (BD; PK)"


def test_namesakes_of_other_country_and_role_are_two_people_with_lasting_ids() -> None:
    minister = person("Mahbubur Rahman", 1, "BD", "minister of commerce")
    batsman = person("Mahbubur Rahman", 2, "IN", "opening batsman")
    alone, links = link_people([minister]), link_people([minister, batsman])
    assert ids(alone) == ["mahbubur-rahman"]
    assert [linked.id.rpartition("-")[0] for linked in links.people] == ["mahbubur-rahman"] * 2
    assert len(links.review) == 1
    more = link_people([minister, batsman, person("Mahbubur Rahman", 3, "BD", "commerce minister")])
    assert ids(more) == ids(links)


def test_a_new_post_does_not_make_a_second_person() -> None:
    assert ids(
        link_people([person("Wang Yi", 1, "CN", "ambassador"), person("Wang Yi", 2, "CN", "minister")])
    ) == ["wang-yi"]


def test_one_word_names_make_no_person_beyond_their_article() -> None:
    local = [person("Bajwa", 1, lone=True), person("Bajwa", 2, lone=True), person("Bin Salman", 3)]
    links = link_people(local)
    assert sorted(linked.members for linked in links.people) == [((1, 0),), ((2, 0),), ((3, 0),)]
    assert {linked.scope for linked in links.people} == {"article"}
    assert all(linked.id.startswith(("bajwa-", "bin-salman-")) for linked in links.people)


def test_two_words_may_be_a_full_name_though_one_is_a_particle() -> None:
    assert people("Abdul Kaiyum", "Al Gore") == ["abdul-kaiyum", "al-gore"]


def test_the_fullest_common_form_names_the_person() -> None:
    names = ["Nawaz Sharif"] * 9 + ["Mian Muhammad Nawaz Sharif"] + ["Mian Nawaz Sharif"] * 3
    assert people(*names) == ["mian-nawaz-sharif"]


def test_a_line_break_hyphen_or_capitals_never_name_the_person() -> None:
    links = link_people(
        [
            person(name, place)
            for place, name in enumerate(
                ["Sahir Sham-shad Mirza", "Sahir Shamshad Mirza", "SAHIR SHAMSHAD MIRZA"]
            )
        ]
    )
    assert [linked.name for linked in links.people] == ["Sahir Shamshad Mirza"]
    assert [linked.name for linked in link_people([person("EMMANUEL MACRON", 1)]).people] == [
        "Emmanuel Macron"
    ]


def test_every_question_can_be_answered_with_its_two_ids() -> None:
    names = [
        "Joe Smith",
        "Joseph Smith",
        "Nawaz Sharif",
        "Maryam Nawaz Sharif",
        "Kim Jong Un",
        "Kim Jong-un",
        "Jong Un Kim Lee",
    ]
    local = [person(name, place) for place, name in enumerate(names)]
    local += [person("Mahbubur Rahman", 11, "BD", "minister"), person("Mahbubur Rahman", 12, "IN", "batsman")]
    links = link_people(local)
    assert len(links.review) >= 3
    for pair in links.review:
        joined = link_people(local, PersonCorrections(same=((pair.a, pair.b, "line 1"),)))
        assert (len(joined.people), joined.unused) == (len(links.people) - 1, ())
        apart = link_people(local, PersonCorrections(different=((pair.a, pair.b, "line 1"),)))
        assert (ids(apart), apart.unused) == (ids(links), ())
        assert {pair.a, pair.b} not in [{other.a, other.b} for other in apart.review]


def test_a_name_in_any_script_gets_an_id() -> None:
    assert people("Владимир Путин") == ["vladimir-putin"]
    (made,) = people("習 近平")
    assert made.startswith("person-")


def test_same_joins_what_no_rule_would_and_lone_names_too() -> None:
    corrections = PersonCorrections(
        same=(("Nawaz Sharif", "Mian Sahib", "c.yml, line 2"), ("Nawaz Sharif", "Sharif", "c.yml, line 3"))
    )
    local = [person("Nawaz Sharif", 1), person("Mian Sahib", 2), person("Sharif", 3, lone=True)]
    (linked,) = link_people(local, corrections).people
    assert linked.members == ((1, 0), (2, 0), (3, 0))


def test_different_is_never_merged_again_even_through_a_third() -> None:
    corrections = PersonCorrections(different=(("Shehbaz Sharif", "Shahbaz Sharif", "c.yml, line 1"),))
    local = [
        person(name, place)
        for place, name in enumerate(["Shehbaz Sharif", "Shahbaz Sharif", "Shahbaz Shareef"])
    ]
    links = link_people(local, corrections)
    held = {key: linked.id for linked in links.people for key in linked.members}
    assert held[0, 0] != held[1, 0]
    assert all({"shehbaz-sharif", "shahbaz-sharif"} != {pair.a, pair.b} for pair in links.review)


def test_contradicting_corrections_name_both_places() -> None:
    local = [person("Ali Khan", 1), person("Bilal Shah", 2), person("Karim Beg", 3)]
    same = (("Ali Khan", "Bilal Shah", "a.yml, line 1"), ("Bilal Shah", "Karim Beg", "a.yml, line 2"))
    with pytest.raises(CorpusError, match=r"b\.yml, line 9.*a\.yml, line 1, a\.yml, line 2"):
        link_people(
            local, PersonCorrections(same=same, different=(("Ali Khan", "Karim Beg", "b.yml, line 9"),))
        )
    with pytest.raises(CorpusError, match=r"b\.yml, line 1.*a\.yml, line 1"):
        link_people(local, PersonCorrections(same=same, not_persons=(("Ali Khan", "b.yml, line 1"),)))
    given = (("Ali Khan", "Q1", "b.yml, line 1"), ("Bilal Shah", "Q2", "b.yml, line 2"))
    with pytest.raises(CorpusError, match=r"b\.yml, line 2.*b\.yml, line 1"):
        link_people(local, PersonCorrections(same=same, wikidata=given))


def test_names_countries_and_wikidata_are_taken_from_the_user() -> None:
    corrections = PersonCorrections(
        names=(("Qamar Bajwa", "Qamar Javed Bajwa", "line 1"),),
        wikidata=(("Qamar Javed Bajwa", "Q7265319", "line 2"),),
        countries=(("qamar-bajwa", "PK", "line 3"),),
    )
    (linked,) = link_people([person("Qamar Bajwa", 1)], corrections).people
    assert (linked.id, linked.wikidata_id, linked.country) == ("qamar-javed-bajwa", "Q7265319", "PK")
    assert ("Qamar Javed Bajwa", 0, "corrections") in linked.aliases


def test_what_is_no_person_is_none_and_unused_corrections_are_told() -> None:
    corrections = PersonCorrections(
        not_persons=(("Ever Given", "line 1"), ("Nobody Here", "line 2")),
        same=(("Ever Given", "Who Else", "line 3"),),
    )
    links = link_people([person("Ever Given", 1)], corrections)
    assert links.people == ()
    assert [line.partition(":")[0] for line in links.unused] == ["line 2", "line 3"]


def test_a_surname_that_two_people_share_means_neither_of_them_elsewhere() -> None:
    links = link_people(
        [
            person("Bill Clinton", 1, "US", "president", forms=(("Bill Clinton", 1), ("Clinton", 2))),
            person(
                "Hillary Clinton",
                2,
                "US",
                "secretary of state",
                forms=(("Hillary Clinton", 1), ("Clinton", 1)),
            ),
            person("Clinton", 3, "US", lone=True),
        ]
    )
    assert {linked.name: linked.scope for linked in links.people} == {
        "Bill Clinton": "corpus",
        "Hillary Clinton": "corpus",
        "Clinton": "article",
    }
    assert next(linked.id for linked in links.people if linked.name == "Clinton").startswith("clinton-")
    bearers = [
        linked.name for linked in links.people if "Clinton" in [alias for alias, _, _ in linked.aliases]
    ]
    assert len(bearers) == 3  # the address /people/Clinton leads to a choice of them
    assert links.review == ()


def test_every_question_has_reasons_for_and_against() -> None:
    local = [
        person("Asif Ali Zardari", 1, "PK"),
        person("Asif Zardari", 2, "PK"),
        person("Ishaq Dar", 3),
        person("Ishaque Dar", 4),
        person("Nawaz Sharif", 5, "PK"),
        person("Maryam Nawaz Sharif", 6, "PK"),
    ]
    review = link_people(local).review
    assert len(review) >= 2
    assert all(pair.reasons_for and pair.reasons_against for pair in review)


def test_a_correction_that_matches_nothing_says_which_name_is_unknown() -> None:
    persons = [person("Ali Khan", 0), person("Omar Said", 1)]
    said = PersonCorrections(
        same=(("Ali Khan", "Nobody Here", "line 1"), ("No One", "Nobody Here", "line 2")),
        different=(("Ali Khan", "ALI KHAN", "line 3"),),
    )
    unused = link_people(persons, said).unused
    assert unused[0] == "line 1: this correction matches nothing: no article names anybody 'Nobody Here'"
    assert unused[1].endswith("'No One' or 'Nobody Here'")
    assert "'Ali Khan' and 'ALI KHAN' mean the same people" in unused[2]


def test_an_id_with_a_suffix_means_one_of_the_namesakes() -> None:
    local = [person("Mahbubur Rahman", 1, "BD", "minister"), person("Mahbubur Rahman", 2, "IN", "batsman")]
    first, second = ids(link_people(local))
    links = link_people(local, PersonCorrections(same=((first, second, "line 1"),)))
    assert ids(links) == ["mahbubur-rahman"]
