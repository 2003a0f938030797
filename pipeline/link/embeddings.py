"""Vectors of statements, near one another where the statements mean nearly the same.

A static table, one vector a word piece, whose sum is the text's direction: a sentence encoder distilled into a bag of
pieces (Model2Vec, Tulkens & van Dongen, 2024; weights by frequency as in SIF, Arora et al., ICLR 2017, are learnt along
in the vectors' lengths). It costs some microseconds a text, so that every claim can have a vector and typed text is
compared at once; the cross-encoder of :mod:`pipeline.link.relations` decides what this one finds.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from pipeline.settings import CLAIMS_MODEL

EMBEDDINGS_FILE, TOKENIZER_FILE = "embeddings.npz", "tokenizer.json"
DIMENSIONS = 384
UNKNOWN = "[UNK]"


class EmbeddingError(Exception):
    """The table of vectors cannot be used; the message says what to do."""


class Embedder:
    """Texts to vectors; loading takes some milliseconds and no torch."""

    def __init__(self, path: Path = CLAIMS_MODEL) -> None:
        """Read the table from a folder.

        :raises EmbeddingError: where the folder lacks a file.
        """
        for name in (EMBEDDINGS_FILE, TOKENIZER_FILE):
            if not (Path(path) / name).is_file():
                raise EmbeddingError(f"no {name} at {path}: restore the folder from git, or run `make train-claims`")
        with np.load(Path(path) / EMBEDDINGS_FILE) as table:
            self.vectors, self.scales = table["vectors"], table["scales"]
        self.tokenizer = Tokenizer.from_file(str(Path(path) / TOKENIZER_FILE))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.unknown = self.tokenizer.token_to_id(UNKNOWN)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors, texts x 384, float32, of length 1, so that a dot product is a cosine.

        A text's vector does not depend on its company. A text without a word (an empty one too) has the vector that
        stands for unknown words.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        pieces = [encoding.ids or [self.unknown] for encoding in encodings]
        lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        ids = np.concatenate(pieces)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        sums = np.add.reduceat(self.vectors[ids] * self.scales[ids, None], starts)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
