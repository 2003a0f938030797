"""What helps, by how much: short trainings that differ in one thing each, over several seeds.

``python -m training.ablation --corpora ../shared/corpora --base FOLDER --pretrained FILE`` prints a table of figures on
PolNeAR dev. Every variant reads the same articles equally often; those with company read other corpora besides.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from pipeline.language.attributions import ROLES
from pipeline.language.decoding import decode_spans
from pipeline.language.subwords import load_subwords
from training.batches import Prepared, batches, prepare
from training.corpora import Example, read_polnear
from training.development import evaluate, score_words
from training.labels import spans_of
from training.measures.attributions import read_segment_gold
from training.metrics import Tally
from training.network import Network
from training.train import SYNTAX, TOKENS, learn, read_examples, start_network, vocabularies_of, windows_of_epoch

EPOCHS = 2


@dataclass(frozen=True, slots=True)
class Variant:
    """What a training starts from and reads."""

    name: str
    news: bool  # the encoder's training went on over news
    company: bool  # the other heads learn with the attributions
    segments: bool  # articles cut into segments are read too


VARIANTS = (
    Variant("MiniLM-L6, attributions alone", news=False, company=False, segments=False),
    Variant("+ masked words of news", news=True, company=False, segments=False),
    Variant("+ the other heads", news=True, company=True, segments=False),
    Variant("+ segments", news=True, company=True, segments=True),
)


def read_variant(examples: Sequence[Example], variant: Variant) -> list[Example]:
    """Return what a variant reads of the examples."""
    chosen = [example for example in examples if variant.segments or example.corpus != "segment"]
    if variant.company:
        return chosen
    bare = {"entities": None, "tags": None, "sentence_starts": None}
    return [replace(example, **bare) for example in chosen if example.attributions is not None]


def score_segments(network: Network, data: Sequence[tuple[Prepared, set[tuple[int, int, str]]]]) -> dict[str, float]:
    """Return the exact-span F1 by role on CofeNet's segments, in percent."""
    tallies = {role: Tally() for role in ROLES}
    for prepared, gold in data:
        found = decode_spans(score_words(network, prepared)["attributions"], ROLES)
        for role, tally in tallies.items():
            tally.add({span for span in gold if span[2] == role}, {span[:3] for span in found if span[2] == role})
    return {f"{role} (segments)": 100 * tally.f1 for role, tally in tallies.items()}


def main() -> None:
    """Read the options, train every variant with every seed and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--pretrained", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.25, help="of the texts of every corpus")
    options = parser.parse_args()
    subwords = load_subwords((options.base / "tokenizer.json").read_bytes())
    examples = list(read_examples(options.corpora))
    labels = vocabularies_of(examples)
    syntax = {name: labels[name] for name in SYNTAX}
    examples = random.Random(1).sample(examples, round(options.share * len(examples)))
    dev = [prepare(example, subwords, syntax) for example in read_polnear(options.corpora, "dev")]
    segments = [
        (prepare(Example("segment", words), subwords, syntax), set(spans_of(tags)))
        for words, tags in read_segment_gold(options.corpora)
    ]
    for variant in VARIANTS:
        data = [prepare(example, subwords, syntax) for example in read_variant(examples, variant)]
        results = []
        for seed in range(1, options.seeds + 1):
            torch.manual_seed(seed)
            rng = random.Random(seed)
            steps = EPOCHS * len(list(batches(windows_of_epoch(data, random.Random(seed)), tokens=TOKENS, rng=rng)))
            network = start_network(labels, options.base, options.pretrained if variant.news else None)
            *_, network = learn(network, data, progress=lambda step, steps=steps: step / steps, rng=rng)
            results.append(evaluate(network, dev, []) | score_segments(network, segments))
            print(variant.name, f"seed {seed}", results[-1], flush=True)
        means = {name: np.mean([figures[name] for figures in results]) for name in results[0]}
        print(f"{variant.name}: " + ", ".join(f"{name} {value:.1f}" for name, value in means.items()), flush=True)


if __name__ == "__main__":
    main()
