"""The word lists that the rules read; each file says what its lists mean."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_lexicon(name: str) -> dict[str, Any]:
    """Return one lexicon, such as ``cues``, as its file has it."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def words_of(lexicon: str, section: str, key: str = "words") -> frozenset[str]:
    """Return one list of words."""
    return frozenset(read_lexicon(lexicon)[section][key].split())
