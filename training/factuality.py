"""Fit the factuality of events on an exported pipeline: the encoder stays as it is.

``python -m training.factuality --model models/en_hearsay --corpora ../shared/corpora``

FactBank (Saurí & Pustejovsky, 2009) and UW (Lee et al., EMNLP 2015) train one hidden layer with an output each, by a
smooth absolute error. Under verbs of speech both follow the speaker: of FactBank's training events in the clause that
hangs on "say", 81% are certain and 4% unknown.
"""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from spacy.language import Language
from torch import Tensor, nn
from torch.nn import functional

from pipeline.language import load_pipeline
from pipeline.language.factuality import read_events
from pipeline.language.surroundings import Surroundings
from training.events import CORPORA, read_sentences
from training.measures import doc_of_words
from training.options import FITTED_LATER, run_fit_on_model

HIDDEN, ROUNDS, BATCH, RATE, DECAY = 48, 8, 64, 2e-3, 0.05
DROPOUT, FEATURE_DROPOUT, SMOOTH = 0.3, 0.2, 0.5
STATES_SHARE = 0.2  # how large states are beside features, so that they are learnt more slowly
MINIMUM = 3  # occurrences of a feature that is learnt


class Events(NamedTuple):
    """Events of a corpus: their states (events x size), features, and values on the scale of ``output``."""

    states: np.ndarray
    features: list[list[str]]
    values: np.ndarray
    output: int


def describe_events(nlp: Language, corpora: Path, part: str) -> Iterator[Events]:
    """Run the pipeline over each corpus's sentences and return its events."""
    for output, name in enumerate(CORPORA):
        states, features, values = [], [], []
        for sentence in read_sentences(corpora, name, part):
            doc = doc_of_words(nlp, sentence.words)
            found = read_events(doc, Surroundings(doc), list(sentence.events))
            states.append(found[0])
            features += found[1]
            values += sentence.events.values()
        yield Events(np.concatenate(states), features, np.asarray(values, dtype=np.float32), output)


class Network(nn.Module):
    """What :class:`pipeline.language.features.FeatureNetwork` computes, with dropout."""

    def __init__(self, size: int, features: int, outputs: int) -> None:
        super().__init__()
        self.states = nn.Linear(size, HIDDEN)
        self.vectors = nn.EmbeddingBag(features, HIDDEN, mode="sum")
        self.output = nn.Linear(HIDDEN, outputs)
        nn.init.normal_(self.vectors.weight, 0, 0.05)
        nn.init.constant_(self.output.bias, 2.0)

    def forward(self, states: Tensor, features: list[list[int]]) -> Tensor:
        """Return the numbers of each event, events x outputs."""
        flat = torch.tensor([number for item in features for number in item])
        starts = torch.tensor([0, *map(len, features)]).cumsum(0)[:-1]
        kept = (torch.rand(len(flat)) > FEATURE_DROPOUT if self.training else torch.ones(len(flat))).float()
        states = functional.dropout(states, DROPOUT, self.training)
        hidden = functional.relu(self.states(states) + self.vectors(flat, starts, per_sample_weights=kept))
        return self.output(functional.dropout(hidden, DROPOUT, self.training))


def fit(corpora: list[Events], *, seed: int = 1) -> dict[str, Any]:
    """Learn the network of the component, as its ``load`` takes it."""
    torch.manual_seed(seed)
    counts = Counter(name for events in corpora for item in events.features for name in set(item))
    numbers = {name: place for place, (name, count) in enumerate(sorted(counts.items())) if count >= MINIMUM}
    numbers = {name: place for place, name in enumerate(numbers)}
    features = [[numbers[n] for n in item if n in numbers] for events in corpora for item in events.features]
    states = np.concatenate([events.states for events in corpora]).astype(np.float32)
    middle, width = states.mean(axis=0), (states.std(axis=0) + 1e-3) / STATES_SHARE
    states = torch.from_numpy((states - middle) / width)
    values = torch.from_numpy(np.concatenate([events.values for events in corpora]))
    outputs = torch.tensor([events.output for events in corpora for _ in events.features])
    network = Network(states.shape[1], len(numbers), len(corpora))
    _learn(network, states, features, outputs, values, random.Random(seed))
    weights = network.states.weight.detach().numpy().T / width[:, None]
    return {
        "scales": list(CORPORA),
        "states": weights.tolist(),
        "vectors": dict(zip(numbers, network.vectors.weight.detach().tolist(), strict=True)),
        "bias": (network.states.bias.detach().numpy() - middle @ weights).tolist(),
        "weights": [*network.output.weight.detach().T.tolist(), network.output.bias.detach().tolist()],
    }


def _learn(
    network: Network, states: Tensor, features: list[list[int]], outputs: Tensor, values: Tensor, rng: random.Random
) -> None:
    steps = len(values) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=ROUNDS * steps)
    order = list(range(len(values)))
    for turn in range(ROUNDS):
        rng.shuffle(order)
        total = 0.0
        for step in range(steps):
            batch = order[step * BATCH : (step + 1) * BATCH]
            found = network(states[batch], [features[item] for item in batch]).gather(1, outputs[batch][:, None])[:, 0]
            loss = functional.smooth_l1_loss(found, values[batch], beta=SMOOTH)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"round {turn + 1}: loss {total / steps:.3f}", flush=True)


def fit_model(*, model: Path, corpora: Path) -> None:
    """Fit the factuality of a pipeline and write the component anew."""
    nlp = load_pipeline(model)
    with nlp.select_pipes(disable=FITTED_LATER):
        described = list(describe_events(nlp, corpora, "train"))
    nlp.get_pipe("factuality").load(fit(described)).to_disk(model / "factuality")


if __name__ == "__main__":
    run_fit_on_model(fit_model, __doc__)
