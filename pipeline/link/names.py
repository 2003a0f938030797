"""What two articles' names have in common: the keys under which they are looked up, and how well they agree.

Blocking by keys and comparing only what shares one follows Christen, Data Matching (2012), chapters 4 and 5.
"""

import re
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from pipeline.link.keys import fold, name_key
from pipeline.rows.persons import PersonName, given_names_agree, parse_person
from pipeline.rows.places import find_country, known_places

PERSON = "PERSON"
# Labels of things whose names are shortened and abbreviated.
ABBREVIATED = frozenset({"ORG", "MISC", "EVENT", "FAC", "PRODUCT", "LAW", "WORK_OF_ART", "GPE", "LOC"})
MAXIMUM_KEYS = 40

_COMPANY_FORMS = frozenset(
    "inc incorporated corp corporation co cos company companies ltd limited llc llp lp plc ag sa sas nv bv gmbh spa ab "
    "oy asa kk kg se group holding holdings".split()
)
_SMALL_WORDS = frozenset("of the and for in on to de la du des at & und y".split())
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
    "commission opposition government ruling party department board of and the for office public prosecutor prosecutors".split()
)
_DIGIT_WORDS = re.compile(r"\d")


class Agreement(IntEnum):
    """How well two names agree, from not at all to the same name."""

    NONE = 0
    SHORT = 1  # one is a short form, an acronym or a family name alone
    SPELLING = 2  # spellings that one name has in transcription
    FULLER = 3  # one has a middle name, a short form or an initial of the other's given name
    SAME = 4


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """Return the key of a name without company forms: ``The Boeing Co.`` is ``boeing``, ``U.S.`` the country's key."""
    country = find_country(text)
    if country:
        return name_key(country.name)
    words = name_key(text).split()
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return " ".join(words)


def is_generic(text: str) -> bool:
    """Whether each country may have a body of this name: ``Foreign Ministry``, ``Supreme Court``."""
    return all(word in _GENERIC_WORDS for word in plain_name(text).split())


@lru_cache(maxsize=100_000)
def initials(text: str) -> frozenset[str]:
    """Return the acronyms of a name of several words, small words counted or not: ``wsj``, ``doj`` and ``dj``."""
    words = plain_name(text.replace("-", " ")).split()
    if not 2 <= len(words) <= 9:
        return frozenset()
    large = [word for word in words if word not in _SMALL_WORDS]
    found = {"".join(word[0] for word in words), "".join(word[0] for word in large)}
    return frozenset(letters for letters in found if len(letters) >= 2)


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
        return frozenset(keys)
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


def long_form(given: str) -> str:
    """Return the long form of a given name: ``bill`` is ``william``."""
    from pipeline.rows.persons import _NICKNAMES

    return _NICKNAMES.get(given, given)


@lru_cache(maxsize=200_000)
def compare_people(one: str, other: str) -> Agreement:
    """Return how well two people's names agree."""
    a, b = parse_person(one), parse_person(other)
    if not (a.is_full and b.is_full):
        return _compare_short(a, b)
    if a.keys == b.keys or (len(a.keys) > 1 and sorted(a.keys) == sorted(b.keys)):
        return Agreement.SAME
    if a.may_be_short_for(b) or b.may_be_short_for(a):
        return Agreement.FULLER
    return Agreement.SPELLING if _same_sound(a, b) or _same_sound(a, PersonName(b.words[::-1])) else Agreement.NONE


def _compare_short(a: PersonName, b: PersonName) -> Agreement:
    if not a.is_full and not b.is_full:
        return Agreement.SAME if a.keys == b.keys else Agreement.NONE
    short, full = (b, a) if a.is_full else (a, b)
    return Agreement.SHORT if " ".join(short.keys) in full.family_names else Agreement.NONE


def _same_sound(a: PersonName, b: PersonName) -> bool:
    """Whether two full names are spellings of one: both ends sound alike, and most letters are the same."""
    ends = ((a.keys[0], b.keys[0]), (a.keys[-1], b.keys[-1]))
    if sum(map(len, (skeleton(a.keys[0]), skeleton(a.keys[-1])))) < 4:
        return False
    return all(
        one == two or given_names_agree(one, two) and min(len(one), len(two)) > 1
        or (skeleton(one) == skeleton(two) and SequenceMatcher(None, one, two).ratio() >= 0.7)
        for one, two in ends
    ) and _middle_sounds(a, b)


def _middle_sounds(a: PersonName, b: PersonName) -> bool:
    one, two = a.keys[1:-1], b.keys[1:-1]
    return not one or not two or [word[0] for word in one] == [word[0] for word in two]


@lru_cache(maxsize=200_000)
def compare_names(one: str, other: str) -> Agreement:
    """Return how well two names of organisations, places and all else agree."""
    a, b = plain_name(one), plain_name(other)
    if a == b:
        return Agreement.SAME
    if _singular(a) == _singular(b):
        return Agreement.FULLER
    if a.replace(" ", "") == b.replace(" ", ""):
        return Agreement.SPELLING
    short, full = (a, b) if len(a) < len(b) else (b, a)
    printed = one if short == a else other
    if is_acronym(printed) and short.replace(" ", "") in initials(full):
        return Agreement.SHORT
    words, fuller = short.split(), full.split()
    begins = fuller[: len(words)] == words and may_be_short(words[0]) and short not in known_places()
    return Agreement.SHORT if begins and not _DIGIT_WORDS.search(full[len(short) :]) else Agreement.NONE


def _singular(plain: str) -> str:
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain
