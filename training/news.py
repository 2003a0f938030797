"""The unlabelled news articles: their texts, cut into sentences."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

NEWS = Path("derived/news_articles.jsonl.gz")

_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[\"“‘A-Z0-9])|\n+")


def read_articles(corpora: Path) -> Iterator[dict[str, str]]:
    """Yield the articles, each with its ``text``, ``outlet``, ``date`` and ``topic``."""
    with gzip.open(corpora / NEWS, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text that have 20 to 400 characters."""
    sentences = (part.strip() for part in _SENTENCE_END.split(text))
    return [sentence for sentence in sentences if 20 <= len(sentence) <= 400]
