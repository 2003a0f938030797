"""The extension attributes that Hearsay sets on spaCy's objects, named here and nowhere else.

``doc._.attributions``: list of :class:`Attribution`, in the order of the text. What is stored are word offsets in
``doc.user_data``, so that ``DocBin(store_user_data=True)`` and ``Doc.to_bytes`` carry them.
``doc._.head_scores``: the encoder's scores by head, an array of one row a word each; dropped by ``annotate``.
``token._.factuality``: of a predicate, -3 (certainly not so) over 0 (unknown) to 3 (certainly so), in the view of
whoever tells it; ``None`` of other words.
``span._.checkworthiness``: of any stretch of words, 0 to 1; ``None`` where the document was not read for it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

ATTRIBUTIONS = "attributions"
HEAD_SCORES = "head_scores"
STATES = "states"  # the head scores that are the states of a layer in the middle of the encoder
STORED = "hearsay_attributions"
FACTUALITY = "factuality"
CHECKWORTHINESS = "checkworthiness"
STORED_FACTUALITY = "hearsay_factuality"  # one number or None a word
STORED_WORTH = "hearsay_word_worth"  # one number a word: what it adds to a stretch's logit

WordSpans = list[tuple[int, int]]


@dataclass(slots=True)
class Attribution:
    """Who said or thought what: an attribution relation as in PolNeAR (Newell et al., LREC 2018).

    Each part is a list of spans, empty where the text has none; a discontinuous content has several.
    """

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    confidence: float = 1.0  # 0 to 1


@dataclass(slots=True)
class WordAttribution:
    """An attribution in word offsets ``(first, stop)``."""

    source: WordSpans = field(default_factory=list)
    cue: WordSpans = field(default_factory=list)
    content: WordSpans = field(default_factory=list)
    confidence: float = 1.0

    @property
    def first(self) -> int:
        """The first word of the whole attribution."""
        return min(first for first, _ in self.source + self.cue + self.content)


def set_word_attributions(doc: Doc, attributions: list[WordAttribution]) -> None:
    """Store attributions on a document."""
    doc.user_data[STORED] = [
        [*([list(span) for span in spans] for spans in (found.source, found.cue, found.content)), found.confidence]
        for found in attributions
    ]


def get_word_attributions(doc: Doc) -> list[WordAttribution]:
    """Return the document's attributions in word offsets."""
    return [
        WordAttribution(*([tuple(span) for span in spans] for spans in stored[:3]), confidence=stored[3])
        for stored in doc.user_data.get(STORED, ())
    ]


def get_attributions(doc: Doc) -> list[Attribution]:
    """Return the document's attributions as spans."""
    return [
        Attribution(*([doc[first:stop] for first, stop in spans] for spans in stored[:3]), confidence=stored[3])
        for stored in doc.user_data.get(STORED, ())
    ]


def set_attributions(doc: Doc, attributions: list[Attribution]) -> None:
    """Store attributions given as spans of the document."""
    set_word_attributions(
        doc,
        [
            WordAttribution(
                *([(span.start, span.end) for span in spans] for spans in (found.source, found.cue, found.content)),
                confidence=found.confidence,
            )
            for found in attributions
        ],
    )


def set_factuality(doc: Doc, by_word: Mapping[int, float]) -> None:
    """Store the factuality of some words, given by their offsets."""
    doc.user_data[STORED_FACTUALITY] = [
        round(by_word[word], 3) if word in by_word else None for word in range(len(doc))
    ]


def get_factuality(token: Token) -> float | None:
    """Return the factuality of a word; ``None`` of one that is no predicate."""
    stored = token.doc.user_data.get(STORED_FACTUALITY)
    return stored[token.i] if stored else None


def set_word_worth(doc: Doc, worth: list[float]) -> None:
    """Store what each word adds to the check-worthiness (its logit) of the stretches that it stands in."""
    doc.user_data[STORED_WORTH] = worth


def get_checkworthiness(span: Span) -> float | None:
    """Return the check-worthiness of a stretch, from the mean over its words; ``None`` where it has none."""
    stored = span.doc.user_data.get(STORED_WORTH)
    worth = [stored[token.i] for token in span if not token.is_space] if stored else []
    return (1 + math.tanh(sum(worth) / len(worth) / 2)) / 2 if worth else None  # the logistic function


def register_extensions() -> None:
    """Make the attributes known to spaCy; safe to call again."""
    Doc.set_extension(ATTRIBUTIONS, getter=get_attributions, setter=set_attributions, force=True)
    Doc.set_extension(HEAD_SCORES, default=None, force=True)
    Token.set_extension(FACTUALITY, getter=get_factuality, force=True)
    Span.set_extension(CHECKWORTHINESS, getter=get_checkworthiness, force=True)


register_extensions()
