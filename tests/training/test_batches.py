import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs its own environment: make train")

from training.batches import UNKNOWN, cut, prepare, window_antecedents
from training.corpora import Attributed, Example

VOCABULARIES = {"pos": ["NOUN", "VERB"], "tags": [], "morphs": [], "lemmas": [], "relations": ["root", "nsubj"]}


def subwords(word):
    return [ord(letter) for letter in word[:2]]


def parsed(*, sentences):
    """Return an example of sentences of two words each, the second the root."""
    words = [word for _ in range(sentences) for word in ("ships", "sail")]
    return Example(
        "ewt",
        words,
        sentence_starts=set(range(0, len(words), 2)),
        pos=["NOUN", "VERB"] * sentences,
        heads=[index + 1 - index % 2 for index in range(len(words))],
        relations=["nsubj", "root"] * sentences,
    )


def test_labels_are_numbers_and_what_is_not_known_stays_so():
    prepared = prepare(parsed(sentences=2), subwords, VOCABULARIES)
    assert prepared.labels["pos"].tolist() == [0, 1, 0, 1]
    assert prepared.labels["tags"].tolist() == [UNKNOWN] * 4
    assert prepared.labels["sentences"].tolist() == [1, 0, 1, 0]


def test_heads_count_the_words_of_the_window():
    prepared = prepare(parsed(sentences=40), subwords, VOCABULARIES)
    windows = [window for seed in range(8) for window in cut(prepared, size=32, rng=random.Random(seed))]
    assert max(len(window.ids) for window in windows) <= 32
    whole = [window for window in windows if window.labels["sentences"][0] == 1]
    for window in whole:
        known = window.heads != UNKNOWN
        expected = np.arange(len(window.heads)) | 1
        assert (window.heads[known] == expected[known]).all()
    assert {len(window.heads) for window in windows} >= {2}, "no text was cut into sentences"


def test_the_words_of_all_windows_are_those_of_the_text():
    prepared = prepare(parsed(sentences=40), subwords, VOCABULARIES)
    for seed in range(8):
        assert sum(len(window.firsts) for window in cut(prepared, size=32, rng=random.Random(seed))) == 80


def test_antecedents_outside_the_window_are_not_asked_for():
    items = [(5, (1,), (1, 3)), (6, (), (3,)), (7, (3, 1), (1, 3, 5))]
    numbers = {word: word - 2 for word in range(2, 10)}
    assert list(window_antecedents(items, numbers)) == [(4, (), (1,)), (5, (1,), (1, 3))]


def test_one_annotator_is_drawn_at_a_time():
    example = Example("polnear", ["Ada", "said", "so"], attributions=[[], [Attributed([(0, 1)], [(1, 2)], [(2, 3)])]])
    prepared = prepare(example, subwords, VOCABULARIES)
    drawn = {tuple(next(cut(prepared, size=32, rng=random.Random(seed))).labels["attributions"]) for seed in range(20)}
    assert len(drawn) == 2
