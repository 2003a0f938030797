"""How syntax is scored, on a Doc with known faults."""

import pytest
import spacy
from spacy.tokens import Doc

from training.corpora import Example
from training.measures import syntax
from training.metrics import f1_of

WORDS = "Two ships were seen off Ostvik".split()
GOLD = {
    "pos": ["NUM", "NOUN", "AUX", "VERB", "ADP", "PROPN"],
    "tags": ["CD", "NNS", "VBD", "VBN", "IN", "NNP"],
    "morphs": ["NumType=Card", "NumForm=Word|Number=Plur", "_", "Tense=Past|VerbForm=Part", "_", "Number=Sing"],
    "lemmas": ["two", "ship", "be", "see", None, "Ostvik"],
    "heads": [1, 3, 3, 3, 5, 3],
    "relations": ["nummod", "nsubj:pass", "aux:pass", "root", "case", "obl"],
}


def annotated(**changes):
    layers = {name: list(values) for name, values in GOLD.items()}
    for name, (place, value) in changes.items():
        layers[name][place] = value
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        pos=layers["pos"],
        tags=layers["tags"],
        morphs=["" if morph == "_" else morph for morph in layers["morphs"]],
        lemmas=[lemma or "?" for lemma in layers["lemmas"]],
        heads=layers["heads"],
        deps=layers["relations"],
    )


def accuracies(doc):
    example = Example("ewt", WORDS, sentence_starts={0}, **GOLD)
    return {name: round(float(f1_of(counts)), 3) for name, counts in syntax.accuracies(example, doc).items()}


def test_gold_against_itself_is_right():
    assert set(accuracies(annotated()).values()) == {1.0}


@pytest.mark.parametrize(
    ("changes", "lowered"),
    [
        ({"pos": (0, "ADJ")}, {"UPOS": 5 / 6}),
        ({"tags": (0, "JJ")}, {"XPOS": 5 / 6}),
        ({"morphs": (3, "Tense=Past")}, {"features": 5 / 6}),
        ({"lemmas": (0, "Two")}, {"lemmas": 4 / 5}),
        ({"heads": (4, 3)}, {"UAS": 5 / 6, "LAS": 5 / 6, "LAS with subtypes": 5 / 6}),
        ({"relations": (1, "obj")}, {"LAS": 5 / 6, "LAS with subtypes": 5 / 6}),
        ({"relations": (1, "nsubj")}, {"LAS with subtypes": 5 / 6}),
    ],
)
def test_each_fault_shows_where_it_is(changes, lowered):
    found = accuracies(annotated(**changes))
    assert found == dict.fromkeys(found, 1.0) | {name: round(value, 3) for name, value in lowered.items()}


def test_goals_and_published_figures_are_of_figures_that_there_are():
    figures = set(accuracies(annotated()))
    for measure in syntax.MEASURES:
        assert {*measure.goals, *measure.published} <= figures
