import dataclasses
import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.ids import stable_id, text_sha256
from pipeline.language.extensions import Attribution
from pipeline.rows import STANCES, build_rows
from pipeline.rows.entities import NAME_LABELS

VOCAB = spacy.blank("en").vocab
KINDS = {"person", "organisation", "place", "group", "document", "unknown"}
WORDS = st.sampled_from(
    'the Lee Ann Okafor Xi Acme UN said he she who it I not to “ ” " ’s , . ? \n that officials sources president '
    "of and China Mr. John J. report asked denied 5 € 🐋 \u00a0".split(" ")
    + ["\n\n", "according to", "É"]
)


@pytest.fixture(scope="module")
def make_article():
    from datetime import UTC, datetime

    from pipeline.records import Article

    def make(body):
        empty = {field.name: None for field in dataclasses.fields(Article)}
        return Article(
            **empty
            | {
                "article_id": stable_id("article", text_sha256(body)),
                "authors": (),
                "retrieved_at": datetime(2025, 1, 1, tzinfo=UTC),
                "body": body,
                "word_count": len(body.split()),
                "status": "ok",
            }
        )

    return make


@st.composite
def docs(draw):
    words = draw(st.lists(WORDS, min_size=1, max_size=40))
    words = [word for word in words if word] or ["x"]
    doc = Doc(VOCAB, words, draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))))
    if draw(st.booleans()):
        for token in doc:
            token.is_sent_start = token.i == 0 or draw(st.booleans())
    place = st.integers(0, len(doc) - 1)

    def span():
        start = draw(place)
        return doc[start : min(len(doc), start + draw(st.integers(1, 8)))]

    taken, entities = set(), []
    for _ in range(draw(st.integers(0, 6))):
        found = span()
        if not taken & set(range(found.start, found.end)):
            taken |= set(range(found.start, found.end))
            entities.append(
                doc.char_span(found.start_char, found.end_char, draw(st.sampled_from([*NAME_LABELS, "DATE"])))
            )
    doc.set_ents([entity for entity in entities if entity is not None])
    parts = st.integers(0, 2)
    doc._.attributions = [
        Attribution(*([span() for _ in range(draw(parts))] for _ in range(3)), confidence=0.5)
        for _ in range(draw(st.integers(0, 4)))
    ]
    return doc


@settings(max_examples=200, deadline=None)
@given(doc=docs())
def test_any_annotation_gives_rows_that_hold(doc, make_article):
    article = make_article(doc.text)
    rows = build_rows(article, doc)
    assert rows == build_rows(article, doc)
    body = article.body
    entity_ids = {entity.entity_id for entity in rows.entities}
    sentence_ids = {sentence.sentence_id for sentence in rows.sentences} | {None}
    quote_ids = {quote.quote_id for quote in rows.quotes}
    for kind in ("sentence", "mention", "entity", "quote", "claim"):
        table = getattr(rows, "entities" if kind == "entity" else f"{kind}s")
        ids = [getattr(row, f"{kind}_id") for row in table]
        assert len(ids) == len(set(ids))
    for mention in rows.mentions:
        assert mention.text == body[mention.start_char : mention.end_char] != ""
        assert mention.form in {"name", "nominal", "pronoun"}
        assert mention.entity_id is None or mention.entity_id in entity_ids
        assert mention.sentence_id in sentence_ids
    for quote in rows.quotes:
        _check_quote(quote, body, entity_ids, quote_ids)
        assert quote.sentence_id in sentence_ids
    for claim in rows.claims:
        assert claim.text == body[claim.start_char : claim.end_char] != ""
        assert claim.stance in STANCES
        assert claim.quote_id in quote_ids
        assert claim.claimant_entity_id is None or claim.claimant_entity_id in entity_ids


def _check_quote(quote, body, entity_ids, quote_ids):
    assert quote.content == " ".join(body[start:end] for start, end in quote.content_spans) != ""
    assert 0 <= quote.start_char < quote.end_char <= len(body)
    assert all(quote.start_char <= start < end <= quote.end_char for start, end in quote.content_spans)
    assert (quote.cue is None) == (quote.cue_start_char is None)
    assert quote.cue is None or quote.cue == body[quote.cue_start_char : quote.cue_end_char] != ""
    assert quote.source_text is None or quote.source_text == body[quote.source_start_char : quote.source_end_char] != ""
    assert quote.speaker_kind in KINDS
    assert quote.speaker_entity_id is None or quote.speaker_entity_id in entity_ids
    assert quote.parent_quote_id is None or quote.parent_quote_id in quote_ids - {quote.quote_id}
    assert not (quote.is_anonymous and quote.speaker_entity_id)


def test_a_doc_of_another_text_is_refused(make_article):
    with pytest.raises(ValueError, match="another text"):
        build_rows(make_article("One text."), Doc(VOCAB, ["Another", "."]))


def test_an_empty_article_has_no_rows(make_article):
    rows = build_rows(make_article(""), Doc(VOCAB, []))
    assert rows.sentences == rows.quotes == rows.mentions == ()


def test_sentences_have_no_white_space_around_them(rows_of):
    rows = rows_of("One sentence here.  \n\n Two of them.\n")
    assert [(s.position, s.start_char, s.end_char) for s in rows.sentences] == [(0, 0, 18), (1, 23, 35)]


def test_one_person_has_one_id_in_all_articles(rows_of):
    one = rows_of("<PERSON>Ada Okafor</PERSON> spoke.")
    other = rows_of("President <PERSON>Okafor</PERSON> and <PERSON>Ada Okafor</PERSON>.")
    assert one.entities == other.entities


def test_a_long_article_takes_no_more_than_a_moment(rows_of):
    paragraph = (
        "<s{0}><PERSON>Ann Lee</PERSON></s{0}> <c{0}>said</c{0}> <t{0}>“we will go,”</t{0}> "
        "and <PERSON>Ben Orr</PERSON> left.\n"
    )
    text = "".join(paragraph.format(number) for number in range(400))
    start = time.process_time()
    rows = rows_of(text)
    assert len(rows.quotes) == 400
    assert time.process_time() - start < 10
