"""Verbs beside a subject that a name replaces: "I think" is "Lee thinks", "we’re" is "the union is"."""

import re

from spacy.tokens import Token

from pipeline.rows.inflection import third_person_of
from pipeline.rows.propositions import AUXILIARIES, first_word_of
from pipeline.rows.text import Edit

_SUBJECTS = ("nsubj", "nsubj:pass")
_IRREGULAR = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does", "go": "goes", "be": "is"}
_CONTRACTIONS = {"m": "is", "re": "is", "ve": "has", "ll": "will"}
_PLURAL = {"m": "am", "re": "are", "ve": "have", "ll": "will"}
_CONTRACTED = re.compile(r"[’'](m|re|ve|ll|d|s)$", re.IGNORECASE)


def agree(pronoun: Token) -> list[Edit]:
    """Return the edits that put the verbs of "I", "we" or "they" in the third person singular."""
    edits = []
    for verb in _verbs_of(pronoun):
        finite = _contraction(pronoun) if not edits else None
        finite = finite or first_word_of(verb)
        edits += _spelled_out(finite, verb, is_singular=True) or _third_person(finite)
    return edits


def spell_out(pronoun: Token) -> list[Edit]:
    """Return the edits that spell out the verb of "he’s" and "they’d"."""
    verbs, contraction = _verbs_of(pronoun), _contraction(pronoun)
    if not verbs:
        return _spelled_out(contraction, contraction.head, is_singular=False) if contraction is not None else []
    return _spelled_out(contraction or first_word_of(verbs[0]), verbs[0], is_singular=False)


def _contraction(pronoun: Token) -> Token | None:
    """Return the verb that is written together with a pronoun: "’m"."""
    following = pronoun.nbor() if pronoun.i + 1 < len(pronoun.doc) and not pronoun.whitespace_ else None
    return following if following is not None and _CONTRACTED.fullmatch(following.text) else None


def _verbs_of(pronoun: Token) -> list[Token]:
    """Return the verb of a subject, and those beside it that share the subject."""
    following = pronoun.nbor() if pronoun.i + 1 < len(pronoun.doc) else None
    is_verb_next = following is not None and following.tag_ in ("VBP", "VBZ")
    if pronoun.dep_ not in _SUBJECTS:
        return [following] if is_verb_next else []
    verb = pronoun.head
    if is_verb_next and following.dep_ not in AUXILIARIES:
        verb = following
    others = [
        child
        for child in verb.children
        if child.dep_ == "conj" and not any(grandchild.dep_ in _SUBJECTS for grandchild in child.children)
    ]
    return [verb, *(other for other in others if first_word_of(other).tag_ in ("VBP", "VBZ"))]


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


def _third_person(finite: Token) -> list[Edit]:
    word = finite.lower_
    if finite.tag_ != "VBP" and word != "were":
        return []
    return [(finite.idx, finite.idx + len(finite), _IRREGULAR.get(word) or third_person_of(finite.text))]
