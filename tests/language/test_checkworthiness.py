"""Check-worthiness of any stretch of a text, on weights made by hand."""

import math

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

import pipeline.language  # noqa: F401  (registers the factories)
from pipeline.language.checkworthiness import word_features

LEARNT = {"states": [1.0, 0.0], "features": {"tag=CD": 4.0, "pair=rose by": 2.0}, "bias": -1.0}


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_checkworthiness", name="checkworthiness").load(LEARNT)
    return nlp


@pytest.fixture
def doc(nlp):
    words, lemmas = ["Prices", "rose", "by", "9", "\n\n", "Well"], ["price", "rise", "by", "9", "", "well"]
    doc = Doc(nlp.vocab, words=words, tags=["NNS", "VBD", "IN", "CD", "_SP", "UH"], lemmas=lemmas)
    doc._.head_scores = {"states": np.zeros((len(words), 2), dtype=np.float32)}
    doc._.head_scores["states"][0, 0] = 0.5
    doc._.head_scores["states"][4, 0] = 99
    return nlp.get_pipe("checkworthiness")(doc)


def logit(share):
    return math.log(share / (1 - share))


def test_words_have_lemma_tag_and_pair(doc):
    assert word_features(doc)[1] == ("lemma=rise", "tag=VBD", "pair=rose by")
    assert word_features(doc)[5] == ("lemma=well", "tag=UH", "pair=well ")


def test_a_stretch_is_worth_the_mean_of_its_words(doc):
    assert logit(doc[0:4]._.checkworthiness) == pytest.approx(-1 + (0.5 + 2 + 4) / 4)
    assert logit(doc[3:4]._.checkworthiness) == pytest.approx(3)


def test_blanks_do_not_count(doc):
    assert doc[3:5]._.checkworthiness == doc[3:4]._.checkworthiness
    assert doc[4:5]._.checkworthiness is None


def test_a_doc_that_was_not_read_has_none(nlp):
    assert nlp.make_doc("Prices rose.")[:]._.checkworthiness is None


def test_it_survives_a_docbin(nlp, doc):
    doc._.head_scores = None
    (again,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert again[0:4]._.checkworthiness == doc[0:4]._.checkworthiness


def test_what_was_learnt_is_kept(nlp, tmp_path):
    nlp.get_pipe("checkworthiness").to_disk(tmp_path)
    assert spacy.blank("en").add_pipe("hearsay_checkworthiness").from_disk(tmp_path).learnt() == LEARNT


def test_an_empty_doc_is_read(nlp):
    doc = Doc(nlp.vocab)
    doc._.head_scores = {"states": np.zeros((0, 2), dtype=np.float32)}
    assert len(nlp.get_pipe("checkworthiness")(doc)) == 0


def test_an_extreme_stretch_is_no_error(nlp, doc):
    doc.user_data["hearsay_word_worth"] = [-2000.0] * 3 + [2000.0] * 3
    assert doc[0:2]._.checkworthiness == 0.0
    assert doc[3:4]._.checkworthiness == 1.0
