"""The scorers of coreference against cases worked out by hand."""

import pytest

from training.coreference_metrics import (
    b_cubed_share,
    ceaf_similarity,
    chain_counts,
    conll_score,
    gap_counts,
    muc_links,
    sum_counts,
)

# The example of Pradhan et al. (ACL 2014), "Scoring Coreference Partitions of Predicted Mentions: A Reference
# Implementation": MUC .40/.40/.40, B-cubed .42/.50/.46, CEAF-phi4 .65/.43/.52.
KEY = [{"a", "b", "c"}, {"d", "e", "f", "g"}]
RESPONSE = [{"a", "b"}, {"c", "d"}, {"f", "g", "h", "i"}]


def shares(counts: tuple) -> tuple[float, float]:
    """Return recall and precision."""
    right, found, recalled, gold = counts
    return recalled / gold, right / found


def figures(*texts: tuple) -> dict[str, float]:
    """Return the F1 over texts of gold and found chains."""
    found = sum_counts(chain_counts(gold, found) for gold, found in texts)
    return found | {"CoNLL": conll_score(found)}


def test_published_example() -> None:
    counts = chain_counts(KEY, RESPONSE)
    assert shares(counts["MUC"]) == pytest.approx((0.4, 0.4))
    assert shares(counts["B-cubed"]) == pytest.approx((35 / 84, 0.5))
    assert shares(counts["CEAF"]) == pytest.approx((0.65, 1.3 / 3))
    found = figures((KEY, RESPONSE))
    assert (found["MUC"], found["B-cubed"], found["CEAF"]) == pytest.approx((40, 45.4545, 52), abs=1e-3)
    assert found["CoNLL"] == pytest.approx((40 + 45.4545 + 52) / 3, abs=1e-3)


def test_parts_of_the_published_example() -> None:
    assert muc_links(KEY, RESPONSE) == (2, 5)
    assert b_cubed_share(RESPONSE, KEY) == (4.0, 8)
    assert ceaf_similarity(KEY, RESPONSE) == pytest.approx(0.8 + 0.5)


def test_equal_chains_score_one() -> None:
    assert set(figures((KEY, KEY)).values()) == {100.0}


def test_all_in_one_chain() -> None:
    # MUC forgives what is put together too much: 5 of 6 links; B-cubed and CEAF do not.
    counts = chain_counts(KEY, [KEY[0] | KEY[1]])
    assert shares(counts["MUC"]) == pytest.approx((1, 5 / 6))
    assert shares(counts["B-cubed"]) == pytest.approx((1, (9 + 16) / 7 / 7))
    assert shares(counts["CEAF"])[0] == pytest.approx((2 * 4 / 11) / 2)


def test_single_mentions_are_no_chains() -> None:
    assert figures((KEY, [*KEY, {"x"}]))["CoNLL"] == pytest.approx(100)


def test_nothing_found_and_nothing_gold() -> None:
    assert figures((KEY, []))["CoNLL"] == 0
    assert figures(([], []))["CoNLL"] == 0


def test_texts_are_summed() -> None:
    # Links: 2 + 1 of 5 + 1 both ways; alignment: 1.3 + 1 of 3 + 1 found and 2 + 1 gold.
    found = figures((KEY, RESPONSE), ([{1, 2}], [{1, 2}]))
    assert found["MUC"] == pytest.approx(50)
    assert found["CEAF"] == pytest.approx(100 * 2 * 2.3 / (4 + 3))


def test_gap_by_gender() -> None:
    texts = [
        gap_counts("f", (True, False), (True, False)),  # one right
        gap_counts("f", (False, True), (True, True)),  # one right, one too many
        gap_counts("m", (True, False), (False, False)),  # one missed
        gap_counts("m", (False, True), (False, True)),  # one right
    ]
    assert sum_counts(texts) == pytest.approx({"feminine": 80, "masculine": 200 / 3, "overall": 75})
