"""Parts of speech and morphology, read off the encoder's scores."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from spacy import registry
from spacy.attrs import IS_SPACE, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.pipeline.morphologizer import morphologizer_score
from spacy.pipeline.tagger import tagger_score
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from pipeline.language.decoding import log_softmax
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.saved import Saved

HEADS = ("pos", "tags", "morphs")
BLANK = {"pos": "SPACE", "tags": "_SP", "morphs": "_"}


class Tagger(Saved):
    """The component; settings in :func:`make_tagger`. Its labels are learnt, and saved with it."""

    FILE = "labels.json"

    def __init__(self, vocab: Vocab, *, scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        self.vocab, self.scorer = vocab, scorer
        self.load({head: [] for head in HEADS})

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.pos_``, ``token.tag_`` and ``token.morph``."""
        numbers = self.best_labels(getattr(doc._, HEAD_SCORES))
        numbers[doc.to_array([IS_SPACE]).astype(bool)] = [len(self.labels[head]) for head in HEADS]
        keys = [self.keys[head][numbers[:, column]] for column, head in enumerate(HEADS)]
        return doc.from_array([POS, TAG, MORPH], np.stack(keys, axis=1))

    def best_labels(self, scores: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the numbers of each word's labels, words x heads.

        Where each head's best do not go together, those that do and are likeliest together.
        """
        best = np.stack([scores[head].argmax(axis=1) for head in HEADS], axis=1)
        if len(self.readings):
            odd = np.flatnonzero(~self._known[tuple(best.T)])
            logs = (log_softmax(scores[head][odd])[:, self.readings[:, column]] for column, head in enumerate(HEADS))
            best[odd] = self.readings[sum(logs).argmax(axis=1)]
        return best

    def load(self, learnt: Mapping[str, Any]) -> "Tagger":
        """Take the labels of each head: ``pos`` (UPOS), ``tags`` (Penn), ``morphs`` (UD features, ``_`` for none).

        :param learnt: at wish also ``readings``, the numbers of three labels that go together, of all that do.
        """
        self.labels = {head: list(learnt[head]) for head in HEADS}
        self.readings = np.array(learnt.get("readings", []), dtype=np.int64).reshape(-1, len(HEADS))
        self._known = np.zeros([len(self.labels[head]) for head in HEADS], dtype=bool)
        self._known[tuple(self.readings.T)] = True
        add = {"pos": IDS.__getitem__, "tags": self.vocab.strings.add, "morphs": self.vocab.morphology.add}
        self.keys = {
            head: np.array([add[head](label) for label in (*self.labels[head], BLANK[head])], dtype=np.uint64)
            for head in HEADS
        }
        return self

    def learnt(self) -> dict[str, list]:
        """Return the labels of each head and what goes together."""
        return self.labels | {"readings": self.readings.tolist()}


@registry.scorers("hearsay.tagger_scorer.v1")
def make_tagger_scorer() -> Callable[..., dict[str, Any]]:
    """Return the function that scores ``tag_acc``, ``pos_acc`` and ``morph_acc`` with its figures by feature."""

    def score(examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        examples = list(examples)
        return tagger_score(examples, **options) | morphologizer_score(examples, **options)

    return score


@Language.factory(
    "hearsay_tagger",
    default_config={"scorer": {"@scorers": "hearsay.tagger_scorer.v1"}},
    requires=["doc._.head_scores"],
    assigns=["token.pos", "token.tag", "token.morph"],
    default_score_weights={"tag_acc": 0.4, "pos_acc": 0.4, "morph_acc": 0.2, "morph_per_feat": None},
)
def make_tagger(nlp: Language, name: str, scorer: Callable[..., dict[str, Any]] | None) -> Tagger:
    """Create the component that sets universal and Penn tags and morphological features (UD; Nivre et al., 2020).

    :param scorer: scores it in ``nlp.evaluate``.
    """
    return Tagger(nlp.vocab, scorer=scorer)
