import numpy as np
import pytest

from pipeline.link.embeddings import DIMENSIONS, Embedder, EmbeddingError

TEXTS = [
    "The harbour will be closed on Friday.",
    "On Friday the port stays shut.",
    "Voters in the valley elected a baker as their mayor.",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_vectors_have_length_one(embedder):
    vectors = embedder(TEXTS)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_what_means_the_same_is_nearer_than_what_does_not(embedder):
    first, second, third = embedder(TEXTS)
    assert first @ second > first @ third + 0.3


def test_a_vector_does_not_depend_on_its_company(embedder):
    alone = np.concatenate([embedder([text]) for text in TEXTS])
    assert (alone == embedder(TEXTS)).all()
    assert (embedder(TEXTS[::-1]) == alone[::-1]).all()


def test_a_text_without_words_has_a_vector_too(embedder):
    vectors = embedder(["", "  \n", "\u200b", "[UNK]"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert not np.isnan(vectors).any()


def test_no_texts_have_no_vectors(embedder):
    assert embedder([]).shape == (0, DIMENSIONS)


def test_case_does_not_matter(embedder):
    assert (embedder(["PORT CLOSED"]) == embedder(["port closed"])).all()


def test_a_folder_without_the_table_is_named(tmp_path):
    with pytest.raises(EmbeddingError, match="embeddings.npz"):
        Embedder(tmp_path)
