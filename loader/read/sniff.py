"""Tell from the first bytes of a file what can never be an article: archives, pictures, programs, noise."""

from __future__ import annotations

from loader.read.decode import controls, wide_encoding
from loader.read.limits import HEAD, MAX_CONTROLS

ARCHIVE_SUFFIXES = frozenset({
    ".zip", ".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz", ".lzma", ".7z", ".rar", ".tar", ".zst",
    ".lz4", ".z", ".cab", ".jar", ".iso", ".dmg", ".br",
})  # fmt: skip
ARCHIVES = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"PK\x07\x08", "zip"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (0, b"\x28\xb5\x2f\xfd", "zstandard"),
    (0, b"\x1f\x9d", "compress"),
    (0, b"\x04\x22\x4d\x18", "lz4"),
    (0, b"MSCF\0\0\0\0", "cabinet"),
)
NO_ARTICLES = frozenset({
    ".py", ".js", ".ts", ".css", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".sh", ".bat",
    ".svg", ".map", ".lock", ".sql", ".c", ".h", ".cpp", ".java", ".rs", ".go",
})  # fmt: skip
BINARIES = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (8, b"WEBPVP8", "a WebP picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"8BPS", "a Photoshop picture"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (save it as DOCX or text)"),
    (0, b"%!PS", "a PostScript document (convert it to PDF)"),
    (0, b"ID3", "a sound"),
    (0, b"OggS", "a sound"),
    (0, b"fLaC", "a sound"),
    (8, b"WAVEfmt", "a sound"),
    (4, b"ftyp", "a film"),
    (0, b"\x1aE\xdf\xa3", "a film"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"PAR1", "a Parquet table (convert it to JSONL or CSV)"),
    (0, b"\x80\x04\x95", "a Python pickle"),
)
_UNPRINTABLE_TEXT = "\t\n\v\f\r\u2028\u2029\xad\ufeff\u200b\u3000\xa0"


def archive(head: bytes, suffix: str) -> str | None:
    """The kind of archive that a file is by its first bytes or its suffix, else None."""
    return _magic(head, ARCHIVES) or (suffix.lstrip(".") if suffix in ARCHIVE_SUFFIXES else None)


def binary(head: bytes) -> str | None:
    """What the file is when its first bytes are no text, else None."""
    if found := _magic(head, BINARIES):
        return found
    head = head[:HEAD]
    encoding, start = wide_encoding(head)
    if encoding == "utf-8":
        return "binary data" if controls(head) > MAX_CONTROLS * len(head) else None
    text = head[start:].decode(encoding, "replace")
    odd = sum(not char.isprintable() and char not in _UNPRINTABLE_TEXT for char in text)
    odd += text.count("\ufffd")
    return "binary data" if odd > max(2, MAX_CONTROLS * len(text)) else None


def no_article(suffix: str) -> str | None:
    """What the file is when its suffix says that it holds settings or a program, else None."""
    return (
        f"a {suffix} file holds no article (rename it to .txt if this one does)"
        if suffix in NO_ARTICLES
        else None
    )


def _magic(head: bytes, table: tuple[tuple[int, bytes, str], ...]) -> str | None:
    return next((name for offset, magic, name in table if head.startswith(magic, offset)), None)
