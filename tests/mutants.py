"""Change good inputs at random into bad ones, and say what a reader or rule did with each that it should not have."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from loader.edtf import bounds
from loader.extract.dates import find_dates
from loader.extract.quotes.marks import find_runs
from loader.model import Article, Source
from loader.normalise import normalise
from loader.read import Entry, read, scan
from loader.site.query import parse
from tests.conftest import SEEDS
from tests.hostile import ARTICLE, RECORD, page
from tests.test_read_extras import ANSWERS, pdf, warc

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Echo</title><item><title>Ferry</title>'
    "<link>http://a.b/c</link><pubDate>Wed, 03 Mar 2021 10:00:00 GMT</pubDate>"
    f"<description>{ARTICLE}</description></item></channel></rss>"
)
MAIL = (
    "From: Joan <joan@example.org>\nSubject: =?utf-8?q?Ferry_=C3=A9?=\nDate: Wed, 3 Mar 2021 10:00:00 +0000\n"
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    f"Content-Transfer-Encoding: quoted-printable\n\n{ARTICLE}\n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--\n"
)
PIECES = (
    '"', "“", "”", "''", "‘", "’", "«", "»", "(", ")", "[", "]", "{", "}", "<", ">", "</", "&#", "&amp;", ";",
    ",", ":", "|", "#", "\n", "\r\n", "\r", "\n\n", "\t", "\0", "\ufeff", "\u200b", "\u202e", "\u2028", "\ud7ff", "😀",
    "e\u0301", "İ", "ſ", "ß",
    "May", "May 21", "21/05/2024", "2024-05-21", "Feb. 30, 2023", "the 1990s", "last Tuesday", "99999",
    "0", "-", "--", "—",
    "By ", "PARIS, ", "(AP) — ", "said", "Mr.", "said:", "http://", "www.", "date ", "Published:",
    "---\n", "<!--", "<![CDATA[",
    "<script", "<p>", "charset=utf-16", "%ff", "\\u0000", "\\", "\x1a", "\x85", "\xa0", "1e999", "NaN",
    "null", "[[", "{{",
    "NEAR(", " OR ", " NOT ", "*", "^", "Ⅳ", "٣", "²", "½", "१२", "BC", "24th century", "noon", "Q3",
    "XXXX-05-21", "2024-13-45",
)  # fmt: skip


def samples() -> dict[str, bytes]:
    """One good file or more of every format, by name."""
    import docx

    document = docx.Document()
    for line in ARTICLE.split("\n\n"):
        document.add_paragraph(line)
    packed = io.BytesIO()
    document.save(packed)
    made = {
        "a.pdf": pdf(), "a.docx": packed.getvalue(), "a.warc": warc(*ANSWERS),
        "a.warc.gz": b"".join(gzip.compress(warc(answer)) for answer in ANSWERS),
        "a.rtf": rb"{\rtf1\ansi\ansicpg1252 Ferry terminal\par Joan said \'93yes\'94 to \u233?the plan.\par}",
        "a.xml": FEED.encode(), "a.eml": MAIL.encode(), "a.mbox": b"From a Wed Mar  3 10:00:00 2021\n" + MAIL.encode(),
        "a.html": page(ARTICLE, '<meta property="article:published_time" content="2021-03-03">').encode(),
        "a.jsonl": (json.dumps(RECORD) + "\n").encode() * 3, "a.json": json.dumps([RECORD, RECORD]).encode(),
        "a.csv": b'title,text,date\n"Ferry","The terminal, he said.",2021-03-03\n' * 2,
        "a.md": b"---\ntitle: Ferry\ndate: 2021-03-03\n---\n" + ARTICLE.encode(), "utf16.txt": ARTICLE.encode("utf-16"),
    }  # fmt: skip
    return made | {seed.name: seed.read_bytes() for seed in sorted(SEEDS.iterdir())}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to six changes: bytes flipped, pieces put in, stretches cut, doubled, moved or repeated."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 7)):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + chance.choice((1, 2, 8, 40, 400)))
        match chance.randrange(7):
            case 0 if start < len(made):
                made[start] ^= 1 << chance.randrange(8)
            case 1:
                made[start:start] = chance.choice(PIECES).encode("utf-8", "surrogatepass")
            case 2:
                del made[start:end]
            case 3:
                made[start:start] = made[start:end] * chance.choice((1, 2, 30))
            case 4:
                made += made[start:end]
            case 5:
                made[start:end] = chance.randbytes(end - start)
            case _:
                made[start:start] = chance.choice(PIECES).encode("utf-8", "surrogatepass") * chance.choice(
                    (3, 50)
                )
    return bytes(made)


def text_of(chance: random.Random) -> str:
    """A text of words and pieces."""
    words = (*PIECES, *ARTICLE.split(" "))
    return chance.choice(("", " ", "\n")).join(chance.choices(words, k=chance.randrange(60)))


def complaints_of_files(
    folder: Path, count: int, chance: random.Random, before: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """What went wrong in reading and normalising `count` mutated files, each with the name and bytes of its file.

    `before` is called before each.
    """
    good = samples()
    names = sorted(good)
    for n in range(count):
        name = names[n % len(names)]
        data = mutated(good[name], chance)
        file = folder / name
        file.write_bytes(data)
        before()
        for problem in _of_file(folder):
            yield f"{problem}: {name}: {data!r}"
        file.unlink()


def _of_file(folder: Path) -> Iterator[str]:
    for entry in scan(folder):
        for found in read(entry) if isinstance(entry, Entry) else ():
            if not isinstance(found, Source):
                if found.reason.startswith("could not be read: "):
                    yield found.reason
                continue
            try:
                made = normalise(found)
                if isinstance(made, Article):
                    made.text.encode()
                    assert made.text.startswith(made.headline or "")
            except Exception as error:
                yield f"normalise: {error!r}"


def complaints_of_texts(
    count: int, chance: random.Random, before: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """What went wrong in looking for marks, dates and queries in `count` texts; `before` is called before each."""
    for _ in range(count):
        text = text_of(chance)
        for name, check in CHECKS.items():
            before()
            try:
                check(text)
            except Exception as error:
                yield f"{name}: {error!r}: {text!r}"


def _marks(text: str) -> None:
    for run in find_runs(text):
        assert 0 <= run.start < run.end <= len(text)


def _dates(text: str) -> None:
    for published in (None, "2024-02-29", "0001-01-01", "9999-12-31"):
        for date in find_dates(text, published):
            assert 0 <= date.start_char < date.end_char <= len(text)
            bounds(date.edtf)


def _normalised(text: str) -> None:
    for is_body in (False, True):
        made = normalise(Source(path="a.txt", text=text, is_body=is_body))
        assert not isinstance(made, Article) or made.text.startswith(made.headline or "")


def _edtf(text: str) -> None:
    bounds(text)


def _query(text: str) -> None:
    assert parse(text).fts


CHECKS: dict[str, Callable[[str], None]] = {
    "marks": _marks, "dates": _dates, "normalise": _normalised, "query": _query, "edtf": _edtf,
}  # fmt: skip
