"""PDF, Word and web archives are read where their libraries are installed, and say what to install where not."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest

from loader.model import Rejection, Source
from loader.read import Entry, read, scan

WORDS = "The council of Port Ellis voted for a new pier, and its chairman said that work would begin in May."


def reading(tmp_path: Path, name: str, data: bytes) -> list[Source | Rejection]:
    (tmp_path / name).write_bytes(data)
    return [item for entry in scan(tmp_path) if isinstance(entry, Entry) for item in read(entry)]


def pdf() -> bytes:
    """The smallest PDF with a line of text."""
    stream = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 900 800]"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(data),
        )
    )


def warc(*answers: tuple[str, bytes]) -> bytes:
    """A web archive with one record for each (content type, body)."""
    data = b""
    for content, body in answers:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n\r\n".encode() + body
        data += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ellis.example/pier\r\n"
            b"WARC-Date: 2021-03-05T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)
        )
    return data


BODY = f"<p>{WORDS}</p>" * 4
PAGE = f"<html><head><title>A pier</title></head><body><article>{BODY}</article></body></html>".encode()
ANSWERS = (("text/html; charset=utf-8", PAGE), ("image/png", b"\x89PNG"), ("text/plain", WORDS.encode()))


def test_a_pdf_is_an_article(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (source,) = reading(tmp_path, "a.pdf", pdf())
    assert " ".join(source.text.split()) == WORDS


def test_a_pdf_without_text_says_so(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (found,) = reading(tmp_path, "a.pdf", pdf().replace(b"Tj", b"  "))
    assert (found.status, found.reason) == (
        "failed",
        "a PDF without text: scanned pages must go through OCR first",
    )


def test_a_word_document_is_an_article(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("A pier", level=0)
    document.add_paragraph(WORDS)
    document.add_paragraph("The end.")
    document.save(tmp_path / "made")
    data = (tmp_path / "made").read_bytes()
    (tmp_path / "made").unlink()
    (source,) = reading(tmp_path, "a.docx", data)
    assert (source.text, source.declared) == (f"{WORDS}\n\nThe end.", {"headline": "A pier"})


def test_a_word_document_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 201_000_000)
    (found,) = reading(tmp_path, "a.docx", packed.getvalue())
    assert (found.status, found.reason) == ("failed", "it unpacks to over 200 MB; save the text alone")


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_is_an_article_a_page(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("warcio")
    data = b"".join(gzip.compress(warc(answer)) for answer in ANSWERS) if packed else warc(*ANSWERS)
    one, two = reading(tmp_path, "a.warc.gz" if packed else "a.warc", data)
    assert one.text.startswith(WORDS)
    assert one.declared["url"] == "https://ellis.example/pier"
    assert (two.path[-2:], two.text) == ("#2", WORDS)


def test_a_web_archive_that_unpacks_without_end_is_given_up(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    (found,) = reading(tmp_path, "a.warc.gz", gzip.compress(warc(("image/png", b"\0" * 30_000_000))))
    assert found.reason.startswith("it unpacks to more than 100 times its size")


@pytest.mark.parametrize(("package", "name"), [("pypdf", "a.pdf"), ("docx", "a.docx"), ("warcio", "a.warc")])
def test_without_its_library_a_file_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    for module in (package, f"{package}.archiveiterator"):
        monkeypatch.setitem(sys.modules, module, None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    data = {"a.pdf": pdf(), "a.docx": packed.getvalue(), "a.warc": warc(*ANSWERS)}[name]
    (found,) = reading(tmp_path, name, data)
    assert found.status == "failed"
    assert f"install news-corpus[{Path(name).suffix[1:]}]" in found.reason
