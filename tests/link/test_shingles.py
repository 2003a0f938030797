import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.link import shingle_hashes

RANDOM = random.Random(7)
WORDS = [f"word{number}" for number in range(5_000)]
HASHES_OF_FORTY_WORDS = [
    4825441819518159480,
    7888482605016949472,
    13512068392624212256,
    16334557524693007856,
    18286122775459434664,
]
TEXT = " ".join(RANDOM.choices(WORDS, k=1_600))


def containment(one, other):
    one, other = set(shingle_hashes(one)), set(shingle_hashes(other))
    return len(one & other) / min(len(one), len(other))


def test_about_one_shingle_in_eight_is_kept():
    assert 140 < len(shingle_hashes(TEXT)) < 260


def test_hashes_stay_the_same_on_any_machine():
    assert shingle_hashes(" ".join(WORDS[:40])) == HASHES_OF_FORTY_WORDS


def test_case_punctuation_and_line_breaks_do_not_matter():
    assert shingle_hashes(TEXT.upper().replace(" ", ",\n")) == shingle_hashes(TEXT)


def test_a_cut_of_a_text_is_contained_in_it():
    assert containment(TEXT, " ".join(TEXT.split()[:960])) > 0.95


def test_a_new_lede_over_copied_text_is_seen():
    own = " ".join(RANDOM.choices(WORDS, k=300))
    assert containment(TEXT, f"{own} {' '.join(TEXT.split()[:700])}") > 0.5


def test_texts_of_their_own_share_nothing():
    assert containment(TEXT, " ".join(RANDOM.choices(WORDS, k=1_600))) < 0.05


def test_a_text_of_fewer_than_five_words_has_none():
    assert shingle_hashes("One two three four") == []


@given(st.text())
def test_hashes_are_sorted_distinct_and_unsigned_64_bit(text):
    hashes = shingle_hashes(text)
    assert hashes == sorted(set(hashes))
    assert all(0 <= one < 2**64 for one in hashes)
