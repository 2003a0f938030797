import pytest
import spacy

from pipeline.language.names import mend_names

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "name", "label", "mended"),
    [
        ("Han Seo-jin spoke", "Han Seo", "PERSON", ("Han Seo-jin", "PERSON")),
        ("Omar al-Tayeb spoke", "Omar al", "PERSON", ("Omar al-Tayeb", "PERSON")),
        ("the Anna Varga-led board", "Anna Varga", "PERSON", ("Anna Varga", "PERSON")),
        ("on Lake Orrin today", "Lake Orrin", "GPE", ("Lake Orrin", "LOC")),
        ("the Corran Islands today", "Corran Islands", "GPE", ("Corran Islands", "LOC")),
        ("in Cayman Islands today", "Cayman Islands", "GPE", ("Cayman Islands", "GPE")),
        ("the White House said", "White House", "GPE", ("White House", "ORG")),
        ("inside the White House", "White House", "FAC", ("White House", "FAC")),
        ("at Harlow Bridge today", "Harlow Bridge", "LOC", ("Harlow Bridge", "FAC")),
        ("Merrin Valley Council met", "Merrin Valley Council", "GPE", ("Merrin Valley Council", "ORG")),
        ("Rio Tinto Street spoke", "Rio Tinto Street", "PERSON", ("Rio Tinto Street", "PERSON")),
    ],
)
def test_words_decide(text, name, label, mended):
    doc = NLP.make_doc(text)
    start = text.index(name)
    span = doc.char_span(start, start + len(name))
    ((first, stop, found, _),) = mend_names(doc, [(span.start, span.end, label, 0.9)])
    assert (doc[first:stop].text, found) == mended


def test_dates_side_by_side_are_one():
    doc = NLP.make_doc("earlier this month , on Oct. 28 , 2025 , Monday")
    spans = [(0, 1, "DATE", 0.9), (1, 3, "DATE", 0.8), (5, 7, "DATE", 0.9), (8, 9, "DATE", 0.9), (10, 11, "DATE", 0.9)]
    assert [doc[first:stop].text for first, stop, *_ in mend_names(doc, spans)] == [
        "earlier this month",
        "Oct. 28 , 2025",
        "Monday",
    ]
