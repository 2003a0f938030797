import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link import claim_group_id, entity_id, name_key, normalise_claim


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("The Daily Ledger", "daily ledger"),
        ("Katrín Jónasdóttir", "Katrin Jonasdottir"),
        ("O’Rourke", "O'Rourke"),
        ("Søren Łukasz", "Soren Lukasz"),
        ("Smith-Jones", "Smith Jones"),
    ],
)
def test_names_that_differ_in_spelling_only_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_names_of_different_people_have_different_keys():
    assert name_key("Ann Lee") != name_key("Anna Lee")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("That the bridge is  closed.", "the bridge is closed"),
        ("“The bridge is closed,”", "the bridge is closed"),
        ("It isn’t true", "it isnt true"),
        ("Growth fell to -1.4%", "growth fell to -1.4%"),
        ("It cost $1,200", "it cost $1,200"),
        ("That", "that"),
    ],
)
def test_normalise_claim(text, expected):
    assert normalise_claim(text) == expected


def test_equal_claims_meet_whatever_their_marks_and_case():
    one = claim_group_id("that the old bridge is closed until May", article_id="one")
    assert one == claim_group_id("“The old bridge is closed until May.”", article_id="other")


def test_claims_of_few_words_meet_within_an_article_only():
    assert claim_group_id("the plan", article_id="one") == claim_group_id("The plan", article_id="one")
    assert claim_group_id("the plan", article_id="one") != claim_group_id("the plan", article_id="other")


@pytest.mark.parametrize(
    ("one", "other"),
    [("It grew 1.4 percent", "It grew 14 percent"), ("It fell 5%", "It fell 5"), ("It grew -2", "It grew 2")],
)
def test_claims_with_other_numbers_stay_apart(one, other):
    assert claim_group_id(one, article_id="one") != claim_group_id(other, article_id="one")


def test_entity_id_depends_on_label_and_not_on_case():
    assert entity_id("ORG", "Acme") == entity_id("ORG", "ACME")
    assert entity_id("ORG", "Acme") != entity_id("PERSON", "Acme")


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise_claim(text)
    assert normalise_claim(f"“{text}”") == once
    assert "  " not in once
