"""What the encoder reads: the words of a document as subwords with their shape, in overlapping windows.

The base model is uncased, so each subword carries the shape of its word; it reads line breaks as tokens of their
own and is told what stands inside quotation marks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SHAPES = ("none", "lower", "title", "upper", "mixed", "digits", "punctuation")
LINE_BREAK = "[unused1]"
PARAGRAPH_BREAK = "[unused2]"
OPENING_MARKS = frozenset("“«„")
CLOSING_MARKS = frozenset("”»")
STRAIGHT_MARKS = frozenset(('"', "``", "''"))

Subwords = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Encoding:
    """A document's subwords.

    ``ids``, ``shapes`` and ``quotes`` have one number a subword; ``firsts`` has one number a word: the index of its
    first subword, or -1 for a word that has none (blank space between words).
    """

    ids: np.ndarray
    shapes: np.ndarray
    quotes: np.ndarray
    firsts: np.ndarray


@dataclass(frozen=True, slots=True)
class Window:
    """A slice of the subwords that is read at once, and the part of it whose scores are kept."""

    start: int
    stop: int
    keep_start: int
    keep_stop: int


def word_shape(word: str) -> int:
    """Return the index in ``SHAPES`` of a word's shape."""
    if any(character.isdigit() for character in word):
        return 5
    if not any(character.isalpha() for character in word):
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word.istitle() else 4


def inside_quotes(words: Sequence[str]) -> list[int]:
    """Return for each word 1 if it stands inside quotation marks, else 0.

    A quotation left open ends with its paragraph, so that one missing mark spoils no more than that.
    """
    flags, inside = [], False
    for word in words:
        if word.isspace() and "\n" in word:
            inside = False
        elif word in OPENING_MARKS or (word in STRAIGHT_MARKS and not inside):
            inside = True
        elif word in CLOSING_MARKS or word in STRAIGHT_MARKS:
            inside = False
        flags.append(int(inside))
    return flags


def encode_words(words: Sequence[str], subwords: Subwords) -> Encoding:
    """Turn a document's words into subwords.

    :param words: the words in order; runs of blank space may stand among them as words of their own.
    :param subwords: gives the vocabulary ids of one word's pieces, or of a special token.
    """
    ids, shapes, quotes, firsts = [], [], [], []
    for word, inside in zip(words, inside_quotes(words), strict=True):
        if word.isspace() or not word:
            breaks = word.count("\n")
            pieces = subwords(LINE_BREAK if breaks == 1 else PARAGRAPH_BREAK) if breaks else []
            shape = 0
        else:
            pieces, shape = subwords(word), word_shape(word)
        firsts.append(len(ids) if pieces else -1)
        ids.extend(pieces)
        shapes.extend([shape] * len(pieces))
        quotes.extend([inside] * len(pieces))
    return Encoding(*(np.asarray(numbers, dtype=np.int64) for numbers in (ids, shapes, quotes, firsts)))


def cut_windows(length: int, *, size: int, overlap: int) -> Iterator[Window]:
    """Cut ``length`` subwords into windows of at most ``size`` that share ``overlap`` with their neighbours.

    The scores of the shared part are taken half from the one window and half from the other.
    """
    if overlap >= size:
        raise ValueError(f"the overlap of windows ({overlap}) must be smaller than their size ({size})")
    start, keep_start = 0, 0
    while length:
        stop = min(start + size, length)
        keep_stop = length if stop == length else stop - overlap // 2
        yield Window(start, stop, keep_start, keep_stop)
        if stop == length:
            return
        start, keep_start = stop - overlap, keep_stop
