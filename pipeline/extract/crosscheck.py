"""A second extractor's opinion of a page's body (resiliparse, 2 ms a page)."""

import re
from collections import Counter

from resiliparse.extract.html2text import extract_plain_text

SHINGLE = 4


def agreement(html: str, body: str) -> float:
    """Return how far resiliparse finds the same body in a page, 0 to 1.

    :param html: the page.
    :param body: the body that was found in it.
    :return: the harmonic mean of the shares of four-word shingles that each text has of the other's.
    """
    second = extract_plain_text(html, main_content=True, alt_texts=False, noscript=False, comments=False)
    one, other = _shingles(body), _shingles(second)
    total = one.total() + other.total()
    return round(2 * (one & other).total() / total, 3) if total else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    size = min(SHINGLE, len(words)) or 1
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))
