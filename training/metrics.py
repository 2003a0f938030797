"""Scores: exact-span F1 as CofeNet reports it (COLING 2022), and whole attributions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from pipeline.language.attributions import ROLES


class Parts(Protocol):
    """An attribution in offsets, of words or of characters."""

    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]


Counts = tuple[float, float, float, float]
"""Two shares: what is right of what was found, what was found of what is gold (they differ for chains of mentions)."""


def f1_of(counts: np.ndarray) -> np.ndarray:
    """Return the harmonic mean of precision and recall; ``counts`` has :data:`Counts` along its last axis."""
    right, found, recalled, gold = np.moveaxis(np.asarray(counts, dtype=float), -1, 0)
    precision = np.divide(right, found, out=np.zeros_like(right), where=found > 0)
    recall = np.divide(recalled, gold, out=np.zeros_like(right), where=gold > 0)
    total = precision + recall
    return np.divide(2 * precision * recall, total, out=np.zeros_like(right), where=total > 0)


@dataclass(slots=True)
class Tally:
    """Counts of what was found, what is gold, and what is both."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, gold: Iterable, found: Iterable) -> None:
        """Count one text's gold and found items."""
        gold, found = Counter(gold), Counter(found)
        self.right += (gold & found).total()
        self.found += found.total()
        self.gold += gold.total()

    @classmethod
    def of(cls, gold: Iterable, found: Iterable) -> "Tally":
        """Return the counts of one text."""
        tally = cls()
        tally.add(gold, found)
        return tally

    def counts(self) -> Counts:
        """Return the counts as :func:`f1_of` takes them."""
        return self.right, self.found, self.right, self.gold

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def overlap(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    """Return how many units two lists of spans share."""
    return len(_units(one) & _units(other))


def jaccard(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> float:
    """Return the share of the units of both that are in both."""
    units = _units(one) | _units(other)
    return overlap(one, other) / len(units) if units else 0.0


def _units(spans: list[tuple[int, int]]) -> set[int]:
    return {unit for first, stop in spans for unit in range(first, stop)}


@dataclass(slots=True)
class AttributionScore:
    """Exact spans by role, and whole attributions (cue and source overlap, content Jaccard at least .5)."""

    spans: dict[str, Tally] = field(default_factory=lambda: {role: Tally() for role in ROLES})
    whole: Tally = field(default_factory=Tally)

    def add(self, gold: list[Parts], found: list[Parts]) -> None:
        """Count one text's gold and found attributions."""
        for role, tally in self.spans.items():
            tally.add(_all_spans(gold, role), _all_spans(found, role))
        gold = [parts for parts in gold if parts.cue and parts.content]
        found = [parts for parts in found if parts.cue and parts.content]
        open_gold = list(gold)
        for parts in found:
            match = next((other for other in open_gold if self._same(other, parts)), None)
            if match is not None:
                open_gold.remove(match)
                self.whole.right += 1
        self.whole.gold += len(gold)
        self.whole.found += len(found)

    @staticmethod
    def _same(gold: Parts, found: Parts) -> bool:
        sources = overlap(gold.source, found.source) > 0 or not (gold.source or found.source)
        return sources and overlap(gold.cue, found.cue) > 0 and jaccard(gold.content, found.content) >= 0.5

    def counts(self) -> dict[str, Counts]:
        """Return the counts of each role and of whole attributions."""
        return {role: tally.counts() for role, tally in self.spans.items()} | {"whole": self.whole.counts()}

    def figures(self) -> dict[str, float]:
        """Return F1 in percent, rounded to two places."""
        figures = {role: round(100 * tally.f1, 2) for role, tally in self.spans.items()}
        return figures | {"whole": round(100 * self.whole.f1, 2)}


def _all_spans(attributions: list[Parts], role: str) -> set[tuple[int, int]]:
    return {tuple(span) for parts in attributions for span in getattr(parts, role)}
