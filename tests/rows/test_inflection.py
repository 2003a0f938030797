"""Forms of verbs."""

import pytest

from pipeline.rows.inflection import past_of, third_person_of


@pytest.mark.parametrize(
    ("lemma", "form", "past"),
    [
        ("assault", "assaulting", "assaulted"), ("use", "using", "used"), ("carry", "carrying", "carried"),
        ("stop", "stopping", "stopped"), ("stop", "", "stopped"), ("play", "playing", "played"),
        ("take", "taking", "took"), ("mislead", "misleading", "misled"), ("undertake", "undertaking", "undertook"),
        ("lie", "lying", "lied"), ("be", "being", "was"), ("shak", "shaking", "shook"),
        ("visit", "visiting", "visited"),
    ],
)
def test_the_past(lemma, form, past):
    assert past_of(lemma, form) == past


@pytest.mark.parametrize(
    ("lemma", "form"), [("be", "is"), ("have", "has"), ("carry", "carries"), ("pay", "pays"), ("watch", "watches")]
)
def test_the_third_person(lemma, form):
    assert third_person_of(lemma) == form
