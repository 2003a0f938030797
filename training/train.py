"""Train the model from the corpora: ``make train CORPORA=...`` runs this module, then the export.

Loss: tags of attributions + .3 links + entities over allowed sets + .5 sentence starts + .2 Penn tags (company for
the others; dropped at export). :mod:`training.links` fits the links anew afterwards. AdamW with a one-cycle rate; the
weights are averaged as training goes
(Polyak & Juditsky, 1992).
"""

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pipeline.language.subwords import load_subwords
from training.batches import UNKNOWN, Prepared, Window, batches, cut, prepare, stack
from training.corpora import read_polnear, read_training
from training.development import evaluate_attributions
from training.labels import ATTRIBUTION_TAGS, ENTITY_TAGS
from training.network import Network

WINDOW, TOKENS, ENCODER_RATE, HEAD_RATE, AVERAGING = 384, 2304, 2e-4, 1e-3, 0.998


def loss_of(network: Network, windows: Sequence[Window]) -> Tensor:
    """Return the summed loss of all tasks over a batch."""
    ids = stack([window.ids for window in windows])
    firsts = stack([window.firsts for window in windows])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.encoder(
            ids, stack([window.shapes for window in windows]), stack([window.quotes for window in windows]), ids != 0
        )
        rows = torch.arange(len(windows))[:, None]
        scores = network.heads(network.dropout(states[rows, firsts]))
    scores = {name: value.float() for name, value in scores.items()}
    weights = torch.tensor([window.weight for window in windows])[:, None]
    loss = 0.5 * _binary(scores["sentences"], stack([window.sentences for window in windows], UNKNOWN), weights)
    loss = loss + 0.2 * _tags(scores["tags"], stack([window.tags for window in windows], UNKNOWN))
    loss = loss + _allowed(scores["entities"], stack([window.entities for window in windows], True), weights)
    attribution = stack([window.attribution for window in windows], UNKNOWN)
    if (attribution != UNKNOWN).any():
        loss = loss + _tags(scores["attributions"], attribution) + 0.3 * _links(scores, windows)
    return loss


def _tags(scores: Tensor, gold: Tensor) -> Tensor:
    if not (gold != UNKNOWN).any():
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN)


def _binary(scores: Tensor, gold: Tensor, weights: Tensor) -> Tensor:
    known = gold != UNKNOWN
    loss = functional.binary_cross_entropy_with_logits(scores[..., 0], gold.clamp(min=0).float(), reduction="none")
    return (loss * known * weights).sum() / known.sum().clamp(min=1)


def _allowed(scores: Tensor, allowed: Tensor, weights: Tensor) -> Tensor:
    """The negative log-probability of the allowed sets; a set of everything costs nothing."""
    known = ~allowed.all(-1)
    logs = scores.log_softmax(-1).masked_fill(~allowed, -1e4).logsumexp(-1)
    return -(logs * known * weights).sum() / known.sum().clamp(min=1)


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
        group["lr"] = group["peak"] * (done / warm if done < warm else (1 - done) / (1 - warm))


def update_average(average: Network, network: Network, step: int) -> None:
    """Move the averaged weights towards the present ones."""
    share = min(AVERAGING, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), network.parameters(), strict=True):
            kept.lerp_(new, 1 - share)


def windows_of_epoch(data: Sequence[Prepared], rng: random.Random) -> list[Window]:
    """Cut all examples anew; half of the treebank texts are drawn, they are only company."""
    return [
        window
        for prepared in data
        if prepared.example.corpus not in ("ewt", "gum") or rng.random() < 0.5
        for window in cut(prepared, size=WINDOW, rng=rng)
    ]


def train(*, corpora: Path, base: Path, start: Path | None, out: Path, epochs: int, seed: int) -> None:
    """Train and save a checkpoint (averaged weights and tag list) after each epoch to ``out``."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    subwords = load_subwords((base / "tokenizer.json").read_bytes())
    examples = list(read_training(corpora))
    names = sorted({tag for example in examples if example.tags for tag in example.tags if tag})
    numbers = {tag: index for index, tag in enumerate(names)}
    data = [prepare(example, subwords, numbers) for example in examples]
    dev = [prepare(example, subwords, numbers) for example in read_polnear(corpora, "dev")]
    network = Network(
        {"attributions": len(ATTRIBUTION_TAGS), "entities": len(ENTITY_TAGS), "sentences": 1, "tags": len(names)}
    )
    network.encoder.load_base(base)
    if start is not None:
        network.encoder.load_state_dict(torch.load(start))
    average = copy.deepcopy(network)
    optimizer = optimizer_of(network)
    out.mkdir(parents=True, exist_ok=True)
    began, step, losses = time.monotonic(), 0, []
    for epoch in range(epochs):
        plan = list(batches(windows_of_epoch(data, rng), tokens=TOKENS, rng=rng))
        network.train()
        for number, batch in enumerate(plan):
            one_cycle(optimizer, (epoch + number / len(plan)) / epochs)
            loss = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            update_average(average, network, step)
            losses.append(loss.item())
            step += 1
            if step % 50 == 0:
                minutes = (time.monotonic() - began) / 60
                print(
                    f"{minutes:5.1f} min epoch {epoch + 1} step {number + 1}/{len(plan)} "
                    f"loss {np.mean(losses[-50:]):.4f}",
                    flush=True,
                )
        torch.save({"weights": average.state_dict(), "tags": names}, out / f"epoch{epoch + 1}.pt")
        average.eval()
        figures = evaluate_attributions(average, dev)
        (out / f"epoch{epoch + 1}.json").write_text(json.dumps(figures), encoding="utf-8")
        print(f"epoch {epoch + 1} {figures}", flush=True)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument("--start", type=Path, help="encoder weights from training.pretrain")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoints")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    train(**vars(options))


if __name__ == "__main__":
    main()
