"""Train the cross-encoder that tells what two statements are to each other, and export it.

``python -m training.relations --corpora ../shared/corpora --base FOLDER --work FOLDER --out models/en_claims``

The loss is the negative log-probability of the set of relations that a pair's judgement leaves open, smoothed towards
all of them (Szegedy et al., CVPR 2016). Pairs come in either order. A first stage reads SNLI once, the others mostly
the stories written for the project, several times; judged pairs of real news, the smaller corpora and pairs made from
news go with all. What is kept is the average of the weights over the last steps and of the third stage's epochs; its
scores lean towards what it finds too seldom, and are divided by a temperature (Guo et al., ICML 2017) that is fitted on
the judged pairs kept for tuning.
"""

import copy
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from pipeline.link.embeddings import Embedder
from pipeline.link.relations import LONGEST, RELATIONS, join
from training.checkpoints import save
from training.embeddings import read_tokenizer
from training.judged_pairs import judged_pairs
from training.options import run_claims_training
from training.relation_network import RelationNetwork, export
from training.relation_pairs import (
    CONTRADICTS,
    SNLI,
    SNLI_TRAIN,
    NewsPairs,
    Pair,
    read_days,
    read_pairs,
    read_written,
    snli_pairs,
)
from training.relation_stories import Story, StoryPairs, split_stories

TOKENS = 2048  # word pieces a step
HEAD_RATE = 5  # times the encoder's
SMOOTHING = 0.05
# Added to scores: best on the stories held out, the judged pairs for tuning and the gold looked at.
LEANING = {"supports": 0.25, "contradicts": -0.5, "unrelated": -1.0}
AVERAGING = 0.998
COPIES_OF_CONTRADICTIONS = 2  # in real news, an epoch: there are few
CHUNK = 2000  # pairs among which those of like length share a step


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of the training reads, and how fast it learns.

    :param snli: pairs of SNLI an epoch; ``smaller``: of the smaller corpora; ``news``: pairs made from news.
    :param rate: of the encoder, at its peak; it is reached after the share ``warm`` and falls to the share ``last``.
    """

    epochs: int
    snli: int
    smaller: int
    news: int
    rate: float
    warm: float
    last: float


STAGES = (
    Stage(epochs=1, snli=100_000, smaller=14_000, news=2000, rate=1e-4, warm=0.05, last=0.15),
    Stage(epochs=3, snli=10_000, smaller=14_000, news=3000, rate=7e-5, warm=0.05, last=0.25),
    Stage(epochs=2, snli=5_000, smaller=7_000, news=3000, rate=5e-5, warm=0.025, last=0.5),
)

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
    """Return the mean negative log-probability of what may hold, smoothed; each pair is turned round half the time."""
    turned = [(second, first) if rng.random() < 0.5 else (first, second) for first, second, _ in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(*encoding.collate(turned))
    forbidden = ~torch.stack([allowed for _, _, allowed in batch])
    logs = scores.float().log_softmax(-1)
    told = logs.masked_fill(forbidden, -1e4).logsumexp(-1)
    return -((1 - SMOOTHING) * told + SMOOTHING * logs.mean(-1)).mean()


def optimizer_of(network: RelationNetwork, rate: float) -> torch.optim.Optimizer:
    """Return AdamW with a rate of its own for the encoder and for the rest."""
    encoder = list(network.encoder.parameters())
    rest = [*network.mixing.parameters(), *network.output.parameters()]
    groups = [{"params": encoder, "peak": rate}, {"params": rest, "peak": HEAD_RATE * rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def learn(
    network: RelationNetwork, epochs: Iterator[Sequence[Pair]], stage: Stage, encoding: Encoding, rng: random.Random
) -> Iterator[RelationNetwork]:
    """Train for a stage, and yield the averaged network after each epoch."""
    average, optimizer, began, losses = copy.deepcopy(network), optimizer_of(network, stage.rate), time.monotonic(), []
    for epoch, pairs in enumerate(epochs):
        plan = batches(encoding(pairs), rng)
        network.train()
        for number, batch in enumerate(plan):
            done = (epoch + number / len(plan)) / stage.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate_at(done, stage)
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


def rate_at(done: float, stage: Stage) -> float:
    """Return the share of the peak rate after a share of a stage: up to 1, then down to the last."""
    return min(done / stage.warm, stage.last + (1 - stage.last) * (1 - done) / (1 - stage.warm))


def _move(average: nn.Module, present: nn.Module, share: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), present.parameters(), strict=True):
            kept.lerp_(new, 1 - share)


class Epochs:
    """The pairs of each epoch, drawn anew for each, but for those of real news, which are in all."""

    def __init__(
        self, corpora: Path, snli: Path, stories: Sequence[Story], embedder: Embedder, rng: random.Random
    ) -> None:
        self.smaller, self.snli = read_pairs(corpora), list(snli_pairs(snli / SNLI_TRAIN))
        self.judged = [
            pair for pair in judged_pairs(corpora, "train")
            for _ in range(COPIES_OF_CONTRADICTIONS if pair.relations == CONTRADICTS else 1)
        ]
        self.stories, self.news = StoryPairs(stories, rng), NewsPairs(read_days(corpora), embedder, rng)
        self.rng = rng

    def draw(self, stage: Stage) -> Iterator[list[Pair]]:
        """Yield the pairs of each epoch of a stage."""
        for _ in range(stage.epochs):
            pairs = self.stories.draw() + self.judged + self.news.draw(stage.news)
            for corpus, count in ((self.smaller, stage.smaller), (self.snli, stage.snli)):
                pairs += self.rng.sample(corpus, min(count, len(corpus)))
            yield pairs


def scores_of(network: RelationNetwork, pairs: Sequence[Pair], encoding: Encoding) -> Tensor:
    """Return the scores of pairs, each in the order in which :class:`pipeline.link.relations.Relations` reads it."""
    rows = [tuple(sorted((first, second))) for first, second, _ in encoding(pairs)]
    with torch.inference_mode():
        return torch.cat([network(*encoding.collate([row])).float() for row in rows])


def mean_of(networks: Sequence[RelationNetwork]) -> RelationNetwork:
    """Return the network with the mean weights of several."""
    mean = copy.deepcopy(networks[0])
    for number, network in enumerate(networks[1:], 1):
        _move(mean, network, number / (number + 1))
    return mean


def lean(network: RelationNetwork) -> None:
    """Add :data:`LEANING` to a network's scores."""
    with torch.no_grad():
        network.output.bias += torch.tensor([LEANING.get(relation, 0.0) for relation in RELATIONS])


def calibrate(network: RelationNetwork, pairs: Sequence[Pair], encoding: Encoding) -> float:
    """Divide a network's scores by the temperature at which the pairs' relations are likeliest, and return it."""
    scores = scores_of(network, pairs, encoding)
    gold = torch.tensor([RELATIONS.index(*pair.relations) for pair in pairs])
    temperatures = np.linspace(0.5, 5, 91).tolist()
    best = min(temperatures, key=lambda each: nn.functional.cross_entropy(scores / each, gold).item())
    with torch.no_grad():
        network.output.weight /= best
        network.output.bias /= best
    return best


def train(*, corpora: Path, base: Path, work: Path, out: Path, snli: Path = SNLI, seed: int = 1) -> None:
    """Train stage by stage, save a checkpoint after each epoch to ``work``, and export the last to ``out``.

    :param out: where :mod:`training.embeddings` has put its table, by which pairs of news are chosen.
    :param snli: folder of SNLI's files.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    work.mkdir(parents=True, exist_ok=True)
    stories, _ = split_stories(read_written())
    encoding, epochs = Encoding(read_tokenizer(base)), Epochs(corpora, snli, stories, Embedder(out), rng)
    network = RelationNetwork(base)
    for number, stage in enumerate(STAGES, 1):
        averages = []
        for epoch, average in enumerate(learn(network, epochs.draw(stage), stage, encoding, rng), 1):
            averages.append(copy.deepcopy(average))
            save({"weights": average.state_dict()}, work / f"relations{number}_{epoch}.pt")
            print(f"stage {number}, epoch {epoch} of {stage.epochs}", flush=True)
    best = mean_of(averages)
    lean(best)
    temperature = calibrate(best, judged_pairs(corpora, "tuning"), encoding)
    print(f"temperature {temperature:.2f}")
    export(best, out)


if __name__ == "__main__":
    run_claims_training(train, __doc__)
