"""Datelines of all usual forms, and openings that only look like one. All sentences were written for these tests."""

import pytest

from loader.normalise.dateline import read_dateline

TAIL = "The two ministers agreed to meet again before the end of the summer."

DATELINES = [
    # text before the sentence, place, agency, day
    ("BEIJING: ", "BEIJING", None, None),
    ("ISLAMABAD — ", "ISLAMABAD", None, None),
    ("MADRID – ", "MADRID", None, None),
    ("KARACHI - ", "KARACHI", None, None),
    ("LAHORE -- ", "LAHORE", None, None),
    ("KABUL (AP) – ", "KABUL", "AP", None),
    ("PARIS (AFP) - ", "PARIS", "AFP", None),
    ("WASHINGTON (Reuters) - ", "WASHINGTON", "Reuters", None),
    ("WASHINGTON, (Reuters) - ", "WASHINGTON", "Reuters", None),
    ("ISLAMABAD, Nov 3 (Reuters) - ", "ISLAMABAD", "Reuters", "XXXX-11-03"),
    ("ISLAMABAD, Nov 3 (APP): ", "ISLAMABAD", "APP", "XXXX-11-03"),
    ("ISLAMABAD, Nov. 3, 2021 (Xinhua) -- ", "ISLAMABAD", "Xinhua", "2021-11-03"),
    ("BEIJING, March 14 (Xinhua) -- ", "BEIJING", "Xinhua", "XXXX-03-14"),
    ("NEW YORK, March 3 - ", "NEW YORK", None, "XXXX-03-03"),
    ("LONDON, April 7 - ", "LONDON", None, "XXXX-04-07"),
    ("RIO DE JANEIRO, June 1 - ", "RIO DE JANEIRO", None, "XXXX-06-01"),
    ("ST. LOUIS, March 5 - ", "ST. LOUIS", None, "XXXX-03-05"),
    ("MIDLAND, Mich., March 2 - ", "MIDLAND, Mich.", None, "XXXX-03-02"),
    ("COLLEGE PARK, Md., Oct 19 - ", "COLLEGE PARK, Md.", None, "XXXX-10-19"),
    ("PORT-AU-PRINCE, Haiti, June 2 - ", "PORT-AU-PRINCE, Haiti", None, "XXXX-06-02"),
    ("WINSTON-SALEM, N.C., March 25 - ", "WINSTON-SALEM, N.C.", None, "XXXX-03-25"),
    ("SAO PAULO,  March 16 - ", "SAO PAULO", None, "XXXX-03-16"),
    ("EAST RUTHERFORD, N.J., Feb 26 - ", "EAST RUTHERFORD, N.J.", None, "XXXX-02-26"),
    ("TOKYO, 3 March - ", "TOKYO", None, "XXXX-03-03"),
    ("HAYWARD, Calif. (AP) — ", "HAYWARD, Calif.", "AP", None),
    ("SIOUX FALLS, S.D. – ", "SIOUX FALLS, S.D.", None, None),
    ("CLEVELAND, Ohio – ", "CLEVELAND, Ohio", None, None),
    ("Mumbai, India – ", "Mumbai, India", None, None),
    ("Washington, DC – ", "Washington, DC", None, None),
    ("New Delhi: ", "New Delhi", None, None),
    ("New Delhi, June 12: ", "New Delhi", None, "XXXX-06-12"),
    ("New Delhi, Jun 12 (IANS) ", "New Delhi", "IANS", "XXXX-06-12"),
    ("New Delhi [India], June 12 (ANI): ", "New Delhi", "ANI", "XXXX-06-12"),
    ("Abuja, April 2, 2023 (NAN) ", "Abuja", "NAN", "2023-04-02"),
    ("RIYADH: ", "RIYADH", None, None),
    ("ZANDRABAD: ", "ZANDRABAD", None, None),
    ("DUBAI, 5th March, 2022 (WAM) -- ", "DUBAI", "WAM", "2022-03-05"),
    ("ANKARA (AA) - ", "ANKARA", "AA", None),
    ("TEHRAN, Iran (AP) — ", "TEHRAN, Iran", "AP", None),
    ("TEL AVIV/GAZA (Reuters) - ", "TEL AVIV/GAZA", "Reuters", None),
    ("MOSCOW/KYIV, Feb 24 (Reuters) - ", "MOSCOW/KYIV", "Reuters", "XXXX-02-24"),
    ("UNITED NATIONS, Sept. 21 (UPI) -- ", "UNITED NATIONS", "UPI", "XXXX-09-21"),
    ("MOSCOW, May 9. /TASS/. ", "MOSCOW", "TASS", "XXXX-05-09"),
    ("TASHKENT /DNA/ – ", "TASHKENT", "DNA", None),
    ("HONG KONG, Tuesday, July 4 – ", "HONG KONG", None, "XXXX-07-04"),
    ("SEOUL, Jan. 2 (Yonhap) -- ", "SEOUL", "Yonhap", "XXXX-01-02"),
    ("KUALA LUMPUR (Bernama): ", "KUALA LUMPUR", "Bernama", None),
    ("KUALA LUMPUR, Aug 31 (Bernama) -- ", "KUALA LUMPUR", "Bernama", "XXXX-08-31"),
    ("ADDIS ABABA, Ethiopia, Oct. 10 — ", "ADDIS ABABA, Ethiopia", None, "XXXX-10-10"),
    ("THE HAGUE, Netherlands (AP) — ", "THE HAGUE, Netherlands", "AP", None),
    ("KÖLN – ", "KÖLN", None, None),
    ("LAHORE (Staff Reporter) – ", "LAHORE", None, None),
    (
        "ISLAMABAD, (UrduPoint / Pakistan Point News - 13th Jun, 2022 ) :",
        "ISLAMABAD",
        "UrduPoint",
        "2022-06-13",
    ),
    ("BEIJING, (APP - UrduPoint / Pakistan Point News - 13th Jun, 2022 ) :", "BEIJING", "APP", "2022-06-13"),
    ("Rawalpindi, 12 June 2022: ", "Rawalpindi", None, "2022-06-12"),
    ("(Reuters) - ", None, "Reuters", None),
]


@pytest.mark.parametrize(("opening", "place", "agency", "day"), DATELINES)
def test_a_dateline_gives_place_agency_and_day(opening: str, place: str, agency: str, day: str) -> None:
    found = read_dateline(opening + TAIL)
    assert found is not None
    assert (found.place, found.agency, found.day.edtf if found.day else None) == (place, agency, day)
    assert (opening + TAIL)[found.end :] == TAIL


NO_DATELINES = [
    "Pak-China Joint Military Cooperation Committee (PCJMCC)- the body responsible for the matter, was to meet.",
    "DEAR ABBY: My husband of twenty years has just bought a boat and will not say what it cost.",
    "BREAKING: The governor has resigned after a long night of talks with her party.",
    "WATCH: The moment the bridge came down in the storm was caught on film by a neighbour.",
    "Q: What did you say to the minister when he asked you to leave the room?",
    "TRUMP: We are going to win this, and we are going to win it by a lot, believe me.",
    "WALLACE: Let us turn to the budget now, if the two of you will let me ask a question.",
    "MODERATOR: Thank you both for coming, and thanks to the audience here in the hall.",
    "The minister – a former general – said that the talks would go on until a treaty was signed.",
    "NATO (the alliance) - which met on Monday - said nothing of the matter in its long statement.",
    "Wang Yi: the friendship between the two countries will last for ever, he told reporters on Monday.",
    "China (and its neighbours) - a history of trade on the great rivers of Asia - is a book by her.",
    "Karachi police arrested three men on Sunday - one of them a former officer - and seized two cars.",
    "On Monday, June 3 - the day of the vote - thousands of people marched through the capital.",
    "UPDATE: On March 3 - two days after the vote - the count was stopped by a judge in the capital.",
    "Prof. Adams: I would never have said that to my students, and I did not say it to anyone else.",
    "AFP - which first reported the story - said that the two men had left the country on Sunday.",
    "May 21 - the day of the wedding - was cold, and the rain fell until the guests went home.",
    "THE WEEK IN PICTURES: a flood, a wedding, a strike and a small dog that went to sea.",
    "COVID-19 – the disease that closed the schools – is back in the north of the country.",
]


@pytest.mark.parametrize("sentence", NO_DATELINES)
def test_an_opening_with_a_mark_in_it_is_no_dateline(sentence: str) -> None:
    assert read_dateline(sentence) is None
