import numpy as np

from pipeline.language.links import TABLES, choose_cues, link_features, link_scores

CUES = [(3, 4, "cue", 1.0), (10, 11, "cue", 1.0)]
PARTS = [(0, 3, "content", 1.0), (4, 5, "source", 1.0), (11, 15, "content", 1.0)]
SENTENCES = np.asarray([1] * 6 + [2] * 10)


def test_features_say_where_parts_stand():
    features = link_features(PARTS, CUES, SENTENCES)
    assert features.role.tolist() == [[1, 1], [0, 0], [1, 1]]
    assert features.side.tolist() == [[0, 0], [1, 0], [1, 1]]
    assert features.distance.tolist() == [[0, 3], [0, 2], [3, 0]]
    assert features.between.tolist() == [[0, 1], [0, 0], [1, 0]]
    assert features.sentences.tolist() == [[0, 1], [0, 1], [1, 0]]


def test_tables_and_vectors_add_up():
    tables = {name: np.zeros(shape) for name, shape in TABLES.items()}
    tables["between"][:, :, 1, :] = -1
    vectors = (np.eye(16), np.eye(16))
    vectors[1][3, 11] = 5
    scores = link_scores(PARTS, CUES, vectors, tables, SENTENCES)
    assert scores.tolist() == [[0, -1], [0, 0], [4, 0]]


def test_the_best_cue_within_reach_is_chosen():
    scores = np.asarray([[0.0, 1.0], [2.0, 1.0], [0.0, 3.0]])
    assert choose_cues(scores, PARTS, CUES, reach=200) == [1, 0, 1]
    assert choose_cues(scores, PARTS, CUES, reach=3) == [0, 0, 1]
    assert choose_cues(scores, PARTS, CUES, reach=0) == [None, None, None]
    assert choose_cues(np.zeros((0, 0)), PARTS, [], reach=200) == [None, None, None]
