"""What two articles' names have in common: the keys under which they are looked up, and how well they agree.

Blocking by keys and comparing only what shares one follows Christen, Data Matching (2012), chapters 4 and 5.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from itertools import product

from pipeline.link.keys import fold, initials_of, name_key
from pipeline.rows.persons import PersonName, given_names_agree, long_form, parse_person
from pipeline.rows.places import find_country, known_places

PERSON = "PERSON"
PRODUCT = "PRODUCT"
SHORTENED = frozenset({"ORG", "PRODUCT", "EVENT", "FAC"})  # labels of things that may go by their first word

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
    "southeast southwest saudi hong free air senate congress parliament assembly cabinet union league "
    "federation".split()
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
# What a name that is nothing but an office says: who holds it, in this article.
_OFFICES = frozenset(
    "president premier minister secretary chancellor governor senator congressman congresswoman representative mayor "
    "chairman chairwoman ambassador prosecutor professor spokesman spokeswoman".split()
)
_MODEL = re.compile(r"(?!(?:19|20)\d\d$)(?=.*\d)\w{3,}")  # 787 and a380, no year
_NATIONAL = frozenset("treasury congress senate parliament army navy military".split())  # bodies of one word
_KIN = frozenset("son sons daughter daughters brothers bros".split())
_GENERATION = re.compile(r"jr|sr|[ivx]{2,}")
_AND = re.compile(r"&|\band\b", re.IGNORECASE)
_AMERICAN = {"defence": "defense", "centre": "center", "organisation": "organization"}
# Words that a name may have or leave out at its end: "Apple" and "Apple Computer", but not "Senate" and its committees.
_KIND_WORDS = frozenset(
    "computer computers motor motors airline airlines airways university bank foods technologies technology "
    "industries industrie international worldwide networks systems electronics pharmaceuticals pharmaceutical "
    "petroleum oil energy magazine newspaper organization organisation entertainment communications stores brands "
    "financial insurance laboratories labs software semiconductor aerospace steel chemicals chemical automotive auto "
    "telecom shipping shipyard shipyards shipbuilding logistics mining metals retail biotech biosciences therapeutics "
    "robotics aviation publishing hospital hotels breweries stock market exchange capital management partners "
    "industrial industrials average index department union".split()
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
    """Return the name of a national body without its country.

    ``us supreme court`` and ``supreme court of the united states`` are ``supreme court``.
    """
    body = _national_body(plain)
    return body[0] if body else None


@lru_cache(maxsize=100_000)
def country_of_body(name: str) -> str | None:
    """Return the code of the country that the name of a national body tells: ``Supreme Court of India``."""
    body = _national_body(plain_name(name))
    return body[1] if body else None


def _national_body(plain: str) -> tuple[str, str] | None:
    """Return what the name of a national body is without its country, and the country's code."""
    words = plain.split()
    for length in (2, 1):
        is_body = len(words) > length + 1 or (len(words) > length and words[-1] in _NATIONAL)
        if is_body and (country := find_country(" ".join(words[:length]))):
            return " ".join(words[length:]), country.code
    body, _, where = plain.rpartition(" of ")
    is_told = " " in body and all(word in _GENERIC_WORDS for word in body.split())
    country = find_country(where.removeprefix("the ")) if is_told else None
    return (body, country.code) if country else None


def is_generic(text: str) -> bool:
    """Whether each country may have a body of this name: ``Foreign Ministry``, ``Supreme Court``."""
    return all(word in _GENERIC_WORDS for word in plain_name(text).split())


def is_office(name: str) -> bool:
    """Whether a person's name is nobody's, but what he or she holds: ``President``."""
    return name_key(name) in _OFFICES


@lru_cache(maxsize=100_000)
def initials(text: str) -> frozenset[str]:
    """Return the acronyms of a name of several words, small words counted or not: ``wsj``, ``doj`` and ``dj``.

    Of two names with a slash between them, none.
    """
    if "/" in text:
        return frozenset()
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
    text = _SILENT_H.sub("o", re.sub(r"^[iy]e", "e", text))
    if text[:1] in "gq":
        text = f"k{text[1:]}"
    rest = re.sub(r"[aeiouyj]", "", text[1:])
    return re.sub(r"(.)\1+", r"\1", text[:1].replace("j", "y") + rest)


_SILENT_H = re.compile(r"oh(?![aeiou])")  # Ohno, Ono
_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("dh", "d"), ("ck", "k"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("tz", "ts"), ("zh", "j"), ("ch", "c"), ("sch", "s"), ("sh", "s"), ("ou", "u"),
)


def family_keys(person: PersonName) -> frozenset[str]:
    """Return the family names that somebody may be called by, or the name alone."""
    return person.family_names if person.is_full else frozenset({" ".join(person.keys)})


@lru_cache(maxsize=100_000)
def keys_of(name: str, label: str) -> frozenset[str]:
    """Return the keys under which others find an entity of this name.

    ``name:`` whatever it is. People: ``person:`` two words of a full name, as they sound; ``initial:`` first letter and
    family name, ``initialled:`` where the given name is not spelled out; ``family:`` family name. All else:
    ``acronym:`` its letters; ``initials:``, ``brief:`` (without words like Bank) and ``head:`` (its first word) what a
    name of several words may be shortened to; ``model:`` the number of a product.
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
        keys.add(f"acronym:{name_key(name).replace(' ', '')}")
    if len(words) > 1 and may_be_short(words[0]):
        briefs = (words[:count] for count in (1, 2) if len(words) > count and _KIND_WORDS.issuperset(words[count:]))
        keys |= {f"brief:{' '.join(brief)}" for brief in briefs}
        if label in SHORTENED:
            keys.add(f"head:{words[0]}")
    keys.add(f"name:{_singular(plain)}" if label == "NORP" else f"name:{_without_kin(plain)}")
    if label == "ORG":
        keys |= {f"name:{bare}" for bare in (without_country(plain), _without_kind(plain)) if bare}
    if label == PRODUCT:
        keys |= {f"model:{word}" for word in _models(words)}
        keys |= {f"name:{' '.join(words[1:])}"} if len(words) > 1 else set()
    return frozenset(keys)


def _person_keys(person: PersonName) -> set[str]:
    keys = {f"family:{family}" for family in family_keys(person)}
    if not person.is_full:
        return keys
    keys |= {"name:" + " ".join(person.keys), *_pairs_of_sounds(person)}
    kind = "initialled" if _is_initialled(person) else "initial"
    return keys | _letter_keys(person, kind)


def _pairs_of_sounds(person: PersonName) -> set[str]:
    """Return a key for the first and each other word, and for the last and each other, in any order."""
    words = [word for word in _words_of(person) if len(word) > 1]
    pairs = {(words[0], word) for word in words[1:]} | {(word, words[-1]) for word in words[:-1]} if words else set()
    return {
        f"person:{'|'.join(sorted(sounds))}" for one, two in pairs for sounds in product(_sounds(one), _sounds(two))
    }


def _letter_keys(person: PersonName, kind: str) -> set[str]:
    """Return keys of a given name's first letter and the family name, whichever of the two stands first."""
    words = _words_of(person)
    ends = ((words[0], words[-1]), (words[-1], words[0]))
    return {f"{kind}:{given[0]}|{skeleton(family)}" for given, family in ends if len(family) > 1}


def _is_initialled(person: PersonName) -> bool:
    words = _words_of(person)
    return min(len(words[0]), len(words[-1])) == 1


def _words_of(person: PersonName) -> list[str]:
    return " ".join(person.keys).split()


def _sounds(word: str) -> set[str]:
    return {skeleton(word), skeleton(long_form(word))}


@lru_cache(maxsize=100_000)
def lookup_keys(name: str, label: str) -> frozenset[str]:
    """Return the keys under which to look for what a name may mean: its equals, longer and shorter forms of it."""
    keys = set(keys_of(name, label)) | short_keys(name, label)
    plain = plain_name(name)
    if len(plain.split()) <= 2 and plain not in known_places():
        keys.add(f"brief:{plain}")
    if label == PERSON:
        person = parse_person(name)
        if not person.is_full:
            return frozenset(keys)
        keys = {key for key in keys if not key.startswith(("family:", "initial:"))}
        return frozenset(keys | _letter_keys(person, "initial" if _is_initialled(person) else "initialled"))
    keys = {key for key in keys if not key.startswith(("initials:", "head:"))}
    if label in SHORTENED and plain not in known_places():
        keys.add(f"head:{plain}")
    if is_acronym(name):
        keys.add(f"initials:{name_key(name).replace(' ', '')}")
    return frozenset(keys)


@lru_cache(maxsize=100_000)
def short_keys(name: str, label: str) -> frozenset[str]:
    """Return the keys of what goes by nothing but a short form of a name, ``alone:`` by a family name."""
    if label == PERSON:
        return frozenset(f"alone:{family}" for family in family_keys(parse_person(name)))
    words = plain_name(name).split()
    keys = {f"acronym:{letters}" for letters in initials(name)}
    if len(words) > 1 and may_be_short(words[0]):
        keys |= {f"name:{words[0]}", *([f"name:{' '.join(words[:2])}"] if len(words) > 2 else ())}
    return frozenset(keys)


def alone_keys(name: str, label: str) -> frozenset[str]:
    """Return the keys that an entity has only where a name is what it goes by, and no alias."""
    is_alone = label == PERSON and not parse_person(name).is_full
    return short_keys(name, label) if is_alone else frozenset()


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
    one, two = _words_of(a), _words_of(b)
    if sorted(one) == sorted(two):
        return Agreement.SAME if len(suffixes) == 1 else Agreement.FULLER
    if (a.may_be_short_for(b) or b.may_be_short_for(a)) and not _adds_to_a_mans_name(a, b):
        return Agreement.FULLER
    is_turned = len(one) == len(two) and _are_spellings(one, two[::-1])
    return Agreement.SPELLING if _are_spellings(one, two) or is_turned or _share_double_name(a, b) else Agreement.NONE


def generation(name: str) -> str | None:
    """Return what tells father from son, and popes apart: ``jr``, ``sr``, ``ii``, ``xvi``."""
    last = name_key(name).split()[-1:]
    return last[0] if last and _GENERATION.fullmatch(last[0]) else None


def _adds_to_a_mans_name(a: PersonName, b: PersonName) -> bool:
    """Whether one has a third word behind, as names have after a marriage, but is a man's: two names run together."""
    short, full = sorted((a, b), key=lambda person: len(person.keys))
    return len(short.keys) == 2 and full.keys[:-1] == short.keys and full.gender == "male"


@lru_cache(maxsize=100_000)
def differ_in_middle(one: str, other: str) -> bool:
    """Whether two full names are those of namesakes, told apart by middle names: John A. Roe, John B. Roe."""
    a, b = _words_of(parse_person(one)), _words_of(parse_person(other))
    if min(len(a), len(b)) < 3 or a[-1] != b[-1] or not given_names_agree(a[0], b[0]):
        return False
    fewer, more = sorted((a[1:-1], b[1:-1]), key=len)
    is_part = set(fewer) <= set(more) and max(map(len, fewer)) > 1
    return not is_part and parse_person(one).differs_in_middle(parse_person(other))


def has_company_form(name: str) -> bool:
    """Whether a name says that it is a company's: ``Roe Corp.``"""
    words = name_key(name).split()
    return len(words) > 1 and words[-1] in _COMPANY_FORMS


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


def _are_spellings(one: list[str], two: list[str]) -> bool:
    """Whether the words of two full names are spellings of one: given and family names equal, mistyped or transcribed.

    A family name beside a given name that is common in English is hardly a transcription: Aaron Black, Aaron Blake.
    """
    given, family = (one[0], two[0]), (one[-1], two[-1])
    is_same_given, is_same_family = _is_same_word(*given), _is_same_word(*family)
    if not _middle_sounds(one[1:-1], two[1:-1]) or min(map(len, (*given, *family))) < 2:
        return False
    if is_same_given and is_same_family:
        return True
    if is_same_family:
        return _is_mistyped(*given) or _is_transcribed(*given)
    if is_same_given and _is_mistyped(*family):
        return True
    is_foreign = given_name_gender(given[0]) is None and given_name_gender(given[1]) is None
    return is_foreign and (is_same_given or _is_transcribed(*given)) and _is_transcribed(*family)


def _is_same_word(one: str, other: str) -> bool:
    return one == other or (given_names_agree(one, other) and min(len(one), len(other)) > 1)


def _is_mistyped(one: str, other: str) -> bool:
    """Whether a letter is missing or too many, two have changed places or, in a longer word, one is another.

    This is a distance of 1 after Damerau (A technique for computer detection and correction of spelling errors, 1964).
    Two common given names are two names.
    """
    short, long = sorted((one, other), key=len)
    if given_name_gender(one) and given_name_gender(other):
        return False
    first = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) == len(short) + 1:
        return len(short) > 3 and short[first:] == long[first + 1 :]
    if len(long) != len(short) or first == len(short):
        return False
    is_swapped = short[first : first + 2] == long[first : first + 2][::-1] and short[first + 2 :] == long[first + 2 :]
    return is_swapped or (len(short) > 5 and short[first + 1 :] == long[first + 1 :])


def _is_transcribed(one: str, other: str) -> bool:
    """Whether two words are transcriptions of one. Of two common given names, only long ones: not Jean and Joan."""
    sound = skeleton(one)
    if len(sound) < 2 or sound != skeleton(other):
        return False
    genders = {given_name_gender(one), given_name_gender(other)}
    if None not in genders and (len(genders) > 1 or len(sound) < 3):
        return False
    likeness = 0.5 if max(len(one), len(other)) < 5 else 0.65
    return SequenceMatcher(None, one, other).ratio() >= likeness


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
        return Agreement.FULLER if _without_kind(full) == short else Agreement.NONE
    return Agreement.SHORT if _KIND_WORDS.issuperset(fuller[len(words) :]) else Agreement.PART


@lru_cache(maxsize=100_000)
def compare_products(one: str, other: str) -> Agreement:
    """Return how well two names of products agree: with and without the maker, by the number of the model.

    What one has behind the other's name is another product: iPhone, iPhone 4.
    """
    a, b = plain_name(one).split(), plain_name(other).split()
    if a == b:
        return Agreement.SAME
    if "".join(a) == "".join(b):
        return Agreement.SPELLING
    short, full = sorted((a, b), key=len)
    numbers = [{word for word in words if any(map(str.isdigit, word))} for words in (short, full)]
    is_same_model = numbers[0] == numbers[1] and bool(_models(short))
    return Agreement.FULLER if is_same_model or (short and full[-len(short) :] == short) else Agreement.NONE


def _models(words: Iterable[str]) -> set[str]:
    return {word for word in words if _MODEL.fullmatch(word)}


@lru_cache(maxsize=100_000)
def _without_kind(plain: str) -> str | None:
    """Return a name of several words without what it may leave out: ``auto workers union`` is ``auto workers``."""
    words = plain.split()
    while len(words) > 2 and words[-1] in _KIND_WORDS:
        words.pop()
    bare = " ".join(words)
    return None if bare == plain or bare in known_places() or find_country(bare) else bare


def _without_kin(plain: str) -> str:
    """Return a firm's name without its founder's kin: ``roe sons shipping`` is ``roe shipping``."""
    words = plain.split()
    return " ".join(words[:1] + [word for word in words[1:] if word not in _KIN]) if len(words) > 2 else plain


def _singular(plain: str) -> str:
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain
