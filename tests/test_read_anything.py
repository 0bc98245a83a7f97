"""Whatever the bytes and whatever the name, reading gives articles or reasons, and never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.model import Rejection
from loader.read import FORMATS, Entry, read, scan

SUFFIXES = sorted({suffix for form in FORMATS for suffix in form.suffixes} | {".unknown"})
PIECES = (
    b'{"text": "a"}', b'{"text":', b'"', b"[", b"]", b"{", b"}", b",", b"\\ud800", b"\n", b"\r", b"\n\n",
    b"7", b"null", b"title,text\n", b"a;b\n", b"\t", b"<html>", b"<body>", b"<p>A word.</p>", b"<!--",
    b"-->", b"<![CDATA[", b"&amp;", b"<rss><channel>", b"<item>", b"<description>x", b"</item>", b"<entry>",
    b"<?xml version='1.0'?>", b"<!DOCTYPE x>", b"From a Thu Mar  4 2021\n", b"Subject: x\n",
    b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n", b"\n--b--", b"---\n", b"title: x\n",
    b"# Head\n", b"**", b"_a_", b"[a](b)", b"%PDF-1.4", b"PK\x03\x04", b"WARC/1.0\r\n", b"\x1f\x8b", b"\0",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xe2\x80", "\u201cWords\u201d ".encode(),
    b"Some plain words. " * 20,
)  # fmt: skip
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=25).map(b"".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


@settings(max_examples=300, deadline=None)
@given(data=MIXED, suffix=st.sampled_from(SUFFIXES))
def test_any_file_gives_articles_or_reasons(folder: Path, data: bytes, suffix: str) -> None:
    file = folder / f"file{suffix}"
    file.write_bytes(data)
    found = [item for entry in scan(folder) if isinstance(entry, Entry) for item in read(entry)]
    file.unlink()
    assert found
    assert len({item.path for item in found}) == len(found)
    for item in found:
        if isinstance(item, Rejection):
            assert not item.reason.startswith("could not be read"), item
        else:
            item.text.encode()
            assert item.text.strip()
