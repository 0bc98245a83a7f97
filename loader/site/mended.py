"""Mends what keeps people with a screen reader, or at a phone, out of Datasette's own pages."""

from __future__ import annotations

import re

from markupsafe import Markup

MENDS = (
    # Fields that have no name of their own.
    (r'<select name="_filter_column', '<select aria-label="Column" name="_filter_column'),
    (r'<select name="_filter_op', '<select aria-label="Comparison" name="_filter_op'),
    (r'<select name="_sort"', '<select aria-label="Sort by" name="_sort"'),
    (r'<input type="text" name="_filter_value', '<input type="text" aria-label="Value" name="_filter_value'),
    (r'<textarea id="sql-editor"', '<textarea id="sql-editor" aria-label="SQL"'),
    (r"<textarea style=", '<textarea aria-label="SQL" style='),
    (r'class="cross">', 'class="cross" aria-label="Remove">'),
    # What scrolls sideways can be reached by keyboard.
    (
        r'<div class="table-wrapper">',
        '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">',
    ),
    # Headings that skip a level; those of tables stand below a heading already.
    (r'(?<!<div class="db-table">\n    )<h3>(.*?)</h3>', r"<h2>\1</h2>"),
    # A screenful of descriptions before the first row.
    (
        r'<dl class="column-descriptions">(.*?)</dl>',
        r'<details class="descriptions"><summary>What the columns mean</summary>'
        r'<dl class="column-descriptions">\1</dl></details>',
    ),
)
"""What stands in a page of Datasette 0.65, and what takes its place."""
COMPILED = [(re.compile(pattern, re.DOTALL), replacement) for pattern, replacement in MENDS]


def mended(page: str) -> Markup:
    """The content of a page of Datasette's, with every field named and headings in order."""
    text = str(page)
    for pattern, replacement in COMPILED:
        text = pattern.sub(replacement, text)
    return Markup(text)
