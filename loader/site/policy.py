"""Says what a browser may run and load on each page: nothing from elsewhere, and no script that nobody vouches for."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For our pages: everything from this server, nothing inline."""
DASHBOARDS = "/-/dashboards"
"""The one plugin of our extras whose pages are scripts written for each answer, and whose library compiles charts."""
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
FILLED = ("true", "false")
"""What Datasette puts into the one script of its own that is not always the same (whether facets are allowed)."""


def policy_for(path: str, *, nonce: str, foreign: bool = False) -> str:
    """The Content-Security-Policy of a page of Datasette's own, or of a plugin, at `path`.

    Scripts that a plugin gives to every page stand in our frame with the `nonce`. `foreign` pages, of databases that
    are no corpus, are not in our frame and stay as Datasette has them.
    """
    if DASHBOARDS in path:
        return _policy("'unsafe-inline' 'unsafe-eval'")
    return _policy("'unsafe-inline'" if foreign else " ".join((f"'nonce-{nonce}'", *_script_hashes())))


def _policy(scripts: str) -> str:
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _script_hashes() -> tuple[str, ...]:
    """The scripts that stand in Datasette's templates, as a policy names them: any other inline script is not run."""
    found = set()
    for template in (files("datasette") / "templates").iterdir():
        if template.name.endswith(".html"):
            for script in INLINE_SCRIPT.findall(template.read_text(encoding="utf-8")):
                found |= {PLACEHOLDER.sub(filled, script) for filled in FILLED}
    return tuple(sorted(f"'sha256-{_digest(script)}'" for script in found))


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
