"""From examples to batches of windows for training."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from pipeline.language.attributions import ROLES
from pipeline.language.encoder import window_inputs
from pipeline.language.windows import Encoding, Subwords, encode_words
from training.corpora import Attributed, Example
from training.labels import ATTRIBUTION_TAGS, ENTITY_TAGS

UNKNOWN = -100


@dataclass(slots=True)
class Prepared:
    """An example in numbers; arrays are by word unless they belong to the encoding."""

    example: Example
    encoding: Encoding
    entities: np.ndarray | None  # words x tags, True where allowed
    sentences: np.ndarray
    tags: np.ndarray


@dataclass(slots=True)
class Window:
    """What the network reads and should say of one window; words are those with subwords."""

    ids: np.ndarray
    shapes: np.ndarray
    quotes: np.ndarray
    firsts: np.ndarray
    attribution: np.ndarray
    entities: np.ndarray
    sentences: np.ndarray
    tags: np.ndarray
    weight: float
    links: list[tuple[int, int]]


def prepare(example: Example, subwords: Subwords, tag_numbers: Mapping[str, int]) -> Prepared:
    """Encode an example and turn its labels into numbers."""
    length = len(example.words)
    entities = None
    if example.entities is not None:
        entities = np.ones((length, len(ENTITY_TAGS)), dtype=bool)
        for index, allowed in enumerate(example.entities):
            if allowed is not None:
                entities[index] = [tag in allowed for tag in ENTITY_TAGS]
    sentences = np.full(length, UNKNOWN)
    if example.sentence_starts is not None:
        sentences[:] = [index in example.sentence_starts for index in range(length)]
    tags = np.full(length, UNKNOWN)
    if example.tags is not None:
        tags[:] = [tag_numbers.get(tag, UNKNOWN) for tag in example.tags]
    return Prepared(example, encode_words(example.words, subwords), entities, sentences, tags)


def attribution_labels(attributions: Sequence[Attributed], length: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Return one tag a word, and the links as pairs of first words (part, cue)."""
    labels, links = np.zeros(length, dtype=np.int64), []
    for attributed in attributions:
        for role in ROLES:
            number = ATTRIBUTION_TAGS.index(f"B-{role}")
            for first, stop in getattr(attributed, role):
                labels[first] = number
                labels[first + 1 : stop] = number + 1
                if role != "cue" and attributed.cue:
                    links.append((first, attributed.cue[0][0]))
    return labels, links


def cut(prepared: Prepared, *, size: int, rng: random.Random) -> Iterator[Window]:
    """Cut an example into windows at a random phase; one annotator is drawn where there are several."""
    example, encoding = prepared.example, prepared.encoding
    length = len(example.words)
    attribution, links = np.full(length, UNKNOWN), []
    if example.attributions is not None:
        attribution, links = attribution_labels(rng.choice(example.attributions), length)
    words = np.flatnonzero(encoding.firsts >= 0)
    stops = np.append(encoding.firsts[words][1:], len(encoding.ids))
    limit = rng.randint(size // 3, size) - 2 if len(encoding.ids) > size else size - 2
    begin = 0
    while begin < len(words):
        offset = encoding.firsts[words[begin]]
        end = max(begin + 1, int(np.searchsorted(stops, offset + limit, side="right")))
        yield make_window(prepared, words[begin:end], stops[end - 1], attribution, links)
        begin, limit = end, size - 2


def make_window(
    prepared: Prepared, words: np.ndarray, stop: int, attribution: np.ndarray, links: list[tuple[int, int]]
) -> Window:
    """Return the window of the given words, whose last subword is the one before ``stop``."""
    encoding = prepared.encoding
    start = encoding.firsts[words[0]]
    numbers = {word: index for index, word in enumerate(words.tolist())}
    if prepared.entities is not None:
        entities = prepared.entities[words]
    else:
        entities = np.ones((len(words), len(ENTITY_TAGS)), dtype=bool)
    ids, shapes, quotes, _ = window_inputs(encoding, start, stop)
    return Window(
        ids=ids,
        shapes=shapes,
        quotes=quotes,
        firsts=encoding.firsts[words] - start + 1,
        attribution=attribution[words],
        entities=entities,
        sentences=prepared.sentences[words],
        tags=prepared.tags[words],
        weight=prepared.example.weight,
        links=[(numbers[part], numbers[cue]) for part, cue in links if part in numbers and cue in numbers],
    )


def batches(windows: list[Window], *, tokens: int, rng: random.Random) -> Iterator[list[Window]]:
    """Shuffle windows into batches of about ``tokens`` subwords, alike in length to save padding."""
    rng.shuffle(windows)
    found: list[list[Window]] = []
    for begin in range(0, len(windows), 256):
        pool = sorted(windows[begin : begin + 256], key=lambda window: len(window.ids))
        batch: list[Window] = []
        for window in pool:
            if batch and (len(batch) + 1) * len(window.ids) > tokens:
                found.append(batch)
                batch = []
            batch.append(window)
        found.append(batch)
    rng.shuffle(found)
    yield from found


def stack(arrays: Sequence[np.ndarray], fill: int | bool = 0) -> Tensor:
    """Pad arrays to the longest and stack them."""
    longest = max(len(array) for array in arrays)
    out = np.full((len(arrays), longest, *arrays[0].shape[1:]), fill, dtype=arrays[0].dtype)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)
