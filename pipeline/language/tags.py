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
        scores = getattr(doc._, HEAD_SCORES)
        blank = doc.to_array([IS_SPACE]).astype(bool)
        columns = []
        for head in HEADS:
            best = scores[head].argmax(axis=1)
            best[blank] = len(self.labels[head])
            columns.append(self.keys[head][best])
        return doc.from_array([POS, TAG, MORPH], np.stack(columns, axis=1))

    def load(self, learnt: Mapping[str, Any]) -> "Tagger":
        """Take the labels of each head: ``pos`` (UPOS), ``tags`` (Penn), ``morphs`` (UD features, ``_`` for none)."""
        self.labels = {head: list(learnt[head]) for head in HEADS}
        add = {"pos": IDS.__getitem__, "tags": self.vocab.strings.add, "morphs": self.vocab.morphology.add}
        self.keys = {
            head: np.array([add[head](label) for label in (*self.labels[head], BLANK[head])], dtype=np.uint64)
            for head in HEADS
        }
        return self

    def learnt(self) -> dict[str, list[str]]:
        """Return the labels of each head."""
        return self.labels


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
