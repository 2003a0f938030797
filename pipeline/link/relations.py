"""What two statements are to each other: a cross-encoder, which reads both at once.

The same small transformer as the language model's (MiniLM), fine-tuned on pairs of statements in both orders, in int8.
``supports`` has no direction: one of the two makes the other likelier, or says more than it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from pipeline.link.claims import RELATIONS, UNRELATED
from pipeline.settings import CLAIMS_MODEL

RELATIONS_FILE, TOKENIZER_FILE = "relations.onnx", "tokenizer.json"
INPUTS = ("ids", "segments")
LONGEST = 96  # word pieces that are read of a statement


class RelationError(Exception):
    """The cross-encoder cannot be used; the message says what to do."""


class Relations:
    """Pairs of statements to the probabilities of their relations."""

    def __init__(self, path: Path = CLAIMS_MODEL, *, threads: int = 0) -> None:
        """Read the network from a folder.

        :param threads: threads of a pass; 0 takes all cores.
        :raises RelationError: where the folder lacks a file.
        """
        for name in (RELATIONS_FILE, TOKENIZER_FILE):
            if not (Path(path) / name).is_file():
                raise RelationError(f"no {name} at {path}: restore the folder from git, or run `make train-claims`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            str(Path(path) / RELATIONS_FILE), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_file(str(Path(path) / TOKENIZER_FILE))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.marks = tuple(self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return the probabilities, pairs x 4 (float32), in the order of :data:`RELATIONS`; a row's sum is 1.

        A pair's row depends neither on its company nor on which of its statements comes first. Of a statement the
        first 96 word pieces are read. A pair with an empty statement is unrelated.
        """
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        pieces = dict(zip(texts, self._pieces(texts), strict=True))
        rows = [self._probabilities(*sorted((pieces[first], pieces[second]))) for first, second in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), len(RELATIONS))

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        encodings = self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [encoding.ids[:LONGEST] for encoding in encodings]

    def _probabilities(self, first: list[int], second: list[int]) -> np.ndarray:
        """Read one pair: dynamic quantisation scales by batch, so that a pair would else depend on its company."""
        if not first or not second:
            return np.eye(len(RELATIONS))[RELATIONS.index(UNRELATED)]
        inputs = join(first, second, marks=self.marks)
        [scores] = self.session.run(None, {name: row[None] for name, row in zip(INPUTS, inputs, strict=True)})
        powers = np.exp(scores[0].astype(np.float64) - scores.max())
        return powers / powers.sum()


def join(first: list[int], second: list[int], *, marks: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the network's inputs for a pair: pieces, and for each the number of the statement that it belongs to.

    :param marks: the pieces that stand before both statements, and behind each.
    """
    start, end = marks
    ids = [start, *first, end, *second, end]
    segments = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    return np.array(ids, dtype=np.int64), np.array(segments, dtype=np.int64)
