"""Factuality and check-worthiness of claims, from what the model says of words."""

import pytest
import spacy

from pipeline.language.extensions import set_factuality, set_word_worth
from pipeline.rows.strength import checkworthiness_of, factuality_of

TEXT = "The army shelled the village."


@pytest.fixture
def doc():
    doc = spacy.blank("en")(TEXT)
    set_factuality(doc, {2: 2.4567})
    set_word_worth(doc, [1.0, 1.0, 4.0, 0.0, 0.0, 0.0])
    return doc


def test_a_claim_is_as_certain_as_its_predicate(doc):
    assert factuality_of(doc[2], "asserts") == 2.457
    assert factuality_of(doc[1], "asserts") is None
    assert factuality_of(None, "asserts") is None


def test_what_is_denied_is_not_so(doc):
    assert factuality_of(doc[2], "denies") == -2.457
    set_factuality(doc, {2: -2.9})
    assert factuality_of(doc[2], "denies") == -2.9


def test_a_claim_is_worth_what_its_own_words_are(doc):
    assert checkworthiness_of(doc, (0, 16)) == pytest.approx(0.881, abs=0.001)
    assert checkworthiness_of(doc, (17, 28)) == 0.5


def test_a_doc_without_the_heads_gives_none():
    doc = spacy.blank("en")(TEXT)
    assert factuality_of(doc[2], "asserts") is None
    assert checkworthiness_of(doc, (0, 16)) is None
