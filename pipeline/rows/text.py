"""Positions in an article's body: trimmed spans, and which sentence or paragraph a place is in."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate, islice, pairwise

from spacy.attrs import IDX, SENT_START
from spacy.tokens import Doc

Span = tuple[int, int]
Edit = tuple[int, int, str]  # first character, end, what stands there instead

DIGITS = "0"  # stands for all words that begin with a digit
REACH = 80  # characters around a word
_WORD = re.compile(r"(\w+)")

# A line break ends a paragraph unless the line before it was merely wrapped.
_PARAGRAPH_BREAK = re.compile(r"(?<![a-z,;])\n|\n\s*\n")


@lru_cache(maxsize=1)
def text_of(doc: Doc) -> str:
    """Return a doc's text; ``doc.text`` puts it together from its words each time."""
    return doc.text


@lru_cache(maxsize=1)
def word_places(text: str) -> Mapping[str, list[int]]:
    """Return where each word of a text begins, by the word in lower case; numbers are all under :data:`DIGITS`."""
    pieces = _WORD.split(text)  # what is no word, a word, and so on
    ends = accumulate(map(len, pieces))
    places: dict[str, list[int]] = defaultdict(list)
    for word, place in zip(map(str.lower, pieces[1::2]), islice(ends, 0, None, 2), strict=False):
        places[word].append(place)
    places[DIGITS] = sorted(place for word in places if word[0].isdigit() for place in places[word])
    return places


def find_around(pattern: re.Pattern[str], words: Iterable[str], text: str) -> list[re.Match[str]]:
    """Return what a pattern finds in a text, looked for only around the words of which every match holds one.

    :param words: in lower case, as for :func:`word_places`.
    """
    return [found for start, end in _passages(frozenset(words), text) for found in pattern.finditer(text, start, end)]


@lru_cache(maxsize=64)
def _passages(words: frozenset[str], text: str) -> list[Span]:
    """Return the passages around some words, those that touch as one."""
    places = word_places(text)
    passages: list[Span] = []
    for place in sorted(place for word in places.keys() & words for place in places[word]):
        start, end = max(0, place - REACH), min(place + REACH, len(text))
        if passages and start <= passages[-1][1]:
            start = passages.pop()[0]
        passages.append((start, end))
    return passages


class ArticleText:
    """A body with its sentences and paragraphs, found by place."""

    def __init__(self, doc: Doc):
        self.body = text_of(doc)
        self.sentences = _sentences(doc, self.body)
        self._sentence_starts = [start for start, _ in self.sentences]

    def sentence_at(self, place: int) -> int | None:
        """Return the number of the sentence that a place is in or follows; ``None`` before the first."""
        number = bisect_right(self._sentence_starts, place) - 1
        return number if number >= 0 else None

    def sentence_around(self, place: int) -> Span:
        """Return the sentence that a place is in or follows; before the first, the first."""
        return self.sentences[self.sentence_at(place) or 0]

    def paragraph_at(self, place: int) -> int:
        """Return the number of the paragraph that a place is in."""
        return bisect_right(self._paragraph_starts, place) - 1

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs' spans, without surrounding white space."""
        edges = [0]
        for found in _PARAGRAPH_BREAK.finditer(self.body):
            edges += found.span()
        edges.append(len(self.body))
        spans = (trim(self.body, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
        return [span for span in spans if span[0] < span[1]] or [(0, 0)]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        starts = [start for start, _ in self.paragraphs]
        return [0, *starts[1:]]


def sentence_starts(doc: Doc) -> list[int]:
    """Return where the sentences of a doc begin; none where it has no sentences."""
    return doc.to_array(IDX)[doc.to_array(SENT_START) == 1].tolist()


def _sentences(doc: Doc, body: str) -> list[Span]:
    if not doc.has_annotation("SENT_START"):
        whole = trim(body, 0, len(body))
        return [whole] if whole[0] < whole[1] else []
    edges = [0, *sentence_starts(doc), len(body)]
    spans = (trim(body, start, end) for start, end in pairwise(edges))
    return [span for span in spans if span[0] < span[1]]


def trim(body: str, start: int, end: int, characters: str | None = None) -> Span:
    """Return a span without given characters (white space by default) at either end; it may become empty."""
    text = body[start:end]
    left = len(text) - len(text.lstrip(characters))
    return start + left, max(start + len(text.rstrip(characters)), start + left)


def spanning(spans: Iterable[Span]) -> Span:
    """Return the span from where the first of some begins to where the last ends."""
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)


def covers(outer: Span, inner: Span) -> bool:
    """Whether one span holds all of another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlaps(one: Span, two: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < two[1] and two[0] < one[1]


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a character with any of others."""
    return any(overlaps(span, other) for other in others)
