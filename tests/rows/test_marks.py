import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rows.marks import find_quotations


def quoted(body):
    paragraphs, start = [], 0
    for line in body.split("\n"):
        if line.strip():
            paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return [body[slice(*quotation.inner)] for quotation in find_quotations(body, paragraphs)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“We will go,” she said. “Soon.”", ["We will go,", "Soon."]),
        ('"We will go," she said. "Soon."', ["We will go,", "Soon."]),
        ("«Nous partons», dit-elle", ["Nous partons"]),
        ("„Wir gehen”, sagte sie", ["Wir gehen"]),
        ("‘We’ll go,’ she said, ‘and the boys’ team won’t.’", ["We’ll go,", "and the boys’ team won’t."]),
        ("She’s in the boys’ team of the ’90s", []),
        ("“He told me ‘no’ twice,” she said", ["He told me ‘no’ twice,"]),
        ("“He said “no” to me,” she said", ["He said “no” to me,"]),
        ('The 5\'10" guard said "no way" to it', ["no way"]),
        ("", []),
    ],
)
def test_marks_of_all_kinds(body, expected):
    assert quoted(body) == expected


def test_a_quotation_of_several_paragraphs_closes_only_the_last():
    body = "“First of all, no.\n“Second, never.\n“Third, not even then.”\nShe left."
    assert quoted(body) == ["First of all, no.", "Second, never.", "Third, not even then."]


def test_a_mark_that_is_never_closed_spoils_no_other_paragraph():
    body = 'He called it "a mess and went home.\nThe mayor said "we are fine" and left.\n"All is well," she added.'
    assert quoted(body) == ["we are fine", "All is well,"]


def test_a_mark_that_is_never_closed_spoils_no_later_quotation_of_its_paragraph():
    assert quoted("He called it “a mess and went home. “All is well,” she said.") == ["All is well,"]


@given(st.text(alphabet="ab .,\n\"“”«»‘’'„", max_size=60))
def test_quotations_lie_in_order_within_the_text(body):
    last = 0
    paragraphs = [(0, len(body))]
    for quotation in find_quotations(body, paragraphs):
        assert last <= quotation.start < quotation.end <= len(body)
        assert quotation.start < quotation.inner[0] <= quotation.inner[1] <= quotation.end
        last = quotation.end
