"""Verbs beside a subject that a name replaces: "I think" is "Lee thinks", "we’re" is "the union is".

The verb is found in the words, and not by the parse alone: the subject of "I am told that I am late" may hang on any
verb near it, but the finite verb that agrees with it stands beside it.
"""

import re

from spacy.tokens import Token

from pipeline.rows.inflection import third_person_of
from pipeline.rows.propositions import AUXILIARIES, SUBJECTS, first_word_of
from pipeline.rows.text import Edit

_IRREGULAR = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does", "go": "goes", "be": "is"}
_PLURAL_FORMS = {"am": "are", "was": "were"}
_CONTRACTIONS = {"m": "is", "re": "is", "ve": "has", "ll": "will"}
_PLURAL = {"m": "are", "re": "are", "ve": "have", "ll": "will"}
_CONTRACTED = re.compile(r"[’'](m|re|ve|ll|d|s)$", re.IGNORECASE)
_FINITE = ("VBP", "VBZ", "VBD", "MD")
_INVERTED = frozenset("am are do have was were".split())  # "so do I"
_BETWEEN = 4  # adverbs and the like between a subject and its verb


def agree(pronoun: Token, *, is_plural: bool = False) -> list[Edit]:
    """Return the edits that put the verbs of "I", "we" or "they" in the third person.

    :param is_plural: whether "they" stands for the pronoun, or a name that means more than one.
    """
    is_plural = is_plural or _is_joined(pronoun)
    contraction = _contraction(pronoun)
    first = contraction if contraction is not None else _verb_before(pronoun) or _verb_behind(pronoun)
    if first is None or (pronoun.lower_ == "i" and first.lower_ == "were"):  # "if I were"
        return []
    predicate = first.head if first.dep_ in AUXILIARIES else first
    edits = _spelled_out(first, predicate, is_singular=not is_plural) or _third_person(first, is_plural=is_plural)
    for verb in _joined_verbs(predicate, first):
        edits += _third_person(verb, is_plural=is_plural)
    return edits


def agree_verb(verb: Token) -> list[Edit]:
    """Return the edits that put a verb that stands without its subject "I" or "we" in the third person singular."""
    return _third_person(verb, is_plural=False)


def reflexives(pronoun: Token) -> list[Token]:
    """Return the "ourselves" behind "we" and "our"."""
    return [word for word in pronoun.sent if word.lower_ == "ourselves" and word.i > pronoun.i]


def spell_out(pronoun: Token) -> list[Edit]:
    """Return the edits that spell out the verb of "he’s" and "they’d"."""
    contraction = _contraction(pronoun)
    if contraction is None:
        return []
    predicate = pronoun.head if pronoun.dep_ in SUBJECTS else contraction.head
    return _spelled_out(contraction, predicate, is_singular=False)


def _contraction(pronoun: Token) -> Token | None:
    """Return the verb that is written together with a pronoun: "’m"."""
    following = pronoun.nbor() if pronoun.i + 1 < len(pronoun.doc) and not pronoun.whitespace_ else None
    return following if following is not None and _CONTRACTED.fullmatch(following.text) else None


def _is_joined(pronoun: Token) -> bool:
    """Whether a pronoun is one of several subjects: "Lee and I"."""
    is_last = pronoun.i > 1 and pronoun.nbor(-1).lower_ in ("and", "&") and pronoun.nbor(-2).pos_ in ("NOUN", "PROPN")
    has_others = any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON") for child in pronoun.children)
    return has_others or (is_last and pronoun.dep_ == "conj")


def _verb_before(pronoun: Token) -> Token | None:
    """Return the verb that stands before its subject: "so do I", "nor am I sure"."""
    before = pronoun.nbor(-1) if pronoun.i else None
    is_verb = before is not None and before.lower_ in _INVERTED
    return before if is_verb and (before == pronoun.head or before.head in (pronoun.head, pronoun)) else None


def _verb_behind(pronoun: Token) -> Token | None:
    """Return the first finite verb behind a subject, with nothing but adverbs between."""
    doc = pronoun.doc
    for word in doc[pronoun.i + 1 : pronoun.i + 2 + _BETWEEN]:
        is_bare = word.tag_ == "VB" and word.i == pronoun.i + 1  # taggers take "I want" for it
        if word.tag_ in _FINITE or is_bare:
            return word
        if word.pos_ not in ("ADV", "PART") and not word.lower_.endswith("ly"):
            break
    if pronoun.dep_ not in SUBJECTS or pronoun.head.i < pronoun.i:
        return None
    first = first_word_of(pronoun.head)
    return first if first.i > pronoun.i else None


def _joined_verbs(predicate: Token, first: Token) -> list[Token]:
    """Return the finite verbs that share a predicate's subject: "I came and have stayed"."""
    others = [
        first_word_of(child)
        for child in predicate.children
        if child.dep_ == "conj" and not any(other.dep_ in SUBJECTS for other in child.children)
    ]
    return [verb for verb in others if verb.tag_ == "VBP" and verb.i > first.i and _follows_link(verb)]


def _follows_link(verb: Token) -> bool:
    """Whether a verb stands right behind what joins it, and has no subject that the parse has missed."""
    before = verb.nbor(-1)
    while before.pos_ == "ADV" and before.i:
        before = before.nbor(-1)
    return before.pos_ == "CCONJ" or before.dep_ == "cc" or before.is_punct


def _spelled_out(finite: Token, verb: Token, *, is_singular: bool) -> list[Edit]:
    contracted = _CONTRACTED.fullmatch(finite.text)
    if not contracted:
        return []
    ending = contracted[1].casefold()
    if ending in ("s", "d"):
        is_participle = verb.tag_ == "VBN" and not _has(verb, "be")  # and not "I’d be surprised"
        is_perfect = finite.dep_ == "aux" and (is_participle or _has(verb, "been"))
        text = ("has" if is_perfect else "is") if ending == "s" else ("had" if is_perfect else "would")
    else:
        text = (_CONTRACTIONS if is_singular else _PLURAL)[ending]
    return [(finite.idx, finite.idx + len(finite), f" {text}")]


def _has(verb: Token, word: str) -> bool:
    return any(child.lower_ == word for child in verb.children)


def _third_person(finite: Token, *, is_plural: bool) -> list[Edit]:
    word, span = finite.lower_, (finite.idx, finite.idx + len(finite))
    if is_plural:
        return [(*span, _PLURAL_FORMS[word])] if word in _PLURAL_FORMS else []
    if finite.tag_ not in ("VBP", "VB") and word not in ("am", "were"):
        return []
    return [(*span, _IRREGULAR.get(word) or third_person_of(finite.text))]
