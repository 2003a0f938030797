"""The fit of check-worthiness on made-up sentences, and its figures."""

import json

import numpy as np
import pytest

from training.checkworthiness import FOLDER, FOLDS, TEST, TRAIN, Reading, fit, logits, read_training
from training.measures.checkworthiness import (
    CLASSES,
    average_precision,
    counts_of,
    read_debates,
    stratified,
    with_means,
)
from training.metrics import f1_of


def readings(labels, rng):
    """Return readings whose label shows in a feature and in a number of the states."""
    return [
        Reading(rng.normal(size=3).astype(np.float32) + [2 * label, 0, 0], {"tag=CD" if label else "tag=UH": 0.2})
        for label in labels
    ]


def test_it_learns_and_scores_what_is_new():
    rng = np.random.default_rng(1)
    labels = [0, 1] * 60
    learnt = fit(readings(labels, rng), labels)
    found = logits(learnt, readings([0] * 20 + [1] * 20, rng)) > 0
    assert found[20:].mean() > 0.9 > 0.1 > found[:20].mean()
    assert set(learnt["features"]) == {"tag=CD", "tag=UH"} and len(learnt["states"]) == 3


def test_sentences_of_the_test_file_are_not_trained_on(tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for name, numbers in ((TRAIN, (1, 2)), (FOLDS, (2, 3, 4)), (TEST, (4,))):
        rows = [{"sentence_id": number, "label": 1, "text": str(number)} for number in numbers]
        (folder / name).write_text(json.dumps(rows))
    assert [sentence.number for sentence in read_training(tmp_path)] == [1, 2, 3]


def test_figures_are_told_by_class():
    pairs = [(1, 1)] * 3 + [(1, 0)] + [(0, 0)] * 10 + [(0, 1)] * 2
    texts = [counts_of(gold, found) for gold, found in pairs]
    sums = {name: 100 * f1_of(np.sum([text[name] for text in texts], axis=0)[None]) for name in texts[0]}
    figures = with_means(sums)
    no, yes = CLASSES
    assert figures[f"{yes}: precision"][0] == pytest.approx(60)
    assert figures[f"{yes}: recall"][0] == pytest.approx(75)
    assert figures[no][0] == pytest.approx(100 * 20 / 23)
    assert figures["weighted"][0] == pytest.approx((12 * figures[no][0] + 4 * figures[yes][0]) / 16)
    assert not any("share" in name for name in figures)


def test_every_part_has_the_same_share_of_each_label():
    labels = [0] * 80 + [1] * 20
    parts = stratified(labels)
    assert [int((parts == part).sum()) for part in range(4)] == [25] * 4
    assert [int(((parts == part) & (np.array(labels) == 1)).sum()) for part in range(4)] == [5] * 4


def test_average_precision_follows_the_ranking():
    assert average_precision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([0, 0], [0.9, 0.8]) == 0.0


def test_debates_are_read_apart(tmp_path):
    file = tmp_path / "debates.csv"
    file.write_text('line_number,speaker,text,label,file_name\n1,A,"Well, yes.",0,one\n2,B,It rose by 9%.,1,two\n')
    assert read_debates(file) == {"one": [("Well, yes.", 0)], "two": [("It rose by 9%.", 1)]}
