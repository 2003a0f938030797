"""Batches to documents."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from pipeline import settings
from pipeline.ingest import batches, fields, warc
from pipeline.ingest.batches import Batch, Part
from pipeline.ingest.decoding import decode_html, decode_text, is_binary
from pipeline.ingest.feeds import parse_feed
from pipeline.ingest.rejections import reject
from pipeline.ingest.streams import ARRAY, LINES, RawRecord, StreamFault, open_stream, read_range, read_whole
from pipeline.records import Document, Rejection

PLAIN, HTML, JSON = "text/plain", "text/html", "application/json"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_batch(batch: Batch) -> tuple[list[Document], list[Rejection]]:
    """Read the documents of a batch.

    :param batch: of a plan; its files must be where they were.
    :return: the documents in the order of the plan, and a rejection for each document or record that is none.
        A file that has changed since it was planned is rejected: its new contents belong to another batch.
    """
    documents: list[Document] = []
    rejections: list[Rejection] = []
    for part in batch.parts:
        for found in _read_part(part):
            if isinstance(found, Document):
                documents.append(_given(found, part))
            else:
                rejections.append(found)
    return documents, rejections


def _given(document: Document, part: Part) -> Document:
    """Return a document with what its source says of all of them, where it does not speak for itself."""
    if part.source_name is None:
        return document
    outlet = {name: value for name, value in part.defaults.items() if name == "outlet"}
    others = {name: value for name, value in part.defaults.items() if name != "outlet"}
    found = dict(document.fields)
    if others:
        found[fields.DEFAULTS] = {**others, **found.get(fields.DEFAULTS, {})}
    return replace(document, source_name=part.source_name, fields={**outlet, **found})


def _read_part(part: Part) -> Iterator[Document | Rejection]:
    if not part.count:  # an archive without documents
        return
    try:
        retrieved_at = _modified_at(part.path)
        entries = _archive_entries(part) if part.kind == batches.WARC else []
        records = [batches.archived(entry) for entry in entries] if entries else _raw_records(part)
    except (StreamFault, OSError) as fault:
        yield reject("file cannot be read", part.source, detail=str(fault))
        return
    if batches.digest_records(records) != part.sha256:
        yield reject("changed since it was planned", part.source, detail="plan it again to read it as it is now")
        return
    if part.kind == batches.WARC:
        yield from (_read_entry(entry, part.source, retrieved_at) for entry in entries)
        return
    if part.kind == batches.FEED:
        yield from _read_feed(records[0].content or b"", part.source, retrieved_at)
        return
    for number, record in enumerate(records, part.first or 1):
        source = part.source if part.first is None else f"{part.source}#{number}"
        yield _read_record(part.kind, record, source, retrieved_at)


def _modified_at(path: str) -> datetime:
    try:
        return datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    except (ValueError, OverflowError):
        return EPOCH


def _raw_records(part: Part) -> list[RawRecord]:
    with open_stream(part.path) as stream:
        if part.kind in (LINES, ARRAY):
            return list(read_range(stream, part.kind, offset=part.offset, end=part.end))
        content = read_whole(stream, limit=settings.MAXIMUM_DOCUMENT_BYTES)
        return [RawRecord(0, len(content), content)]


def _archive_entries(part: Part) -> list[warc.Entry]:
    """Return the records of a part of an archive that are documents, or should have been."""
    found = []
    for entry in warc.iterate_entries(part.path, offset=part.offset, number=part.first or 1):
        if entry.frame.offset >= part.end:
            break
        if entry.is_document:
            found.append(entry)
    return found


def _read_entry(entry: warc.Entry, archive: str, retrieved_at: datetime) -> Document | Rejection:
    source = f"{archive}#{entry.number}"
    if entry.kind == warc.FAULT:
        return reject(entry.reason or "damaged record", source, detail=entry.detail, rejected=warc.target(entry) or "")
    try:
        stored = warc.read_entry(entry)
    except StreamFault as fault:
        return reject(fault.reason, source, detail=fault.detail, rejected=warc.target(entry) or "")
    retrieved_at = stored.retrieved_at or retrieved_at
    if entry.kind == warc.RECORD:
        found = _read_json(stored.content, source, retrieved_at)
    elif is_binary(stored.content):
        return reject("binary file", source, detail=f"begins with {stored.content[:8]!r}")
    else:
        found = _read_document(batches.HTML, stored.content, source, retrieved_at, content_type=stored.content_type)
    if isinstance(found, Rejection):
        return found
    return replace(
        found, fields={**stored.fields, **found.fields}, source_name=warc.source_name(entry),
        retrieved_at_source="archive" if stored.retrieved_at else "file",
    )


def _read_feed(content: bytes, source: str, retrieved_at: datetime) -> Iterator[Document | Rejection]:
    try:
        entries = parse_feed(content).entries
    except StreamFault as fault:
        yield reject(fault.reason, source, detail=fault.detail)
        return
    for number, entry in enumerate(entries, 1):
        record = json.dumps(entry.fields, ensure_ascii=False).encode()
        yield _read_json(record, f"{source}#{number}", retrieved_at)


def _read_record(kind: str, record: RawRecord, source: str, retrieved_at: datetime) -> Document | Rejection:
    content = record.content
    if content is None:
        return reject("record too large", source, detail=f"{record.end - record.offset:,} bytes")
    if is_binary(content):
        return reject("binary file", source, detail=f"begins with {content[:8]!r}")
    if kind in (batches.TEXT, batches.HTML):
        return _read_document(kind, content, source, retrieved_at)
    return _read_json(content, source, retrieved_at)


def _read_document(
    kind: str, content: bytes, source: str, retrieved_at: datetime, *, content_type: str | None = None
) -> Document | Rejection:
    text = decode_html(content, content_type=content_type) if kind == batches.HTML else decode_text(content)
    if not text.strip():
        return reject("no text", source)
    media_type = HTML if kind == batches.HTML or is_page(text) else PLAIN
    return Document(source, media_type, content, sha256(content).hexdigest(), retrieved_at, text)


def _read_json(content: bytes, source: str, retrieved_at: datetime) -> Document | Rejection:
    try:
        record = json.loads(decode_text(content))
    except (ValueError, RecursionError) as error:
        return reject("not valid JSON", source, detail=str(error), rejected=content)
    if not isinstance(record, dict):
        return reject("not a JSON object", source, detail=f"it is of type {type(record).__name__}", rejected=content)
    mapped = fields.map_fields(record)
    text = mapped.pop(fields.TEXT, None)
    page = mapped.pop(fields.HTML, None) if text is None else None
    mapped.pop(fields.HTML, None)
    if text is None and page is None:
        return reject(
            "record without text", source, detail=f"its fields: {', '.join(map(str, record))}", rejected=content
        )
    if page is not None or is_page(text or ""):
        mapped[fields.HTML] = page or text
    return Document(source, JSON, content, sha256(content).hexdigest(), retrieved_at, text or page or "", mapped)


def is_page(text: str) -> bool:
    """Tell whether a text is a whole HTML page, whatever its file is called."""
    start = text[:1000].lstrip("\ufeff \t\n").casefold()
    return start.startswith(("<!doctype html", "<html"))
