"""Scores of coreference: MUC, B-cubed, CEAF-phi4 and their mean (Pradhan et al., ACL 2014), and GAP's (TACL 2018)."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from training.metrics import Counts, Tally, f1_of

Chains = Sequence[Collection[Hashable]]
GENDERS = {"m": "masculine", "f": "feminine"}


def muc_links(chains: Chains, others: Chains) -> tuple[int, int]:
    """Return how many of the chains' links the other chains keep, and how many there are (Vilain et al., 1995)."""
    chain_of = {mention: number for number, chain in enumerate(others) for mention in chain}
    kept = whole = 0
    for chain in chains:
        parts = {chain_of.get(mention, mention) if mention in chain_of else ("alone", mention) for mention in chain}
        kept += len(chain) - len(parts)
        whole += len(chain) - 1
    return kept, whole


def b_cubed_share(chains: Chains, others: Chains) -> tuple[float, int]:
    """Return the mentions' summed shares of their own chain found in the other, and the mentions (Bagga, 1998)."""
    chain_of = {mention: number for number, chain in enumerate(others) for mention in chain}
    total, count = 0.0, 0
    for chain in chains:
        met = Counter(chain_of[mention] for mention in chain if mention in chain_of)
        total += sum(shared * shared for shared in met.values()) / len(chain)
        count += len(chain)
    return total, count


def ceaf_similarity(gold: Chains, found: Chains) -> float:
    """Return the summed similarity phi4 of the best alignment of chains (Luo, 2005)."""
    if not gold or not found:
        return 0.0
    number = {mention: column for column, chain in enumerate(found) for mention in chain}
    similarity = np.zeros((len(gold), len(found)))
    for row, chain in enumerate(gold):
        for column, shared in Counter(number[mention] for mention in chain if mention in number).items():
            similarity[row, column] = 2 * shared / (len(chain) + len(found[column]))
    return float(similarity[linear_sum_assignment(similarity, maximize=True)].sum())


def chain_counts(gold: Chains, found: Chains) -> dict[str, Counts]:
    """Count a text's chains of mentions (anything hashable: spans, words) by each measure, and its mentions.

    A chain of a single mention is none: OntoNotes and OntoGUM mark no such chains.
    """
    gold, found = ([set(chain) for chain in chains if len(set(chain)) > 1] for chains in (gold, found))
    similarity = ceaf_similarity(gold, found)
    mentions = ({mention for chain in chains for mention in chain} for chains in (gold, found))
    return {
        "MUC": (*muc_links(found, gold), *muc_links(gold, found)),
        "B-cubed": (*b_cubed_share(found, gold), *b_cubed_share(gold, found)),
        "CEAF": (similarity, len(found), similarity, len(gold)),
        "mentions": Tally.of(*mentions).counts(),
    }


def conll_score(figures: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the mean of the three measures, the figure of the CoNLL-2012 shared task."""
    return (figures["MUC"] + figures["B-cubed"] + figures["CEAF"]) / 3


def gap_counts(gender: str, gold: Sequence[bool], found: Sequence[bool]) -> dict[str, Counts]:
    """Count a text of GAP: for each of its two names whether the pronoun means it, in truth and as found.

    :param gender: ``m`` or ``f``, the pronoun's.
    """
    names = ([number for number, meant in enumerate(meanings) if meant] for meanings in (gold, found))
    counts = Tally.of(*names).counts()
    return {GENDERS[gender]: counts, "overall": counts}


def sum_counts(texts: Iterable[Mapping[str, Counts]]) -> dict[str, float]:
    """Return the F1 of each figure over all texts, in percent."""
    totals: dict[str, np.ndarray] = {}
    for counts in texts:
        for name, count in counts.items():
            totals[name] = totals.get(name, 0) + np.asarray(count, dtype=float)
    return {name: 100 * float(f1_of(total)) for name, total in totals.items()}
