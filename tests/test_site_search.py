"""What search finds, counts and sends is what SQL says, for whatever is asked; over a made-up corpus."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from loader.site.serve import serve_app
from tests.benchmarks.synthetic import build

ARTICLES = 300
HOME = "/made"


class Reader:
    """Asks a server for addresses, and the database for what is right."""

    def __init__(self, db: Path) -> None:
        self.runner, self.datasette = asyncio.Runner(), serve_app(db)
        self.conn = sqlite3.connect(db)
        self.runner.run(self.datasette.invoke_startup())

    def get(self, path: str, **arguments: object) -> Any:
        asked = f"{path}?{urlencode(arguments)}" if arguments else path
        answer = self.runner.run(self.datasette.client.get(asked))
        assert answer.status_code == 200, asked
        return answer

    def csv(self, **arguments: object) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get("/search.csv", **arguments).text)))

    def sql(self, sql: str, *parameters: object) -> list[Any]:
        return self.conn.execute(sql, parameters).fetchall()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    db = tmp_path_factory.mktemp("search") / "made.db"
    build(ARTICLES, db)
    made = Reader(db)
    yield made
    made.conn.close()
    made.runner.close()


@pytest.fixture(scope="module")
def word(reader: Reader) -> str:
    """A word that stands in about a quarter of everything."""
    reader.conn.execute("create virtual table temp.words using fts5vocab(main, search_index_fts, row)")
    (most,) = reader.sql("select count(*) / 4 from search_index")[0]
    return str(
        reader.sql("select term from temp.words where doc < ? order by doc desc, term limit 1", most)[0][0]
    )


def tabs_of(text: str) -> dict[str, int]:
    tabs = re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)
    assert tabs
    found = re.findall(r">([A-Za-z]+) <span class=\"number\">([\d,]+)<", tabs[0])
    return {label: int(number.replace(",", "")) for label, number in found}


def facet_of(text: str, label: str) -> dict[str, int]:
    """The values of a facet with their counts, and how to narrow by each."""
    section = re.search(rf"<h2>{label}\b.*?</section>", text, re.DOTALL)
    rows = re.findall(
        r'<a href="[^"]*"[^>]*>([^<]+)</a> <span class="number">([\d,]+)<', section[0] if section else ""
    )
    return {html.unescape(value): int(number.replace(",", "")) for value, number in rows}


def found_by_sql(reader: Reader, asked: dict[str, str]) -> set[tuple[str, str]]:
    """What `asked` finds, as independent SQL says: kind and key of each."""
    where = ["not (s.kind = 'person' and (select shown from people p where p.id = s.person_id) = 0)"]
    named = {
        "article": "select 1 from article_people x where x.article_id = s.row_id and x.person_id = :person_id"
        " and x.mentions > 0",
        "quote": "select 1 from quotes x where x.id = s.row_id and x.person_id = :person_id",
        "event": "select 1 from event_participants x where x.event_id = s.row_id and x.person_id = :person_id",
        "person": "select 1 where s.person_id = :person_id",
    }
    place = {
        "article": "select 1 from event_mentions m join events e on e.id = m.event_id"
        " where m.article_id = s.row_id and e.country = :country",
        "quote": "select 1 where 0",
        "event": "select 1 from events e where e.id = s.row_id and e.country = :country",
        "person": "select 1 from people p where p.id = s.person_id and p.country = :country",
    }
    for name in asked:
        by_kind = {"person_id": named, "country": place}.get(name)
        if by_kind:
            cases = " ".join(f"when '{kind}' then exists ({sql})" for kind, sql in by_kind.items())
            where.append(f"case s.kind {cases} end")
        elif name in ("year", "month", "publisher", "agency", "story_id", "kind"):
            where.append(f"s.{name} = :{name}")
        elif name == "said":
            where.append("s.kind = 'quote' and s.type = :said")
        elif name == "from":
            where.append("s.year is not null and s.date >= :from")
        elif name == "to":
            where.append("s.year is not null and s.date <= :to || '~'")
        elif name == "undated":
            where.append("s.year is null")
    source = "search_index s"
    if "q" in asked:
        source += " join search_index_fts f on f.rowid = s.id"
        where.append("search_index_fts match :q")
    rows = reader.conn.execute(f"select s.kind, s.key from {source} where {' and '.join(where)}", asked)
    return set(rows.fetchall())


def questions(reader: Reader, word: str) -> Iterator[dict[str, str]]:
    """Ways to narrow a search, alone and together."""

    def most(column: str, sql: str) -> str:
        return str(
            reader.sql(
                f"select {column} from {sql} where {column} is not null group by 1 order by count(*) desc, 1"
            )[0][0]
        )

    narrow = {
        "year": most("year", "search_index"), "month": most("month", "search_index"),
        "publisher": most("publisher", "articles"), "agency": most("agency", "articles"),
        "person_id": most("person_id", "article_people"), "said": "direct", "country": most("country", "events"),
        "story_id": most("story_id", "articles"), "from": "2016-05", "to": "2019", "undated": "1",
    }  # fmt: skip
    for kind in ("", "article", "quote", "person", "event"):
        base = {"q": word} | ({"kind": kind} if kind else {})
        yield base
        for name, value in narrow.items():
            yield base | {name: value}
        yield base | {"from": narrow["from"], "to": narrow["to"], "country": narrow["country"]}
    for one, other in itertools.combinations(("year", "publisher", "agency", "person_id", "country"), 2):
        yield {one: narrow[one], other: narrow[other]}


def test_whatever_narrows_finds_and_counts_what_sql_does(reader: Reader, word: str) -> None:
    asked_in_all = 0
    for asked in questions(reader, word):
        right = found_by_sql(reader, asked)
        sent = [(row["kind"], row["key"]) for row in reader.csv(**asked)]
        assert len(sent) == len(set(sent)), asked
        assert set(sent) == right, asked
        page = reader.get("/search", **asked).text
        number = re.search(r'role="status">([\d,]+) results?', page)
        assert number, asked
        assert int(number[1].replace(",", "")) == len(right), asked
        asked_in_all += 1
    assert asked_in_all > 60


def test_every_facet_counts_what_its_values_find(reader: Reader, word: str) -> None:
    text = reader.get("/search", q=word).text
    names = {
        "Year": "year",
        "Outlet": "publisher",
        "Agency": "agency",
        "Kind of quote": "said",
        "Country": "country",
    }
    for label, name in names.items():
        values = facet_of(text, label)
        assert values or label == "Kind of quote", label  # one kind of quote only: nothing to choose
        values.pop("no date", None)
        for value, number in values.items():
            assert number == len(found_by_sql(reader, {"q": word, name: value})), (label, value)
    people = re.findall(r'person_id=([^"&]+)[^"]*"[^>]*>[^<]+</a> <span class="number">([\d,]+)<', text)
    assert people
    for key, number in people:
        assert int(number) == len(found_by_sql(reader, {"q": word, "person_id": key}))


def test_one_report_a_story_counts_stories_everywhere(reader: Reader, word: str) -> None:
    text = reader.get("/search", q=word, kind="article", each="story").text
    stories = """select count(distinct coalesce('s' || s.story_id, s.key)) from search_index_fts f
        join search_index s on s.id = f.rowid where search_index_fts match ? and s.kind = 'article'"""
    (right,) = reader.sql(stories, word)[0]
    assert tabs_of(text)["Articles"] == right
    sent = reader.csv(q=word, kind="article", each="story")
    assert len(sent) == right
    assert sum(int(row["reports"]) for row in sent) == tabs_of(reader.get("/search", q=word).text)["Articles"]
    assert len({row["story_id"] or row["key"] for row in sent}) == right
    years = facet_of(text, "Year")
    assert (years.pop("no date"),) == reader.sql(f"{stories} and s.year is null", word)[0]
    for value, number in years.items():
        assert (number,) == reader.sql(f"{stories} and s.year = ?", word, int(value))[0]


@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
def test_pages_and_csv_have_one_order(reader: Reader, word: str, sort: str) -> None:
    sent = [row["address"].partition("#")[0] for row in reader.csv(q=word, kind="article", sort=sort)]
    leafed = []
    for page in range(1, -(-len(sent) // 20) + 1):
        text = reader.get("/search", q=word, kind="article", sort=sort, page=page).text
        leafed += re.findall(r'<h2><a href="([^"]+)"', text)
    assert [address.removeprefix("http://localhost") for address in sent] == leafed
    days = [row["date"] for row in reader.csv(q=word, kind="article", sort=sort)]
    if sort:
        dated = [day for day in days if day]
        assert dated == sorted(dated, reverse=sort == "newest")
        assert days[len(dated) :] == [""] * (len(days) - len(dated))  # what has no date comes last
    else:
        ranked = """select s.key from search_index_fts f join search_index s on s.id = f.rowid
            where search_index_fts match ? and s.kind = 'article' order by bm25(search_index_fts, 5.0, 1.0), s.id"""
        assert [row["key"] for row in reader.csv(q=word, kind="article")] == [
            key for (key,) in reader.sql(ranked, word)
        ]


def test_json_has_the_rows_of_the_csv(reader: Reader, word: str) -> None:
    asked = {"q": word, "kind": "quote"}
    rows = json.loads(reader.get("/search.json", **asked).text)
    assert [row["key"] for row in rows] == [row["key"] for row in reader.csv(**asked)]
    assert json.loads(reader.get("/search.json", q="nowheretobefound").text) == []


def test_the_sql_of_a_search_finds_the_same(reader: Reader, word: str) -> None:
    for asked in questions(reader, word):
        link = re.search(r'href="([^"]+)">table and SQL<', reader.get("/search", **asked).text)
        assert link
        path = html.unescape(link[1]).replace(f"{HOME}?", f"{HOME}.json?", 1)
        answer = reader.get(f"{path}&_shape=objects").json()
        assert not answer["truncated"]
        assert {(row["kind"], row["key"]) for row in answer["rows"]} == found_by_sql(reader, asked), asked


def test_lines_show_every_hit_in_its_place(reader: Reader) -> None:
    (texts,) = zip(*reader.sql("select text from articles"), strict=True)
    (name,) = reader.sql("select name from people order by mentions desc, id limit 1")[0]
    right = sum(len(re.findall(rf"\b{name}\b", text)) for text in texts)
    rows = reader.csv(q=f'"{name}"', kind="article", view="lines")
    assert len(rows) == right
    texts_by_key = dict(reader.sql("select cast(id as text), text from articles"))
    for row in rows:
        start, end = map(int, re.findall(r"#c(\d+)-(\d+)$", row["address"])[0])
        assert texts_by_key[row["key"]][start:end] == row["hit"] == name
    page = reader.get("/search", q=f'"{name}"', kind="article", view="lines").text
    first_page = {row["key"] for row in rows[:1]} | set(dict.fromkeys(row["key"] for row in rows[:2000]))
    shown = len(re.findall(r'class="before"', page))
    keys = list(dict.fromkeys(row["key"] for row in rows))[:20]
    assert shown == sum(row["key"] in keys for row in rows)
    assert first_page


def test_uncertain_names_are_sent_where_they_are_shown(reader: Reader) -> None:
    everybody = len(reader.sql("select id from people"))
    assert len(reader.csv(kind="person", uncertain="1")) == everybody
    assert len(reader.csv(kind="person")) == len(reader.sql("select id from people where shown"))


def test_the_whole_table_of_articles_streams_in_both_directions(reader: Reader) -> None:
    ids = sorted(str(key) for (key,) in reader.sql("select id from articles"))
    for sort in ("_sort=sort_key", "_sort_desc=sort_key", "_sort=id", "_sort_desc=id"):
        text = reader.get(f"{HOME}/articles.csv?_stream=on&{sort}").text
        assert sorted(row["id"] for row in csv.DictReader(io.StringIO(text))) == ids, sort


def test_every_sort_that_a_table_page_offers_streams_complete(reader: Reader) -> None:
    tables = reader.get(f"{HOME}.json").json()
    names = [table["name"] for table in tables["tables"] if not table["hidden"]]
    names += [view["name"] for view in tables["views"]]
    streamed = 0
    for name in names:
        page = reader.get(f"{HOME}/{name}").text
        options = re.search(r'<select name="_sort".*?</select>', page, re.DOTALL)
        offered = set(re.findall(r"[?&;]_sort(?:_desc)?=(\w+)", page))
        offered |= {value for value in re.findall(r'value="(\w+)"', options[0] if options else "") if value}
        (count,) = reader.sql(f"select count(*) from {name}")[0]
        for column in sorted(offered):
            for order in ("_sort", "_sort_desc"):
                text = reader.get(f"{HOME}/{name}.csv?_stream=on&{order}={column}").text
                rows = list(csv.reader(io.StringIO(text)))[1:]
                assert len(rows) == len({tuple(row) for row in rows}) == count, (name, order, column)
                streamed += 1
    assert streamed > 40


def test_an_address_with_odd_words_is_quoted_in_its_links(reader: Reader) -> None:
    text = reader.get("/search", q='"a" & b <c> é').text
    link = re.search(r'href="(/search\.csv[^"]+)"', text)
    assert link
    assert quote("é") in link[1]


def test_what_has_no_date_is_a_group_to_choose(reader: Reader, word: str) -> None:
    text = reader.get("/search", q=word).text
    right = found_by_sql(reader, {"q": word, "undated": "1"}) - {
        found for found in found_by_sql(reader, {"q": word}) if found[0] == "person"
    }
    assert facet_of(text, "Year")["no date"] == len(right) > 0
    within = reader.get("/search", q=word, **{"from": "2016", "to": "2018"}).text
    left_out = re.search(r">([\d,]+) hits? without a date<", within)
    assert left_out
    assert int(left_out[1]) == len(found_by_sql(reader, {"q": word, "undated": "1"}))


def test_clearing_the_box_lists_what_was_narrowed(reader: Reader) -> None:
    assert "How to search" in reader.get("/search", q="").text
    assert "How to search" in reader.get("/search", q="  ", sort="newest", each="story", view="lines").text
    for asked in ({"kind": "quote"}, {"year": "2016"}, {"from": "2016", "view": "lines"}):
        text = reader.get("/search", q="", **asked).text
        assert "results</span>" not in text
        assert re.search(r'role="status">[\d,]+ results', text)
