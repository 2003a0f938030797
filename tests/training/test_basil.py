"""The measure on BASIL, on articles of the test's own in its format."""

import json

import pytest

from training.measures.basil import QuotedSpan, count, is_right, lay_out, quote_of, read_articles


class Quote:
    def __init__(self, spans, speaker=None):
        self.content_spans, self.speaker_name = spans, speaker
        self.content = " " * sum(end - start for start, end in spans)


def write_article(folder, *, event, sentences, phrases):
    for kind, name, record in (
        ("articles", f"{event}.json", {
            "uuid": event, "triplet-uuid": event, "title": "A title", "body-paragraphs": sentences,
        }),
        ("annotations", f"{event}_ann.json", {"phrase-level-annotations": phrases}),
    ):  # fmt: skip
        path = folder / "BASIL" / kind / "2010" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record), encoding="utf-8")


def test_spans_are_found_again_in_the_body(tmp_path):
    phrases = [
        {"id": "p2", "start": 0, "end": 5, "quote": "yes", "speaker": "Ada_Orr"},
        {"id": "p0", "start": 0, "end": 3, "quote": "no", "speaker": ""},
    ]
    write_article(tmp_path, event="a", sentences=[["One.", "Two."], ["Three four."]], phrases=phrases)
    write_article(tmp_path, event="b", sentences=[["Five."]], phrases=[])
    one, two = read_articles(tmp_path)
    assert [one.article.body[span.start : span.end] for span in one.spans] == ["Three"]
    assert (one.is_looked_at, two.is_looked_at) == (True, False)


def test_a_missing_corpus_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(read_articles(tmp_path))


def test_paragraphs_are_lines_and_sentences_follow_a_space():
    assert lay_out([["One.", "Two."], ["Three."]]) == ("One. Two.\nThree.", [0, 5, 10])


@pytest.mark.parametrize(
    ("key", "name", "right"),
    [
        ("Ada_Orr", "Ada Orr", True),
        ("Ada_Orr", "Orr", True),
        ("Ada_Orr", "Ada Tell", False),
        ("Ada_Orr", None, False),
        ("Ada_Orr_Jr.", "Ada Orr", True),
        ("Felipe_Calder", "Felipe Calderón", True),
        ("Alexandria_Ocasio-Cortez", "Alexandria Ocasio-Cortez", True),
    ],
)
def test_names_agree_by_their_last_word(key, name, right):
    assert is_right(QuotedSpan(0, 9, key), Quote([(0, 9)], name)) is right


@pytest.mark.parametrize("key", ["other_pro", "House_Democrats", "Obama_campaign", "NAACP", "", "Secure_America_Now"])
def test_keys_that_name_no_person(key):
    assert QuotedSpan(0, 9, key).family_name is None


def test_a_span_is_found_where_half_of_it_is_covered():
    span = QuotedSpan(0, 10, "Ada_Orr")
    assert quote_of(span, [Quote([(6, 20)])]) is None
    wide, narrow = Quote([(0, 40)]), Quote([(0, 12)])
    assert quote_of(span, [Quote([(0, 5)]), wide, narrow]) is narrow


def test_counts_of_an_article(tmp_path):
    phrases = [
        {"id": "p0", "start": 0, "end": 4, "quote": "yes", "speaker": speaker}
        for speaker in ("Ada_Orr", "Jun_Mori", "other_anti")
    ]
    write_article(tmp_path, event="a", sentences=[["One two three."]], phrases=phrases)
    (article,) = read_articles(tmp_path)
    counts = count(article, [Quote([(0, 4)], "Ada Orr")])
    assert counts["found"] == (2, 2, 2, 2)
    assert counts["right"] == counts["right, events looked at"] == (1, 2, 1, 2)
    assert counts["unnamed found"] == (1, 1, 1, 1)
