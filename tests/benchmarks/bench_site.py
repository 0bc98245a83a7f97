# ruff: noqa: E501 - a row reads best on one line
"""Times the pages over a made-up corpus of varied texts: python tests/benchmarks/bench_site.py [ARTICLES] [DB].

The corpus is written row by row, without the model: what is measured is reading. Each address is fetched once cold
(its own words) and the worst of several is printed, in milliseconds.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path
from urllib.parse import quote

from loader.site.serve import serve_app
from loader.store import schema
from tests.site_fixture import Filler

OUTLETS = [f"Outlet {n}" for n in range(40)]
COUNTRIES = ["CN", "PK", "IN", "US", "FR", "DE", "KE", "BR"]
MODES = ["meeting", "visit", "talks", "signing", "attack"]
WORDS_AN_ARTICLE = 250


def make(path: Path, articles: int) -> Path:
    """A corpus of `articles` articles at `path`, the same for the same number."""
    rng = random.Random(7)
    filler = Filler(path)
    filler.db.execute("pragma journal_mode = off")
    words = [
        f"{a}{b}{c}"
        for a in "bdfgklmnprst"
        for b in ("a", "e", "i", "o", "u", "an", "er")
        for c in ("ta", "mi", "ro", "s", "")
    ]
    words = [f"{w}{x}" for w in words for x in ("", "ka", "lin", "dor", "ves", "num")]
    weights = [1 / (n + 3) for n in range(len(words))]
    filler.add("meta", id="schema", value=schema.VERSION)
    people = [(f"person-{n}", f"{words[n].title()} {words[-n - 1].title()}") for n in range(1, 2000)]
    for number, (key, name) in enumerate(people, 1):
        filler.add("people", id=key, rowid=10**9 + number, sort_key=f"{number:09}", name=name, country=rng.choice(COUNTRIES),
                   aliases=name, articles=articles // number, mentions=1, quotes=1, events=1)  # fmt: skip
        filler.index("person", 10**9 + number, name, key=key, person_id=key)
    chance = [1 / n for n in range(1, len(people) + 1)]
    for number in range(1, articles + 1):
        _article(filler, rng, number, (words, weights, people, chance))
    for search in schema.SEARCHES:
        filler.db.execute(f"insert into {search.table} ({search.table}) values ('rebuild')")
    filler.db.commit()
    filler.db.execute("analyze")
    filler.db.close()
    return path


def _article(
    filler: Filler,
    rng: random.Random,
    number: int,
    world: tuple[list[str], list[float], list[tuple[str, str]], list[float]],
) -> None:
    words, weights, people, chance = world
    chosen = rng.choices(words, weights, k=WORDS_AN_ARTICLE)
    chosen[5:5] = ["security"] if number % 8 == 0 else []
    day = f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}" if number % 50 else None
    headline, text = " ".join(chosen[:8]).capitalize(), " ".join(chosen)
    outlet = rng.choice(OUTLETS)
    filler.article(number, f"{headline}\n\n{text}", headline=headline, published=day, publisher=outlet)
    year = int(day[:4]) if day else None
    filler.index("article", number, headline, article_id=number, date=day, year=year, publisher=outlet)
    for part, (key, name) in enumerate(rng.choices(people, chance, k=3)):
        said = 10**8 + number * 4 + part
        start = 40 * part + len(headline) + 2
        filler.add("article_people", id=said, article_id=number, person_id=key, name=name, mentions=1)
        filler.add(
            "mentions",
            id=said,
            article_id=number,
            person_id=key,
            start_char=start,
            end_char=start + 5,
            surface="x",
            kind="name",
        )
        filler.add("quotes", id=said, article_id=number, person_id=key, speaker=name, kind="direct", text=text[start : start + 40], cue="said",
                   start_char=start, end_char=start + 40, sort_key=f"{day or '0000'}#{said}", year=year, published=day, confidence=0.9)  # fmt: skip
        filler.index(
            "quote",
            said,
            name,
            article_id=number,
            person_id=key,
            date=day,
            year=year,
            publisher=outlet,
            type="direct",
        )
    event = 2 * 10**9 + number
    mode = rng.choice(MODES)
    filler.add("events", id=event, title=f"{mode} of {headline}", summary=f"{mode} of {headline}", type="CONSULT", mode=mode, status="happened",
               date_edtf=day, date_start=day, year=year, country=rng.choice(COUNTRIES), articles=1, sort_key=f"{day or '0000'}#{event}")  # fmt: skip
    filler.add("event_mentions", id=event, event_id=event, article_id=number, start_char=0, end_char=3, sentence_start=0, sentence_end=20,
               type="CONSULT", mode=mode, status="happened")  # fmt: skip
    for part, (key, name) in enumerate(rng.choices(people, chance, k=2)):
        filler.add(
            "event_participants", id=event * 2 + part, event_id=event, person_id=key, name=name, role="both"
        )
    filler.index("event", event, mode, date=day, year=year, type="CONSULT")


def addresses(name: str) -> dict[str, list[str]]:
    """The pages to time, by what they are: several addresses of each sort, all different."""
    common = ["security", "security year:", "security -ka", "securit*", "secur*"]
    return {
        "home": ["/", "/?1", "/?2"],
        "search, common word": [f"/search?q={quote(q)}" for q in common],
        "search, narrowed": [
            f"/search?q=security&kind=article&year={y}&publisher=Outlet+{y % 9}" for y in range(2001, 2006)
        ],
        "search, rare phrase": [f"/search?q=%22{w}ta+{w}ta%22" for w in ("be", "do", "ki", "po", "ru")],
        "browse quotes": [
            "/search?kind=quote",
            "/search?kind=quote&year=2003",
            "/search?kind=quote&person_id=person-1",
        ],
        "article": [f"/{name}/articles/{n}" for n in range(100, 600, 100)],
        "person, busiest": [f"/{name}/people/person-{n}" for n in (1, 2, 3)],
        "event": [f"/{name}/events/{2 * 10**9 + n}" for n in (5, 50, 500)],
        "timeline": ["/timeline", "/timeline?year=2003", "/timeline?person=person-1"],
        "articles with facets": [f"/{name}/articles?year={y}&publisher=Outlet+3" for y in (2003, 2004, 2005)],
    }


async def measure(db: Path) -> None:
    """Print the milliseconds of each sort of page: the median and the worst."""
    datasette = serve_app(db)
    await datasette.invoke_startup()
    await datasette.client.get("/search")
    for sort, paths in addresses(db.stem).items():
        times = []
        for path in paths:
            begun = time.perf_counter()
            answer = await datasette.client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, (path, answer.text[-300:])
        print(f"{sort:24} median {sorted(times)[len(times) // 2]:7.0f} ms   worst {max(times):7.0f} ms")


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    database = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(f"bench-{size}.db")
    if not database.exists():
        make(database, size)
    asyncio.run(measure(database))
