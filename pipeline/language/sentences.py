"""Sentence boundaries, read off the encoder's scores."""

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.extensions import HEAD_SCORES


class Sentences:
    """The component; settings in :func:`make_sentences`."""

    def __init__(self, *, threshold: float) -> None:
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.is_sent_start``, unless the document comes with sentences."""
        if not len(doc) or doc.has_annotation("SENT_START"):
            return doc
        starts = getattr(doc._, HEAD_SCORES)["sentences"][:, 0] > self.threshold
        blank = doc.to_array([IS_SPACE]).astype(bool)
        words, breaks = np.flatnonzero(~blank), np.zeros(len(doc), dtype=np.int64)
        breaks[[place for place in np.flatnonzero(blank).tolist() if doc[place].text.count("\n") > 1]] = 1
        starts[words] |= np.diff(np.cumsum(breaks)[words], prepend=-1) > 0
        starts[blank], starts[0] = False, True
        return doc.from_array([SENT_START], np.where(starts, 1, -1).astype(np.uint64)[:, None])


@Language.factory(
    "hearsay_sentences",
    default_config={"threshold": 0.0},
    requires=["doc._.head_scores"],
    assigns=["token.is_sent_start", "doc.sents"],
)
def make_sentences(nlp: Language, name: str, threshold: float) -> Sentences:
    """Create the component that sets sentence boundaries; an empty line always ends a sentence.

    Sentences that are already set on a document stay.

    :param threshold: the score (log-odds) from which a word begins a sentence.
    """
    return Sentences(threshold=threshold)
