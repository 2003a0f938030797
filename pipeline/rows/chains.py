"""Chains of mentions, as the model's coreference finds them, read as the entities that they are about."""

from collections import Counter

from spacy.tokens import Doc
from spacy.tokens import Span as Mention

from pipeline.language.coreference import PREFIX
from pipeline.rows.entities import ArticleEntities, Cluster
from pipeline.rows.text import Span


class Chains:
    """Which entity a pronoun or a phrase stands for.

    :param doc: read for its span groups ``coref_clusters_1`` and so on, mentions labelled name, nominal or pronoun.
    """

    def __init__(self, doc: Doc, entities: ArticleEntities):
        self._entities: dict[int, Cluster] = {}  # by the place of a mention's head
        for key, group in doc.spans.items():
            if key.startswith(PREFIX):
                entity = _entity_of([mention for mention in group if mention.label_ == "name"], entities)
                if entity is not None:
                    self._entities |= {mention.root.idx: entity for mention in group if mention.label_ != "name"}
        self._doc = doc

    def entity_of(self, span: Span) -> Cluster | None:
        """Return the entity that the chain of a pronoun or nominal names, ``None`` where none does."""
        phrase = self._doc.char_span(*span, alignment_mode="expand")
        return self._entities.get(phrase.root.idx) if phrase else None


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
