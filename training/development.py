"""Scores of a network during training, on prepared examples: attributions by the decoding that ships, and the parse."""

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
from training.batches import UNKNOWN, Prepared
from training.metrics import AttributionScore
from training.network import Network

SIZE, OVERLAP = 510, 64
NO_TABLES = {name: np.zeros(shape) for name, shape in TABLES.items()}


def encode(network: Network, prepared: Prepared) -> np.ndarray:
    """Return the encoder's state of every word, words x 384."""
    return _by_window(prepared, lambda *inputs: {"states": network.encoder(*inputs)})["states"]


def score_words(network: Network, prepared: Prepared) -> dict[str, np.ndarray]:
    """Return the scores of every head by word."""
    return _by_window(prepared, network)


def score_and_encode(network: Network, prepared: Prepared) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the scores of every head by word, and the encoder's state of every word, in one pass."""

    def run(*inputs: Tensor) -> dict[str, Tensor]:
        states = network.encoder(*inputs)
        return network.heads(states) | {"states": states}

    scores = _by_window(prepared, run)
    return scores, scores.pop("states")


def _by_window(prepared: Prepared, run: Callable[..., dict[str, Tensor]]) -> dict[str, np.ndarray]:
    encoding = prepared.encoding
    kept: dict[str, list[np.ndarray]] = {}
    for window in cut_windows(len(encoding.ids), size=SIZE, overlap=OVERLAP):
        inputs = window_inputs(encoding, window.start, window.stop)
        device = torch.get_default_device()
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16):
            ids, shapes, quotes = (torch.from_numpy(numbers)[None].to(device) for numbers in inputs)
            scores = run(ids, shapes, quotes, torch.ones_like(ids))
        keep = kept_subwords(window)
        for name, value in scores.items():
            kept.setdefault(name, []).append(value[0, keep].float().cpu().numpy())
    words = prepared.example.words
    return {name: by_word(np.concatenate(parts), encoding.firsts, words) for name, parts in kept.items()}


def predict(network: Network, prepared: Prepared) -> list[WordAttribution]:
    """Return the attributions that the network finds, before :mod:`training.links` has fitted its tables."""
    scores = score_words(network, prepared)
    blank = [word.isspace() for word in prepared.example.words]
    spans = trim_spans(decode_spans(scores["attributions"], ROLES), blank)
    numbers = np.cumsum(scores["sentences"][:, 0] > 0)
    return group_parts(spans, (scores["link_part"], scores["link_cue"]), NO_TABLES, numbers)


def evaluate(network: Network, attributed: Iterable[Prepared], parsed: Iterable[Prepared]) -> dict[str, float]:
    """Return the figures of attributions and of syntax, in percent."""
    score = AttributionScore()
    for prepared in attributed:
        score.add(prepared.example.attributions[0], predict(network, prepared))
    return score.figures() | evaluate_syntax(network, parsed)


def evaluate_syntax(network: Network, data: Iterable[Prepared]) -> dict[str, float]:
    """Return the accuracy of labels and of heads within gold sentences, each word's best taken for itself."""
    right, total = {}, {}
    for prepared in data:
        scores = score_words(network, prepared)
        found = {name: scores[name].argmax(1) for name in ("pos", "tags", "morphs", "lemmas")}
        found["heads"] = best_heads(scores, np.cumsum(prepared.labels["sentences"] > 0))
        pairs = scores["relation_child"] + scores["relation_head"][found["heads"]]
        with torch.inference_mode():
            states = torch.from_numpy(pairs).to(torch.get_default_device()).relu()
            found["relations"] = network.heads.relation_output(states).argmax(1).cpu().numpy()
        for name, guesses in found.items():
            gold = prepared.heads if name == "heads" else prepared.labels[name]
            hits = guesses == gold
            if name == "relations":
                hits &= found["heads"] == prepared.heads
            right[name] = right.get(name, 0) + int((hits & (gold != UNKNOWN)).sum())
            total[name] = total.get(name, 0) + int((gold != UNKNOWN).sum())
    return {name: round(100 * right[name] / total[name], 2) for name in right}


def best_heads(scores: dict[str, np.ndarray], sentences: np.ndarray) -> np.ndarray:
    """Return each word's best head within its sentence, the word itself for a root."""
    heads = np.zeros(len(sentences), dtype=np.int64)
    for number in np.unique(sentences):
        words = np.flatnonzero(sentences == number)
        arcs = scores["arc_child"][words] @ scores["arc_head"][words].T
        np.fill_diagonal(arcs, scores["arc_root"][words, 0])
        heads[words] = words[arcs.argmax(1)]
    return heads
