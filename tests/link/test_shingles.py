import random

import pytest
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


def edited(words, share, chosen):
    """Return words of which a share was left out, replaced or had a word put before it."""
    changed = []
    for word in words:
        change = chosen.random() / share
        if change >= 1:
            changed.append(word)
        elif change >= 1 / 3:
            changed += [chosen.choice(WORDS)] + [word] * (change >= 2 / 3)
    return changed


@pytest.mark.parametrize(
    ("change", "least_found"),
    [
        (lambda words, chosen: edited(words, 0.02, chosen), 1.0),
        (lambda words, chosen: edited(words, 0.10, chosen), 0.95),
        (lambda words, chosen: words[: int(0.4 * len(words))], 1.0),
        (lambda words, chosen: chosen.choices(WORDS, k=int(0.1 * len(words))) + words[: int(0.35 * len(words))], 0.97),
    ],
    ids=["small edits", "a word in ten", "cut by 60%", "a new lede over 35% of it"],
)
def test_copies_made_by_editing_are_found(change, least_found):
    chosen = random.Random(3)
    found = 0
    for number in range(100):
        words = chosen.choices(WORDS, k=300 + 10 * number)
        found += containment(" ".join(words), " ".join(change(words, chosen))) >= 0.5
    assert found >= 100 * least_found


def test_texts_of_their_own_share_nothing():
    assert containment(TEXT, " ".join(RANDOM.choices(WORDS, k=1_600))) < 0.05


def test_a_text_of_fewer_than_five_words_has_none():
    assert shingle_hashes("One two three four") == []


@given(st.text())
def test_hashes_are_sorted_distinct_and_unsigned_64_bit(text):
    hashes = shingle_hashes(text)
    assert hashes == sorted(set(hashes))
    assert all(0 <= one < 2**64 for one in hashes)
