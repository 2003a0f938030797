"""The words around a word in the tree, as the names of features: its auxiliaries, negations, governors and theirs."""

from collections.abc import Iterable

from spacy.attrs import DEP, LEMMA, TAG
from spacy.tokens import Doc

from pipeline.language.columns import heads_of, strings_of

NEGATIVE = frozenset(
    "no neither nobody nothing none never nor not nowhere n't n’t few little without hardly barely scarcely rarely"
    .split()
)
CLOSE = frozenset("aux aux:pass advmod mark cop case cc cc:preconj det expl compound:prt".split())
WIDE = ("nsubj", "obj", "obl", "nmod", "csubj", "xcomp", "ccomp", "advcl", "parataxis", "conj")
HEIGHT = 3  # governors that are looked at


class Surroundings:
    """A parsed document, from which words can be described."""

    def __init__(self, doc: Doc) -> None:
        self.heads = heads_of(doc).tolist()
        self.relations, self.tags = strings_of(doc, DEP), strings_of(doc, TAG)
        self.lemmas = [lemma.lower() for lemma in strings_of(doc, LEMMA)]
        self._known: dict[int, list[str]] = {}  # what hangs on the words that have been looked at
        self.children: list[list[int]] = [[] for _ in self.heads]
        for word, head in enumerate(self.heads):
            if word != head:
                self.children[head].append(word)

    def is_predicate(self, word: int) -> bool:
        """Whether a copula or a subject hangs on a word."""
        return any(self.relations[child].startswith(("cop", "nsubj", "csubj")) for child in self.children[word])

    def describe(self, word: int) -> list[str]:
        """Return a word's features: what hangs on it, and the same of up to three words that it hangs on."""
        features = [f"lemma={self.lemmas[word]}", *self._around(word)]
        height = 0
        while self.heads[word] != word and height < HEIGHT:
            height += 1
            head, relation, mark = self.heads[word], self.relations[word], f"{height}^"
            lemma = self.lemmas[head]
            features += [mark + relation, f"{mark}{relation}<{lemma}", f"{mark}<{lemma}"]
            features += [mark + feature for feature in self._around(head)]
            word = head
        features.append(f"height={height}")
        return features

    def _around(self, word: int) -> list[str]:
        if word not in self._known:
            self._known[word] = list(self._look_around(word))
        return self._known[word]

    def _look_around(self, word: int) -> Iterable[str]:
        """Yield what hangs on a word: function words by lemma, others by relation and by whether they are negative."""
        yield f"tag={self.tags[word]}"
        for child in self.children[word]:
            relation, lemma = self.relations[child], self.lemmas[child]
            if relation in CLOSE:
                yield f"{relation}={lemma}"
            elif relation.startswith(WIDE):
                yield f"has={relation}"
                if lemma in NEGATIVE or any(self.lemmas[below] in NEGATIVE for below in self.children[child]):
                    yield f"{relation}=negative"
            elif lemma == "?":
                yield "?"
