"""Forms of verbs: the past of "taking" is "took", the third person of "carry" is "carries"."""

import re
from functools import cache

from pipeline.rows.lexicon import read_lexicon

_VOWELS = "aeiou"
_SHORT = re.compile(rf"[^{_VOWELS}]*[{_VOWELS}][^{_VOWELS}wxy]")  # "stop", whose consonant is doubled
_SINGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def past_of(lemma: str, form: str = "") -> str:
    """Return the past of a verb, "was" for "be".

    :param lemma: its base form.
    :param form: the form in -ing, where that is what stands in the text; it tells whether a consonant is doubled.
    """
    stem = form.removesuffix("ing")
    irregular = next(filter(None, map(_past, (lemma, stem + "e", stem))), None)  # taggers take "shak" for "shake"
    if irregular:
        return irregular
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    if form.endswith("ing"):
        return stem + "ed"
    return lemma + (lemma[-1] if _SHORT.fullmatch(lemma) else "") + "ed"


def third_person_of(lemma: str) -> str:
    """Return the third person singular of a verb in the present."""
    if lemma in _SINGULAR:
        return _SINGULAR[lemma]
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _past(lemma: str) -> str | None:
    forms, prefixes = _irregular()
    if lemma in forms:
        return forms[lemma]
    return next(
        (prefix + forms[lemma[len(prefix) :]] for prefix in prefixes
         if lemma.startswith(prefix) and lemma[len(prefix) :] in forms),
        None,
    )


@cache
def _irregular() -> tuple[dict[str, str], tuple[str, ...]]:
    lexicon = read_lexicon("verbs")["past"]
    words = lexicon["forms"].split()
    return dict(zip(words[::2], words[1::2], strict=True)), tuple(lexicon["prefixes"].split())
