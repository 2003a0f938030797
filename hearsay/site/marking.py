"""A text cut into pieces that are marked alike, so that overlapping passages can be shown in HTML."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LINE_BREAKS = re.compile(r"[\n\r]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters of a text that are marked: ``text[start:end]``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are marked alike."""

    text: str
    kinds: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()  # of the quotes that begin here


def paragraphs(
    text: str, passages: Iterable[Passage], *, numbers: Mapping[int, Iterable[int]] | None = None
) -> list[list[Piece]]:
    """Cut a text into paragraphs of pieces; their texts joined are the text without its line breaks.

    :param passages: they may overlap, and reach over paragraphs.
    :param numbers: for a position in the text, the numbers of the quotes that begin there.
    """
    numbers = {position: tuple(found) for position, found in (numbers or {}).items()}
    passages = sorted(passages, key=lambda passage: (passage.start, passage.end, passage.kind))
    edges = {0, len(text), *numbers}
    edges.update(edge for passage in passages for edge in (passage.start, passage.end))
    edges = sorted(edge for edge in edges if 0 <= edge <= len(text))
    found, start = [], 0
    for line_break in [*LINE_BREAKS.finditer(text), None]:
        end = line_break.start() if line_break else len(text)
        if start < end:
            inside = [edge for edge in edges if start < edge < end]
            found.append(_pieces(text, [start, *inside, end], passages, numbers))
        start = line_break.end() if line_break else end
    return found


def _pieces(
    text: str, edges: list[int], passages: list[Passage], numbers: Mapping[int, tuple[int, ...]]
) -> list[Piece]:
    near = [passage for passage in passages if passage.start < edges[-1] and passage.end > edges[0]]
    pieces: list[Piece] = []
    for start, end in zip(edges, edges[1:], strict=False):
        kinds = tuple(sorted({passage.kind for passage in near if passage.start <= start and end <= passage.end}))
        begun = numbers.get(start, ())
        if pieces and not begun and pieces[-1].kinds == kinds:
            last = pieces.pop()
            pieces.append(Piece(last.text + text[start:end], kinds, last.numbers))
        else:
            pieces.append(Piece(text[start:end], kinds, begun))
    return pieces
