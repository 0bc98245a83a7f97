"""How much this room takes in: sizes in bytes, each with its reason."""

from __future__ import annotations

MEGABYTE = 1_000_000

MAX_DOCUMENT = 5 * MEGABYTE  # a text or page: longer than any article, and a book is no article
MAX_RECORD = 5 * MEGABYTE  # the same, for one record of a file that is streamed
MAX_SIDECAR = 1 * MEGABYTE  # metadata of one file
MAX_DECLARATIONS = 50 * MEGABYTE  # an articles.csv: about half a million files
MAX_FRONT_MATTER = 64_000  # YAML on top of a Markdown file
MAX_FIELD = 2_000  # characters of one declared value
MAX_PAPER = 50 * MEGABYTE  # a PDF or DOCX, whose pictures count too
MAX_UNPACKED = 200 * MEGABYTE  # what the parts of a DOCX come to
MAX_UNPACKING = 100  # how many times its size a gzipped WARC may come to: pages shrink to a fifth or a tenth
MAX_PAGES = 500  # pages of one PDF

HEAD = 8_192  # what is looked at to tell the format
CHUNK = 262_144  # what is read at a time
MAX_CONTROLS = 0.05  # share of control characters above which bytes are no text
MAX_CSV_REPAIRS = 100  # unclosed quote marks after which the rest of a CSV file is given up
