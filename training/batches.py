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
from training.syntax import lemma_scripts

UNKNOWN = -100
SENTENCE_SHARE = 0.25

Item = tuple[int, tuple[int, ...], tuple[int, ...]]  # a word, its antecedents, and all that might be one


@dataclass(slots=True)
class Prepared:
    """An example in numbers; arrays are by word unless they belong to the encoding."""

    example: Example
    encoding: Encoding
    entities: np.ndarray | None  # words x tags, True where allowed
    labels: dict[str, np.ndarray]  # by head: the number of each word's label, or UNKNOWN
    heads: np.ndarray  # each word's head in the parse, itself for the root, or UNKNOWN


@dataclass(slots=True)
class Window:
    """What the network reads and should say of one window; words are those with subwords."""

    ids: np.ndarray
    shapes: np.ndarray
    quotes: np.ndarray
    firsts: np.ndarray
    entities: np.ndarray
    labels: dict[str, np.ndarray]
    heads: np.ndarray
    sentence_numbers: np.ndarray
    weight: float
    links: list[tuple[int, int]]
    antecedents: list[Item]


def prepare(example: Example, subwords: Subwords, vocabularies: Mapping[str, Sequence[str]]) -> Prepared:
    """Encode an example and turn its labels into numbers.

    :param vocabularies: the labels of the heads ``pos``, ``tags``, ``morphs``, ``lemmas`` and ``relations``.
    """
    length = len(example.words)
    entities = None
    if example.entities is not None:
        entities = np.ones((length, len(ENTITY_TAGS)), dtype=bool)
        for index, allowed in enumerate(example.entities):
            if allowed is not None:
                entities[index] = [tag in allowed for tag in ENTITY_TAGS]
    given = {name: getattr(example, name) for name in vocabularies}
    if example.lemmas is not None:
        given["lemmas"] = lemma_scripts(example)
    labels = {name: number(given[name], vocabularies[name], length) for name in vocabularies}
    labels["sentences"] = np.full(length, UNKNOWN)
    if example.sentence_starts is not None:
        labels["sentences"][:] = [index in example.sentence_starts for index in range(length)]
    heads = np.full(length, UNKNOWN)
    if example.heads is not None:
        heads[:] = [UNKNOWN if head is None else head for head in example.heads]
    return Prepared(example, encode_words(example.words, subwords), entities, labels, heads)


def number(found: Sequence[str | None] | None, vocabulary: Sequence[str], length: int) -> np.ndarray:
    """Return the number of each word's label, UNKNOWN where there is none or it is not in the vocabulary."""
    if found is None:
        return np.full(length, UNKNOWN)
    numbers = {label: index for index, label in enumerate(vocabulary)}
    return np.asarray([numbers.get(label, UNKNOWN) for label in found], dtype=np.int64)


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
    """Cut an example into windows at a random phase; one annotator is drawn where there are several.

    Texts of the treebanks and of the entity corpora are at times cut into sentences, which is how others ask for them.
    """
    example, encoding = prepared.example, prepared.encoding
    length = len(example.words)
    attribution, links = np.full(length, UNKNOWN), []
    if example.attributions is not None:
        attribution, links = attribution_labels(rng.choice(example.attributions), length)
    words = np.flatnonzero(encoding.firsts >= 0)
    stops = np.append(encoding.firsts[words][1:], len(encoding.ids))
    if example.attributions is None and example.sentence_starts and rng.random() < SENTENCE_SHARE:
        for part in np.split(words, np.searchsorted(words, sorted(example.sentence_starts))):
            stop = np.searchsorted(words, part[-1], side="right") if len(part) else 0
            if len(part) and stops[stop - 1] - encoding.firsts[part[0]] <= size - 2:
                yield make_window(prepared, part, stops[stop - 1], attribution, links)
        return
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
    ids, shapes, quotes = window_inputs(encoding, start, stop)
    labels = {name: found[words] for name, found in prepared.labels.items()}
    return Window(
        ids=ids,
        shapes=shapes,
        quotes=quotes,
        firsts=encoding.firsts[words] - start + 1,
        entities=entities,
        labels=labels | {"attributions": attribution[words]},
        heads=np.asarray([numbers.get(head, UNKNOWN) for head in prepared.heads[words].tolist()], dtype=np.int64),
        sentence_numbers=np.cumsum(labels["sentences"] > 0),
        weight=prepared.example.weight,
        links=[(numbers[part], numbers[cue]) for part, cue in links if part in numbers and cue in numbers],
        antecedents=list(window_antecedents(prepared.example.antecedents or (), numbers)),
    )


def window_antecedents(items: Sequence[Item], numbers: Mapping[int, int]) -> Iterator[Item]:
    """Yield the items whose word, and an antecedent where it has one, stand in the window."""
    for word, gold, candidates in items:
        near = tuple(numbers[each] for each in gold if each in numbers)
        if word in numbers and (near or not gold):
            yield numbers[word], near, tuple(numbers[each] for each in candidates if each in numbers)


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
    """Pad arrays to the longest and stack them, on the device that PyTorch creates tensors on."""
    longest = max(len(array) for array in arrays)
    out = np.full((len(arrays), longest, *arrays[0].shape[1:]), fill, dtype=arrays[0].dtype)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out).to(torch.get_default_device())
