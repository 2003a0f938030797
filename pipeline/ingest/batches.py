"""What is read together: batches of documents, named by what they hold.

A plan reads every file once, as a stream, and keeps counts, offsets and digests, never contents. The id of a batch
comes from its sources' names and contents, so an unchanged file gives the same batch on any day and a changed one a
new batch. A file of many records is cut into ranges; a full range is a batch of its own, so that a file which grows
at its end keeps the batches of its beginning.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from pipeline import settings
from pipeline.ids import stable_id
from pipeline.ingest import files
from pipeline.ingest.errors import BatchFormatError
from pipeline.ingest.fields import holds_text
from pipeline.ingest.rejections import reject
from pipeline.ingest.streams import (
    ARRAY,
    LINES,
    WRAPPED,
    RawRecord,
    StreamFault,
    check_utf8,
    is_wrapper,
    iterate_lines,
    iterate_records,
    open_stream,
    read_whole,
)
from pipeline.records import Rejection

TEXT, HTML, RECORD = "text", "html", "record"


@dataclass(frozen=True, slots=True)
class Part:
    """One document, or a range of the records of one file."""

    path: str  # absolute, to open it
    source: str  # the name of the source as the user typed it
    kind: str  # text, html, record (a file that is one JSON record), lines or array (of records)
    first: int | None  # number of the first record, from 1; None where the file is one document
    count: int
    offset: int  # bytes of the decompressed stream
    end: int
    sha256: str  # of the contents, see ``digest_records``


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read, processed and loaded together."""

    batch_id: str
    parts: tuple[Part, ...]

    @property
    def document_count(self) -> int:
        """How many documents the batch was planned with."""
        return sum(part.count for part in self.parts)

    def to_json(self) -> str:
        """Return the batch as JSON, to be stored until it is read."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Batch":
        """Return the batch that :meth:`to_json` wrote.

        :raises BatchFormatError: the text is no such JSON.
        """
        try:
            stored = json.loads(text)
            return cls(stored["batch_id"], tuple(Part(**part) for part in stored["parts"]))
        except (ValueError, TypeError, KeyError) as error:
            raise BatchFormatError(f"Not a stored batch: {error}") from error


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """All that the given paths hold: what can be read, and what cannot with its reason."""

    batches: tuple[Batch, ...]
    rejections: tuple[Rejection, ...]


def plan_batches(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str], *, batch_documents: int = settings.BATCH_DOCUMENTS
) -> BatchPlan:
    """Find the documents at and below the paths and cut them into batches.

    :param paths: files and folders; folders are read with all that is below them, hidden files excepted.
    :param batch_documents: documents that a batch may hold; ``settings.BATCH_BYTES`` bounds it too.
    :return: the batches in the order of the paths, and a rejection for each file that cannot be read.
    :raises PathNotFoundError: a path does not exist.
    :raises ValueError: ``batch_documents`` is less than one.
    """
    if batch_documents < 1:
        raise ValueError("batch_documents must be at least 1")
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    parts: list[Part] = []
    rejections: list[Rejection] = []
    for file in files.find_files(paths):
        for found in _plan_file(file, batch_documents):
            (parts if isinstance(found, Part) else rejections).append(found)  # type: ignore[arg-type]
    return BatchPlan(tuple(_pack(parts, batch_documents)), tuple(rejections))


def digest_records(records: Iterable[RawRecord]) -> str:
    """Return the SHA-256 of records' contents, each closed by a line end; of one too long to keep, its length."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(_digested(record))
    return digest.hexdigest()


def _digested(record: RawRecord) -> bytes:
    return f"too long: {record.end - record.offset}".encode() if record.content is None else record.content + b"\n"


def _plan_file(file: files.SourceFile, batch_documents: int) -> Iterator[Part | Rejection]:
    if file.fault is not None:
        yield reject("file cannot be read", file.source, detail=file.fault)
        return
    if file.kind is None:
        yield reject(
            "not a kind of file that is read", file.source, detail=f"read are {', '.join(files.KINDS)}, each also .gz"
        )
        return
    count = 0
    try:
        kind = _json_shape(file.path) if file.kind == files.JSON else file.kind
        many = kind in (LINES, ARRAY, WRAPPED)
        for part in _plan_records(file, kind, batch_documents) if many else _plan_document(file, kind):
            count += part.count
            yield part
    except StreamFault as fault:
        yield reject(fault.reason, file.source, detail=fault.detail)
        return
    if not count:
        yield reject("empty file", file.source)


def _json_shape(path: str) -> str:
    """Tell whether a ``.json`` file is one record, an array, an object around one, or JSON Lines under another name."""
    with open_stream(path) as stream:
        lines = (line for line in iterate_lines(stream) if not line.is_blank)
        first = next(lines, None)
        if first is None or first.content is None:
            return RECORD if first is None else ARRAY
        text = first.content.removeprefix(b"\xef\xbb\xbf").strip()
        if text.startswith(b"["):
            return ARRAY
        if _is_object(text) and next(lines, None) is not None:
            return LINES
    return WRAPPED if _is_wrapper(path) else RECORD


def _is_wrapper(path: str) -> bool:
    """Tell an answer of a news service, which holds a list of records, from a record that holds some list."""
    try:
        with open_stream(path) as stream:
            if not is_wrapper(stream):
                return False
        with open_stream(path) as stream:
            content = stream.read(settings.MAXIMUM_DOCUMENT_BYTES + 1)
        return len(content) > settings.MAXIMUM_DOCUMENT_BYTES or not holds_text(json.loads(content))
    except (StreamFault, ValueError, RecursionError):
        return False


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _plan_document(file: files.SourceFile, kind: str) -> Iterator[Part]:
    with open_stream(file.path) as stream:
        content = read_whole(stream, limit=settings.MAXIMUM_DOCUMENT_BYTES)
    if content:
        sha256 = digest_records([RawRecord(0, len(content), content)])
        yield Part(file.path, file.source, kind, None, 1, 0, len(content), sha256)


def _plan_records(file: files.SourceFile, kind: str, batch_documents: int) -> Iterator[Part]:
    """Cut a file of records into ranges; where the stream breaks, what stands before is planned all the same."""
    opened: _Range | None = None
    number = 0
    try:
        with open_stream(file.path) as stream:
            check_utf8(stream)
        with open_stream(file.path) as stream:
            for record in iterate_records(stream, kind):
                number += 1
                if opened is not None and opened.is_full(record, batch_documents):
                    yield opened.part(file, kind)
                    opened = None
                opened = opened or _Range(number, record.offset)
                opened.add(record)
    except StreamFault:
        if opened is not None:
            yield opened.part(file, kind)
        raise
    if opened is not None:
        yield opened.part(file, kind)


class _Range:
    """A range of records while it grows."""

    def __init__(self, first: int, offset: int):
        self.first, self.offset, self.end, self.count = first, offset, offset, 0
        self.digest = hashlib.sha256()

    def is_full(self, record: RawRecord, batch_documents: int) -> bool:
        return self.count >= batch_documents or record.end - self.offset > settings.BATCH_BYTES

    def add(self, record: RawRecord) -> None:
        self.end, self.count = record.end, self.count + 1
        self.digest.update(_digested(record))

    def part(self, file: files.SourceFile, kind: str) -> Part:
        kind = ARRAY if kind == WRAPPED else kind  # from here on its elements are found by their offsets
        return Part(
            file.path, file.source, kind, self.first, self.count, self.offset, self.end, self.digest.hexdigest()
        )


def _pack(parts: Iterable[Part], batch_documents: int) -> Iterator[Batch]:
    packed: list[Part] = []
    documents = size = 0
    for part in parts:
        length = part.end - part.offset
        if packed and (documents + part.count > batch_documents or size + length > settings.BATCH_BYTES):
            yield _name(packed)
            packed, documents, size = [], 0, 0
        packed.append(part)
        documents, size = documents + part.count, size + length
    if packed:
        yield _name(packed)


def _name(parts: list[Part]) -> Batch:
    named = (value for part in parts for value in (part.source, part.kind, part.first, part.count, part.sha256))
    return Batch(stable_id("batch", *named), tuple(parts))
