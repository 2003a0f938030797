"""Fit check-worthiness on an exported pipeline: a logistic regression over ClaimBuster's sentences.

``python -m training.checkworthiness --model models/en_hearsay --corpora ../shared/corpora``

The sentences are those of the two-class files of the ClaimSpotter repository (Meng et al., 2020), less their test file.
A sentence's logit is the mean over its words of a weight of the encoder's state and of those of the words' features, so
that the learnt weights hold for any stretch of a text. States know what stands around a sentence, and articles are read
whole: every sentence is read by itself and among others.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import load_pipeline
from pipeline.language.checkworthiness import word_features
from pipeline.language.extensions import HEAD_SCORES, STATES
from training.options import FITTED_LATER, run_fit_on_model

FOLDER = Path("claimspotter/data/two_class")
TRAIN, TEST, FOLDS = "train.json", "test.json", "kfold_25ncs.json"
NEEDED = ("encoder", "tagger", "lemmatizer")
MINIMUM = 3  # readings that a learnt feature stands in; a sentence of the shipped fit has two
STATES_PENALTY, FEATURES_PENALTY, FEATURES_SIZE = 1e-2, 1e-4, 10.0
STEPS = 100
TOGETHER, PARAGRAPH = 12, 3  # sentences that are read as one text, and of its paragraphs


class Sentence(NamedTuple):
    """A sentence of ClaimBuster and whether it is worth checking."""

    number: int
    text: str
    label: int


class Reading(NamedTuple):
    """What is read of a text: the mean of its words' states, and how often each feature occurs, by word."""

    states: np.ndarray
    features: dict[str, float]


def read_sentences(corpora: Path, name: str) -> list[Sentence]:
    """Return the sentences of a file."""
    rows = json.loads((corpora / FOLDER / name).read_text(encoding="utf-8"))
    return [Sentence(row["sentence_id"], row["text"], row["label"]) for row in rows]


def read_training(corpora: Path) -> list[Sentence]:
    """Return the sentences that the shipped component is trained on: each once, none of the test file."""
    known = {sentence.number: sentence for name in (TRAIN, FOLDS) for sentence in read_sentences(corpora, name)}
    for sentence in read_sentences(corpora, TEST):
        known.pop(sentence.number, None)
    return list(known.values())


def read_texts(nlp: Language, texts: Iterable[str]) -> Iterator[Reading]:
    """Run the part of the pipeline that is needed over each text by itself."""
    for text in texts:
        doc = _annotated(nlp, nlp.make_doc(text))
        yield reading_of(doc, getattr(doc._, HEAD_SCORES)[STATES])


def read_together(nlp: Language, texts: Sequence[str]) -> Iterator[Reading]:
    """Run the part of the pipeline that is needed over some texts as the sentences of one."""
    parts = [nlp.make_doc(text) for text in texts]
    breaks = [Doc(nlp.vocab, words=["\n\n"] if (place + 1) % PARAGRAPH == 0 else []) for place in range(len(parts))]
    doc = _annotated(nlp, Doc.from_docs([each for pair in zip(parts, breaks, strict=True) for each in pair]))
    states, start = getattr(doc._, HEAD_SCORES)[STATES], 0
    for part, after in zip(parts, breaks, strict=True):
        stop = start + len(part)
        yield reading_of(doc[start:stop].as_doc(), states[start:stop])
        start = stop + len(after)


def _annotated(nlp: Language, doc: Doc) -> Doc:
    for name in NEEDED:
        doc = nlp.get_pipe(name)(doc)
    return doc


def reading_of(doc: Doc, states: np.ndarray) -> Reading:
    """Return what is read of an annotated text, given its words' states."""
    words = [token.i for token in doc if not token.is_space]
    names = word_features(doc)
    counts = Counter(name for word in words for name in names[word])
    return Reading(
        states[words].mean(axis=0) if words else np.zeros(states.shape[1], np.float32),
        {name: count / len(words) for name, count in counts.items()},
    )


def fit(readings: Sequence[Reading], labels: Sequence[int]) -> dict[str, Any]:
    """Learn the component's weights, as its ``load`` takes them, by L-BFGS with a penalty on their squares."""
    counts = Counter(name for reading in readings for name in reading.features)
    names = sorted(name for name, count in counts.items() if count >= MINIMUM)
    states = np.stack([reading.states for reading in readings]).astype(float)
    middle, width = states.mean(axis=0), states.std(axis=0) + 1e-4
    matrix = sparse.hstack(
        [sparse.csr_matrix((states - middle) / width), FEATURES_SIZE * _matrix(readings, names)], format="csr"
    )
    penalty = np.concatenate([np.full(states.shape[1], STATES_PENALTY), np.full(len(names), FEATURES_PENALTY), [0.0]])
    target = np.asarray(labels, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = matrix @ weights[:-1] + weights[-1]
        error = (expit(logits) - target) / len(target)
        value = np.mean(np.logaddexp(0, logits) - target * logits) + penalty @ weights**2
        return value, np.append(matrix.T @ error, error.sum()) + 2 * penalty * weights

    found = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    of_states, of_features = found[: states.shape[1]] / width, FEATURES_SIZE * found[states.shape[1] : -1]
    return {
        "states": of_states.tolist(),
        "features": {name: round(weight, 3) for name, weight in zip(names, of_features.tolist(), strict=True)},
        "bias": round(float(found[-1] - middle @ of_states), 5),
    }


def logits(learnt: Mapping[str, Any], readings: Sequence[Reading]) -> np.ndarray:
    """Return the logit of each text, as the component computes it."""
    weights, features = np.asarray(learnt["states"]), learnt["features"]
    sums = [sum(share * features.get(name, 0.0) for name, share in reading.features.items()) for reading in readings]
    return np.stack([reading.states for reading in readings]) @ weights + np.asarray(sums) + learnt["bias"]


def _matrix(readings: Sequence[Reading], names: Sequence[str]) -> sparse.csr_matrix:
    numbers = {name: number for number, name in enumerate(names)}
    cells = [
        (row, numbers[name], share)
        for row, reading in enumerate(readings)
        for name, share in reading.features.items()
        if name in numbers
    ]
    rows, columns, shares = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((shares, (rows, columns)), shape=(len(readings), len(names)))


def fit_model(*, model: Path, corpora: Path) -> None:
    """Fit the check-worthiness of a pipeline and write the component anew."""
    nlp = load_pipeline(model)
    sentences = read_training(corpora)
    random.Random(1).shuffle(sentences)
    texts, labels = [sentence.text for sentence in sentences], [sentence.label for sentence in sentences]
    groups = (texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER))
    with nlp.select_pipes(disable=FITTED_LATER):
        alone = list(read_texts(nlp, texts))
        together = [reading for group in groups for reading in read_together(nlp, group)]
    learnt = fit(alone + together, labels + labels)
    nlp.get_pipe("checkworthiness").load(learnt).to_disk(model / "checkworthiness")


if __name__ == "__main__":
    run_fit_on_model(fit_model, __doc__)
