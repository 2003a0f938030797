"""Attributions against PolNeAR (Newell, Margolin & Ruths, LREC 2018), on whole articles and on CofeNet's segments."""

import json
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from pipeline.language.attributions import ROLES
from training.corpora import Attributed, read_standoff
from training.labels import spans_of
from training.measures import Measure, doc_of_words
from training.metrics import AttributionScore, Counts, Tally


def article_files(corpora: Path) -> list[Path]:
    """Return the first annotator's file of each development article."""
    first: dict[str, Path] = {}
    for path in sorted((corpora / "PolNeAR/data/dev/attributions").glob("*.ann")):
        first.setdefault(path.stem.rpartition("_")[0], path)
    return list(first.values())


def evaluate_articles(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Whole articles, exact character spans."""
    for path in article_files(corpora):
        name = path.stem.rpartition("_")[0]
        with open(path.parent.parent / "text" / f"{name}.txt", encoding="utf-8", newline="") as file:
            doc = nlp(file.read())
        score = AttributionScore()
        score.add(read_standoff(path), [in_characters(found) for found in doc._.attributions])
        yield score.counts()


def in_characters(found) -> Attributed:
    """Turn an attribution of spaCy spans into one of character offsets."""
    return Attributed(*([(span.start_char, span.end_char) for span in getattr(found, role)] for role in ROLES))


def segment_file(corpora: Path) -> Path:
    """Return the validation part of PolNeAR as CofeNet cut it."""
    return corpora / "CofeNet/res/polnear/valid.txt"


def read_segment_gold(corpora: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words and tags of each segment."""
    for line in segment_file(corpora).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["tokens"], cofenet_tags(record["labels"])


def evaluate_segments(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Segments of given words, exact word spans: the setting of the published figures."""
    for words, tags in read_segment_gold(corpora):
        doc = doc_of_words(nlp, words)
        gold = spans_of(tags)
        counts = {}
        for role in ROLES:
            found = {(span.start, span.end) for parts in doc._.attributions for span in getattr(parts, role)}
            counts[role] = Tally.of({(first, stop) for first, stop, label in gold if label == role}, found).counts()
        yield counts


def cofenet_tags(labels: list[str]) -> list[str]:
    """Return CofeNet's tags (``B-source`` ... in any case, a role's number dropped) in ours."""
    return ["O" if label in ("O", "_") else f"{label[0]}-{label[2:].lower()}" for label in labels]


MEASURES = (
    Measure(
        "PolNeAR dev, whole articles",
        "exact-span F1",
        article_files,
        evaluate_articles,
        goals={"source": 84, "cue": 76.5, "content": 70, "whole": 75},
    ),
    Measure(
        "PolNeAR valid as cut by CofeNet",
        "exact-span F1",
        lambda corpora: [segment_file(corpora)],
        evaluate_segments,
        goals={"source": 84, "cue": 76.5, "content": 74},
        published={"source": 83.2, "cue": 75.3, "content": 72.9},
    ),
)
