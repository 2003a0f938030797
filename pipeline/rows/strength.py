"""How strongly a claim is put forward, and how much it is worth checking."""

from spacy.tokens import Doc, Token

from pipeline.language.extensions import CHECKWORTHINESS, FACTUALITY
from pipeline.rows.text import Span

DENIES = "denies"
DIGITS = 3


def factuality_of(root: Token | None, stance: str) -> float | None:
    """Return how certain the claimant puts the event forward to be: -3 (not so) over 0 (unknown) to 3 (so).

    What is denied is not so in the claimant's view, whether its words are put in the negative or not.

    :param root: the claim's predicate; ``None`` where it has none.
    """
    value = None if root is None else root._.get(FACTUALITY)
    if value is None:
        return None
    return round(-abs(value) if stance == DENIES else value, DIGITS)


def checkworthiness_of(doc: Doc, span: Span) -> float | None:
    """Return how much a claim, given by its characters, is worth checking, 0 to 1."""
    claim = doc.char_span(*span, alignment_mode="expand")
    value = None if claim is None else claim._.get(CHECKWORTHINESS)
    return None if value is None else round(value, DIGITS)
