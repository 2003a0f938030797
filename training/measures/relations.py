"""Relations of statements: captions (SICK, SNLI), news sentences (MSR's paraphrases), our own stories, claims of news.

SICK's and SNLI's entailments count as found where ``same`` and ``supports`` together are likeliest; a paraphrase is
what is at least as likely ``same`` as not. Our own stories are those held out of training, by which it was chosen and
calibrated: each claim with each of its lines. The judged pairs of claims of real news are those of weeks that were
kept out of training and tuning; harder than chance (training/judged/README.md). The gold pairs of claims are judged
as they stand in their articles, pronouns and quotation marks included; those called "looked at" come from articles
whose events our own stories may resemble, those held out were never looked at. Emergent (claims against headlines) is
not measured: its files are not among the corpora.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.link.relations import RELATIONS, Relations
from training.gold.claims import PAIRS, read_claims
from training.judged_pairs import JUDGED, judged_pairs
from training.measures import Figures, Measure
from training.metrics import Counts
from training.news import NEWS
from training.relation_pairs import (
    MSR,
    SAME,
    SICK,
    SNLI,
    SNLI_TEST,
    WRITTEN,
    Pair,
    msr_pairs,
    read_written,
    sick_rows,
    snli_rows,
)
from training.relation_stories import own_pairs, split_stories

JUDGEMENTS = ("entailment", "contradiction", "neutral")


def counts_of(gold: str, found: str, labels: Sequence[str]) -> dict[str, Counts]:
    """Return the counts of one pair: by label, and whether it is right."""
    right = float(gold == found)
    counts = {
        label: (right * (gold == label), float(found == label), right * (gold == label), float(gold == label))
        for label in labels
    }
    return counts | {"accuracy": (right, 1.0, right, 1.0)}


def with_macro(figures: Figures) -> Figures:
    """Add the mean F1 of the four relations."""
    return figures | {"macro": np.mean([figures[relation] for relation in RELATIONS], axis=0)}


def judgement_of(probabilities: np.ndarray) -> str:
    """Return SICK's word for the likeliest relation."""
    same, supports, contradicts, unrelated = probabilities
    return JUDGEMENTS[int(np.argmax([same + supports, contradicts, unrelated]))]


def run_sick(_: Language, corpora: Path) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of SICK's test pairs."""
    rows = sick_rows(corpora, "test_annotated")
    scores = Relations().score([(row["sentence_A"], row["sentence_B"]) for row in rows])
    for row, probabilities in zip(rows, scores, strict=True):
        yield counts_of(row["entailment_judgment"].lower(), judgement_of(probabilities), JUDGEMENTS)


def run_snli(_: Language, __: Path) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of SNLI's test pairs."""
    rows = list(snli_rows(SNLI / SNLI_TEST))
    scores = Relations().score([(row["sentence1"], row["sentence2"]) for row in rows])
    for row, probabilities in zip(rows, scores, strict=True):
        yield counts_of(row["gold_label"], judgement_of(probabilities), JUDGEMENTS)


def run_stories(_: Language, __: Path) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of the pairs of our own stories that were held out of training."""
    _, stories = split_stories(read_written())
    yield from _counted(own_pairs(stories))


def run_judged(_: Language, corpora: Path) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of the judged pairs of claims of real news that are kept for tests."""
    yield from _counted(judged_pairs(corpora, "test"))


def _counted(pairs: Sequence[Pair]) -> Iterator[Mapping[str, Counts]]:
    scores = Relations().score([(pair.first, pair.second) for pair in pairs])
    for pair, probabilities in zip(pairs, scores, strict=True):
        yield counts_of(*pair.relations, RELATIONS[int(probabilities.argmax())], RELATIONS)


def run_msr(_: Language, corpora: Path) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of MSR's test pairs."""
    pairs = list(msr_pairs(corpora, "test"))
    scores = Relations().score([(pair.first, pair.second) for pair in pairs])
    kinds = ("other", "paraphrase")
    for pair, probabilities in zip(pairs, scores, strict=True):
        yield counts_of(kinds[pair.relations == SAME], kinds[int(probabilities[0] >= 0.5)], kinds)


def run_gold(*, held_out: bool) -> Iterator[Mapping[str, Counts]]:
    """Yield the counts of the pairs of one half of the gold."""
    pairs = [pair for pair in read_claims().pairs if pair.held_out == held_out]
    scores = Relations().score([(pair.a.text, pair.b.text) for pair in pairs])
    for pair, probabilities in zip(pairs, scores, strict=True):
        yield counts_of(pair.relation, RELATIONS[int(probabilities.argmax())], RELATIONS)


MEASURES = (
    Measure(
        "SICK test, relations",
        "F1 by judgement",
        lambda corpora: [corpora / SICK / "SICK_test_annotated.txt"],
        run_sick,
        goals={"contradiction": 85},
        published={"accuracy": 84.6},  # the best of SemEval-2014 (Lai and Hockenmaier)
    ),
    Measure(
        "SNLI test, relations",
        "F1 by judgement",
        lambda _: [SNLI / SNLI_TEST],
        run_snli,
        published={"accuracy": 88.0},  # ESIM on all of SNLI (Chen et al., ACL 2017)
    ),
    Measure(
        "MSR paraphrase test",
        "F1 by judgement",
        lambda corpora: [corpora / MSR / "msr-para-test.tsv"],
        run_msr,
        published={"paraphrase": 88.9, "accuracy": 84.8},  # BERT-base (Devlin et al., NAACL 2019; GLUE)
    ),
    Measure(
        "own stories held out, relations",
        "F1 by relation",
        lambda _: sorted(WRITTEN.glob("*.txt")),
        run_stories,
        derive=with_macro,
    ),
    Measure(
        "claims of real news, relations",
        "F1 by relation",
        lambda corpora: [JUDGED, corpora / NEWS],
        run_judged,
        derive=with_macro,
    ),
    *(
        Measure(
            f"gold pairs, {name}",
            "F1 by relation",
            lambda _: [PAIRS],
            lambda _, __, held_out=held_out: run_gold(held_out=held_out),
            derive=with_macro,
            goals={"macro": 85},
        )
        for name, held_out in (("looked at", False), ("held out", True))
    ),
)
