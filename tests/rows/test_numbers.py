"""Numbers with their units, as values."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.rows.numbers import numbers_of


def entity(text, label):
    """Return a Doc that is one entity."""
    words = text.split(" ")
    doc = Doc(Vocab(), words=words)
    doc.ents = [Span(doc, 0, len(words), label=label)]
    return doc


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        ("about $1.4 million", "MONEY", [(1_400_000, "USD")]),
        ("US$5bn", "MONEY", [(5e9, "USD")]),
        ("10 to 15 million euros", "MONEY", [(10e6, "EUR"), (15e6, "EUR")]),
        ("50 cents", "MONEY", [(0.5, "USD")]),
        ("51%", "PERCENT", [(51, "percent")]),
        ("two-thirds", "CARDINAL", [(0.666667, None)]),
        ("3.5 percentage points", "PERCENT", [(3.5, "percentage point")]),
        ("two hundred and six", "CARDINAL", [(206, None)]),
        ("one million two hundred thousand", "CARDINAL", [(1_200_000, None)]),
        ("five hundred thirty-six", "CARDINAL", [(536, None)]),
        ("half a million", "CARDINAL", [(500_000, None)]),
        ("a dozen", "CARDINAL", [(12, None)]),
        ("between 20 and 5", "CARDINAL", [(20, None), (5, None)]),
        ("1,200", "CARDINAL", [(1200, None)]),
        ("3½", "CARDINAL", [(3.5, None)]),
        ("dozens", "CARDINAL", []),
        ("hundreds of thousands", "CARDINAL", []),
        ("one", "CARDINAL", []),
        ("Monday", "DATE", []),
    ],
)
def test_a_number_has_a_value_and_a_unit(text, label, values):
    doc = entity(text, label)
    numbers = numbers_of(doc, 0, len(doc.text))
    assert [(number.value, number.unit) for number in numbers] == values
    assert all(doc.text[number.start_char : number.end_char] == number.text for number in numbers)


def test_what_is_counted_is_the_unit(nlp):
    doc = nlp("The blast killed 12 workers within 5 km of the plant. One of them was a driver.")
    numbers = numbers_of(doc, 0, len(doc.text))
    assert [(number.text, number.value, number.unit) for number in numbers] == [("12", 12, "worker"), ("5", 5, "km")]


def test_only_the_numbers_of_the_stretch_are_told(nlp):
    doc = nlp("The blast killed 12 workers. It hurt 30 others.")
    assert [number.value for number in numbers_of(doc, 29, len(doc.text))] == [30]
