"""The events of factuality corpora, the fit on made-up ones, and the figures."""

import numpy as np
import pytest

from training.events import events_file, read_sentences
from training.measures.factuality import ERROR, figures_of, sums_of
from training.metrics import f1_of

ROWS = """0\tThey\t_\tPRP\t1\tnsubj\tthey
1\tleft\t3.0\tVBD\t1\tROOT\tleave
2\tto\t_\tTO\t3\taux\tto
3\tfish\t0.0\tVB\t1\txcomp\tfish

0\tRain\t_\tNN\t0\tROOT\train

0\tNo\t_\tDT\t1\tdet\tno
1\ttalks\t-3.0\tNNS\t1\tROOT\ttalk
"""


def test_sentences_with_events_are_read(tmp_path):
    file = events_file(tmp_path, "FactBank", "dev")
    file.parent.mkdir(parents=True)
    file.write_text(ROWS, encoding="utf-8")
    one, two = read_sentences(tmp_path, "FactBank", "dev")
    assert one.words == ["They", "left", "to", "fish"] and one.events == {1: 3.0, 3: 0.0}
    assert two.events == {1: -3.0}


def test_r_and_error_are_those_of_all_texts_together():
    rng = np.random.default_rng(1)
    gold, found = rng.uniform(-3, 3, 40), rng.uniform(-3, 3, 40)
    texts = [sums_of(gold[start : start + 5], found[start : start + 5]) for start in range(0, 40, 5)]
    means = {name: 100 * f1_of(np.sum([text[name] for text in texts], axis=0)[None]) for name in texts[0]}
    figures = figures_of(means)
    assert figures["r"][0] == pytest.approx(100 * np.corrcoef(gold, found)[0, 1])
    assert figures[ERROR][0] == pytest.approx(100 * np.abs(gold - found).mean())


def test_what_is_negated_is_learnt():
    pytest.importorskip("torch")
    from pipeline.language.features import FeatureNetwork
    from training.factuality import Events, fit

    rng = np.random.default_rng(1)
    signs = rng.integers(0, 2, 1280)
    states = rng.normal(size=(1280, 6)).astype(np.float32)
    features = [["advmod=not"] if sign else ["aux=have"] for sign in signs]
    values = np.where(signs, -3.0, 3.0).astype(np.float32)
    learnt = fit([Events(states, features, values, 0), Events(states, features, values / 3, 1)])
    found = FeatureNetwork.of(learnt)(states[:2] * 0, [["advmod=not"], ["aux=have"]])
    assert found[:, 0] == pytest.approx([-3, 3], abs=0.5)
    assert found[:, 1] == pytest.approx([-1, 1], abs=0.5)
