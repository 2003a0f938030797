"""Embeddings of claims: how near they put what people judge alike, and what a search by them finds.

Spearman's rank correlation with people's judgements, on the test part of SICK (relatedness of captions) and on the
headlines of SemEval's similarity tasks of 2013 to 2015; and for the pairs of claims judged by hand how often one of the
two is among the 20 texts nearest to the other, out of all sentences and claims of the gold articles (some 900).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.link.embeddings import Embedder
from training.gold.claims import GROUPS, PAIRS, GoldClaims, read_claims
from training.measures import Measure
from training.metrics import Counts
from training.news import split_sentences
from training.relation_pairs import SICK, headline_files, headline_judgements, sick_rows

DEPTH = 20

Judged = tuple[str, str, float]


def sick_judgements(corpora: Path) -> list[Judged]:
    """Return the pairs of SICK's test part with their relatedness, 1 to 5."""
    rows = sick_rows(corpora, "test_annotated")
    return [(row["sentence_A"], row["sentence_B"], float(row["relatedness_score"])) for row in rows]


def correlation(judged: list[Judged], embedder: Embedder) -> Iterator[dict[str, Counts]]:
    """Yield each pair's share of Spearman's coefficient: the product of its standardised ranks."""
    first, second = (embedder([row[side] for row in judged]) for side in (0, 1))
    found = _standardised_ranks(np.einsum("ij,ij->i", first, second))
    gold = _standardised_ranks(np.array([row[2] for row in judged]))
    for product in found * gold:
        yield {"Spearman": (product, 1.0, product, 1.0)}


def _standardised_ranks(values: np.ndarray) -> np.ndarray:
    _, places, counts = np.unique(values.round(6), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts + 1) / 2)[places]  # equal values share the mean of their ranks
    return (ranks - ranks.mean()) / ranks.std()


def texts_of(claims: GoldClaims) -> list[str]:
    """Return all sentences of the gold articles and all their claims, each once."""
    texts = {sentence for body in claims.bodies.values() for sentence in split_sentences(body)}
    texts.update(claim.text for pair in claims.pairs for claim in (pair.a, pair.b))
    texts.update(claim.text for group in claims.groups for claim in (*group.asserted, *group.denied))
    return sorted(texts)


def nearest(claims: GoldClaims, embedder: Embedder) -> Iterator[dict[str, Counts]]:
    """Yield for each pair that is not unrelated whether one of the two is among the nearest of the other."""
    texts = texts_of(claims)
    vectors, places = embedder(texts), {text: place for place, text in enumerate(texts)}
    for pair in claims.pairs:
        if pair.relation != "unrelated":
            sides = places[pair.a.text], places[pair.b.text]
            hit = float(any(_rank(vectors, *way) < DEPTH for way in (sides, sides[::-1])))
            yield {f"{pair.relation}, {'held out' if pair.held_out else 'looked at'}": (hit, 1.0, hit, 1.0)}


def _rank(vectors: np.ndarray, from_place: int, to_place: int) -> int:
    cosines = vectors @ vectors[from_place]
    cosines[from_place] = -1.0
    return int((cosines > cosines[to_place]).sum())


def _run_sick(_: Language, corpora: Path) -> Iterator[Mapping[str, Counts]]:
    return correlation(sick_judgements(corpora), Embedder())


def _run_headlines(_: Language, corpora: Path) -> Iterator[Mapping[str, Counts]]:
    return correlation(headline_judgements(corpora), Embedder())


def _run_nearest(_: Language, __: Path) -> Iterator[Mapping[str, Counts]]:
    return nearest(read_claims(), Embedder())


MEASURES = (
    Measure(
        "SICK test, relatedness",
        "Spearman x 100",
        lambda corpora: [corpora / SICK / "SICK_test_annotated.txt"],
        _run_sick,
    ),
    Measure("SemEval headlines, similarity", "Spearman x 100", headline_files, _run_headlines),
    Measure(f"gold pairs, among the nearest {DEPTH}", "share", lambda _: [PAIRS, GROUPS], _run_nearest),
)
