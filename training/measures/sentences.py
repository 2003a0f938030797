"""Sentence boundaries against the UD treebanks."""

from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language

from training.corpora import read_treebank, treebank_files
from training.measures import Measure, doc_of_words
from training.metrics import Counts, Tally


def evaluate_sentences(name: str) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    """Return a function that scores sentence starts on a treebank, texts given as words."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        for example in read_treebank(corpora, name, "dev"):
            doc = doc_of_words(nlp, example.words)
            starts = {token.i for token in doc if token.is_sent_start}
            yield {"starts": Tally.of(example.sentence_starts - {0}, starts - {0}).counts()}

    return run


MEASURES = tuple(
    Measure(
        f"UD {name} dev",
        "sentence-start F1",
        lambda corpora, name=name: treebank_files(corpora, name, "dev"),
        evaluate_sentences(name),
    )
    for name in ("EWT", "GUM")
)
