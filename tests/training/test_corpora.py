"""Readers on small files written for the test."""

from training.corpora import align, join_sentences, read_columns, read_standoff
from training.labels import from_conll

STANDOFF = """T1\tSource 0 5\tVarga
T2\tCue 6 10\tsaid
T3\tContent 11 15;20 24\tthat more
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
a line that wrapped
T5\tcontent2 30 34\tlate
E2\tAttribution-no-source:T6 Cue:T2 Content2:T5
"""


def test_standoff(tmp_path):
    path = tmp_path / "article_1.ann"
    path.write_text(STANDOFF, encoding="utf-8")
    one, two = read_standoff(path)
    assert (one.source, one.cue, one.content) == ([(0, 5)], [(6, 10)], [(11, 15), (20, 24)])
    assert (two.source, two.content) == ([], [(30, 34)])


def test_alignment_takes_words_that_a_span_touches(tmp_path):
    path = tmp_path / "article_1.ann"
    path.write_text(STANDOFF, encoding="utf-8")
    aligned = align(read_standoff(path)[0], [0, 6, 11, 18], [5, 10, 16, 24])
    assert (aligned.source, aligned.cue, aligned.content) == ([(0, 1)], [(1, 2)], [(2, 3), (3, 4)])


def test_columns_are_joined_to_texts(tmp_path):
    path = tmp_path / "sample.txt"
    path.write_text("Anna B-PER\nleft O\n\nBergen B-LOC\nslept O\n", encoding="utf-8")
    sentences = [[list(column) for column in zip(*sentence, strict=True)] for sentence in read_columns(path)]
    (example,) = join_sentences("sample", ((words, from_conll(words, tags)) for words, tags in sentences))
    assert example.words == ["Anna", "left", "Bergen", "slept"]
    assert example.sentence_starts == {0, 2}
    assert example.entities[0] == {"B-PERSON"}
