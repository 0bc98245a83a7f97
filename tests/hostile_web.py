"""Ask a web server for what strangers ask for: hundreds of addresses that mean harm, sent as bytes, unmended."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

SCRIPT = '"><script>alert(1)</script>'
SQL = (
    "select 1", "select hex(zeroblob(1000000000))", "select group_concat(text) from articles a, quotes b",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c",
    "select replace(hex(zeroblob(9999999)), '0', hex(zeroblob(9999999)))", "select * from pragma_database_list",
    "select randomblob(1e9)", "attach '/etc/passwd' as x", "select load_extension('x')",
    "select readfile('/etc/passwd')",
    "delete from articles", "vacuum into '/tmp/stolen.db'", "pragma writable_schema = 1",
    "select printf('%.*c', 1e9, 'x')",
    "select file from pragma_database_list; select 1", "explain select 1", "-- nothing", "select fts5(1)",
)  # fmt: skip
STRINGS = (
    "'", '"', "''", "' or 1=1 --", "1; drop table articles", SCRIPT, "{{ 7 * 7 }}", "%s%n%d",
    "../../etc/passwd", "\0",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\u202e\u0000\ufeff", "a" * 5000, "*" * 500,
    "(" * 500, '"' * 501, "a OR " * 500, "NEAR(" * 200, "-" * 500, "a* " * 300, "%" * 500 + "b",
    "%a" * 300, "9" * 400,
    "-1", "1e309", "NaN", "null", "[]", "{}", '{"a": [', "x y z -(", "\n\r\t",
    "file:///etc/passwd", "\\\\host\\share",
)  # fmt: skip
SPECIAL = (
    "_sort", "_sort_desc", "_size", "_next", "_facet", "_facet_array", "_facet_date",
    "_facet_size", "_nofacet", "_nocount",
    "_shape", "_labels", "_col", "_nocol", "_search", "_search_text", "_search_nosuch",
    "_searchmode", "_where", "_through",
    "_json", "_json_infinity", "_timelimit", "_ttl", "_trace", "_extra", "_stream", "_dl", "_bom",
    "_explain", "text__like",
    "text__glob", "text__notlike", "text__contains", "text__arraycontains", "text__in",
    "published__date", "id__gt",
    "rowid", "id__nosuch", "sql", "_memory", "_fts_table", "_fts_pk", "p", "_format",
)  # fmt: skip
OURS = {
    "search": ("q", "kind", "from", "to", "page", "sort", "view", "each", "year", "more",
    "person_id", "type", "story_id"),
    "timeline": ("year", "month", "person", "q", "day", "place", "country"),
    "outlets": ("a", "b"),
    "names": ("names",),
}  # fmt: skip
HIDDEN = (
    "/-/databases", "/-/databases.json", "/-/threads", "/-/threads.json", "/-/versions",
    "/-/versions.json", "/-/plugins",
    "/-/plugins.json", "/-/plugins.json?all=1", "/-/settings", "/-/settings.json", "/-/config.json", "/-/metadata",
    "/-/metadata.json", "/-/actor.json", "/-/permissions", "/-/allow-debug", "/-/messages", "/-/auth-token",
    "/-/auth-token?token=x", "/-/logout", "/-/patterns", "/_memory", "/_memory.json?sql=select+1",
    "/:memory:", "/_internal",
    "/_internal.json", "/_internal/databases.json", "/-/static/../app.py", "/-/static/%2e%2e/app.py",
    "/-/static/..%2f..%2fapp.py", "/-/static//etc/passwd", "/-/static-plugins/loader.site/../serve.py",
    "/-/static-plugins/news_corpus/..%2fserve.py", "/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "//example.org/", "/.env", "/.git/config", "/wp-login.php", "/favicon.ico", "/robots.txt", "/-/static/app.css",
    "/~2E~2E/etc", "/-/", "/-", "/?_trace=1", "/.json", "/.jsono", "/?_shape=array",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: its method, address, further headers and body."""

    address: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` is 0 where the server only closed the connection."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def asks(stem: str, *, article: object = 1, person: str = "anna-keller") -> list[Ask]:
    """Hostile requests to the server of a corpus called `stem`, which has that article and person."""
    return [*map(Ask, _addresses(stem, article, person)), *_odd_requests(stem)]


def _addresses(stem: str, article: object, person: str) -> Iterator[str]:
    yield from HIDDEN
    for sql in SQL:
        yield from (f"/{stem}?sql={quote_plus(sql)}", f"/{stem}.json?sql={quote_plus(sql)}")
        yield f"/{stem}/articles.json?_where={quote_plus(sql)}"
    for name in SPECIAL:
        for value in (
            "",
            "1",
            "-1",
            "text",
            "title",
            "on",
            SCRIPT,
            "[[",
            '{"table":"quotes","column":"x"}',
            "9" * 40,
        ):
            yield f"/{stem}/articles?{name}={quote_plus(value)}"
        yield f"/{stem}/quotes.json?{name}=max&{name}=array"
        yield f"/{stem}/people.csv?{name}=text"
    for page, names in OURS.items():
        for text in STRINGS:
            for name in names[:2] if len(text) > 99 else names:
                yield f"/{page}?{name}={quote_plus(text, errors='replace')}"
    for text in STRINGS:
        value = quote(text, safe="", errors="replace")
        yield from (f"/{value}", f"/{stem}/{value}", f"/{stem}/{value}.json", f"/{stem}/-/{value}")
        yield from (
            f"/{stem}/{table}/{value}" for table in ("articles", "people", "events", "stories", "quotes")
        )
        yield from (f"/{stem}/articles?text__like={value}", f"/{stem}/articles?text__glob={value}")
        yield f"/{stem}/who_said_what?speaker={value}&about={value}&from_day={value}&to_day={value}"
    yield from _greedy(stem, article, person)


def _greedy(stem: str, article: object, person: str) -> Iterator[str]:
    """What costs a server most."""
    columns = (
        "title",
        "text",
        "headline",
        "published",
        "publisher",
        "url",
        "byline",
        "sort_key",
        "path",
        "key",
    )
    yield f"/{stem}/articles?" + "&".join(f"_facet={column}" for column in columns)
    yield f"/{stem}/articles?" + "&".join(f"_facet={column}" for column in columns * 20)
    yield f"/{stem}/articles?" + "&".join(f"_facet_array={column}" for column in columns * 20)
    yield f"/{stem}/articles?" + "&".join(f"text__contains={n}" for n in range(900))
    yield f"/{stem}/articles.json?_size=max&_shape=array"
    yield f"/{stem}/articles.csv?_stream=on"
    yield f"/{stem}/mentions.csv?_stream=on&_labels=on"
    yield f"/{stem}/named_together?_sort_desc=articles"
    yield f"/{stem}/named_together.csv?_stream=on"
    yield f"/{stem}/people_by_month.json?_size=max"
    yield f"/{stem}/articles?id__in={','.join(map(str, range(9000)))}"
    yield f"/{stem}/articles/{','.join(['1'] * 500)}"
    yield f"/{stem}/people/{person}?_nl=on"
    yield f"/{stem}/articles/{article}.json?_shape=object"
    yield from (
        f"/{stem}.{ending}" for ending in ("db", "sqlite", "csv", "jsono", "html", "zip", "db-wal", "db.lock")
    )


def _odd_requests(stem: str) -> Iterator[Ask]:
    form = {"content-type": "application/x-www-form-urlencoded"}
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "NONSENSE"):
        yield from (
            Ask(path, method, form, b"sql=select+1&a=b") for path in ("/", f"/{stem}", f"/{stem}/articles")
        )
    yield Ask("/names", "POST", form, b"names=" + b"a*%0A" * 3000)
    yield Ask("/names", "POST", form, b"names=" + quote_plus("\n".join(STRINGS), errors="replace").encode())
    yield Ask("/names", "POST", form, b"names=" + b"x" * 2_100_000)
    yield Ask("/", "POST", form, b"x" * 5_000_000)
    yield Ask("/names", "POST", {"content-type": "multipart/form-data; boundary=x"}, b"--x\r\n" * 5000)
    yield Ask("/names", "POST", {"content-type": "multipart/form-data"}, b"\xff" * 500)
    yield Ask("/names", "POST", {**form, "content-length": "99999999999"}, b"names=a")
    yield Ask("/-/messages", "POST", form, b"message=x&message_type=all")
    for name in (
        "host",
        "x-forwarded-host",
        "origin",
        "referer",
        "cookie",
        "accept",
        "authorization",
        "range",
    ):
        yield from (
            Ask("/", headers={name: value})
            for value in ("evil.example", SCRIPT, "a" * 4000, "ds_actor=x; ds_csrftoken=y")
        )
    yield Ask("/" + "a" * 100_000)
    yield Ask("/?" + "a=b&" * 15_000)
    yield Ask("/search?q=%ff%fe%zz%")
    yield Ask("/ two words")
    yield Ask("/search?q=\xff\xfe")
    yield Ask("/", headers={f"x-{n}": "y" * 500 for n in range(200)})


def send(port: int, ask: Ask, *, limit: float = 60) -> Answer:
    """The answer of the server at that port of this machine; raises TimeoutError after `limit` seconds of silence."""
    headers = {
        "host": f"127.0.0.1:{port}",
        "connection": "close",
        "content-length": str(len(ask.body)),
        **ask.headers,
    }
    lines = [
        f"{ask.method} {ask.address} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items()),
        "",
        "",
    ]
    began, received = time.monotonic(), bytearray()
    with socket.create_connection(("127.0.0.1", port), limit) as connection:
        try:
            connection.sendall("\r\n".join(lines).encode("latin-1", "replace"))
            connection.sendall(ask.body)
            if "content-length" in ask.headers:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered before it had heard everything
        try:
            while piece := connection.recv(1 << 16):
                received += piece
        except ConnectionResetError:
            pass
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    status = int(first.split()[1]) if first.startswith("HTTP/") else 0
    pairs = (line.partition(":") for line in rest)
    found = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Answer(status, found, body, time.monotonic() - began)
