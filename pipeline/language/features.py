"""A small network over the encoder's states and named features: what a light head is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class FeatureNetwork:
    """One hidden layer over an item's state and the vectors of its features, and a number or more out.

    :param states: the hidden layer's weights, size of a state x hidden units.
    :param vectors: what each known feature adds to the hidden units, by name; an unknown one adds nothing.
    :param bias: the hidden layer's bias.
    :param weights: what comes out: a row a hidden unit, and last the bias; a column a number.
    """

    def __init__(
        self,
        states: Sequence[Sequence[float]],
        vectors: Mapping[str, Sequence[float]],
        bias: Sequence[float],
        weights: Sequence[Sequence[float]],
    ) -> None:
        self.numbers = {name: number for number, name in enumerate(vectors, 1)}  # 0: no feature
        self.bias, self.weights = (np.asarray(numbers, dtype=np.float32) for numbers in (bias, weights))
        self.states = np.asarray(states, dtype=np.float32).reshape(-1, len(self.bias))
        known = np.asarray(list(vectors.values()), dtype=np.float32).reshape(len(vectors), len(self.bias))
        self.vectors = np.vstack([np.zeros_like(self.bias), known])

    def __call__(self, states: np.ndarray, items: Sequence[Sequence[str]]) -> np.ndarray:
        """Return the numbers of each item (items x numbers), given states (items x size) and names of features."""
        if not items:
            return np.zeros((0, self.weights.shape[1]), dtype=np.float32)
        known = self.numbers
        numbers = [[0, *[known[name] for name in names if name in known]] for names in items]
        starts = np.cumsum([0, *map(len, numbers)])[:-1]
        summed = np.add.reduceat(self.vectors[[number for item in numbers for number in item]], starts)
        hidden = np.maximum(states @ self.states + summed + self.bias, 0)
        return hidden @ self.weights[:-1] + self.weights[-1]

    @classmethod
    def of(cls, learnt: Mapping[str, Any]) -> "FeatureNetwork":
        """Make a network of what :meth:`learnt` returned."""
        return cls(learnt["states"], learnt["vectors"], learnt["bias"], learnt["weights"])

    def learnt(self) -> dict[str, Any]:
        """Return names and numbers as lists, rounded to what they are kept with."""
        vectors = zip(self.numbers, _rounded(self.vectors[1:]), strict=True)
        numbers = {name: _rounded(getattr(self, name)) for name in ("states", "bias", "weights")}
        return numbers | {"vectors": dict(vectors)}


def _rounded(numbers: np.ndarray) -> list:
    return np.round(numbers.astype(float), 3).tolist()
