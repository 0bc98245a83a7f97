"""The pages, through Datasette's real application: every address answers, lists are whole, text stays text."""

from __future__ import annotations

import asyncio
import csv
import html
import http.client
import io
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from loader.model import CorpusError
from loader.site.namelist import search_list
from loader.site.search import search_lines
from loader.site.serve import serve, serve_app
from tests.site_fixture import SCRIPT, make

ROOT = Path(__file__).resolve().parents[1]
EXTRA = 700
type Get = Callable[..., Any]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("site") / "any name.db", extra=EXTRA)


RUNNER = asyncio.Runner()


@pytest.fixture(scope="module", autouse=True)
def _close_the_loop() -> Iterator[None]:
    yield
    RUNNER.close()


def getter(datasette: Datasette) -> Get:
    """A function that fetches addresses from `datasette`, without a network."""

    def get(path: str, method: str = "get", **options: Any) -> Any:
        return RUNNER.run(getattr(datasette.client, method)(path, **options))

    RUNNER.run(datasette.invoke_startup())
    return get


@pytest.fixture(scope="module")
def get(db: Path) -> Get:
    return getter(serve_app(db))


HOME = "/any+name"
OURS = [
    "/", "/search", "/search?q=Keller", "/search?kind=quote", "/timeline", "/names", "/outlets",
    f"{HOME}/-/search?q=Keller",
    *(f"{HOME}/{row}" for row in ("articles/1", "articles/2", "people/anna-keller", "events/3005", "stories/7")),
]  # fmt: skip


@pytest.mark.parametrize("path", OURS)
def test_our_pages_answer_with_a_strict_policy_and_no_inline_code(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", answer.text)
    assert not re.search(r"""(?:src|href)="(?:https?:)?//(?!example\.com)""", answer.text)
    assert answer.text.count("<h1") == 1
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("path", [p for p in OURS if p != "/search"])
def test_every_link_of_our_pages_leads_somewhere(get: Get, path: str) -> None:
    text = get(path).text
    targets = {html.unescape(href) for href in re.findall(r'href="([^"]+)"', text)}
    for target in sorted(targets):
        address, _, anchor = target.partition("#")
        if target.startswith("http"):
            continue
        answer = get(address) if address else None
        assert answer is None or answer.status_code == 200, target
        if anchor:
            assert f'id="{anchor}"' in (answer.text if answer else text) or re.fullmatch(
                r"c\d+-\d+", anchor
            ), target


def test_a_script_in_any_text_is_text(get: Get) -> None:
    for path in ("/", "/search?q=agree", f"{HOME}/articles/1", f"{HOME}/stories/7", f"{HOME}/articles"):
        text = get(path).text
        assert SCRIPT not in text
        assert html.escape(SCRIPT) in text or "&lt;script&gt;" in text


def test_an_address_that_is_no_web_address_is_no_link(get: Get) -> None:
    assert 'href="javascript:' not in get(f"{HOME}/articles/3").text


def test_an_article_shows_its_findings_where_they_stand(get: Get) -> None:
    text = get(f"{HOME}/articles/1").text
    assert re.search(r'<a class="mark person" id="c\d+-\d+" href="/any\+name/people/anna-keller"', text)
    assert 'class="mark quote direct"' in text
    assert 'class="mark event"' in text
    assert f'href="{HOME}/articles/1?as=file"' in text  # its file as it was
    assert "41 %" in text  # what it shares with the other report
    assert "June 13, 2022" in text  # the words that date it


def test_an_article_without_headline_says_so(get: Get) -> None:
    assert "no headline" in get(f"{HOME}/articles/2").text


def numbers_of(text: str) -> dict[str, int]:
    tabs = re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)
    assert tabs
    found = re.findall(r">([A-Za-z]+) <span class=\"number\">([\d,]+)<", tabs[0])
    return {label: int(number.replace(",", "")) for label, number in found}


def test_search_counts_what_sql_counts(get: Get, db: Path) -> None:
    sql = """select s.kind, count(*) from search_index_fts f join search_index s on s.id = f.rowid
        left join people p on p.rowid = s.id
        where search_index_fts match 'Keller OR rain' and coalesce(p.shown, 1) group by 1"""
    with closing(sqlite3.connect(db)) as conn:
        counted = dict(conn.execute(sql).fetchall())
    shown = numbers_of(get("/search?q=Keller+OR+rain").text)
    labels = {"article": "Articles", "quote": "Quotes", "person": "People", "event": "Events"}
    assert {kind: shown[label] for kind, label in labels.items() if shown[label]} == counted
    assert shown["All"] == sum(counted.values())


def test_search_pages_hold_every_hit_once(get: Get) -> None:
    found: list[str] = []
    path = "/search?q=rain&kind=article"
    while path:
        text = get(path).text
        found += re.findall(r'<h2><a href="([^"]+)"', text)
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        path = html.unescape(following[1]) if following else ""
    assert len(found) == len(set(found)) == EXTRA


def test_facets_narrow_to_the_number_they_promise(get: Get) -> None:
    text = get("/search?q=rain+OR+Keller&kind=article").text
    facet = re.search(r'<li><a href="([^"]+year=2021[^"]*)">2021</a> <span class="number">([\d,]+)', text)
    assert facet
    narrowed = get(html.unescape(facet[1])).text
    assert numbers_of(narrowed)["Articles"] == int(facet[2]) == EXTRA


def test_a_range_of_dates_counts_what_has_no_date(get: Get) -> None:
    text = get("/search?q=Keller&from=2022&to=2022-06").text
    assert re.search(r"hits? without a date", text)
    assert "undated only" in get("/search?q=Keller&undated=1").text


def test_hits_are_marked_in_their_context(get: Get) -> None:
    text = get("/search?q=frank").text
    assert "<mark>frank</mark>" in text
    assert get("/search?q=" + quote("<script>")).status_code == 200


OPERATORS = [
    "OR", "AND", "NOT", "NEAR", "NEAR(", '"', "'", "(", ")", "*", "-", "^", ":", "+", "{", "}", ",", "%", "_",
    "|", "\\", ";--", "\0",
]  # fmt: skip
WORDS = [
    "Keller",
    "Pak-China",
    "Pakistan's",
    "é",
    "中文",
    "😀",
    "\u202e",
    "1 = 1",
    "select * from x",
    "title:x",
    "ﬁ",
]
LONG = [
    "x" * 10_000,
    "a " * 5_000,
    "(" * 2_000,
    '"' * 2_000,
    "NEAR(a b, 99999999999)",
    "-a -b",
    "*",
    "a*b*",
    " ",
    "",
]
STRINGS = (
    LONG
    + [f"{a}{b}" for a in OPERATORS for b in ("", "a", " a", "a b")]
    + [f"{a} {b} {c}" for a in WORDS[:6] for b in OPERATORS for c in WORDS[:1]]
    + [f"{a}{b}" for a in WORDS for b in ("", "*", '"', " -x")]
    + [f'"{a}" {b} "{a}"' for a in WORDS[:4] for b in OPERATORS[:5]]
)


def test_300_query_strings_over_http_give_no_error(db: Path) -> None:
    assert len(set(STRINGS)) >= 300
    code = "import sys; from pathlib import Path; from loader.site.serve import serve\n"
    code += "serve(Path(sys.argv[1]), port=0, ready=lambda url: print(url, flush=True))"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(db)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        try:
            assert run.stdout
            host = run.stdout.readline().strip().removeprefix("http://").rstrip("/")
            connection = http.client.HTTPConnection(host, timeout=60)
            for typed in dict.fromkeys(STRINGS):
                for address in ("/search?q=", "/search?view=lines&each=story&q="):
                    connection.request("GET", address + quote(typed))
                    answer = connection.getresponse()
                    answer.read()
                    assert answer.status == 200, typed
            connection.close()
        finally:
            run.terminate()


def test_awkward_query_strings_give_no_error_on_tables(get: Get) -> None:
    for typed in STRINGS[::6]:
        for path in (
            f"{HOME}/quotes?_search=",
            f"{HOME}/search_index.json?_search=",
            f"{HOME}/who_said_what.json?about=",
        ):
            assert get(path + quote(typed)).status_code == 200, typed


@pytest.mark.parametrize(
    "arguments",
    ["page=-1", "page=99999", "page=x", "kind=x", "year=x", "from=x&to=y", "sort=x", "story_id=%00"],
)
def test_odd_arguments_give_no_error(get: Get, arguments: str) -> None:
    assert get(f"/search?q=rain&{arguments}").status_code == 200
    assert get(f"/timeline?{arguments}").status_code == 200


@pytest.mark.parametrize(
    "sort", ["", "&_sort=sort_key", "&_sort_desc=sort_key", "&_sort=id", "&_sort_desc=id"]
)
def test_csv_of_a_table_is_complete_in_every_order(get: Get, db: Path, sort: str) -> None:
    rows = list(csv.DictReader(io.StringIO(get(f"{HOME}/articles.csv?_stream=on{sort}").text)))
    with closing(sqlite3.connect(db)) as conn:
        ids = [str(key) for (key,) in conn.execute("select id from articles")]
    assert sorted(row["id"] for row in rows) == sorted(ids)


def test_csv_of_a_search_is_complete(get: Get) -> None:
    link = re.search(r'All results as data: <a href="([^"]+)"', get("/search?q=rain").text)
    assert link
    rows = list(csv.DictReader(io.StringIO(get(html.unescape(link[1])).text)))
    assert len({row["key"] for row in rows}) == len(rows) == EXTRA


def test_tables_show_names_in_place_of_ids(get: Get) -> None:
    text = get(f"{HOME}/quotes").text
    assert re.search(r'href="/any\+name/people/anna-keller">Anna Keller', text)
    answer = get(f"{HOME}/who_said_what?speaker=Keller&about=&from_day=&to_day=").text
    assert re.search(r'href="/any\+name/articles/1">', answer)
    assert re.search(r'href="/any\+name/articles/1#c\d+-\d+">', answer)


def test_every_table_and_column_is_described(db: Path) -> None:
    import yaml

    described = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"]["corpus"][
        "tables"
    ]
    with closing(sqlite3.connect(db)) as conn:
        names = conn.execute(
            "select name, type, sql from sqlite_master where type in ('table', 'view')"
        ).fetchall()
        real = [
            (name, kind) for name, kind, _ in names if "_fts" not in name and not name.startswith("sqlite_")
        ]
        assert {name for name, _ in real} == set(described)
        for name, kind in real:
            columns = {row[1] for row in conn.execute(f"pragma table_xinfo({name})")} - {"id"}
            if kind == "table" and not described[name].get("hidden"):
                assert columns == set(described[name]["columns"]) - {"id"}, name
            for used in ("facets", "sortable_columns"):
                assert set(described[name].get(used) or ()) <= columns | {"id"}, (name, used)


def test_every_table_view_and_canned_query_answers(get: Get) -> None:
    tables = get("/any+name.json").json()
    names = [table["name"] for table in tables["tables"]] + [view["name"] for view in tables["views"]]
    for name in names:
        assert get(f"{HOME}/{name}").status_code == 200, name
    for query in tables["queries"]:
        assert query["title"]
        arguments = "&".join(f"{name}=" for name in re.findall(r":(\w+)", query["sql"]))
        assert get(f"{HOME}/{query['name']}?{arguments}").status_code == 200, query["name"]


def test_datasette_finds_full_text_search_on_the_four_tables(get: Get) -> None:
    for table in ("articles", "people", "quotes", "events", "search_index"):
        assert 'name="_search"' in get(f"{HOME}/{table}").text, table


@pytest.mark.parametrize(
    "path", ["/a/b/c/d/e", "/nothing", f"{HOME}/articles/999", f"{HOME}/people/nobody", f"{HOME}/nothing"]
)
def test_what_is_not_there_is_404_and_prints_nothing(
    get: Get, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert get(path).status_code == 404
    assert capfd.readouterr().err == ""


def test_a_query_cannot_eat_the_memory(get: Get, capfd: pytest.CaptureFixture[str]) -> None:
    answer = get(f"{HOME}.json?sql=" + quote("select length(hex(zeroblob(300000000)))"))
    assert answer.status_code == 400
    capfd.readouterr()


def test_public_settings_keep_strangers_from_sql(db: Path) -> None:
    get = getter(serve_app(db, public=True))
    assert get(f"{HOME}.json?sql=select+1").status_code == 403
    assert get("/search?q=Keller").status_code == 200
    assert get("/any+name.db").status_code == 403


def test_plain_datasette_shows_the_same_pages(db: Path, get: Get) -> None:
    plain = getter(Datasette(files=[str(db)]))
    for path in OURS:
        assert plain(path).text == get(path).text, path
    described = {}
    for name, ask in (("plain", plain), ("ours", get)):
        metadata = ask("/-/metadata.json").json()
        described[name] = metadata["databases"]["any name"]
        assert ask(f"{HOME}/quotes").text.count("The reporting word")
        assert ask(f"{HOME}/who_said_what?speaker=Keller&about=&from_day=&to_day=").text.count(
            "Who said what"
        )
    assert described["plain"] == described["ours"]


def test_the_command_datasette_shows_our_pages(db: Path) -> None:
    command = [sys.executable, "-m", "datasette", str(db), "--get", "/search?q=Keller"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert numbers_of(run.stdout)["All"] > 1


def test_a_database_that_is_no_corpus_is_left_to_datasette(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        conn.execute("create table articles (id integer primary key, title text)")
        conn.execute("insert into articles values (1, 'theirs')")
        conn.commit()
    get = getter(Datasette(files=[str(tmp_path / "other.db")]))
    assert "theirs" in get("/other/articles/1").text
    assert get("/search").status_code == 404
    assert get("/").text.count("News corpus") == 0


def test_a_load_shows_in_a_running_server(tmp_path: Path) -> None:
    get = getter(serve_app(make(tmp_path / "live.db")))
    assert get("/live/articles.json?_shape=array&_size=max").json()[0]["id"]
    before = numbers_of(get("/search?kind=article").text)["Articles"]
    fresh = make(tmp_path / "fresh.db", extra=5)
    fresh.replace(tmp_path / "live.db")
    assert numbers_of(get("/search?kind=article").text)["Articles"] == before + 5
    assert len(get("/live/articles.json?_shape=array&_size=max").json()) == before + 5


def test_what_cannot_be_served_says_what_to_do(tmp_path: Path, db: Path) -> None:
    with pytest.raises(CorpusError, match="corpus load"):
        serve_app(tmp_path / "missing.db")
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(CorpusError, match="not a SQLite database"):
        serve_app(tmp_path / "text.db")
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        conn.execute("create table t (x)")
    with pytest.raises(CorpusError, match="not one that corpus load made"):
        serve_app(tmp_path / "other.db")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CorpusError, match=f"--port {port + 1}"):
            serve(db, port=port)


def test_lines_for_the_terminal(db: Path) -> None:
    lines = list(search_lines(db, "frank"))
    assert lines[0].startswith("quote 2002")
    assert "[frank]" in lines[1]
    assert list(search_lines(db, "nowhere to be found")) == [
        "Nothing found for nowhere AND to AND be AND found."
    ]


def test_the_plugin_is_light_until_datasette_runs() -> None:
    code = "import sys, loader.site, loader.site.search; sys.exit('datasette.app' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_hits_line_up_one_a_line(get: Get) -> None:
    text = get("/search?q=frank&view=lines").text
    assert re.search(r'class="before">the talks were </span><mark>frank</mark>', text)


def test_a_list_of_names_is_looked_up(get: Get) -> None:
    lines = ["Omar Haddad", "Anna Keller,minister", "=Nobody", "***", "budget OR rain", '"', ""]
    sent = {"names": "\n".join(lines)}
    page = get("/names", method="post", data=sent).text
    assert re.search(r">Omar Haddad</a></td><td class=\"number\">1<", page)
    assert "nothing to look for" in page
    answer = get("/names", method="post", data=sent | {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["name"] for row in rows] == [
        "Omar Haddad",
        "Anna Keller",
        "'=Nobody",
        "***",
        "budget OR rain",
        '"',
    ]
    assert [int(row["articles"]) for row in rows] == [1, 1, 0, 0, EXTRA + 1, 0]


def test_an_answer_that_takes_too_long_says_so(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette.database import QueryInterrupted

    from loader.site.corpus import Corpus

    async def too_long(*_: object, **__: object) -> None:
        raise QueryInterrupted(Exception(), "", {})

    get = getter(serve_app(db))
    monkeypatch.setattr(Corpus, "run", too_long)
    answer = get("/search?q=rain")
    assert answer.status_code == 503
    assert "Ask for less" in answer.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_list_as_data_that_takes_too_long_says_so(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette.database import QueryInterrupted

    from loader.site.live import LiveDatabase

    async def too_long(*_: object, **__: object) -> None:
        raise QueryInterrupted(Exception(), "select secret", {})

    get = getter(serve_app(db, public=True))
    get("/any+name/quotes.csv")
    monkeypatch.setattr(LiveDatabase, "execute_fn", too_long)
    answer = get("/any+name/utterances.csv")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")
    assert "Ask for less" in answer.text
    assert "secret" not in answer.text


def test_serve_tells_its_address_when_it_is_ready(db: Path) -> None:
    code = (
        "import sys, os, signal, threading, urllib.request; from pathlib import Path\n"
        "from loader.site.serve import serve\n"
        "def ready(url):\n"
        "    def ask():\n"
        "        print(urllib.request.urlopen(url).status, flush=True); os.kill(os.getpid(), signal.SIGINT)\n"
        "    threading.Thread(target=ask).start()\n"
        "try: serve(Path(sys.argv[1]), port=0, ready=ready)\n"
        "except KeyboardInterrupt: pass\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(db)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.strip() == "200", run.stderr


def test_plain_datasette_with_the_metadata_file_describes_once(tmp_path: Path) -> None:
    import yaml

    metadata = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    get = getter(Datasette(files=[str(make(tmp_path / "corpus.db"))], metadata=metadata))
    assert "The reporting word" in get("/corpus/quotes").text
    assert get("/-/metadata.json").json()["databases"]["corpus"] == metadata["databases"]["corpus"]
    assert get("/corpus/who_said_what?speaker=&about=&from_day=&to_day=").status_code == 200


def test_two_corpora_are_served_side_by_side(tmp_path: Path) -> None:
    paths = [str(make(tmp_path / f"{name}.db", extra=extra)) for name, extra in (("one", 0), ("two", 3))]
    get = getter(Datasette(files=paths))
    assert "/one/articles/1" in get("/search?kind=article").text
    assert "/two/articles/1" in get("/two/-/search?kind=article").text
    assert numbers_of(get("/two/-/search?kind=article").text)["Articles"] == 7
    assert get("/two/-/").status_code == 200


def test_a_person_is_found_by_any_of_their_names(get: Get) -> None:
    for name in ("~C3~96mar~20Al~20Haddad", "omar-al-haddad", "Omar~20Haddad"):
        answer = get(f"{HOME}/people/{name}")
        assert answer.status_code == 302, name
        assert answer.headers["location"] == f"{HOME}/people/omar-haddad"
    choice = get(f"{HOME}/people/Keller")
    assert choice.status_code == 200
    assert f"{HOME}/people/anna-keller" in choice.text
    assert f"{HOME}/people/anna-kell" in choice.text
    assert get(f"{HOME}/people/Al~20Haddad").status_code == 404


def test_uncertain_names_are_one_click_away(get: Get) -> None:
    assert ">Anna Kell<" not in get("/").text
    page = get("/search?q=Keller&kind=person").text
    assert numbers_of(page)["People"] == 1
    link = re.search(r'<a href="([^"]+)">show also 1 uncertain name</a>', page)
    assert link
    more = get(html.unescape(link[1])).text
    assert numbers_of(more)["People"] == 2
    assert "leave out uncertain names" in more
    assert numbers_of(get("/search?kind=person").text)["People"] == 2


def test_one_report_a_story(get: Get) -> None:
    path = "/search?q=Keller&kind=article"
    assert len(re.findall('<li class="result', get(path).text)) == 2
    for sort in ("", "&sort=newest", "&sort=oldest"):
        page = get(f"{path}&each=story{sort}").text
        assert len(re.findall('<li class="result', page)) == 1
        assert "1 result for" in page
        assert "1 more report of this story" in page


def test_a_file_of_names_is_looked_up(get: Get) -> None:
    for content in (
        "name,role\nOmar Haddad,minister\n",
        "\ufeffname\r\nOmar Haddad\r\n",
        "Omar Haddad\n".encode("utf-16"),
    ):
        files = {
            "file": ("list.csv", content if isinstance(content, bytes) else content.encode(), "text/csv")
        }
        page = get("/names", method="post", files=files, data={"names": "budget"}).text
        names = re.findall(r'<tr><td><a [^>]+>([^<]+)</a></td><td class="number">1<', page)
        assert names == ["budget", "Omar Haddad"], content
    too_long = {"file": ("list.csv", b"x" * 3_000_000, "text/csv")}
    assert get("/names", method="post", files=too_long).status_code == 413
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert get("/names", method="post", content=b"--y\r\nnothing", headers=broken).status_code == 200


def test_a_list_of_names_from_the_command_line(db: Path) -> None:
    found = list(search_list(db, ["name\n", "Omar Haddad,minister\n", "***\n", "=nobody\n"]))
    assert [(row.name, row.articles) for row in found] == [("Omar Haddad", 1), ("***", 0), ("=nobody", 0)]
    assert found[0].context.count("Omar Haddad") == 1
    assert found[1].problem
    assert found[2].cells()[0] == "'=nobody"


def test_what_an_outlet_repeats_is_folded(get: Get) -> None:
    text = get(f"{HOME}/articles/3").text
    fold = re.search(r"<details class=\"repeats\"><summary>(.*?)</summary>\s*<p data-start=\"(\d+)\">", text)
    assert fold
    assert fold[1] == "A line that this outlet repeats, in 4 stories"


def test_a_year_that_is_inferred_says_so_and_how(get: Get) -> None:
    text = get(f"{HOME}/articles/4").text
    assert "21 May, year not stated; probably 21 May 2024" in text
    assert "year of a copy: other.txt" in text


def test_outlets_are_counted_as_sql_counts(get: Get, db: Path) -> None:
    text = get("/outlets").text
    with closing(sqlite3.connect(db)) as conn:
        counted = conn.execute(
            "select publisher, count(*) from articles where publisher is not null group by 1"
        )
        for publisher, number in counted.fetchall():
            assert re.search(rf'>{publisher}</a></td><td class="number">{number}<', text)
    assert "Whom they name" in text
    assert get("/outlets?a=Nobody&b=Daily+Post").status_code == 200
    assert "two different" in get("/outlets?a=Daily+Post&b=Daily+Post").text
    lists = re.findall(r'href="(/outlets\?a=[^"]+&amp;format=\w+)"', text)
    answers = [get(html.unescape(address)) for address in lists]
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == [
        "text/csv",
        "application/json",
    ]
    rows = list(csv.DictReader(io.StringIO(answers[0].text)))
    assert [row["word"] for row in rows] == [row["word"] for row in answers[1].json()]


def test_a_person_is_not_told_to_be_known_by_their_own_name_too() -> None:
    from loader.site.kwic import HIT, HIT_END
    from loader.site.results import other_names

    assert other_names("Anna Keller; Keller; Ms Keller", "Anna Keller") == "Keller; Ms Keller"
    assert other_names(f"Anna {HIT}Keller{HIT_END}", "Anna Keller") == ""


def test_words_are_compared_by_log_likelihood() -> None:
    from loader.site.outlets import log_likelihood

    assert log_likelihood(10, 10, 1000, 1000) == pytest.approx(0)
    assert log_likelihood(100, 50, 10_000, 10_000) == pytest.approx(16.99, abs=0.01)  # by hand
    assert log_likelihood(5, 0, 100, 100) == pytest.approx(6.93, abs=0.01)


def test_what_is_no_date_is_said_and_a_range_is_never_turned(get: Get) -> None:
    page = get("/search?q=rain&from=garbage").text
    assert "not a date: garbage (write 2022-06-13, 2022-06 or 2022)" in page
    assert 'name="from" value="garbage"' in page
    assert "not a date: 2022-02-30" in get("/search?to=2022-02-30").text
    backwards = get("/search?q=rain&from=2023&to=2021-05").text
    assert "from 2023 is after to 2021-05" in backwards
    assert numbers_of(backwards)["All"] == 0
    assert 'role="alert"' not in get("/search?q=rain&from=2021-05&to=2021").text


def test_kinds_of_events_are_said_in_plain_words(get: Get) -> None:
    assert "talks and visits (CONSULT)" in get(f"{HOME}/events/3005").text
    assert 'title="talks and visits (CONSULT)">meeting<' in get("/timeline").text
    assert re.search(r'title="CONSULT">talks and visits</', get("/timeline").text)


def test_how_sure_says_of_what(get: Get) -> None:
    for path in (f"{HOME}/articles/1", f"{HOME}/events/3005"):
        assert re.search(
            r'<span title="\d+ % sure that this is an event of this kind">\d+ % sure<', get(path).text
        )


def test_first_words_in_place_of_a_headline_look_different(get: Get) -> None:
    marked = f'href="{HOME}/articles/2" class="no-headline" title="no headline: its first words"'
    for path in ("/search?q=Keller", f"{HOME}/stories/7", f"{HOME}/events/3005", f"{HOME}/articles/1"):
        assert marked in get(path).text, path
    assert f'href="{HOME}/articles/1" class="no-headline"' not in get("/search?q=Keller").text
    assert marked in get("/names", method="post", data={"names": "Nothing else"}).text


@pytest.mark.parametrize("path", ["/nothing", "/a/b/c", f"{HOME}/nothing", f"{HOME}/articles/999"])
def test_a_page_that_is_not_there_offers_the_search(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert 'role="search"' in answer.text
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/-/nothing", f"{HOME}/nothing.json", "/nothing.json"])
def test_addresses_of_datasette_keep_their_404(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "There is no page at this address" not in answer.text


def test_the_table_of_people_begins_with_the_most_named_sure_names(get: Get) -> None:
    link = re.search(r'href="([^"]+)">table and SQL<', get("/search?kind=person").text)
    assert link
    assert html.unescape(link[1]) == f"{HOME}/people?shown=1&_sort_desc=sort_key"
    table = get(html.unescape(link[1])).text
    assert ">Anna Kell<" not in table
    assert table.index("omar-haddad") < table.index("anna-keller")
    assert "shown=0" in get(f"{HOME}/people").text
    assert 'href="/search?kind=person"' in get(f"{HOME}/quotes").text  # the masthead of Datasette's own pages
    named = re.findall(r"<h2><a [^>]+>([^<]+)<", get("/search?kind=person").text)
    assert named == ["Anna Keller", "Omar Haddad"]
