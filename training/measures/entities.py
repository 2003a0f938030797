"""Entities against public gold, our labels made as coarse as the gold's."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.language import Language

from pipeline.language.entities import LABELS, VALUE_LABELS
from training.corpora import ieer_texts, read_columns
from training.ieer import agree, found_values, gold_values, ieer_label
from training.labels import spans_of
from training.measures import Measure, doc_of_words
from training.metrics import Counts, Tally
from training.named import WRITTEN, read_written

COARSE = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC"}
COARSE |= dict.fromkeys(("NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"), "MISC")
IEER_LABELS = tuple(label for label in VALUE_LABELS if label != "ORDINAL")
Found = set[tuple[int, int, str]]


def conll_file(corpora: Path, part: str) -> Path:
    """Return the file of a part of CoNLL-2003 (Tjong Kim Sang & De Meulder, 2003)."""
    return corpora / f"CrossNER/ner_data/conll2003/{part}.txt"


def evaluate_conll(part: str) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    """Return a function that scores the names of newswire sentences, given words."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        return score_names(nlp, conll_file(corpora, part), None, ("PER", "ORG", "LOC", "MISC"))

    return run


def uner_file(corpora: Path, part: str) -> Path:
    """Return the file of a part of UNER's English EWT (Mayhew et al., NAACL 2024)."""
    return corpora / f"UNER_English-EWT/en_ewt-ud-{part}.iob2"


def evaluate_uner(part: str) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    """Return a function that scores the names of web text, given words."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        return score_names(nlp, uner_file(corpora, part), "\t", ("PER", "ORG", "LOC"))

    return run


def evaluate_written(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """All labels on the held-out paragraphs that were written and labelled for this project."""
    for text, marked in read_written("dev"):
        doc = doc_of_words(nlp, [token.text for token in text])
        yield count_labels(set(marked), {(ent.start, ent.end, ent.label_) for ent in doc.ents}, LABELS)


def score_names(
    nlp: Language, path: Path, separator: str | None, labels: tuple[str, ...]
) -> Iterator[dict[str, Counts]]:
    """Score names of a file of word and BIO tag columns; its sentences are given, and read one a line."""
    for sentences in groups(read_columns(path, separator=separator)):
        words, tags = [], []
        for sentence in sentences:
            words += [*(row[1 if separator else 0] for row in sentence), "\n"]
            tags += [*(row[2 if separator else -1] for row in sentence), "O"]
        gold = {(first, stop, label[:3].upper()) for first, stop, label in spans_of(tags)}
        gold = {(first, stop, "MISC" if label == "MIS" else label) for first, stop, label in gold}
        found = {(ent.start, ent.end, COARSE.get(ent.label_, ent.label_)) for ent in doc_of_words(nlp, words).ents}
        yield count_labels(gold, found, labels)


def count_labels(gold: Found, found: Found, labels: Iterable[str]) -> dict[str, Counts]:
    """Return the counts of each label, and of all of them as ``micro``."""
    labels = tuple(labels)
    chosen = {label: ({s for s in gold if s[2] == label}, {s for s in found if s[2] == label}) for label in labels}
    chosen["micro"] = ({s for s in gold if s[2] in labels}, {s for s in found if s[2] in labels})
    return {label: Tally.of(*pair).counts() for label, pair in chosen.items()}


def groups(sentences: Iterable[list], size: int = 10) -> Iterator[list]:
    """Yield ten sentences at a time: names are read in context."""
    group = []
    for sentence in sentences:
        group.append(sentence)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def evaluate_ieer(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Times and numbers of held-out newswire, compared as :mod:`training.ieer` says; ``as marked``: without that."""
    for text, marked in ieer_texts(corpora, "dev"):
        words = [token.text for token in text]
        spans = [(ent.start, ent.end, ent.label_) for ent in doc_of_words(nlp, words).ents]
        gold = list(gold_values(words, marked))
        counts = count_labels(*agree(gold, list(found_values(words, spans, gold))), IEER_LABELS)
        plain = {(first, stop, ieer_label(label, words[first:stop])) for first, stop, label in marked}
        yield counts | {"as marked": count_labels(plain, set(spans), IEER_LABELS)["micro"]}


MEASURES = (
    Measure("CoNLL-2003 dev", "entity F1", lambda corpora: [conll_file(corpora, "dev")], evaluate_conll("dev")),
    Measure(
        "CoNLL-2003 test",
        "entity F1",
        lambda corpora: [conll_file(corpora, "test")],
        evaluate_conll("test"),
        goals={"micro": 91.5},
    ),
    Measure("UNER EWT dev", "entity F1", lambda corpora: [uner_file(corpora, "dev")], evaluate_uner("dev")),
    Measure(
        "UNER EWT test",
        "entity F1",
        lambda corpora: [uner_file(corpora, "test")],
        evaluate_uner("test"),
        goals={"micro": 87},
    ),
    Measure("own gold, held-out paragraphs", "entity F1", lambda corpora: [WRITTEN / "dev.txt"], evaluate_written),
    Measure(
        "IE-ER, two held-out files",
        "entity F1",
        lambda corpora: [corpora / "nltk_data/packages/corpora/ieer.zip"],
        evaluate_ieer,
        goals={"micro": 90},
    ),
)
