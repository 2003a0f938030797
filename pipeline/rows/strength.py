"""How strongly a claim is put forward, and how much it is worth checking."""

from spacy.tokens import Doc, Token

from pipeline.language.extensions import CHECKWORTHINESS, FACTUALITY
from pipeline.language.surroundings import NEGATIVE
from pipeline.rows.text import Span

DENIES = "denies"
DIGITS = 3

_ADVERBS = frozenset(("not", "n't", "n’t", "never"))


def factuality_of(root: Token | None, stance: str) -> float | None:
    """Return how certain the claimant puts the event forward to be: -3 (not so) over 0 (unknown) to 3 (so).

    What is denied is not so in the claimant's view, whether its words are put in the negative or not.

    :param root: the claim's predicate; ``None`` where it has none.
    """
    value = None if root is None else root._.get(FACTUALITY)
    if value is None:
        return None
    return round(-abs(value) if stance == DENIES else signed(root, value), DIGITS)


def signed(predicate: Token, value: float) -> float:
    """Return a predicate's factuality, below 0 where an adverb or its subject negates it: "never left", "no one left".

    The model has seen few of them; negated objects ("has no plan") are left to it.
    """
    return -abs(value) if any(map(_negates, predicate.children)) else value


def _negates(child: Token) -> bool:
    if child.dep_ == "advmod":
        return child.lower_ in _ADVERBS
    words = (child, *child.children) if child.dep_.startswith("nsubj") else ()
    return any(word.lemma_.lower() in NEGATIVE for word in words)


def checkworthiness_of(doc: Doc, span: Span) -> float | None:
    """Return how much a claim, given by its characters, is worth checking, 0 to 1."""
    claim = doc.char_span(*span, alignment_mode="expand")
    value = None if claim is None else claim._.get(CHECKWORTHINESS)
    return None if value is None else round(value, DIGITS)
