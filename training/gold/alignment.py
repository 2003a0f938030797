"""Which mention of the warehouse is which mention of the gold, and which entity which key."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment

Span = tuple[int, int]

_BEFORE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_BEHIND = re.compile(r"[’'`]s?$|[\s.,;:]+$")
_POSTMODIFIER = re.compile(r"[,;(–—-]\s|\s(?:of|in|at|for|from|to|on|with|who|which|that|whose|behind|against)\s")
_SHORTER = 0.3  # share of the longer mention's characters that the shorter must have, where heads are not the same


class Mention(Protocol):
    """A mention of either side."""

    start: int
    end: int
    form: str


def align(gold: Sequence[Mention], found: Sequence[Mention], body: str) -> dict[int, int]:
    """Return for mentions of the gold, by number, the number of the mention found, each at most once.

    Two mentions are one where they cover the same characters (articles and possessives aside), or where one holds the
    other and both have the same head, or both are names of comparable length; the better overlap goes first.
    """
    ranked = sorted(
        (
            (-_overlap(core, other), number, place)
            for number, (one, core) in enumerate(zip(gold, _cores(gold, body), strict=True))
            for place, (two, other) in enumerate(zip(found, _cores(found, body), strict=True))
            if _is_same(core, other, body, names=one.form == two.form == "name")
        ),
    )
    aligned: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in ranked:
        if number not in aligned and place not in taken:
            aligned[number] = place
            taken.add(place)
    return aligned


def assign(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the entity of each key, no entity twice, such that most mentions agree (as CEAF aligns; Luo, 2005).

    :param pairs: key and entity of each aligned mention.
    """
    met = Counter(pairs)
    keys, entities = (sorted({pair[side] for pair in met}) for side in (0, 1))
    shared = np.array([[met[key, entity] for entity in entities] for key in keys]).reshape(len(keys), len(entities))
    chosen = zip(*linear_sum_assignment(shared, maximize=True), strict=True)
    return {keys[row]: entities[column] for row, column in chosen if shared[row, column]}


def _cores(mentions: Iterable[Mention], body: str) -> list[Span]:
    """Return the mentions without articles in front and possessives behind."""
    cores = []
    for mention in mentions:
        start, end = mention.start, mention.end
        if before := _BEFORE.match(body, start, end):
            start = before.end()
        if (behind := _BEHIND.search(body[start:end])) and behind.start():
            end = start + behind.start()
        cores.append((start, end))
    return cores


def _is_same(one: Span, other: Span, body: str, *, names: bool) -> bool:
    if one == other:
        return True
    inner, outer = sorted((one, other), key=lambda span: span[1] - span[0])
    if not (outer[0] <= inner[0] and inner[1] <= outer[1]):
        return False
    if names and _overlap(one, other) >= _SHORTER:
        return True
    return _head(one, body) == _head(other, body)


def _head(span: Span, body: str) -> int:
    """Return where the last word before any postmodifier ends."""
    cut = _POSTMODIFIER.search(body, *span)
    return cut.start() if cut and cut.start() > span[0] else span[1]


def _overlap(one: Span, other: Span) -> float:
    """Return the share of the characters of both that are in both."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)
