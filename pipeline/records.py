"""The records that travel between the stages, each named like the table that it ends in.

All character offsets count Python code points into ``Article.body``, end exclusive, so
``article.body[start_char:end_char]`` is the text of the row. Field names are column names
(``warehouse/schema/*.sql``); a test keeps the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it was read, byte for byte."""

    source_document: str  # path or URL as read, with #n for record n of a file of many
    media_type: str  # text/plain, text/html or application/json (one record)
    content: bytes  # the document's own bytes (for a record: its line)
    sha256: str  # of content
    retrieved_at: datetime  # UTC; the file's modification time for files
    text: str  # decoded as browsers do
    fields: Mapping[str, Any] = field(default_factory=dict)  # what its record, archive, feed or source says of it
    source_name: str | None = None  # the source of sources.toml that it was read for
    retrieved_at_source: str = "file"  # archive: the archive says so; file: only the file's modification time is known


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Records of an archive that are no documents, counted by what they are."""

    source_document: str  # the archive
    kind: str  # request, revisit, response 301, response image/png ...
    count: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """One document, row or line that was kept out, and why."""

    rejection_id: str
    stage: str  # ingest, extract, annotate, validate
    reason: str  # short and countable, such as "not valid JSON"
    detail: str | None  # the particulars: the message, the position
    source_document: str
    article_id: str | None
    table_name: str | None  # for a quarantined row
    input: str  # what was rejected, as text or JSON, shortened to settings.REJECTED_INPUT_CHARACTERS


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """One line that was read with an article and is no part of its body."""

    article_id: str
    position: int  # line number in the document's text, from 0
    line: str
    reason: str  # caption, timestamp, dateline, byline, wire credit, link list, heading, promotion ...


@dataclass(frozen=True, slots=True)
class OutletLine:
    """One line of an article that is boilerplate if other articles of its outlet have it, too."""

    outlet_key: str  # registered domain of the address, else the outlet's name
    line_hash: int  # unsigned 64-bit, of the line's words
    article_id: str
    position: int  # line number in the document's text, from 0
    length: int  # characters
    documents_needed: int  # articles of the outlet, none a copy of another, that must have it: 2 or 3


@dataclass(frozen=True, slots=True)
class Article:
    """One article as extracted: its text and what its source says of it."""

    article_id: str
    url: str | None
    url_key: str | None
    outlet: str | None
    title: str | None
    authors: tuple[str, ...]
    byline: str | None
    wire_credit: str | None
    published_at: datetime | None  # aware
    published_at_raw: str | None
    published_at_source: str | None  # json-ld, opengraph, meta, record, text ... (pipeline.extract.metadata)
    published_at_precision: str | None  # second, minute, day
    modified_at: datetime | None
    retrieved_at: datetime
    dateline_place: str | None
    section: str | None
    language: str | None  # ISO 639-1
    body: str
    word_count: int
    text_sha256: str
    status: str  # ok, partial, paywalled, live_blog, index, doubtful ... (pipeline.extract.statuses)
    source_document: str
    document_sha256: str
    published_at_zone: str | None = None  # offset from UTC as given, such as +01:00; None where UTC is assumed
    modified_at_raw: str | None = None
    modified_at_source: str | None = None
    retrieved_at_source: str | None = None  # archive, record or file
    url_source: str | None = None  # where each value was read, in the words of published_at_source
    outlet_source: str | None = None
    title_source: str | None = None
    authors_source: str | None = None
    byline_source: str | None = None
    wire_credit_source: str | None = None
    section_source: str | None = None
    is_free: bool | None = None  # as the page says
    extractor_agreement: float | None = None  # 0 to 1, of two extractors on the body; None for plain text
    correction: str | None = None  # what the outlet says it corrected; several lines, one each
    update_note: str | None = None
    editors_note: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article."""

    sentence_id: str
    article_id: str
    position: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity, or of somebody who may be one."""

    mention_id: str
    article_id: str
    sentence_id: str | None
    entity_id: str | None
    text: str
    form: str  # name, nominal, pronoun
    label: str | None
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Entity:
    """What one article knows of an entity; counts and aliases are summed up in the warehouse."""

    entity_id: str
    name: str
    label: str
    country_code: str | None


@dataclass(frozen=True, slots=True)
class EntityRole:
    """What one article says that somebody is: "Japan’s chief cabinet secretary", "the group’s chief executive"."""

    article_id: str
    entity_id: str
    role: str  # as printed, without organisation and article: "chief cabinet secretary", "former senior adviser"
    organisation: str | None  # as printed, or the name of a country: "Japan", "the Bank of England"
    organisation_entity_id: str | None
    start_char: int  # of the phrase that says it
    end_char: int


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: a source, a cue and a content."""

    quote_id: str
    article_id: str
    sentence_id: str | None
    kind: str  # direct, indirect, mixed
    content: str  # the content's fragments, joined by a space
    content_spans: tuple[tuple[int, int], ...]  # list of structs start_char, end_char in the warehouse
    start_char: int  # of the whole attribution
    end_char: int
    cue: str | None
    cue_start_char: int | None
    cue_end_char: int | None
    cue_lemma: str | None
    cue_class: str | None
    source_text: str | None
    source_start_char: int | None
    source_end_char: int | None
    speaker_entity_id: str | None
    speaker_name: str | None
    speaker_kind: str  # person, organisation, place, group, document, unknown
    is_anonymous: bool
    parent_quote_id: str | None
    confidence: float | None  # 0 to 1
    speaker_role: str | None = None  # as the article says it: chief cabinet secretary, senior White House official
    speaker_is_government: bool = False  # a government or a body of a state, such as a ministry
    # What the article says of a source that it leaves unnamed.
    source_count: int | None = None  # 2 of "two officials"
    source_affiliation: str | None = None  # Japanese government, White House
    source_affiliation_entity_id: str | None = None
    source_country: str | None = None  # ISO 3166-1 alpha-2, of the stated nationality; several: "JP, US"
    anonymity_condition: str | None = None  # on condition of anonymity
    anonymity_condition_start_char: int | None = None
    anonymity_condition_end_char: int | None = None
    anonymity_reason: str | None = None  # due to the sensitivity of the matter
    anonymity_reason_start_char: int | None = None
    anonymity_reason_end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed, with its value and what it is a number of."""

    text: str
    value: float
    unit: str | None  # ISO 4217 code, percent, measure or what is counted
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition, with who stands behind it."""

    claim_id: str
    article_id: str
    quote_id: str | None
    sentence_id: str | None
    text: str
    start_char: int
    end_char: int
    subject: str | None
    predicate: str | None
    object: str | None
    subject_entity_id: str | None
    object_entity_id: str | None
    claimant_entity_id: str | None
    claimant_name: str | None
    stance: str  # one of pipeline.rows.STANCES: asserts, denies, questions, urges ...
    is_negated: bool
    factuality: float | None
    checkworthiness: float | None
    event_start: date | None
    event_end: date | None
    claim_group_id: str
    embedding: tuple[float, ...] | None
    statement: str | None = None  # the text as a sentence that is understood without its article
    is_clause: bool = True  # whether the statement is one, and not a mere phrase: "the allegations"
    denies_claim_id: str | None = None  # the claim of the same article that this one denies
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All rows that one annotated article gives."""

    article_id: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    roles: tuple[EntityRole, ...] = ()
