"""Shingles of words, sampled by their hashes, that tell copies of a text from texts of their own.

After Broder, On the resemblance and containment of documents (1997): a text's sample is the set of its shingles whose
hash is 0 modulo 8, so that two texts choose the same ones of those that they share.
"""

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np

WORDS_A_SHINGLE = 5
SAMPLED_ONE_IN = 8

_WORD = re.compile(r"\w+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio (Knuth, vol. 3, 6.4)


def shingle_hashes(body: str) -> list[int]:
    """Return the sampled 64-bit hashes of a text's shingles, sorted, each once; the same on any machine.

    Case, punctuation and white space do not matter. A text of fewer than five words has none.
    """
    words = [_word_hash(word) for word in _WORD.findall(body.casefold())]
    if len(words) < WORDS_A_SHINGLE:
        return []
    hashes = np.array(words, dtype=np.uint64)
    shingles = np.zeros(len(words) - WORDS_A_SHINGLE + 1, dtype=np.uint64)
    for offset in range(WORDS_A_SHINGLE):
        shingles = shingles * _MULTIPLIER + hashes[offset : offset + len(shingles)]
    shingles = _mixed(shingles)
    return np.unique(shingles[shingles % np.uint64(SAMPLED_ONE_IN) == 0]).tolist()


@lru_cache(maxsize=2**17)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _mixed(hashes: np.ndarray) -> np.ndarray:
    """Spread each bit over all others (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
