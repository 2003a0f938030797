"""Keys under which names and claims of different articles meet."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pipeline.ids import stable_id

SELF_CONTAINED_WORDS = 6

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LEADING_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")
_LEADING_THAT = re.compile(r"^that\s+(?=\S)")
_APOSTROPHES = re.compile(r"[’'ʼ`´]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_SMALL_WORDS = frozenset("of the and for in on to de la du des at & und y".split())
_LETTERS = frozenset("us usa uk un eu uae".split())  # words that are acronyms, in names


def fold(text: str) -> str:
    """Return a text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.translate(_LETTERS_WITHOUT_DECOMPOSITION)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return a name without case, accents, punctuation and leading article: ``The Côte d’Azur`` is ``cote dazur``.

    Full stops between letters go without leaving a space, so that ``U.S.`` and ``US`` are one.
    """
    folded = fold(name) if not name.isascii() else name.casefold()
    plain = _APOSTROPHES.sub("", folded).replace(".", "")
    plain = _NOT_A_WORD.sub(" ", plain).strip()
    return _LEADING_ARTICLE.sub("", plain)


def initials_of(words: Sequence[str]) -> frozenset[str]:
    """Return the initials of words, small ones counted or not: ``doj`` and ``dj`` of ``department of justice``.

    An acronym keeps its letters: ``us navy`` gives ``usn``, not ``un``.
    """
    large = [word for word in words if word not in _SMALL_WORDS]
    return frozenset("".join(word if word in _LETTERS else word[0] for word in some) for some in (words, large))


@lru_cache(maxsize=100_000)
def entity_id(label: str, name: str) -> str:
    """Return the id of an entity, the same in each article that names it so."""
    return stable_id("entity", label, name.casefold())


def normalise_claim(text: str) -> str:
    """Return a claim's text for comparison: no case, punctuation, quotation marks or leading "that"; single spaces.

    Signs that change a number's value (``%``, ``$``, ``-5``, ``1.4``) stay.
    """
    lowered = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text.casefold()))
    words = re.findall(r"(?:(?<!\w)[-−$£€¥])*\d+(?:[.,:/]\d+)*%?|[^\W_]+", lowered)
    return _LEADING_THAT.sub("", " ".join(words))


def claim_group_id(text: str, *, article_id: str) -> str:
    """Return the id under which equal claims meet.

    Claims of few words, such as "the plan" or "it would not be sold", mean something else in each article: they meet
    within one only.
    """
    normalised = normalise_claim(text)
    if len(normalised.split()) < SELF_CONTAINED_WORDS:
        return stable_id("claim_group", normalised, article_id)
    return stable_id("claim_group", normalised)
