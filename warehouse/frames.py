"""Records to data frames whose columns are those of the tables they end in.

A frame is named like its table. ``entities`` holds what each article knows of an entity (``ops.article_entities``);
``main.entities`` sums that up; ``entity_roles`` is ``ops.article_roles``, which the view ``main.entity_roles`` dates.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pandas as pd
import pyarrow as pa

from pipeline.extract import urls
from pipeline.extract.cleaning import clean_value
from pipeline.extract.repeated import outlet_key
from pipeline.link import shingle_hashes
from pipeline.records import (
    Article,
    ArticleRows,
    Claim,
    Document,
    EntityRole,
    Mention,
    Number,
    OutletLine,
    Quote,
    Rejection,
    RemovedLine,
    Sentence,
)
from warehouse.versions import current_versions, version_order

EMBEDDING_DIMENSIONS = 384
_SPAN = pa.struct([("start_char", pa.int32()), ("end_char", pa.int32())])
_NUMBER = pa.struct([("text", pa.string()), ("value", pa.float64()), ("unit", pa.string()), *_SPAN])
_ARROW_TYPES = {
    str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
    tuple[tuple[int, int], ...]: pa.list_(_SPAN),
    tuple[Number, ...]: pa.list_(_NUMBER),
    tuple[float, ...]: pa.list_(pa.float32(), EMBEDDING_DIMENSIONS),
}


@dataclass(frozen=True, slots=True)
class ArticleRevision:
    """An article as one document has it; which of them are versions of their own is told in the warehouse."""

    article_id: str
    text_sha256: str
    published_at: datetime | None
    modified_at: datetime | None
    retrieved_at: datetime
    title: str | None
    body: str
    source_document: str
    document_sha256: str
    version_order: str


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """An entity as one article knows it."""

    article_id: str
    entity_id: str
    name: str
    label: str
    country_code: str | None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read, and the article that it became, if any."""

    source_document: str
    document_sha256: str
    source: str | None
    outlet_key: str | None
    media_type: str | None
    retrieved_at: datetime | None
    article_id: str | None
    text_sha256: str | None


@dataclass(frozen=True, slots=True)
class EarlierQuote:
    """An attribution in a version of an article that is not its current one."""

    article_id: str
    text_sha256: str
    kind: str
    content: str
    start_char: int
    end_char: int
    cue: str | None
    source_text: str | None
    speaker_name: str | None
    is_anonymous: bool


RECORDS = {
    "articles": Article, "article_revisions": ArticleRevision, "entities": ArticleEntity, "sentences": Sentence,
    "mentions": Mention, "entity_roles": EntityRole, "quotes": Quote, "claims": Claim, "removed_lines": RemovedLine,
    "rejections": Rejection, "documents": ReadDocument, "earlier_quotes": EarlierQuote, "outlet_lines": OutletLine,
}


def _arrow_schema(record: type) -> pa.Schema:
    """Return the Arrow schema that a record's annotations call for."""
    hints = get_type_hints(record)
    return pa.schema([(field.name, _ARROW_TYPES[_without_none(hints[field.name])]) for field in fields(record)])


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


ARROW_SCHEMAS: dict[str, pa.Schema] = {name: _arrow_schema(record) for name, record in RECORDS.items()}
ARROW_SCHEMAS["shingles"] = pa.schema([("article_id", pa.string()), ("shingle", pa.uint64())])

ARROW_SCHEMAS["outlet_lines"] = ARROW_SCHEMAS["outlet_lines"].set(1, pa.field("line_hash", pa.uint64()))

_PANDAS_TYPES = {pa.int32(): pd.Int32Dtype(), pa.uint64(): pd.UInt64Dtype()}


def frame_of(name: str, records: Iterable[Any]) -> pd.DataFrame:
    """Return records as the frame of a table.

    :param name: the table, a key of ``ARROW_SCHEMAS``.
    """
    records = list(records)
    schema = ARROW_SCHEMAS[name]
    columns = [pa.array(_values(records, column), column.type) for column in schema]
    return pa.table(columns, schema=schema).to_pandas(types_mapper=_PANDAS_TYPES.get)


def arrow_of(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return a frame as the Arrow table that DuckDB reads; columns that the table has not are left out."""
    return pa.Table.from_pandas(frame, schema=ARROW_SCHEMAS[name], preserve_index=False)


def frames_of(
    articles: Iterable[Article],
    rows: Iterable[ArticleRows],
    *,
    documents: Iterable[Document] = (),
    removed_lines: Iterable[RemovedLine] = (),
    earlier_quotes: Iterable[EarlierQuote] = (),
    outlet_lines: Iterable[OutletLine] = (),
    rejections: Iterable[Rejection] = (),
) -> dict[str, pd.DataFrame]:
    """Return one batch as frames, named like their tables.

    :param articles: all articles of the batch; of several versions of one, the earlier ones become revisions only.
    :param rows: the rows of the current versions (:func:`warehouse.versions.current_versions`), one per article.
    :param documents: all documents that were read.
    :param removed_lines: the lines removed from the current versions.
    :param earlier_quotes: the quotes of the other versions (:func:`earlier_quotes_of`).
    :param outlet_lines: the lines of the articles that may be boilerplate.
    :param rejections: what was kept out so far.
    :raises ValueError: when two of ``rows`` are of one article: only its current version is to be annotated.
    """
    articles, rows = list(articles), list(rows)
    current = current_versions(articles)
    _check_rows(rows)
    return {
        "articles": frame_of("articles", current),
        "article_revisions": frame_of("article_revisions", map(_revision, articles)),
        "entities": frame_of("entities", (entity for row in rows for entity in _article_entities(row))),
        "sentences": frame_of("sentences", (sentence for row in rows for sentence in row.sentences)),
        "mentions": frame_of("mentions", (mention for row in rows for mention in row.mentions)),
        "entity_roles": frame_of("entity_roles", (role for row in rows for role in row.roles)),
        "quotes": frame_of("quotes", (quote for row in rows for quote in row.quotes)),
        "claims": frame_of("claims", (claim for row in rows for claim in row.claims)),
        "earlier_quotes": frame_of("earlier_quotes", earlier_quotes),
        "removed_lines": frame_of("removed_lines", removed_lines),
        "outlet_lines": frame_of("outlet_lines", outlet_lines),
        "rejections": frame_of("rejections", rejections),
        "documents": frame_of("documents", _read_documents(documents, articles)),
        "shingles": shingle_frame((article.article_id, article.body) for article in current),
    }


def earlier_quotes_of(article: Article, rows: ArticleRows) -> list[EarlierQuote]:
    """Return the quotes of a version that is not the current one, as they are kept.

    :param rows: the rows of that version.
    """
    return [
        EarlierQuote(
            article.article_id, article.text_sha256, quote.kind, quote.content, quote.start_char, quote.end_char,
            quote.cue, quote.source_text, quote.speaker_name, quote.is_anonymous,
        )
        for quote in rows.quotes
    ]


def shingle_frame(bodies: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return the sampled shingles of articles, given the id and body of each."""
    pairs = [(article_id, shingle) for article_id, body in bodies for shingle in sorted(set(shingle_hashes(body)))]
    columns = {"article_id": [article_id for article_id, _ in pairs], "shingle": [shingle for _, shingle in pairs]}
    return pa.table(columns, schema=ARROW_SCHEMAS["shingles"]).to_pandas(types_mapper=_PANDAS_TYPES.get)


def _values(records: list[Any], column: pa.Field) -> list[Any]:
    values = [getattr(record, column.name) for record in records]
    return list(map(_plain, values)) if pa.types.is_nested(column.type) else values


def _plain(value: Any) -> Any:
    """Return a tuple of spans or numbers as the list of structs that it is in the warehouse."""
    if not isinstance(value, tuple) or not value:
        return value
    if isinstance(value[0], Number):
        return [asdict(number) for number in value]
    if isinstance(value[0], tuple):
        return [{"start_char": start, "end_char": end} for start, end in value]
    return value


def _check_rows(rows: list[ArticleRows]) -> None:
    if len({row.article_id for row in rows}) < len(rows):
        raise ValueError("Rows of two versions of one article: annotate only current_versions(articles).")


def _revision(article: Article) -> ArticleRevision:
    return ArticleRevision(
        article_id=article.article_id, text_sha256=article.text_sha256, published_at=article.published_at,
        modified_at=article.modified_at, retrieved_at=article.retrieved_at, title=article.title, body=article.body,
        source_document=article.source_document, document_sha256=article.document_sha256,
        version_order=version_order(article),
    )


def _article_entities(rows: ArticleRows) -> Iterable[ArticleEntity]:
    for entity in rows.entities:
        yield ArticleEntity(rows.article_id, entity.entity_id, entity.name, entity.label, entity.country_code)


def _read_documents(documents: Iterable[Document], articles: list[Article]) -> Iterable[ReadDocument]:
    extracted = {(article.source_document, article.document_sha256): article for article in articles}
    for document in documents:
        article = extracted.get((document.source_document, document.sha256))
        yield ReadDocument(
            source_document=document.source_document, document_sha256=document.sha256, source=document.source_name,
            outlet_key=outlet_key(article) if article else _outlet_key(document), media_type=document.media_type,
            retrieved_at=document.retrieved_at, article_id=article and article.article_id,
            text_sha256=article and article.text_sha256,
        )


def _outlet_key(document: Document) -> str | None:
    """Return the outlet of a document that no article was found in, told as an article's is."""
    url = urls.read_url(document.fields.get("url") or document.source_document)
    name = clean_value(document.fields.get("outlet"))
    return urls.site(url) if url else name and name.casefold()
