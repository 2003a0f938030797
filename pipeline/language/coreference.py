"""Coreference: which names, noun phrases and pronouns mean the same (word-level; Dobrovolskii, EMNLP 2021)."""

from collections.abc import Sequence

NOMINAL_TAGS = frozenset(("NOUN", "PROPN", "PRON"))
STAND_IN_TAGS = frozenset(("NUM", "DET", "ADJ"))
ARGUMENTS = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "appos", "dislocated", "vocative"))
INNER = frozenset(("flat", "fixed", "goeswith", "det", "case", "punct"))


def is_nominal_head(tag: str, relation: str) -> bool:
    """Say whether a word heads a noun phrase, a name or a pronoun.

    :param tag: its universal part of speech.
    :param relation: its universal dependency, with or without subtype.
    """
    relation = relation.partition(":")[0]
    if tag in STAND_IN_TAGS:
        return relation in ARGUMENTS
    return tag in NOMINAL_TAGS and relation not in INNER and not (relation == "compound" and tag != "PROPN")


def nominal_heads(tags: Sequence[str], relations: Sequence[str]) -> list[int]:
    """Return the words that head a noun phrase, a name or a pronoun, in order."""
    pairs = zip(tags, relations, strict=True)
    return [word for word, (tag, relation) in enumerate(pairs) if is_nominal_head(tag, relation)]
