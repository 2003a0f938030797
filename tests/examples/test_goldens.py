"""The real pipeline over the ten articles with golden rows: fields exactly, quotes and entities above their floors."""

import json

import pytest

from examples.goldens import FLOORS, extract_examples, golden_paths, read_goldens
from examples.scoring import below_floors, score
from pipeline import settings

NAMES = [path.stem for path in golden_paths()]
GOLDENS = read_goldens()
FIELDS = [
    "url", "outlet", "title", "authors", "byline", "wire_credit", "published_at_precision", "published_at_source",
    "dateline_place", "section", "language", "status",
]  # fmt: skip


@pytest.fixture(scope="module")
def examples():
    extracted, _ = extract_examples()
    return {name: extracted[gold.source_document] for name, gold in GOLDENS.items()}


@pytest.mark.parametrize("name", NAMES)
def test_article_fields_are_exact(name, examples):
    gold, article = GOLDENS[name].article, examples[name].article
    assert {field: getattr(article, field) for field in FIELDS} == {field: getattr(gold, field) for field in FIELDS}


@pytest.mark.parametrize("name", NAMES)
def test_publication_times_are_exact_with_their_zone(name, examples):
    gold, found = GOLDENS[name].article.published_at, examples[name].article.published_at
    assert found.isoformat() == gold.isoformat()


@pytest.mark.parametrize("name", NAMES)
def test_removed_lines_are_exact(name, examples):
    removed = [(line.line.strip(), line.reason) for line in examples[name].removed_lines]
    assert removed == [(line.line, line.reason) for line in GOLDENS[name].removed_lines]


@pytest.mark.parametrize("name", NAMES)
def test_bodies_begin_and_end_where_the_article_does(name, examples):
    body, gold = examples[name].article.body, GOLDENS[name].body
    assert body.startswith(gold.first_sentence)
    assert body.endswith(gold.last_sentence)


@pytest.mark.skipif(not settings.MODEL.exists(), reason="model not built")
def test_quotes_and_entities_stay_above_their_floors(examples):
    from pipeline.language import annotate, load_pipeline
    from pipeline.rows import build_rows

    golds = {example.article.article_id: GOLDENS[name] for name, example in examples.items()}
    annotated = annotate(load_pipeline(), [example.article for example in examples.values()])
    counts = score((golds[article.article_id], article, build_rows(article, doc)) for article, doc in annotated)
    assert counts.gold_quotes == sum(len(gold.quotes) for gold in GOLDENS.values()), "an article was not annotated"
    assert not below_floors(counts.figures(), json.loads(FLOORS.read_text("utf-8")))
