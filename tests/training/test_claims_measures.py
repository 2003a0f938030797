import numpy as np
import pytest

from pipeline.link.relations import RELATIONS
from training.measures.embeddings import correlation
from training.measures.relations import JUDGEMENTS, counts_of, judgement_of, with_macro
from training.metrics import f1_of


class Lengths:
    """Stands in for the vectors: two texts are the nearer, the more alike they are in length."""

    def __call__(self, texts):
        angles = np.array([len(text) for text in texts]) / 20
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)


@pytest.mark.parametrize(("judgements", "expected"), [((3.0, 2.0, 1.0), 100), ((1.0, 2.0, 1.5), -50)])
def test_the_mean_of_the_shares_is_spearmans_coefficient(judgements, expected):
    pairs = [("a", "a"), ("a", "aaa"), ("a", "aaaaaa")]
    counts = correlation([(*pair, judged) for pair, judged in zip(pairs, judgements, strict=True)], Lengths())
    shares = [found["Spearman"][0] for found in counts]
    assert 100 * np.mean(shares) == pytest.approx(expected)


def test_equal_judgements_share_a_rank():
    pairs = [("a", "a", 2.0), ("a", "aaa", 2.0), ("a", "aaaaaa", 1.0)]
    shares = [found["Spearman"][0] for found in correlation(pairs, Lengths())]
    assert np.mean(shares) == pytest.approx(0.866, abs=1e-3)


def test_f1_is_counted_by_class():
    gold = ["same", "same", "contradicts", "unrelated"]
    found = ["same", "unrelated", "contradicts", "unrelated"]
    counts = [counts_of(*pair, RELATIONS) for pair in zip(gold, found, strict=True)]
    figures = {name: f1_of(np.sum([each[name] for each in counts], axis=0)) for name in counts[0]}
    assert figures["same"] == pytest.approx(2 / 3)
    assert figures["supports"] == 0
    assert figures["contradicts"] == 1
    assert figures["unrelated"] == pytest.approx(2 / 3)
    assert figures["accuracy"] == 0.75
    assert with_macro({name: np.array([value]) for name, value in figures.items()})["macro"] == pytest.approx(7 / 12)


@pytest.mark.parametrize(
    ("probabilities", "judgement"), [((0.3, 0.3, 0, 0.4), 0), ((0.1, 0.1, 0.5, 0.3), 1), ((0.1, 0.2, 0.2, 0.5), 2)]
)
def test_same_and_supports_are_entailments(probabilities, judgement):
    assert judgement_of(np.array(probabilities)) == JUDGEMENTS[judgement]
