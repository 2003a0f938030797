"""Check-worthiness: how much a sentence, or any stretch of text, is worth checking."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.extensions import HEAD_SCORES, STATES, set_word_worth
from pipeline.language.saved import Saved

DIGITS = 3


class Checkworthiness(Saved):
    """The component; settings in :func:`make_checkworthiness`. Its weights are learnt, and saved with it.

    The logit of a stretch is the mean of what its words are worth, so that it is known of any stretch once the words
    have been read.
    """

    FILE = "checkworthiness.json"

    def __init__(self) -> None:
        self.load({"states": [], "features": {}, "bias": 0.0})

    def __call__(self, doc: Doc) -> Doc:
        """Set what each word is worth, and so ``span._.checkworthiness`` of every span."""
        set_word_worth(doc, np.round(self.worth(doc).astype(float), DIGITS).tolist())
        return doc

    def worth(self, doc: Doc) -> np.ndarray:
        """Return what each word adds to the logit of the stretches that it stands in."""
        states = getattr(doc._, HEAD_SCORES)[STATES]
        worth = self.features.get
        sums = [worth(lemma, 0.0) + worth(tag, 0.0) + worth(pair, 0.0) for lemma, tag, pair in word_features(doc)]
        return states @ self.states + np.asarray(sums, dtype=np.float32) + self.bias

    def load(self, learnt: Mapping[str, Any]) -> "Checkworthiness":
        """Take learnt weights: of the ``states``' numbers, of ``features`` by name, and the ``bias``."""
        self.states = np.asarray(learnt["states"], dtype=np.float32)
        self.features = dict(learnt["features"])
        self.bias = float(learnt["bias"])
        return self

    def learnt(self) -> dict[str, Any]:
        """Return the weights as lists and numbers."""
        states = np.round(self.states.astype(float), 5).tolist()
        return {"states": states, "features": self.features, "bias": self.bias}


def word_features(doc: Doc) -> list[tuple[str, str, str]]:
    """Return the names of each word's features: its lemma, its tag, and the word with the next one."""
    lemmas, words = [token.lemma_.lower() for token in doc], [token.lower_ for token in doc]
    return [
        (f"lemma={lemma}", f"tag={token.tag_}", f"pair={word} {following}")
        for token, lemma, word, following in zip(doc, lemmas, words, [*words, ""][1:], strict=True)
    ]


@Language.factory(
    "hearsay_checkworthiness",
    requires=["doc._.head_scores", "token.tag", "token.lemma"],
    assigns=["span._.checkworthiness"],
)
def make_checkworthiness(nlp: Language, name: str) -> Checkworthiness:
    """Create the component that sets ``span._.checkworthiness``, 0 to 1.

    What is worth checking is what ClaimBuster's annotators called so (Arslan et al., ICWSM 2020): a factual claim whose
    truth the public would like to know.
    """
    return Checkworthiness()
