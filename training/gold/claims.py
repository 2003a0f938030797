"""Pairs and groups of claims, judged by hand, in the articles of the examples and of the gold's held-out half."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from examples.goldens import Text, extract_examples
from training.gold.articles import GOLD, Gold, read_half

PAIRS = GOLD / "claim_pairs.json"
GROUPS = GOLD / "claim_groups.json"
_HELD_OUT = "training/gold/held_out/"


class GoldClaim(Gold):
    """A claim where it stands: a sentence, or a clause of one, which stands once in the article's body."""

    article: Text  # below the project; "#n" behind it for record n of a file of many
    text: Text


class GoldPair(Gold):
    """Two claims and what they are to each other, whoever makes them."""

    relation: Literal["same", "supports", "contradicts", "unrelated"]
    kind: Text  # what makes the pair worth asking, such as "numbers differ"
    held_out: bool
    a: GoldClaim
    b: GoldClaim


class GoldGroup(Gold):
    """All places in an event's articles that put one proposition forward, or deny it."""

    event: Text
    claim: Text  # in our own words
    asserted: Annotated[tuple[GoldClaim, ...], Field(min_length=1)]
    denied: tuple[GoldClaim, ...]


@dataclass(frozen=True, slots=True)
class GoldClaims:
    """All that is known of claims, with the articles that they stand in."""

    pairs: tuple[GoldPair, ...]
    groups: tuple[GoldGroup, ...]
    bodies: dict[str, str]  # by the article's name, as in GoldClaim


def read_claims(pairs: Path = PAIRS, groups: Path = GROUPS) -> GoldClaims:
    """Read the pairs, the groups and the bodies of the articles.

    :raises pydantic.ValidationError: a file is not as it must be.
    :raises training.gold.GoldError: a gold article is not as it must be.
    """
    return GoldClaims(
        TypeAdapter(tuple[GoldPair, ...]).validate_json(pairs.read_text(encoding="utf-8")),
        TypeAdapter(tuple[GoldGroup, ...]).validate_json(groups.read_text(encoding="utf-8")),
        _bodies(),
    )


def _bodies() -> dict[str, str]:
    examples, _ = extract_examples()
    held_out = read_half("held_out").articles
    return {f"examples/articles/{name}": example.article.body for name, example in examples.items()} | {
        f"{_HELD_OUT}{article.event}/{article.name}.txt": article.body for article in held_out
    }
