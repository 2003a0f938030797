"""Train the model from the corpora: ``make train CORPORA=...`` runs this module, then the fits and the export.

All heads are learnt together, each from the corpora that carry its labels. AdamW with a one-cycle rate over the time
given; the weights are averaged as training goes (Polyak & Juditsky, 1992). :mod:`training.links` and
:mod:`training.coreference` fit their heads anew afterwards.
"""

import argparse
import copy
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pipeline.language.subwords import MASK, load_subwords
from training.batches import UNKNOWN, Item, Prepared, Window, batches, cut, prepare, stack
from training.chains import read_coreference
from training.checkpoints import save
from training.corpora import Example, read_polnear, read_training
from training.development import evaluate
from training.labels import ATTRIBUTION_TAGS, ENTITY_TAGS
from training.network import Network
from training.segments import read_segments
from training.syntax import read_syntax, syntax_vocabularies
from training.written_articles import TIMES
from training.written_articles import read_examples as read_written_articles

WINDOW, TOKENS, ENCODER_RATE, HEAD_RATE, AVERAGING = 512, 2304, 2e-4, 1e-3, 0.998
MASKED_SHARE = 0.06
"""Subwords hidden from the network, so that it learns to lean on the context."""

SHARES = {"segment": 0.5, "gap": 0.5, "gap_swapped": 0.25, "conll2003": 0.6, "wikigold": 0.6, "wnut17": 0.5}
"""Share of a corpus's texts that is drawn in an epoch, where it is not all of them."""

SYNTAX = ("pos", "tags", "morphs", "lemmas", "relations")
WEIGHTS = {"attributions": 1.0, "sentences": 0.5, "pos": 0.3, "tags": 0.3, "morphs": 0.3, "lemmas": 0.3}
ENTITY_WEIGHT, LINK_WEIGHT, ARC_WEIGHT, RELATION_WEIGHT, COREFERENCE_WEIGHT = 1.0, 0.3, 0.5, 0.4, 0.3
LEAST_SHARE = 1 / 8
"""A head's loss is averaged over its labelled words, or over this share of a batch where they are fewer."""


def loss_of(network: Network, windows: Sequence[Window], weights: Mapping[str, float] = WEIGHTS) -> Tensor:
    """Return the summed loss of all heads over a batch."""
    scores = run(network, windows)
    words = sum(len(window.firsts) for window in windows)
    trust = torch.tensor([window.weight for window in windows])[:, None]
    loss = ENTITY_WEIGHT * _allowed(scores["entities"], stack([w.entities for w in windows], True), trust, words)
    for name, weight in weights.items():
        gold = stack([window.labels[name] for window in windows], UNKNOWN)
        trusted = 1.0 if name == "attributions" else trust
        loss = loss + weight * _labels(scores[name], gold, trusted, words)
    loss = loss + LINK_WEIGHT * _links(scores, windows) + COREFERENCE_WEIGHT * _antecedents(network, scores, windows)
    return loss + _parse(network, scores, windows, words)


def run(network: Network, windows: Sequence[Window]) -> dict[str, Tensor]:
    """Return each head's scores of the windows' words, windows x words x numbers."""
    ids = stack([window.ids for window in windows])
    if network.training:
        hidden = (torch.rand(ids.shape) < MASKED_SHARE) & (ids > 200)  # the first 200 are marks and unused
        ids = torch.where(hidden, MASK, ids)
    firsts = stack([window.firsts for window in windows])
    inputs = (stack([getattr(window, name) for window in windows]) for name in ("shapes", "quotes"))
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        states = network.encoder(ids, *inputs, ids != 0)
        rows = torch.arange(len(windows))[:, None]
        scores = network.heads(network.dropout(states[rows, firsts]))
    return {name: value.float() for name, value in scores.items()}


def _mean(losses: Tensor, known: Tensor, words: int) -> Tensor:
    return (losses * known).sum() / known.sum().clamp(min=LEAST_SHARE * words)


def _labels(scores: Tensor, gold: Tensor, trust: Tensor | float, words: int) -> Tensor:
    known = gold != UNKNOWN
    if scores.shape[-1] == 1:
        target = gold.clamp(min=0).float()
        losses = functional.binary_cross_entropy_with_logits(scores[..., 0], target, reduction="none")
    else:
        flat = functional.cross_entropy(scores.flatten(0, 1), gold.clamp(min=0).flatten(), reduction="none")
        losses = flat.view(gold.shape)
    return _mean(losses * trust, known, words)


def _allowed(scores: Tensor, allowed: Tensor, trust: Tensor, words: int) -> Tensor:
    """The negative log-probability of the allowed sets; a set of everything costs nothing."""
    known = ~allowed.all(-1)
    logs = scores.log_softmax(-1).masked_fill(~allowed, -1e4).logsumexp(-1)
    return _mean(-logs * trust, known, words)


def _links(scores: dict[str, Tensor], windows: Sequence[Window]) -> Tensor:
    losses = []
    for row, window in enumerate(windows):
        if not window.links:
            continue
        parts = torch.tensor([part for part, _ in window.links])
        cues = torch.tensor(sorted({cue for _, cue in window.links}))
        gold = torch.searchsorted(cues, torch.tensor([cue for _, cue in window.links]))
        found = scores["link_part"][row, parts] @ scores["link_cue"][row, cues].T
        losses.append(functional.cross_entropy(found, gold))
    return torch.stack(losses).mean() if losses else torch.zeros(())


def _parse(network: Network, scores: dict[str, Tensor], windows: Sequence[Window], words: int) -> Tensor:
    """The loss of each word's head among the words of its sentence, and of the relation to it."""
    rows = [row for row, window in enumerate(windows) if (window.heads != UNKNOWN).any()]
    if not rows:
        return torch.zeros(())
    heads = stack([windows[row].heads for row in rows], UNKNOWN)
    sentences = stack([windows[row].sentence_numbers for row in rows], -1)
    length = heads.shape[1]
    arcs = scores["arc_child"][rows, :length] @ scores["arc_head"][rows, :length].transpose(1, 2)
    itself = torch.eye(length, dtype=torch.bool)
    arcs = torch.where(itself, scores["arc_root"][rows, :length], arcs)
    arcs = arcs.masked_fill(sentences[:, :, None] != sentences[:, None, :], -1e4)
    known = heads != UNKNOWN
    target = heads.clamp(min=0)
    losses = functional.cross_entropy(arcs.flatten(0, 1), target.flatten(), reduction="none").view(target.shape)
    chosen = target[..., None].expand(-1, -1, scores["relation_head"].shape[-1])
    pairs = scores["relation_child"][rows, :length] + scores["relation_head"][rows, :length].gather(1, chosen)
    relations = network.heads.relation_output(functional.relu(pairs))
    gold = stack([windows[row].labels["relations"] for row in rows], UNKNOWN).masked_fill(~known, UNKNOWN)
    return ARC_WEIGHT * _mean(losses, known, words) + RELATION_WEIGHT * _labels(relations, gold, 1.0, words)


def _antecedents(network: Network, scores: dict[str, Tensor], windows: Sequence[Window]) -> Tensor:
    """The negative log-probability of each word's antecedents (Lee et al., EMNLP 2017), over words as mentions."""
    losses = [
        _window_antecedents(network, {name: scores[name][row] for name in COREFERENCE}, window.antecedents)
        for row, window in enumerate(windows)
        if window.antecedents
    ]
    return torch.cat(losses).mean() if losses else torch.zeros(())


COREFERENCE = ("mention", "coreference_left", "coreference_right")


def _window_antecedents(network: Network, scores: Mapping[str, Tensor], items: Sequence[Item]) -> Tensor:
    mention, left, right = (scores[name] for name in COREFERENCE)
    words = torch.tensor([word for word, _, _ in items])
    candidates, gold = (torch.zeros(len(items), len(left) + 1, dtype=torch.bool) for _ in range(2))
    for row, (_, right_ones, possible) in enumerate(items):
        candidates[row, list(possible)] = True
        gold[row, list(right_ones) or [-1]] = True  # the last column stands for no antecedent
    candidates[:, -1] = True
    distance = (words[:, None] - torch.arange(len(left))[None]).clamp(min=0).add(1).float().log2().long()
    table = network.heads.coreference_distance
    found = left[words] @ right.T + mention[words] + mention[:, 0] + table[distance.clamp(max=len(table) - 1)]
    found = functional.pad(found, (0, 1)).masked_fill(~candidates, -1e4)
    return found.logsumexp(1) - found.masked_fill(~gold, -1e4).logsumexp(1)


def optimizer_of(network: Network) -> torch.optim.Optimizer:
    """Return AdamW with a rate of its own for the encoder and for the heads."""
    groups = [
        {"params": list(network.encoder.parameters()), "lr": ENCODER_RATE, "peak": ENCODER_RATE},
        {"params": list(network.heads.parameters()), "lr": HEAD_RATE, "peak": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def one_cycle(optimizer: torch.optim.Optimizer, done: float, *, warm: float = 0.1) -> None:
    """Set the rates for the share ``done`` of training: up in a straight line, then down."""
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * max(0.0, done / warm if done < warm else (1 - done) / (1 - warm))


def update_average(average: Network, network: Network, step: int) -> None:
    """Move the averaged weights towards the present ones."""
    share = min(AVERAGING, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), network.parameters(), strict=True):
            kept.lerp_(new, 1 - share)


def windows_of_epoch(data: Sequence[Prepared], rng: random.Random) -> list[Window]:
    """Cut all examples anew; of some corpora a share is drawn."""
    return [
        window
        for prepared in data
        if rng.random() < SHARES.get(prepared.example.corpus, 1.0)
        for window in cut(prepared, size=WINDOW, rng=rng)
    ]


def read_examples(corpora: Path) -> Iterator[Example]:
    """Yield the texts of all corpora; GUM's carry the coreference that OntoGUM marks on the same words."""
    coreference = list(read_coreference(corpora, "train"))
    antecedents = {example.name: example.antecedents for example in coreference if example.corpus == "ontogum"}
    for example in read_training(corpora):
        if example.corpus == "gum":
            example.antecedents = antecedents.get(example.name)
        yield example
    yield from (example for example in coreference if example.corpus != "ontogum")
    yield from read_segments(corpora, "train")
    for _ in range(TIMES):
        yield from read_written_articles()


def vocabularies_of(examples: Sequence[Example]) -> dict[str, list[str]]:
    """Return the labels of every head that gives labels, but for the sentences'."""
    parsed = [example for example in examples if example.heads is not None]
    return syntax_vocabularies(parsed) | {"attributions": list(ATTRIBUTION_TAGS), "entities": list(ENTITY_TAGS)}


def learn(
    network: Network, data: Sequence[Prepared], *, progress: Callable[[int], float], rng: random.Random
) -> Iterator[Network]:
    """Train a network, and yield the averaged one after each epoch and at the end.

    :param progress: what share of the training is done after so many steps; from 1 on it ends.
    """
    average, optimizer = copy.deepcopy(network), optimizer_of(network)
    began, step, losses = time.monotonic(), 0, []
    while progress(step) < 1:
        plan = list(batches(windows_of_epoch(data, rng), tokens=TOKENS, rng=rng))
        network.train()
        for number, batch in enumerate(plan):
            if (done := progress(step)) >= 1:
                break
            one_cycle(optimizer, done)
            loss = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            update_average(average, network, step)
            losses.append(loss.item())
            step += 1
            if step % 50 == 0:
                minutes, mean = (time.monotonic() - began) / 60, np.mean(losses[-50:])
                print(f"{minutes:5.1f} min, {done:.0%}, step {number + 1}/{len(plan)}, loss {mean:.4f}", flush=True)
        yield average.eval()


def start_network(labels: Mapping[str, Sequence[str]], base: Path, start: Path | None) -> Network:
    """Return a network with the base's encoder, or with the one that :mod:`training.pretrain` saved in ``start``."""
    network = Network(labels)
    network.encoder.load_base(base)
    if start is not None:
        network.encoder.load_state_dict(torch.load(start, map_location=torch.get_default_device()))
    return network


def train(*, corpora: Path, base: Path, start: Path | None, out: Path, minutes: float, seed: int = 1) -> None:
    """Train for the given time; after each epoch save a checkpoint (averaged weights, labels) to ``out``.

    :param start: encoder weights from :mod:`training.pretrain`, else those of the base.
    :param minutes: on two CPU cores 65; a GPU does the same in a few.
    """
    torch.manual_seed(seed)
    torch.set_default_device("cuda" if torch.cuda.is_available() else "cpu")
    subwords = load_subwords((base / "tokenizer.json").read_bytes())
    examples = list(read_examples(corpora))
    labels = vocabularies_of(examples)
    syntax = {name: labels[name] for name in SYNTAX}
    data = [prepare(example, subwords, syntax) for example in examples]
    attributed = [prepare(example, subwords, syntax) for example in read_polnear(corpora, "dev")]
    parsed = [prepare(example, subwords, syntax) for example in read_syntax(corpora, "dev")]
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    networks = learn(
        start_network(labels, base, start),
        data,
        progress=lambda _: (time.monotonic() - began) / (60 * minutes),
        rng=random.Random(seed),
    )
    for epoch, network in enumerate(networks, 1):
        save({"weights": network.state_dict(), "labels": labels}, out / f"epoch{epoch}.pt")
        figures = evaluate(network, attributed, parsed)
        (out / f"epoch{epoch}.json").write_text(json.dumps(figures), encoding="utf-8")
        print(f"epoch {epoch} {figures}", flush=True)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument("--start", type=Path, help="encoder weights from training.pretrain")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoints")
    parser.add_argument("--minutes", type=float, default=65)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    train(**vars(options))


if __name__ == "__main__":
    main()
