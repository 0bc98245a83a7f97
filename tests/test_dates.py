"""Dates in running text: what is found, and what it means."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.edtf import bounds
from loader.extract.dates import find_dates
from loader.model import DateMention

# Each sentence with the day it was published, its dates marked [[words|value]]; nothing else in it is one.
SENTENCES = [
    ("2023-05-10", "The delegation stayed [[from 3 to 7 May|2023-05-03/2023-05-07]] in Riyadh."),
    ("2023-05-10", "The summit runs [[May 19-21|2023-05-19/2023-05-21]] in Hiroshima."),
    ("2023-05-10", "The summit will be held on [[May 19|2023-05-19]] and [[20|2023-05-20]]."),
    ("2023-05-10", "He visited between [[March 3 and March 9|2023-03-03/2023-03-09]]."),
    ("2023-01-04", "The festival ran from [[December 28, 2022 to January 2, 2023|2022-12-28/2023-01-02]]."),
    ("2023-01-04", "The festival ran from [[28 December 2022 to 2 January 2023|2022-12-28/2023-01-02]]."),
    ("2023-05-10", "The vote was postponed from [[May 14|2023-05-14]] to [[May 21|2023-05-21]]."),
    ("2021-11-03", "They last met on [[the 14th of July 2019|2019-07-14]]."),
    ("2021-11-03", "They last met on [[July 14th, 2019|2019-07-14]]."),
    ("2021-11-03", "The law took effect on [[1st October|2021-10-01]]."),
    ("2021-11-03", "The law takes effect on [[1 January|2022-01-01]]."),
    ("2021-11-03", "The law will take effect in [[mid-January|2022-01]]."),
    ("2021-11-03", "The king died in [[early October|2021-10]]."),
    ("2021-11-03", "[[Late last month|2021-10]] the king died."),
    ("2021-11-03", "The film opened [[last weekend|2021-10-30/2021-10-31]]."),
    ("2021-11-03", "The race takes place [[this weekend|2021-11-06/2021-11-07]]."),
    ("2021-11-03", "The race takes place [[next weekend|2021-11-13/2021-11-14]]."),
    ("2021-11-03", "The king met the envoy [[last Friday|2021-10-29]]."),
    ("2021-11-03", "The king will meet the envoy [[next Monday|2021-11-08]]."),
    ("2021-11-03", "The king met the envoy [[the day before yesterday|2021-11-01]]."),
    ("2021-11-03", "The king will meet the envoy [[the day after tomorrow|2021-11-05]]."),
    ("2021-11-03", "The treaty was signed in Rome [[a decade ago|2011]]."),
    ("2021-11-03", "The treaty was signed [[more than 20 years ago|2001]]."),
    ("2021-11-03", "The committee will report [[in two weeks|2021-11-15/2021-11-21]]."),
    ("2021-11-03", "The committee will report [[in three days|2021-11-06]]."),
    (
        "2021-11-03",
        "Rebels took the town on [[October 30|2021-10-30]]. [[The next day|2021-10-31]] they left it.",
    ),
    (
        "2021-11-03",
        "Rebels took the town on [[October 30|2021-10-30]]; [[the following day|2021-10-31]] they left it.",
    ),
    (
        "2021-11-03",
        "Rebels took the town on [[October 30|2021-10-30]] and freed the prisoners [[the same day|2021-10-30]].",
    ),
    ("2021-11-03", "He was arrested in [[June 2019|2019-06]] and released [[two months later|2019-08]]."),
    ("2021-11-03", "He was elected in [[2016|2016]] and resigned [[the following year|2017]]."),
    ("2021-11-03", "He was elected in [[2016|2016]] and resigned [[two years later|2018]]."),
    ("2021-11-03", "The economy grew in [[the second half of 2020|2020-41]]."),
    ("2021-11-03", "Profit rose in [[the third quarter of last year|2020-35]]."),
    ("2021-11-03", "Profit rose in [[Q2 2021|2021-34]]."),
    ("2021-11-03", "The bank was founded in [[the 1880s|188X]] and failed in [[the '30s|193X]]."),
    ("2021-11-03", "It happened in [[the late nineties|199X]]."),
    ("2021-11-03", "The temple dates to [[the twelfth century|11XX]]."),
    ("2021-11-03", "The dispute goes back to [[the early 20th century|19XX]]."),
    ("2021-11-03", "He served in [[1999-2004|1999/2004]]."),
    ("2021-11-03", "It cost $1,998 in 2,018 shops; 1944 people came."),
    ("2021-11-03", "Flight PK 1956 landed at gate 1999."),
    ("2021-11-03", "Jan Egeland told April Smith that August Wilson and June Allyson had seen Summer Lee."),
    ("2021-11-03", "Mr. May said Mrs. March may march in the Sun."),
    ("2021-11-03", "Sun Weidong met Mon Sat Wed officials."),
    ("2021-11-03", "On [[Christmas Day|2020-12-25]] the pope prayed."),
    ("2021-11-03", "The shops will open on [[Christmas Eve|2021-12-24]]."),
    ("2021-12-27", "Two people died on [[Boxing Day|2021-12-26]]."),
    ("2021-11-03", "He died on [[New Year's Day|2021-01-01]]."),
    ("2021-11-03", "The Good Friday Agreement and the Easter Rising were discussed."),
    ("2022-04-20", "Pilgrims walked on [[Good Friday|2022-04-15]]."),
    ("2021-11-03", "She died on [[Saturday, 30 October 2021|2021-10-30]]."),
    ("2021-11-03", "She died on [[Sat, Oct 30|2021-10-30]]."),
    ("2021-11-03", "Published [[03/11/2021|2021-11-03]] at noon."),
    ("2021-11-03", "Published [[31.10.2021|2021-10-31]] at noon."),
    ("2021-11-03", "Published [[10/31/2021|2021-10-31]] at noon."),
    ("2021-11-03", "Updated [[2021-11-02T10:00:00Z|2021-11-02]]."),
    (None, "The king spoke in [[May|XXXX-05]]."),
    (None, "The king spoke last week and three days ago on Friday."),
    (None, "The king spoke on [[5 May 2020|2020-05-05]]. [[Two days later|2020-05-07]] he left."),
    ("2021-11-03", "The pact was agreed in [[March this year|2021-03]]."),
    ("2021-11-03", "The pact was agreed in [[March last year|2020-03]]."),
    ("2021-11-03", "The pact was agreed on [[12 March last year|2020-03-12]]."),
    ("2021-11-03", "The pact was agreed [[last March|2021-03]]."),
    ("2021-11-03", "Elections are due [[next March|2022-03]]."),
    ("2021-11-03", "Elections are due [[next spring|2022-21]]."),
    ("2021-11-03", "It rained [[this summer|2021-22]] and [[last winter|2020-24]]."),
    ("2021-11-03", "Police were called [[on Wednesday night|2021-11-03]]."),
    ("2021-11-03", "Police were called [[on Thursday|2021-10-28]]."),
    ("2021-11-03", "[[Tonight|2021-11-03]] the team plays Chelsea; they won 3-1 on [[Saturday|2021-10-30]]."),
    ("2021-11-03", "He scored 9/11 in the quiz."),
    ("2021-11-03", "The [[7/7|2005-07-07]] London bombings killed 52."),
    ("2024-03-03", "The [[January 6|2021-01-06]] riot at the Capitol."),
    ("2024-03-03", "The [[Sept. 11, 2001|2001-09-11]], attacks."),
    ("2024-03-03", "Since the [[October 7|2023-10-07]] attacks by Hamas, thousands have died."),
    ("2024-03-03", "It reopened [[at the end of January|2024-01]]."),
    ("2024-03-03", "The club finished third in [[the 2022/23 season|2022/2023]]."),
    ("2024-03-03", "The budget for [[fiscal 2025|2025]] was passed."),
    ("2024-03-03", "Unrest began [[earlier this week|2024-02-26/2024-03-03]]."),
    ("2024-03-03", "He fled [[earlier this year|2024]], in [[the last week of January|2024-01]]."),
    ("2024-03-03", "The offices are closed every Monday and on Tuesdays."),
    ("2024-03-03", "Mr. Obama took office in [[January 2009|2009-01]], and left in [[2017|2017]]."),
    ("2024-03-03", "UN Resolution 2023, Article 1950 and Highway 2001 are unrelated."),
    ("2024-03-03", "By [[2030|2030]], sales should double, up from 2020 units."),
    ("2024-03-03", "The match against India on [[October 14|2023-10-14]] was lost."),
    ("2024-03-03", "The game kicks off at 19:45 on [[Tuesday|2024-03-05]]."),
    ("2024-03-03", "The [[June 4|2024-06-04]] election will decide it."),
    ("2024-03-03", "The army seized power in a [[February 1, 2021|2021-02-01]], coup."),
    ("2024-03-03", "A [[2019|2019]] study and the [[1971|1971]] war."),
    ("2024-03-03", "He said on [[Feb 28|2024-02-28]] that on [[the 29th|2024-02-29]] he would go."),
    ("2024-03-03", "Founded in [[1923|1923]], it marks its centenary; [[100 years ago|1924]]."),
    ("2024-03-03", "They will meet [[next week|2024-03-04/2024-03-10]] on [[Wednesday|2024-03-06]]."),
    ("2024-03-03", "They met [[on Wednesday last week|2024-02-21]]."),
    ("2024-03-03", "Trading on [[Friday|2024-03-01]] closed lower; markets reopen [[Monday|2024-03-04]]."),
    ("2024-03-03", "The court is expected to rule by [[the end of the month|2024-03]]."),
    ("2024-03-03", "Blade Runner 2049 cost $1,950; World Cup 2022 drew 1,500 fans."),
    ("2024-03-03", "The minister was in office from [[2014|2014]] to [[2018|2018]]."),
    ("2024-03-03", "The Sun and the Mail on Sunday reported it."),
    (None, "The king left yesterday and the queen on Friday."),
    (
        "2024-03-05",
        "The envoys met on [[Tuesday|2024-03-05]]; they will meet again on [[Thursday|2024-03-07]].",
    ),
    ("2024-03-05", "He could not be reached [[Monday|2024-03-04]]."),
    ("2024-03-05", "Talks were postponed until [[Friday|2024-03-08]]."),
    ("2024-03-05", "[[Friday|2024-03-01]]'s vote was a blow to those who will stand again."),
    ("2024-03-05", "The ministry on [[Sunday|2024-03-03]] issued a warning to those who would travel."),
]

MARK = re.compile(r"\[\[(.*?)\|(.*?)\]\]")


def found(text: str, published: str | None) -> list[tuple[str, str]]:
    return [(text[d.start_char : d.end_char], d.edtf) for d in find_dates(text, published)]


@pytest.mark.parametrize(("published", "marked"), SENTENCES)
def test_every_date_of_a_sentence_is_found_with_its_value(published: str | None, marked: str) -> None:
    dates = found(MARK.sub(r"\1", marked), published)
    wanted = MARK.findall(marked)
    assert [value for _, value in dates] == [value for _, value in wanted]
    assert all(mine in ours or ours in mine for (mine, _), (ours, _) in zip(dates, wanted, strict=True))


def test_a_date_that_counts_from_another_is_relative_and_one_named_in_full_is_stated() -> None:
    text = "He came on June 13, 2022, left on Monday and wrote on June 14."
    assert [d.basis for d in find_dates(text, "2022-06-20")] == ["stated", "relative", "relative"]


def test_without_a_day_of_publication_nothing_is_reckoned_from_one() -> None:
    assert found("It happened on Monday, last week, three days ago and on May 21.", None) == [
        ("May 21", "XXXX-05-21")
    ]


def test_a_day_of_publication_that_is_no_day_counts_as_none() -> None:
    assert found("He left on May 21.", "soon") == [("May 21", "XXXX-05-21")]


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert found("He left on 31/02/2021 and on 2021-13-01.", "2021-03-03") == []


PIECES = st.lists(
    st.sampled_from(
        (
            *(
                "on",
                "Monday",
                "May",
                "21",
                "2022",
                "1998",
                "31",
                "18th",
                "3",
                "March",
                "Sept.",
                "2022-06-18",
                "12/13/2021",
            ),
            *(
                ",",
                ".",
                "-",
                "to",
                "of",
                "the",
                "in",
                "and",
                "’s",
                "“",
                "\n\n",
                "two days",
                "later",
                "earlier",
                "ago",
            ),
            *(
                "last",
                "next",
                "this",
                "week",
                "year",
                "quarter",
                "third",
                "century",
                "weekend",
                "summer",
                "will",
                "said",
            ),
            *(
                "9/11",
                "Christmas",
                "Easter Sunday",
                "the same day",
                "the following year",
                "’80s",
                "1990s",
                "mid-",
            ),
        )
    ),
    max_size=30,
)


@given(PIECES, st.dates().map(str) | st.none())
def test_mentions_are_in_order_apart_and_have_readable_values(
    pieces: list[str], published: str | None
) -> None:
    text = " ".join(pieces)
    mentions = find_dates(text, published)
    ends = [0, *(m.end_char for m in mentions)]
    assert all(end <= m.start_char < m.end_char <= len(text) for end, m in zip(ends, mentions, strict=False))
    assert all(readable(m) for m in mentions)


@given(st.text(max_size=200), st.text(max_size=12) | st.none())
def test_no_text_raises(text: str, published: str | None) -> None:
    find_dates(text, published)


def readable(mention: DateMention) -> bool:
    start, end, precision = bounds(mention.edtf)
    if "XXXX" in mention.edtf:
        return (start, end) == (None, None) and precision != "unknown"
    return start is not None and end is not None and start <= end and precision != "unknown"
