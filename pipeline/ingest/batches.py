"""What is read together: batches of documents, named by what they hold.

A plan reads every file once, as a stream, and keeps counts, offsets and digests, never contents. The id of a batch
comes from its sources' names and contents, so an unchanged file gives the same batch on any day and a changed one a
new batch. A file of many records is cut into ranges; a full range is a batch of its own, so that a file which grows
at its end keeps the batches of its beginning. Where many files make a batch, it ends at a file that the contents
choose, so that a file which is added in their midst changes one batch and not all that follow (content-defined
chunking: Muthitacharoen et al., A Low-bandwidth Network File System, 2001).
"""

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any, Protocol

from pipeline import settings
from pipeline.ids import stable_id
from pipeline.ingest import files, warc
from pipeline.ingest.errors import BatchFormatError
from pipeline.ingest.feeds import parse_feed
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
from pipeline.records import PassedOver, Rejection

TEXT, HTML, RECORD, FEED, WARC = "text", "html", "record", "feed", "warc"
KINDS_OF_RECORDS = 50  # of an archive, that are counted apart
OTHER_KINDS = "of another kind"
SETTLED_SECONDS = 2.0  # a file that was just written may be written again in the same tick of its clock
SMALLEST_CUT = 20  # documents of a batch, below which batches are filled to the brim


@dataclass(frozen=True, slots=True)
class Part:
    """One document, or a range of the records of one file."""

    path: str  # absolute, to open it
    source: str  # the name of the source as the user typed it
    kind: str  # text, html, record (a file that is one JSON record), lines or array (of records), feed, warc
    first: int | None  # number of the first record, from 1; None where the file is one document
    count: int  # of documents; an archive has other records between them
    offset: int  # bytes of the decompressed stream; of the file where an archive is compressed record by record
    end: int
    sha256: str  # of the contents, see ``digest_records``
    source_name: str | None = None  # the source of sources.toml that it is read for
    defaults: Mapping[str, str] = field(default_factory=dict)  # fields of its documents that do not have them
    passed_over: Mapping[str, int] = field(default_factory=dict)  # records of an archive that are none, by kind


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read, processed and loaded together."""

    batch_id: str
    parts: tuple[Part, ...]

    @property
    def document_count(self) -> int:
        """How many documents the batch was planned with."""
        return sum(part.count for part in self.parts)

    @property
    def source_name(self) -> str | None:
        """The source of sources.toml that it is read for."""
        return next((part.source_name for part in self.parts), None)

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


FOUND = {kind.__name__: kind for kind in (Part, Rejection, PassedOver)}


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """All that the given paths hold: what can be read, what cannot with its reason, what is no document."""

    batches: tuple[Batch, ...]
    rejections: tuple[Rejection, ...]
    passed_over: tuple[PassedOver, ...] = ()


def plan_batches(
    paths: Iterable[str | os.PathLike[str] | files.Input] | str | os.PathLike[str],
    *,
    batch_documents: int = settings.BATCH_DOCUMENTS,
    memory: "PlanMemory | None" = None,
) -> BatchPlan:
    """Find the documents at and below the paths and cut them into batches.

    :param paths: files and folders; folders are read with all that is below them, hidden files excepted. A batch holds
        documents of one source only, so that what is new in one leaves the batches of the others as they are.
    :param batch_documents: documents that a batch may hold; ``settings.BATCH_BYTES`` bounds it too.
    :param memory: knows what files held that have not changed since; without it all files are read.
    :return: the batches in the order of the paths, and a rejection for each file that cannot be read.
    :raises PathNotFoundError: a path does not exist.
    :raises ValueError: ``batch_documents`` is less than one.
    """
    if batch_documents < 1:
        raise ValueError("batch_documents must be at least 1")
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    found: dict[type, list[Any]] = {Part: [], Rejection: [], PassedOver: []}
    for file in files.find_files(paths):
        for item in _recall(file, batch_documents, memory):
            found[type(item)].append(item)
    by_source = groupby(found[Part], key=lambda part: part.source_name)
    batches = (batch for _, parts in by_source for batch in _pack(parts, batch_documents))
    return BatchPlan(tuple(batches), tuple(found[Rejection]), tuple(found[PassedOver]))


def digest_records(records: Iterable[RawRecord]) -> str:
    """Return the SHA-256 of records' contents, each closed by a line end; of one too long to keep, its length."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(_digested(record))
    return digest.hexdigest()


def _digested(record: RawRecord) -> bytes:
    return f"too long: {record.end - record.offset}".encode() if record.content is None else record.content + b"\n"


class PlanMemory(Protocol):
    """Keeps what a plan found in files."""

    def get(self, path: str, *, stamp: str) -> str | None:
        """Return what was kept of a file under the same stamp."""

    def put(self, path: str, *, stamp: str, found: str) -> None:
        """Keep what was found in a file in the place of what was kept of it before."""


def _recall(
    file: files.SourceFile, batch_documents: int, memory: PlanMemory | None
) -> Iterable[Part | Rejection | PassedOver]:
    """Return what a file holds: from memory, if it is as it was by size and time."""
    status = file.status()
    if memory is None or status is None:
        return _plan_file(file, batch_documents)
    described = (file.source, file.kind, file.source_name, sorted(file.defaults.items()), file.fault)
    stamp = json.dumps([status.st_size, status.st_mtime_ns, batch_documents, *described])
    stored = memory.get(file.path, stamp=stamp)
    if stored is not None:
        return [FOUND[name](**values) for name, values in json.loads(stored)]
    found = list(_plan_file(file, batch_documents))
    if time.time() - status.st_mtime > SETTLED_SECONDS:
        items = [(type(item).__name__, asdict(item)) for item in found]
        memory.put(file.path, stamp=stamp, found=json.dumps(items))
    return found


def _plan_file(file: files.SourceFile, batch_documents: int) -> Iterator[Part | Rejection | PassedOver]:
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
        for item in _planner(kind)(file, kind, batch_documents):
            count += item.count
            yield item
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


def _planner(kind: str):
    if kind in (LINES, ARRAY, WRAPPED):
        return _plan_records
    return {FEED: _plan_feed, WARC: _plan_archive}.get(kind, _plan_document)


def _plan_document(file: files.SourceFile, kind: str, batch_documents: int) -> Iterator[Part]:
    content = _read_file(file)
    if content:
        yield _whole(file, kind, content)


def _plan_feed(file: files.SourceFile, kind: str, batch_documents: int) -> Iterator[Part]:
    content = _read_file(file)
    if count := len(parse_feed(content).entries) if content else 0:
        yield replace(_whole(file, kind, content), first=1, count=count)


def _read_file(file: files.SourceFile) -> bytes:
    with open_stream(file.path) as stream:
        return read_whole(stream, limit=settings.MAXIMUM_DOCUMENT_BYTES)


def _whole(file: files.SourceFile, kind: str, content: bytes) -> Part:
    record = RawRecord(0, len(content), content)
    return _part(file, kind, None, 1, 0, len(content), digest_records([record]))


def _part(file: files.SourceFile, *values) -> Part:
    return Part(file.path, file.source, *values, file.source_name, file.defaults)


def _plan_archive(file: files.SourceFile, kind: str, batch_documents: int) -> Iterator[Part | PassedOver]:
    """Cut an archive into ranges of its records, and count those that are no documents by kind."""
    total: Counter[str] = Counter()
    for found in _archive_ranges(file.path, batch_documents):
        total += found.passed_over
        yield found.part(file, kind)
    yield from (PassedOver(file.source, other, count) for other, count in sorted(total.items()))


def _archive_ranges(path: str, batch_documents: int) -> Iterator["_Range"]:
    opened: _Range | None = None
    kinds: set[str] = set()
    for entry in warc.iterate_entries(path):
        record = archived(entry)
        if opened is not None and entry.is_document and opened.is_full(record, batch_documents):
            yield opened
            opened = None
        opened = opened or _Range(entry.number, record.offset)
        if entry.is_document:
            opened.add(record)
            continue
        if len(kinds) < KINDS_OF_RECORDS:
            kinds.add(entry.kind)
        opened.passed_over[entry.kind if entry.kind in kinds else OTHER_KINDS] += 1
    if opened is not None:
        yield opened


def archived(entry: warc.Entry) -> RawRecord:
    """Return a record of an archive as it counts for the digest."""
    return RawRecord(entry.frame.offset, entry.frame.end, entry.frame.content)


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
        self.first, self.offset, self.end, self.count, self.size = first, offset, offset, 0, 0
        self.digest = hashlib.sha256()
        self.passed_over: Counter[str] = Counter()

    def is_full(self, record: RawRecord, batch_documents: int) -> bool:
        size = max(record.end - self.offset, self.size + len(record.content or b""))
        return self.count >= batch_documents or size > settings.BATCH_BYTES

    def add(self, record: RawRecord) -> None:
        self.end, self.count, self.size = record.end, self.count + 1, self.size + len(record.content or b"")
        self.digest.update(_digested(record))

    def part(self, file: files.SourceFile, kind: str) -> Part:
        kind = ARRAY if kind == WRAPPED else kind  # from here on its elements are found by their offsets
        found = _part(file, kind, self.first, self.count, self.offset, self.end, self.digest.hexdigest())
        return replace(found, passed_over=dict(sorted(self.passed_over.items())))


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
        if _is_cut(part, documents, batch_documents):
            yield _name(packed)
            packed, documents, size = [], 0, 0
    if packed:
        yield _name(packed)


def _is_cut(part: Part, documents: int, batch_documents: int) -> bool:
    """Tell whether a batch that is at least half full ends after a part, as the part's contents choose it.

    Between half full and full a batch holds such a part nine times of ten.
    """
    if batch_documents < SMALLEST_CUT or documents < batch_documents // 2:
        return False
    return int(part.sha256[:8], 16) % (batch_documents // 5) < part.count


def _name(parts: list[Part]) -> Batch:
    named = (value for part in parts for value in (part.source, part.kind, part.first, part.count, part.sha256))
    given = (value for part in parts for value in (part.source_name, *sorted(part.defaults.items())) if value)
    return Batch(stable_id("batch", *named, *given), tuple(parts))
