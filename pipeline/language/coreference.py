"""Coreference: which names, noun phrases and pronouns of an article mean the same, as span groups."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.language.antecedents import HOPS, NEAR, TABLES, candidate_pairs, pair_scores
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.mentions import FORMS, Mentions, describe, find_spans
from pipeline.language.saved import Saved

PREFIX = "coref_clusters"
VECTORS = ("coreference_left", "coreference_right")


def best_antecedents(
    mentions: Mentions,
    vectors: tuple[np.ndarray, np.ndarray],
    tables: Mapping[str, np.ndarray],
    *,
    near: int,
    hops: int,
) -> np.ndarray:
    """Return the number of the best antecedent of each mention, -1 where none scores above 0.

    :param vectors, tables: as for :func:`~pipeline.language.antecedents.pair_scores`.
    :param near, hops: as for :func:`~pipeline.language.antecedents.candidate_pairs`.
    """
    antecedents = np.full(len(mentions), -1, dtype=np.int64)
    for pairs in candidate_pairs(mentions, near=near, hops=hops):
        scores = pair_scores(pairs, mentions, vectors, tables)
        best = scores.argmax(axis=1)
        chosen = np.arange(len(best)), best
        antecedents[pairs.rows] = np.where(scores[chosen] > 0, pairs.candidates[chosen], -1)
    return antecedents


def chains_of(antecedents: np.ndarray) -> list[list[int]]:
    """Return the chains of two mentions or more, in the order of their first, given each mention's antecedent."""
    leaders = list(range(len(antecedents)))

    def leader(mention: int) -> int:
        while leaders[mention] != mention:
            leaders[mention] = leaders[leaders[mention]]
            mention = leaders[mention]
        return mention

    for mention, antecedent in enumerate(antecedents.tolist()):
        if antecedent >= 0:
            leaders[leader(mention)] = leader(antecedent)
    chains: dict[int, list[int]] = {}
    for mention in range(len(leaders)):
        chains.setdefault(leader(mention), []).append(mention)
    return [chain for chain in chains.values() if len(chain) > 1]


class Coreference(Saved):
    """The component; settings in :func:`make_coreference`. Its tables are learnt, and saved with it."""

    FILE = "coreference.json"

    def __init__(self, *, near: int, hops: int) -> None:
        self.near, self.hops = near, hops
        self.tables = {name: np.zeros(size, dtype=np.float32) for name, size in TABLES.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["coref_clusters_1"]`` and so on, one group a chain."""
        for key in [key for key in doc.spans if key.startswith(PREFIX)]:
            del doc.spans[key]
        mentions = describe(doc, find_spans(doc))
        scores = getattr(doc._, HEAD_SCORES)
        vectors = tuple(scores[name] for name in VECTORS)
        chains = chains_of(best_antecedents(mentions, vectors, self.tables, near=self.near, hops=self.hops))
        firsts, stops, kinds = (column.tolist() for column in (mentions.first, mentions.stop, mentions.kind))
        for number, chain in enumerate(chains, 1):
            doc.spans[f"{PREFIX}_{number}"] = [Span(doc, firsts[i], stops[i], label=FORMS[kinds[i]]) for i in chain]
        return doc

    def load(self, learnt: Mapping[str, Any]) -> "Coreference":
        """Take learnt tables, as long as :data:`~pipeline.language.antecedents.TABLES` says."""
        self.tables = {name: np.asarray(learnt[name], dtype=np.float32).reshape(size) for name, size in TABLES.items()}
        return self

    def learnt(self) -> dict[str, list]:
        """Return the tables as lists."""
        return {name: np.round(table.astype(float), 4).tolist() for name, table in self.tables.items()}


@Language.factory(
    "hearsay_coreference",
    default_config={"near": NEAR, "hops": HOPS},
    requires=["doc._.head_scores", "doc.ents", "doc._.attributions", "token.is_sent_start"],
    assigns=["doc.spans"],
)
def make_coreference(nlp: Language, name: str, near: int, hops: int) -> Coreference:
    """Create the component that sets ``doc.spans["coref_clusters_1"]``, ``..._2`` and so on, by first mention.

    Each group's spans are labelled ``name``, ``nominal`` or ``pronoun``. Mentions come from the parse; without one,
    from names, pronouns and runs of tags.

    :param near: how many mentions back every mention is a candidate.
    :param hops: how many repetitions of a name or noun are candidates further back.
    """
    return Coreference(near=near, hops=hops)
