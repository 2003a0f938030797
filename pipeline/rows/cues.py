"""Cues: the words that introduce what somebody says, their lemmas, classes and stances (``lexicon/cues.toml``)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.rows.lexicon import read_lexicon

# What a source does with the content of an attribution. A claim with any other stance is a fault.
STANCES = (
    "asserts", "confirms", "alleges", "predicts", "denies", "questions", "urges", "proposes", "promises", "supports",
    "opposes", "declines",
)

_WORD = re.compile(
    r"n[’']t\b|[A-Za-zÀ-ÿ]+(?=n[’']t\b)|[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*|[’'](?:s|re|ve|d|ll|m)\b", re.IGNORECASE
)
_NEGATIONS = frozenset("not n't never no neither nor cannot hardly without none nobody".split())
_NEGATED_BEFORE = re.compile(
    r"(?:\b(?:not|never|neither|nor|cannot)|n[’']t)\s+(?!only)(?:\w+ly\s+|yet\s+|even\s+|be\s+)?$", re.IGNORECASE
)
_LOOK_BACK = 24
_AUXILIARIES = frozenset(
    "be have do will would can could may might shall should must to also later then now just already repeatedly "
    "recently previously first still even again once often has since further publicly privately in on at a an the "
    "his her its their this that it of for about with by as i he she they we you who which what".split()
)
_VOWELS = "aeiou"
# Stems that have lost an e before -ed or -ing: "doubl", "refus", "includ", "defin", "typ".
_LOST_E = re.compile(
    r"(?:[bcdfgkpstz]l|[cuvz]|dg|[ae]ng|(?<![aeiou])ag|[nrp]s|[aeiou]s|ee?th"
    r"|(?<![aeiou])(?:at|ut|ot|ok|ul|ir|ar|in|id|um|ud)|(?:u|[^aeiou])ad|[^aeiou]ur|[gnp]l?or"
    r"|^[^aeiou]*[aeiouy][^aeiouwxy])$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue says of its content."""

    lemma: str | None
    cue_class: str | None  # a class of the lexicon
    is_negated: bool = False

    @property
    def stance(self) -> str:
        """The stance that the class takes, ``asserts`` where the class is unknown."""
        if self.cue_class is None:
            return "declines" if self.is_negated else "asserts"
        entry = read_lexicon("cues")["classes"][self.cue_class]
        return entry["negated" if self.is_negated else "stance"]


@lru_cache(maxsize=20_000)
def analyse_cue(cue: str, before: str = "") -> Cue:
    """Find the first word or phrase of a cue that the lexicon knows, and whether it is negated.

    :param cue: the cue as written, such as ``did not immediately respond``.
    :param before: the text before it; a negation at its end counts.
    """
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(cue)]
    if not words:
        return Cue(None, None)
    lemmas = [lemma_of(word) for word in words]
    found = _find(words, lemmas)
    if found is None:
        position, length, lemma, cue_class = _unknown(words, lemmas)
    else:
        position, length, lemma, cue_class = found
    negations = sum(word in _NEGATIONS for word in words[:position])
    negations += bool(_NEGATED_BEFORE.search(before[-_LOOK_BACK:]))
    return Cue(lemma, cue_class, negations % 2 == 1)


def _find(words: list[str], lemmas: list[str]) -> tuple[int, int, str, str] | None:
    phrases, singles = _phrases(), _singles()
    for position in range(len(words)):
        for length in range(min(5, len(words) - position), 1, -1):
            for sequence in (lemmas, words):
                phrase = " ".join(sequence[position : position + length])
                if phrase in phrases:
                    return position, length, phrase, phrases[phrase]
        for candidate in (lemmas[position], words[position]):
            if candidate in singles:
                return position, 1, candidate, singles[candidate]
    return None


def _unknown(words: list[str], lemmas: list[str]) -> tuple[int, int, str | None, None]:
    """Fall back to the first word that is not an auxiliary."""
    for position, (word, lemma) in enumerate(zip(words, lemmas, strict=True)):
        if (
            lemma not in _AUXILIARIES
            and word not in _AUXILIARIES
            and word not in _NEGATIONS
            and not word.startswith("'")
        ):
            return position, 1, lemma, None
    return 0, 1, lemmas[0], None


def lemma_of(word: str) -> str:
    """Return a word's base form: by the lexicon where it has it, else by the rules of regular verbs."""
    word = word.casefold().replace("’", "'")
    known = _forms().get(word)
    if known:
        return known
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("ied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return _restored(word[: -len(ending)])
    if len(word) > 3 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _restored(stem: str) -> str:
    """Give back the e of ``savag(ing)``, take back the second p of ``flipp(ed)``."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz" + _VOWELS:
        return stem[:-1]
    return stem + "e" if _LOST_E.search(stem) else stem


@cache
def _singles() -> dict[str, str]:
    classes = read_lexicon("cues")["classes"]
    return {word: name for name, entry in reversed(classes.items()) for word in entry["words"].split()}


@cache
def _phrases() -> dict[str, str]:
    classes = read_lexicon("cues")["classes"]
    return {phrase: name for name, entry in reversed(classes.items()) for phrase in entry["phrases"]}


@cache
def _forms() -> dict[str, str]:
    """Return the inflected forms of all words of the lexicon."""
    lexicon = read_lexicon("cues")
    verbs = {phrase.split()[0] for phrase in _phrases()} - _AUXILIARIES - _NEGATIONS
    words = dict.fromkeys([*_singles(), *sorted(verbs)])
    forms = {form: word for word in words for form in _inflected(word)}
    forms |= {word: word for word in words}
    forms |= {
        form: word for word, listed in lexicon["irregular"].items() for form in listed.split() if form not in words
    }
    return forms


def _inflected(word: str) -> set[str]:
    if word.endswith("e"):
        return {word + "s", word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    plural = word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {plural, word + "ed", word + "ing"}
