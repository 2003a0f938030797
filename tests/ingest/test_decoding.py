import pytest

from pipeline.ingest.decoding import decode_html, decode_text, is_binary
from pipeline.ingest.fields import map_fields


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("naïve “quotes”".encode(), "naïve “quotes”"),
        ("naïve “quotes”".encode("utf-8-sig"), "naïve “quotes”"),
        ("naïve “quotes”".encode("utf-16"), "naïve “quotes”"),
        ("naïve “quotes”".encode("cp1252"), "naïve “quotes”"),
        ("“one” “two” “three”".encode() + b"\xff", "“one” “two” “three”\ufffd"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_text_is_decoded_by_mark_then_utf8_then_windows_1252(content, text):
    assert decode_text(content) == text


def test_html_is_decoded_as_it_declares():
    assert "Ł" in decode_html("<meta charset=iso-8859-2><p>Ł</p>".encode("iso-8859-2"))
    assert "“Ja”" in decode_html("<p>“Ja”</p>".encode("cp1252"))
    assert "“Ja”" in decode_html("<meta charset=latin-1><p>“Ja”</p>".encode("cp1252"))


def test_binary_is_told_from_text():
    assert is_binary(b"\x89PNG\r\n") and is_binary(b"\x00\x01\x02\x03" * 100)
    assert not is_binary(b"text\x00 with one stray character, and more of it than that makes up")
    assert not is_binary("text".encode("utf-16"))


def test_fields_are_mapped_by_the_convention():
    record = {
        "articleBody": ["One.", "Two."],
        "headline": " A title ",
        "publishedAt": "2024-05-06",
        "source": {"id": None, "name": "Example Times"},
        "author": [{"name": "Jane Doe"}, None],
        "Link": "https://example.org/a",
        "score": float("nan"),
        "lang": "en",
    }
    assert map_fields(record) == {
        "text": "One.\n\nTwo.",
        "title": "A title",
        "published_at": "2024-05-06",
        "outlet": {"name": "Example Times"},
        "authors": [{"name": "Jane Doe"}],
        "url": "https://example.org/a",
        "language": "en",
    }


def test_the_first_name_that_has_a_value_counts_and_lone_surrogates_go():
    assert map_fields({"content": "Second", "text": "", "body": "First \ud800"}) == {"text": "First \ufffd"}
