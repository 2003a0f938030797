"""Dependency trees (Universal Dependencies), read off the encoder's scores.

Each word has a score for each other word of its sentence as head, the product of two vectors, and a score as root; a
second pair of vectors gives the relation to the head chosen (after Dozat & Manning, ICLR 2017).
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.noun_chunks import noun_chunks
from pipeline.language.saved import Saved
from pipeline.language.trees import best_heads

ROOT, BLANK, PIECE = "root", "dep", "parataxis"


class Parser(Saved):
    """The component; settings in :func:`make_parser`. Its relations and their weights are learnt, and saved with it."""

    FILE = "relations.json"

    def __init__(self, vocab: Vocab, *, longest: int, scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        if longest < 1:
            raise ValueError(f"longest must be at least one word, not {longest}: set components.parser.longest")
        self.vocab, self.longest, self.scorer = vocab, longest, scorer
        self.load({"labels": [ROOT], "weights": [[0.0]], "bias": [0.0]})
        vocab.get_noun_chunks = noun_chunks

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.head`` and ``token.dep_``; the sentences stay as they are, and each has one root."""
        if not len(doc):
            return doc
        set_starts = doc.to_array([SENT_START])
        starts, blank = set_starts == 1, doc.to_array([IS_SPACE]).astype(bool)
        starts[0] = True
        sentences = np.cumsum(starts)
        heads = heads_of_blanks(sentences, blank)
        relations = np.where(heads == np.arange(len(doc)), self._keys[ROOT], self._keys[BLANK])
        words = np.flatnonzero(~blank)
        if len(words):
            found, relations[words] = self.parse(getattr(doc._, HEAD_SCORES), words, sentences[words])
            heads[words] = words[found]
        offsets = (heads - np.arange(len(doc))).astype(np.uint64)
        doc.from_array([HEAD, DEP], np.stack([offsets, relations], axis=1))
        # spaCy reads the sentences off the trees, and may miss the first word of one whose arcs cross a lot.
        return doc.from_array([SENT_START], np.where(starts, 1, -1).astype(np.uint64)[:, None])

    def parse(
        self, scores: Mapping[str, np.ndarray], words: np.ndarray, sentences: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the head of each word, by its place among the words, and the key of its relation.

        :param scores: the encoder's, one row a token.
        :param words: the tokens that are no blanks.
        :param sentences: the number of the sentence of each word.
        """
        child, head, root = (scores[name][words] for name in ("arc_child", "arc_head", "arc_root"))
        parts = []
        for first, stop in self._pieces(sentences):
            arcs = child[first:stop] @ head[first:stop].T
            np.fill_diagonal(arcs, root[first:stop, 0])
            parts.append(best_heads(arcs) + first)
        heads = np.concatenate(parts)
        hidden = scores["relation_child"][words] + scores["relation_head"][words[heads]]
        logits = np.maximum(hidden, 0) @ self.weights + self.bias
        logits[:, self._is_root] = -np.inf
        relations = self.label_keys[logits.argmax(axis=1)]
        roots = np.flatnonzero(heads == np.arange(len(heads)))
        _, first_root, sentence = np.unique(sentences[roots], return_index=True, return_inverse=True)
        heads[roots] = roots[first_root[sentence]]
        relations[roots] = self._keys[PIECE]
        relations[roots[first_root]] = self._keys[ROOT]
        return heads, relations

    def _pieces(self, sentences: np.ndarray) -> Iterator[tuple[int, int]]:
        """Yield where the sentences begin and end, those that are too long cut in pieces."""
        borders = [0, *(np.flatnonzero(np.diff(sentences)) + 1).tolist(), len(sentences)]
        for first, stop in pairwise(borders):
            for start in range(first, stop, self.longest):
                yield start, min(start + self.longest, stop)

    def load(self, learnt: Mapping[str, Any]) -> "Parser":
        """Take the ``labels`` of the relations, their ``weights`` (numbers x labels) and ``bias``."""
        self.labels = list(learnt["labels"])
        self.weights, self.bias = (np.asarray(learnt[name], dtype=np.float32) for name in ("weights", "bias"))
        if self.weights.ndim != 2 or not self.weights.shape[1] == len(self.bias) == len(self.labels):
            raise ValueError(f"{len(self.labels)} relations need as many columns of weights, not {self.weights.shape}")
        add = self.vocab.strings.add
        self.label_keys = np.array([add(label) for label in self.labels], dtype=np.uint64)
        self._keys = {label: np.uint64(add(label)) for label in (ROOT, BLANK, PIECE)}
        self._is_root = np.array([label == ROOT for label in self.labels])
        return self

    def learnt(self) -> dict[str, Any]:
        """Return the labels and their weights."""
        weights, bias = (np.round(values.astype(float), 5).tolist() for values in (self.weights, self.bias))
        return {"labels": self.labels, "weights": weights, "bias": bias}


def heads_of_blanks(sentences: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """Return a head for each blank token: the word before it in its sentence, else the one after it.

    In a sentence of blanks, the first is the head. What is returned for words means nothing.

    :param sentences: the number of the sentence of each token, from 1.
    """
    places = np.arange(len(blank))
    before = np.maximum.accumulate(np.where(blank, -1, places))
    after = np.minimum.accumulate(np.where(blank, len(blank), places)[::-1])[::-1]
    starts = np.searchsorted(sentences, sentences)
    heads = np.where((after < len(blank)) & (sentences[after % len(blank)] == sentences), after, starts)
    return np.where((before >= 0) & (sentences[before] == sentences), before, heads)


@Language.factory(
    "hearsay_parser",
    default_config={"longest": 256, "scorer": {"@scorers": "spacy.parser_scorer.v1"}},
    requires=["doc._.head_scores", "token.is_sent_start"],
    assigns=["token.head", "token.dep", "doc.noun_chunks"],
    default_score_weights={"dep_uas": 0.5, "dep_las": 0.5, "dep_las_per_type": None, "sents_f": None},
)
def make_parser(nlp: Language, name: str, longest: int, scorer: Callable[..., dict[str, Any]] | None) -> Parser:
    """Create the component that sets dependency trees, and with them noun chunks.

    Blanks lean on a word beside them, as ``dep``.

    :param longest: the most words that are parsed at once; a longer sentence is parsed in pieces, whose roots depend
        on the first's as ``parataxis``.
    :param scorer: scores it in ``nlp.evaluate``.
    """
    return Parser(nlp.vocab, longest=longest, scorer=scorer)
