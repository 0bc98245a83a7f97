"""Make the `Source` of an article, free of what no database takes, or the `Rejection` of an empty one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loader.model import Rejection, Source
from loader.read.decode import Decoded, clean
from loader.read.files import digest

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"


def make_source(
    path: str,
    raw: bytes,
    decoded: Decoded,
    *,
    declared: Mapping[str, str] | None = None,
    by: str | Mapping[str, str] = "metadata",
    is_body: bool = False,
    notes: Iterable[str] = (),
) -> Source | Rejection:
    """The article of `raw` bytes, whose text is that of `decoded`; blank texts are rejected as empty."""
    text, more = clean(decoded.text)
    sha256, size = digest(raw), len(raw)
    if not text.strip().strip(_INVISIBLE).strip():
        reason = "empty: nothing but blanks" if raw else "empty"
        return Rejection(path, "skipped", reason, sha256, size, decoded.encoding)
    values = {key: clean(value)[0] for key, value in (declared or {}).items()}
    return Source(
        path=path,
        text=text,
        sha256=sha256,
        bytes=size,
        encoding=decoded.encoding,
        declared=values,
        declared_by=dict.fromkeys(values, by) if isinstance(by, str) else by,
        is_body=is_body,
        notes=(*decoded.notes, *notes, *more),
    )
