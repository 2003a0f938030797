"""The goldens are complete, and every string of theirs stands in the article as the pipeline extracts it."""

import pytest

from examples.goldens import GoldRows, extract_examples, golden_paths, read_goldens
from examples.scoring import locate_quotes

NAMES = [path.stem for path in golden_paths()]


@pytest.fixture(scope="module")
def goldens() -> dict[str, GoldRows]:
    return read_goldens()


@pytest.fixture(scope="module")
def bodies() -> dict[str, str]:
    examples, _ = extract_examples()
    return {name: example.article.body for name, example in examples.items()}


def test_ten_articles_have_complete_rows(goldens):
    assert len(goldens) == 10


@pytest.mark.parametrize("name", NAMES)
def test_quotes_stand_in_the_body(name, goldens, bodies):
    gold = goldens[name]
    located = locate_quotes(gold, bodies[gold.source_document])
    assert len(located) == len(gold.quotes)


@pytest.mark.parametrize("name", NAMES)
def test_entities_stand_in_the_body(name, goldens, bodies):
    gold = goldens[name]
    body = bodies[gold.source_document]
    assert not [alias for entity in gold.entities for alias in entity.aliases if alias not in body]


@pytest.mark.parametrize("name", NAMES)
def test_each_entity_is_named_once(name, goldens):
    aliases = [alias for entity in goldens[name].entities for alias in entity.aliases]
    assert len(aliases) == len(set(aliases))


@pytest.mark.parametrize("name", NAMES)
def test_named_speakers_are_entities(name, goldens):
    gold = goldens[name]
    speakers = {quote.speaker_name for quote in gold.quotes} - {None}
    assert speakers <= {entity.name for entity in gold.entities}


@pytest.mark.parametrize("name", NAMES)
def test_anonymous_speakers_have_no_name(name, goldens):
    assert all(quote.speaker_name is None for quote in goldens[name].quotes if quote.is_anonymous)


@pytest.mark.parametrize("name", NAMES)
def test_only_floating_quotations_have_no_cue(name, goldens):
    without = [quote for quote in goldens[name].quotes if quote.cue is None]
    assert all(quote.source_text is None and quote.kind == "direct" for quote in without)


@pytest.mark.parametrize("name", NAMES)
def test_direct_contents_begin_with_a_quotation_mark(name, goldens):
    direct = [quote for quote in goldens[name].quotes if quote.kind == "direct"]
    assert all(fragment[0] in '"“' for quote in direct for fragment in quote.content)
