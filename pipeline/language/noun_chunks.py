"""Noun chunks from a UD parse: ``doc.noun_chunks``, which spaCy ships for English with ClearNLP's labels only."""

from collections.abc import Iterable, Iterator

from spacy.errors import Errors
from spacy.symbols import NOUN, NUM, PRON, PROPN
from spacy.tokens import Doc, Span, Token

NOMINALS = frozenset((NOUN, PROPN, PRON))
PHRASES = frozenset(
    "nsubj obj iobj obl nmod appos vocative dislocated root list parataxis orphan "
    "ccomp xcomp csubj advcl acl".split()  # a noun as predicate
)
INSIDE_OTHERS = frozenset(("nmod:poss", "nmod:desc"))
MODIFIERS = frozenset("det amod nummod compound flat fixed goeswith nmod:poss nmod:desc".split())
BETWEEN_MODIFIERS = frozenset(("punct", "advmod"))
NAME_PARTS = frozenset(("flat", "fixed", "goeswith", "compound", "nummod"))


def noun_chunks(doclike: Doc | Span) -> Iterator[tuple[int, int, int]]:
    """Yield ``(first, stop, label)`` of each base noun phrase, in order; none overlap.

    A chunk is a noun, proper noun or pronoun with what stands before it and modifies it (determiners, adjectives,
    numbers, compounds, possessors) and with the further parts of a name after it. Prepositional phrases and relative
    clauses are left out; the nouns in them are chunks of their own.

    :raises ValueError: where the document has no parse.
    """
    doc = doclike.doc
    if not doc.has_annotation("DEP"):
        raise ValueError(Errors.E029)
    label = doc.vocab.strings.add("NP")
    found = [(first_word(token), last_word(token) + 1) for token in doclike if heads_phrase(token)]
    for first, stop in outermost(found):
        yield first, stop, label


def base_relation(token: Token) -> str:
    """Return the relation to the head without its subtype."""
    return token.dep_.partition(":")[0].lower()


def heads_phrase(token: Token) -> bool:
    """Return whether a word is the head of a noun phrase; a conjunct is one if the first of its series is."""
    if token.pos not in NOMINALS:
        return False
    while base_relation(token) == "conj" and token.head.i != token.i:
        token = token.head
    return base_relation(token) in PHRASES and token.dep_ not in INSIDE_OTHERS


def first_word(head: Token) -> int:
    """Return where the phrase of a head begins."""
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in MODIFIERS or base_relation(child) in MODIFIERS:
            first = child.left_edge.i
        elif base_relation(child) not in BETWEEN_MODIFIERS:
            break
    return first


def last_word(head: Token) -> int:
    """Return the last word of the phrase of a head."""
    last = head.i
    for child in head.rights:
        numbered = child.pos == NUM and child.dep_ == "nmod:unmarked"  # July 2003, Article 5
        if not (numbered or base_relation(child) in NAME_PARTS) or child.left_edge.i != last + 1:
            break
        last = child.right_edge.i
    return last


def outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that do not lie in a longer one, in order; of two that overlap, the first."""
    kept: list[tuple[int, int]] = []
    for first, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or first >= kept[-1][1]:
            kept.append((first, stop))
    return kept
