"""Fit the links on a trained encoder: which cue a source or a content belongs to.

``python -m training.links --checkpoint FILE --corpora ../shared/corpora --base FOLDER``

The encoder stays as it is; two projections and the tables of :mod:`pipeline.language.links` are learnt from gold spans,
with the softmax over the cues of the article as the probability of a link. The checkpoint is written anew.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.language.links import TABLES, LinkFeatures, link_features
from pipeline.language.subwords import load_subwords
from training.batches import Prepared, prepare
from training.checkpoints import load_network, replace_head, save
from training.corpora import Attributed, read_polnear
from training.development import encode
from training.network import HIDDEN, Heads, Network
from training.options import run_fit

ROUNDS, RATE, DROPOUT = 12, 2e-3, 0.2


@dataclass(slots=True)
class LinkExample:
    """One article's pairs: states of the first words of parts and cues, features, and each part's gold cue."""

    parts: Tensor
    cues: Tensor
    features: LinkFeatures
    gold: Tensor


def gold_links(attributions: list[Attributed]) -> tuple[list, list, list[int]]:
    """Return parts, cues in order, and the number of each part's cue."""
    attributions = sorted((a for a in attributions if a.cue), key=lambda a: a.cue[0])
    cues = [(*a.cue[0], "cue", 1.0) for a in attributions]
    parts, gold = [], []
    for number, attributed in enumerate(attributions):
        for role in ("source", "content"):
            parts += [(*span, role, 1.0) for span in getattr(attributed, role)]
            gold += [number] * len(getattr(attributed, role))
    return parts, cues, gold


def read_examples(network: Network, data: Iterator[Prepared]) -> Iterator[LinkExample]:
    """Run the encoder over articles and keep what the links need."""
    for prepared in data:
        parts, cues, gold = gold_links(prepared.example.attributions[0])
        if not parts or prepared.example.sentence_starts is None:
            continue
        states = torch.from_numpy(encode(network, prepared))
        numbers = np.cumsum(prepared.labels["sentences"] > 0)
        yield LinkExample(
            parts=states[[part[0] for part in parts]],
            cues=states[[cue[0] for cue in cues]],
            features=link_features(parts, cues, numbers),
            gold=torch.tensor(gold),
        )


class Links(nn.Module):
    """Scores of pairs from the states of their words and from where they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.part = nn.Linear(HIDDEN, Heads.LINK_SIZE)
        self.cue = nn.Linear(HIDDEN, Heads.LINK_SIZE)
        self.tables = nn.ParameterDict({name: nn.Parameter(torch.zeros(shape)) for name, shape in TABLES.items()})

    def forward(self, example: LinkExample) -> Tensor:
        """Return the scores of an article's pairs, parts x cues."""
        part, cue = (functional.dropout(states, DROPOUT, self.training) for states in (example.parts, example.cues))
        f = {
            name: torch.from_numpy(np.ascontiguousarray(getattr(example.features, name)))
            for name in LinkFeatures.__slots__
        }
        scores = self.part(part) @ self.cue(cue).T / 8
        scores = scores + self.tables["distance"][f["role"], f["side"], f["distance"]]
        return scores + self.tables["between"][f["role"], f["side"], f["between"], f["sentences"]]


def accuracy(links: Links, examples: list[LinkExample]) -> float:
    """Return the share of parts whose best cue is the gold one, in percent."""
    links.eval()
    with torch.inference_mode():
        right = sum((links(example).argmax(1) == example.gold).sum().item() for example in examples)
    return 100 * right / sum(len(example.gold) for example in examples)


def fit(examples: list[LinkExample], dev: list[LinkExample], *, seed: int = 1) -> Links:
    """Learn the links; prints the accuracy on development articles after each round."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    links = Links()
    optimizer = torch.optim.AdamW(links.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=ROUNDS * len(examples))
    for turn in range(ROUNDS):
        links.train()
        rng.shuffle(examples)
        for example in examples:
            loss = functional.cross_entropy(links(example), example.gold)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"round {turn + 1}: {accuracy(links, dev):.2f}% of the links of gold spans right", flush=True)
    return links.eval()


def fit_checkpoint(*, checkpoint: Path, corpora: Path, base: Path) -> None:
    """Fit the links of a checkpoint and write it anew with them."""
    network, saved = load_network(checkpoint)
    subwords = load_subwords((base / "tokenizer.json").read_bytes())
    train, dev = (
        list(read_examples(network, (prepare(example, subwords, {}) for example in read_polnear(corpora, part))))
        for part in ("train", "dev")
    )
    links = fit(train, dev)
    replace_head(saved, "link_part", links.part)
    replace_head(saved, "link_cue", links.cue)
    saved["links"] = {name: table.detach().tolist() for name, table in links.tables.items()}
    save(saved, checkpoint)


if __name__ == "__main__":
    run_fit(fit_checkpoint, __doc__)
