"""Chains of mentions, as the model's coreference finds them, read as the entities that they are about."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Mention

from pipeline.language.coreference import PREFIX
from pipeline.rows.entities import ArticleEntities, Cluster
from pipeline.rows.lexicon import words_of
from pipeline.rows.marks import POSSESSIVES
from pipeline.rows.pronouns import GENDERS
from pipeline.rows.propositions import has_child
from pipeline.rows.text import Span
from pipeline.rows.titles import TITLES

_ENOUGH_PRONOUNS = 2
_DEFINITE = frozenset("the this that".split())
_TAKEN_UP = ("companies", "media", "places", "countries")
_STATES = frozenset("administration regime country nation kingdom".split())
_PEOPLE = words_of("nouns", "person") | words_of("nouns", "title") | words_of("nouns", "anonymous")
_THINGS = frozenset().union(
    words_of("nouns", "organisation"), *(words_of("nouns", "taken_up", kind) for kind in _TAKEN_UP)
)


class Chains:
    """Which entity a pronoun or a phrase stands for.

    :param doc: read for its span groups ``coref_clusters_1`` and so on, mentions labelled name, nominal or pronoun.
    """

    def __init__(self, doc: Doc, entities: ArticleEntities):
        self._entities: dict[int, Cluster] = {}  # by the place of a mention's head
        self._chains: dict[int, str] = {}  # the chain of each mention, by the place of its head
        self.nominals: list[tuple[Span, Cluster]] = []  # noun phrases that take up a named entity
        for key, group in doc.spans.items():
            if key.startswith(PREFIX):
                self._chains |= {mention.root.idx: key for mention in group}
                entity = _entity_of([mention for mention in group if mention.label_ == "name"], entities)
                if entity is not None:
                    _tell_gender(entity, group)
                    self._entities |= {mention.root.idx: entity for mention in group if mention.label_ != "name"}
                    self.nominals += _nominals(group, entity, entities)
        self._doc = doc

    def entity_of(self, span: Span) -> Cluster | None:
        """Return the entity that the chain of a pronoun or nominal names, ``None`` where none does."""
        return self._entities.get(self._head(span))

    def are_one(self, span: Span, other: Span) -> bool:
        """Whether two mentions are in one chain."""
        chain = self._chains.get(self._head(span))
        return chain is not None and chain == self._chains.get(self._head(other))

    def _head(self, span: Span) -> int | None:
        phrase = self._doc.char_span(*span, alignment_mode="expand")
        return phrase.root.idx if phrase else None


def _tell_gender(entity: Cluster, group: Iterable[Mention]) -> None:
    """Give a person of unknown gender that of the pronouns in the chain, where these are several and all agree."""
    if entity.label == "PERSON" and entity.gender is None:
        told = [gender for mention in group if (gender := GENDERS.get(mention.text.casefold()))]
        if len(told) >= _ENOUGH_PRONOUNS and len(set(told)) == 1:
            entity.gender = told[0]


def _nominals(
    group: Iterable[Mention], entity: Cluster, entities: ArticleEntities
) -> Iterator[tuple[Span, Cluster]]:
    """Yield the definite noun phrases of a chain whose head fits the entity, and no other that was named beside it."""
    before: list[Mention] = []
    for mention in sorted(group, key=lambda mention: mention.start):
        is_short = mention.root.i == mention.end - 1
        if mention.label_ == "nominal" and is_short and _is_definite(mention) and _fits(mention.root, entity):
            names = [other for other in before if other.label_ == "name"]
            is_held = mention.root.lower_ not in TITLES or _holds(entity, mention.root.lower_, before)
            if is_held and not (names and len(before) == 1 and _has_rival(names[0].root, entity, entities)):
                yield (mention.start_char, mention.end_char), entity
        before.append(mention)


def _holds(entity: Cluster, noun: str, before: Iterable[Mention]) -> bool:
    """Whether somebody was said to be what a title says: "President Lee", "Lee, the country’s president"."""
    said = any(title.head == noun for _, title in entity.titles)
    return said or any(mention.label_ == "nominal" and mention.root.lower_ == noun for mention in before)


def _has_rival(name: Token, entity: Cluster, entities: ArticleEntities) -> bool:
    """Whether another of the same kind is joined to a name: "Boeing and Airbus lost money"."""
    joined = [child for child in name.children if child.dep_ == "conj"] + [name.head] * (name.dep_ == "conj")
    return any(
        other.entity is not entity and other.label == entity.label
        for token in joined for other in entities.names_across(token.idx, token.idx + 1)
    )


def _is_definite(mention: Mention) -> bool:
    return mention[0].lower_ in _DEFINITE or any(token.text in POSSESSIVES for token in mention[:-1])


def _fits(head: Token, entity: Cluster) -> bool:
    """Whether a noun may be said of an entity of its kind, in number and kind."""
    noun = head.lower_
    if head.tag_ in ("NNS", "NNPS") or head.dep_ in ("compound", "flat"):
        return False
    if has_child(head, "cop"):
        return False  # a predicate
    if any(name.body for name in entity.names):
        return noun in _STATES or noun in entity.canonical_name.casefold().split()
    return noun in (_PEOPLE if entity.label == "PERSON" else _THINGS)


def _entity_of(mentions: list[Mention], entities: ArticleEntities) -> Cluster | None:
    """Return the entity that more than half of a chain's names name."""
    found = Counter()
    by_id = {}
    for mention in mentions:
        place = mention.root.idx
        for name in entities.names_across(place, place + 1):
            if name.entity is not None:
                found[id(name.entity)] += 1
                by_id[id(name.entity)] = name.entity
    best = found.most_common(1)
    return by_id[best[0][0]] if best and 2 * best[0][1] > found.total() else None
