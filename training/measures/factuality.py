"""Factuality against FactBank and UW: Pearson's r and the mean absolute error, both times 100.

The parts and the scale (-3 to 3) are those of Stanovsky et al. (ACL 2017), on which Rudinger et al. (NAACL 2018) report
their LSTMs; events are given, sentences are read one by one, and signs are those that claims have. Error is the better
the lower: its floor is a ceiling.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.language.factuality import LIMIT, read_events
from pipeline.language.surroundings import Surroundings
from pipeline.rows.strength import signed
from training.events import CORPORA, events_file, read_sentences
from training.measures import Figures, Measure, doc_of_words
from training.metrics import Counts

ERROR = "mean absolute error"


def sums_of(gold: np.ndarray, found: np.ndarray) -> dict[str, Counts]:
    """Return the sums that :func:`figures_of` needs as counts whose F1 is their mean; values count from 0 to 1."""
    one, two = ((values + LIMIT) / (2 * LIMIT) for values in (gold, found))
    sums = {"gold": one, "found": two, "gold²": one**2, "found²": two**2, "product": one * two, "apart": abs(one - two)}
    return {name: (total := float(values.sum()), len(gold), total, len(gold)) for name, values in sums.items()}


def figures_of(means: Figures) -> Figures:
    """Return Pearson's r and the mean absolute error, times 100, from means in percent."""
    mean = {name: values / 100 for name, values in means.items()}
    spread = (mean["gold²"] - mean["gold"] ** 2) * (mean["found²"] - mean["found"] ** 2)
    shared = mean["product"] - mean["gold"] * mean["found"]
    return {"r": 100 * shared / np.sqrt(np.maximum(spread, 1e-12)), ERROR: 100 * 2 * LIMIT * mean["apart"]}


def _run(name: str, part: str) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        component = nlp.get_pipe("factuality")
        output = component.scales.index(name)
        for sentence in read_sentences(corpora, name, part):
            doc = doc_of_words(nlp, sentence.words)
            words = list(sentence.events)
            found = component.network(*read_events(doc, Surroundings(doc), words))[:, output]
            values = [signed(doc[word], value) for word, value in zip(words, found.tolist(), strict=True)]
            yield sums_of(np.array(list(sentence.events.values())), np.clip(values, -LIMIT, LIMIT))

    return run


MEASURES = tuple(
    Measure(
        f"{name} {part}, factuality",
        "Pearson's r and mean absolute error x 100",
        lambda corpora, name=name, part=part: [events_file(corpora, name, part)],
        _run(name, part),
        derive=figures_of,
        lower_is_better=frozenset((ERROR,)),
    )
    for name in CORPORA
    for part in ("dev", "test")
)
