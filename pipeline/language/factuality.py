"""Factuality: whether whoever tells an event puts it forward as a fact, as possible or as untrue."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from spacy.attrs import POS
from spacy.language import Language
from spacy.symbols import VERB
from spacy.tokens import Doc

from pipeline.language.extensions import HEAD_SCORES, STATES, set_factuality
from pipeline.language.features import FeatureNetwork
from pipeline.language.saved import Saved
from pipeline.language.surroundings import Surroundings

LIMIT = 3.0  # of the scale


class Factuality(Saved):
    """The component; settings in :func:`make_factuality`. Its network is learnt, and saved with it."""

    FILE = "factuality.json"
    INDENT = 0  # a quarter of a million numbers

    def __init__(self, *, scale: str) -> None:
        self.scale = scale
        self.load({"scales": [scale], "states": [], "vectors": {}, "bias": [0.0], "weights": [[0.0], [0.0]]})

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token._.factuality`` of every predicate: verbs, and what else has a copula or a subject."""
        surroundings = Surroundings(doc)
        is_verb = (doc.to_array(POS) == VERB).tolist()
        words = [word for word in range(len(doc)) if is_verb[word] or surroundings.is_predicate(word)]
        values = self.network(*read_events(doc, surroundings, words))[:, self.scales.index(self.scale)]
        set_factuality(doc, dict(zip(words, np.clip(values, -LIMIT, LIMIT).tolist(), strict=True)))
        return doc

    def load(self, learnt: Mapping[str, Any]) -> "Factuality":
        """Take a learnt network, as :meth:`learnt` returns it.

        :raises ValueError: where it knows nothing of the scale that is set.
        """
        self.scales, self.network = list(learnt["scales"]), FeatureNetwork.of(learnt)
        if self.scale not in self.scales:
            raise ValueError(f"no factuality on the scale of {self.scale!r}: set scale to one of {self.scales}")
        return self

    def learnt(self) -> dict[str, Any]:
        """Return the network's features and numbers, and the corpora whose scale each number that comes out is on."""
        return {"scales": self.scales} | self.network.learnt()


def read_events(doc: Doc, surroundings: Surroundings, words: Sequence[int]) -> tuple[np.ndarray, list[list[str]]]:
    """Return what the network reads of some words: the states of each and of its head, and its features."""
    states = getattr(doc._, HEAD_SCORES)[STATES]
    both = np.concatenate([states[words], states[[surroundings.heads[word] for word in words]]], axis=1)
    return both, [surroundings.describe(word) for word in words]


@Language.factory(
    "hearsay_factuality",
    default_config={"scale": "FactBank"},
    requires=["doc._.head_scores", "token.dep", "token.head", "token.tag", "token.pos", "token.lemma"],
    assigns=["token._.factuality"],
)
def make_factuality(nlp: Language, name: str, scale: str) -> Factuality:
    """Create the component that sets ``token._.factuality`` of predicates.

    The scale is that of FactBank (Saurí & Pustejovsky, 2009) as Stanovsky et al. (ACL 2017) made it one with others:
    3 is certain, 0 is unknown, -3 is certain not to be so. In reported speech it is what the speaker holds.

    :param scale: the corpus whose annotators are followed, ``FactBank`` or ``UW`` (Lee et al., EMNLP 2015).
    """
    return Factuality(scale=scale)
