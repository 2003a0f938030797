"""Pairs of claims out of real news, judged by reading.

``training/judged/relations.jsonl.gz`` holds no words of the news but the names that were put for pronouns: a claim is a
place in an article's text, with the edits that make a statement of it. The pairs are those that
:class:`pipeline.link.claims.Grouper` compares, more of them that are hard than come by chance: ``stratum`` says which.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from training.news import read_articles
from training.relation_pairs import Pair

JUDGED = Path(__file__).with_name("judged") / "relations.jsonl.gz"
UNUSABLE = "unusable"  # what cannot be understood as a claim


class JudgedPair(NamedTuple):
    """A pair with where it comes from."""

    pair: Pair
    stratum: str  # see training/judged/README.md
    part: str  # train, tuning or test: a week's news are in one


def read_judged(corpora: Path, file: Path = JUDGED) -> list[JudgedPair]:
    """Return the judged pairs, but for those of what is no claim.

    :param corpora: the folder that holds ``derived/news_articles.jsonl.gz``.
    """
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    wanted = {row[side]["article"] for row in rows for side in "ab"}
    texts = {number: row["text"] for number, row in enumerate(read_articles(corpora)) if number in wanted}
    return list(_pairs(rows, texts))


def judged_pairs(corpora: Path, part: str) -> list[Pair]:
    """Return the pairs of a part: ``train``, ``tuning`` or ``test``."""
    return [judged.pair for judged in read_judged(corpora) if judged.part == part]


def statement_of(claim: dict, text: str) -> str:
    """Return a claim's statement.

    :param claim: ``article``, its number in the file of news; ``start`` and ``end`` in its text; ``edits``, in order,
        each a start, an end and the words to put there.
    """
    words, place = [], claim["start"]
    for start, end, put in claim["edits"]:
        words += [text[place:start], put]
        place = end
    return " ".join("".join([*words, text[place : claim["end"]]]).split())


def _pairs(rows: list[dict], texts: dict[int, str]) -> Iterator[JudgedPair]:
    for row in rows:
        if row["relation"] == UNUSABLE:
            continue
        first, second = (statement_of(row[side], texts[row[side]["article"]]) for side in "ab")
        yield JudgedPair(Pair(first, second, frozenset({row["relation"]})), row["stratum"], row["part"])
