"""Turn bytes into text: the encoding, and what had to be replaced.

The order of the tests matters, and comes from measurements on damaged news files: UTF-16 without a BOM is also
valid UTF-8 (with NULs), so it is looked for first; statistical detectors take one bad byte in UTF-8 for cp775.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from loader.read.limits import HEAD, MAX_CONTROLS

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the BOM of UTF-16: test it first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SURE_STRIDE = 0.2  # NULs per byte, all on one side: Latin text has nearly 0.5
MIN_STRIDE = 0.01  # Cyrillic or Chinese has them at spaces and line ends alone, and is no UTF-8 without them

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_HIGH = bytes(range(128, 256))
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONG_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text free of NULs and lone surrogates, the encoding it was in, and what a reader should know about both."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`; `declared` is the encoding that the file claims, believed only when it fits."""
    encoding, start = wide_encoding(data)
    if start or encoding != "utf-8":
        return _decode_as(data[start:], encoding)
    try:
        return _cleaned(data.decode("utf-8"), "utf-8", [])
    except UnicodeDecodeError:
        pass
    if declared and (text := _declared(data, declared)) is not None:
        return _cleaned(text, codecs.lookup(declared).name, [])
    return _line_by_line(data)


def wide_encoding(data: bytes) -> tuple[str, int]:
    """The encoding that a BOM or the places of NULs tell (else UTF-8), and the length of the BOM."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    sample = data[: min(HEAD, len(data) & ~1)]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    nuls = even + odd
    one_sided = nuls and not (even and odd) and nuls >= MIN_STRIDE * len(sample)
    if one_sided and (nuls >= SURE_STRIDE * len(sample) or not _is_text(sample.replace(b"\0", b""))):
        return ("utf-16-le" if odd else "utf-16-be"), 0
    return "utf-8", 0


def controls(data: bytes) -> int:
    """How many bytes of `data` are control characters that text does not hold."""
    return len(data) - len(data.translate(None, _CONTROLS))


def clean(text: str) -> tuple[str, list[str]]:
    """`text` without NULs and with lone surrogates replaced, and a note for each kind found."""
    notes = []
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"{nuls} NUL characters removed")
    if _SURROGATES.search(text):
        text, count = _SURROGATES.subn("\ufffd", text)
        notes.append(f"{count} lone surrogates replaced")
    return text, notes


def _is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8 (the last character may be cut) with few controls."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return controls(data) <= MAX_CONTROLS * len(data)


def _cleaned(text: str, encoding: str, notes: list[str]) -> Decoded:
    text, more = clean(text)
    return Decoded(text, encoding, (*notes, *more))


def _decode_as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    try:
        data.decode(encoding)
        notes = []
    except UnicodeDecodeError:
        notes = [f"bytes that are no {encoding} replaced"]
    return _cleaned(text, encoding, notes)


def _declared(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def _line_by_line(data: bytes) -> Decoded:
    """Bytes that are not UTF-8 as a whole: lines of it are kept, others are cp1252 unless they mix both."""
    high = len(data) - len(data.translate(None, _HIGH))
    if 2 * sum(map(len, _LONG_SEQUENCE.findall(data))) < high:  # what looks like UTF-8 is chance
        return _cleaned(_cp1252(data), "cp1252", [])
    pieces, western, broken = [], 0, 0
    for line in data.splitlines(keepends=True):
        try:
            pieces.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            mixed = _LONG_SEQUENCE.search(line) is not None
            pieces.append(line.decode("utf-8", "replace") if mixed else _cp1252(line))
            broken += mixed
            western += not mixed
    notes = [f"{western} lines in cp1252"] if western else []
    if broken:
        notes.append(f"undecodable bytes replaced in {broken} lines")
    return _cleaned("".join(pieces), "utf-8", notes)


def _cp1252(data: bytes) -> str:
    """Windows Western, its five undefined bytes as Latin-1 has them, as browsers do."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
