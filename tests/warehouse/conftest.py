"""Articles and rows from a few words each: offsets are found in the body, ids are the project's own."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from expectations.batches import ValidatedBatch, validate_batch
from pipeline.ids import stable_id, text_sha256
from pipeline.records import Article, ArticleRows, Claim, Document, Entity, Mention, Quote, Sentence
from warehouse.claims import NO_MODELS
from warehouse.connection import Warehouse
from warehouse.frames import earlier_quotes_of, frames_of
from warehouse.load import load_batch
from warehouse.overrides import NO_OVERRIDES
from warehouse.versions import current_versions, distinct_versions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOCKING = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
time.sleep(float(sys.argv[2]))
"""
MAIN_TABLES = (
    "articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "claims", "claim_groups",
    "claim_links", "duplicate_pairs", "earlier_quotes",
)


def make_article(
    body, *, url=None, outlet="The Gazette", title="A headline", published_at=NOON, modified_at=None, retrieved_at=NOON,
    wire_credit=None, source_document=None, status="ok", language="en",
):
    url_key = url and url.removeprefix("https://")
    return Article(
        article_id=stable_id("article", url_key or text_sha256(body)), url=url, url_key=url_key, outlet=outlet,
        title=title, authors=("Ada Writer",), byline="By Ada Writer", wire_credit=wire_credit,
        published_at=published_at, published_at_raw=published_at and published_at.isoformat(),
        published_at_source="record",
        published_at_precision="second", modified_at=modified_at, retrieved_at=retrieved_at, dateline_place=None,
        section=None, language=language, body=body, word_count=len(body.split()), text_sha256=text_sha256(body),
        status=status, source_document=source_document or f"{text_sha256(body)[:8]}.txt",
        document_sha256=text_sha256(f"{outlet}{title}{published_at}{modified_at}{body}"),
    )


def make_rows(article, *, names=(), quotes=()):
    """Return the rows of an article.

    :param names: name, label and printed form of each mention.
    :param quotes: for each, a dictionary with content and what else is of interest.
    """
    key, body = article.article_id, article.body
    entities = {(name, label): stable_id("entity", label, name.casefold()) for name, label, _ in names}
    sentence = Sentence(stable_id("sentence", key, 0), key, 0, 0, len(body))
    made = [_make_quote(article, sentence, entities, **quote) for quote in quotes]
    return ArticleRows(
        article_id=key,
        sentences=(sentence,),
        mentions=tuple(
            Mention(stable_id("mention", key, index), key, sentence.sentence_id, entities[name, label], text, "name",
                    label, body.index(text), body.index(text) + len(text))
            for index, (name, label, text) in enumerate(names)
        ),
        entities=tuple(Entity(entity_id, name, label, None) for (name, label), entity_id in entities.items()),
        quotes=tuple(quote for quote, _ in made),
        claims=tuple(claim for _, claim in made),
    )


def _make_quote(
    article, sentence, entities, *, content, source=None, cue=None, speaker=None, kind="indirect", stance="asserts",
    anonymous=False, speaker_kind="person", predicate="is", subject="it",
    is_negated=False, denies=None, cue_class=None,
):
    key, body = article.article_id, article.body
    start, source_start, cue_start = (_find(body, text) for text in (content, source, cue))
    parts = ((start, content), (source_start, source), (cue_start, cue))
    spans = [(begin, begin + len(text)) for begin, text in parts if text]
    entity_id = next((entity_id for (name, _), entity_id in entities.items() if name == speaker), None)
    quote = Quote(
        quote_id=stable_id("quote", key, start), article_id=key, sentence_id=sentence.sentence_id, kind=kind,
        content=content, content_spans=((start, start + len(content)),), start_char=min(spans)[0],
        end_char=max(end for _, end in spans), cue=cue, cue_start_char=cue_start,
        cue_end_char=cue and cue_start + len(cue), cue_lemma=cue, cue_class=cue_class, source_text=source,
        source_start_char=source_start, source_end_char=source and source_start + len(source),
        speaker_entity_id=entity_id, speaker_name=speaker, speaker_kind=speaker_kind, is_anonymous=anonymous,
        parent_quote_id=None, confidence=0.9,
    )
    claim = Claim(
        claim_id=stable_id("claim", key, start), article_id=key, quote_id=quote.quote_id,
        sentence_id=sentence.sentence_id, text=content, start_char=start, end_char=start + len(content),
        subject=subject, predicate=predicate, object=None, subject_entity_id=None, object_entity_id=None,
        claimant_entity_id=entity_id, claimant_name=speaker, stance=stance, is_negated=is_negated, factuality=None,
        checkworthiness=None, event_start=None, event_end=None,
        claim_group_id=stable_id("claim_group", content.casefold()), embedding=None,
        statement=f"{content}.",
        denies_claim_id=denies and stable_id("claim", key, _find(body, denies)),
    )
    return quote, claim


def _find(body, text):
    return None if text is None else body.index(text)


def make_document(article):
    return Document(article.source_document, "text/plain", b"", article.document_sha256, article.retrieved_at, "")


def load(
    warehouse, articles_with_rows, *, rejections=(), documents=(), batch_id="batch_1", fingerprint="versions_1",
    validated=False, overrides=NO_OVERRIDES, claim_models=NO_MODELS, then=lambda connection: None,
):
    """Load a batch, as the pipeline does, and return the counts; validation takes a second, and must be asked for.

    :param then: called with the connection before the transaction ends.
    """
    articles = [article for article, _ in articles_with_rows]
    current = {(article.article_id, article.source_document) for article in current_versions(articles)}
    rows, earlier_quotes = [], []
    for article, article_rows in articles_with_rows:
        if (article.article_id, article.source_document) in current:
            rows.append(article_rows)
        elif article in distinct_versions(articles):
            earlier_quotes += earlier_quotes_of(article, article_rows)
    frames = frames_of(
        articles, rows, documents=[*map(make_document, articles), *documents], earlier_quotes=earlier_quotes,
        rejections=rejections,
    )
    batch = validate_batch(frames) if validated else ValidatedBatch(frames, [], [])
    with warehouse.transaction() as connection:
        counts = load_batch(
            connection, batch.frames, run_id="run_1", batch_id=batch_id, fingerprint=fingerprint, model_id="model_1",
            loaded_at=NOON + timedelta(days=1), rejections=batch.rejections, outcomes=batch.outcomes,
            overrides=overrides, claim_models=claim_models,
        )
        then(connection)
        return counts


def main_rows(warehouse):
    """Return all rows of the main tables, sorted."""
    with warehouse.connect(read_only=True) as connection:
        return {table: sorted(map(repr, connection.sql(f"from {table}").fetchall())) for table in MAIN_TABLES}


def select(warehouse, sql):
    with warehouse.connect(read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(
        article=make_article, rows=make_rows, document=make_document, load=load, main_rows=main_rows, select=select,
        noon=NOON,
    )


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "news.work" / "warehouse.duckdb")
    warehouse.create_schema()
    return warehouse


@pytest.fixture
def locked():
    """Return a context manager that lets another process have a file open, for a time or until the end."""
    @contextmanager
    def lock(path, *, seconds=600):
        command = [sys.executable, "-c", LOCKING, str(path), str(seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            try:
                yield
            finally:
                process.kill()

    return lock
