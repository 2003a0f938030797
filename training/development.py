"""Attribution scores of a network during training, on prepared examples, by the decoding that ships."""

from collections.abc import Callable, Iterable

import numpy as np
import torch
from torch import Tensor

from pipeline.language.attributions import ROLES, group_parts
from pipeline.language.decoding import by_word, decode_spans, trim_spans
from pipeline.language.encoder import kept_subwords, window_inputs
from pipeline.language.extensions import WordAttribution
from pipeline.language.links import TABLES
from pipeline.language.windows import cut_windows
from training.batches import Prepared
from training.metrics import AttributionScore
from training.network import Network

SIZE, OVERLAP = 382, 96
NO_TABLES = {name: np.zeros(shape) for name, shape in TABLES.items()}


def encode(network: Network, prepared: Prepared) -> np.ndarray:
    """Return the encoder's state of every word, words x 384."""
    return _by_window(prepared, lambda *inputs: {"states": network.encoder(*inputs)})["states"]


def score_words(network: Network, prepared: Prepared) -> dict[str, np.ndarray]:
    """Return the scores of every head by word."""
    return _by_window(prepared, network)


def _by_window(prepared: Prepared, run: Callable[..., dict[str, Tensor]]) -> dict[str, np.ndarray]:
    encoding = prepared.encoding
    kept: dict[str, list[np.ndarray]] = {}
    for window in cut_windows(len(encoding.ids), size=SIZE, overlap=OVERLAP):
        inputs = window_inputs(encoding, window.start, window.stop)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            scores = run(*(torch.from_numpy(numbers)[None] for numbers in inputs))
        keep = kept_subwords(window)
        for name, value in scores.items():
            kept.setdefault(name, []).append(value[0, keep].float().numpy())
    words = prepared.example.words
    return {name: by_word(np.concatenate(parts), encoding.firsts, words) for name, parts in kept.items()}


def predict(network: Network, prepared: Prepared) -> list[WordAttribution]:
    """Return the attributions that the network finds, before :mod:`training.links` has fitted its tables."""
    scores = score_words(network, prepared)
    blank = [word.isspace() for word in prepared.example.words]
    spans = trim_spans(decode_spans(scores["attributions"], ROLES), blank)
    numbers = np.cumsum(scores["sentences"][:, 0] > 0)
    return group_parts(spans, (scores["link_part"], scores["link_cue"]), NO_TABLES, numbers)


def evaluate_attributions(network: Network, data: Iterable[Prepared]) -> dict[str, float]:
    """Return exact-span F1 by role and the F1 of whole attributions, in percent."""
    score = AttributionScore()
    for prepared in data:
        score.add(prepared.example.attributions[0], predict(network, prepared))
    return score.figures()
