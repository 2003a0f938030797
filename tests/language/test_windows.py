import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.windows import LINE_BREAK, PARAGRAPH_BREAK, cut_windows, encode_words, inside_quotes, word_shape

NUMBERS = {LINE_BREAK: 1, PARAGRAPH_BREAK: 2}


def subwords(word: str) -> list[int]:
    return [NUMBERS[word]] if word in NUMBERS else [100 + len(piece) for piece in (word[:3], word[3:]) if piece]


@pytest.mark.parametrize(
    ("word", "shape"),
    [("said", 1), ("Kihara", 2), ("I", 2), ("WSJ", 3), ("McCann", 4), ("2025", 5), ("7th", 5), ("—", 6), ("“", 6)],
)
def test_word_shape(word, shape):
    assert word_shape(word) == shape


def test_a_quotation_left_open_ends_with_its_paragraph():
    words = ["“", "No", ",", "he", "said", "\n\n", "He", "left"]
    assert inside_quotes(words) == [1, 1, 1, 1, 1, 0, 0, 0]


def test_straight_marks_open_and_close():
    assert inside_quotes(['"', "No", '"', "he", "said"]) == [1, 1, 0, 0, 0]


def test_breaks_are_read_and_other_blanks_are_not():
    encoding = encode_words(["Yes", " ", "\n", "no", "\n\n", "maybe"], subwords)
    assert encoding.ids.tolist() == [103, 1, 102, 2, 103, 102]
    assert encoding.firsts.tolist() == [0, -1, 1, 2, 3, 4]


@given(st.integers(0, 3000), st.integers(9, 400), st.integers(0, 300))
def test_windows_keep_every_subword_once(length, size, overlap):
    windows = list(cut_windows(length, size=size, overlap=min(overlap, size - 1)))
    kept = [index for window in windows for index in range(window.keep_start, window.keep_stop)]
    assert kept == list(range(length))
    assert all(w.start <= w.keep_start <= w.keep_stop <= w.stop and w.stop - w.start <= size for w in windows)


def test_windows_must_move_on():
    with pytest.raises(ValueError, match="overlap"):
        list(cut_windows(10, size=4, overlap=4))


@given(st.lists(st.text(min_size=1, max_size=6), max_size=40))
def test_any_words_can_be_encoded(words):
    encoding = encode_words(words, subwords)
    assert len(encoding.ids) == len(encoding.shapes) == len(encoding.quotes)
    assert len(encoding.firsts) == len(words)
    assert np.all(encoding.firsts < max(1, len(encoding.ids)))
