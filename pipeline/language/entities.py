"""Named entities, times and numbers, read off the encoder's scores into ``doc.ents``."""

from collections.abc import Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.language.decoding import decode_spans, trim_spans
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.names import mend_names
from pipeline.language.values import mend_values

NAME_LABELS = ("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
VALUE_LABELS = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL")
LABELS = NAME_LABELS + VALUE_LABELS
OUTSIDE = 0


class Entities:
    """The component; settings in :func:`make_entities`."""

    def __init__(self, *, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents``."""
        scores = np.array(getattr(doc._, HEAD_SCORES)["entities"])
        breaks = [token.i for token in doc if token.is_space and "\n" in token.text]
        scores[breaks] = np.where(np.arange(scores.shape[1]) == OUTSIDE, 0.0, -1e4)  # no name runs over a line's end
        words = [token.text for token in doc]
        spans = trim_spans(decode_spans(scores, self.labels), [token.is_space for token in doc])
        found = [
            Span(doc, first, stop, label=label) for first, stop, label, _ in mend_names(doc, mend_values(words, spans))
        ]
        doc.ents = filter_spans([*doc.ents, *found])
        return doc


@Language.factory(
    "hearsay_entities",
    default_config={"labels": list(LABELS)},
    requires=["doc._.head_scores"],
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
)
def make_entities(nlp: Language, name: str, labels: list[str]) -> Entities:
    """Create the component that sets ``doc.ents``; entities that stand there already are kept.

    :param labels: in the order of the head's tags.
    """
    return Entities(labels=labels)
