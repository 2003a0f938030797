"""What two statements are to each other: a cross-encoder, which reads both at once.

The same small transformer as the language model's (MiniLM-L6), fine-tuned for pairs; a pair's score does not depend on
which of the two comes first.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.settings import CLAIMS_MODEL

RELATIONS = ("same", "supports", "contradicts", "unrelated")
RELATIONS_FILE, TOKENIZER_FILE = "relations.onnx", "tokenizer.json"
LONGEST = 96  # word pieces that are read of each statement


class Relations:
    """Pairs of statements to the probabilities of their relations."""

    def __init__(self, path: Path = CLAIMS_MODEL) -> None:
        """Read the network from a folder."""
        raise NotImplementedError(f"no {RELATIONS_FILE} at {path} yet: its training is under way")

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return the probabilities, pairs x 4 (float32), in the order of :data:`RELATIONS`; each row's sum is 1.

        ``supports`` is said of either direction: one of the two makes the other likelier, or says more than it.
        ``score([(a, b)])`` equals ``score([(b, a)])``, and a pair's row does not depend on its company. Of each
        statement the first 96 word pieces are read. A pair with an empty statement is unrelated.
        """
        raise NotImplementedError
