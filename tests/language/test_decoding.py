import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.decoding import bio_tags, by_word, decode_spans, trim_spans

LABELS = ("source", "cue")
TAGS = bio_tags(LABELS)


def scores_of(*tags: str, strength: float = 8.0) -> np.ndarray:
    scores = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for row, tag in enumerate(tags):
        scores[row, TAGS.index(tag)] = strength
    return scores


def test_tags_stand_in_order():
    assert TAGS == ("O", "B-source", "I-source", "B-cue", "I-cue")


def test_spans_are_read_off():
    spans = decode_spans(scores_of("B-source", "I-source", "B-cue", "O", "B-source"), LABELS)
    assert [span[:3] for span in spans] == [(0, 2, "source"), (2, 3, "cue"), (4, 5, "source")]
    assert all(0.9 < span[3] <= 1 for span in spans)


def test_neighbours_of_one_label_stay_apart():
    assert [span[:2] for span in decode_spans(scores_of("B-cue", "B-cue", "I-cue"), LABELS)] == [(0, 1), (1, 3)]


def test_an_inside_without_a_beginning_is_mended():
    spans = decode_spans(scores_of("O", "I-source", "I-source", "O"), LABELS)
    assert [span[:3] for span in spans] in ([(1, 3, "source")], [])


@given(
    st.integers(0, 30).flatmap(
        lambda n: st.lists(st.lists(st.floats(-9, 9), min_size=5, max_size=5), min_size=n, max_size=n)
    )
)
def test_any_scores_give_spans_in_order_that_do_not_overlap(rows):
    spans = decode_spans(np.asarray(rows, dtype=np.float32).reshape(len(rows), len(TAGS)), LABELS)
    assert all(0 <= first < stop <= len(rows) for first, stop, _, _ in spans)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))


def test_blank_words_take_the_scores_before_them():
    scores = np.asarray([[1.0], [2.0], [3.0]])
    assert by_word(scores, np.asarray([0, -1, 1, 2]), ["a", " ", "b", "c"]).ravel().tolist() == [1, 1, 2, 3]
    assert by_word(np.zeros((0, 2)), np.asarray([-1]), [" "]).shape == (1, 2)


def test_blanks_at_the_ends_are_trimmed():
    assert trim_spans([(0, 4, "cue", 1.0), (4, 5, "cue", 1.0)], [True, False, False, True, True]) == [
        (1, 3, "cue", 1.0)
    ]
