"""Mentions: names, the nominals that take them up or speak, and pronouns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.ids import stable_id
from pipeline.records import Mention
from pipeline.rows.antecedents import Antecedents
from pipeline.rows.entities import Cluster
from pipeline.rows.pronouns import FIRST_PERSON, GENDERS, IT, PRONOUN, THEY
from pipeline.rows.quotes import Draft
from pipeline.rows.quoting import is_within
from pipeline.rows.text import Span, covers

_FIRST_PERSON_PLURAL = frozenset("we us our ours ourselves".split())
_LABEL_OF_KIND = {"person": "PERSON", "organisation": "ORG"}


def make_mentions(
    article_id: str,
    drafts: list[Draft],
    antecedents: Antecedents,
    sentence_ids: list[str],
    appositions: Iterable[tuple[Span, Cluster]] = (),
) -> tuple[Mention, ...]:
    """Return the mentions of an article, in the order of the text, no two of one form at one place.

    :param appositions: noun phrases beside the names of people.
    """
    text, entities = antecedents.text, antecedents.entities
    found = _Found()
    for name in entities.names:
        found.add(name.phrase or name.span, name.form, name.entity, name.label)
    sources = {draft.source: draft for draft in drafts if draft.source}
    for span, entity in appositions:
        found.add_nominal(span, entity)
    for span, entity in entities.nominals.items():
        found.add_nominal(span, entity)
    for span, draft in sources.items():
        if _is_nominal(span, draft, antecedents):
            entity = draft.speaker.entity if draft.speaker.kind != "document" else None  # its issuer is no mention
            label = entity.label if entity else _LABEL_OF_KIND.get(draft.speaker.kind)
            found.add(span, "name" if _is_name(text.body[slice(*span)], draft) else "nominal", entity, label)
    for span, entity in antecedents.chains.nominals:
        if not any(name.entity is entity for name in entities.names_across(*span)):
            found.add_nominal(span, entity)
    for pronoun in PRONOUN.finditer(text.body):
        span = pronoun.span()
        if pronoun[0] not in ("US", "IT"):
            entity = _meant_by(span, sources.get(span), drafts, antecedents)
            found.add(span, "pronoun", entity, entity.label if entity else None)
    return tuple(_row(article_id, span, *found.by_span[span], text, sentence_ids) for span in sorted(found.by_span))


@dataclass(slots=True)
class _Found:
    """The mentions so far, one at a place."""

    by_span: dict[Span, tuple[str, Cluster | None, str | None]] = field(default_factory=dict)
    _edges: set[tuple[int, int]] = field(default_factory=set)  # starts and ends of nominals, with the entity

    def add(self, span: Span, form: str, entity: Cluster | None, label: str | None) -> None:
        """Add a mention unless its place is taken."""
        if span not in self.by_span:
            self.by_span[span] = form, entity, label
            if form == "nominal":
                self._edges |= {(edge, id(entity)) for edge in span}

    def add_nominal(self, span: Span, entity: Cluster) -> None:
        """Add a noun phrase unless one of the same entity begins or ends where it does."""
        if not any((edge, id(entity)) in self._edges for edge in span):
            self.add(span, "nominal", entity, entity.label)


def _meant_by(span: Span, source: Draft | None, drafts: list[Draft], antecedents: Antecedents) -> Cluster | None:
    """Return whom a pronoun means: in a quotation "I" is who speaks, elsewhere its chain decides."""
    word = antecedents.text.body[slice(*span)].casefold()
    if word in FIRST_PERSON or word in _FIRST_PERSON_PLURAL:
        if source and source.speaker.entity:
            return source.speaker.entity
        said = _who_says(span, [draft for draft in drafts if draft.kind != "indirect"])
        fits = said and (said.speaker.kind == "person") == (word in FIRST_PERSON)
        return said.speaker.entity if fits else None
    entity = source.speaker.entity if source else antecedents.chains.entity_of(span)
    if word in IT and not source:
        said = _who_says(span, drafts)
        if said and _is_itself(span, said, entity, antecedents):
            return said.speaker.entity
    fitting = entity if entity and _agree(word, entity) else None
    if word not in GENDERS:
        return fitting
    said = _who_says(span, drafts) if is_within(span, antecedents.quotations) else None
    speaker = said.speaker.entity if said else None
    if fitting and fitting is not speaker:
        return fitting
    return _only_person(span[0], word, antecedents, speaker)


def _who_says(span: Span, drafts: list[Draft]) -> Draft | None:
    """Return the innermost attribution whose content a pronoun stands in."""
    said = [draft for draft in drafts if draft.holds(span)]
    return min(said, key=lambda draft: draft.span[1] - draft.span[0], default=None)


def _is_itself(span: Span, said: Draft, entity: Cluster | None, antecedents: Antecedents) -> bool:
    """Whether "it" in what an organisation is said to say means the organisation.

    It does at the beginning ("the bank said it would wait"), and where its chain names what does not stand before it.

    :param entity: what its chain names.
    """
    names, speaker = antecedents.entities.names_within, said.speaker
    start, end = next(content for content in said.content if covers(content, span))
    is_reported = said.source is not None and said.source[0] < span[0] and (start, end) != span
    if speaker.entity is None or speaker.kind not in ("organisation", "place") or not is_reported:
        return False
    if said.kind == "direct" or is_within(span, antecedents.quotations):
        return False
    if entity is None:
        return _is_first(start, span[0], antecedents.text.body)
    return entity is not speaker.entity and all(name.entity is not entity for name in names(start, span[0]))


def _is_first(start: int, place: int, body: str) -> bool:
    return body[start:place].strip() in ("", "that")


def _only_person(place: int, pronoun: str, antecedents: Antecedents, speaker: Cluster | None) -> Cluster | None:
    """Return the one person of fitting gender whom the sentence names before a place, else the sentence before.

    :param speaker: who speaks there, and so is "I".
    """
    text = antecedents.text
    number, end = text.sentence_at(place) or 0, place
    for sentence in range(number, max(-1, number - 2), -1):
        start = text.sentences[sentence][0]
        people = {id(name.entity): name.entity for name in antecedents.entities.names_within(start, end) if name.entity}
        fitting = [entity for entity in people.values() if _agree(pronoun, entity) and entity is not speaker]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
        end = start
    return None


def _agree(pronoun: str, entity: Cluster) -> bool:
    gender = GENDERS.get(pronoun)
    if gender:
        return entity.label == "PERSON" and entity.gender in (None, gender)
    if pronoun in THEY:
        return entity.label != "PERSON" or entity.gender is None
    return entity.label != "PERSON" if pronoun in IT else True


def _is_name(phrase: str, draft: Draft) -> bool:
    """Whether a source is a name that the model did not mark, of an entity that is known by it."""
    return draft.speaker.entity is not None and all(word[0].isupper() for word in phrase.split())


def _is_nominal(span: Span, draft: Draft, antecedents: Antecedents) -> bool:
    """Whether a source is a noun phrase of its own, and not a name with its title or apposition, nor a pronoun."""
    body = antecedents.text.body
    if PRONOUN.fullmatch(body, *span) or re.fullmatch(r"(?:who|which|that)\b.*", body[slice(*span)], re.IGNORECASE):
        return False
    entity = draft.speaker.entity
    return entity is None or not any(name.entity is entity for name in antecedents.entities.names_across(*span))


def _row(
    article_id: str, span: Span, form: str, entity: Cluster | None, label: str | None, text, sentence_ids: list[str]
) -> Mention:
    sentence = text.sentence_at(span[0])
    return Mention(
        mention_id=stable_id("mention", article_id, *span, form),
        article_id=article_id,
        sentence_id=None if sentence is None else sentence_ids[sentence],
        entity_id=entity.entity_id if entity else None,
        text=text.body[slice(*span)],
        form=form,
        label=label,
        start_char=span[0],
        end_char=span[1],
    )
