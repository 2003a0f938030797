import pytest
import spacy

from pipeline.language.values import find_values, mend_values

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It cost $5.2 million, or about £900.", [("$5.2 million", "MONEY"), ("about £900", "MONEY")]),
        ("Tickets at dlrs 18 and RM120,000", [("dlrs 18", "MONEY"), ("RM120,000", "MONEY")]),
        ("more than 30 million euros and 18 cents", [("more than 30 million euros", "MONEY"), ("18 cents", "MONEY")]),
        ("fell 6.2% to 40 per cent", [("6.2%", "PERCENT"), ("40 per cent", "PERCENT")]),
        ("rose 5 to 15 percent, or 25 basis points", [("5 to 15 percent", "PERCENT"), ("25 basis points", "PERCENT")]),
        ("a 12-mile run over 3,000 square feet", [("12-mile", "QUANTITY"), ("over 3,000 square feet", "QUANTITY")]),
        ("He stands five feet eleven inches", [("five feet eleven inches", "QUANTITY")]),
        ("winds of 70 kilometers per hour at 40km", [("70 kilometers per hour", "QUANTITY"), ("40km", "QUANTITY")]),
        ("2 teaspoons of salt for 30 people in 2020", [("2 teaspoons", "QUANTITY")]),
        ("two cups won, five pounds", []),
        ("twenty-five tons", [("twenty-five tons", "QUANTITY")]),
        ("one and a half miles", [("one and a half miles", "QUANTITY")]),
        ("", []),
    ],
)
def test_values(text, values):
    doc = NLP.make_doc(text)
    found = find_values([token.text for token in doc])
    assert [(doc[first:stop].text, label) for first, stop, label in found] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a 35-year-old, jailed for ten years", [("35-year-old", "DATE"), ("ten years", "DATE")]),
        ("won in 2 hours 7 minutes over six months", [("2 hours 7 minutes", "TIME"), ("six months", "DATE")]),
        ("a 30-second spot two weeks ago", [("30-second", "TIME"), ("two weeks ago", "DATE")]),
    ],
)
def test_durations(text, values):
    doc = NLP.make_doc(text)
    words = [token.text for token in doc]
    assert [(doc[first:stop].text, label) for first, stop, label in find_values(words)] == values
    assert find_values(words, durations=False) == []


@pytest.mark.parametrize(
    ("text", "spans", "mended"),
    [
        ("from dlrs 18 up", [("18", "CARDINAL")], [("dlrs 18", "MONEY")]),
        ("the past four years", [("the past four years", "DATE")], [("the past four years", "DATE")]),
        ("a 30-second spot", [("30-", "QUANTITY")], [("30-second", "TIME")]),
        ("on Radio 5 percent fell", [("Radio 5", "ORG")], [("Radio 5", "ORG")]),
        ("more than 200 people", [("200", "CARDINAL")], [("more than 200", "CARDINAL")]),
        ("about Monday", [("Monday", "DATE")], [("Monday", "DATE")]),
        ("mix 3 cups of flour", [("3", "CARDINAL")], [("3 cups", "QUANTITY")]),
        (
            "Anna Varga, 45, spoke",
            [("Anna Varga", "PERSON"), ("45", "CARDINAL")],
            [("Anna Varga", "PERSON"), ("45", "DATE")],
        ),
        ("two dozen miles at 90 km/h", [], [("two dozen miles", "QUANTITY"), ("90 km/h", "QUANTITY")]),
        ("in the 60s", [("60s", "CARDINAL")], [("the 60s", "DATE")]),
        ("no one knew one man", [("one", "CARDINAL")], []),
        ("from $2 to $4 each", [], [("$2 to $4", "MONEY")]),
        ("hundreds of millions of dollars", [], [("hundreds of millions of dollars", "MONEY")]),
        ("a few hundred feet", [], [("few hundred feet", "QUANTITY")]),
    ],
)
def test_mending(text, spans, mended):
    doc = NLP.make_doc(text)
    marked = []
    for name, label in spans:
        start = text.index(name)
        span = doc.char_span(start, start + len(name))
        marked.append((span.start, span.end, label, 0.9))
    found = mend_values([token.text for token in doc], marked)
    assert [(doc[first:stop].text, label) for first, stop, label, _ in found] == mended
