"""From scores to spans: the best BIO tags under their constraint (Viterbi)."""

from collections.abc import Sequence
from functools import cache

import numpy as np

IMPOSSIBLE = -1e9


def bio_tags(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of the labels: ``O``, then ``B-`` and ``I-`` of each in turn."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Return the logarithms of the softmax over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@cache
def transitions(labels: tuple[str, ...]) -> np.ndarray:
    """Return the matrix (tag, next tag) of 0 where BIO allows the step and ``IMPOSSIBLE`` where not."""
    tags = bio_tags(labels)
    matrix = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for column, following in enumerate(tags):
        if following.startswith("I-"):
            for row, tag in enumerate(tags):
                if tag not in (following, f"B-{following[2:]}"):
                    matrix[row, column] = IMPOSSIBLE
    return matrix


def best_path(scores: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the best sequence of tags (Viterbi, 1967).

    :param scores: log-probabilities, words x tags.
    :param steps: the cost of each step, tags x tags; the first tag of a text may be no ``I-``.
    """
    if len(scores) == 0:
        return np.zeros(0, dtype=np.int64)
    path = scores.argmax(axis=1)
    start = steps[0, path[0]]
    if start + steps[path[:-1], path[1:]].sum() == 0:  # nothing forbidden: the best of each word is the best of all
        return path
    total = scores[0] + steps[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    before = np.ascontiguousarray(steps.T)
    for index in range(1, len(scores)):
        candidates = before + total
        candidates.argmax(axis=1, out=back[index])
        total = candidates.max(axis=1) + scores[index]
    path = np.zeros(len(scores), dtype=np.int64)
    path[-1] = total.argmax()
    for index in range(len(scores) - 1, 0, -1):
        path[index - 1] = back[index, path[index]]
    return path


def decode_spans(scores: np.ndarray, labels: Sequence[str]) -> list[tuple[int, int, str, float]]:
    """Return the spans ``(first, stop, label, confidence)`` of the best tags.

    :param scores: logits, words x tags in the order of :func:`bio_tags`.
    :return: spans in order; the confidence is the mean probability of the span's tags.
    """
    if not len(scores):
        return []
    logs = log_softmax(scores)
    path = np.zeros(len(logs), dtype=np.int64)
    steps = transitions(tuple(labels))
    # A word that is surely outside cuts the text, so that the slow search runs over short stretches only.
    outside = (logs.argmax(axis=1) == 0).nonzero()[0]
    borders = [-1, *outside[logs[outside, 0] > np.log(0.99)].tolist(), len(logs)]
    for left, right in zip(borders, borders[1:], strict=False):
        if right - left > 1:
            path[left + 1 : right] = best_path(logs[left + 1 : right], steps)
    return spans_of_path(path, logs, labels)


def spans_of_path(path: np.ndarray, logs: np.ndarray, labels: Sequence[str]) -> list[tuple[int, int, str, float]]:
    """Read the spans off a valid BIO path."""
    spans, tags = [], [*path.tolist(), 0]
    chances = np.exp(np.take_along_axis(logs, path[:, None], axis=1)[:, 0])
    first = None
    for index in np.flatnonzero(path).tolist():
        if tags[index] % 2 == 1:
            first = index
        stop = index + 1
        inner = tags[stop] != 0 and tags[stop] % 2 == 0
        if first is not None and not inner:
            spans.append((first, stop, labels[(tags[first] - 1) // 2], float(chances[first:stop].mean())))
            first = None
    return spans


def by_word(scores: np.ndarray, firsts: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """Turn scores by subword into scores by word.

    A word without subwords (a blank) takes the scores of the word before, so that it cuts no span in two.

    :param firsts: each word's first subword, or -1.
    """
    if not len(scores):
        return np.zeros((len(words), *scores.shape[1:]), dtype=scores.dtype)
    known = np.maximum.accumulate(np.where(firsts >= 0, np.arange(len(firsts)), -1))
    return scores[np.maximum(firsts[np.maximum(known, 0)], 0)]


def trim_spans(spans: Sequence[tuple[int, int, str, float]], blank: Sequence[bool]) -> list:
    """Return the spans without the blank words at their ends, and without those that hold nothing else."""
    trimmed = []
    for first, stop, *rest in spans:
        while first < stop and blank[first]:
            first += 1
        while first < stop and blank[stop - 1]:
            stop -= 1
        if first < stop:
            trimmed.append((first, stop, *rest))
    return trimmed
