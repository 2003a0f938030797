"""Attribution scores of a network during training, on prepared examples, by the decoding that ships."""

from collections.abc import Iterable

import numpy as np
import torch

from pipeline.language.attributions import ROLES, group_parts
from pipeline.language.decoding import by_word, decode_spans, trim_spans
from pipeline.language.extensions import WordAttribution
from pipeline.language.subwords import CLS, SEP
from pipeline.language.windows import cut_windows
from training.batches import Prepared
from training.metrics import AttributionScore
from training.network import Network

SIZE, OVERLAP = 382, 96


def score_words(network: Network, prepared: Prepared) -> dict[str, np.ndarray]:
    """Return the scores of every head by word."""
    encoding = prepared.encoding
    kept: dict[str, list[np.ndarray]] = {}
    for window in cut_windows(len(encoding.ids), size=SIZE, overlap=OVERLAP):
        part = slice(window.start, window.stop)
        ids = torch.from_numpy(np.concatenate([[CLS], encoding.ids[part], [SEP]]))[None]
        shapes = torch.from_numpy(np.concatenate([[0], encoding.shapes[part], [0]]))[None]
        quotes = torch.from_numpy(np.concatenate([[0], encoding.quotes[part], [0]]))[None]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(ids, shapes, quotes, torch.ones_like(ids))
        keep = slice(window.keep_start - window.start + 1, window.keep_stop - window.start + 1)
        for name, value in scores.items():
            kept.setdefault(name, []).append(value[0, keep].float().numpy())
    words = prepared.example.words
    found = {name: by_word(np.concatenate(parts), encoding.firsts, words) for name, parts in kept.items()}
    return found


def predict(network: Network, prepared: Prepared, *, reach: int = 200) -> list[WordAttribution]:
    """Return the attributions that the network finds."""
    scores = score_words(network, prepared)
    spans = decode_spans(scores["attributions"], ROLES)
    bias = network.heads.link_bias.detach().numpy()
    words = prepared.example.words
    spans = trim_spans(spans, [word.isspace() for word in words])
    return group_parts(spans, scores["link_part"], scores["link_cue"], bias, reach)


def evaluate_attributions(network: Network, data: Iterable[Prepared]) -> dict[str, float]:
    """Return exact-span F1 by role and the F1 of whole attributions, in percent."""
    score = AttributionScore()
    for prepared in data:
        score.add(prepared.example.attributions[0], predict(network, prepared))
    return score.figures()
