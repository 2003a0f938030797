"""The words of a document by columns: faster than asking each word."""

import numpy as np
from spacy.attrs import HEAD
from spacy.tokens import Doc


def strings_of(doc: Doc, attribute: int) -> list[str]:
    """Return an attribute of each word, such as ``spacy.attrs.TAG``, as a string."""
    numbers, places = np.unique(doc.to_array(attribute), return_inverse=True)
    strings = [doc.vocab.strings[number] for number in numbers.tolist()]
    return [strings[place] for place in places.tolist()]


def heads_of(doc: Doc) -> np.ndarray:
    """Return the place of each word's head; a root's (and every word's without a parse) is its own."""
    return np.arange(len(doc)) + doc.to_array(HEAD).astype(np.int64)
