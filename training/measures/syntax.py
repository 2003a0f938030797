"""Tags, features, lemmas and trees against the UD treebanks, words and sentences given.

As the CoNLL 2018 shared task scores them (Zeman et al., 2018): labelled attachment leaves the subtypes of relations
out. Stricter than there: features must all be right, not the universal ones only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.corpora import Example, read_treebank, treebank_files
from training.measures import Measure, doc_of_words
from training.metrics import Counts, Tally

Run = Callable[[Language, Path], Iterator[dict[str, Counts]]]


def parsed(name: str, part: str) -> Callable[[Language, Path], Iterator[tuple[Example, Doc]]]:
    """Return a function that yields a treebank's texts with their Docs, which keep the treebank's sentences."""

    def run(nlp: Language, corpora: Path) -> Iterator[tuple[Example, Doc]]:
        for example in read_treebank(corpora, name, part):
            starts = [place in example.sentence_starts for place in range(len(example.words))]
            yield example, doc_of_words(nlp, example.words, starts)

    return run


def accuracies(example: Example, doc: Doc) -> dict[str, Counts]:
    """Count the words of a text whose annotation is right; words whose lemma is not known do not count as lemmas."""
    tree = list(zip(example.heads, example.relations, doc, strict=True))
    right = {
        "UPOS": [token.pos_ == pos for token, pos in zip(doc, example.pos, strict=True)],
        "XPOS": [token.tag_ == tag for token, tag in zip(doc, example.tags, strict=True)],
        "features": [
            features(str(token.morph)) == features(morph) for token, morph in zip(doc, example.morphs, strict=True)
        ],
        "lemmas": [
            token.lemma_ == lemma for token, lemma in zip(doc, example.lemmas, strict=True) if lemma is not None
        ],
        "UAS": [token.head.i == head for head, _, token in tree],
        "LAS": [
            token.head.i == head and universal(token.dep_) == universal(relation) for head, relation, token in tree
        ],
        "LAS with subtypes": [token.head.i == head and token.dep_ == relation for head, relation, token in tree],
    }
    return {name: (sum(found), len(found), sum(found), len(found)) for name, found in right.items()}


def features(morph: str) -> frozenset[str]:
    """Return the features of a word as a set."""
    return frozenset(morph.split("|")) - {"", "_"}


def universal(relation: str) -> str:
    """Return a relation without its subtype."""
    return relation.partition(":")[0]


def evaluate_words(name: str, part: str) -> Run:
    """Return a function that scores each word's annotation."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        for example, doc in parsed(name, part)(nlp, corpora):
            yield accuracies(example, doc)

    return run


def evaluate_labels(name: str, part: str) -> Run:
    """Return a function that scores each universal tag, and the arcs of each universal relation."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        for example, doc in parsed(name, part)(nlp, corpora):
            gold, found = defaultdict(list), defaultdict(list)
            for token, pos, head, relation in zip(doc, example.pos, example.heads, example.relations, strict=True):
                gold[pos].append(token.i)
                found[token.pos_].append(token.i)
                gold[universal(relation)].append((token.i, head))
                found[universal(token.dep_)].append((token.i, token.head.i))
            yield {label: Tally.of(gold[label], found[label]).counts() for label in sorted({*gold, *found})}

    return run


# spaCy's en_udv25_englishewt_trf (a full-size transformer; raw text, UD 2.5, spaCy's scorer, which skips punctuation)
PUBLISHED = {"UPOS": 96.9, "XPOS": 96.4, "features": 96.9, "lemmas": 97.4, "UAS": 91.9, "LAS with subtypes": 89.4}
GOALS = {"UPOS": 97.0, "lemmas": 97.5, "UAS": 92.5, "LAS": 90.5}


def _files(name: str, part: str) -> Callable[[Path], list[Path]]:
    return lambda corpora: treebank_files(corpora, name, part)


MEASURES = (
    Measure(
        "UD EWT test, given words and sentences",
        "accuracy",
        _files("EWT", "test"),
        evaluate_words("EWT", "test"),
        goals=GOALS,
        published=PUBLISHED,
    ),
    Measure("UD EWT dev, given words and sentences", "accuracy", _files("EWT", "dev"), evaluate_words("EWT", "dev")),
    Measure(
        "UD GUM dev, given words and sentences",
        "accuracy",
        _files("GUM", "dev"),
        evaluate_words("GUM", "dev"),
        goals={name: goal - 1 for name, goal in GOALS.items()},
    ),
    Measure("UD EWT dev, by tag and relation", "F1", _files("EWT", "dev"), evaluate_labels("EWT", "dev")),
)
