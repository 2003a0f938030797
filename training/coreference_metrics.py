"""Scores of coreference: MUC, B-cubed, CEAF-phi4 and their mean (Pradhan et al., ACL 2014), and GAP's (TACL 2018)."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from training.metrics import Tally

Chains = Sequence[Collection[Hashable]]


@dataclass(slots=True)
class Share:
    """A precision or recall as a fraction summed over documents."""

    part: float = 0.0
    whole: float = 0.0

    def add(self, part: float, whole: float) -> None:
        """Count one document."""
        self.part += part
        self.whole += whole

    @property
    def value(self) -> float:
        """The fraction, 0 where there is nothing."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(slots=True)
class Measure:
    """One measure's recall and precision."""

    recall: Share = field(default_factory=Share)
    precision: Share = field(default_factory=Share)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.recall.value + self.precision.value
        return 2 * self.recall.value * self.precision.value / both if both else 0.0


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


@dataclass(slots=True)
class CoreferenceScore:
    """MUC, B-cubed and CEAF-phi4 over documents, summed as the reference scorer sums them."""

    muc: Measure = field(default_factory=Measure)
    b_cubed: Measure = field(default_factory=Measure)
    ceaf: Measure = field(default_factory=Measure)
    mentions: Tally = field(default_factory=Tally)

    def add(self, gold: Chains, found: Chains) -> None:
        """Count one document's chains of mentions (anything hashable: spans, words); single mentions are no chains."""
        gold, found = ([set(chain) for chain in chains if len(set(chain)) > 1] for chains in (gold, found))
        self.muc.recall.add(*muc_links(gold, found))
        self.muc.precision.add(*muc_links(found, gold))
        self.b_cubed.recall.add(*b_cubed_share(gold, found))
        self.b_cubed.precision.add(*b_cubed_share(found, gold))
        similarity = ceaf_similarity(gold, found)
        self.ceaf.recall.add(similarity, len(gold))
        self.ceaf.precision.add(similarity, len(found))
        self.mentions.add(*({mention for chain in chains for mention in chain} for chains in (gold, found)))

    @property
    def conll(self) -> float:
        """The mean F1 of the three measures."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf.f1) / 3

    def figures(self) -> dict[str, float]:
        """Return F1 by measure, their mean and that of mentions, in percent."""
        measures = {"MUC": self.muc.f1, "B3": self.b_cubed.f1, "CEAF": self.ceaf.f1}
        return {
            name: 100 * value
            for name, value in (measures | {"CoNLL": self.conll, "mentions": self.mentions.f1}).items()
        }


@dataclass(slots=True)
class GapScore:
    """GAP's F1 over its pairs of pronoun and name, by the gender of the pronoun."""

    by_gender: dict[str, Tally] = field(default_factory=lambda: {"m": Tally(), "f": Tally()})

    def add(self, gender: str, gold: Sequence[bool], found: Sequence[bool]) -> None:
        """Count a text: for each of its two names whether the pronoun means it, in truth and as found."""
        names = [[number for number, meant in enumerate(meanings) if meant] for meanings in (gold, found)]
        self.by_gender[gender].add(*names)

    def figures(self) -> dict[str, float]:
        """Return F1 in percent: masculine, feminine, both; and the ratio of feminine to masculine."""
        male, female = self.by_gender["m"], self.by_gender["f"]
        both = Tally(male.right + female.right, male.found + female.found, male.gold + female.gold)
        return {
            "masculine": 100 * male.f1,
            "feminine": 100 * female.f1,
            "overall": 100 * both.f1,
            "ratio": female.f1 / male.f1 if male.f1 else 0.0,
        }
