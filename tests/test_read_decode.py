"""Bytes become the text that was meant, and never an error."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.read.decode import decode
from loader.read.sniff import archive, binary

TEXT = "“It’s a shame,” said Zoë Müller of the café – and paid £5.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_text_comes_back_whatever_its_encoding(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding, found.notes) == (TEXT, encoding, ())


@pytest.mark.parametrize("text", ["Совет порта одобрил новый причал. " * 9, "港口委员会批准了计划。\n" * 40])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_found_in_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_each_line_keeps_its_own_encoding_and_it_is_noted() -> None:
    found = decode(TEXT.encode() + TEXT.encode("cp1252"))
    assert (found.text, found.encoding, found.notes) == (TEXT * 2, "utf-8", ("1 lines in cp1252",))


def test_a_damaged_line_of_utf_8_loses_only_the_damage() -> None:
    found = decode(TEXT.encode() + b"\xff" + TEXT.encode())
    assert found.text == TEXT + "\ufffd" + TEXT
    assert found.notes == ("undecodable bytes replaced in 1 lines",)


def test_nuls_and_lone_surrogates_go_and_are_noted() -> None:
    assert decode(b"a few w\0rds more\0 than two").notes == ("2 NUL characters removed",)
    found = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xd8c\x00")
    assert found.text == "ab\ufffdc"
    assert found.notes == ("bytes that are no utf-16-le replaced",)


def test_a_claimed_encoding_is_believed_only_when_it_fits() -> None:
    assert decode("Причал".encode("cp1251"), "windows-1251").text == "Причал"
    assert decode(TEXT.encode(), "windows-1251").text == TEXT
    assert decode("café".encode("cp1252"), "no-such-thing").text == "café"
    assert decode("café".encode("cp1252"), "zlib").text == "café"


@given(st.binary(max_size=400))
def test_any_bytes_become_text_that_can_be_stored(data: bytes) -> None:
    found = decode(data)
    found.text.encode("utf-8")
    assert "\0" not in found.text


@given(
    st.text(alphabet=st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=200)
)
def test_utf_8_always_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.binary(max_size=400))
def test_any_bytes_can_be_sniffed(data: bytes) -> None:
    binary(data)
    archive(data, ".txt")
