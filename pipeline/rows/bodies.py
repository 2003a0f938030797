"""Bodies of states that are named by what they are: "Japan’s foreign ministry", "the Chinese embassy".

Each is called alike in all articles, "Foreign Ministry of Japan", and so is a country's government. Where the phrase
says no country ("the foreign ministry said"), it is that of the body of the kind that the article named last, or of the
one country that the sentence names.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from spacy.tokens import Doc

from pipeline.link import name_key
from pipeline.rows.lexicon import read_lexicon, words_of
from pipeline.rows.places import country_of_adjective, country_of_capital, country_of_code
from pipeline.rows.text import Span, find_around, text_of

GOVERNMENT = "Government"
_KINDS: dict[str, str] = {
    form.replace("'", "’"): kind
    for kind, forms in read_lexicon("governments")["bodies"].items()
    for form in forms.split("|")
}
_FIRST_WORDS = frozenset(re.match(r"\w+", form)[0].lower() for form in _KINDS)
_ESCAPED = sorted((re.escape(form).replace("’", "[’']") for form in _KINDS), key=len, reverse=True)
_FORMS = "|".join(  # by first letters, which rule most of them out at once
    f"{letter}(?:{'|'.join(form[1:] for form in _ESCAPED if form[0] == letter)})"
    for letter in sorted({form[0] for form in _ESCAPED})
)
# Up to three words of a country before it, one of description between, and a country behind it.
_COUNTRY_WORD = r"(?:[A-Z][\w.-]*\.?)"
PHRASE = re.compile(
    rf"(?P<before>\b(?:{_COUNTRY_WORD}\s+){{0,2}}{_COUNTRY_WORD}(?:[’']s?)?\s+(?:(?:own|new|central|national|interim|coalition"
    rf"|transitional|caretaker|far-right|right-wing|left-wing|Communist|communist|military)\s+)?)?"
    rf"\b(?P<form>(?i:{_FORMS}))\b(?!-)"
    rf"(?P<after>\s+of\s+(?:the\s+)?(?P<country>(?:{_COUNTRY_WORD}\s+){{0,2}}{_COUNTRY_WORD}))?"
)
_LABELS = frozenset(("ORG", "GPE", "FAC", "LOC", "NORP", "MISC"))
_DEFINITE = re.compile(r"\bthe\s$", re.IGNORECASE)
# Nouns that a body may stand before and still be meant: "foreign ministry spokesman".
_PEOPLE_OF = re.compile(
    r"(?:spokes|official|source|minister|leader|advis|lawyer|negotiator|diplomat|representative|head\b)"
)
_NEARBY = 400  # characters within which "the army" is the one named before
_POSSESSIVE = re.compile(r"[’']s?$")
# What stands behind a word that is no body: "government official", "military action", "army general".
_ONLY_BARE_WITH_COUNTRY = frozenset(
    "Parliament|Military|Army|Navy|Air Force|Coast Guard|Central Bank|Supreme Court|Embassy|Consulate|Government".split(
        "|"
    )
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body of a state, by what it is called in all articles."""

    name: str
    country_code: str | None


class Name(Protocol):
    """A name of the article (:class:`pipeline.rows.entities.Name`)."""

    start: int
    end: int
    text: str
    label: str
    body: Body | None
    form: str
    phrase: Span | None
    printed: str


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that names a body by its kind."""

    start: int  # of the whole phrase, without "the"
    core: int  # where the words begin that name the kind
    core_end: int
    end: int
    kind: str
    country_code: str | None
    is_name: bool  # whether it is written with a capital

    @property
    def needs_country(self) -> bool:
        """Whether the kind without a country says too little: "the army", "parliament"."""
        return self.kind in _ONLY_BARE_WITH_COUNTRY


@cache
def government_of(code: str) -> Body:
    """Return the government of a country, by its ISO 3166-1 code or ``EU``; its name is neutral and one of ours."""
    names = read_lexicon("governments")["names"]
    return Body(names.get(code) or f"Government of {_in_sentence(code)}", None if code == "EU" else code)


@cache
def body_of(kind: str, code: str) -> Body:
    """Return a country's body of a kind, such as ``Foreign Ministry``."""
    return government_of(code) if kind == GOVERNMENT else Body(f"{kind} of {_in_sentence(code)}", code)


def _in_sentence(code: str) -> str:
    if code == "EU":
        return "the European Union"
    name = country_of_code(code).name
    return f"the {name}" if code in words_of("governments", "with_article", "codes") else name


def find_bodies(body: str) -> list[Found]:
    """Return the phrases of a text that name a body of a state by its kind."""
    found = []
    for match in find_around(PHRASE, _FIRST_WORDS, body):
        before, code = _country_before(match["before"] or "")
        start = match.start("form") if code is None else match.start("before") + before
        end = match.end("form")
        if match["country"] and code is None:
            code, length = _country_behind(match["country"])
            end = match.start("country") + length if code else end
        kind = _KINDS[match["form"].casefold().replace("'", "’")]
        found.append(Found(start, match.start("form"), match.end("form"), end, kind, code, match["form"][0].isupper()))
    return found


def name_bodies(names: list[Name], doc: Doc, *, make: Callable[..., Name]) -> list[Name]:
    """Give the names of bodies of states what they stand for, and add the phrases that name one by its kind.

    :param names: the article's, in the order of the text.
    :param make: makes a name of start, end, text and label.
    :return: all names, in the order of the text; none overlap.
    """
    body, added = text_of(doc), []
    for name in names:
        name.body = national_body(name.text) if name.label in _LABELS else None
    found = find_bodies(body)
    latest: dict[str, tuple[int, str]] = {}  # by kind: where, and which country's
    for phrase in found:
        overlapping = [name for name in names if name.start < phrase.core_end and phrase.core < name.end]
        named = next((name for name in overlapping if name.label in _LABELS and _is_all_of(name, phrase)), None)
        is_cut = phrase.is_name and all(phrase.core <= n.start and n.end <= phrase.core_end for n in overlapping)
        if overlapping and named is None:
            if not is_cut or phrase.country_code is None:
                continue
            names = [name for name in names if name not in overlapping]  # "Office" of "Prime Minister’s Office"
        is_definite = _DEFINITE.search(body, max(0, phrase.start - 4), phrase.start) is not None
        noun = _noun_behind(doc, phrase.core_end)
        if named is None and noun and (phrase.country_code is None or not _PEOPLE_OF.match(noun)):
            continue  # military action, government bonds
        code = phrase.country_code
        if code is None and (named or is_definite):
            place, known = latest.get(phrase.kind, (0, None))
            is_near = not phrase.needs_country or phrase.start - place < _NEARBY
            code = known if known and is_near else _code_nearby(phrase, names, body)
        if code is None:
            continue
        latest[phrase.kind] = phrase.start, code
        if named is None:
            named = make(phrase.core, phrase.core_end, body[phrase.core : phrase.core_end], "ORG")
            named.form = "name" if phrase.is_name else "nominal"
            added.append(named)
        named.body = body_of(phrase.kind, code)
        is_whole = is_definite and named.form == "nominal" and not noun
        named.phrase = min(phrase.start - 4 * is_whole, named.start), max(phrase.end, named.end)
        named.printed = " ".join(body[slice(*named.phrase)].split())
    return sorted([*names, *added], key=lambda name: name.start)


def _is_all_of(name: Name, phrase: Found) -> bool:
    return name.start in (phrase.start, phrase.core) and name.end in (phrase.end, phrase.core_end)


def _noun_behind(doc: Doc, end: int) -> str:
    """Return the noun that the words before it only qualify, empty where there is none."""
    if text_of(doc)[end : end + 1] not in (" ", "-"):
        return ""
    behind = doc.char_span(end + 1, end + 2, alignment_mode="expand")
    return behind[0].lower_ if behind and behind[0].pos_ == "NOUN" else ""


def _code_nearby(phrase: Found, names: list[Name], body: str) -> str | None:
    """Return the country of a body that is named without one: the only one that the sentence names before it."""
    if phrase.needs_country:
        return None
    start = max(body.rfind(". ", 0, phrase.start), body.rfind("\n", 0, phrase.start))
    codes = {
        code
        for name in names
        if start < name.start < phrase.start and name.label == "GPE"
        if (code := country_of_adjective(name.text) or country_of_capital(name.text))
    }
    return codes.pop() if len(codes) == 1 else None


def _country_before(words: str) -> tuple[int, str | None]:
    """Return where a country begins among the words before a body, and its code."""
    tokens = [(token.start(), _POSSESSIVE.sub("", token[0])) for token in re.finditer(r"\S+", words)]
    for size in (3, 2, 1):
        for first in range(len(tokens) - size, -1, -1):
            code = country_of_adjective(" ".join(word for _, word in tokens[first : first + size]))
            if code:
                return tokens[first][0], code
    return 0, None


def _country_behind(words: str) -> tuple[str | None, int]:
    parts = words.split(" ")
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[:size]).rstrip(".") if size == len(parts) else " ".join(parts[:size])
        code = country_of_adjective(_POSSESSIVE.sub("", name))
        if code:
            return code, len(_POSSESSIVE.sub("", name))
    return None, 0


def national_body(text: str) -> Body | None:
    """Return the national body that has a name of its own such as ``State Department``, by any of its names."""
    return _national().get(name_key(text))


@cache
def _national() -> dict[str, Body]:
    return {
        name_key(form): Body(name, code)
        for code, bodies in read_lexicon("governments")["national"].items()
        for name, forms in bodies.items()
        for form in (name, *forms.split("|"))
    }
