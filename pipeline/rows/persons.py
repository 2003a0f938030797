"""Personal names: what of a mention is title, given name and family name, and which mentions may be of one person."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.link import name_key
from pipeline.rows.lexicon import read_lexicon, words_of

_TITLES = words_of("nouns", "title")
_DISTINGUISHING = words_of("nouns", "title", "distinguishing")
_ABBREVIATED = words_of("nouns", "title", "abbreviated")
_TITLE_COMPANIONS = frozenset(
    "prime chief foreign defense defence finance interior cabinet press deputy vice former ex first lady united "
    "state attorney white house the u.s. us justice transport health home treasury state senior acting special".split()
)
_SUFFIXES = words_of("names", "suffixes")
_GENERATIONS = words_of("names", "suffixes", "generations")
_PARTICLES = words_of("names", "particles")
_FAMILY_FIRST = words_of("names", "family_first")
_NICKNAMES: dict[str, str] = read_lexicon("names")["nicknames"]
_GIVEN = {
    name_key(name): gender for gender in ("female", "male") for name in read_lexicon("names")["given"][gender].split()
}
_KNOWN = {name_key(name): gender for gender in ("female", "male") for name in words_of("names", "known", gender)}
_OF_NOUNS = {word: gender for gender in ("female", "male") for word in words_of("names", "gendered", gender)}
KIN = words_of("names", "kin")
_NOUN = rf"(?P<noun>{'|'.join(sorted(KIN.union(_OF_NOUNS), key=len, reverse=True))})"
_OF_WHOM = r"an?|the|his|her|their|my"
# "Ann Lee, 40, his elder sister, said"; not "Lee, his wife, Ann," nor "Lee, his wife and"
_SAID_BEHIND = re.compile(
    rf",\s(?:\d{{1,3}},\s)?(?:{_OF_WHOM}|(?:the\s)?(?:[\w.-]+\s){{0,2}}[\w.-]+[’']s?)\s(?:[\w-]+\s){{0,3}}?{_NOUN}"
    r"(?=[.;]|,\s(?![A-Z])|\s(?:of|in|from|who|with)\b)"
)
_SAID_BEFORE = re.compile(
    rf"(?:\b(?:{_OF_WHOM}|whose)|[’']s?)\s(?:[\w-]+\s){{0,2}}?{_NOUN}(?P<comma>,?)\s$", re.IGNORECASE
)
_REACH = 60  # characters

_MALE_TITLES = frozenset("mr mr. sir lord king prince congressman chairman spokesman businessman duke".split())
_FEMALE_TITLES = frozenset(
    "mrs mrs. ms ms. miss dame lady queen princess duchess mme. congresswoman chairwoman spokeswoman "
    "businesswoman".split()
)
_TOLD_TWICE = 4  # words at least: Ford Madox Ford is a name
# What a romanised Chinese or Korean given name can sound like: "jinping", "jong un", "seo jin", but not "novak".
_SYLLABLES = re.compile(
    r"(?:\s?(?:zh|ch|sh|kk|tt|pp|ss|jj|[bpmfdtnlgkhjqxrzcsyw])?(?:[iuyw]?[aeo]+[iou]?|[yw]?[iu]+)(?:ng|[nkmptlrh](?![aeiou]))?)+"
)
_NICKNAME_IN_MARKS = re.compile(r"\s*[\"“(‘][^\"”)’]*[\"”)’]\s*")


def gender_of_title(word: str) -> str | None:
    """Return ``male`` or ``female`` where a title or honorific tells."""
    word = word.casefold()
    return "male" if word in _MALE_TITLES else "female" if word in _FEMALE_TITLES else None


def gender_of_honorific(body: str, start: int) -> str | None:
    """Return what the word before a name tells: ``Ms. Roe``."""
    words = body[max(0, start - 12) : start].split()
    return gender_of_title(words[-1]) if words and body[start - 1].isspace() else None


def gender_of_noun(noun: str | None) -> str | None:
    """Return what a noun tells of whom it is said: "sister"."""
    return _OF_NOUNS.get(noun.casefold()) if noun else None


def noun_beside(body: str, start: int, end: int) -> str | None:
    """Return the noun of kin or of a sex that stands beside a name: "Ann Lee, his sister", "his sister, Ann Lee,".

    :param start, end: where the name stands.
    """
    behind = _SAID_BEHIND.match(body, end)
    before = None if behind else _SAID_BEFORE.search(body[max(0, start - _REACH) : start])
    if before and before["comma"] and body[end : end + 1] not in (",", "."):
        return None  # "he met his wife, Lee said"
    found = behind or before
    return found["noun"].casefold() if found else None


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name."""
    return name_key(word) in _GIVEN


@dataclass(frozen=True)
class PersonName:
    """A personal name without titles and suffixes, in words as written."""

    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    generation: str | None = None  # as written: Jr., III

    @property
    def text(self) -> str:
        """The name as written, titles left out."""
        return " ".join((*self.words, self.generation) if self.generation else self.words)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words without case, accents and full stops; particles joined to the family name's key."""
        return tuple(name_key(word) for word in self.words)

    @property
    def is_full(self) -> bool:
        """Whether it has more than a family name."""
        return len(self._parts) > 1

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        """Keys with particles joined to what follows: ``ursula, von der leyen``."""
        parts: list[str] = []
        held = ""
        for number, (word, key) in enumerate(zip(self.words, self.keys, strict=True)):
            is_particle = word.casefold() in _PARTICLES and (number > 0 or word[:1].islower())
            if is_particle and number + 1 < len(self.words):
                held += f"{key} "
            else:
                parts.append(held + key)
                held = ""
        return tuple(parts)

    @cached_property
    def family_name_first(self) -> bool:
        """Whether the name looks Chinese or Korean, family name first: ``Xi Jinping``, ``Kim Jong-un``."""
        parts = self._parts
        return (
            2 <= len(parts) <= 3
            and parts[0] in _FAMILY_FIRST
            and _SYLLABLES.fullmatch(" ".join(parts[1:])) is not None
            and not self._given_gender
        )

    @cached_property
    def family_names(self) -> frozenset[str]:
        """What the person may be called alone: the last part, or the first in names that begin with the family name.

        The last syllable of a given name is nobody: ``Un`` of ``Kim Jong Un``.
        """
        parts = self._parts
        if self.family_name_first:
            return frozenset({parts[0], " ".join(parts[1:])})
        last = {parts[-1], parts[-1].split(" ")[-1]}
        if len(parts) > 2 and "-" not in self.words[-1]:
            last.add(" ".join(parts[-2:]))  # Spanish names: García Márquez
        return frozenset(last)

    @cached_property
    def given_name(self) -> str | None:
        """The first given name's key, ``None`` for a family name alone."""
        parts = self._parts
        if len(parts) < 2:
            return None
        return parts[-1] if self.family_name_first else parts[0]

    @property
    def gender(self) -> str | None:
        """``male`` or ``female`` where titles or a common given name tell."""
        told = [gender for title in self.titles if (gender := gender_of_title(title))]
        return told[0] if told else self._given_gender

    @property
    def _given_gender(self) -> str | None:
        parts = self._parts
        return _GIVEN.get(parts[0]) if len(parts) > 1 else None

    @cached_property
    def _number(self) -> str:
        return name_key(self.generation or "")

    @property
    def known_gender(self) -> str | None:
        """``male`` or ``female`` where a family name alone is commonly one person's: "Merkel"."""
        return _KNOWN.get(self._parts[0]) if len(self._parts) == 1 else None

    def may_be_short_for(self, full: "PersonName") -> bool:
        """Whether this is the family name, or a fuller form of it, of somebody's full name."""
        parts, others = self._parts, full._parts
        if self._number != full._number and (len(parts) > 1 or self._number):
            return False  # Donald Trump Jr. or Trump Jr., Donald Trump
        if parts == others:
            return True
        if " ".join(parts) in full.family_names:
            return True
        if len(parts) == 1:
            return False
        if len(others) == len(parts) + 1 and parts == others[:-1] and len(parts[-1]) > 1:
            return True  # Hillary Rodham, Hillary Rodham Clinton
        if len(others) < 2 or parts[-1] != others[-1]:
            return len(parts) > 1 and set(parts) == set(others)  # Orbán Viktor, Viktor Orbán
        return given_names_agree(parts[0], others[0]) and _middle_agrees(parts[1:-1], others[1:-1])

    def is_given_name_of(self, full: "PersonName") -> bool:
        """Whether this is somebody's given name alone."""
        return (
            len(self._parts) == 1
            and full.given_name is not None
            and given_names_agree(self._parts[0], full.given_name)
            and self._number in ("", full._number)
        )

    def differs_in_middle(self, other: "PersonName") -> bool:
        """Whether both have middle names or initials, and not the same: George W. Bush, George H.W. Bush."""
        return not _middle_agrees(self._parts[1:-1], other._parts[1:-1])


def given_names_agree(one: str, other: str) -> bool:
    """Whether two given names may be one person's: equal, initial and name, or short form and long form."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return long_form(one) == long_form(other)


def long_form(given: str) -> str:
    """Return the long form of a given name's key: ``bill`` is ``william``."""
    return _NICKNAMES.get(given, given)


def _middle_agrees(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or all(given_names_agree(a, b) for a, b in zip(one, other, strict=False))


@lru_cache(maxsize=20_000)
def parse_person(text: str) -> PersonName:
    """Split a mention into titles and name: ``U.S. President Donald J. Trump`` has the name ``Donald J. Trump``.

    A mention that is nothing but a title keeps its last word as name.
    """
    words = _NICKNAME_IN_MARKS.sub(" ", text).replace(",", " ").split() or text.split() or [text]
    start = _after_titles(words)
    end = len(words)
    generation = None
    while end > start + 1 and words[end - 1].casefold() in _SUFFIXES:
        end -= 1
        generation = words[end] if words[end].casefold() in _GENERATIONS else generation
    name = _told_once(words[start:end])
    return PersonName(tuple(name), tuple(word.casefold() for word in words[:start]), generation)


def _told_once(words: list[str]) -> list[str]:
    """Return a name once that a page prints twice, as for a link: ``Roe Jane Ann Roe``, ``Jane Roe Jane Roe``."""
    last = name_key(words[-1])
    before = next((place for place, word in enumerate(words[:-2]) if name_key(word) == last), None)
    if before is None or len(words) < _TOLD_TWICE or not all(word[:1].isupper() for word in words):
        return words
    return max(words[: before + 1], words[before + 1 :], key=len)


def _after_titles(words: list[str]) -> int:
    """Return where the name begins, behind the last title that has a name after it."""
    start = 0
    for number, word in enumerate(words[:-1]):
        folded = word.casefold()
        if folded in _TITLES or folded in _ABBREVIATED or (number == 0 and folded in {"the", "a"}):
            start = number + 1
        elif folded not in _TITLE_COMPANIONS and folded not in _DISTINGUISHING and not word.endswith(("’s", "'s", ".")):
            break
    return start
