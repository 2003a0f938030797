"""Web archives (WARC, ISO 28500): one document for each page that was received.

A file is cut into records here and each record is parsed by fastwarc, so that every byte of it is accounted for: what
cannot be a record is one fault, and reading goes on at the next one that can. Compressed files hold a gzip member for
each record, as the standard asks, and are read from the middle; one that was compressed as a whole is unpacked first.

Documents are what a server answered with status 200 as HTML, and what was stored as HTML or as a JSON record without a
server (``resource``, ``conversion``). All other records are counted by kind. ``hearsay fetch`` adds to a record what
its source says of its articles, in the header fields ``Hearsay-Source`` and ``Hearsay-Fields``, and keeps an address
that gave no page as a ``metadata`` record with a ``Hearsay-Fault``.
"""

import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import IO, Any

from fastwarc.warc import WarcRecord

from pipeline import settings
from pipeline.ingest.encodings import GZIP, decode_body, decode_chunks
from pipeline.ingest.fields import DEFAULTS
from pipeline.ingest.streams import GZIP_MAGIC, StreamFault

FIELDS_HEADER, SOURCE_HEADER, FAULT_HEADER = "Hearsay-Fields", "Hearsay-Source", "Hearsay-Fault"
HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
JSON_TYPE = "application/json"
READ_BYTES = 1 << 10  # what is lost before damaged bytes of a compressed file
SCAN_BYTES = 1 << 20
HEAD_BYTES = 1 << 16
SLACK_BYTES = 8  # line ends after a record
MAGIC = b"WARC/"
MEMBER_START = b"\x1f\x8b\x08"
HEAD_END = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
TOKEN = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
RESPONSE, METADATA = "response", "metadata"
STORED = ("resource", "conversion")
TYPES = frozenset((RESPONSE, METADATA, *STORED, "request", "revisit", "warcinfo", "continuation"))
DAMAGED, CUT_OFF = "damaged record", "record cut off"


@dataclass(frozen=True, slots=True)
class Frame:
    """A record as it stands in a file, or a stretch of the file that holds none."""

    offset: int  # bytes of the file; of its decompressed stream where it was compressed as a whole
    end: int
    content: bytes  # decompressed; no more than a document may have and its headers
    size: int  # of the whole record, decompressed
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A record by what it is for the pipeline: a page, a fault, or something else that is counted by its kind."""

    number: int  # in its file, from 1
    frame: Frame
    kind: str  # page, record, fault, or the kind of a record that is no document, such as "request"
    record: WarcRecord | None = None
    reason: str | None = None  # of a fault
    detail: str | None = None

    @property
    def is_document(self) -> bool:
        """Whether it becomes a document or a rejection."""
        return self.kind in (PAGE, RECORD, FAULT)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a page or record of an archive holds."""

    content: bytes  # without content codings
    content_type: str | None  # the header, with its charset
    retrieved_at: datetime | None
    fields: dict[str, Any]


PAGE, RECORD, FAULT = "page", "record", "fault"


def iterate_entries(path: str, *, offset: int = 0, number: int = 1) -> Iterator[Entry]:
    """Yield the records of an archive with what each is.

    :param offset: where to begin: the offset of a frame.
    :param number: the number of the record that begins there.
    :raises StreamFault: the file cannot be read, or is no archive.
    """
    with _open_frames(path, offset) as frames:
        first, second = next(frames, None), next(frames, None)
        if first is not None and first.fault == DAMAGED and second is None and number == 1:
            raise StreamFault("no web archive", "there is no record in it")
        found = (frame for frame in (first, second) if frame is not None)
        for place, frame in enumerate(chain(found, frames), number):
            yield classify(frame, number=place)


def classify(frame: Frame, *, number: int) -> Entry:
    """Say what a record is for the pipeline."""
    if frame.fault is not None:
        return Entry(number, frame, FAULT, reason=frame.fault, detail=f"bytes {frame.offset:,} to {frame.end:,}")
    try:
        record = WarcRecord.from_bytes(_with_one_length(frame.content))
        if record.is_http and _type(record) == RESPONSE:
            record.parse_http(max_header_len=HEAD_BYTES, quirks_mode=True)
    except OSError as error:
        return Entry(number, frame, FAULT, reason=DAMAGED, detail=str(error))
    kind = _kind(record)
    if kind == FAULT:
        detail = record.reader.read(settings.REJECTED_INPUT_CHARACTERS).decode("utf-8", "replace") or None
        return Entry(number, frame, FAULT, record, _header(record, FAULT_HEADER), detail)
    if kind in (PAGE, RECORD) and frame.size > len(frame.content):
        return Entry(number, frame, FAULT, record, "record too large", f"{frame.size:,} bytes")
    return Entry(number, frame, kind, record)


def read_entry(entry: Entry) -> Stored:
    """Return what a page or record holds.

    :raises StreamFault: its content coding is broken, or it is too large.
    """
    record, limit = entry.record, settings.MAXIMUM_DOCUMENT_BYTES
    if record is None:
        raise StreamFault(DAMAGED, "there is no record")
    content, headers = record.reader.read(), record.http_headers
    content_type = _header(record, "Content-Type")
    if headers is not None:
        content_type = headers.get("Content-Type")
        if "chunked" in (headers.get("Transfer-Encoding") or "").casefold():
            content = decode_chunks(content, limit=limit)
        content = decode_body(content, codings=headers.get("Content-Encoding"), limit=limit)
    if len(content) > limit:
        raise StreamFault("record too large", f"more than {limit:,} bytes")
    return Stored(content, content_type, _date(record), _fields(record))


def target(entry: Entry) -> str | None:
    """Return the address that a record is of."""
    return _header(entry.record, "WARC-Target-URI") if entry.record is not None else None


def source_name(entry: Entry) -> str | None:
    """Return the name of the source that a record was fetched for."""
    return _header(entry.record, SOURCE_HEADER) if entry.record is not None else None


def _kind(record: WarcRecord) -> str:
    name = _type(record)
    if name == METADATA and _header(record, FAULT_HEADER):
        return FAULT
    if name in STORED:
        media_type = _media_type(_header(record, "Content-Type"))
        return PAGE if media_type in HTML_TYPES else RECORD if media_type == JSON_TYPE else f"{name} {media_type}"
    headers = record.http_headers
    if name != RESPONSE or headers is None:
        return name
    if headers.status_code != 200:
        return f"response {headers.status_code}"
    content_type = headers.get("Content-Type")
    if not (content_type or "").strip():
        return PAGE  # browsers show it, so servers may leave it out
    media_type = _media_type(content_type)
    return PAGE if media_type in HTML_TYPES else f"response {media_type}"


def _type(record: WarcRecord) -> str:
    name = (_header(record, "WARC-Type") or "").casefold()
    return name if name in TYPES else "of no known type"


def _header(record: WarcRecord, name: str) -> str | None:
    return record.headers.get(name)


def _media_type(content_type: str | None) -> str:
    """Return the media type of a header's value, in a form of which there are not endlessly many."""
    media_type = (content_type or "").partition(";")[0].strip().casefold()
    return media_type if len(media_type) <= 80 and TOKEN.fullmatch(media_type) else "of no media type"


def _date(record: WarcRecord) -> datetime | None:
    try:
        value = datetime.fromisoformat(_header(record, "WARC-Date") or "")
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _fields(record: WarcRecord) -> dict[str, Any]:
    try:
        fields = json.loads(_header(record, FIELDS_HEADER) or "{}")
    except (ValueError, RecursionError):
        fields = {}
    url = (_header(record, "WARC-Target-URI") or "").strip("<> \t")  # WARC 1.0 is often written with angle brackets
    fields = fields if isinstance(fields, dict) else {}
    if not isinstance(fields.get(DEFAULTS, {}), dict):
        fields.pop(DEFAULTS)
    return {**({"url": url} if url else {}), **fields}


@contextmanager
def _open_frames(path: str, offset: int) -> Iterator[Iterator[Frame]]:
    try:
        with open(path, "rb", buffering=SCAN_BYTES) as stream:
            start = stream.read(len(MAGIC))
            is_compressed = start.startswith(GZIP_MAGIC) or (path.casefold().endswith(".gz") and start != MAGIC)
            if is_compressed and _holds_several(stream):
                with _unpacked(stream) as plain:
                    yield _plain_frames(plain, offset)
            else:
                yield (_members if is_compressed else _plain_frames)(stream, offset)
    except OSError as error:
        raise StreamFault("file cannot be read", error.strerror or str(error)) from error


@contextmanager
def _unpacked(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield what a compressed stream holds, as a temporary file; of one that is broken, what stands before."""
    with tempfile.TemporaryFile() as plain:
        with suppress(zlib.error):
            for data in _decompressed(stream):
                plain.write(data)
                _check_size(plain.tell())
        yield plain


def _decompressed(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the contents of a file of gzip members, piece by piece.

    :raises zlib.error: it is broken.
    """
    stream.seek(0)
    decompressor = zlib.decompressobj(GZIP)
    while data := decompressor.unconsumed_tail or decompressor.unused_data or stream.read(READ_BYTES):
        if decompressor.eof:
            decompressor = zlib.decompressobj(GZIP)
        yield decompressor.decompress(data, SCAN_BYTES)


def _holds_several(stream: IO[bytes]) -> bool:
    """Tell whether the first gzip member holds more than one record."""
    member = _read_member(stream, 0)
    length = _record_length(member.content)
    if length is None or member.size <= length + SLACK_BYTES:
        return False
    return length >= len(member.content) or MAGIC in member.content[length : length + SLACK_BYTES + len(MAGIC)]


def _with_one_length(content: bytes) -> bytes:
    """Return a record whose head says once, and truly, how long its content is.

    fastwarc takes memory for the last length that it finds, and where there is not so much, the process ends.
    """
    head = HEAD_END.search(content, 0, HEAD_BYTES)
    if head is None:
        raise OSError("no end of the header")
    end, stated = head.end(), LENGTH.search(content, 0, head.end())
    lines = content[: head.start()].splitlines()
    available = min(len(content) - end, int(stated[1]) if stated else 0)
    is_plain = head[0] == b"\r\n\r\n" and content[: head.start()] == b"\r\n".join(lines)
    is_true = stated is not None and int(stated[1]) == available
    if is_plain and is_true and sum(map(_names_length, lines)) == 1 and not any(map(_continues, lines)):
        return content
    kept: list[bytes] = []
    is_dropped = False
    for line in lines:
        is_dropped = _names_length(line) or (is_dropped and _continues(line))
        if not is_dropped:
            kept.append(line)
    return b"\r\n".join([*kept, b"Content-Length: %d" % available, b"", content[end : end + available]])


def _names_length(line: bytes) -> bool:
    return b"content-length" in line.lower()


def _continues(line: bytes) -> bool:
    """Tell whether a line of a header belongs to the one above."""
    return line[:1] in (b" ", b"\t")


def _record_length(content: bytes) -> int | None:
    """Return the length that a record has by its headers; ``None`` where there are none."""
    head = HEAD_END.search(content, 0, HEAD_BYTES) if content.startswith(MAGIC) else None
    length = LENGTH.search(content, 0, head.end()) if head else None
    return head.end() + int(length[1]) if head and length else None


def _members(stream: IO[bytes], offset: int) -> Iterator[Frame]:
    """Yield the gzip members of a file, each as a record."""
    while True:
        member = _read_member(stream, offset)
        if member.end == offset:
            return
        following = member.end if member.fault is None else _find_member(stream, offset + 1)
        if member.fault == DAMAGED or following < member.end:  # damage can make a member run on over the next ones
            member = Frame(offset, following, b"", following - offset, DAMAGED)
        yield _checked(member)
        offset = member.end


def _checked(member: Frame) -> Frame:
    """Return a member with the fault that its content shows: no record, less or more than one."""
    length = _record_length(member.content)
    if length is None:
        fault = member.fault or DAMAGED
    elif member.size < length:
        fault = CUT_OFF
    else:
        fault = DAMAGED if member.size > length + SLACK_BYTES else member.fault
    return Frame(member.offset, member.end, member.content, member.size, fault)


def _read_member(stream: IO[bytes], offset: int) -> Frame:
    """Read one gzip member; it ends where it began at the end of the file."""
    stream.seek(offset)
    decompressor = zlib.decompressobj(GZIP)
    limit = settings.MAXIMUM_DOCUMENT_BYTES + HEAD_BYTES
    kept, size, end, data = bytearray(), 0, offset, b""
    try:
        while not decompressor.eof:
            data = decompressor.unconsumed_tail or stream.read(READ_BYTES)
            if not data:
                return Frame(offset, end, bytes(kept), size, CUT_OFF if size else DAMAGED)
            end += 0 if decompressor.unconsumed_tail else len(data)
            part = decompressor.decompress(data, SCAN_BYTES)
            size += len(part)
            _check_size(size)
            kept += part[: max(0, limit - len(kept))]
    except zlib.error:
        return Frame(offset, end, bytes(kept), size, DAMAGED)
    return Frame(offset, end - len(decompressor.unused_data), bytes(kept), size)


def _find_member(stream: IO[bytes], offset: int) -> int:
    """Return where the next gzip member with a record begins, from an offset on; the end of the file without one."""
    for found in _find(stream, MEMBER_START, offset):
        stream.seek(found)
        try:
            if zlib.decompressobj(GZIP).decompress(stream.read(512), len(MAGIC)) == MAGIC:
                return found
        except zlib.error:
            continue
    return stream.seek(0, 2)


def _find(stream: IO[bytes], pattern: bytes, offset: int) -> Iterator[int]:
    """Yield where a pattern occurs in a stream, from an offset on."""
    while True:
        stream.seek(offset)
        data = stream.read(SCAN_BYTES)
        place = data.find(pattern)
        while place >= 0:
            yield offset + place
            place = data.find(pattern, place + 1)
        if len(data) < SCAN_BYTES:
            return
        offset += len(data) - len(pattern) + 1


def _plain_frames(stream: IO[bytes], offset: int) -> Iterator[Frame]:
    """Yield the records of a file that is not compressed."""
    size = stream.seek(0, 2)
    limit = settings.MAXIMUM_DOCUMENT_BYTES + HEAD_BYTES
    while (offset := _skip_line_ends(stream, offset)) < size:
        stream.seek(offset)
        length = _record_length(stream.read(HEAD_BYTES))
        end = size if length is None else offset + length
        fault = DAMAGED if length is None else CUT_OFF if end > size else None
        if fault is None and not _is_end(stream, end):
            fault = DAMAGED
        if fault is not None:
            end = next(_find(stream, b"\n" + MAGIC, offset), size - 1) + 1
            yield Frame(offset, end, b"", end - offset, fault)
        else:
            stream.seek(offset)
            yield Frame(offset, end, stream.read(min(end - offset, limit)), end - offset)
        offset = end


def _is_end(stream: IO[bytes], offset: int) -> bool:
    """Tell whether a record can end at an offset: a line end follows, the next record or nothing."""
    stream.seek(offset)
    following = stream.read(len(MAGIC))
    return not following or following.startswith((b"\r\n", b"\n", MAGIC))


def _skip_line_ends(stream: IO[bytes], offset: int) -> int:
    stream.seek(offset)
    while data := stream.read(READ_BYTES):
        rest = data.lstrip(b"\r\n")
        offset += len(data) - len(rest)
        if rest:
            break
    return offset


def _check_size(size: int) -> None:
    if size > settings.MAXIMUM_FILE_BYTES:
        raise StreamFault("file too large", f"more than {settings.MAXIMUM_FILE_BYTES:,} bytes, decompressed")
