"""Make people_names.txt, people_family.txt and people_given.tsv from the name lists of two MIT-licensed packages.

Run in a throw-away environment: `pip download --no-deps rigour==1.3.0 faker==40.54.0`, unpack both wheels, then
`python make_people_names.py RIGOUR_FOLDER FAKER_FOLDER`. Neither package is a dependency of this project.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
NAME = re.compile(r"[a-z]{2,}(?:-[a-z]+)?")
WIKIDATA = "those of Wikidata (CC0) as listed by rigour 1.3.0 (MIT, OpenSanctions)"
FAKER = "the lists of Faker 40.54.0 (MIT, Daniele Faraglia)."
CLEAR = 3  # a given name has a gender when one gender's lists hold it this many times as often as the other's
FIELDS = {
    "m": ("first_names_male", "first_romanized_names_male"),
    "f": ("first_names_female", "first_romanized_names_female"),
    "family": ("last_names", "last_romanized_names", "last_names_male", "last_names_female", "last_names_unisex"),
    "": ("first_names", "first_romanized_names"),
}  # fmt: skip


def fold(name: str) -> str:
    """A name in lower-case ASCII letters and hyphens."""
    name = re.sub(r"['’ʻ`]", "", name.lower().translate(LETTERS))
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).strip()


def from_rigour(folder: Path) -> Iterator[str]:
    """Every form of every name that Wikidata knows, as rigour lists them."""
    for line in (folder / "rigour/data/names/persons.txt").read_text(encoding="utf-8").splitlines():
        yield from (fold(form) for form in line.split("=>")[0].split(","))


def from_faker(folder: Path) -> dict[str, Counter[str]]:
    """How many locales of Faker list a name: as a man's, as a woman's, at all."""
    sys.path.insert(0, str(folder))
    package: Any = importlib.import_module("faker.providers.person")
    counts: dict[str, Counter[str]] = {gender: Counter() for gender in FIELDS}
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        for gender, fields in FIELDS.items():
            values = [getattr(provider, field, ()) for field in fields]
            names = [n for v in values if not isinstance(v, property) for n in v]
            flat = {fold(str(p)) for n in names for p in (n if isinstance(n, tuple) else (n,))}
            counts[gender].update(flat)
    return counts


def front_code(names: list[str]) -> Iterator[str]:
    """Each name as the count of letters it shares with the one before (at most 9), then the rest."""
    before = ""
    for name in names:
        shared = 0
        while shared < min(len(name), len(before), 9) and name[shared] == before[shared]:
            shared += 1
        yield f"{shared}{name[shared:]}"
        before = name


def main(rigour: Path, faker: Path) -> None:
    """Write the files beside this script."""
    counts = from_faker(faker)
    names = sorted(
        {n for n in (*from_rigour(rigour), *(n for c in counts.values() for n in c)) if NAME.fullmatch(n)}
    )
    note = (
        "# Each line: how many letters it shares with the line before, then the rest.\n"
        "# Made by make_people_names.py.\n"
    )
    head = f"# Given and family names of the world, folded to ASCII: {WIKIDATA}\n# and {FAKER}\n{note}"
    (HERE / "people_names.txt").write_text(head + "\n".join(front_code(names)) + "\n", encoding="utf-8")
    family = sorted(n for n in counts["family"] if NAME.fullmatch(n))
    head = f"# Frequent family names, folded to ASCII: {FAKER}\n{note}"
    (HERE / "people_family.txt").write_text(head + "\n".join(front_code(family)) + "\n", encoding="utf-8")
    men, women = counts["m"], counts["f"]
    rows = [f"{n}\tm" for n in men if NAME.fullmatch(n) and men[n] >= CLEAR * women[n]]
    rows += [f"{n}\tf" for n in women if NAME.fullmatch(n) and women[n] >= CLEAR * men[n]]
    head = f"# Given names with the gender they mostly go with: {FAKER}\n"
    head += "# Made by make_people_names.py.\nname\tgender\n"
    (HERE / "people_given.tsv").write_text(head + "\n".join(sorted(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
