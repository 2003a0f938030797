"""Check-worthiness on ClaimBuster, by class, and on CLEF's CheckThat! 2019.

"folds": the file of the ClaimSpotter repository's published models in four stratified folds, as there; the head is
fitted anew on three quarters and counted on the fourth. "test": the shipped head on the file that it never saw, half of
which is worth checking. CLEF's debates are ranked by the shipped head, which was not fitted to their labels: the mean
over debates of average precision; published is the repository's SVM, trained on CLEF's own debates.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from training.checkworthiness import FOLDER, FOLDS, TEST, Reading, fit, logits, read_sentences, read_texts
from training.measures import Figures, Measure
from training.metrics import Counts

CLASSES = ("not worth checking", "worth checking")
PARTS = 4
CLEF = Path("claimspotter/data/clef/CT19-T1-Test.csv")


def counts_of(gold: int, found: int) -> dict[str, Counts]:
    """Return one sentence's counts: precision, recall and F1 by class, and how many there are."""
    counts: dict[str, Counts] = {}
    for label, name in enumerate(CLASSES):
        right, is_found, is_gold = int(gold == found == label), int(found == label), int(gold == label)
        counts[name] = (right, is_found, right, is_gold)
        counts[f"{name}: precision"] = (right, is_found, right, is_found)
        counts[f"{name}: recall"] = (right, is_gold, right, is_gold)
        counts[f"{name}: share"] = (is_gold, 1, is_gold, 1)
    return counts


def with_means(figures: Figures) -> Figures:
    """Add the mean of both classes' F1, plain and weighted by how many there are; leave the shares out."""
    scores, shares = ([figures[f"{name}{what}"] for name in CLASSES] for what in ("", ": share"))
    weighted = sum(score * share for score, share in zip(scores, shares, strict=True)) / 100
    kept = {name: values for name, values in figures.items() if not name.endswith(": share")}
    return kept | {"macro": sum(scores) / 2, "weighted": weighted}


def stratified(labels: Sequence[int], *, parts: int = PARTS, seed: int = 1) -> np.ndarray:
    """Return each item's part, 0 and up: every part holds the same share of each label."""
    rng, labels = np.random.default_rng(seed), np.asarray(labels)
    numbers = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        numbers[places] = np.arange(len(places)) % parts
    return numbers


def _run_folds(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    sentences = read_sentences(corpora, FOLDS)
    labels = np.array([sentence.label for sentence in sentences])
    readings = list(read_texts(nlp, (sentence.text for sentence in sentences)))
    parts = stratified(labels)
    for part in range(PARTS):
        inside, outside = np.flatnonzero(parts == part), np.flatnonzero(parts != part)
        learnt = fit([readings[place] for place in outside], labels[outside])
        found = logits(learnt, [readings[place] for place in inside]) > 0
        for gold, is_found in zip(labels[inside].tolist(), found.tolist(), strict=True):
            yield counts_of(gold, int(is_found))


def _run_test(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    sentences = read_sentences(corpora, TEST)
    found = _shipped(nlp, [sentence.text for sentence in sentences]) > 0
    for sentence, is_found in zip(sentences, found.tolist(), strict=True):
        yield counts_of(sentence.label, int(is_found))


def _shipped(nlp: Language, texts: Sequence[str]) -> np.ndarray:
    readings: list[Reading] = list(read_texts(nlp, texts))
    return logits(nlp.get_pipe("checkworthiness").learnt(), readings)


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Return the mean, over the items that are right, of the precision of the ranking down to each."""
    ranked = np.asarray(labels)[np.argsort(-np.asarray(scores), kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked == 1].mean()) if ranked.any() else 0.0


def read_debates(file: Path) -> dict[str, list[tuple[str, int]]]:
    """Return the sentences of CLEF's debates with their labels, by debate."""
    debates: dict[str, list[tuple[str, int]]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            debates.setdefault(row["file_name"], []).append((row["text"], int(row["label"])))
    return debates


def _run_clef(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    for sentences in read_debates(corpora / CLEF).values():
        texts, labels = zip(*sentences, strict=True)
        if any(labels):
            precision = average_precision(labels, _shipped(nlp, texts))
            yield {"mean average precision": (precision, 1, precision, 1)}


def _files(name: str) -> Callable[[Path], list[Path]]:
    return lambda corpora: [corpora / FOLDER / name]


MEASURES = (
    Measure("ClaimBuster, four folds", "F1 by class", _files(FOLDS), _run_folds, derive=with_means),
    Measure("ClaimBuster test", "F1 by class", _files(TEST), _run_test, derive=with_means),
    Measure(
        "CLEF CheckThat! 2019, test",
        "average precision by debate",
        lambda corpora: [corpora / CLEF],
        _run_clef,
        published={"mean average precision": 10.3},
    ),
)
