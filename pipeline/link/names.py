"""What two articles' names have in common: the keys under which they are looked up, and how well they agree.

Blocking by keys and comparing only what shares one follows Christen, Data Matching (2012), chapters 4 and 5.
"""

import re
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from pipeline.link.keys import fold, initials_of, name_key
from pipeline.rows.persons import PersonName, given_names_agree, long_form, parse_person
from pipeline.rows.places import find_country, known_places

PERSON = "PERSON"
# Labels of things whose names are shortened and abbreviated.
ABBREVIATED = frozenset({"ORG", "MISC", "EVENT", "FAC", "PRODUCT", "LAW", "WORK_OF_ART", "GPE", "LOC"})
MAXIMUM_KEYS = 40

_COMPANY_FORMS = frozenset(
    "inc incorporated corp corporation co cos company companies ltd limited llc llp lp plc ag sa sas nv bv gmbh spa ab "
    "oy asa kk kg se group holding holdings".split()
)
# First words that many organisations begin with: no short form of any.
_COMMON_FIRST_WORDS = frozenset(
    "university bank national international american united new north south east west central european federal royal "
    "ministry state department college first general house world news public global city high democratic republican "
    "people local great grand san santa los las el saint st fort mount lake port cape old upper lower black white red "
    "association society institute council committee commission board center centre school church museum office "
    "southern northern eastern western pacific atlantic asian african french british german chinese japanese russian "
    "indian canadian australian israeli english spanish italian irish scottish supreme government northwest northeast "
    "southeast southwest saudi hong free air".split()
)
# Words of which the names of national and local bodies are made: each country has its own.
_GENERIC_WORDS = frozenset(
    "ministry minister foreign defence defense interior health education justice economy finance agriculture "
    "transport environment labour labor energy trade commerce culture tourism industry home affairs parliament "
    "supreme court high constitutional appeal appeals central bank national assembly legislature cabinet police army "
    "navy air force military armed forces coast guard city council town hall county district election electoral "
    "commission opposition government ruling party department board of and the for office public prosecutor "
    "prosecutors".split()
)
_KIN = frozenset("son sons daughter daughters brothers bros".split())
_AND = re.compile(r"&|\band\b", re.IGNORECASE)
_AMERICAN = {"defence": "defense", "labour": "labor", "centre": "center", "organisation": "organization"}
# Words that a name may have or leave out at its end: "Apple" and "Apple Computer", but not "Senate" and its committees.
_KIND_WORDS = frozenset(
    "computer computers motor motors airline airlines airways university bank foods technologies technology "
    "industries industrie international worldwide networks systems electronics pharmaceuticals pharmaceutical "
    "petroleum oil energy magazine newspaper organization organisation entertainment communications stores brands "
    "financial insurance laboratories labs software semiconductor aerospace steel chemicals chemical automotive auto "
    "telecom shipping shipyard shipyards shipbuilding logistics mining metals retail biotech biosciences therapeutics "
    "robotics aviation publishing hospital hotels breweries".split()
) | _COMPANY_FORMS


# The most frequent family names of the United States (census of 2010), and of China and Korea as they are transcribed.
_COMMON_FAMILY_NAMES = frozenset(
    "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson "
    "anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis "
    "robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera "
    "campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart "
    "morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim "
    "cox ward richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo "
    "sanders patel myers long ross foster jimenez wang li zhang chen liu yang huang zhao wu zhou park choi singh "
    "khan kumar ali ahmed".split()
)


class Agreement(IntEnum):
    """How well two names agree, from not at all to the same name."""

    NONE = 0
    PART = 1  # the one begins with the other, which may be short for it or something else
    SHORT = 2  # one is a short form, an acronym or a family name alone
    SPELLING = 3  # spellings that one name has in transcription
    FULLER = 4  # one has a middle name, a short form or an initial of the other's given name
    SAME = 5


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """Return the key of a name without company forms: ``The Boeing Co.`` is ``boeing``, ``U.S.`` the country's key.

    ``Department of Justice`` and ``Ministry of Defence`` are ``justice department`` and ``defense ministry``.
    """
    country = find_country(text)
    if country:
        return name_key(country.name)
    words = [_AMERICAN.get(word, word) for word in _name_words(text)]
    if len(words) > 2 and words[0] in ("department", "ministry") and words[1] in ("of", "for"):
        words = [*words[3 if words[2] == "the" else 2 :], words[0]]
    return " ".join(words)


def _name_words(text: str) -> list[str]:
    words = name_key(text).split()
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return words


@lru_cache(maxsize=100_000)
def without_country(plain: str) -> str | None:
    """Return the name of a national body without its country: ``us supreme court`` is ``supreme court``."""
    words = plain.split()
    for length in (2, 1):
        if len(words) > length + 1 and find_country(" ".join(words[:length])):
            return " ".join(words[length:])
    return None


def is_generic(text: str) -> bool:
    """Whether each country may have a body of this name: ``Foreign Ministry``, ``Supreme Court``."""
    return all(word in _GENERIC_WORDS for word in plain_name(text).split())


@lru_cache(maxsize=100_000)
def initials(text: str) -> frozenset[str]:
    """Return the acronyms of a name of several words, small words counted or not: ``wsj``, ``doj`` and ``dj``."""
    words = _name_words(text.replace("-", " "))
    if not 2 <= len(words) <= 9:
        return frozenset()
    return frozenset(letters for letters in initials_of(words) if len(letters) >= 2)


@lru_cache(maxsize=100_000)
def is_acronym(text: str) -> bool:
    """Whether a name is written as an acronym: ``WSJ``, ``U.N.``, ``AT&T``."""
    letters = re.sub(r"[.&\s]", "", text)
    return 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Return what the spellings of a transcribed name have in common: ``Zelensky`` and ``Zelenskiy`` give ``zlnsk``."""
    text = fold(word).replace(" ", "")
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    text = re.sub(r"[^a-z]", "", text)
    if text[:1] in "gq":
        text = f"k{text[1:]}"
    rest = re.sub(r"[aeiouyj]", "", text[1:])
    return re.sub(r"(.)\1+", r"\1", text[:1].replace("j", "y") + rest)


_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("dh", "d"), ("ck", "k"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("tz", "ts"), ("zh", "j"), ("ch", "c"), ("sch", "s"), ("sh", "s"), ("ou", "u"),
)


def family_keys(person: PersonName) -> frozenset[str]:
    """Return the family names that somebody may be called by, or the name alone."""
    return person.family_names if person.is_full else frozenset({" ".join(person.keys)})


@lru_cache(maxsize=100_000)
def keys_of(name: str, label: str) -> frozenset[str]:
    """Return the keys that an entity of this name is found under.

    ``name:`` whatever it is; ``person:`` family name and first letter, as they sound; ``family:`` family name;
    ``initials:`` of names of several words; ``head:`` their first words.
    """
    plain = plain_name(name)
    if not plain:
        return frozenset()
    keys = {f"name:{plain}"}
    if label == PERSON:
        return frozenset(keys | _person_keys(parse_person(name)))
    words = plain.split()
    keys |= {f"initials:{letters}" for letters in initials(name)}
    if is_acronym(name):
        keys.add(f"initials:{name_key(name).replace(' ', '')}")
    if len(words) > 1 and may_be_short(words[0]) and label != "NORP":
        keys |= {f"head:{words[0]}", f"head:{' '.join(words[:2])}"}
    if label == "NORP":
        keys.add(f"name:{_singular(plain)}")
    if label == "ORG" and (bare := without_country(plain)):
        keys.add(f"name:{bare}")
    return frozenset(keys)


def _person_keys(person: PersonName) -> set[str]:
    families = family_keys(person)
    if not person.is_full:
        return {f"family:{family}" for family in families}
    keys = {f"family:{family}" for family in families}
    words = [skeleton(key) for key in person.keys]
    ends = {words[0], words[-1], *(skeleton(family) for family in families)}
    given = {skeleton(long_form(key))[:1] for key in (person.keys[0], person.keys[-1])}
    keys |= {f"person:{end}|{letter}" for end in ends if len(end) > 1 for letter in given}
    keys.add("name:" + " ".join(person.keys))
    return keys


@lru_cache(maxsize=100_000)
def lookup_keys(name: str, label: str) -> frozenset[str]:
    """Return the keys under which to look for what a name may mean: its own, and those of what it may be short for."""
    plain = plain_name(name)
    keys = set(keys_of(name, label))
    words = plain.split()
    if label == PERSON:
        if parse_person(name).is_full:
            keys = {key for key in keys if not key.startswith("family:")} | {
                f"family:{family}" for family in family_keys(parse_person(name))
            }
        return frozenset(keys | {f"head:{plain}"} if len(words) == 1 else keys)
    if len(words) <= 2 and plain not in known_places():
        keys.add(f"head:{plain}")
    if len(words) > 1 and may_be_short(words[0]):
        keys.add(f"name:{words[0]}")
        if len(words) > 2:
            keys.add(f"name:{' '.join(words[:2])}")
    keys |= {f"name:{letters}" for letters in initials(name) if len(letters) > 2}
    return frozenset(keys)


@lru_cache(maxsize=100_000)
def may_be_short(word: str) -> bool:
    """Whether a first word can stand for a whole name: ``Boeing``, not ``National`` and not ``Chicago``."""
    return len(word) > 2 and word not in _COMMON_FIRST_WORDS and word not in known_places()


@lru_cache(maxsize=100_000)
def is_common(name: str) -> bool:
    """Whether many people have the name: a common given name with a common family name, or the latter alone."""
    person = parse_person(name)
    if len(person.keys) == 1:
        return person.keys[0] in _COMMON_FAMILY_NAMES or given_name_gender(person.keys[0]) is not None
    return len(person.keys) == 2 and person.gender is not None and person.keys[-1] in _COMMON_FAMILY_NAMES


@lru_cache(maxsize=100_000)
def given_name_gender(word: str) -> str | None:
    """Return the gender of a common given name, ``None`` for any other word."""
    return PersonName((word, "")).gender


@lru_cache(maxsize=200_000)
def compare_people(one: str, other: str) -> Agreement:
    """Return how well two people's names agree."""
    a, b = parse_person(one), parse_person(other)
    if not (a.is_full and b.is_full):
        return _compare_short(a, b)
    suffixes = {generation(one), generation(other)}
    if len(suffixes - {None}) > 1:
        return Agreement.NONE
    if a.keys == b.keys or (len(a.keys) > 1 and sorted(a.keys) == sorted(b.keys)):
        return Agreement.SAME if len(suffixes) == 1 else Agreement.FULLER
    if a.may_be_short_for(b) or b.may_be_short_for(a):
        return Agreement.FULLER
    if _same_sound(a, b) or _same_sound(a, PersonName(b.words[::-1])) or _share_double_name(a, b):
        return Agreement.SPELLING
    return Agreement.NONE


def generation(name: str) -> str | None:
    """Return what tells father from son: ``jr``, ``sr``, ``ii``, ``iii`` or ``iv``."""
    last = name_key(name).split()[-1:]
    return last[0] if last and last[0] in ("jr", "sr", "ii", "iii", "iv") else None


def _share_double_name(a: PersonName, b: PersonName) -> bool:
    """Whether one has a double family name and the other half of it: ``Jane Roe`` and ``Jane Roe-Doe``."""
    one, two = a.keys[-1].split(), b.keys[-1].split()
    if len(one) + len(two) != 3 or not given_names_agree(a.keys[0], b.keys[0]):
        return False
    return min(len(a.keys[0]), len(b.keys[0])) > 1 and bool(set(one) & set(two))


def _compare_short(a: PersonName, b: PersonName) -> Agreement:
    if a.generation and b.generation and name_key(a.generation) != name_key(b.generation):
        return Agreement.NONE
    if not a.is_full and not b.is_full:
        return Agreement.SAME if a.keys == b.keys else Agreement.NONE
    short, full = (b, a) if a.is_full else (a, b)
    if short.generation and not full.generation:
        return Agreement.NONE
    return Agreement.SHORT if " ".join(short.keys) in full.family_names else Agreement.NONE


def _same_sound(a: PersonName, b: PersonName) -> bool:
    """Whether two full names are spellings of one: both ends sound alike, and most letters are the same."""
    one, two = " ".join(a.keys).split(), " ".join(b.keys).split()
    if sum(map(len, (skeleton(one[0]), skeleton(one[-1])))) < 3:
        return False
    if any(skeleton(x) != skeleton(y) and not given_names_agree(x, y) for x, y in _ends(one, two)):
        return False
    equal = [x == y or (given_names_agree(x, y) and min(len(x), len(y)) > 1) for x, y in _ends(one, two)]
    alike = [_sounds_like(x, y, 0.5 if any(equal) and max(len(x), len(y)) < 5 else 0.65) for x, y in _ends(one, two)]
    return all(x or y for x, y in zip(equal, alike, strict=True)) and _middle_sounds(one[1:-1], two[1:-1])


def _sounds_like(one: str, other: str, likeness: float) -> bool:
    """Whether two words are transcriptions of one. Of two common given names, only long ones: not Jean and Joan."""
    sound = skeleton(one)
    if len(sound) < 2 or sound != skeleton(other):
        return False
    genders = {given_name_gender(one), given_name_gender(other)}
    if None not in genders and (len(genders) > 1 or len(sound) < 3):
        return False
    return SequenceMatcher(None, one, other).ratio() >= likeness


def _ends(one: list[str], two: list[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one[0], two[0]), (one[-1], two[-1])


def _middle_sounds(one: list[str], two: list[str]) -> bool:
    return not one or not two or [word[0] for word in one] == [word[0] for word in two]


@lru_cache(maxsize=200_000)
def compare_names(one: str, other: str) -> Agreement:
    """Return how well two names of organisations, places and all else agree."""
    a, b = plain_name(one), plain_name(other)
    if a == b:
        return Agreement.SAME
    if _singular(a) == _singular(b) or without_country(a) == b or without_country(b) == a:
        return Agreement.FULLER
    if a.replace(" ", "") == b.replace(" ", ""):
        return Agreement.SPELLING
    if _without_kin(a) == _without_kin(b):
        return Agreement.FULLER
    short, full = (a, b) if len(a) < len(b) else (b, a)
    printed, spelled = (one, other) if short == a else (other, one)
    letters = short.replace(" ", "")
    if is_acronym(printed) and letters in initials(full) and ("&" not in printed or _AND.search(spelled)):
        return Agreement.SHORT
    words, fuller = short.split(), full.split()
    if not words or fuller[: len(words)] != words or not may_be_short(words[0]):
        return Agreement.NONE
    return Agreement.SHORT if _KIND_WORDS.issuperset(fuller[len(words) :]) else Agreement.PART


def _without_kin(plain: str) -> str:
    """Return a firm's name without its founder's kin: ``roe sons shipping`` is ``roe shipping``."""
    words = plain.split()
    return " ".join(words[:1] + [word for word in words[1:] if word not in _KIN]) if len(words) > 2 else plain


def _singular(plain: str) -> str:
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain
