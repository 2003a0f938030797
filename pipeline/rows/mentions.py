"""Mentions: names, the nominals that take them up or speak, and pronouns."""

import re

from pipeline.ids import stable_id
from pipeline.records import Mention
from pipeline.rows.antecedents import PRONOUN, Antecedents
from pipeline.rows.entities import Cluster
from pipeline.rows.quotes import Draft
from pipeline.rows.quoting import is_within
from pipeline.rows.text import Span
from pipeline.rows.titles import find_title_nominals

_LABEL_OF_KIND = {"person": "PERSON", "organisation": "ORG"}


def make_mentions(
    article_id: str, drafts: list[Draft], antecedents: Antecedents, sentence_ids: list[str]
) -> tuple[Mention, ...]:
    """Return the mentions of an article, in the order of the text, no two of one form at one place."""
    text, entities = antecedents.text, antecedents.entities
    found: dict[Span, tuple[str, Cluster | None, str | None]] = {
        name.span: ("name", name.entity, name.entity.label if name.entity else name.label) for name in entities.names
    }
    sources = {draft.source: draft for draft in drafts if draft.source}
    for span, draft in sources.items():
        if span not in found and _is_nominal(span, draft, antecedents):
            entity = draft.speaker.entity
            label = entity.label if entity else _LABEL_OF_KIND.get(draft.speaker.kind)
            found[span] = ("nominal", entity, label)
    for span, title in find_title_nominals(text.body):
        bearer = entities.bearer_of(title, span[0])
        if (
            bearer
            and not entities.names_across(*span)
            and span not in found
            and not is_within(span, antecedents.quotations)
        ):
            found[span] = ("nominal", bearer, "PERSON")
    for pronoun in PRONOUN.finditer(text.body):
        span = pronoun.span()
        if span not in found and pronoun[0] not in ("US", "IT"):
            draft = sources.get(span)
            entity = draft.speaker.entity if draft else antecedents.chains.entity_of(span)
            found[span] = ("pronoun", entity, entity.label if entity else None)
    return tuple(_row(article_id, span, *found[span], text, sentence_ids) for span in sorted(found))


def _is_nominal(span: Span, draft: Draft, antecedents: Antecedents) -> bool:
    """Whether a source is a noun phrase of its own, and not a name with its title or apposition, nor a pronoun."""
    body = antecedents.text.body
    if PRONOUN.fullmatch(body, *span) or re.fullmatch(r"(?:who|which|that)", body[slice(*span)], re.IGNORECASE):
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
