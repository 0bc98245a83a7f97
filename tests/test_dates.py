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
    ("2024-03-13", "Voters go to the polls on [[November 5|2024-11-05]]."),
    ("2024-03-13", "The ceasefire, which took effect on [[January 19|2024-01-19]], has held."),
    ("2024-03-13", "The ceasefire due to take effect at midnight on [[Sunday|2024-03-17]] was welcomed."),
    ("2024-03-13", "The leaders are meeting [[on Thursday|2024-03-14]]."),
    ("2024-03-13", "The leaders are to meet [[on Thursday|2024-03-14]]."),
    ("2024-03-13", "A man has been charged after a stabbing [[on Tuesday|2024-03-12]]."),
    ("2024-03-13", "[[Wednesday|2024-03-13]]'s strike killed six people."),
    ("2024-03-13", "Ahead of [[Friday|2024-03-15]]'s vote, the opposition rallied."),
    ("2024-03-13", "It was the biggest protest since [[December|2023-12]]."),
    ("2024-03-13", "It was the biggest protest since [[December 2019|2019-12]]."),
    ("2024-03-13", "The embassy will stay closed until [[March 25|2024-03-25]]."),
    ("2024-03-13", "The embassy was closed until [[March 25|2024-03-25]]."),
    ("2024-03-13", "The treaty expires in [[February 2026|2026-02]]."),
    ("2024-03-13", "The exam was held on [[10th March|2024-03-10]]."),
    ("2024-03-13", "The exam was held on [[10 March 2024|2024-03-10]]."),
    ("2024-03-13", "The exam was held on [[Sunday, 10 March|2024-03-10]]."),
    ("2024-03-13", "Born on [[1 April 1950|1950-04-01]] in Leeds, he died on [[9 March|2024-03-09]]."),
    ("2024-03-13", "The ship sank on [[the night of April 14, 1912|1912-04-14]]."),
    ("2024-03-13", "The war of [[1914-18|1914/1918]] and that of [[1939-45|1939/1945]]."),
    ("2024-03-13", "In [[the mid-1990s|199X]] he wrote."),
    ("2024-03-13", "Growth slowed in [[the final quarter of 2023|2023-36]]."),
    ("2024-03-13", "Growth slowed in [[the last quarter of 2023|2023-36]]."),
    ("2024-03-13", "Growth slowed in [[the first half of last year|2023-40]]."),
    (
        "2024-03-13",
        "Sales fell in [[H1 2023|2023-40]] and rose in [[H2 2023|2023-41]]; the H1 visa is none.",
    ),
    ("2024-03-13", "The report is due [[later this year|2024]]."),
    ("2024-03-13", "The report was published [[late last year|2023]]."),
    ("2024-03-13", "The report was published [[in late 2023|2023]]."),
    ("2024-03-13", "The report was published at [[the beginning of 2023|2023]]."),
    ("2024-03-13", "It closed [[six months ago|2023-09]]."),
    ("2024-03-13", "It closed [[about three weeks ago|2024-02-19/2024-02-25]]."),
    ("2024-03-13", "He was shot on [[March 2|2024-03-02]] and died [[four days later|2024-03-06]]."),
    ("2024-03-13", "He was shot on [[March 2|2024-03-02]]; [[the day before|2024-03-01]], he had spoken."),
    ("2024-03-13", "He was shot on [[March 2|2024-03-02]]; [[the previous day|2024-03-01]] he had spoken."),
    ("2024-03-13", "He was shot on [[March 2|2024-03-02]]; [[that same evening|2024-03-02]] he died."),
    ("2024-03-13", "He was shot on [[March 2|2024-03-02]]. [[That day|2024-03-02]] two others died."),
    ("2024-03-13", "The strike began [[on Monday|2024-03-11]] and ended [[the next day|2024-03-12]]."),
    (
        "2024-03-13",
        "It won in [[2019|2019]] and again [[a year later|2020]], then lost [[the year after|2021]].",
    ),
    ("2024-03-13", "It won in [[May 2019|2019-05]] and lost [[three years later|2022]]."),
    ("2024-03-13", "The 24/7 service costs 3/4 of 2/3."),
    ("2024-03-13", "They won 5-4 and 2-1; the score was 10-12."),
    ("2024-03-13", "Call 555-2019 or 1-800-1999."),
    ("2024-03-13", "The HMS 1945 and Apollo 11, Boeing 747 and Airbus A320 flew."),
    ("2024-03-13", "It rose to 2,024 from 1,999 and 2015.5 points."),
    ("2024-03-13", "Section 1983 and Rule 2004 apply, Form 1040 too."),
    ("2024-03-13", "About 2000 people and 1500 soldiers took part."),
    ("2024-03-13", "In [[2000|2000]], people marched."),
    ("2024-03-13", "Orwell's 1984, Murakami's 1Q84 and Kubrick's 2001 were shown."),
    ("2024-03-13", "His [[1998|1998]] film was a hit, as was her [[2003|2003]] book."),
    ("2024-03-13", "China's [[2008|2008]] Olympics and Japan's [[2011|2011]] tsunami."),
    ("2024-03-13", "Windows 2000 and Office 2019 crashed."),
    ("2024-03-13", "The Class of [[2020|2020]] and the [[2021|2021]] budget."),
    ("2024-03-13", "Read The Friday Times, The Sunday Telegraph and Sunday Guardian."),
    ("2024-03-13", "USA Today and Pakistan Today reported that Tomorrow Never Dies."),
    ("2024-03-13", "He was on NBC's Saturday Night Live and Monday Night Football."),
    ("2024-03-13", "It was signed on [[June 3rd, 1990|1990-06-03]]."),
    ("2024-03-13", "It was signed on [[the 3rd of June, 1990|1990-06-03]]."),
    ("2024-03-13", "It was signed on [[3-June-1990|1990-06-03]]."),
    ("2024-03-13", "It was signed on [[03.06.1990|1990-06-03]]."),
    ("2024-03-13", "It was signed on [[1990/06/03|1990-06-03]]."),
    ("2024-03-13", "It was signed on [[25/12/23|2023-12-25]]."),
    ("2024-03-13", "It was signed [[Tue, 12 Mar 2024|2024-03-12]] 10:00:00 GMT."),
    ("2024-03-13", "[[March 12, 2024|2024-03-12]] 10:30 AM — The minister spoke."),
    ("2024-03-13", "[[MARCH 12|2024-03-12]] (Reuters) - The minister spoke."),
    (
        "2024-03-13",
        "LONDON, [[March 12|2024-03-12]] (Reuters) - The minister spoke on [[TUESDAY|2024-03-12]].",
    ),
    ("2024-03-13", "He was detained from [[5 January until 8 February 2021|2021-01-05/2021-02-08]]."),
    ("2024-03-13", "The fair on [[March 15-17|2024-03-15/2024-03-17]] will host 40 firms."),
    ("2024-03-13", "The fair ([[March 1–3|2024-03-01/2024-03-03]]) hosted 40 firms."),
    (
        "2024-03-13",
        "Schools shut on [[Monday|2024-03-11]] because of snow and reopen [[on Thursday|2024-03-14]].",
    ),
    ("2024-03-13", "The team plays Spain [[on Saturday|2024-03-16]]."),
    ("2024-03-13", "The prince arrives in Kabul [[on Friday|2024-03-15]]."),
    ("2024-03-13", "The court adjourned the hearing to [[April 2|2024-04-02]]."),
    ("2024-03-13", "The hearing was adjourned until [[next Tuesday|2024-03-19]]."),
    ("2024-03-13", "Polls open [[on Sunday|2024-03-17]]; results are expected [[Monday|2024-03-18]]."),
    ("2024-03-13", "By [[Sunday|2024-03-10]] night the fire had spread."),
    ("2024-03-13", "The [[March 8|2024-03-08]] attack, the [[April 14|2024-04-14]] summit."),
    ("2024-03-13", "The [[February 14|2024-02-14]] deadline passed."),
    ("2024-01-05", "On [[December 26|2023-12-26]] a quake hit; aid will arrive by [[January 8|2024-01-08]]."),
    ("2024-12-28", "The president takes office on [[January 20|2025-01-20]]."),
    ("2024-12-28", "The inauguration on [[January 20|2025-01-20]] draws crowds."),
    (None, "On [[24 August 1991|1991-08-24]], and [[three days later|1991-08-27]], votes were held."),
    (None, "It happened this year, last month, today and in the third quarter."),
    (None, "It happened on [[August 24|XXXX-08-24]] last year."),
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


def test_odd_letters_in_words_of_dates_are_read_as_those_they_look_like() -> None:
    (found,) = find_dates("It rained on May twenty-f\u0131r\u017ft, 2020.", None)
    assert found.edtf == "2020-05-21"
