"""WordPiece (Wu et al., 2016) of single words, remembered: a news vocabulary repeats itself."""

from functools import lru_cache

from tokenizers import Tokenizer

from pipeline.language.windows import Subwords

CLS, SEP, MASK, UNKNOWN = 101, 102, 103, 100
LONGEST_WORD = 64  # characters; what is longer (a web address, a run of noise) is read by its beginning


def load_subwords(content: bytes) -> Subwords:
    """Return a function from one word to its vocabulary ids.

    :param content: a ``tokenizer.json`` as written by the ``tokenizers`` library.
    """
    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_truncation()
    tokenizer.no_padding()

    @lru_cache(maxsize=200_000)
    def subwords(word: str) -> list[int]:
        special = tokenizer.token_to_id(word) if word.startswith("[unused") else None
        if special is not None:
            return [special]
        return tokenizer.encode(word[:LONGEST_WORD], add_special_tokens=False).ids or [UNKNOWN]

    return subwords
