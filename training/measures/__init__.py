"""What the shipped pipeline is measured by: one module a head, each with its measures.

A measure reads a corpus and yields, text by text, counts by figure; :mod:`training.evaluate` adds them up, draws the
texts again for intervals, and holds the figures against goals, published figures and floors.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from training.metrics import Counts

Figures = dict[str, np.ndarray]


def as_they_are(figures: Figures) -> Figures:
    """Return the figures as they are."""
    return figures


@dataclass(frozen=True, slots=True)
class Measure:
    """One evaluation.

    :param files: returns the files that it reads, for their hash.
    :param run: yields the counts of each text by figure; a figure is the F1 of its counts (an accuracy where as much
        is found as is gold).
    :param derive: adds to or chooses from the figures (arrays, in percent), as means over several.
    :param goals: what the project asks of a figure.
    :param published: the best published figure of comparable work.
    :param lower_is_better: the figures that are errors: what is pinned for them is a ceiling.
    """

    name: str
    metric: str
    files: Callable[[Path], list[Path]]
    run: Callable[[Language, Path], Iterator[Mapping[str, Counts]]]
    derive: Callable[[Figures], Figures] = as_they_are
    goals: Mapping[str, float] = field(default_factory=dict)
    published: Mapping[str, float] = field(default_factory=dict)
    lower_is_better: frozenset[str] = frozenset()


def doc_of_words(nlp: Language, words: list[str], sentence_starts: list[bool] | None = None) -> Doc:
    """Annotate a text that comes as words, at wish with its sentences."""
    doc = Doc(nlp.vocab, words=words, sent_starts=sentence_starts)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
