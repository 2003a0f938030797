"""Factuality and check-worthiness of claims, from what the model says of words."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.language.extensions import set_factuality, set_word_worth
from pipeline.rows.strength import checkworthiness_of, factuality_of, signed

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


@pytest.mark.parametrize(
    ("words", "relations", "heads", "is_negated"),
    [
        ("The army never left", "det nsubj advmod root", (1, 3, 3, 3), True),
        ("They did n’t leave", "nsubj aux advmod root", (3, 3, 3, 3), True),
        ("No one had left", "det nsubj aux root", (1, 3, 3, 3), True),
        ("Nobody was hurt", "nsubj:pass aux:pass root", (2, 2, 2), True),
        ("They had no plan", "nsubj root det obj", (1, 1, 3, 1), False),
        ("They left again", "nsubj root advmod", (1, 1, 1), False),
    ],
)
def test_adverbs_and_subjects_negate(words, relations, heads, is_negated):
    words, relations = words.split(), relations.split()
    lemmas = [word.lower() for word in words]
    doc = Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas, deps=relations, heads=heads)
    root = doc[relations.index("root")]
    assert signed(root, 2.0) == (-2.0 if is_negated else 2.0)
    assert signed(root, -2.0) == -2.0


def test_a_claim_is_worth_what_its_own_words_are(doc):
    assert checkworthiness_of(doc, (0, 16)) == pytest.approx(0.881, abs=0.001)
    assert checkworthiness_of(doc, (17, 28)) == 0.5


def test_a_doc_without_the_heads_gives_none():
    doc = spacy.blank("en")(TEXT)
    assert factuality_of(doc[2], "asserts") is None
    assert checkworthiness_of(doc, (0, 16)) is None
