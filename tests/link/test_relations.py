import numpy as np
import pytest

from pipeline.link.relations import LONGEST, RELATIONS, RelationError, Relations, join

PAIRS = [
    ("The harbour will be closed on Friday.", "On Friday the harbour will be shut."),
    ("The harbour will be closed on Friday.", "The harbour will not be closed on Friday."),
    ("The harbour will be closed on Friday.", "The mayor’s brother sells bicycles in another town."),
]


@pytest.fixture(scope="module")
def relations() -> Relations:
    return Relations(threads=1)


def test_probabilities_add_up_to_one(relations):
    scores = relations.score(PAIRS)
    assert scores.shape == (3, len(RELATIONS))
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-6)


def test_plain_pairs_are_told_apart(relations):
    found = [RELATIONS[place] for place in relations.score(PAIRS).argmax(axis=1)]
    assert found == ["same", "contradicts", "unrelated"]


def test_a_pair_depends_neither_on_its_company_nor_on_its_order(relations):
    alone = np.concatenate([relations.score([pair]) for pair in PAIRS])
    assert (relations.score(PAIRS) == alone).all()
    assert (relations.score([pair[::-1] for pair in PAIRS]) == alone).all()


def test_an_empty_statement_is_unrelated_to_any(relations):
    assert relations.score([("", "The port is closed."), ("The port is closed.", " \n"), ("", "")]).tolist() == [
        [0, 0, 0, 1]
    ] * 3


def test_no_pairs_have_no_scores(relations):
    assert relations.score([]).shape == (0, len(RELATIONS))


def test_a_long_statement_is_read_by_its_beginning(relations):
    first, second = PAIRS[0]
    longer = f"{first} {'The rest is noise. ' * LONGEST}"
    assert (relations.score([(longer, second)]) == relations.score([(f"{longer} More.", second)])).all()


def test_two_statements_stand_in_one_row():
    ids, segments = join([7, 8], [9], marks=(1, 2))
    assert ids.tolist() == [1, 7, 8, 2, 9, 2]
    assert segments.tolist() == [0, 0, 0, 0, 1, 1]


def test_a_folder_without_the_network_is_named(tmp_path):
    with pytest.raises(RelationError, match="relations.onnx"):
        Relations(tmp_path)
