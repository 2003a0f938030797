"""The scorers of coreference against cases worked out by hand."""

import pytest

from training.coreference_metrics import CoreferenceScore, GapScore, b_cubed_share, ceaf_similarity, muc_links

# The example of Pradhan et al. (ACL 2014), "Scoring Coreference Partitions of Predicted Mentions: A Reference
# Implementation": MUC .40/.40/.40, B-cubed .42/.50/.46, CEAF-phi4 .65/.43/.52.
KEY = [{"a", "b", "c"}, {"d", "e", "f", "g"}]
RESPONSE = [{"a", "b"}, {"c", "d"}, {"f", "g", "h", "i"}]


def score(gold, found):
    """Return the score of one document."""
    result = CoreferenceScore()
    result.add(gold, found)
    return result


def test_published_example() -> None:
    result = score(KEY, RESPONSE)
    assert (result.muc.recall.value, result.muc.precision.value) == pytest.approx((0.4, 0.4))
    assert (result.b_cubed.recall.value, result.b_cubed.precision.value) == pytest.approx((35 / 84, 0.5))
    assert (result.ceaf.recall.value, result.ceaf.precision.value) == pytest.approx((0.65, 1.3 / 3))
    assert result.b_cubed.f1 == pytest.approx(0.4545, abs=1e-4)
    assert result.ceaf.f1 == pytest.approx(0.52)
    assert result.conll == pytest.approx((0.4 + 0.454545 + 0.52) / 3, abs=1e-4)


def test_parts_of_the_published_example() -> None:
    assert muc_links(KEY, RESPONSE) == (2, 5)
    assert b_cubed_share(RESPONSE, KEY) == (4.0, 8)
    assert ceaf_similarity(KEY, RESPONSE) == pytest.approx(0.8 + 0.5)


def test_equal_chains_score_one() -> None:
    result = score(KEY, KEY)
    assert result.figures() == pytest.approx({"MUC": 100, "B3": 100, "CEAF": 100, "CoNLL": 100, "mentions": 100})


def test_all_in_one_chain() -> None:
    # MUC forgives what is put together too much: 5 of 6 links; B-cubed and CEAF do not.
    result = score(KEY, [KEY[0] | KEY[1]])
    assert result.muc.precision.value == pytest.approx(5 / 6)
    assert result.muc.recall.value == 1
    assert result.b_cubed.precision.value == pytest.approx((9 + 16) / 7 / 7)
    assert result.ceaf.recall.value == pytest.approx((2 * 4 / 11) / 2)


def test_single_mentions_are_no_chains() -> None:
    assert score(KEY, [*KEY, {"x"}]).conll == pytest.approx(1)


def test_nothing_found_and_nothing_gold() -> None:
    assert score(KEY, []).conll == 0
    assert score([], []).conll == 0


def test_documents_are_summed() -> None:
    result = CoreferenceScore()
    result.add(KEY, RESPONSE)
    result.add([{1, 2}], [{1, 2}])
    assert result.muc.recall.value == pytest.approx(3 / 6)
    assert result.ceaf.precision.value == pytest.approx(2.3 / 4)


def test_gap_by_gender() -> None:
    result = GapScore()
    result.add("f", (True, False), (True, False))  # one right
    result.add("f", (False, True), (True, True))  # one right, one too many
    result.add("m", (True, False), (False, False))  # one missed
    result.add("m", (False, True), (False, True))  # one right
    figures = result.figures()
    assert figures["feminine"] == pytest.approx(100 * 4 / 5)
    assert figures["masculine"] == pytest.approx(100 * 2 / 3)
    assert figures["overall"] == pytest.approx(100 * 6 / 8)
    assert figures["ratio"] == pytest.approx(0.8 / (2 / 3))
