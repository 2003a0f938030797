"""Links: which cue a source or a content belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

PARTS = ("source", "content")
DISTANCES, BETWEEN, SENTENCES = 10, 4, 3
TABLES = {"distance": (len(PARTS), 2, DISTANCES), "between": (len(PARTS), 2, BETWEEN, SENTENCES)}
IMPOSSIBLE = -1e9

Span = tuple[int, int, str, float]


@dataclass(frozen=True, slots=True)
class LinkFeatures:
    """Indices into the tables of :data:`TABLES` for each pair; every array is parts x cues."""

    role: np.ndarray
    side: np.ndarray  # 0: the part stands before the cue
    distance: np.ndarray  # words between them, by powers of two
    between: np.ndarray  # other cues between them
    sentences: np.ndarray  # sentence starts between them


def link_features(parts: Sequence[Span], cues: Sequence[Span], sentence_numbers: np.ndarray) -> LinkFeatures:
    """Describe each pair of a part and a cue by where they stand.

    :param parts: sources and contents, ``(first, stop, role, confidence)`` in words.
    :param cues: the cues, in order.
    :param sentence_numbers: the number of its sentence for each word.
    """
    shape = (len(parts), len(cues))
    part_first, part_stop = (np.asarray([part[i] for part in parts], dtype=np.int64)[:, None] for i in (0, 1))
    cue_first, cue_stop = (np.asarray([cue[i] for cue in cues], dtype=np.int64)[None, :] for i in (0, 1))
    after = part_first >= cue_first
    gap = np.where(after, part_first - cue_stop, cue_first - part_stop)
    number = np.arange(len(cues))[None, :]
    place = np.searchsorted(cue_first[0], part_first[:, 0])[:, None]  # cues before the part
    between = np.where(after, place - number - 1, number - place)
    edge = sentence_numbers[np.where(after, part_first, part_stop - 1)]
    return LinkFeatures(
        role=np.broadcast_to(np.asarray([PARTS.index(part[2]) for part in parts], dtype=np.int64)[:, None], shape),
        side=after.astype(np.int64),
        distance=np.minimum(np.log2(np.maximum(gap, 0) + 1).astype(np.int64), DISTANCES - 1),
        between=np.clip(between, 0, BETWEEN - 1),
        sentences=np.minimum(np.abs(edge - sentence_numbers[cue_first]), SENTENCES - 1),
    )


def link_scores(
    parts: Sequence[Span],
    cues: Sequence[Span],
    vectors: tuple[np.ndarray, np.ndarray],
    tables: Mapping[str, np.ndarray],
    sentence_numbers: np.ndarray,
) -> np.ndarray:
    """Return the score of each pair, parts x cues.

    :param vectors: the link vectors of all words as parts and as cues, words x size each.
    :param tables: learnt scores of the features, shaped as in :data:`TABLES`.
    """
    features = link_features(parts, cues, sentence_numbers)
    left, right = vectors
    scores = left[[part[0] for part in parts]] @ right[[cue[0] for cue in cues]].T
    scores = scores + tables["distance"][features.role, features.side, features.distance]
    return scores + tables["between"][features.role, features.side, features.between, features.sentences]


def choose_cues(scores: np.ndarray, parts: Sequence[Span], cues: Sequence[Span], *, reach: int) -> list[int | None]:
    """Return for each part the number of its best cue, or ``None`` where none is within ``reach`` words."""
    if not len(cues) or not len(parts):
        return [None] * len(parts)
    distance = np.asarray([part[0] for part in parts])[:, None] - np.asarray([cue[0] for cue in cues])[None, :]
    scores = np.where(np.abs(distance) <= reach, scores, IMPOSSIBLE)
    best = scores.argmax(axis=1)
    return [int(cue) if scores[row, cue] > IMPOSSIBLE else None for row, cue in enumerate(best)]
