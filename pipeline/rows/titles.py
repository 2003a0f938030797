"""Titles that an article gives to people, and the nominals that take them up: "the prime minister"."""

import re
from dataclasses import dataclass, replace

from pipeline.rows.lexicon import words_of
from pipeline.rows.places import country_of_adjective
from pipeline.rows.text import Span

TITLES = words_of("nouns", "title")
_DISTINGUISHING = words_of("nouns", "title", "distinguishing") | {"prime", "first", "attorney"}
# What a phrase may add of somebody whose title is known: "the newly re-elected Republican president".
_DESCRIBING = frozenset(
    "republican democratic conservative liberal centrist socialist independent tory left-wing right-wing far-right "
    "veteran longtime popular populist billionaire first-term freshman incumbent sitting young outgoing moderate "
    "progressive newly elected re-elected reelected embattled beleaguered ailing outspoken term-limited lame-duck "
    "disgraced besieged".split()
)
_DESCRIBES = re.compile(r"(?:\w+-(?:term|time|year)|\d+-year-old)$")
_LINKING = frozenset("and or of for in the a an current own embattled".split())
_NEVER_IN_APPOSITION = frozenset("who which said says and that while but he she it they was is has had told".split())
_ABBREVIATIONS = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "adm": "admiral",
    "pres": "president",
    "prof": "professor",
    "supt": "superintendent",
    "sgt": "sergeant",
    "lt": "lieutenant",
    "insp": "inspector",
    "det": "detective",
    "atty": "attorney",
    "amb": "ambassador",
}
_SAME = {"chairman": "chair", "chairwoman": "chair", "chairperson": "chair"}
_HEADS = "|".join(sorted(map(re.escape, TITLES), key=len, reverse=True))
_BEFORE = 100
_IS_LAST = rf"(?!\s+(?:[a-z]+\s+)?(?i:{_HEADS})\b)"  # "chief cabinet secretary" is a secretary
_APPOSITION = re.compile(
    r",\s+(?:\d+,\s+)?(?:(?i:the|a|an|its|his|her|their|who is)\s+)?"
    rf"((?:[^\s,;.:]+(?:\.[A-Z])*\.?\s+){{0,5}}?)((?i:{_HEADS}))\b{_IS_LAST}"
)
_POSSESSOR = re.compile(r"(?:[Tt]he\s+)?((?:[A-Z][\w.-]*\s+){0,2}[A-Z][\w.-]*)[’']s?\s+")
_NOMINAL = re.compile(
    rf"\b[Tt]he\s+((?:(?:[A-Z]\.)+[A-Z]?\s+|[\w’'-]+\s+){{0,3}}?)((?i:{_HEADS}))\b(?!-)(?!\s+[A-Z]){_IS_LAST}"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its qualifiers: the words before the head, without countries, and the countries' codes."""

    head: str
    qualifiers: frozenset[str]
    countries: frozenset[str]

    def takes_up(self, introduced: "Title") -> bool:
        """Whether this nominal may stand for somebody introduced by a fuller title ("Chief Cabinet Secretary")."""
        telling = {word for word in self.qualifiers - _DESCRIBING if not _DESCRIBES.match(word)}
        if self.head != introduced.head or not telling <= introduced.qualifiers:
            return False
        if self.countries and introduced.countries and not self.countries & introduced.countries:
            return False
        return not (introduced.qualifiers - self.qualifiers) & _DISTINGUISHING


def make_title(qualifiers: list[str], head: str) -> Title:
    """Make a title of the words as written."""
    countries, others = set(), set()
    for word in qualifiers:
        plain = re.sub(r"[’']s?$", "", word)
        code = country_of_adjective(plain) if plain[:1].isupper() else None
        if code:
            countries.add(code)
        elif plain.casefold() not in _LINKING:
            others.add(plain.casefold())
    head = _ABBREVIATIONS.get(head.casefold().rstrip("."), head.casefold())
    head = _SAME.get(head, head)
    if head == "premier":
        head, others = "minister", others | {"prime"}
    return Title(head, frozenset(others), frozenset(countries))


def title_before(body: str, start: int, own_titles: tuple[str, ...]) -> Title | None:
    """Return the title that stands before a name, or within the mention itself."""
    before = body[max(0, start - _BEFORE) : start]
    if not own_titles and before[-1:] not in (" ", "\u00a0"):
        return None
    words = [*before.split(), *own_titles] if before[-1:].isspace() else list(own_titles)
    if not words or not _is_title(words[-1]):
        return None
    first = len(words) - 1
    while first > max(0, len(words) - 7) and _may_qualify(words[first - 1]):
        first -= 1
    return make_title(words[first:-1], words[-1])


def title_after(body: str, end: int) -> Title | None:
    """Return the title of an apposition: "Guo Jiakun, a spokesperson"."""
    found = _APPOSITION.match(body, end, min(len(body), end + _BEFORE))
    if not found:
        return None
    qualifiers = found[1].split()
    if _NEVER_IN_APPOSITION & {word.casefold() for word in qualifiers}:
        return None
    return make_title(qualifiers, found[2])


def find_title_nominals(body: str) -> list[tuple[Span, Title]]:
    """Return the phrases such as "the Japanese prime minister", each with what it says of the title."""
    found = []
    for nominal in _NOMINAL.finditer(body):
        qualifiers = nominal[1].split()
        folded = {word.casefold() for word in qualifiers}
        if not folded & (_NEVER_IN_APPOSITION | {"the"}):
            found.append((nominal.span(), make_title(qualifiers, nominal[2])))
    return found


def parse_nominal(text: str) -> Title | None:
    """Return the title that a whole phrase such as "the prime minister" or "Japan’s prime minister" consists of.

    A possessor that is no country says nothing that could be compared.
    """
    possessor = _POSSESSOR.match(text)
    found = _NOMINAL.fullmatch("the " + text[possessor.end() :] if possessor else text)
    if not found:
        return None
    title = make_title(found[1].split(), found[2])
    country = country_of_adjective(possessor[1]) if possessor else None
    return replace(title, countries=title.countries | {country}) if country else title


def _is_title(word: str) -> bool:
    folded = word.casefold()
    return folded in TITLES or folded.rstrip(".") in _ABBREVIATIONS


def _may_qualify(word: str) -> bool:
    if word[-1] in ',;:—–"”“':
        return False
    return word[0].isupper() or word.endswith(("’s", "'s")) or word in _QUALIFYING


_QUALIFYING = (
    TITLES
    | _DISTINGUISHING
    | frozenset(
        "foreign defense defence finance interior cabinet press ministry department government party opposition "
        "deputy transport health home trade labour labor energy state company campaign police fire senior "
        "special independent".split()
    )
)
