"""Factuality: what is read of a word's surroundings, the network, and the component, on weights made by hand."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

import pipeline.language  # noqa: F401  (registers the factories)
from pipeline.language.features import FeatureNetwork
from pipeline.language.surroundings import Surroundings


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_factuality", name="factuality")
    return nlp


@pytest.fixture
def doc(nlp):
    """She said no ship had not sailed, on purpose in few words."""
    rows = [
        ("She", "PRON", "PRP", "she", 1, "nsubj"),
        ("said", "VERB", "VBD", "say", 1, "root"),
        ("no", "DET", "DT", "no", 3, "det"),
        ("ship", "NOUN", "NN", "ship", 6, "nsubj"),
        ("had", "AUX", "VBD", "have", 6, "aux"),
        ("not", "PART", "RB", "not", 6, "advmod"),
        ("sailed", "VERB", "VBN", "sail", 1, "ccomp"),
    ]
    words, pos, tags, lemmas, heads, deps = zip(*rows, strict=True)
    doc = Doc(nlp.vocab, words=words, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=deps)
    doc._.head_scores = {"states": np.zeros((len(words), 2), dtype=np.float32)}
    doc._.head_scores["states"][6] = [1, 2]
    return doc


def learnt(**vectors):
    """Return a network of two hidden units; the second counts against what is so."""
    return {
        "scales": ["FactBank", "UW"],
        "states": [[0.0, 0.0]] * 4,
        "vectors": {name.replace("__", "="): numbers for name, numbers in vectors.items()},
        "bias": [2.5, 0.0],
        "weights": [[1.0, 0.5], [-1.0, -0.5], [0.0, 0.0]],
    }


def test_function_words_and_governors_are_told(doc):
    features = Surroundings(doc).describe(6)
    assert {"lemma=sail", "tag=VBN", "aux=have", "advmod=not", "nsubj=negative", "has=nsubj"} <= set(features)
    assert {"1^ccomp", "1^ccomp<say", "1^has=nsubj", "height=1"} <= set(features)
    assert "nsubj=negative" not in Surroundings(doc).describe(1)


def test_governors_are_told_up_to_the_third(nlp):
    words, deps = ["a", "b", "c", "d", "e"], ["root", *["xcomp"] * 4]
    doc = Doc(nlp.vocab, words=words, lemmas=words, tags=["VB"] * 5, heads=[0, 0, 1, 2, 3], deps=deps)
    features = Surroundings(doc).describe(4)
    assert "3^<b" in features and not any(feature.startswith("4^") for feature in features)


def test_predicates_have_factuality_and_other_words_none(nlp, doc):
    component = nlp.get_pipe("factuality").load(learnt(advmod__not=[0.0, 5.0]))
    doc = component(doc)
    assert [token._.factuality for token in doc] == [None, 2.5, None, None, None, None, -2.5]


def test_no_value_leaves_the_scale(nlp, doc):
    component = nlp.get_pipe("factuality").load(learnt(advmod__not=[0.0, 99.0], lemma__say=[99.0, 0.0]))
    assert [component(doc)[word]._.factuality for word in (1, 6)] == [3.0, -3.0]


def test_the_states_of_a_word_and_of_its_head_count(nlp, doc):
    weights = learnt() | {"states": [[0.0, 0.0], [0.0, 0.25], [0.0, 0.0], [0.0, 0.0]]}
    assert nlp.get_pipe("factuality").load(weights)(doc)[6]._.factuality == 2.0
    weights["states"] = [[0.0, 0.0], [0.0, 0.0], [0.0, 0.25], [0.0, 0.0]]
    doc._.head_scores["states"][1] = [2, 0]
    assert nlp.get_pipe("factuality").load(weights)(doc)[6]._.factuality == 2.0


def test_the_scale_is_a_setting(doc):
    nlp = spacy.blank("en")
    component = nlp.add_pipe("hearsay_factuality", config={"scale": "UW"}).load(learnt())
    assert component(doc)[1]._.factuality == 1.25


def test_a_scale_that_was_not_learnt_is_an_error():
    component = spacy.blank("en").add_pipe("hearsay_factuality", config={"scale": "Unheard-of"})
    with pytest.raises(ValueError, match="Unheard-of"):
        component.load(learnt())


def test_what_was_learnt_is_kept(nlp, tmp_path, doc):
    component = nlp.get_pipe("factuality").load(learnt(advmod__not=[0.0, 5.0]))
    component.to_disk(tmp_path)
    again = spacy.blank("en").add_pipe("hearsay_factuality").from_disk(tmp_path)
    assert again.learnt() == component.learnt()
    assert again(doc)[6]._.factuality == -2.5


def test_it_survives_a_docbin(nlp, doc):
    doc = nlp.get_pipe("factuality").load(learnt())(doc)
    doc._.head_scores = None
    (again,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert [token._.factuality for token in again] == [token._.factuality for token in doc]


def test_a_doc_that_was_not_read_has_none(nlp):
    assert nlp.make_doc("She said so.")[1]._.factuality is None


def test_an_empty_doc_is_read(nlp):
    doc = Doc(nlp.vocab)
    doc._.head_scores = {"states": np.zeros((0, 2), dtype=np.float32)}
    assert len(nlp.get_pipe("factuality").load(learnt())(doc)) == 0


def test_an_unknown_feature_adds_nothing():
    network = FeatureNetwork.of(learnt(known=[1.0, 0.0]))
    states = np.zeros((3, 4), dtype=np.float32)
    assert network(states, [["known"], ["unknown"], []])[:, 0].tolist() == [3.5, 2.5, 2.5]
