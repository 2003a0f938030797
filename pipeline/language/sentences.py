"""Sentence boundaries, read off the encoder's scores."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.extensions import HEAD_SCORES


class Sentences:
    """The component; settings in :func:`make_sentences`."""

    def __init__(self, *, threshold: float) -> None:
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.is_sent_start``."""
        scores = getattr(doc._, HEAD_SCORES)["sentences"][:, 0]
        after_break = True
        for token in doc:
            if token.is_space:
                token.is_sent_start = token.i == 0
                after_break = after_break or token.text.count("\n") > 1
            else:
                token.is_sent_start = bool(after_break or scores[token.i] > self.threshold)
                after_break = False
        return doc


@Language.factory(
    "hearsay_sentences",
    default_config={"threshold": 0.0},
    requires=["doc._.head_scores"],
    assigns=["token.is_sent_start", "doc.sents"],
)
def make_sentences(nlp: Language, name: str, threshold: float) -> Sentences:
    """Create the component that sets sentence boundaries; an empty line always ends a sentence.

    :param threshold: the score (log-odds) from which a word begins a sentence.
    """
    return Sentences(threshold=threshold)
