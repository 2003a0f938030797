"""Train the cross-encoder that tells what two statements are to each other, and export it.

``python -m training.relations --corpora ../shared/corpora --base FOLDER --work FOLDER --out models/en_claims``

The loss is the negative log-probability of the set of relations that a pair's judgement leaves open. Pairs come in
either order. What is kept is the average of the weights over the last steps.
"""

import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from pipeline.link.embeddings import Embedder
from pipeline.link.relations import LONGEST, RELATIONS, join
from training.checkpoints import save
from training.embeddings import read_tokenizer
from training.options import run_claims_training
from training.relation_network import RelationNetwork, export
from training.relation_pairs import NewsPairs, Pair, read_days, read_pairs

EPOCHS, TOKENS = 4, 2048  # word pieces a step
COPIES = 3  # an epoch, of our own pairs that are the same, support or contradict
NEWS_PAIRS = 3000  # an epoch
ENCODER_RATE, HEAD_RATE, WARM = 1e-4, 5e-4, 0.1
AVERAGING = 0.998
CHUNK = 2000  # pairs among which those of like length share a step

Encoded = tuple[list[int], list[int], Tensor]


class Encoding:
    """Pairs to word pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.marks = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

    def __call__(self, pairs: Sequence[Pair]) -> list[Encoded]:
        """Return the pieces of both statements of each pair, and which relations may hold."""
        sides = [
            self.tokenizer.encode_batch([pair[side] for pair in pairs], add_special_tokens=False) for side in (0, 1)
        ]
        allowed = torch.tensor([[relation in pair.relations for relation in RELATIONS] for pair in pairs])
        return [
            (first.ids[:LONGEST], second.ids[:LONGEST], row)
            for first, second, row in zip(*sides, allowed, strict=True)
            if first.ids and second.ids
        ]

    def collate(self, rows: Sequence[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor, Tensor]:
        """Return pieces, segments and mask of a batch, padded at the end."""
        joined = [tuple(map(torch.from_numpy, join(first, second, marks=self.marks))) for first, second in rows]
        pad = nn.utils.rnn.pad_sequence
        ids, segments = (pad([row[part] for row in joined], batch_first=True) for part in (0, 1))
        return ids, segments, pad([torch.ones(len(row[0])) for row in joined], batch_first=True)


def batches(rows: Sequence[Encoded], rng: random.Random) -> list[list[Encoded]]:
    """Shuffle pairs into batches of like length."""
    rows = rng.sample(list(rows), len(rows))
    made: list[list[Encoded]] = []
    for start in range(0, len(rows), CHUNK):
        batch: list[Encoded] = []
        for row in sorted(rows[start : start + CHUNK], key=_length):
            if batch and (len(batch) + 1) * _length(row) > TOKENS:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    rng.shuffle(made)
    return made


def _length(row: Encoded) -> int:
    return len(row[0]) + len(row[1]) + 3


def loss_of(network: RelationNetwork, batch: Sequence[Encoded], encoding: Encoding, rng: random.Random) -> Tensor:
    """Return the mean negative log-probability of what may hold; each pair is turned round half of the time."""
    turned = [(second, first) if rng.random() < 0.5 else (first, second) for first, second, _ in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(*encoding.collate(turned))
    forbidden = ~torch.stack([allowed for _, _, allowed in batch])
    return -scores.float().log_softmax(-1).masked_fill(forbidden, -1e4).logsumexp(-1).mean()


def optimizer_of(network: RelationNetwork) -> torch.optim.Optimizer:
    """Return AdamW with a rate of its own for the encoder and for the rest."""
    encoder = list(network.encoder.parameters())
    rest = [*network.mixing.parameters(), *network.output.parameters()]
    groups = [{"params": encoder, "peak": ENCODER_RATE}, {"params": rest, "peak": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def learn(
    network: RelationNetwork, epochs: Iterator[Sequence[Pair]], encoding: Encoding, rng: random.Random
) -> Iterator[RelationNetwork]:
    """Train, and yield the averaged network after each epoch."""
    average, optimizer, began, losses = copy.deepcopy(network), optimizer_of(network), time.monotonic(), []
    for epoch, pairs in enumerate(epochs):
        plan = batches(encoding(pairs), rng)
        network.train()
        for number, batch in enumerate(plan):
            done = (epoch + number / len(plan)) / EPOCHS
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(done / WARM, (1 - done) / (1 - WARM))
            loss = loss_of(network, batch, encoding, rng)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
            _move(average, network, min(AVERAGING, (1 + len(losses)) / (10 + len(losses))))
            if len(losses) % 100 == 0:
                minutes = (time.monotonic() - began) / 60
                print(f"{minutes:5.1f} min, {done:.0%}, loss {np.mean(losses[-100:]):.4f}", flush=True)
        yield average.eval()


def _move(average: nn.Module, present: nn.Module, share: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), present.parameters(), strict=True):
            kept.lerp_(new, 1 - share)


def pairs_of_epochs(corpora: Path, embedder: Embedder, rng: random.Random) -> Iterator[list[Pair]]:
    """Yield the pairs of each epoch: those of the corpora and our own, and others from news each time."""
    fixed = [pair for pair in read_pairs(corpora) for _ in range(COPIES if is_rare(pair) else 1)]
    news = NewsPairs(read_days(corpora), embedder, rng)
    for _ in range(EPOCHS):
        yield fixed + news.draw(NEWS_PAIRS)


def is_rare(pair: Pair) -> bool:
    """Return whether a pair is one of our own that is neither unrelated nor open."""
    return pair.source == "written" and len(pair.relations) == 1 and "unrelated" not in pair.relations


def train(*, corpora: Path, base: Path, work: Path, out: Path, seed: int = 1) -> None:
    """Train for some epochs, save a checkpoint after each to ``work``, and export the last to ``out``.

    :param out: where :mod:`training.embeddings` has put its table, by which pairs of news are chosen.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    work.mkdir(parents=True, exist_ok=True)
    network = RelationNetwork(base)
    epochs = learn(network, pairs_of_epochs(corpora, Embedder(out), rng), Encoding(read_tokenizer(base)), rng)
    for epoch, average in enumerate(epochs, 1):
        save({"weights": average.state_dict()}, work / f"relations{epoch}.pt")
        print(f"epoch {epoch} of {EPOCHS}", flush=True)
    export(average, out)


if __name__ == "__main__":
    run_claims_training(train, __doc__)
