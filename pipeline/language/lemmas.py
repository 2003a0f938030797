"""Lemmas: a known word's from a table, any other's by the script that scores best."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, LEMMA, ORTH, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.saved import Saved

REMEMBERED = 100_000


def apply_script(word: str, script: str) -> str:
    """Turn a word into its lemma.

    A script is ``case|cut|ending``: put the word in that case, cut so many characters off its end, append the ending
    (the suffixes of edit trees; Chrupała, 2008). ``=lemma`` stands for the lemma itself, whatever the word is. Where
    a script cannot apply, the word itself is its lemma.

    :param script: for example ``lower|3|`` for *walking*, ``title|0|`` for *OSLO*, ``=be`` for *is*.
    """
    if script.startswith("="):
        return script[1:]
    case, cut, ending = script.split("|", 2)
    kept = len(word) - int(cut)
    return change_case(word, case)[:kept] + ending if kept > 0 else word


def change_case(word: str, case: str) -> str:
    """Return the word in lower case (``lower``), with a capital first (``title``) or as it is (``keep``)."""
    match case:
        case "lower":
            return word.lower()
        case "title":
            return word[:1].upper() + word[1:].lower()
        case _:
            return word


class Lemmatizer(Saved):
    """The component; settings in :func:`make_lemmatizer`. Its scripts and table are learnt, and saved with it."""

    FILE = "lemmas.json"

    def __init__(self, vocab: Vocab, *, scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        self.vocab, self.scorer = vocab, scorer
        self.load({"scripts": [], "table": {}})

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.lemma_``; the lemma of blank space is the blank space."""
        best = getattr(doc._, HEAD_SCORES)["lemmas"].argmax(axis=1)
        best[doc.to_array([IS_SPACE]).astype(bool)] = len(self.scripts)
        words, tags = doc.to_array([ORTH, TAG]).T.tolist()
        known = self._keys
        keys = [known.get(key) or self._key(*key) for key in zip(words, tags, best.tolist(), strict=True)]
        lemmas = np.array(keys, dtype=np.uint64)
        return doc.from_array([LEMMA], lemmas[:, None])

    def lemma(self, word: str, tag: str, number: int) -> str:
        """Return the lemma of a word with a Penn tag where the script of the given number scores best."""
        number = self.table.get(f"{word.lower()}|{tag}", number)
        return apply_script(word, self.scripts[number]) if number < len(self.scripts) else word

    def _key(self, word: int, tag: int, number: int) -> int:
        if len(self._keys) >= REMEMBERED:
            self._keys.clear()
        strings = self.vocab.strings
        key = self._keys[word, tag, number] = strings.add(
            self.lemma(strings[word], strings[tag], number), allow_transient=False
        )
        return key

    def load(self, learnt: Mapping[str, Any]) -> "Lemmatizer":
        """Take the ``scripts`` in the order of their scores, and the ``table`` of words with one lemma.

        :param learnt: the table has a key such as ``ran|VBD`` (lower-cased word, Penn tag) for each word, and the
            number of its script.
        """
        self.scripts, self.table = list(learnt["scripts"]), dict(learnt["table"])
        self._keys: dict[tuple[int, int, int], int] = {}
        return self

    def learnt(self) -> dict[str, Any]:
        """Return the scripts and the table."""
        return {"scripts": self.scripts, "table": self.table}


@Language.factory(
    "hearsay_lemmatizer",
    default_config={"scorer": {"@scorers": "spacy.lemmatizer_scorer.v1"}},
    requires=["doc._.head_scores", "token.tag"],
    assigns=["token.lemma"],
    default_score_weights={"lemma_acc": 1.0},
)
def make_lemmatizer(nlp: Language, name: str, scorer: Callable[..., dict[str, Any]] | None) -> Lemmatizer:
    """Create the component that sets lemmas as in the UD treebanks.

    :param scorer: scores it in ``nlp.evaluate``.
    """
    return Lemmatizer(nlp.vocab, scorer=scorer)
