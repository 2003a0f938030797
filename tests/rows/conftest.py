"""Docs built by hand from marked text, in place of a model's."""

import re
from datetime import UTC, datetime

import pytest
import spacy
from spacy.tokens import Span

from pipeline.ids import stable_id, text_sha256
from pipeline.language.extensions import Attribution
from pipeline.records import Article
from pipeline.rows import build_rows
from pipeline.settings import MODEL

_TAG = re.compile(r"<(/?)([A-Z_]+|[sctm]\d+)>")
_SENTENCE_END = re.compile(r"(?<=[.?!])[”\"’)]*\s+(?=[“\"‘A-Z])|\n+")
_ROLES = {"s": "source", "c": "cue", "t": "content"}
NLP = spacy.blank("en")


def read_marks(marked):
    """Split marked text into text and spans.

    ``<PERSON>Ann Lee</PERSON>`` marks an entity; ``<s1>``, ``<c1>`` and ``<t1>`` source, cue and content of
    attribution 1, each as often as there are fragments; ``<m1>`` a mention of chain 1.
    """
    text, spans, opened, last = "", [], [], 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            name, start = opened.pop()
            if name != tag[2]:
                raise ValueError(f"</{tag[2]}> closes <{name}>")
            spans.append((name, start, len(text)))
        else:
            opened.append((tag[2], len(text)))
    if opened:
        raise ValueError(f"never closed: {opened}")
    return text + marked[last:], spans


def make_doc(marked):
    """Return a Doc with the entities, attributions and sentences of marked text."""
    text, spans = read_marks(marked)
    doc = NLP(text)
    starts = {0} | {end.end() for end in _SENTENCE_END.finditer(text)}
    for token in doc:
        token.is_sent_start = any(token.idx <= start < token.idx + len(token) for start in starts)
    entities, attributions, chains = [], {}, {}
    for name, start, end in sorted(spans, key=lambda span: span[1]):
        span = doc.char_span(start, end, label=name, alignment_mode="expand")
        if name[0] in _ROLES and name[1:].isdigit():
            attribution = attributions.setdefault(int(name[1:]), Attribution(confidence=0.9))
            getattr(attribution, _ROLES[name[0]]).append(span)
        elif name[0] == "m" and name[1:].isdigit():
            chains.setdefault(int(name[1:]), []).append(span)
        else:
            entities.append(span)
    doc.set_ents(entities)
    for number, mentions in chains.items():
        doc.spans[f"coref_clusters_{number}"] = [
            Span(doc, span.start, span.end, label="name" if any(token.ent_type for token in span) else "pronoun")
            for span in mentions
        ]
    doc._.attributions = list(attributions.values())
    return doc


def make_article(body, *, article_id=None):
    """Return an article with nothing but a body."""
    return Article(
        article_id=article_id or stable_id("article", text_sha256(body)),
        url=None,
        url_key=None,
        outlet=None,
        title=None,
        authors=(),
        byline=None,
        wire_credit=None,
        published_at=None,
        published_at_raw=None,
        published_at_source=None,
        published_at_precision=None,
        modified_at=None,
        retrieved_at=datetime(2025, 1, 1, tzinfo=UTC),
        dateline_place=None,
        section=None,
        language="en",
        body=body,
        word_count=len(body.split()),
        text_sha256=text_sha256(body),
        status="ok",
        source_document="test",
        document_sha256="0" * 64,
    )


@pytest.fixture(scope="session")
def nlp():
    """Return the shipped pipeline."""
    return spacy.load(MODEL)


@pytest.fixture
def doc_of():
    return make_doc


@pytest.fixture
def article_of():
    return make_article


@pytest.fixture
def rows_of():
    """Return the rows of marked text."""

    def rows(marked):
        doc = make_doc(marked)
        return build_rows(make_article(doc.text), doc)

    return rows


@pytest.fixture
def parsed_rows_of(nlp):
    """Return the rows of text whose attributions are marked, on the shipped model's tags, names and parse."""

    def rows(marked, *, confidence=0.9):
        text, spans = read_marks(marked)
        doc, attributions = nlp(text), {}
        for name, start, end in spans:
            attribution = attributions.setdefault(int(name[1:]), Attribution(confidence=confidence))
            getattr(attribution, _ROLES[name[0]]).append(doc.char_span(start, end))
        doc._.attributions = list(attributions.values())
        return build_rows(make_article(text), doc)

    return rows
