"""Write a folder of files that mean harm, or are merely broken, and say what must become of each."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import json
import lzma
import os
import random
import socket
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

ARTICLE = """Harbour council approves new ferry terminal

By Joan Pellew
March 3, 2021

PORT ELLIS: The harbour council on Wednesday approved a plan for a new ferry terminal, its chairman said.

"We have waited ten years for this," said Martin Oakes, the chairman. "The old pier cannot carry another winter."

Work is to begin in the spring. The council will meet the builders' representatives again on March 20.
"""
GOOD = ARTICLE.encode()
SECRET = "THE SECRET OUTSIDE THE FOLDER"
RUSSIAN = "Совет порта одобрил новый паромный терминал. «Мы ждали десять лет», — сказал председатель.\n" * 5
CHINESE = "港口委员会周三批准了新渡轮码头的计划。主席说:“我们等了十年。”\n工程将于春季开始。\n" * 8
URDU = (
    "بندرگاہ کی کونسل نے بدھ کو نئے فیری ٹرمینل کی منظوری دے دی۔ چیئرمین نے کہا کہ ہم نے دس سال انتظار کیا۔\n"
    * 5
)
ACCENTED = "The café’s owner, Zoë Müller, said: “It’s a shame – a real shame.” The price rose to £5 a cup.\n"
RECORD = {"title": "Ferry terminal approved", "text": ARTICLE, "date": "2021-03-03"}

Expected = dict[str, str]


class Folder:
    """A folder being filled; `expected` holds the status of every path that its loading must report."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.expected: Expected = {}

    def file(self, name: str, data: bytes | str, status: str = "loaded") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.expected[name] = status
        return path

    def records(self, name: str, data: bytes | str, statuses: list[str]) -> None:
        self.file(name, data)
        del self.expected[name]
        self.expected.update({f"{name}#{number}": status for number, status in enumerate(statuses, 1)})


def write_hostile(folder: Path) -> Expected:
    """Fill `folder`; returns path -> `loaded`, `skipped` or `failed` for each file and record to be reported."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Folder(folder)
    for part in PARTS:
        part(made)
    return made.expected


# ------------------------------------------------------------------------------------------- nothing in them
def empty(made: Folder) -> None:
    made.file("empty.txt", b"", "skipped")
    made.file("empty.html", b"", "skipped")
    made.file("empty.jsonl", b"", "skipped")
    made.file("empty.csv", b"", "skipped")
    made.file("empty-without-suffix", b"", "skipped")
    made.file("blank-spaces.txt", b"   \n\t\n  \r\n", "skipped")
    made.file("blank-unicode.txt", "\u00a0\u2003\u3000\u200b\ufeff\n", "skipped")
    made.file("blank.jsonl", b"\n\n\n", "skipped")
    made.file("blank.json", b"[]", "skipped")
    made.file("bom-only.txt", codecs.BOM_UTF8, "skipped")
    made.file("bom-only-utf16.txt", codecs.BOM_UTF16_LE, "skipped")
    made.file("empty-page.html", b"<html><head></head><body></body></html>", "skipped")
    made.file("script-only.html", b"<html><body><script>var a = 1;</script></body></html>", "skipped")
    made.file("header-only.csv", b"title,text\n", "skipped")
    made.file("one-letter.txt", b"a")
    made.file("one-line-end.txt", b"\n", "skipped")


# ------------------------------------------------------------------------------------------------ encodings
def encodings(made: Folder) -> None:
    accented = ARTICLE + ACCENTED
    made.file("utf8-bom.txt", codecs.BOM_UTF8 + accented.encode())
    made.file("utf16-le-bom.txt", codecs.BOM_UTF16_LE + accented.encode("utf-16-le"))
    made.file("utf16-be-bom.txt", codecs.BOM_UTF16_BE + accented.encode("utf-16-be"))
    made.file("utf16-le-bare.txt", accented.encode("utf-16-le"))
    made.file("utf16-be-bare.txt", accented.encode("utf-16-be"))
    made.file("utf16-cyrillic-bare.txt", RUSSIAN.encode("utf-16-le"))
    made.file("utf16-odd-length.txt", codecs.BOM_UTF16_LE + accented.encode("utf-16-le") + b"x")
    made.file(
        "utf16-lone-surrogate.txt", codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le") + b"\x00\xd8a\x00"
    )
    made.file("utf32-le-bom.txt", codecs.BOM_UTF32_LE + accented.encode("utf-32-le"))
    made.file("utf32-be-bom.txt", codecs.BOM_UTF32_BE + accented.encode("utf-32-be"))
    made.file("cp1252.txt", accented.encode("cp1252"))
    made.file("cp1252-undefined.txt", accented.encode("cp1252") + b"\x81\x8d\x8f\x90\x9d\n")
    made.file("latin1.txt", "Le café coûte cinq livres à Zürich.\n".encode("latin-1") * 5)
    made.file("mojibake.txt", accented.encode().decode("cp1252", "replace").encode())
    made.file(
        "double-mojibake.txt", "It’s a café".encode().decode("cp1252").encode().decode("cp1252").encode()
    )
    made.file("mixed-lines.txt", accented.encode() + accented.encode("cp1252"))
    made.file("one-bad-byte.txt", accented.encode() + b"\xff" + GOOD)
    made.file("cut-character.txt", accented.encode() + "é".encode()[:1])
    made.file("surrogates-in-utf8.txt", GOOD + b"\xed\xa0\x80\xed\xb0\x80")
    made.file("overlong-utf8.txt", GOOD + b"\xc0\xaf\xe0\x80\xaf")
    made.file("a-few-nuls.txt", GOOD.replace(b"ferry", b"fer\0ry", 2))
    made.file("nul-at-end.txt", GOOD + b"\0")
    made.file("utf7.txt", ARTICLE.encode("utf-7"))
    made.file("ebcdic.txt", ARTICLE.encode("cp500"), "failed")
    made.file("windows-russian.txt", RUSSIAN.encode("cp1251"), "failed")
    made.file("shift-jis.txt", "港口の委員会は水曜日に計画を承認した。\n".encode("shift-jis") * 9, "failed")
    made.file("russian.txt", RUSSIAN)
    made.file("chinese.txt", CHINESE)
    made.file("urdu.txt", URDU)
    made.file("wrong-charset.html", page(ARTICLE, '<meta charset="utf-16">'))
    made.file("unknown-charset.html", page(ARTICLE + "é", '<meta charset="klingon-1">').encode("cp1252"))
    made.file("codec-no-encoding.html", page("é" + ARTICLE, '<meta charset="zlib">').encode("cp1252"))


# ------------------------------------------------------------------------------------- what is no text at all
def binaries(made: Folder) -> None:
    noise = random.Random(7).randbytes(20_000)
    made.file("noise.txt", noise, "skipped")
    made.file("noise.html", noise, "skipped")
    made.file("noise.jsonl", noise, "skipped")
    made.file("noise-late.txt", GOOD * 20 + noise, "failed")
    made.file("nuls.txt", b"\0" * 10_000, "skipped")
    made.file("png.txt", b"\x89PNG\r\n\x1a\n" + noise, "skipped")
    made.file("jpeg.txt", b"\xff\xd8\xff\xe0" + noise, "skipped")
    made.file("gif.html", b"GIF89a" + noise, "skipped")
    made.file("elf", b"\x7fELF" + noise, "skipped")
    made.file("database.txt", b"SQLite format 3\0" + noise, "skipped")
    made.file("photo.jpg", b"\xff\xd8\xff\xe0" + noise, "skipped")
    made.file("rich.txt", b"{\\rtf1\\ansi " + GOOD + b"}", "loaded")
    made.file("rich-empty.rtf", b"{\\rtf1\\ansi }", "skipped")
    made.file("no-rich.rtf", GOOD, "failed")
    made.file("old-word.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise, "skipped")
    made.file("controls.txt", b"\x01\x02\x03word " * 500, "skipped")
    made.file("program.py", b"print('no article')\n", "skipped")
    made.file("settings.yml", b"a: 1\n", "skipped")
    made.file("no-pdf.pdf", GOOD, "failed")
    made.file("broken.pdf", b"%PDF-1.4\n" + noise, "failed")
    made.file("no-docx.docx", GOOD, "failed")


def archives(made: Folder) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../escape.txt", ARTICLE)
        archive.writestr("zeros.txt", b"\0" * 3_000_000)
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        member = tarfile.TarInfo("../../etc/escape.txt")
        member.size = len(GOOD)
        archive.addfile(member, io.BytesIO(GOOD))
    made.file("bomb.zip", packed.getvalue(), "skipped")
    made.file("zip-as.txt", packed.getvalue(), "skipped")
    made.file("zip-as.docx", packed.getvalue(), "skipped")
    made.file("zip-as.jsonl", packed.getvalue(), "skipped")
    made.file("news.txt.gz", gzip.compress(GOOD), "skipped")
    made.file("gzip-as.txt", gzip.compress(GOOD), "skipped")
    made.file("news.jsonl.gz", gzip.compress(json.dumps(RECORD).encode()), "skipped")
    made.file("bomb.gz", gzip.compress(b"\0" * 10_000_000), "skipped")
    made.file("news.bz2", bz2.compress(GOOD), "skipped")
    made.file("news.xz", lzma.compress(GOOD), "skipped")
    made.file("xz-as.html", lzma.compress(GOOD), "skipped")
    made.file("news.tar", tarred.getvalue(), "skipped")
    made.file("tar-as.txt", tarred.getvalue(), "skipped")
    made.file("news.7z", b"7z\xbc\xaf\x27\x1c\x00\x04", "skipped")
    made.file("news.rar", b"Rar!\x1a\x07\x01\x00", "skipped")
    made.file("text-named.zip", GOOD, "skipped")


# --------------------------------------------------------------------------------------------- size and shape
def sizes(made: Folder) -> None:
    made.file("one-line-5mb.txt", b"word " * 999_999)
    made.file("just-too-large.txt", b"w" * 5_000_001, "failed")
    made.file("sixty-megabytes.txt", GOOD * (60_000_000 // len(GOOD) + 1), "failed")
    made.file("large-page.html", b"<html><body>" + b"<p>word</p>" * 500_000, "failed")
    made.file("no-blanks-1mb.txt", b"a" * 1_000_000)
    made.file("cr-only.txt", GOOD.replace(b"\n", b"\r"))
    made.file("crlf.txt", GOOD.replace(b"\n", b"\r\n"))
    made.file("mixed-line-ends.txt", GOOD.replace(b"\n", b"\r\n", 3) + GOOD.replace(b"\n", b"\r"))
    made.file("other-line-ends.txt", ARTICLE.replace("\n", "\u2028").replace(".", ".\u0085\v\f", 3))
    made.file("no-line-end.txt", GOOD.rstrip())
    made.file("hundred-thousand-lines.txt", b"Line.\n" * 100_000)
    made.file("hundred-thousand-blanks.txt", b"Top.\n" + b"\n" * 100_000 + b"Bottom.\n")


def explosive(made: Folder) -> None:
    """Texts made to slow down regular expressions, YAML, markup and quotes."""
    made.file("quotes-unbalanced.txt", ARTICLE + '"She said: ' * 301)
    made.file("quotes-10000.txt", '" ' * 10_000)
    made.file("name-50000.txt", "Martin Oakes said Martin Oakes. " * 25_000)
    made.file("spaces-explode.txt", "By " + " " * 200_000 + "x\n" + ARTICLE)
    made.file("dashes-explode.txt", "-" * 200_000 + "\n" + ARTICLE)
    made.file("stars-explode.md", "*a" * 100_000 + "\n\n" + ARTICLE)
    made.file("underscores-explode.md", "_" * 200_000 + "\n\n" + ARTICLE)
    made.file("brackets-explode.md", "[" * 200_000 + "](" * 50_000)
    made.file("angles-explode.txt", "<" * 300_000 + ARTICLE)
    made.file("ampersands-explode.txt", "&" * 300_000 + ARTICLE)
    made.file("comments-explode.html", "<!--" * 100_000 + page(ARTICLE), "skipped")
    made.file("front-matter-unclosed.md", "---\ntitle: x\n" + "a: b\n" * 50_000)
    made.file("front-matter-bomb.md", "---\n" + YAML_BOMB + "---\n" + ARTICLE)
    made.file("front-matter-broken.md", "---\ntitle: [unclosed\n---\n" + ARTICLE)
    made.file("front-matter-list.md", "---\n- a\n- b\n---\n" + ARTICLE)
    made.file("right-to-left-marks.txt", "\u202e" + ARTICLE + "\u202c\u2066\u2069")
    made.file("zero-width.txt", "\u200b".join(ARTICLE))
    made.file("combining.txt", "e" + "\u0301" * 50_000 + ARTICLE)
    made.file("control-characters.txt", ARTICLE + "\x07\x08\x1b[31mred\x1b[0m")
    made.file("emoji.txt", "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467" * 500 + ARTICLE)
    made.file(
        "markup-headline.txt", "<script>alert('x')</script> & <img src=x onerror=alert(1)>\n\n" + ARTICLE
    )
    made.file("sql-headline.txt", "'; DROP TABLE articles; --\n\n" + ARTICLE)
    made.file("fts-headline.txt", '"NEAR(a b) OR * AND ^ {x}: -y"\n\n' + ARTICLE)
    made.file("formula-headline.txt", '=HYPERLINK("http://example.org")\n\n' + ARTICLE)
    made.file("template-headline.txt", "{{ 7 * 7 }} ${7*7} {% raw %} %s %d\n\n" + ARTICLE)
    made.file("year-zero.txt", "date 0000-00-00\n\nJanuary 0, 0\n\n" + ARTICLE)
    made.file("year-99999.txt", "date 99999-12-31\n\nFebruary 30, 99999\n\n" + ARTICLE)


YAML_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


# --------------------------------------------------------------------------------------------- names and nature
def names(made: Folder) -> None:
    made.file("n" * 251 + ".txt", GOOD)
    made.file("deep/" + "/".join(["d" * 50] * 30) + "/article.txt", GOOD)
    made.file("name with  spaces .txt", GOOD)
    made.file("-rf.txt", GOOD)
    made.file("*?[a].txt", GOOD)
    made.file("percent%20%00.txt", GOOD)
    made.file("back\\slash.txt", GOOD)
    made.file("quote'and\"quote.txt", GOOD)
    made.file("<script>alert(1)<.txt", GOOD)
    made.file("hash#7.txt", GOOD)
    made.file("émigré-日本-🦊.txt", GOOD)
    made.file("e\u0301migre\u0301.txt", GOOD)
    made.file("right\u202eto-left.txt", GOOD)
    made.file("SHOUTING.TXT", GOOD)
    made.file("no-suffix", GOOD)
    made.file("unknown.suffix", GOOD)
    made.file("trailing-dot.", GOOD)
    made.file("line\nend.txt", GOOD)
    made.expected["line\\nend.txt"] = made.expected.pop("line\nend.txt")
    made.file("lone-\udcff.txt", GOOD)
    made.expected["lone-\\udcff.txt"] = made.expected.pop("lone-\udcff.txt")
    made.file(".hidden.txt", GOOD, "skipped")
    made.file("backup.txt~", GOOD, "skipped")
    made.file("#autosave.txt#", GOOD, "skipped")
    made.file("before.bak", GOOD, "skipped")
    made.file("~$office.docx", GOOD, "skipped")
    made.file(".git/objects/article.txt", GOOD)
    del made.expected[".git/objects/article.txt"]
    made.expected[".git"] = "skipped"


def links(made: Folder) -> None:
    outside = made.root.parent / f"{made.root.name}-outside"
    outside.mkdir(exist_ok=True)
    secret = outside / "secret.txt"
    secret.write_text(SECRET)
    for name, target in (
        ("escape.txt", secret),
        ("escape-folder", outside),
        ("loop.txt", made.root / "loop.txt"),
        ("loop-folder", made.root),
        ("dangling.txt", outside / "nothing"),
        ("to-a-device.txt", Path("/dev/zero")),
        ("inside.txt", made.root / "crlf.txt"),
    ):
        (made.root / name).symlink_to(target)
        made.expected[name] = "skipped"
    made.file("linked-sidecar.txt", GOOD)
    (made.root / "linked-sidecar.yml").symlink_to(secret)
    made.expected["linked-sidecar.yml"] = "skipped"
    os.mkfifo(made.root / "pipe.txt")
    made.expected["pipe.txt"] = "skipped"
    os.mkfifo(made.root / "pipe.jsonl")
    made.expected["pipe.jsonl"] = "skipped"
    here = os.open(made.root, os.O_RDONLY)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{here}/socket.txt")
        made.expected["socket.txt"] = "skipped"
    except OSError:
        pass
    finally:
        os.close(here)
    made.file("unreadable.txt", GOOD, "loaded" if os.geteuid() == 0 else "failed").chmod(0)


# ------------------------------------------------------------------------------------------------- records
def records(made: Folder) -> None:
    good = json.dumps(RECORD)
    loaded, failed, skipped = "loaded", "failed", "skipped"
    made.records(
        "bad-lines.jsonl",
        f"{good}\n{{bad\n{good}\n\n{good[:50]}\n{good}",
        [loaded, failed, loaded, failed, loaded],
    )
    types = [
        "[1, 2]",
        "7",
        "null",
        '"text"',
        "true",
        '{"text": 7}',
        '{"text": null}',
        '{"text": ["a", "b"]}',
        '{"text": {"x": 1}}',
    ]
    made.records("wrong-types.jsonl", "\n".join(types), [failed] * 6 + [skipped, loaded, failed])
    made.records("no-text.jsonl", '{"title": "x"}\n{}\n' + good, [failed, failed, loaded])
    made.records("empty-text.jsonl", '{"text": "  "}\n{"text": ""}', [skipped, skipped])
    made.records("lone-surrogates.jsonl", '{"text": "a \\ud800 b", "title": "\\udfff"}', [loaded])
    made.records("nul-in-text.jsonl", '{"text": "a \\u0000 b", "title": "\\u0000"}', [loaded])
    made.records(
        "deep.jsonl", "[" * 100_000 + "\n" + '{"a":' * 100_000 + "\n" + good, [failed, failed, loaded]
    )
    made.records("huge-number.jsonl", '{"text": "a", "id": ' + "9" * 10_000 + "}\n" + good, [failed, loaded])
    made.records("nan.jsonl", '{"text": "a", "date": NaN, "id": Infinity}\n', [loaded])
    made.records("same-keys.jsonl", '{"text": "a", "text": "b"}\n', [loaded])
    made.records(
        "huge-record.jsonl",
        good + "\n" + json.dumps({"text": "x" * 6_000_000}) + "\n" + good,
        [loaded, failed, loaded],
    )
    made.records(
        "utf16.jsonl", codecs.BOM_UTF16_LE + f"{good}\n{good}\n".encode("utf-16-le"), [loaded, loaded]
    )
    made.records("cr-only.jsonl", f"{good}\r{good}\r", [loaded, loaded])
    made.records("array.json", f"[{good},\n {{bad}},\n {good}]", [loaded, failed, loaded])
    made.records("array-cut.json", f"[{good},\n{good[:-9]}", [loaded, failed])
    made.records("array-of-arrays.json", "[[1], [2]]", [failed, failed])
    made.file("number.json", "7", "failed")
    made.file("string.json", '"only words"', "failed")
    made.file("no.json", "This is no JSON at all.", "failed")
    made.records("deep-array.json", "[" * 100_000, [failed])
    row = '"Ferry","The terminal, he said,\nis late."\n'
    made.records("unclosed-quote.csv", f'title,text\n{row}x,"never closed\n{row}', [loaded, failed, loaded])
    made.records("ragged.csv", f"title,text\nonly one\na,b,c\n{row}", [skipped, failed, loaded])
    made.records("semicolons.csv", f"title;text\n{row.replace('",', '";')}", [loaded])
    made.records("nuls.csv", 'title,text\n"a\0b","text"\n', [loaded])
    made.records("huge-field.csv", 'title,text\nx,"' + "x" * 6_000_000 + '"\n' + row, [failed, loaded])
    made.records("stray-returns.csv", "title,text\na\rb,c\n", [loaded])
    made.file("no-text-column.csv", "a,b\n1,2\n", "failed")
    made.records("latin1.csv", "title,text\nCafé,Zoë said it.\n".encode("latin-1"), [loaded])


# ------------------------------------------------------------------------------------------ pages, feeds, mail
def page(text: str, head: str = "") -> str:
    title, *rest = filter(None, text.split("\n"))
    paragraphs = "".join(f"<p>{line}</p>" for line in rest)
    body = f"<h1>{title}</h1><article>{paragraphs}</article>"
    return f"<html><head>{head}<title>{title}</title></head><body>{body}</body></html>"


def pages(made: Folder) -> None:
    made.file("deep-divs.html", "<div>" * 50_000 + ARTICLE)
    made.file("deep-tables.html", "<table><tr><td>" * 5_000 + ARTICLE)
    made.file("unclosed.html", "<html><body><p>" + ARTICLE.replace("\n\n", "<p><b><i>"))
    made.file("many-attributes.html", "<p " + "a='b' " * 50_000 + ">" + ARTICLE)
    made.file("bad-json-ld.html", page(ARTICLE, '<script type="application/ld+json">{bad</script>'))
    made.file(
        "deep-json-ld.html", page(ARTICLE, '<script type="application/ld+json">' + "[" * 50_000 + "</script>")
    )
    made.file(
        "odd-json-ld.html",
        page(ARTICLE, '<script type="application/ld+json">' + json.dumps(ODD_JSON_LD) + "</script>"),
    )
    made.file("entities.html", page(ARTICLE + "&#0;&#xd800;&#x110000;&bogus;&amp;amp;"))
    made.file("xxe.html", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(ARTICLE + "&x;"))
    made.file("page-as.txt", page(ARTICLE))
    made.file("plain-as.html", ARTICLE)
    made.file("frames.html", "<html><frameset><frame src='file:///etc/passwd'></frameset></html>", "skipped")
    made.file("base-file.html", page(ARTICLE, "<base href='file:///etc/'><link rel=canonical href='passwd'>"))
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    made.file(
        "billion-laughs.xml",
        f'<!DOCTYPE r [<!ENTITY l0 "lol">{lol}]><rss><channel><item>&l9;</item></channel></rss>',
        "failed",
    )
    xxe = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description></item></channel></rss>'
    made.file("xxe.xml", xxe, "failed")
    made.file("broken.xml", "<rss><channel><item>", "skipped")
    del made.expected["broken.xml"]
    made.expected["broken.xml#1"] = "skipped"
    made.file("no-feed.xml", "<a><b>c</b></a>", "skipped")
    made.file("no-xml.xml", "no markup at all", "failed")
    made.file("headers-only.eml", "From: a@example.org\nSubject: x\n\n", "skipped")
    made.file(
        "bad-headers.eml", "From: =?bogus?Q?=ff?= <\nDate: never\nSubject: " + "x" * 9999 + "\n\n" + ARTICLE
    )
    made.file("bad-charset.eml", "Subject: x\nContent-Type: text/plain; charset=klingon\n\n" + ARTICLE)
    made.file(
        "bad-base64.eml",
        "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!"
        + ARTICLE,
    )
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(2_000))
    made.file("deep.eml", "Subject: x\nMIME-Version: 1.0\n" + nested, "failed")
    made.file("noise.mbox", "From nobody Thu Jan  1 00:00:00 1970\nSubject: x\n\n" + ARTICLE)
    del made.expected["noise.mbox"]
    made.expected["noise.mbox#1"] = "loaded"


ODD_JSON_LD = {
    "@type": ["NewsArticle", 7], "headline": {"a": [1]}, "author": [[[]], None, 7, {"name": {"x": 1}}],
    "datePublished": ["0000-99-99"], "publisher": [], "articleSection": {}, "url": 12, "@graph": "x",
}  # fmt: skip


def sidecars(made: Folder) -> None:
    made.file("declared.txt", GOOD)
    made.file("declared.yml", "headline: Declared\n", "skipped")
    made.file("sidecar-broken.txt", GOOD)
    made.file("sidecar-broken.yml", "headline: [unclosed\n", "failed")
    made.file("sidecar-number.txt", GOOD)
    made.file("sidecar-number.json", "7", "failed")
    made.file("sidecar-bomb.txt", GOOD)
    made.file("sidecar-bomb.yml", YAML_BOMB, "failed")
    made.file("sidecar-code.txt", GOOD)
    made.file(
        "sidecar-code.yml", "headline: !!python/object/apply:os.system ['touch /tmp/owned']\n", "skipped"
    )
    made.file("corrections.yml", "[]\n", "skipped")


PARTS: tuple[Callable[[Folder], None], ...] = (
    empty, encodings, binaries, archives, sizes, explosive, names, links, records, pages, sidecars,
)  # fmt: skip
