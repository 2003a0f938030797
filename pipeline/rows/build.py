"""From one annotated article to its rows."""

import logging

from spacy.tokens import Doc

from pipeline.ids import stable_id
from pipeline.language.extensions import ATTRIBUTIONS
from pipeline.records import Article, ArticleRows, Sentence
from pipeline.rows.anonymity import UnnamedSources, find_terms, is_only_terms
from pipeline.rows.antecedents import Antecedents
from pipeline.rows.chains import Chains
from pipeline.rows.claims import make_claims
from pipeline.rows.denials import link_denials
from pipeline.rows.entities import ArticleEntities
from pipeline.rows.marks import find_quotations
from pipeline.rows.mentions import make_mentions
from pipeline.rows.missed import find_missed, find_posts
from pipeline.rows.nested import find_nested
from pipeline.rows.nominals import find_nominals
from pipeline.rows.propositions import describe_claims, times_of
from pipeline.rows.quotes import (
    describe_roles,
    describe_unnamed,
    draft_quotes,
    find_sources,
    make_quotes,
    resolve_speakers,
)
from pipeline.rows.roles import find_appositions, find_statements, make_roles
from pipeline.rows.statements import state_claims
from pipeline.rows.subjects import Subjects
from pipeline.rows.text import ArticleText

LOGGER = logging.getLogger(__name__)


def build_rows(article: Article, doc: Doc) -> ArticleRows:
    """Return the rows of an article: sentences, mentions, entities, quotes and claims.

    :param article: the article.
    :param doc: its annotation; reads ``doc.ents``, ``doc.sents``, ``doc._.attributions`` and ``doc.spans``.
    :raises ValueError: where the doc's text is not the article's body, so that no offset would hold.
    """
    text = ArticleText(doc)
    if text.body != article.body:
        raise ValueError(f"the annotation of {article.article_id} is of another text than the article's body")
    sentences = _sentences(article.article_id, text)
    sentence_ids = [sentence.sentence_id for sentence in sentences]
    entities = ArticleEntities(doc, text.body)
    statements = find_statements(doc, entities)
    entities.nominals = find_nominals(doc, text, entities)
    quotations = find_quotations(text.body, text.paragraphs)
    subjects = Subjects(doc)
    antecedents = Antecedents(text, entities, quotations, Chains(doc, entities), subjects)
    found = draft_quotes(doc._.get(ATTRIBUTIONS), text.body, quotations)
    if found.without_content or found.unlikely:
        message = "%s: %d attributions without a content and %d unlikely ones left out"
        LOGGER.debug(message, article.article_id, found.without_content, found.unlikely)
    terms = find_terms(text)
    drafts = [draft for draft in found.drafts if not is_only_terms(draft.content, terms)]
    find_sources(drafts, subjects, text)
    nested = find_nested(drafts, doc, text, quotations, entities, subjects)
    drafts += [draft for draft in nested if not is_only_terms(draft.content, terms)]
    drafts += find_posts(drafts, text)
    resolve_speakers(drafts, antecedents)
    drafts += find_missed(drafts, antecedents)
    describe_unnamed(drafts, UnnamedSources(text, entities, terms))
    roles = make_roles(article.article_id, doc, statements, entities)
    describe_roles(drafts, roles)
    quotes = make_quotes(article.article_id, drafts, text, sentence_ids)
    mentions = make_mentions(article.article_id, drafts, antecedents, sentence_ids, find_appositions(doc, statements))
    found_entities = entities.entities()
    times = times_of(article)
    claims = link_denials(make_claims(article.article_id, drafts, text, sentence_ids, doc), quotes, doc, text)
    claims = describe_claims(claims, times, doc, mentions)
    return ArticleRows(
        article_id=article.article_id,
        sentences=sentences,
        mentions=mentions,
        entities=found_entities,
        quotes=quotes,
        claims=state_claims(claims, quotes, times, doc, mentions, found_entities, quotations),
        roles=roles,
    )


def _sentences(article_id: str, text: ArticleText) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(stable_id("sentence", article_id, start, end), article_id, position, start, end)
        for position, (start, end) in enumerate(text.sentences)
    )
